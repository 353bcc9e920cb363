"""Companions: the same page in other formats, which is decided of once.

An OCR engine may write a page as ALTO and as plain text: files with one name but for what it ends
in, and one text but for its white space.  A person looks at the one that says where words are; what
is decided there is carried over to the others, which are found by counting letters.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from svfix.review.decisions import Row

FORMS = (".hocr", ".xml", ".html", ".htm", ".tsv", ".json", ".pdf", ".md", ".txt")
"""What names end in: the more a format says of where words are, the earlier."""


def mains(places: Iterable[str]) -> dict[str, str]:
    """By place, the place of the file that is looked at in its stead, where that is another.

    >>> mains(["1.txt", "1.xml", "2.txt", "2.eng.hocr", "sub/1.tsv"])
    {'1.txt': '1.xml'}
    """
    groups: dict[str, list[str]] = {}
    for place in places:
        stem, suffix = os.path.splitext(place)  # noqa: PTH122 (a Path for each file is slow)
        if suffix.lower() in FORMS:
            groups.setdefault(stem, []).append(place)
    found = {}
    for group in groups.values():
        main = min(group, key=_rank)
        found.update({place: main for place in group if place != main})
    return found


def _rank(place: str) -> int:
    return FORMS.index(os.path.splitext(place)[1].lower())  # noqa: PTH122


def squeezed(texts: Sequence[str]) -> str:
    """Texts without white space: what companions have in common."""
    return "".join("".join(texts).split())


class Carrier:
    """Carries decisions on one text over to another, which differs from it in white space alone.

    >>> [row] = Carrier("de ar\\n\\nnu", "de\\nar nu").carried(
    ...     [{"text": 0, "start": 3, "end": 5, "before": "ar", "after": "är"}])
    >>> row["start"], row["end"]
    (3, 5)
    """

    def __init__(self, text: str, other: str) -> None:
        self._text, self._other = text, other
        self._letters = _places(text)
        self._theirs = _places(other)

    def carried(self, rows: Iterable[Row]) -> list[Row]:
        """The decisions at their places in the other text."""
        found = []
        for row in rows:
            start, end = self._span(row["start"], row["end"])
            found.append(row | {"start": start, "end": end, "before": self._other[start:end]})
        return found

    def _span(self, start: int, end: int) -> tuple[int, int]:
        first, behind = bisect_left(self._letters, start), bisect_left(self._letters, end)
        if first < behind:
            return self._theirs[first], self._theirs[behind - 1] + 1
        before = start > 0 and not self._text[start - 1].isspace()
        if before and first:  # between letters: right behind the one before
            at = self._theirs[first - 1] + 1
        else:
            at = self._theirs[first] if first < len(self._theirs) else len(self._other)
        return at, at


def _places(text: str) -> list[int]:
    """Where the characters of a text are that are no white space."""
    return [at for at, char in enumerate(text) if not char.isspace()]
