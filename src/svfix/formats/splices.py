"""Splices: changes of a document's source at places, so that all the rest of it stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svfix.formats.model import FormatError


class Splice(NamedTuple):
    """``source[start:end]`` becomes `new`."""

    start: int
    end: int
    new: str


def spliced(source: str, splices: Iterable[Splice], start: int = 0, end: int | None = None) -> str:
    """Return ``source[start:end]`` with `splices` made, all of which lie in it.

    Raises FormatError for splices that overlap.

    >>> spliced("<w>ar</w>", [Splice(3, 5, "är")])
    '<w>är</w>'
    """
    pieces: list[str] = []
    for splice in sorted(splices):
        if splice.start < start:
            raise FormatError(
                "the document has words that lie in each other, of which these edits would change "
                f"both (at character {splice.start}); take out one of them"
            )
        pieces += source[start : splice.start], splice.new
        start = splice.end
    pieces.append(source[start:end])
    return "".join(pieces)


def trimmed(old: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """An edit of `old` without the letters at its ends that it does not change.

    >>> trimmed("på vag", 3, 6, "väg")
    (4, 5, 'ä')
    """
    while start < end and new and old[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and old[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new
