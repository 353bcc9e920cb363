"""Explanations: a result's edits and doubts as lines for a reader, or as JSON for a program."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from svfix.doubts import Doubt
from svfix.edits import Edit
from svfix.io.visible import Segment, shown, visible
from svfix.result import Result

JSON_VERSION = 1

CONTEXT = 30  # characters shown on each side of an edit
NOTHING = "–"  # what a reading had that has nothing in a place


class Places:
    """Lines and columns of a text, both counted from 1, in characters.

    >>> Places("en\\ntva").at(4)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def lines(result: Result) -> Iterator[list[Segment]]:
    """Each edit, then each doubt, as two lines of styled segments: what and why, then where.

    An edit of merged readings has a third one: what each of them had there.
    """
    places = Places(result.original)
    for edit, had in zip_longest(result.edits, result.readings):
        yield [
            _place(places, edit.start),
            (shown(edit.before), "red"),
            (" → ", ""),
            (shown(edit.after), "bold green"),
            (f"  {edit.rule} {edit.confidence:.3f}", "dim"),
        ]
        yield _in_context(result.original, edit.start, edit.end, edit.after)
        if had:
            yield _as_read(had)
    for doubt in result.doubts:
        yield [
            _place(places, doubt.start),
            (visible(doubt.text), "yellow"),
            (" ?  ", ""),
            (f"{doubt.reason}; left as it is", "dim"),
        ]
        yield _in_context(result.original, doubt.start, doubt.end, doubt.text)


def _place(places: Places, offset: int) -> Segment:
    line, column = places.at(offset)
    return f"{line}:{column}".ljust(8), "cyan"


def _as_read(had: Sequence[str]) -> list[Segment]:
    """What every reading had, by number from 1; a dash for one that had nothing."""
    found = (f"{number} {visible(text) or NOTHING}" for number, text in enumerate(had, 1))
    return [(" " * 8 + "read: " + "   ".join(found), "dim")]


def _in_context(text: str, start: int, end: int, middle: str) -> list[Segment]:
    left = text[max(0, start - CONTEXT) : start]
    right = text[end : end + CONTEXT]
    return [
        (" " * 8 + visible(left), "dim"),
        (f"[{visible(middle)}]", ""),
        (visible(right), "dim"),
    ]


def summary(result: Result) -> str:
    """One line: how many edits and doubts, and how the document was judged.

    >>> from svfix import explain
    >>> summary(explain("Det är bra.", passes=["characters"]))
    '0 edits'
    """
    edits = _counted(len(result.edits), "edit")
    if result.doubts:
        edits += ", " + _counted(len(result.doubts), "doubt")
    if result.profile is None:
        return edits
    if result.profile.rate is not None:
        return f"{edits}; profile: {result.profile.rate:.1%} of the words misread"
    weights = sorted(result.profile.weights, key=lambda item: -item[1])
    shares = ", ".join(f"{name} {weight:.0%}" for name, weight in weights if weight >= 0.005)
    return f"{edits}; profile: {shares}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def as_json(result: Result, version: str, path: str = "") -> str:
    """The edits and doubts as JSON, in the schema that docs/cli.md describes.

    That of one of several files says which, and is one line.
    """
    places = Places(result.original)
    document = {
        "schema": "svfix.explain",
        "schema_version": JSON_VERSION,
        "svfix": version,
        **({"file": path} if path else {}),
        "characters": len(result.original),
        "profile": _profile(result),
        "edits": [
            _edit(edit, *places.at(edit.start)) | ({"readings": [*had]} if had else {})
            for edit, had in zip_longest(result.edits, result.readings)
        ],
        "doubts": [_doubt(doubt, *places.at(doubt.start)) for doubt in result.doubts],
    }
    return json.dumps(document, ensure_ascii=False, indent=None if path else 1)


def _profile(result: Result) -> dict[str, Any] | None:
    if result.profile is None:
        return None
    weights = {name: round(weight, 6) for name, weight in result.profile.weights}
    return {"clean": result.profile.clean, "rate": result.profile.rate, "weights": weights}


def _edit(edit: Edit, line: int, column: int) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        "line": line,
        "column": column,
        "before": edit.before,
        "after": edit.after,
        "rule": edit.rule,
        "confidence": round(edit.confidence, 6),
    }


def _doubt(doubt: Doubt, line: int, column: int) -> dict[str, Any]:
    return {
        "start": doubt.start,
        "end": doubt.end,
        "line": line,
        "column": column,
        "text": doubt.text,
        "reason": doubt.reason,
    }
