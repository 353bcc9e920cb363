"""Boxes: where a word stands on its page, and what becomes of that when words are parted or united.

A word that is parted gives each of its parts a share of its width, by characters, the spaces
between them among these; words that are united get the smallest box around them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

DIGITS = 18  # of a whole number in a document, at most: as many as 64 bits hold
FARTHEST = 1e18  # from the origin, in any unit: what lies beyond is there, and no number overflows


def parsed(digits: str) -> float:
    """A number that a document has, whole if it is written so.

    >>> parsed("12"), parsed("1.5"), parsed("-" + "9" * 5000), parsed("1e999")
    (12, 1.5, -1e+18, 1e+18)
    """
    if len(digits) <= DIGITS and digits.removeprefix("-").isdecimal():
        return int(digits)
    return max(-FARTHEST, min(FARTHEST, float(digits)))


class Box(NamedTuple):
    """A rectangle in the units of its document, upright, with its origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def part(self, start: float, end: float) -> Box:
        """The part of the box from one share of its width to another, in whole units if it is.

        >>> Box(100, 20, 200, 40).part(0, 0.25)
        Box(left=100, top=20, right=125, bottom=40)
        >>> Box(100, 20, 200, 40).part(0, 1)
        Box(left=100, top=20, right=200, bottom=40)
        """
        width = self.right - self.left
        left, right = self.left + width * start, self.left + width * end
        if all(edge == int(edge) for edge in self):
            left, right = round(left), round(right)
        return Box(left, self.top, right, self.bottom)


def united(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all of them, None around none.

    >>> united([Box(1, 2, 3, 4), Box(3, 1, 9, 4)])
    Box(left=1, top=1, right=9, bottom=4)
    """
    edges = list(zip(*boxes, strict=True))
    if not edges:
        return None
    left, top, right, bottom = edges
    return Box(min(left), min(top), max(right), max(bottom))


def written(number: float) -> str:
    """A coordinate as the formats write it: whole numbers without a point.

    >>> written(12.0), written(12.345)
    ('12', '12.35')
    """
    return str(int(number)) if number == int(number) else f"{number:.2f}"
