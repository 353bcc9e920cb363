"""Words: the invisible text of a page, put together from what its operators show.

    shows ──is it a layer?──▶ glyphs ──spaces, gaps, lines──▶ words

A layer is what an OCR engine laid under or over the picture of a page: text that paints nothing,
or that an opaque picture of nearly the whole page, painted later, hides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from svfix.formats.pdf_layer.interpreter import Cover, Show, Span

COVERED = 0.8
"""What share of a page a picture fills that text is hidden under: scans have margins cut off."""

GAP = 0.2
"""From what distance, in parts of the height of the font, two glyphs are of two words: engines set
words at least so far apart (Tesseract 0.25), and the glyphs of one no further than rounding."""

BACK = 1.0
"""How far, in heights, a glyph may stand behind the one before it and still be of its line."""

ASIDE = 0.5
"""How far it may stand above or below: engines give each word of a skewed line a base of its own."""

NARROWEST = 0.01
"""How wide a word is at least, in parts of the size of the font: one of no width has no place."""

ASKEW = 0.95
"""The cosine from which two directions are one."""

BLOCK = 1.5
"""From how many times the usual distance of its lines on a page has a new paragraph."""


class Piece(NamedTuple):
    """Some items of a show: ``items[start:end]`` of the one with this number."""

    show: int
    start: int
    end: int


class Word(NamedTuple):
    """A word of a layer: its text, its pieces, and the numbers of its line and block.

    A `span` says that its text is what marked content says it is.
    """

    text: str
    pieces: list[Piece]
    line: int
    block: int
    span: Span | None = None


class Glyph(NamedTuple):
    """One readable glyph: where it is shown, its text, and where on the page it begins and ends."""

    piece: Piece
    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    span: Span | None


def hidden(shows: Sequence[Show], covers: Sequence[Cover], area: float) -> list[bool]:
    """Which shows are of a layer, on a page of this area."""
    large = [
        cover
        for cover in covers
        if (cover.box[2] - cover.box[0]) * (cover.box[3] - cover.box[1]) >= COVERED * area
    ]
    return [
        show.is_invisible
        or any(
            number < cover.shows and _within(show.point(0), cover) and _within(_end(show), cover)
            for cover in large
        )
        for number, show in enumerate(shows)
    ]


def _end(show: Show) -> tuple[float, float]:
    return show.point(show.length)


def _within(point: tuple[float, float], cover: Cover) -> bool:
    left, bottom, right, top = cover.box
    return left - 1 <= point[0] <= right + 1 and bottom - 1 <= point[1] <= top + 1


def words(shows: Sequence[Show], layer: Sequence[bool]) -> list[Word]:
    """The words of the layer of a page, in the order in which they are shown."""
    groups = [group for group in _grouped(shows, layer) if _width(group, shows) > NARROWEST]
    return _numbered(groups, shows)


class _Group:
    """A word in the making."""

    def __init__(self, glyph: Glyph, is_new_line: bool) -> None:
        self.glyphs = [glyph]
        self.is_new_line = is_new_line


def _grouped(shows: Sequence[Show], layer: Sequence[bool]) -> Iterator[_Group]:
    """The words as groups of glyphs, each with whether it begins a line."""
    group: _Group | None = None
    last: Glyph | None = None  # the last glyph that was no space
    is_apart = False
    for glyph in _glyphs(shows, layer):
        if glyph is None or not (glyph.span or glyph.text.strip("\0 \u00a0\t\r\n")):
            is_apart = True
            continue
        show = shows[glyph.piece.show]
        is_new_line = last is None or not _goes_on(last, glyph, shows[last.piece.show], show)
        if last is not None and last.span is not None and glyph.span == last.span and group:
            group.glyphs.append(glyph)
        elif (
            group is None
            or last is None
            or is_new_line
            or is_apart
            or glyph.span != last.span
            or _distance(last, glyph, show) > GAP * _height(show)
        ):
            if group:
                yield group
            group = _Group(glyph, is_new_line)
        else:
            group.glyphs.append(glyph)
        last, is_apart = glyph, False
    if group:
        yield group


def _width(group: _Group, shows: Sequence[Show]) -> float:
    first, last = group.glyphs[0], group.glyphs[-1]
    return length(shows, first.piece, last.piece) / abs(shows[first.piece.show].size.value)


def length(shows: Sequence[Show], first: Piece, last: Piece) -> float:
    """How far it is from the start of a piece to the end of another, in the first one's text space."""
    show, other = shows[first.show], shows[last.show]
    begin = show.point(sum(item.advance for item in show.items[: first.start]))
    end = other.point(sum(item.advance for item in other.items[: last.end]))
    x, y = _toward(show)
    return ((end[0] - begin[0]) * x + (end[1] - begin[1]) * y) / _length(show.along)


