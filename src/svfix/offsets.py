"""Offsets: from places in a repaired text back to where they are in the original."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from svfix.edits import Edit


class Offsets:
    """What leads from stretches of a repaired text to those of the original.

    It is made of a text's edits, in order, and asked as often as there are words: each time it
    costs a look-up.

    >>> repair = Edit(8, 11, "for", "för", "words", 0.9), Edit(20, 21, " ", "", "words", 0.9)
    >>> offsets = Offsets(repair)
    >>> offsets.original(8, 11), offsets.original(12, 25)  # "uppföljn ingen" had a space in it
    ((8, 11), (12, 26))
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        self._ends: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            self._ends.append(self._starts[-1] + len(edit.after))
            shift += len(edit.after) - len(edit.before)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from `start` to `end` stood: from where to where in the original.

        An edit that a stretch has a part of is had whole. What was taken out beside a stretch is
        none of it; of an empty stretch it is.

        >>> Offsets([]).original(3, 5)
        (3, 5)
        """
        first = self._first(start)
        last = self._last(end)
        return min(first, last), max(first, last)

    def _first(self, at: int) -> int:
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        if at < self._ends[number]:
            return self._edits[number].start
        return at - self._ends[number] + self._edits[number].end

    def _last(self, at: int) -> int:
        number = bisect_left(self._starts, at) - 1
        if number < 0:
            return at
        return max(at - self._ends[number], 0) + self._edits[number].end
