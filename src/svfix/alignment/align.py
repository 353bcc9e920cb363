"""Alignment of two lists of words: the fewest edits, found whole or between anchors.

An exact alignment costs the product of the lengths. Lists too long for that are cut at the ends of
blocks that they share, then, where no block tells (a text that repeats itself), window by window
where runs of words agree. Each piece is aligned exactly; memory stays linear in the length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from svfix.alignment.blocks import blocks, in_order
from svfix.alignment.words import Ints

EXACT = 4 * 10**8
"""Product of the lengths (words) up to which an alignment is exact: 20,000 words, 0.1 s."""

WINDOW = 10_000
"""Words of each list that are aligned at a time beyond that."""

LARGEST = 80_000
"""Words of a window that has no anchor in it; it is then cut at its end, wherever that is."""

ANCHOR = 8
"""Words that agree in a row before the alignment may be cut between them."""

_COMPARED = 10**9  # product of the characters of such a run, which words without end may have
_PAIRED = 250_000  # product of the lengths of a run of differing words that is paired by likeness


class Piece(NamedTuple):
    """A stretch of both lists."""

    left: int
    left_end: int
    right: int
    right_end: int


def align(left: Sequence[str], right: Sequence[str]) -> Ints:
    """For each word of `left` the index of its partner in `right`, -1 for none.

    Partners rise. The words without one, and the partners that differ, are as few as can be (up to
    `EXACT`; between anchors beyond); among such alignments, the partners look alike.

    >>> align(["Metoden", "för", "det"], ["Metodenfor", "det"]).tolist()
    [0, -1, 1]
    >>> align(["det", "är"], ["det", "är"]).tolist()
    [0, 1]
    """
    partners = np.full(len(left), -1, np.int64)
    for piece in pieces(left, right):
        _align_piece(left, right, piece, partners)
    return partners


def is_exact(left: int, right: int) -> bool:
    """Whether lists of these lengths are aligned exactly."""
    return left * right <= EXACT


def _align_piece(left: Sequence[str], right: Sequence[str], piece: Piece, partners: Ints) -> None:
    """Fill in the partners of a piece."""
    i, i_end, j, j_end = piece
    edits = Levenshtein.editops(left[i:i_end], right[j:j_end])
    for run in edits.as_matching_blocks():  # the last one is the end, and empty
        agree, other = piece.left + run.a, piece.right + run.b
        if agree - i == other - j == 1:
            partners[i] = j
        elif agree > i and other > j:
            for one, two in _pair_up(left, right, range(i, agree), range(j, other)):
                partners[one] = two
        i, j = agree + run.size, other + run.size
        partners[agree:i] = np.arange(other, j)


def _pair_up(
    left: Sequence[str], right: Sequence[str], lefts: range, rights: range
) -> Iterator[tuple[int, int]]:
    """Pair a run of differing words: fewest edits first, then the least character distance."""
    sizes = (sum(len(words[i]) for i in which) for words, which in ((left, lefts), (right, rights)))
    if len(lefts) * len(rights) > _PAIRED or prod(sizes) > _COMPARED:
        yield from zip(lefts, rights, strict=False)
        return
    steps = _steps([left[i] for i in lefts], [right[j] for j in rights])
    i, j = len(lefts), len(rights)
    while i and j:
        step = steps[i - 1][j - 1]
        i -= step != _RIGHT
        j -= step != _LEFT
        if step == _BOTH:
            yield lefts[i], rights[j]


_BOTH, _LEFT, _RIGHT = range(3)
_EDIT = 1000.0  # one word edit; character distances are below 1, so they only settle ties


def _steps(left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """For each pair of words the last step of the cheapest way there."""
    unlike = cdist(left, right, scorer=Levenshtein.normalized_distance, dtype=np.float64)
    costs = np.where(unlike > 0, unlike + _EDIT, 0.0).tolist()
    above = [j * _EDIT for j in range(len(right) + 1)]
    table = []
    for i, row_costs in enumerate(costs, 1):
        row, steps = [i * _EDIT], []
        for j, cost in enumerate(row_costs):
            least, step = min(
                (above[j] + cost, _BOTH), (above[j + 1] + _EDIT, _LEFT), (row[j] + _EDIT, _RIGHT)
            )
            row.append(least)
            steps.append(step)
        table.append(steps)
        above = row
    return table


def pieces(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    """The stretches to align by themselves: everything, or what lies between anchors."""
    if is_exact(len(left), len(right)):
        yield Piece(0, len(left), 0, len(right))
        return
    large = sorted(block for block in in_order(blocks(left, right)) if block.seeds >= ANCHOR)
    cuts = [(0, 0)]
    for block in large:
        cuts += (block.start, block.other), (block.end, block.other_end)
    for (i, j), (i_end, j_end) in pairwise([*cuts, (len(left), len(right))]):
        yield from _windows(left, right, Piece(i, i_end, j, j_end))


def _windows(left: Sequence[str], right: Sequence[str], piece: Piece) -> Iterator[Piece]:
    """A piece in parts that can be aligned exactly."""
    i, i_end, j, j_end = piece
    window = WINDOW
    while not is_exact(i_end - i, j_end - j):
        ends = min(i + window, i_end), min(j + window, j_end)
        cut = _cut(left[i : ends[0]], right[j : ends[1]])
        if cut is None and window < LARGEST:
            window *= 2
            continue
        ends = (i + cut[0], j + cut[1]) if cut else ends
        yield Piece(i, ends[0], j, ends[1])
        (i, j), window = ends, WINDOW
    yield Piece(i, i_end, j, j_end)


def _cut(left: Sequence[str], right: Sequence[str]) -> tuple[int, int] | None:
    """The last place, in the second half of two windows, in a long enough run that agrees."""
    for op in reversed(Levenshtein.opcodes(left, right)):
        if op.tag == "equal" and op.src_end - op.src_start >= ANCHOR:
            middle = (op.src_start + op.src_end) // 2
            if middle < len(left) // 2:
                return None
            return middle, op.dest_start + middle - op.src_start
    return None
