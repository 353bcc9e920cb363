"""What a page shows: operators with text, and the pictures that may lie over it."""

from __future__ import annotations

from typing import Any, NamedTuple

from svfix.formats.pdf_layer.state import Matrix, Number

FIRST = 0
"""The number of a page's own content, among those of its forms."""

SEEN, DOUBTFUL, HIDDEN = range(3)
"""Whether a text can be seen: yes; only drawing the page without it tells; no."""


class Item(NamedTuple):
    """A piece of what an operator shows: a code with its text, or a kern without one.

    `advance` is how far the next piece is behind it, in text space; `kern` the number as written.
    """

    code: bytes
    text: str | None
    advance: float
    kern: bytes = b""


class Span(NamedTuple):
    """Marked content that says what its text is: where that is said, and what."""

    start: int
    end: int
    text: str
    properties: Any = None  # a dictionary of the resources that says it


class Show(NamedTuple):
    """An operator that shows text.

    `stream` is the number of the form that it stands in, or FIRST; `lead` what `'` and `"` do
    before they show anything. `origin` is where it begins on the page, `along` and `up` the steps
    of text space there. `look` says whether it can be seen by itself: SEEN, DOUBTFUL or HIDDEN.
    """

    stream: int
    start: int
    end: int
    lead: bytes
    items: list[Item]
    font: bytes
    size: Number
    spacing: Number
    word_spacing: Number
    scale: Number
    origin: tuple[float, float]
    along: tuple[float, float]
    up: tuple[float, float]
    length: float
    look: int
    span: Span | None

    def point(self, x: float) -> tuple[float, float]:
        """Where on the page a place of its line is."""
        return self.origin[0] + x * self.along[0], self.origin[1] + x * self.along[1]


class Cover(NamedTuple):
    """An opaque picture: how many shows were before it, and the box that it fills."""

    shows: int
    box: tuple[float, float, float, float]


def is_opaque(picture: Any) -> bool:
    """Whether nothing that lies under a picture can be seen through it.

    >>> is_opaque({"/ImageMask": True}), is_opaque({"/Width": 1})
    (False, True)
    """
    return not (picture.get("/ImageMask", False) or "/SMask" in picture or "/Mask" in picture)


def box_of(ctm: Matrix) -> tuple[float, float, float, float]:
    """The largest upright box in what a picture fills, nothing of one that stands askew."""
    a, b, c, d, e, f = ctm
    slack = 0.02 * max(abs(a), abs(b), abs(c), abs(d))
    if abs(b) <= slack and abs(c) <= slack:
        width, height = a, d
    elif abs(a) <= slack and abs(d) <= slack:
        width, height = c, b
    else:
        return e, f, e, f
    return min(e, e + width), min(f, f + height), max(e, e + width), max(f, f + height)
