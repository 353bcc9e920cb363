"""Headers: lines that stand on page after page, and that one text has where another lacks them.

A running head, a footer or a page number belongs to the paper rather than to the text. Such a line
is left out of the score where one of the texts has nothing in its place but has what is around it;
where all have it, or where a whole passage is missing, it is text like any other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from svfix.alignment.folding import bare
from svfix.alignment.words import Ints, Words
from svfix.diffs.slots import Slots

TIMES = 3
"""How often a line stands in a text at least, its figures disregarded, to be a header."""

APART = 8
"""Lines with text on them that lie between two headers at least: a page."""

LONGEST = 12
"""Words a header has at most."""

AROUND = 3
"""Words on each side of headers, one of which a text must have to lack only the header."""

_NUMBER_ALONE = re.compile(
    r"[-–— ]*(?:sid(?:a|an)?\.? ?)?\d{1,4}(?: ?[(/] ?\d{1,4}\)?)?[-–— ]*", re.IGNORECASE
)
_FIGURES = re.compile(r"\d+")


class LeftOut(NamedTuple):
    """A header: where in the reference it stands or would, and its words in each text."""

    place: int
    texts: tuple[str, ...]


class _Line(NamedTuple):
    words: range
    text: str
    opens_page: bool
    closes_page: bool


def left_out(texts: Sequence[Words], slots: Slots) -> tuple[list[LeftOut], list[Ints]]:
    """The headers that one of the texts lacks, and the words of each text that are in them."""
    columns = [slots.reference, slots.hypothesis, slots.observed][: len(texts)]
    gone = np.zeros(len(slots), bool)
    found = []
    for side, words in enumerate(texts):
        slot_of = np.empty(len(words), np.int64)
        has = columns[side] >= 0
        slot_of[columns[side][has]] = np.flatnonzero(has)
        others = [column for column in columns if column is not columns[side]]
        for line, before, after in _headers(words):
            at = slot_of[line.start : line.stop]
            around = [slot_of[near.start : near.stop] for near in (before, after) if near]
            if not gone[at].any() and any(_lacks(column, at, around) for column in others):
                gone[at] = True
                found.append(_left_out(texts, columns, at))
    return found, [column[gone & (column >= 0)] for column in columns]


def _lacks(column: Ints, at: Ints, around: Sequence[Ints]) -> bool:
    """Whether a text has nothing in the slots of a header, but something on each side of it."""
    return bool((column[at] < 0).all() and all((column[slots] >= 0).any() for slots in around))


def _left_out(texts: Sequence[Words], columns: Sequence[Ints], at: Ints) -> LeftOut:
    shown = [
        " ".join(words.shown(i) for i in column[at].tolist() if i >= 0)
        for words, column in zip(texts, columns, strict=True)
    ]
    before = columns[0][: int(at[0])]
    before = before[before >= 0]
    place = int(texts[0].ends[before[-1]]) if len(before) else 0
    return LeftOut(place, tuple(shown))


def _headers(words: Words) -> Iterator[tuple[range, range, range]]:
    """The words of each line that looks like a header, and those before and after it.

    Where headers stand together, these are the words around them all.
    """
    lines = list(_lines(words))
    alike: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.words) <= LONGEST:
            alike[_skeleton(line.text)].append(index)
    repeated = {i for text, places in alike.items() if _recurs(text, places, lines) for i in places}
    for is_header, group in groupby(
        enumerate(lines), lambda item: item[0] in repeated or _is_page_number(item[1])
    ):
        together = [line for _, line in group]
        start, end = together[0].words.start, together[-1].words.stop
        before = range(max(0, start - AROUND), start)
        after = range(end, min(end + AROUND, len(words)))
        yield from ((line.words, before, after) for line in together if is_header)


def _is_page_number(line: _Line) -> bool:
    at_edge = line.opens_page or line.closes_page
    return at_edge and _NUMBER_ALONE.fullmatch(line.text) is not None


def _lines(words: Words) -> Iterator[_Line]:
    numbers = words.lines("\n\f").tolist()
    for _, group in groupby(range(len(words)), key=numbers.__getitem__):
        indices = list(group)
        first, last = indices[0], indices[-1]
        start, end = int(words.starts[first]), int(words.ends[last])
        previous = int(words.ends[first - 1]) if first else 0
        following = int(words.starts[last + 1]) if last + 1 < len(words) else len(words.text)
        yield _Line(
            range(first, last + 1),
            words.text[start:end],
            "\f" in words.text[previous:start],
            "\f" in words.text[end:following],
        )


def _skeleton(line: str) -> str:
    """The line without what differs from page to page: figures, marks, and what OCR loses."""
    return "".join(filter(str.isalpha, bare(line).casefold()))


def _recurs(skeleton: str, places: Sequence[int], lines: Sequence[_Line]) -> bool:
    """Whether a line comes again page after page; a lone number must count them."""
    if len(places) < TIMES or any(b - a <= APART for a, b in pairwise(places)):
        return False
    if skeleton:
        return True
    found = [_FIGURES.findall(lines[place].text) for place in places]
    numbers = [int(figures[0][:9]) for figures in found if len(figures) == 1]
    return len(numbers) == len(places) and all(a < b for a, b in pairwise(numbers))
