"""How likely a string of letters is as a word nobody listed: a letter 4-gram model of Swedish.

It is what weighs `Ivansson` (a name the lexicon lacks, but well-formed) against `uppféljningen`.
Counts of longer contexts are smoothed with shorter ones (Dirichlet prior; MacKay & Peto 1995, "A
hierarchical Dirichlet language model").
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from svfix.lexicon.ngrams import Bytes, Floats, quantise, restore
from svfix.text.code_points import code_points, looked_up
from svfix.text.runs import ragged

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéü"
OTHER_LETTER, MARK, EDGE = len(LETTERS), len(LETTERS) + 1, len(LETTERS) + 2
KINDS = EDGE + 1
ORDER = 4
CODE = {letter: code for code, letter in enumerate(LETTERS)}
STRENGTH = 6.0  # how many counts a shorter context's opinion is worth
THRICE = re.compile(r"(?<=[^\W\d_])([b-df-hj-np-tvz])\1\1(?=[^\W\d_])")
"""No Swedish word has a consonant three times inside, though texts have `tilllämpas`."""

RARE = 3.5  # nats more for a character that has no code of its own

Longs = npt.NDArray[np.int64]


def _table() -> Longs:
    """Codes by code point; of those beyond the table, the last entry."""
    points = [chr(point) for point in range(384)]
    codes = [CODE.get(c, OTHER_LETTER if c.isalpha() else MARK) for c in points]
    codes[ord("\n")] = EDGE
    return np.array([*codes, OTHER_LETTER], np.int64)


TABLE = _table()


def grams(forms: list[str]) -> tuple[Longs, Longs]:
    """The letter 4-grams of lower-case forms as table indices, and the form of each."""
    edge = "\n" * (ORDER - 1)
    text = edge + edge.join(forms) + edge
    codes = looked_up(code_points(text), TABLE)
    ends = np.array([len(form) + 1 for form in forms], np.int64)
    starts = np.cumsum(ends + (ORDER - 2)) - (ends + (ORDER - 2))
    owner = np.repeat(np.arange(len(forms)), ends)
    first = np.repeat(starts, ends) + ragged(ends)
    index = np.zeros(len(first), np.int64)
    for place in range(ORDER):
        index = index * KINDS + codes[first + place]
    return index, owner


def train(forms: list[str]) -> Bytes:
    """log P(letter | the three before it), quantised, over all contexts."""
    counts = np.bincount(grams(forms)[0], minlength=KINDS**ORDER).astype(np.float64)
    levels = [counts.reshape(-1, KINDS)]
    while levels[-1].shape[0] > 1:
        shape = levels[-1].shape
        levels.append(levels[-1].reshape(KINDS, shape[0] // KINDS, KINDS).sum(0))
    p = np.full((1, KINDS), 1 / KINDS)
    for level in reversed(levels):
        lower = np.tile(p, (level.shape[0] // p.shape[0], 1))
        p = (level + STRENGTH * lower) / (level.sum(1, keepdims=True) + STRENGTH)
    return quantise(np.log(p)).ravel()


def logp(table: Bytes, forms: list[str]) -> Floats:
    """log P(form) in nats of lower-case forms, as spelt out letter by letter."""
    if not forms:
        return np.zeros(0, np.float32)
    each, owner = by_letter(table, forms)
    return np.bincount(owner, each, minlength=len(forms)).astype(np.float32)


def by_letter(table: Bytes, forms: list[str]) -> tuple[Floats, Longs]:
    """log P of each letter of forms given those before it, their ends too, and the form of each."""
    index, owner = grams(forms)
    rare = np.isin(index % KINDS, (OTHER_LETTER, MARK)) * RARE
    return np.asarray(restore(table[index]) - rare, np.float32), owner


def oddest(table: Bytes, forms: list[str]) -> Floats:
    """log P of the letter of each form that is the least likely where it stands."""
    each, owner = by_letter(table, forms)
    found = np.zeros(len(forms), np.float32)
    np.minimum.at(found, owner, each)
    return found
