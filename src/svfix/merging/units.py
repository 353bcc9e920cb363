"""Units: the least stretches of words that stand in the same place in all readings of a page.

A unit is a word in most places. Where one reading has a space that another lacks, it is several
words of one and one of the other; where a reading has words that the others lack, it is none of
theirs. Where a reading lacks words, such as a line, those of the others are cut without it, and it
is silent there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from svfix.alignment.align import pieces
from svfix.merging.readings import Reading

SCANT = 0.5
"""The share of the letters of several words that a reading has fewer of where it lacks words."""

Span = tuple[int, int]
SILENT: Span = (-1, -1)
"""The span of a reading that says nothing of a unit."""

Unit = tuple[Span, ...]
"""The words of each reading, the first one's first."""

Pair = tuple[int, int, int, int]


def units(readings: Sequence[Reading]) -> list[Unit]:
    """The units of readings, in the order of the first.

    They hold all words of each, and a word of the first is never cut off from one that an edit of
    any reading ties it to.
    """
    base = readings[0]
    sides: list[Gaps | None] = [Gaps.between(base, other) for other in readings[1:]]
    found: list[Unit] = []
    for unit in _cut(base, sides, (0, len(base))):
        start, end = unit[0]
        silent = _silent(readings, unit) if end - start > 1 else []
        if not silent:
            found.append(unit)
            continue
        heard = [None if i in silent else side for i, side in enumerate(sides, 1)]
        found += [
            one
            for one in _cut(base, heard, (start, end))
            if one[0] not in ((start, start), (end, end))
        ]
    return found


def _silent(readings: Sequence[Reading], unit: Unit) -> list[int]:
    """Which readings lack words in a unit."""
    sizes = [_letters(*both) for both in zip(readings, unit, strict=True)]
    return [i for i, size in enumerate(sizes) if size < SCANT * sizes[0]]


def heard(unit: Unit) -> tuple[int, ...]:
    """The numbers of the readings that say something of a unit.

    >>> heard(((4, 5), (-1, -1), (7, 7)))
    (0, 2)
    """
    if SILENT not in unit:
        return tuple(range(len(unit)))
    return tuple(i for i, span in enumerate(unit) if span != SILENT)


def _cut(base: Reading, sides: Sequence[Gaps | None], span: Span) -> Iterator[Unit]:
    """The units of some words of the first reading; those whose side is None are silent."""
    last: int | None = None
    for gap in range(span[0], span[1] + 1):
        is_tied = 0 < gap < len(base) and base.tied[gap - 1]
        if is_tied or not all(side is None or side.has(gap) for side in sides):
            continue
        if last is not None:
            between = [(side.opens[last], side.closes[gap]) if side else SILENT for side in sides]
            yield (last, gap), *between
        more = [(side.closes[gap], side.opens[gap]) if side else SILENT for side in sides]
        if any(start < end for start, end in more):
            yield (gap, gap), *more
        last = gap


def _letters(reading: Reading, span: Span) -> int:
    return sum(map(str.isalnum, reading.said(span)))


class Gaps:
    """Where the gaps between words of one reading are in another.

    `closes` is by gap of the first how many words of the other stand before it, `opens` how many
    stand before the word behind it; they differ where the other has words there that the first has
    not.
    """

    def __init__(self, size: int, other_size: int) -> None:
        self.closes = {0: 0}
        self.opens = {size: other_size}

    def has(self, gap: int) -> bool:
        """Whether both readings have a gap in this place."""
        return gap in self.closes and gap in self.opens

    @staticmethod
    def between(base: Reading, other: Reading) -> Gaps:
        """The gaps that two readings share."""
        found = Gaps(len(base), len(other))
        for start, end, others, others_end in pairs(base.words.folded, other.words.folded):
            if start == end:
                found.closes.setdefault(start, others)
                found.opens[start] = others_end
                continue
            found.opens.setdefault(start, others)
            found.closes[end] = others_end
        for gap in [*found.closes]:
            places = found.closes[gap], found.opens.get(gap, 0)
            if any(0 < place < len(other) and other.tied[place - 1] for place in places):
                del found.closes[gap]
        return found


def pairs(base: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    """The stretches of two lists of words that stand for each other, as short as can be.

    >>> list(pairs("en två tre".split(), "en tvåtre".split()))
    [(0, 1, 0, 1), (1, 3, 1, 2)]
    """
    for piece in pieces(base, other):
        left, right = base[piece.left : piece.left_end], other[piece.right : piece.right_end]
        i = j = 0
        blocks = Levenshtein.editops(left, right).as_matching_blocks()
        for block in blocks:  # the last one is the end, and empty
            apart = left[i : block.a], right[j : block.b]
            yield from _apart(*apart, piece.left + i, piece.right + j)
            for k in range(block.size):
                at, there = piece.left + block.a + k, piece.right + block.b + k
                yield at, at + 1, there, there + 1
            i, j = block.a + block.size, block.b + block.size


def _apart(left: Sequence[str], right: Sequence[str], i: int, j: int) -> Iterator[Pair]:
    """Words that differ, cut where a space of one stands for a space of the other."""
    if not (left or right):
        return
    start = other = 0
    for gap, place in _spaces(left, right):
        yield i + start, i + gap, j + other, j + place
        start, other = gap, place
    yield i + start, i + len(left), j + other, j + len(right)


def _spaces(left: Sequence[str], right: Sequence[str]) -> Iterator[Span]:
    """How many words stand before each space that two runs of words share."""
    one, two = " ".join(left), " ".join(right)
    for block in Levenshtein.editops(one, two).as_matching_blocks():
        for k in range(block.size):
            if one[block.a + k] == " ":
                yield one.count(" ", 0, block.a + k) + 1, two.count(" ", 0, block.b + k) + 1
