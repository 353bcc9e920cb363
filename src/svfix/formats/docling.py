"""Docling's JSON: the texts, captions and cells of a document, in the order of its body.

`text` is repaired and `orig` stays, so that what was read is not lost. Code and formulas stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from svfix.formats.flow import BREAKS
from svfix.formats.json_tree import Json, quoted, tree
from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.rereading import verified
from svfix.formats.runs import Piece, Runs, between
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result

LEFT = ("code", "formula")
"""Labels of texts that are none to repair."""


class Item:
    """A text or a cell: its string, the other strings that say the same, and its page."""

    def __init__(self, value: Json, string: Json, page: int) -> None:
        self.value, self.string, self.page = value, string, page
        self.others: list[Json] = []


class Docling:
    """A document of Docling's."""

    format = "docling"

    def __init__(self, given: Source, source: str, root: Json) -> None:
        self.given, self.source = given, source
        self.items = list(_items(root))
        self._by_piece: dict[int, Item] = {}
        self.runs = Runs(self._pieces())
        self.texts: Sequence[str] = (self.runs.text,)

    def _pieces(self) -> Iterator[Piece]:
        page: int | None = None
        for item in self.items:
            if page is not None:
                yield between(BREAKS[3 if item.page != page else 2])
            page = item.page
            for piece in _letters(item.string):
                self._by_piece[piece.start] = item
                yield piece

    def made(self, results: Sequence[Result]) -> list[Result]:
        """The results without edits that would change what is put between texts."""
        check(self.texts, results)
        return [self.runs.made(result) for result in results]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits made in its texts; `orig` stays."""
        made = self.made(results)
        edits = made[0].edits
        if not edits:
            return self.given.data
        splices = sorted(self.runs.splices(edits, lambda text, quote: quoted(text, bool(quote))))
        starts = [splice.start for splice in splices]
        more: list[Splice] = []
        changed = {self._by_piece[start].value.start: self._by_piece[start]
                   for start in self._touched(edits)}  # fmt: skip
        for item in changed.values():
            own = item.string
            inside = splices[bisect_left(starts, own.start) : bisect_left(starts, own.end)]
            more += self._followed(item, inside)
        data = encoded(spliced(self.source, splices + more))
        return verified(data, self.given, made, self.format)

    def _touched(self, edits: Sequence[object]) -> Iterator[int]:
        for edit in edits:
            for part in self.runs.parts(edit) or ():  # type: ignore[arg-type]
                yield part.piece.start

    def _followed(self, item: Item, splices: Sequence[Splice]) -> Iterator[Splice]:
        """What says the same as a text that changes, and the span that it is of its page's."""
        own = item.string
        new = spliced(self.source, splices, own.start, own.end)
        for other in item.others:
            if other.text == own.text:
                yield Splice(other.start, other.end, new)
        length = len(Json(new, 0, len(new)).text)
        for prov in item.value.list_of("prov"):
            span = prov.list_of("charspan")
            if [number.number() for number in span] == [0, len(own.text)]:
                yield Splice(span[1].start, span[1].end, str(length))

    def place(self, text: int, start: int, end: int) -> Place:
        """The page (from 1), the item's name, and its box."""
        at = self.runs.source_of(start)
        found = [item for item in self.items if item.string.start <= at < item.string.end]
        if not found:
            return {"page": 1}
        place: Place = {"page": found[0].page}
        if name := found[0].value.string("self_ref"):
            place["word_id"] = name
        return place


def _letters(string: Json) -> Iterator[Piece]:
    """The letters of a string; one that is escaped is a piece of its own."""
    places = string.letters()
    raw = string.source[string.start : string.end]
    quote = "ascii" if raw.isascii() and "\\u" in raw else ""
    start = 0
    for number, char in enumerate(string.text):
        if places[number + 1] - places[number] > 1:
            yield Piece(string.text[start:number], places[start], places[number], quote)
            yield Piece(char, places[number], places[number + 1], quote)
            start = number + 1
    yield Piece(string.text[start:], places[start], places[-1], quote)


def _items(root: Json) -> Iterator[Item]:
    """The texts and cells, each once, in the order of the body and then of the file."""
    done: set[int] = set()
    for value in (*_followed(root, "body"), *root.list_of("texts"), *root.list_of("tables")):
        if value.start in done:
            continue
        done.add(value.start)
        provs = value.list_of("prov")
        page = int((provs[0].number("page_no") if provs else 1) or 1)
        text = value.get("text")
        if text and text.is_string and text.text.strip() and value.string("label") not in LEFT:
            yield Item(value, text, page)
        yield from _cells(value, page)


def _cells(table: Json, page: int) -> Iterator[Item]:
    """The cells of a table; its grid says them again, as often as they span."""
    grid: dict[tuple[float | None, ...], list[Json]] = {}
    for row in table.list_of("data", "grid"):
        for cell in row.items:
            if (text := cell.get("text")) and text.is_string:
                grid.setdefault(_place(cell), []).append(text)
    for cell in table.list_of("data", "table_cells"):
        text = cell.get("text")
        if text and text.is_string and text.text.strip():
            item = Item(cell, text, page)
            item.others = grid.get(_place(cell), [])
            yield item


def _place(cell: Json) -> tuple[float | None, ...]:
    return cell.number("start_row_offset_idx"), cell.number("start_col_offset_idx")


def _followed(root: Json, name: str) -> Iterator[Json]:
    """What an item refers to, and what that refers to, in order; nothing twice."""
    stack = [root.get(name)]
    done: set[int] = set()
    while stack:
        value = stack.pop()
        if value is None or value.start in done:
            continue
        done.add(value.start)
        yield value
        references = [*value.list_of("captions"), *value.list_of("children")]
        stack += [_at(root, one.string("$ref") or "") for one in reversed(references)]


def _at(root: Json, reference: str) -> Json | None:
    """The value that a reference such as `#/texts/3` is of."""
    value: Json | None = root
    for step in reference.removeprefix("#/").split("/"):
        if value is None:
            return None
        if step.isdecimal():
            value = value.items[int(step)] if int(step) < len(value.items) else None
        else:
            value = value.get(step)
    return value


def read(source: Source) -> Docling:
    """Read a document of Docling's; raises FormatError."""
    text = decoded(source)
    root = tree(text)
    if root.string("schema_name") != "DoclingDocument":
        raise FormatError(
            "the document is no DoclingDocument: it does not say so in `schema_name`; "
            "save it with `export_to_dict` or `save_as_json`"
        )
    return Docling(source, text, root)
