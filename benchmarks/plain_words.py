"""Plain words, of letters and figures alone, and what happened to each: the score of real scans.

The truth of real scans was proof-read by sense, without the page, so its marks are less sure than
its letters: here marks beside words do not count. Words are lined up without `svfix.diff`, so that
a mistake of the one score shows in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

Pair = tuple[str, str]
"""A word of the page and what was read there; "" where one of them has none."""

# Marks that may stand inside a word, each in one form; all others end it.
_FOLDED = str.maketrans(dict.fromkeys("‘’‚´`′", "'") | dict.fromkeys("–—−‐‑", "-") | {"\u00ad": ""})
_WORD = re.compile(r"[^\W_]+(?:[-:'.][^\W_]+)*")
_AMID = re.compile(r"(?:[^\W_]|[,;]) *\Z")  # what stands before a word that opens nothing


class Word(NamedTuple):
    """A word of the page, what was read there, and what the repair made of it; "" for nothing."""

    truth: str
    read: str
    made: str

    @property
    def outcome(self) -> str:
        """What happened to it: kept, broken, fixed, missed or miscorrected.

        >>> Word("år", "ar", "år").outcome, Word("år", "år", "är").outcome
        ('fixed', 'broken')
        """
        if self.read == self.truth:
            return "kept" if self.made == self.truth else "broken"
        if self.made == self.truth:
            return "fixed"
        return "missed" if self.made == self.read else "miscorrected"


def plain_words(text: str) -> list[str]:
    """The words of a text, each without the marks around it.

    >>> plain_words("”IT–stöd” (t.ex. Lunds), USA:s 1,5 m_2")
    ['IT-stöd', 't.ex', 'Lunds', 'USA:s', '1', '5', 'm', '2']
    """
    return _WORD.findall(_folded(text))


def amid(text: str) -> list[bool]:
    """Of each plain word, whether it is sure to open no sentence, heading or cell.

    >>> amid("I dag kom Anna. Hon, Eva")
    [False, True, True, True, False, True]
    """
    folded = _folded(text)
    found = _WORD.finditer(folded)
    return [bool(_AMID.search(folded[max(0, w.start() - 4) : w.start()])) for w in found]


def lined_up(read: Sequence[str], truth: Sequence[str]) -> list[Pair]:
    """The words of the page and those that were read, side by side, with as few edits as can be.

    >>> lined_up("för två ar x sedan".split(), "två år sedan".split())
    [('', 'för'), ('två', 'två'), ('år', 'ar'), ('', 'x'), ('sedan', 'sedan')]
    """
    pairs: list[Pair] = []
    for op in Levenshtein.opcodes(read, truth):
        sides = truth[op.dest_start : op.dest_end], read[op.src_start : op.src_end]
        pairs += zip_longest(*sides, fillvalue="")
    return pairs


def happened(reference: str, observed: str, hypothesis: str) -> list[Word]:
    """Each word of a page with what was read and what was made of it.

    >>> [word.outcome for word in happened("två år sedan", "tva år scdan", "två är sedan")]
    ['fixed', 'broken', 'fixed']
    """
    truth = plain_words(reference)
    read, made = (
        [word for true, word in lined_up(plain_words(text), truth) if true]
        for text in (observed, hypothesis)
    )
    return [Word(*sides) for sides in zip(truth, read, made, strict=True)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_FOLDED)
