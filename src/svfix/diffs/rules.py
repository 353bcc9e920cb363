"""Rules: which of svfix's edits made a difference."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from svfix.edits import Edit

Span = tuple[int, int]


class Ruling:
    """Finds the edits of a place, whose offsets are in the observed text or in the hypothesis.

    >>> ruling = Ruling([Edit(3, 5, "ar", "är", "words.confusion", 0.9)])
    >>> ruling.of((3, 5), (3, 5)), ruling.of((0, 2), (0, 2))
    (('words.confusion', 0.9), (None, None))
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._before = [(edit.start, edit.end) for edit in edits]
        self._after = list(_written(edits))

    def of(self, observed: Span | None, hypothesis: Span) -> tuple[str | None, float | None]:
        """The rules that touched a place, joined by ``+``, and their least confidence."""
        found = {*_touching(self._after, hypothesis)}
        if observed is not None:
            found |= {*_touching(self._before, observed)}
        edits = [self._edits[index] for index in sorted(found)]
        if not edits:
            return None, None
        rules = "+".join(dict.fromkeys(edit.rule for edit in edits))
        return rules, min(edit.confidence for edit in edits)


def _written(edits: Iterable[Edit]) -> Iterable[Span]:
    """Where in the repaired text each edit's words stand."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield start, start + len(edit.after)
        shift += len(edit.after) - len(edit.before)


def _touching(places: Sequence[Span], span: Span) -> Iterable[int]:
    """The places that overlap a span which is not empty; an empty place may lie at its edge."""
    start, end = span
    if start == end:
        return
    at = bisect_left(places, start, key=lambda place: place[1])
    while at < len(places) and places[at][0] <= end:
        first, last = places[at]
        if (first < end and last > start) or first == last:
            yield at
        at += 1
