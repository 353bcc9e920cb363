"""Amazon Textract's JSON: blocks that are lines and words, which refer to each other by id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property

from svfix.formats.json_tree import Json
from svfix.formats.json_words import JsonWords, Level, Word
from svfix.formats.layout import Change, Token, Unit
from svfix.formats.model import Source
from svfix.formats.quads import Quad, shown
from svfix.formats.splices import Splice


class Textract(JsonWords):
    """A document of Textract's, or a list of the parts of one."""

    format = "textract"
    about = "Amazon Textract"

    @cached_property
    def blocks(self) -> dict[str, Json]:
        """The blocks, by id, in order."""
        found = (one for value in self.root.walk() for one in value.list_of("Blocks"))
        return {name: block for block in found if (name := block.string("Id")) is not None}

    def _lines(self) -> Iterator[tuple[Json, list[Json]]]:
        """The lines, each with its words."""
        for block in self.blocks.values():
            if block.string("BlockType") == "LINE":
                children = [self.blocks.get(name.text) for _, name in _children(block)]
                yield block, [c for c in children if c and c.string("BlockType") == "WORD"]

    def words_of(self, root: Json) -> Iterator[Word]:
        """The words of all lines; lines of one layout block are a paragraph."""
        layouts = {
            name.text: number
            for number, block in enumerate(self.blocks.values())
            if (block.string("BlockType") or "").startswith("LAYOUT_")
            for _, name in _children(block)
        }
        for number, (line, words) in enumerate(self._lines()):
            page = int(line.number("Page") or 1) - 1
            where = page, layouts.get(line.string("Id") or "", -1), number
            for word in words:
                if (word.string("Text") or "").strip():
                    yield Word(word, Unit(word.string("Text") or "", *where))

    def levels(self, root: Json) -> Iterator[Level]:
        """The text of each line."""
        numbers = {word.value.start: number for number, word in enumerate(self.words)}
        for line, words in self._lines():
            text = line.get("Text")
            if text and text.is_string:
                yield Level(text, [numbers[w.start] for w in words if w.start in numbers])

    def respelt(self, number: int, change: Change) -> Iterator[Splice]:
        """The word's text and place, and blocks for what was parted from it."""
        word = self.words[number]
        text = word.value.get("Text")
        assert text is not None  # it has a unit
        yield from text.edited(change.edits)
        if quad := self.quad_of(change.shares):
            yield from _placed(word.value, quad)
        name = word.value.get("Id")
        ids = [self._new_id(name.text, count) for count in range(len(change.more))] if name else []
        copies = [list(self._copy(word, *one)) for one in zip(change.more, ids, strict=False)]
        yield from self.copies(word.value, copies)
        for child in self._references.get(name.text if name else "", ()) if ids else ():
            more = "".join(f", {json.dumps(one)}" for one in ids)
            yield Splice(child.end, child.end, more)

    def _copy(self, word: Word, token: Token, name: str) -> Iterator[Splice]:
        for key, new in (("Text", token.text), ("Id", name)):
            value = word.value.get(key)
            assert value is not None  # it has a unit and an id
            yield from value.edited([(0, len(value.text), new)])
        if quad := self.quad_of(token.shares):
            yield from _placed(word.value, quad)

    def _new_id(self, name: str, count: int) -> str:
        """An id that no block has."""
        number = count + 2
        while f"{name}-{number}" in self.blocks:
            number += 1
        return f"{name}-{number}"

    @cached_property
    def _references(self) -> dict[str, list[Json]]:
        """Where blocks refer to their words, by the words' ids."""
        found: dict[str, list[Json]] = {}
        for block in self.blocks.values():
            for kind, name in _children(block):
                if kind == "CHILD":
                    found.setdefault(name.text, []).append(name)
        return found

    def quad(self, value: Json) -> Quad | None:
        """The polygon of a word, or its box."""
        points = [(p.number("X"), p.number("Y")) for p in value.list_of("Geometry", "Polygon")]
        known = tuple((x, y) for x, y in points if x is not None and y is not None)
        if len(known) == 4:
            return Quad(known)
        sides = [value.number("Geometry", "BoundingBox", name) for name in _SIDES]
        left, top, width, height = (side or 0.0 for side in sides)
        if None in sides:
            return None
        right, bottom = left + width, top + height
        return Quad(((left, top), (right, top), (right, bottom), (left, bottom)))


_SIDES = ("Left", "Top", "Width", "Height")


def _children(block: Json) -> Iterator[tuple[str, Json]]:
    """The ids that a block refers to, with the kinds of the relation."""
    for relation in block.list_of("Relationships"):
        for name in relation.list_of("Ids"):
            if name.is_string:
                yield relation.string("Type") or "", name


def _placed(value: Json, quad: Quad) -> Iterator[Splice]:
    """The splices of a block's geometry."""
    box = quad.box
    sides = box.left, box.top, box.right - box.left, box.bottom - box.top
    for name, side in zip(_SIDES, sides, strict=True):
        if number := value.get("Geometry", "BoundingBox", name):
            yield Splice(number.start, number.end, shown(float(side)))
    for point, corner in zip(value.list_of("Geometry", "Polygon"), quad.points, strict=False):
        for name, side in zip("XY", corner, strict=True):
            if number := point.get(name):
                yield Splice(number.start, number.end, shown(float(side)))


def read(source: Source) -> Textract:
    """Read a document of Textract's; raises FormatError."""
    return Textract(source)
