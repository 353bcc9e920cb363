"""Stretches: parts of a text by the numbers of their lines, which edits within lines keep."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from svfix.patterns import pattern

Span = tuple[int, int]

_BREAK = pattern(r"[\r\n\f]")  # at `\r\n` there is an empty line between, which is no harm


@dataclass(frozen=True)
class Stretches:
    r"""Whole lines of a text, that can be found again when the text was edited.

    >>> found = Stretches.of("one\ntwo\nthree\nfour", [(4, 13)])
    >>> [("1\n2\n3\n4")[start:end] for start, end in found.spans("1\n2\n3\n4")]
    ['2\n3']

    There is nothing in a text of which no stretch was told:

    >>> bool(Stretches()), Stretches().spans("one")
    (False, [])
    """

    _lines: tuple[range, ...] = ()

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> Stretches:
        """The lines that some spans of a text begin and end in."""
        spans = list(spans)
        if not spans:
            return cls()
        breaks = _breaks(text)
        ends = (
            (bisect_left(breaks, start), bisect_left(breaks, max(start, end - 1)))
            for start, end in spans
        )
        return cls(tuple(range(first, last + 1) for first, last in ends))

    def __bool__(self) -> bool:
        return bool(self._lines)

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
