"""The terminal view: counts on top, then the lines that differ and nothing else.

Every function yields lines of styled segments, which `svfix.io.console` shows with or without
colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from svfix.diffs.cells import Cell, lines_of
from svfix.diffs.classify import CLASSES
from svfix.diffs.differences import WRONG, Difference
from svfix.diffs.interval import LEVEL
from svfix.diffs.score import Tally
from svfix.diffs.slots import OUTCOMES
from svfix.io.visible import Segment, shown, visible

if TYPE_CHECKING:
    from svfix.diffs.page import Page
    from svfix.diffs.result import Comparison

CONFUSIONS = 10
"""Confusions that are shown, the commonest first."""

STYLES = {
    "fixed": "green",
    "missed": "yellow",
    "miscorrected": "magenta",
    "broken": "bold red",
    WRONG: "red",
}
"""The colour of each outcome."""

Line = list[Segment]


def plain(comparison: Comparison) -> str:
    """The counts as text without colours."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in counts(comparison))


def percent(share: float | None) -> str:
    """A rate as a reader wants it.

    >>> percent(0.01234), percent(None)
    ('1.23 %', '–')
    """
    return "–" if share is None else f"{100 * share:.2f} %"


def counts(comparison: Comparison) -> Iterator[Line]:
    """The score: rates, outcomes, classes, letters, confusions, and how it was made."""
    score = comparison.score
    tallies = [tally for tally in (score.observed, score.hypothesis) if tally is not None]
    yield _row("", ["before", "after"] if score.observed else ["", ""], "", "dim")
    yield from _rates(comparison, tallies)
    if score.outcomes is not None:
        yield _line("words", [(f"{n} {score.outcomes[n]}", STYLES[n]) for n in OUTCOMES])
        shares = f"of wrong words fixed, {percent(score.damage_rate)} of right words broken"
        yield [(" " * 12, ""), (f"{percent(score.fixed_rate)} {shares}", "")]
    yield from _layout(score.hypothesis)
    yield from _classes(tallies)
    yield from _letters(tallies)
    yield from _confusions(score.hypothesis)
    yield [("signature".ljust(12) + comparison.signature, "dim")]


def _rates(comparison: Comparison, tallies: Sequence[Tally]) -> Iterator[Line]:
    score, found = comparison.score, comparison.intervals
    words = [(tally.wer, tally.word_errors) for tally in tallies]
    characters = [(tally.cer, tally.character_errors) for tally in tallies]
    for name, measured, size, interval in (
        ("WER", words, score.words, found.wer),
        ("CER", characters, score.characters, found.cer),
    ):
        rates, errors = zip(*measured, strict=True)
        of = f"{' → '.join(f'{n:,}' for n in errors)} of {size:,}"
        if interval:
            low, high = (f"{100 * end:.2f}" for end in interval)
            of += f"; {LEVEL:.0%} between {low} and {high} %, by {found.unit}"
        yield _row(name, [percent(rate) for rate in rates], of)
    bags = [percent(tally.bag_error_rate) for tally in tallies]
    yield _row("bag", bags, "words wrong, their order disregarded")


def _row(name: str, cells: Sequence[str], remark: str, style: str = "bold") -> Line:
    padded = "".join(cell.rjust(10) for cell in cells)
    return [(name.ljust(10), "cyan"), (padded, style), (f"   {remark}", "")]


def _line(name: str, parts: Sequence[Segment]) -> Line:
    spaced = chain.from_iterable([part, ("   ", "")] for part in parts)
    return [(name.ljust(12), "cyan"), *spaced]


def _layout(tally: Tally) -> Iterator[Line]:
    if tally.moved or tally.layout:
        moved = f"{tally.moved:,} words moved, {tally.layout:,} in page headers; not counted"
        yield [("layout".ljust(12), "cyan"), (moved, "")]


def _classes(tallies: Sequence[Tally]) -> Iterator[Line]:
    for name in CLASSES:
        found = [tally.classes[name] for tally in tallies]
        if any(found):
            yield _row(name if name != "confusion" else "other", [f"{n:,}" for n in found], "", "")


def _letters(tallies: Sequence[Tally]) -> Iterator[Line]:
    letters = [tally.letters for tally in tallies]
    for name, last in letters[-1].items():
        if last.reference or last.read:
            recall = [percent(one[name].recall) for one in letters]
            yield _row(name, recall, f"recall; precision {percent(last.precision)}", "")


def _confusions(tally: Tally) -> Iterator[Line]:
    commonest = sorted(tally.confusions.items(), key=lambda item: (-item[1], item[0]))
    if commonest:
        parts = [
            (f"{shown(reference)}→{shown(read)} {count}", "")
            for (reference, read), count in commonest[:CONFUSIONS]
        ]
        yield _line("confusions", parts)


def inline(comparison: Comparison, everything: bool = False) -> Iterator[Line]:
    """Each line that differs, with its words as read in `[-…-]` and as they should be in `{+…+}`.

    `everything` shows the words that were fixed too.
    """
    for page, number, cells in _differing(comparison, everything):
        together = map(_together, map(list, _alike(cells)))
        yield [_place(comparison, page, number), *chain.from_iterable(map(_inline, together))]


