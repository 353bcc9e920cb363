"""Cells: the lines of the reference, cut into what agrees, what differs and what is left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Union

from svfix.diffs.differences import Difference
from svfix.diffs.headers import LeftOut
from svfix.diffs.page import Page

Cell = Union[str, Difference, LeftOut]  # noqa: UP007 (evaluated, on Python 3.10 too)
"""Words that agree in all texts, as the reference has them; a difference; or a page header."""

Placed = tuple[int, int, int, Cell]
"""A cell with its line, its offset in the reference, and its rank among those of one place."""


def lines_of(page: Page) -> Iterator[tuple[int, list[Cell]]]:
    """The lines of the reference with something on them: their numbers, from 1, and their cells.

    What the reference has not stands after the word before it.
    """
    numbers = (page.texts[0].lines() + 1).tolist()
    placed = [*_agreeing(page, numbers), *_differing(page), *_left_out(page)]
    placed.sort(key=lambda item: item[:3])
    for number, cells in groupby(placed, key=lambda item: item[0]):
        yield number, [cell for *_, cell in cells]


def _agreeing(page: Page, numbers: Sequence[int]) -> Iterator[Placed]:
    """The words that agree in all texts, those of a line between two differences in one cell."""
    reference = page.texts[0]
    column = page.slots.reference.tolist()
    starts = [group.start for group in page.groups] + [len(column)]
    ends = [0] + [group.end for group in page.groups]
    for first, last in zip(ends, starts, strict=True):
        indices = (i for i in column[first:last] if i >= 0)
        for number, group in groupby(indices, key=numbers.__getitem__):
            words = list(group)
            shown = " ".join(map(reference.shown, words))
            yield number, int(reference.starts[words[0]]), 0, shown


def _differing(page: Page) -> Iterator[Placed]:
    for found in page.differences:
        start, end = found.reference_span
        yield found.line, start, int(start == end), found


def _left_out(page: Page) -> Iterator[Placed]:
    breaks = [i for i, char in enumerate(page.texts[0].text) if char == "\n"]
    for header in page.left_out:
        line = bisect_right(breaks, header.place - 1) + 1
        yield line, header.place, 2, header
