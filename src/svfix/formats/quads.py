"""Quads: where a word stands on a page that need not be straight, as four points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svfix.formats.boxes import Box, united

Point = tuple[float, float]


class Quad(NamedTuple):
    """The corners, from the top left of the word as it is read, the way a clock goes."""

    points: tuple[Point, ...]

    @property
    def box(self) -> Box:
        """The upright box around it."""
        box = united(Box(x, y, x, y) for x, y in self.points)
        assert box is not None  # there are points
        return box


def share(parts: Sequence[tuple[Quad, float, float]]) -> Quad:
    """The quad of parts of others, each from one share of its width to another.

    >>> quad = Quad(((0, 0), (100, 10), (100, 30), (0, 20)))
    >>> share([(quad, 0.0, 0.5)]).points
    ((0, 0), (50, 5), (50, 25), (0, 20))
    """
    (first, start, _), (last, _, end) = parts[0], parts[-1]
    left, right = (0, 3), (1, 2)
    top, bottom = (_between(first, left[i], right[i], start) for i in (0, 1))
    top_right, bottom_right = (_between(last, left[i], right[i], end) for i in (0, 1))
    return Quad((top, top_right, bottom_right, bottom))


def _between(quad: Quad, one: int, other: int, share: float) -> Point:
    """The point at a share of the way between two corners, in whole units if they are."""
    (x, y), (u, v) = quad.points[one], quad.points[other]
    point = x + (u - x) * share, y + (v - y) * share
    if all(isinstance(number, int) for number in (x, y, u, v)):
        return round(point[0]), round(point[1])
    return point


def shown(number: float) -> str:
    """A coordinate as JSON: whole, or with no more digits than an engine gives.

    >>> shown(12), shown(0.123456789)
    ('12', '0.12345679')
    """
    return str(number) if isinstance(number, int) else repr(round(number, 8))
