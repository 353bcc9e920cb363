"""Doubts: numbers that svfix leaves as they are and a reader should look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit

if TYPE_CHECKING:
    from svfix.context import Context


class Doubt(NamedTuple):
    """A number that may be misread, and was not changed.

    `start` and `end` are offsets in the *original* text, as those of an `Edit` are, and `text` is
    what stands there; `reason` says what is wrong with it.
    """

    start: int
    end: int
    text: str
    reason: str


def find(original: str, repaired: str, edits: Sequence[Edit], context: Context) -> list[Doubt]:
    """The doubts left in the repaired text, at their places in the original.

    An edit the options held back (`min_confidence`) is a doubt as well.
    """
    from svfix.passes import numbers  # brings the decoder's tokens, which take long to import

    found = context.allowed(repaired, context.memory.recall(numbers.findings, repaired))
    if not found:
        return []
    begins, shifts = [], [0]
    for edit in edits:
        begins.append(edit.start - shifts[-1])
        shifts.append(shifts[-1] + len(edit.before) - len(edit.after))

    def place(offset: int, is_end: bool) -> int:
        """An offset of the repaired text in the original, to the edge of an edit it lies in."""
        behind = bisect_left(begins, offset)  # how many edits begin before it
        if behind and offset < begins[behind - 1] + len(edits[behind - 1].after):
            return edits[behind - 1].end if is_end else edits[behind - 1].start
        return offset + shifts[behind]

    return [
        Doubt(start, end, original[start:end], f.reason or f"may be {f.after}")
        for f in found
        for start, end in [(place(f.start, False), place(f.end, True))]
    ]
