"""The graphics state, as far as the place and the look of text hang on it."""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(one: Matrix, other: Matrix) -> Matrix:
    """The product of two matrices: what `one` does, and then `other`.

    >>> times((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 10, 20))
    (2, 0, 0, 2, 10, 20)
    """
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


class Number(NamedTuple):
    """A number of a content stream, and how it is written there."""

    value: float
    source: bytes


class State:
    """The graphics state; a copy of it is what `q` keeps."""

    def __init__(self) -> None:
        self.ctm: Matrix = IDENTITY
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.font: Any = None
        self.font_name = b""
        self.size = Number(0.0, b"0")
        self.spacing = Number(0.0, b"0")
        self.word_spacing = Number(0.0, b"0")
        self.scale = Number(100.0, b"100")
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0
        self.alpha = 1.0
        self.is_plain = True  # neither blended nor masked

    def copied(self) -> State:
        return copy(self)

    def moved(self, x: float, y: float) -> None:
        """Go to the beginning of another line."""
        self.line = self.text = times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def advanced(self, by: float) -> None:
        """Go on along the line."""
        a, b, c, d, e, f = self.text
        self.text = (a, b, c, d, e + by * a, f + by * b)
