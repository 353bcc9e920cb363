"""Capitals: where they stand in forms."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.uncompiled import Buffer


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
    letters: cython.int = 0
    character: cython.Py_UCS4
    if len(form) < 2 or not form.isupper():
        return False
    for character in form:
        if character.isalpha():
            letters += 1
    return letters > 1


def in_capitals(forms: Sequence[str]) -> Buffer:
    """Whether each form is `all_capitals`, which few are: by form, 0 or 1.

    >>> in_capitals(["EU", "är"]).tolist()
    [1, 0]
    """
    found: array[int] = array("B", bytes(len(forms)))
    seen: cython.uchar[::1] = found
    form: str
    i: cython.Py_ssize_t
    for i in range(len(forms)):
        form = forms[i]
        seen[i] = form.isupper() and all_capitals(form)
    return found


def capital_inside(form: str) -> bool:
    """Whether a capital follows a small letter: `MarknadschefHenrik`, but not `KPI-inflationen`.

    >>> capital_inside("kuNform"), capital_inside("KPI-tal"), capital_inside("Anna-Lisa")
    (True, False, False)
    """
    small: cython.bint = False
    character: cython.Py_UCS4
    for character in form:
        if small and character.isupper():
            return True
        small = character.islower()
    return False


def with_capital(forms: Sequence[str]) -> Buffer:
    """Whether each form begins with a capital: by form, 0 or 1.

    >>> with_capital(["Över", "över", "§"]).tolist()
    [1, 0, 0]
    """
    found: array[int] = array("B", bytes(len(forms)))
    seen: cython.uchar[::1] = found
    form: str
    i: cython.Py_ssize_t
    for i in range(len(forms)):
        form = forms[i]
        seen[i] = len(form) > 0 and form[0].isupper()
    return found
