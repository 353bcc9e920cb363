"""Doubts: what svfix leaves as it is and a reader should look at.

That is numbers, figures for section signs, stretches that are like no Swedish at all, and words
that another reading has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit

LACKING = "another reading has"
GIVEN_UP = "the words from here on are like too few that are known, and stay as they are"

if TYPE_CHECKING:
    from svfix.context import Context


class Doubt(NamedTuple):
    """A number that may be misread, and was not changed, or the first word of what was given up.

    `start` and `end` are offsets in the *original* text, as those of an `Edit` are, and `text` is
    what stands there; `reason` says what is wrong with it.
    """

    start: int
    end: int
    text: str
    reason: str


class Suspect(NamedTuple):
    """What a doubt is about, at its place in the repaired text."""

    start: int
    end: int
    reason: str


def find(
    original: str,
    repaired: str,
    edits: Sequence[Edit],
    context: Context,
    numbers: bool = True,
    given_up: Sequence[tuple[int, int]] = (),
) -> list[Doubt]:
    """The doubts left in the repaired text, at their places in the original.

    An edit the options held back (`min_confidence`) is a doubt as well; `numbers` says whether
    these are looked for, `given_up` which sections of the repaired text are left as they are.
    """
    found = context.allowed(repaired, _suspects(repaired, context)) if numbers else []
    if given_up:
        found = _with_sections(found, repaired, given_up)
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
        Doubt(start, end, original[start:end], suspect.reason)
        for suspect in found
        for start, end in [(place(suspect.start, False), place(suspect.end, True))]
    ]


def _with_sections(
    found: Sequence[Suspect], text: str, given_up: Sequence[tuple[int, int]]
) -> list[Suspect]:
    """What is not in order, and the first word of each section that was given up."""
    words = (re.compile(r"\S{1,40}").search(text, *section) for section in given_up)
    firsts = [Suspect(*word.span(), GIVEN_UP) for word in words if word]
    clear = [s for s in found if not any(f.start < s.end and s.start < f.end for f in firsts)]
    return sorted([*clear, *firsts])


def _suspects(text: str, context: Context) -> list[Suspect]:
    """What is not in order in a text, in order and disjoint."""
    from svfix.passes import numbers, sections  # numbers brings the decoder's, long to import

    places = context.places(text)
    if not (places.tells(numbers.may_act) or places.tells(sections.may_act)):
        return []
    found = [
        Suspect(f.start, f.end, f.reason or f"may be {f.after}")
        for f in context.memory.recall(numbers.findings, text)
    ]
    taken = {place for suspect in found for place in range(suspect.start, suspect.end)}
    for sign in sections.doubtful(context.memory.recall(sections.found, text)):
        if sign.start not in taken:
            found.append(Suspect(sign.start, sign.end, "may be §"))
    return sorted(found)
