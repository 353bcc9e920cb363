"""Characters: where two texts differ letter by letter, and what was read for what.

A character is a grapheme cluster: what a reader takes for one sign, however it is encoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy as np
import regex
from rapidfuzz.distance import Levenshtein

from svfix.alignment import align
from svfix.alignment.words import Ints

LETTERS = "åäöÅÄÖé"
"""The letters whose precision and recall are told: those that engines lose in Swedish."""

EXACT = 2 * 10**10
"""Product of the lengths (characters) up to which an alignment is exact: 140,000, 0.7 s."""

LONGEST = 3
"""Characters on either side of a confusion; what is longer is text lost or added."""

_RUN = 5  # words that agree in a row before longer texts may be cut between them
_PIECE = 1000  # words a piece of a longer text has at least
_MOST = 10_000  # and about the most it has

_CLUSTERED = regex.compile(r"\p{M}|\p{Cf}|\p{RI}|[\u1100-\u11ff]|\p{Emoji_Modifier}")
_GRAPHEME = regex.compile(r"\X")


class Difference(NamedTuple):
    """A stretch in which two texts differ: its place in the reference, and its edits by place."""

    reference: str
    read: str
    places: tuple[int, ...]


def graphemes(text: str) -> Sequence[str]:
    """The characters of a text; the text itself where each is one code point.

    >>> len(graphemes("a\\u0308o")), graphemes("äo")
    (2, 'äo')
    """
    return _GRAPHEME.findall(text) if _CLUSTERED.search(text) else text


def sizes(words: Sequence[str]) -> Ints:
    """How many characters each word has."""
    if _CLUSTERED.search(" ".join(words)):
        return np.array([len(graphemes(word)) for word in words], np.int64)
    return np.array(list(map(len, words)), np.int64)


def differences(
    reference: Sequence[str], read: Sequence[str], partners: Ints | None = None
) -> Iterator[Difference]:
    """The stretches in which two lists of words differ, as texts with one space between words.

    `partners` is the alignment of the words, if it is known, to cut long texts by.
    The edits are as few as can be: their number is the Levenshtein distance, up to `EXACT`.

    >>> [tuple(found) for found in differences(["kommer", "för"], ["komrner", "for"])]
    [('m', 'rn', (3, 3)), ('ö', 'o', (8,))]
    >>> list(differences(["för"], ["för"]))
    []
    """
    start = 0
    for left, right in _pieces(reference, read, partners):
        texts = graphemes(" ".join(left)), graphemes(" ".join(right))
        for i, i_end, j, j_end in _parts(*texts):
            yield from _differences(texts[0][i:i_end], texts[1][j:j_end], start + i)
        start += len(texts[0]) + 1


def _parts(left: Sequence[str], right: Sequence[str]) -> Iterable[align.Piece]:
    """Two texts whole, or where words are too long to be cut between, in parts that are not."""
    if len(left) * len(right) <= EXACT:
        return [align.Piece(0, len(left), 0, len(right))]
    return align.pieces(left, right)


def _differences(left: Sequence[str], right: Sequence[str], start: int) -> Iterator[Difference]:
    ops = Levenshtein.opcodes(left, right)
    at = 0
    while at < len(ops):
        first = at
        places: list[int] = []
        while at < len(ops) and ops[at].tag != "equal":
            op = ops[at]
            edits = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
            last = max(op.src_start, op.src_end - 1)
            places += (start + min(op.src_start + n, last) for n in range(edits))
            at += 1
        if at > first:
            i, j = ops[first].src_start, ops[first].dest_start
            i_end, j_end = ops[at - 1].src_end, ops[at - 1].dest_end
            yield Difference("".join(left[i:i_end]), "".join(right[j:j_end]), tuple(places))
        at += 1


def is_exact(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the characters of two lists of words are aligned exactly."""
    return prod(sum(map(len, words)) + len(words) for words in (left, right)) <= EXACT


Piece = tuple[Sequence[str], Sequence[str]]


def _pieces(
    left: Sequence[str], right: Sequence[str], partners: Ints | None = None
) -> Iterator[Piece]:
    """Two lists of words whole, or cut where enough words in a row agree."""
    i = j = 0
    if not is_exact(left, right):
        for i_end, j_end in _cuts(
            left, right, align.align(left, right) if partners is None else partners
        ):
            yield left[i:i_end], right[j:j_end]
            i, j = i_end, j_end
    yield left[i:], right[j:]


def _cuts(left: Sequence[str], right: Sequence[str], partners: Ints) -> Iterator[tuple[int, int]]:
    """Places in the middle of runs that agree, at least `_PIECE` words apart.

    Where hardly anything agrees, between any two words that are partners, `_MOST` words apart.
    """
    run, last, before = 0, 0, -1
    for i, j in enumerate(partners.tolist()):
        agrees = j >= 0 and left[i] == right[j] and (run == 0 or j == before + 1)
        run, before = run + 1 if agrees else 0, j
        if run == 2 * _RUN and i - last >= _PIECE:
            last, run = i, 0
            yield i - _RUN, j - _RUN
        elif j >= 0 and i - last >= _MOST:
            last, run = i, 0
            yield i, j


def errors_by_word(reference: Sequence[str], found: Sequence[Difference]) -> Ints:
    """Character edits of each word, the space after it with it; at least one element."""
    ends = np.cumsum(sizes(reference) + 1)
    places = np.array([place for one in found for place in one.places], np.int64)
    words = np.minimum(np.searchsorted(ends, places, "right"), max(0, len(reference) - 1))
    return np.bincount(words, minlength=max(1, len(reference)))


def confusions(found: Sequence[Difference]) -> Counter[tuple[str, str]]:
    """How often each short stretch of the reference was read as something else."""
    return Counter(
        (one.reference, one.read)
        for one in found
        if len(one.reference) <= LONGEST and len(one.read) <= LONGEST
    )


def letters_lost(found: Sequence[Difference]) -> Counter[str]:
    """How often each of `LETTERS` was not read where it stands."""
    return Counter(c for one in found for c in one.reference if c in LETTERS)
