"""Capitals: where they stand in forms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


def is_cased(word: str) -> bool:
    """Whether the capitals of a word stand where they do in words.

    >>> is_cased("Öppet"), is_cased("ÖPPET"), is_cased("öPpet")
    (True, True, False)
    """
    return word.isupper() or word[1:].islower() or len(word) == 1


def all_capitals(form: str) -> bool:
    """Whether a form of two letters or more is all in capitals.

    >>> all_capitals("ÖVER"), all_capitals("Över"), all_capitals("Ö")
    (True, False, False)
    """
    return form.isupper() and len(form) > 1 and sum(map(str.isalpha, form)) > 1


def in_capitals(forms: Sequence[str]) -> Flags:
    """Whether each form is `all_capitals`, which few are."""
    found = np.fromiter(map(str.isupper, forms), bool, len(forms))
    upper = np.flatnonzero(found)
    found[upper] = [all_capitals(forms[i]) for i in upper.tolist()]
    return found


def capital_inside(form: str) -> bool:
    """Whether a capital follows a small letter: `MarknadschefHenrik`, but not `KPI-inflationen`.

    >>> capital_inside("kuNform"), capital_inside("KPI-tal"), capital_inside("Anna-Lisa")
    (True, False, False)
    """
    if form.islower() or form.isupper() or form.istitle():
        return False
    return any(a.islower() and b.isupper() for a, b in pairwise(form))


def with_capital(forms: Sequence[str]) -> Flags:
    """Whether each form begins with a capital."""
    found = ~np.fromiter(map(str.islower, forms), bool, len(forms))
    rest = np.flatnonzero(found)  # the few that are not all in small letters
    found[rest] = [forms[i][:1].isupper() for i in rest.tolist()]
    return found
