"""Priors: what a reading is worth before any context, by its letters and its capitals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.decoder.channel import Channel, Rules
from svfix.lexicon import letters
from svfix.lexicon.store import Lexicon

if TYPE_CHECKING:
    from svfix.decoder.readings import Rows

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

# The places of a word: rows of `casing`.
PLACES = INSIDE, OPENING, CAPITALS, NAMED = range(4)
UNLISTED = -3.5  # log-probability that a word is in no lexicon and no compound of its words
TITLE_UNLISTED = 0.4  # the share of unlisted words inside a sentence that are capitalised names
UPPER_UNLISTED = 0.3  # the share of words all in capitals that are unlisted acronyms
ACRONYM, ACRONYM_LETTER = 6, 2.5  # the longest acronym, and nats a letter of one
INSIDE_UNLISTED = -4.5  # nats: of 113,763 unlisted words of the corpora 1,239 have capitals inside
NAMED_UNLISTED = 2.3  # nats: ten times as many names are unlisted behind another name
RAREST_CASE = 0.005  # the probability of a casing a form was never seen in


def unlisted_prior(forms: Sequence[str], lexicon: Lexicon) -> Floats:
    """log P(form) of forms as words that no lexicon has, or as names or acronyms of that kind."""
    bare = [form.lower().rstrip("-") for form in forms]
    word = letters.logp(lexicon.letters, bare)
    name = letters.logp(lexicon.name_letters, bare)
    acronym = -ACRONYM_LETTER * np.fromiter(map(len, forms), np.float64, len(forms))
    capitals = in_capitals(forms)
    short = capitals & (acronym >= -ACRONYM_LETTER * ACRONYM)
    titled = with_capital(forms) & ~capitals
    best = np.where(titled, np.logaddexp(word, name), word)
    return np.asarray(UNLISTED + np.where(short, np.logaddexp(word, acronym), best), np.float32)


def plain_channel(forms: Sequence[str], channel: Channel) -> Floats:
    """log P(form | form): every character read as what it is."""
    return read_as_is(*characters_of(forms, channel.rules), channel)


def characters_of(forms: Sequence[str], rules: Rules) -> tuple[Ints, Longs, int]:
    """The numbers of all characters of forms, the form of each, and how many forms there are."""
    codes, start = rules.flat(list(forms))
    return codes, np.repeat(np.arange(len(forms)), start[1:] - start[:-1]), len(forms)


def read_as_is(codes: Ints, owner: Longs, forms: int, channel: Channel) -> Floats:
    """`plain_channel` of the forms of these characters, as `characters_of` gives them."""
    return np.asarray(-np.bincount(owner, channel.plain[codes], forms), np.float32)


def searched(form: str) -> str:
    """A form as the search reads it: words all in capitals in lower case."""
    return form.lower() if all_capitals(form) else form


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


def casing(readings: Rows, lexicon: Lexicon) -> Floats:
    """log P(casing) of each reading: a row for each of `PLACES`."""
    title = lexicon.title[readings.into] / np.float32(255)
    upper = lexicon.upper[readings.into] / np.float32(255)
    unknown = readings.into == lexicon.special["<unk>"]
    title = np.where(unknown, TITLE_UNLISTED, title)
    lower = np.where(unknown, 1 - TITLE_UNLISTED, 1 - title - upper)
    inside = np.maximum(np.where(readings.titled, title, lower), RAREST_CASE)
    opening = np.where(readings.titled, 1.0, 0.05)
    name = inside * np.where(unknown & readings.titled, np.exp(NAMED_UNLISTED), 1.0)
    capitals = np.maximum(np.where(unknown, UPPER_UNLISTED, upper), RAREST_CASE)
    return np.asarray(np.log(np.vstack([inside, opening, capitals, name])), np.float32)
