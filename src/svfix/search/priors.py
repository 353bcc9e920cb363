"""Priors: what a reading is worth before any context, by its letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from svfix.channel.model import Channel, Rules
from svfix.lexicon import letters
from svfix.lexicon.store import Lexicon
from svfix.text.capitals import all_capitals, in_capitals, with_capital

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

UNLISTED = -3.5  # log-probability that a word is in no lexicon and no compound of its words
ACRONYM, ACRONYM_LETTER = 6, 2.5  # the longest acronym, and nats a letter of one
INSIDE_UNLISTED = -4.5  # nats: of 113,763 unlisted words of the corpora 1,239 have capitals inside


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
