"""Markup: XML and HTML with the place of everything, so that it can be changed in place.

No serialiser gives back a document byte for byte: quotes, entities, spaces in tags and the like are
not in its tree. So the source is kept, what stands where in it is read from it, and a change is a
splice of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from svfix.formats import references
from svfix.formats.references import CDATA, escaped
from svfix.formats.splices import Splice, spliced, trimmed
from svfix.formats.tree import COMMENT, Node, tree

_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_NAME = r"""\s+([^\s=<>"'/]+)"""
_ATTRIBUTE = re.compile(_NAME + _VALUE)


MAX_TAG = 100_000
"""How many characters of a tag attributes are looked for in: a picture in one may be longer."""


@cache
def _attribute(name: str) -> re.Pattern[str]:
    """The pattern of an attribute and of those before it, which it must not be looked for in."""
    others = f"(?:{_NAME}(?:{_VALUE})?)*?"
    others = re.sub(r"(?<!\\)\((?!\?)", "(?:", others)
    return re.compile(rf"{others}\s+({re.escape(name)}){_VALUE}")


class Chunk(NamedTuple):
    """A stretch of the source that holds text, and how it is written there.

    `quote` is that of an attribute's value, ``CDATA`` for a CDATA section, ``""`` for content.
    """

    start: int
    end: int
    quote: str


class Markup:
    """A document of XML or HTML: its source, the root of its tree, and how it is encoded."""

    def __init__(self, source: str, encoding: str, tolerant: bool) -> None:
        self.source, self.encoding = source, encoding
        self.root = tree(source, tolerant)

    def attributes(self, node: Node) -> dict[str, Chunk]:
        """The places of the values of an element's attributes, by name."""
        tag = self.source[node.start : node.inner]
        return {
            found[1]: _value(found, node.start)
            for found in _ATTRIBUTE.finditer(tag, 1 + len(node.name))
        }

    def attribute(self, node: Node, name: str) -> Chunk | None:
        """The place of the value of one attribute, None if the element has none of the name."""
        start = node.start + 1 + len(node.name)
        found = _attribute(name).match(self.source, start, min(node.inner, start + MAX_TAG))
        return _value(found, 0) if found else None

    def get(self, node: Node, name: str) -> str | None:
        """The value of an attribute, None if the element has none of the name."""
        chunk = self.attribute(node, name)
        return self.read(chunk) if chunk else None

    def read(self, chunk: Chunk) -> str:
        """The text of a chunk."""
        raw = self.source[chunk.start : chunk.end]
        return raw if chunk.quote == CDATA else references.read(raw)

    def chunks(self, node: Node, left: Callable[[Node], bool] | None = None) -> Iterator[Chunk]:
        """The chunks of text in an element and those in it, none of them empty.

        Elements that `left` is true of are left out.
        """
        position = node.inner
        for child in node.children:
            if position < child.start:
                yield Chunk(position, child.start, "")
            if child.name == CDATA:
                yield Chunk(child.inner, child.close, CDATA)
            elif child.name != COMMENT and not (left and left(child)):
                yield from self.chunks(child, left)
            position = child.end
        if position < node.close:
            yield Chunk(position, node.close, "")

    def text(self, node: Node) -> str:
        """The text of an element."""
        return "".join(map(self.read, self.chunks(node)))

    def respell(
        self, chunks: Iterable[Chunk], edits: Iterable[tuple[int, int, str]]
    ) -> Iterator[Splice]:
        """Edit the text that chunks hold together; entities outside the edits stay as they are."""
        letters = [letter for chunk in chunks for letter in self._letters(chunk)]
        text = "".join(letter.text for letter in letters)
        for edit in edits:
            start, end, new = trimmed(text, *edit)
            if start < end or new:
                yield from self._replace(letters, start, end, new)

    def _letters(self, chunk: Chunk) -> Iterator[_Letter]:
        """The characters of a chunk with their places."""
        if chunk.quote == CDATA:
            for at in range(chunk.start, chunk.end):
                yield _Letter(self.source[at], at, at + 1, CDATA)
            return
        for letter in references.letters(self.source, chunk.start, chunk.end):
            yield _Letter(*letter, chunk.quote)

    def _replace(self, letters: list[_Letter], start: int, end: int, new: str) -> Iterator[Splice]:
        """Put `new` for some letters, between which there may be markup: that stays."""
        while start and start < len(letters) and letters[start].is_second:
            start, new = start - 1, letters[start - 1].text + new
        while end < len(letters) and letters[end].is_second:
            end, new = end + 1, new + letters[end].text
        if start == end:
            at, quote = 0, ""
            if start < len(letters):
                at, quote = letters[start].start, letters[start].quote
            if start:  # rather with the letter before than across markup
                at, quote = letters[start - 1].end, letters[start - 1].quote
            yield Splice(at, at, escaped(new, quote, self.encoding))
            return
        first = letters[start]
        begin, stop = first.start, first.end
        new = escaped(new, first.quote, self.encoding)
        for letter in letters[start + 1 : end]:
            if letter.start != stop:
                yield Splice(begin, stop, new)
                begin, new = letter.start, ""
            stop = letter.end
        yield Splice(begin, stop, new)

    def without(self, chunk: Chunk) -> Splice:
        """The splice that takes out the attribute with this value, and the space before it."""
        found = re.compile(r"(?<!\s)\s+[^\s=<>\"'/]+\s*=\s*[\"']?\Z").search(
            self.source, self.source.rindex("<", 0, chunk.start), chunk.start
        )
        assert found is not None  # that is how the value was found
        return Splice(found.start(), chunk.end + len(chunk.quote), "")

    def space_before(self, node: Node) -> str:
        """The white space before an element."""
        start = node.start
        while start and self.source[start - 1].isspace():
            start -= 1
        return self.source[start : node.start]

    def gone(self, node: Node) -> Splice:
        """The splice that takes out an element, and the white space before it."""
        return Splice(node.start - len(self.space_before(node)), node.end, "")

    def encoded(self, splices: Iterable[Splice]) -> bytes:
        """The document with splices made, in its own encoding."""
        return spliced(self.source, splices).encode(self.encoding, "xmlcharrefreplace")


class _Letter(NamedTuple):
    text: str
    start: int
    end: int
    quote: str

    @property
    def is_second(self) -> bool:
        """Whether it is the second character of one reference."""
        return self.start == self.end


def _value(found: re.Match[str], start: int) -> Chunk:
    group = found.lastindex or 4
    quote = {2: '"', 3: "'"}.get(group, "")
    return Chunk(start + found.start(group), start + found.end(group), quote)
