"""Pages: a file of a batch opened, repaired, and asked what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from svfix import Fixer
from svfix.batch.documents import Reading, explain, open_document
from svfix.io.files import bytes_of, digest
from svfix.quality import Quality, merged
from svfix.result import Result
from svfix.review.alternatives import Weighing
from svfix.review.decisions import Form, Row
from svfix.review.items import Item, items, nearest
from svfix.review.reviewed import Ruling, rulings

OWN = "own"
"""The kind of what svfix did not ask about, and a person decided all the same."""


class Shown(NamedTuple):
    """An item with the decision on it, if there is one."""

    item: Item
    row: Row | None


class Stamp(NamedTuple):
    """What tells, without reading it, that a file was written to."""

    size: int
    time: int

    @staticmethod
    def of(path: str) -> Stamp:
        """That of a file as it is now. Raises OSError."""
        found = Path(path).stat()
        return Stamp(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True)
class Page:
    """A file that was read and repaired; `original` is the hash of its bytes."""

    name: str
    path: str
    stamp: Stamp
    original: str
    document: Any
    results: Sequence[Result]
    items: Sequence[Item]
    weighings: Sequence[Weighing]

    @property
    def quality(self) -> Quality:
        """How right its words are expected to be."""
        return merged(result.quality for result in self.results if result.quality)

    @cached_property
    def by_text(self) -> list[list[Item]]:
        """The items of each of its texts."""
        found: list[list[Item]] = [[] for _ in self.results]
        for item in self.items:
            found[item.text].append(item)
        return found

    def rulings(self, rows: Iterable[Row], forms: Mapping[Form, Row]) -> list[list[Ruling]]:
        """The decisions that hold in each of its texts."""
        here = [row for row in rows if row["original"] == self.original]
        return [rulings(result, number, here, forms) for number, result in enumerate(self.results)]

    def shown(self, rows: Iterable[Row], forms: Mapping[Form, Row]) -> list[list[Shown]]:
        """The items of each text with the decisions on them.

        A decision on another stretch stands in the place of the items that it touches.
        """
        pairs = zip(self.by_text, self.rulings(rows, forms), strict=True)
        return [_shown(known, decided, number) for number, (known, decided) in enumerate(pairs)]

    def form(self, text: int, start: int, end: int) -> Form:
        """What was read in a place, and what svfix made of it."""
        for item in self.by_text[text]:
            if (item.start, item.end) == (start, end):
                return Form(item.before, item.proposed)
        before = self.results[text].original[start:end]
        return Form(before, before)

    def alternatives(self, text: int, start: int, end: int) -> list[str]:
        """What else a word may have been, whether svfix asked about it or not."""
        known = [i for i in self.by_text[text] if (i.start, i.end) == (start, end)]
        if known:
            return list(known[0].hypotheses)
        weighing = self.weighings[text]
        word = nearest(weighing.words, start, end)
        return weighing.alternatives([word])[0] if word else []


def _shown(known: Sequence[Item], decided: Sequence[Ruling], number: int) -> list[Shown]:
    rows = {(ruling.start, ruling.end): ruling.row for ruling in decided}
    found = [Shown(item, rows.pop((item.start, item.end), None)) for item in known]
    others = [Ruling(*span, row) for span, row in rows.items()]
    if not others:
        return found
    kept = [one for one in found if one.row or not any(_touch(one.item, r) for r in others)]
    kept += [Shown(_own(ruling, number), ruling.row) for ruling in others]
    return sorted(kept, key=lambda one: (one.item.start, one.item.end))


def _touch(item: Item, ruling: Ruling) -> bool:
    return item.start < ruling.end and ruling.start < item.end


def _own(ruling: Ruling, number: int) -> Item:
    """What a person decided of a stretch that svfix did not ask about."""
    before = ruling.row["before"] if "before" in ruling.row else ruling.row["form"]["before"]
    return Item(number, ruling.start, ruling.end, before, before, OWN, "", 1.0, "", name=False)


def open_page(
    name: str, path: str, fixer: Fixer, reading: Reading, alternatives: bool = True
) -> Page:
    """Read and repair a file. Raises FileError for one that cannot be read.

    Without `alternatives` its items do not say what else they may have been.
    """
    try:
        stamp = Stamp.of(path)
    except OSError:
        stamp = Stamp(0, 0)  # and reading it tells what is wrong
    data = bytes_of(path)
    document, _ = open_document(data, path, reading, path.lower().endswith(".pdf"))
    results = explain(document, fixer)
    found, weighings = items(results, fixer.options, alternatives)
    return Page(name, path, stamp, digest(data), document, results, found, weighings)


def delivered(
    page: Page, shown: Sequence[Sequence[Shown]], text: int, start: int, end: int
) -> tuple[int, int, str]:
    """A stretch of a text with what it is delivered as; it grows by what reaches over its ends."""
    within = [one for one in shown[text] if one.item.start < end and start < one.item.end]
    start = min([start, *(one.item.start for one in within)])
    end = max([end, *(one.item.end for one in within)])
    within = [one for one in shown[text] if start <= one.item.start and one.item.end <= end]
    original, pieces = page.results[text].original, []
    at = start
    for item, row in within:
        pieces += [original[at : item.start], row["after"] if row else item.proposed]
        at = item.end
    return start, end, "".join([*pieces, original[at:end]])
