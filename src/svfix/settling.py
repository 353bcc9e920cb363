"""Settling: a text is gone over until nothing changes; what does not come to rest stays as it is.

A repair of a repair has to be the same text.  So the rounds go on until one changes nothing, or
until they come to a text that was there before.  A paragraph that keeps changing is left as it was
read, and the rest of the text is gone over again by itself, as a second repair would.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from svfix.context import Memory
from svfix.edits import Edit, apply, compose
from svfix.evidence import PageEvidence
from svfix.patterns import pattern
from svfix.search.budget import Exhausted, Whole

Span = tuple[int, int]

Go = Callable[[str, Memory, bool], tuple[str, list[Edit], PageEvidence]]
"""A round over a text: what it makes of it, its edits, and what it found out.

It is told whether to judge the words, and raises Exhausted where no searching is left."""

MAX_ROUNDS = 16
"""How often a text is gone over before what still changes is given up."""

ATTEMPTS = 4
"""How often some of it is given up before all of it is."""

BREAK = pattern(r"\n[ \t\r]*\n|\f")
"""What parts paragraphs."""


@dataclass(frozen=True)
class Course:
    """Where the rounds over a text led, and by which edits.

    `first` and `last` are what the first round found out and the last, `memory` what they left
    behind for who looks at the text they led to; `restless` are the paragraphs that did not settle.
    """

    text: str
    edits: list[Edit]
    first: PageEvidence
    last: PageEvidence
    memory: Memory
    restless: tuple[Span, ...] = ()


def settled(text: str, go: Go) -> Course:
    """Go over a text until it changes no more, and give up what of it does not settle.

    Whatever text this leads to leads to itself, and is one that a round may stop at: without
    `restless` paragraphs, or with none of them changed.
    """
    here, edits = text, list[Edit]()
    course = rounds(here, go)
    first = course.first
    for _ in range(ATTEMPTS):
        edits = compose(text, edits, course.edits, here)
        if not course.restless or course.text == here:
            return replace(course, edits=edits, first=first, last=given_up(course))
        here = course.text
        course = rounds(here, go)
    all_of_it = replace(course, first=first, restless=((0, len(text)),))
    return replace(all_of_it, text=text, edits=[], last=given_up(all_of_it))


def rounds(text: str, go: Go) -> Course:
    """Go over a text as often as may be.

    Should the rounds go round in a circle, the least of its texts stands for all of them.
    """
    memory = Memory(Whole(len(text)))
    current, edits, first = go(text, memory, True)
    last, before, latest = first, list[Edit](), edits
    seen: dict[str, list[Edit]] = {text: []}
    while current not in seen and len(seen) < MAX_ROUNDS:
        seen[current] = edits
        memory.forget_all_but(current)
        here = current
        try:
            current, more, last = go(here, memory, False)
        except Exhausted:  # so that nobody knows whether it would settle
            break
        before, latest = edits, more
        edits = compose(text, edits, more, here)
    else:
        if current in seen:
            history = list(seen)
            current = min(history[history.index(current) :])
            return Course(current, seen[current], first, last, memory)
    restless = paragraphs(text, before, latest)
    kept = [edit for edit in before if not within(edit, restless)]
    return Course(apply(text, kept), kept, first, first, memory, restless)


def given_up(course: Course) -> PageEvidence:
    """What the last round found out, with the paragraphs that did not settle."""
    if not course.restless:
        return course.last
    spans = sorted({*course.first.given_up, *course.restless})
    return replace(course.first, given_up=tuple(spans))


def paragraphs(text: str, before: list[Edit], latest: list[Edit]) -> tuple[Span, ...]:
    """The paragraphs of a text in which the latest edits are, which others came before.

    >>> latest = [Edit(12, 13, "c", "d", "words", 0.9)]
    >>> paragraphs("aa\\n\\nbb\\n\\ncc", [Edit(0, 1, "a", "åååå", "words", 0.9)], latest)
    ((8, 10),)
    """
    from svfix.offsets import Offsets  # which few texts need

    offsets = Offsets(before)
    touched = [offsets.original(edit.start, edit.end) for edit in latest]
    ends = [*(found.end() for found in BREAK.finditer(text)), len(text)]
    starts = [0, *ends[:-1]]
    spans: dict[Span, None] = {}
    for first, behind in touched:
        at = bisect_right(starts, first) - 1
        while at < len(starts) and starts[at] <= max(first, behind - 1):
            spans[starts[at], ends[at]] = None
            at += 1
    return tuple(sorted(spans))


def within(edit: Edit, spans: tuple[Span, ...]) -> bool:
    """Whether an edit changes something of some stretches.

    >>> within(Edit(2, 4, "aa", "å", "words", 0.9), ((0, 3), (6, 9)))
    True
    >>> within(Edit(3, 6, "aaa", "å", "words", 0.9), ((0, 3), (6, 9)))
    False
    """
    last = bisect_right(spans, max(edit.start, edit.end - 1), key=lambda span: span[0]) - 1
    return last >= 0 and spans[last][1] > edit.start
