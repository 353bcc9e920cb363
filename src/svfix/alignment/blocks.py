"""Blocks: stretches that two lists of words share, found without aligning them.

Runs of words that each list has once (seeds) are in both for a reason. Those that follow on each
other in both lists chain up to blocks. This is patience diff (Cohen 2008) with runs for lines.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from svfix.alignment.words import Ints, numbered

SEED = 3
"""Words in a row that make a seed."""

GAP = 30
"""Words without a seed that a block may bridge."""

SLIP = 5
"""Words that one list may have more of than the other between two seeds of a block."""

_SCRAMBLE = 0x9E3779B97F4A7C15  # odd, of 64 bits: keys of runs are far apart (Knuth's constant)


class Block(NamedTuple):
    """A stretch of one list and the same words in the other; ends are not included."""

    start: int
    end: int
    other: int
    other_end: int
    seeds: int


def blocks(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    """The blocks of two lists, in the order of the first.

    >>> blocks("en två tre fyra fem".split(), "tre fyra fem en två tre".split())
    [Block(start=0, end=3, other=3, other_end=6, seeds=1), \
Block(start=2, end=5, other=0, other_end=3, seeds=1)]
    """
    found: list[Block] = []
    for place, other in _seeds(left, right):
        if found and _goes_on(found[-1], place, other):
            start, _, other_start, _, seeds = found[-1]
            found[-1] = Block(start, place + SEED, other_start, other + SEED, seeds + 1)
        else:
            found.append(Block(place, place + SEED, other, other + SEED, 1))
    return found


def _goes_on(block: Block, place: int, other: int) -> bool:
    """Whether a seed follows on a block in both lists, at about the same distance."""
    gap, other_gap = place - block.end, other - block.other_end
    return gap <= GAP and other_gap > -SEED and abs(other_gap - gap) <= SLIP


def _seeds(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the runs of words that stand once in each list, in the order of the first."""
    number: dict[str, int] = {}
    once, other = (_once(np.array(numbered(words, number), np.uint64)) for words in (left, right))
    _, at, other_at = np.intersect1d(once[0], other[0], True, True)
    return sorted(zip(once[1][at].tolist(), other[1][other_at].tolist(), strict=True))


def _once(ids: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> tuple[Ints, Ints]:
    """The keys of the runs of `SEED` words that stand once, with their places."""
    keys = np.zeros(max(0, len(ids) - SEED + 1), np.uint64)
    for offset in range(SEED):
        keys = keys * np.uint64(_SCRAMBLE) + ids[offset : offset + len(keys)] + np.uint64(1)
    found, places, counts = np.unique(keys, return_index=True, return_counts=True)
    return found[counts == 1], places[counts == 1]


def in_order(found: Sequence[Block]) -> set[Block]:
    """The blocks with the most seeds that are in one order in both lists.

    `best` lists the ends in the other list at which a heavier chain of blocks is reached.
    """
    best: list[tuple[int, int, int]] = []  # end in the other list, seeds so far, index of the block
    before: list[int] = []
    for index, block in enumerate(found):
        at = bisect_left(best, (block.other + 1,)) - 1
        seeds, previous = (best[at][1], best[at][2]) if at >= 0 else (0, -1)
        before.append(previous)
        _enter(best, (block.other_end, seeds + block.seeds, index))
    chain = set()
    index = best[-1][2] if best else -1
    while index >= 0:
        chain.add(found[index])
        index = before[index]
    return chain


def _enter(best: list[tuple[int, int, int]], entry: tuple[int, int, int]) -> None:
    """Enter a chain, unless one that ends no later is as heavy; strike out those it beats."""
    at = bisect_left(best, (entry[0] + 1,))
    if at and best[at - 1][1] >= entry[1]:
        return
    insort(best, entry)
    at = bisect_left(best, entry)
    while at and best[at - 1][0] == entry[0]:
        del best[at - 1]
        at -= 1
    while at + 1 < len(best) and best[at + 1][1] <= entry[1]:
        del best[at + 1]
