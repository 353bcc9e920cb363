"""Words: the invisible text of a page, put together from what its operators show.

    shows ──is it a layer?──▶ runs of glyphs ──spaces, gaps, lines──▶ words

A layer is what an OCR engine laid under or over the picture of a page: text that paints nothing,
or that opaque pictures of nearly the whole page, painted later, hide. Of the latter `unseen` makes
sure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from svfix.formats.pdf_layer.shows import DOUBTFUL, SEEN, Cover, Show, Span

COVERED = 0.8
"""What share of a page pictures fill that text is hidden under: scans have margins cut off."""

STRIPS = 500
"""In how many strips a picture is cut at the most; more pictures than that are something else."""

GAP = 0.2
"""From what distance, in parts of the height of the font, two glyphs are of two words: engines set
words further apart (Tesseract some 0.3), and the glyphs of one no further than rounding."""

BACK = 1.0
"""How far, in heights, a glyph may stand behind the one before it and still be of its line."""

ASIDE = 0.5
"""How far it may stand above or below: on a page that stands askew each word has a base of its
own."""

ASKEW = 0.95
"""The cosine from which two directions are one."""

NARROWEST = 0.01
"""How wide a word is at least, in parts of the size of the font: one of no width has no place."""

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


class Measure(NamedTuple):
    """How a show stands on the page: its direction, of length 1, its height, and its unit."""

    x: float
    y: float
    height: float
    unit: float


class Run(NamedTuple):
    """Glyphs of one show that stand together: their text, and from where to where on the page."""

    piece: Piece
    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    measure: Measure
    span: Span | None


class Group(NamedTuple):
    """A word in the making: its runs, and whether a line begins with it."""

    runs: list[Run]
    is_new_line: bool


def looks(shows: Sequence[Show], covers: Sequence[Cover], area: float) -> list[int]:
    """Whether shows can be seen, on a page of this area: SEEN, DOUBTFUL or HIDDEN."""
    last = {cover.box: cover for cover in covers}  # scanners cut a picture into strips
    if len(last) > STRIPS or not 0 < COVERED * area <= sum(map(_area, last)):
        last = {}
    return [
        DOUBTFUL
        if show.look == SEEN and any(_covers(cover, number, show) for cover in last.values())
        else show.look
        for number, show in enumerate(shows)
    ]


def _area(box: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)


def _covers(cover: Cover, number: int, show: Show) -> bool:
    left, bottom, right, top = cover.box
    x, y = show.point(show.length / 2)
    return number < cover.shows and left <= x <= right and bottom <= y <= top


def words(shows: Sequence[Show], layer: Sequence[bool]) -> list[Word]:
    """The words of the layer of a page, in the order in which they are shown."""
    return _numbered([group for group in _grouped(shows, layer) if _is_word(group)])


def _is_word(group: Group) -> bool:
    """Whether it has a place, and a text: marked content may say that it has none."""
    span = group.runs[0].span
    if span and not span.text.strip():
        return False
    first, last = group.runs[0], group.runs[-1]
    return _along(first.start, last.end, first.measure) > NARROWEST * first.measure.height


def _along(start: tuple[float, float], end: tuple[float, float], measure: Measure) -> float:
    """How far it is from one place to another, in the direction of the text."""
    return (end[0] - start[0]) * measure.x + (end[1] - start[1]) * measure.y


def _aside(start: tuple[float, float], end: tuple[float, float], measure: Measure) -> float:
    """How far it is across that direction, upwards."""
    return (end[1] - start[1]) * measure.x - (end[0] - start[0]) * measure.y


def _grouped(shows: Sequence[Show], layer: Sequence[bool]) -> Iterator[Group]:
    group: Group | None = None
    is_apart = False
    for run in _runs(shows, layer):
        if run is None:
            is_apart = True
            continue
        last = group.runs[-1] if group else None
        is_new_line = last is None or not _goes_on(last, run)
        if group and last and _is_one(last, run, is_apart or is_new_line):
            group.runs.append(run)
        else:
            if group:
                yield group
            group = Group([run], is_new_line)
        is_apart = False
    if group:
        yield group


def _is_one(last: Run, run: Run, is_apart: bool) -> bool:
    """Whether a run goes on with the word of the one before it."""
    if last.span or run.span:
        return last.span is run.span
    return not is_apart and _along(last.end, run.start, run.measure) <= GAP * run.measure.height


def _goes_on(last: Run, run: Run) -> bool:
    """Whether a run stands on the line of the one before it."""
    before, here = last.measure, run.measure
    if before.x * here.x + before.y * here.y < ASKEW:
        return False
    height = max(before.height, here.height)
    return (
        abs(_aside(last.end, run.start, here)) <= ASIDE * height
        and _along(last.end, run.start, here) >= -BACK * height
    )


def _runs(shows: Sequence[Show], layer: Sequence[bool]) -> Iterator[Run | None]:
    """The runs of a layer; None for a space, and for what cannot be read or rewritten."""
    for number, show in enumerate(shows):
        if layer[number]:
            if measure := _measured(show):
                yield from _runs_of(number, show, measure)
            else:
                yield None


def _measured(show: Show) -> Measure | None:
    """How a show stands; None where it has no height or no direction."""
    along, up = math.hypot(*show.along), math.hypot(*show.up)
    sense = show.size.value * show.scale.value
    if not (sense and along and up):
        return None
    sign = math.copysign(1 / along, sense)
    return Measure(show.along[0] * sign, show.along[1] * sign, abs(show.size.value) * up, along)


def _runs_of(number: int, show: Show, measure: Measure) -> Iterator[Run | None]:
    sense = math.copysign(1, show.size.value * show.scale.value)
    gap = GAP * measure.height / measure.unit
    start, end, begin, x, reached = -1, 0, 0.0, 0.0, 0.0
    texts: list[str] = []

    def run() -> Run:
        places = show.point(begin), show.point(reached)
        return Run(Piece(number, start, end), "".join(texts), *places, measure, show.span)

    for at, (code, text, advance, _) in enumerate(show.items):
        is_glyph = bool(code) and text is not None and advance * sense >= 0
        if is_glyph and (show.span or not (text == "\0" or not str(text).strip())):
            if start < 0:
                start, begin, texts = at, x, []
            texts.append(str(text))
            end, reached = at + 1, x + advance
        elif code or abs(advance) > gap:
            if start >= 0:
                yield run()
                start = -1
            if code:
                yield None
        x += advance
    if start >= 0:
        yield run()


def _numbered(groups: Sequence[Group]) -> list[Word]:
    """The words of groups, with the numbers of lines, and of blocks by the distances of these."""
    starts = [group.runs[0] for group in groups if group.is_new_line]
    apart = [_aside(low.start, high.start, low.measure) for high, low in pairwise(starts)]
    usual = median([distance for distance in apart if distance > 0] or [0.0])
    line = block = -1
    made = []
    for group in groups:
        if group.is_new_line or line < 0:
            line += 1
            if line == 0 or apart[line - 1] > BLOCK * usual:
                block += 1
        made.append(_word(group, line, block))
    return made


def _word(group: Group, line: int, block: int) -> Word:
    pieces: list[Piece] = []
    for run in group.runs:
        if pieces and pieces[-1].show == run.piece.show:
            pieces[-1] = pieces[-1]._replace(end=run.piece.end)  # kerns between them are its own
        else:
            pieces.append(run.piece)
    span = group.runs[0].span
    text = " ".join(span.text.split()) if span else "".join(run.text for run in group.runs)
    return Word(text, pieces, line, block, span)