def _alike(cells: Sequence[Cell]) -> Iterator[Iterator[Cell]]:
    """The cells, neighbours that were lost or added together in one group."""

    def key(item: tuple[int, Cell]) -> tuple[str, ...] | int:
        index, cell = item
        is_run = isinstance(cell, Difference) and cell.kind in ("deletion", "insertion")
        return (cell.outcome, cell.kind) if isinstance(cell, Difference) and is_run else index

    for _, group in groupby(enumerate(cells), key):
        yield (cell for _, cell in group)


def _together(cells: Sequence[Cell]) -> Cell:
    """One cell for a group: of several differences one with all their words."""
    found = [cell for cell in cells if isinstance(cell, Difference)]
    if len(found) < 2:
        return cells[0]
    texts = zip(
        *((one.reference, one.hypothesis, one.observed or "") for one in found), strict=True
    )
    reference, hypothesis, observed = (" ".join(filter(None, side)) for side in texts)
    return replace(found[0], reference=reference, hypothesis=hypothesis, observed=observed)


def _inline(cell: Cell) -> Iterator[Segment]:
    if not isinstance(cell, Difference):
        yield (visible(cell) + " " if isinstance(cell, str) else ""), ""
        return
    style = STYLES[cell.outcome]
    read = cell.observed if cell.outcome == "fixed" and cell.observed else cell.hypothesis
    if read:
        yield f"[-{visible(read)}-]", style
    if cell.reference:
        yield f"{{+{visible(cell.reference)}+}}", "bold"
    tags = [cell.outcome] if cell.outcome != WRONG else []
    yield f"({' '.join([*tags, cell.kind])}) ", "dim"


def side_by_side(comparison: Comparison, everything: bool, width: int) -> Iterator[Line]:
    """Each line that differs, the hypothesis on the left and the reference on the right."""
    half = max(20, (width - 12) // 2)
    for page, number, cells in _differing(comparison, everything):
        sides = [list(_wrapped(list(_side(cells, side)), half)) for side in (0, 1)]
        for index in range(max(map(len, sides))):
            left, right = (side[index] if index < len(side) else [] for side in sides)
            place = _place(comparison, page, number) if not index else (" " * 9, "")
            gap = " " * (half - sum(len(text) for text, _ in left))
            yield [place, *left, (f"{gap} │ ", "dim"), *right]


def _side(cells: Sequence[Cell], side: int) -> Iterator[Segment]:
    """The words of one side of some cells."""
    for cell in cells:
        text, style = (cell, "") if isinstance(cell, str) else ("", "")
        if isinstance(cell, Difference):
            text = (cell.hypothesis, cell.reference)[side]
            style = "bold" if side else STYLES[cell.outcome]
        yield from ((visible(word), style) for word in text.split(" ") if word)


def _wrapped(words: Sequence[Segment], width: int) -> Iterator[Line]:
    """Words in lines of at most `width`; a longer word is cut."""
    line: Line = []
    used = 0
    for text, style in words:
        if line and used + 1 + len(text) > width:
            yield line
            line, used = [], 0
        piece = (" " + text if line else text)[:width]
        line.append((piece, style))
        used += len(piece)
    yield line


Differing = tuple["Page", int, list[Cell]]


def _differing(comparison: Comparison, everything: bool) -> Iterator[Differing]:
    """The lines with differences to show: their page, their number and their cells."""
    for page in comparison.pages:
        for number, cells in lines_of(page):
            row = [_as_right(cell, everything) for cell in cells]
            if any(isinstance(cell, Difference) for cell in row):
                yield page, number, row


def _as_right(cell: Cell, everything: bool) -> Cell:
    """The cell; of what was fixed, unless everything is asked for, the text alone."""
    if isinstance(cell, Difference) and cell.outcome == "fixed" and not everything:
        return cell.reference
    return cell


def _place(comparison: Comparison, page: Page, number: int) -> Segment:
    name = f"{page.name}:" if len(comparison.pages) > 1 else ""
    return f"{name}{number}".ljust(8) + " ", "cyan"


def files_table(comparison: Comparison) -> Iterator[Line]:
    """A line for each page, the worst first, and a total."""
    pages = sorted(comparison.pages, key=lambda p: (-(p.score.hypothesis.wer or 0), p.name))
    width = max((len(page.name) for page in comparison.pages), default=0)
    heads = ["words", "CER", "WER", *(OUTCOMES if comparison.has_observed else ())]
    yield [("".ljust(width) + "".join(head.rjust(13) for head in heads), "dim")]
    rows = [(visible(page.name), page.score) for page in pages]
    for file, score in [*rows, ("total", comparison.score)]:
        rates = [percent(score.hypothesis.cer), percent(score.hypothesis.wer)]
        outcomes = [score.outcome(name) for name in OUTCOMES] if comparison.has_observed else []
        shown_outcomes = ["–" if n is None else f"{n:,}" for n in outcomes]
        cells = [f"{score.words:,}", *rates, *shown_outcomes]
        style = "bold" if score is comparison.score else ""
        yield [(file.ljust(width), "cyan"), ("".join(c.rjust(13) for c in cells), style)]
