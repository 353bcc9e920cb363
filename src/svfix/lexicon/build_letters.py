"""Counts the letter model that `letters` asks, when the lexicon is built."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.lexicon.build_ngrams import Bytes, quantise
from svfix.lexicon.letters import CODES, KINDS, ORDER

STRENGTH = 6.0  # how many counts a shorter context's opinion is worth

Longs = npt.NDArray[np.int64]


def grams(forms: list[str]) -> Longs:
    """The letter 4-grams of lower-case forms as table indices."""
    edge = "\n" * (ORDER - 1)
    text = edge + edge.join(forms) + edge
    table = np.frombuffer(CODES, np.uint8).astype(np.int64)
    codes = table[np.minimum(np.frombuffer(text.encode("utf-32-le"), "<u4"), len(table) - 1)]
    ends = np.array([len(form) + 1 for form in forms], np.int64)
    starts = np.cumsum(ends + (ORDER - 2)) - (ends + (ORDER - 2))
    behind = ends.cumsum()
    first = np.repeat(starts - (behind - ends), ends) + np.arange(behind[-1])
    index = np.zeros(len(first), np.int64)
    for place in range(ORDER):
        index = index * KINDS + codes[first + place]
    return index


def train(forms: list[str]) -> Bytes:
    """log P(letter | the three before it), quantised, over all contexts."""
    counts = np.bincount(grams(forms), minlength=KINDS**ORDER).astype(np.float64)
    levels = [counts.reshape(-1, KINDS)]
    while levels[-1].shape[0] > 1:
        shape = levels[-1].shape
        levels.append(levels[-1].reshape(KINDS, shape[0] // KINDS, KINDS).sum(0))
    p = np.full((1, KINDS), 1 / KINDS)
    for level in reversed(levels):
        lower = np.tile(p, (level.shape[0] // p.shape[0], 1))
        p = (level + STRENGTH * lower) / (level.sum(1, keepdims=True) + STRENGTH)
    return quantise(np.log(p)).ravel()
