"""Reviewed: a result as people decided that it should be.

What was decided of a place wins over what was decided of its form, and both over svfix.  The edits
that are left are svfix's own, those that were accepted, and those of people, whose rules are
`review.chosen` (of svfix's hypotheses) and `review.typed`; each decided one is said who by.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, NamedTuple

from svfix.edits import Edit, apply
from svfix.result import Result
from svfix.review.decisions import Form, Row

TYPED, CHOSEN = "review.typed", "review.chosen"
SURE = 1.0  # what a person decided is taken for right


class Ruling(NamedTuple):
    """A stretch of a text, and the decision on it."""

    start: int
    end: int
    row: Row

    @property
    def proposed(self) -> str:
        """What svfix had made of it, which the person saw."""
        return str(self.row.get("form", self.row).get("proposed", self.row["after"]))


@dataclass(frozen=True)
class Reviewed(Result):
    """A result as it was decided; `rulings` are the decisions that hold in it, in order."""

    rulings: tuple[Ruling, ...] = field(default=())

    def signs(self) -> list[str]:
        """Who decided of each edit, in order; "" of those that nobody looked at."""
        by = {(ruling.start, ruling.end): ruling.row.get("by", "") for ruling in self.rulings}
        return [by.get((edit.start, edit.end), "") for edit in self.edits]


def rulings(
    result: Result, number: int, on_page: Iterable[Row], on_forms: Mapping[Form, Row]
) -> list[Ruling]:
    """The decisions that hold in a text, in order and apart from each other.

    `number` is that of the text in its page.
    """
    own = [
        Ruling(row["start"], row["end"], row)
        for row in on_page
        if row["text"] == number and result.original[row["start"] : row["end"]] == row["before"]
    ]
    own.sort(key=lambda ruling: (-ruling.row["id"], ruling.start))
    kept = Apart()
    for ruling in own:
        kept.add(ruling)
    for ruling in sorted(_of_forms(result, on_forms), key=lambda ruling: ruling.start):
        kept.add(ruling)
    return kept.rulings


class Apart:
    """Rulings in order of which no two are on the same letters, nor insert at the same place."""

    def __init__(self) -> None:
        self.rulings: list[Ruling] = []
        self._spans: list[tuple[int, int]] = []

    def add(self, ruling: Ruling) -> None:
        """Keep a ruling, unless it meets one that was there before."""
        span = ruling.start, ruling.end
        if not self.meets(*span):
            at = bisect_left(self._spans, span)
            self._spans.insert(at, span)
            self.rulings.insert(at, ruling)

    def meets(self, start: int, end: int) -> bool:
        """Whether a stretch has letters in common with a ruling, or is the same place."""
        at = bisect_left(self._spans, (start, end))
        near = self._spans[max(0, at - 2) : at + 2]  # an insertion may stand between
        return any((a, b) == (start, end) or (a < end and start < b) for a, b in near)


def _of_forms(result: Result, on_forms: Mapping[Form, Row]) -> Iterator[Ruling]:
    """Where forms stand that something was decided of: edits alike, or words left alone."""
    if not on_forms:
        return
    for edit in result.edits:
        row = on_forms.get(Form(edit.before, edit.after))
        if row:
            yield Ruling(edit.start, edit.end, row)
    left = {form.before: row for form, row in on_forms.items() if form.before == form.proposed}
    edited = [edit.start for edit in result.edits]
    for found in _anywhere(tuple(left)).finditer(result.original) if left else ():
        start, end = found.span()
        last = bisect_left(edited, end) - 1
        if last < 0 or result.edits[last].end <= start:
            yield Ruling(start, end, left[found[0]])


@lru_cache(maxsize=8)
def _anywhere(forms: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of some forms wherever they stand as words, the longest of several."""
    longest = sorted(filter(str.strip, forms), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")


def reviewed(result: Result, decided: Sequence[Ruling]) -> Reviewed:
    """The result that decisions make of one of svfix's.

    >>> import svfix
    >>> one = svfix.explain("Metoden for uppféljningen", passes=["characters"])
    >>> row = {"after": "för", "proposed": "for", "id": 1}
    >>> reviewed(one, [Ruling(8, 11, row)]).text
    'Metoden för uppféljningen'
    """
    ruled = Apart()
    for ruling in decided:
        ruled.add(ruling)
    kept = [edit for edit in result.edits if not ruled.meets(edit.start, edit.end)]
    known = {(edit.start, edit.end, edit.after): edit for edit in result.edits}
    made = list(filter(None, (_edit(result.original, ruling, known) for ruling in decided)))
    edits = tuple(sorted([*kept, *made], key=lambda edit: (edit.start, edit.end)))
    values = {row.name: getattr(result, row.name) for row in fields(Result)}
    values |= {"text": apply(result.original, edits), "edits": edits, "readings": ()}
    if edits == result.edits:
        values["readings"] = result.readings
    return Reviewed(**values, rulings=tuple(decided))


def _edit(original: str, ruling: Ruling, known: Mapping[tuple[int, int, str], Edit]) -> Edit | None:
    """The edit that a ruling makes, svfix's own if it is the same; None where nothing changes."""
    start, end, row = ruling
    before, after = original[start:end], row["after"]
    if before == after:
        return None
    own = known.get((start, end, after))
    if own:
        return own
    return Edit(start, end, before, after, CHOSEN if row.get("chosen") else TYPED, SURE)


def account(results: Iterable[Reviewed], outdated: int) -> dict[str, Any]:
    """What the paper trail says of a file: by whom, how many decisions, and what was rejected.

    `outdated` are the decisions on another content of it, which are left out.
    """
    found = [(result, ruling) for result in results for ruling in result.rulings]
    if not (found or outdated):
        return {}
    told: dict[str, Any] = {
        "by": sorted({ruling.row.get("by", "") for _, ruling in found}),
        "decisions": len(found),
        "rejected": [
            {"start": ruling.start, "end": ruling.end, "before": ruling.row["after"],
             "proposed": ruling.proposed, "by": ruling.row.get("by", "")}
            for result, ruling in found
            if ruling.row["after"] == result.original[ruling.start : ruling.end]
            and ruling.proposed != ruling.row["after"]
        ],
    }  # fmt: skip
    return told | ({"outdated": outdated} if outdated else {})
