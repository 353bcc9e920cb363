"""Stretches: parts of a text by the numbers of their lines, which edits within lines keep."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]

_BREAK = re.compile(r"[\r\n\f]")  # at `\r\n` there is an empty line between, which is no harm


class Stretches:
    r"""Whole lines of a text, that can be found again when the text was edited.

    >>> found = Stretches()
    >>> found.add("one\ntwo\nthree\nfour", [(4, 13)])
    >>> [("1\n2\n3\n4")[start:end] for start, end in found.spans("1\n2\n3\n4")]
    ['2\n3']

    There is nothing in a text of which no stretch was added:

    >>> bool(Stretches()), Stretches().spans("one")
    (False, [])
    """

    def __init__(self) -> None:
        self._lines: list[range] = []

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, text: str, spans: Iterable[Span]) -> None:
        """Add the lines that some spans of a text begin and end in."""
        spans = list(spans)
        if spans:
            breaks = _breaks(text)
            for start, end in spans:
                last = bisect_left(breaks, max(start, end - 1))
                self._lines.append(range(bisect_left(breaks, start), last + 1))

    def spans(self, text: str) -> list[Span]:
        """Where the lines are in a text that has the same line breaks."""
        if not self._lines:
            return []
        breaks = [-1, *_breaks(text), len(text)]
        last = len(breaks) - 1
        there = (lines for lines in self._lines if lines.start < last)
        return [(breaks[lines.start] + 1, breaks[min(lines.stop, last)]) for lines in there]


def _breaks(text: str) -> list[int]:
    return [found.start() for found in _BREAK.finditer(text)]