def _glyphs(shows: Sequence[Show], layer: Sequence[bool]) -> Iterator[Glyph | None]:
    """The glyphs of the layer; None for one that cannot be read or rewritten."""
    for number, show in enumerate(shows):
        if not layer[number]:
            continue
        if not _is_measured(show):
            yield None
            continue
        x = 0.0
        for at, item in enumerate(show.items):
            if item.code:
                if item.text is None or item.advance * show.size.value < 0:
                    yield None
                else:
                    piece = Piece(number, at, at + 1)
                    yield Glyph(piece, item.text, show.point(x), show.point(x + item.advance),
                                show.span)  # fmt: skip
            x += item.advance


def _is_measured(show: Show) -> bool:
    """Whether lengths along its line and heights are what they should be."""
    return bool(show.size.value * show.scale.value and _length(show.along) and _length(show.up))


def _length(vector: tuple[float, float]) -> float:
    return math.hypot(*vector)


def _height(show: Show) -> float:
    return abs(show.size.value) * _length(show.up)


def _toward(show: Show) -> tuple[float, float]:
    """The direction in which it reads, of length 1."""
    sign = math.copysign(1 / _length(show.along), show.size.value * show.scale.value)
    return show.along[0] * sign, show.along[1] * sign


def _distance(last: Glyph, glyph: Glyph, show: Show) -> float:
    x, y = _toward(show)
    return (glyph.start[0] - last.end[0]) * x + (glyph.start[1] - last.end[1]) * y


def _goes_on(last: Glyph, glyph: Glyph, before: Show, show: Show) -> bool:
    """Whether a glyph stands on the line of the one before it."""
    (x, y), (p, q) = _toward(show), _toward(before)
    if x * p + y * q < ASKEW:
        return False
    height = max(_height(before), _height(show))
    aside = (glyph.start[1] - last.end[1]) * x - (glyph.start[0] - last.end[0]) * y
    return abs(aside) <= ASIDE * height and _distance(last, glyph, show) >= -BACK * height


def _numbered(groups: Sequence[_Group], shows: Sequence[Show]) -> list[Word]:
    """The words of groups, with the numbers of lines, and of blocks by the distances of these."""
    starts = [group.glyphs[0] for group in groups if group.is_new_line]
    apart = [_below(above, below, shows) for above, below in pairwise(starts)]
    usual = median([distance for distance in apart if distance > 0] or [0.0])
    line = block = -1
    made = []
    for group in groups:
        if group.is_new_line:
            line += 1
            if line == 0 or apart[line - 1] > BLOCK * usual:
                block += 1
        made.append(_word(group, line, block))
    return made


def _below(above: Glyph, below: Glyph, shows: Sequence[Show]) -> float:
    x, y = _toward(shows[below.piece.show])
    return (above.start[1] - below.start[1]) * x - (above.start[0] - below.start[0]) * y


def _word(group: _Group, line: int, block: int) -> Word:
    pieces: list[Piece] = []
    for glyph in group.glyphs:
        piece = glyph.piece
        if pieces and pieces[-1].show == piece.show:
            pieces[-1] = pieces[-1]._replace(end=piece.end)  # kerns between them are of the word
        else:
            pieces.append(piece)
    span = group.glyphs[0].span
    text = " ".join(span.text.split()) if span else "".join(glyph.text for glyph in group.glyphs)
    return Word(text, pieces, line, block, span)
