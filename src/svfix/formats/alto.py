"""ALTO, versions 1 to 4: `String` elements with their text in `CONTENT`.

A word broken over two lines has the whole word in `SUBS_CONTENT` of both halves, and its hyphen in
an element `HYP`: the halves are repaired as one word, and both follow. What the engine said of the
old text (`WC`, `CC`, `Glyph`) goes; `CS` is for corrections by hand and is never set. A document
that was changed says so among its processing steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from svfix.formats import alto_apart
from svfix.formats.alto_apart import HALVES, HYPHENS, MARKS
from svfix.formats.alto_steps import recorded
from svfix.formats.boxes import Box, written
from svfix.formats.elements import Carrier, MarkupDocument
from svfix.formats.layout import Change, Unit
from svfix.formats.markup import Chunk, Markup
from svfix.formats.model import FormatError, Source, check, of_edits
from svfix.formats.parsing import location, parse, root_of
from svfix.formats.references import escaped
from svfix.formats.splices import Splice
from svfix.formats.tree import Node
from svfix.result import Result

NAMESPACES = {
    "": 1,
    "schema.ccs-gmbh.com/ALTO": 1,
    "schema.ccs-gmbh.com/metae/alto": 1,
    "www.loc.gov/standards/alto/ns-v2": 2,
    "www.loc.gov/standards/alto/ns-v3": 3,
    "www.loc.gov/standards/alto/ns-v4": 4,
}
"""The version that the location of a namespace is of; documents of version 1 often have none."""

STALE = ("WC", "CC")
"""What an engine says of the text it read, which is none of the repaired one."""

SIDES = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
"""The attributes that are a box."""

BROKEN = ("SUBS_TYPE", "SUBS_CONTENT")
"""The attributes of the halves of a broken word."""


class Alto(MarkupDocument):
    """An ALTO document."""

    format = "alto"
    id_name = "ID"

    def __init__(self, data: bytes, markup: Markup, version: int, prefix: str) -> None:
        self.version, self.prefix = version, prefix
        self._after: dict[int, Node] = {}  # the HYP element behind a String, by its start
        self._before: dict[int, Node] = {}  # the last String of a line, by the start of its HYP
        self._mended: set[int] = set()  # the starts of Strings that are no halves any more
        self._numbers: dict[Node, int] = {}  # those of the Strings
        carriers = list(self._carriers(markup))
        apart = alto_apart.found(carriers, markup, self._numbers)
        self._apart = {word.left.node: word for word in apart}
        super().__init__(data, markup, list(alto_apart.united(carriers, self._apart)))

    def _carriers(self, markup: Markup) -> Iterator[Carrier]:
        page = block = line = -1
        for node in markup.root.walk():
            name = node.name.removeprefix(self.prefix)
            page += name == "Page"
            block += name == "TextBlock"
            line += name == "TextLine"
            if name == "String":
                self._numbers[node] = len(self._numbers)
                if carrier := self._carrier(markup, node, (page, block, line)):
                    yield carrier

    def _carrier(self, markup: Markup, node: Node, where: tuple[int, int, int]) -> Carrier | None:
        content = markup.attribute(node, "CONTENT")
        text = markup.read(content) if content else ""
        if content is None or not text.strip():
            return None
        hyphen = ""
        if hyp := self._hyphen(node):
            hyphen = markup.get(hyp, "CONTENT") or "-"
            hyphen = "" if text.endswith(tuple(HYPHENS)) else hyphen
            self._after[node.start] = hyp
        return Carrier(node, [content], Unit(text + hyphen, *where), hyphen)

    def _hyphen(self, node: Node) -> Node | None:
        """The HYP element right behind a String."""
        siblings = node.parent.children if node.parent else []
        if not siblings or siblings[-1].name != f"{self.prefix}HYP":
            return None
        hyphen = siblings[-1]
        if hyphen.start not in self._before:
            strings = (child for child in reversed(siblings) if child.name == node.name)
            self._before[hyphen.start] = next(strings)
        return hyphen if self._before[hyphen.start] is node else None

    def box(self, node: Node) -> Box | None:
        """The box of an element."""
        attributes = self.markup.attributes(node)
        try:
            left, top, width, height = (
                _number(self.markup.read(attributes[name])) for name in SIDES
            )
        except (KeyError, ValueError):
            return None
        return Box(left, top, left + width, top + height)

    def made(self, results: Sequence[Result]) -> list[Result]:
        """The results without edits that would leave no two halves of a word."""
        check(self.texts, results)
        if not self._apart:
            return list(results)
        edits = results[0].edits
        gone = {
            number
            for number, change in self.layout.changes(edits).items()
            if (apart := self._apart.get(self.carriers[number].node))
            and (change.more or not apart.dealt(change.edits[-1][2]))
        }
        touched = (self.layout.touched(max(e.start - 1, 0), e.end + 1) for e in edits)
        kept = [e for e, units in zip(edits, touched, strict=True) if gone.isdisjoint(units)]
        return [of_edits(results[0], kept)]

    def changed(
        self, carrier: Carrier, edits: Sequence[tuple[int, int, str]], box: Box | None
    ) -> Iterator[Splice]:
        """The splices of a String, or of the two that are a word: what changes, and is stale."""
        apart = self._apart.get(carrier.node)
        halves = apart and apart.dealt(edits[-1][2])
        if not (apart and halves):
            yield from self._changed(carrier, edits, box)
            return
        for half, new in zip(apart, halves, strict=True):
            text = half.unit.text.removesuffix(half.hyphen)
            if new != text:
                yield from self._changed(half, [(0, len(text), new)], None)
            if content := self.markup.attribute(half.node, "SUBS_CONTENT"):
                yield _set(content, edits[-1][2].rstrip(MARKS))

    def _changed(
        self, carrier: Carrier, edits: Sequence[tuple[int, int, str]], box: Box | None
    ) -> Iterator[Splice]:
        """The splices of a String: its CONTENT, its box, and what is stale."""
        yield from self.markup.respell(carrier.chunks, edits)
        attributes = self.markup.attributes(carrier.node)
        mended = carrier.node.start in self._mended
        for name in STALE + BROKEN * mended:
            if name in attributes:
                yield self.markup.without(attributes[name])
        for child in carrier.node.children:
            if child.name == f"{self.prefix}Glyph":
                yield self.markup.gone(child)
        if box:
            sides = box.left, box.top, box.right - box.left, box.bottom - box.top
            for name, side in zip(SIDES, sides, strict=True):
                if name in attributes:
                    yield _set(attributes[name], written(side))

    def between(self, node: Node, before: Box | None, after: Box | None) -> str:
        """A space as an element, where the document has such ones."""
        space, name = self.markup.space_before(node), f"{self.prefix}SP"
        if not (node.parent and node.parent.child(name)):
            return space
        sides = ""
        if before and after:
            width = written(after.left - before.right)
            sides = f' WIDTH="{width}" VPOS="{written(after.top)}" HPOS="{written(before.right)}"'
        return f"<{name}{sides}/>{space}"

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes: Strings, the other halves of words, and the list of processing steps."""
        touched = [pair for pair in self._broken() if not changes.keys().isdisjoint(pair)]
        whole = [pair for pair in touched if self._is_whole(pair, changes)]
        self._mended = {
            self.carriers[number].node.start
            for pair in touched
            if pair not in whole
            for number in pair
        }
        yield from super().splices(changes)
        for number, change in changes.items():
            if self.carriers[number].node not in self._apart:
                yield from self._joined(self.carriers[number], change)
        for pair in touched:
            if pair in whole:
                yield from self._substituted(pair, changes)
            else:
                yield from self._unbroken(pair, changes)
        yield from recorded(self.markup, self.prefix, self.version)

    def _joined(self, carrier: Carrier, change: Change) -> Iterator[Splice]:
        """Take out the hyphen of a word that is broken no more."""
        last = change.more[-1].text if change.more else change.edits[-1][2]
        hyp = self._after.get(carrier.node.start)
        if hyp and not last.endswith((*HYPHENS, carrier.hyphen or HYPHENS[0])):
            yield self.markup.gone(hyp)

    def _broken(self) -> Iterator[Sequence[int]]:
        """The broken words: both their halves, or the one that is on the page."""
        left: int | None = None
        for number, carrier in enumerate(self.carriers):
            half = self.markup.get(carrier.node, "SUBS_TYPE")
            if half not in HALVES or carrier.node in self._apart:
                continue
            if left is not None and half == HALVES[1] and self._is_one(left, number):
                yield left, number
                left = None
                continue
            if left is not None:
                yield (left,)
            left = number if half == HALVES[0] else None
            if left is None:
                yield (number,)
        if left is not None:
            yield (left,)

    def _is_one(self, left: int, right: int) -> bool:
        """Whether two halves that follow each other are of one word."""
        words = (self.markup.get(self.carriers[n].node, "SUBS_CONTENT") for n in (left, right))
        return right == left + 1 or len(set(words)) == 1

    def _is_whole(self, pair: Sequence[int], changes: Mapping[int, Change]) -> bool:
        """Whether the halves of a word are its halves after the change too."""
        parted = any(changes[number].more for number in pair if number in changes)
        return not parted and all(self._half(number, changes.get(number)) for number in pair)

    def _unbroken(self, pair: Sequence[int], changes: Mapping[int, Change]) -> Iterator[Splice]:
        """Take out of the half that does not change that it is one."""
        for number in pair:
            attributes = self.markup.attributes(self.carriers[number].node)
            for name in BROKEN:
                if number not in changes and name in attributes:
                    yield self.markup.without(attributes[name])

    def _substituted(self, pair: Sequence[int], changes: Mapping[int, Change]) -> Iterator[Splice]:
        """The whole word anew, in each of its halves."""
        old = [self._half(number, None) for number in pair]
        new = [self._half(number, changes.get(number)) for number in pair]
        for number in pair:
            content = self.markup.attribute(self.carriers[number].node, "SUBS_CONTENT")
            if content:
                before = self.markup.read(content)
                if (word := _rejoined(before, old, new)) != before:
                    yield _set(content, word)

    def _half(self, number: int, change: Change | None) -> str:
        """The text of a half, as it was or as a change makes it, without its hyphen."""
        text = self.carriers[number].unit.text
        for start, end, new in reversed(change.edits if change else ()):
            text = text[:start] + new + text[end:]
        return text.rstrip(HYPHENS)


def _rejoined(word: str, old: Sequence[str], new: Sequence[str]) -> str:
    """The whole word of two halves (or one), made of new ones as `word` was made of the old.

    >>> _rejoined("uppfélja", ["upp", "félja."], ["upp", "följa."])
    'uppfölja'
    >>> _rejoined("tillata", ["till", "lata"], ["till", "låta"])
    'tillåta'
    >>> _rejoined("framat", ["fram"], ["främ"]), _rejoined("framat", ["at"], ["åt"])
    ('främat', 'framåt')
    """
    if len(new) == 1:
        if word.startswith(old[0]):
            return new[0] + word.removeprefix(old[0])
        return word.removesuffix(old[0]) + new[0] if word.endswith(old[0]) else word
    left, right = new
    if word == "".join(old):
        return left + right
    right = right.rstrip(MARKS)
    elided = left[-2:] == 2 * right[:1] and len(word) < len("".join(old).rstrip(MARKS))
    return left + right[1:] if elided else left + right


def _set(chunk: Chunk, value: str) -> Splice:
    return Splice(chunk.start, chunk.end, escaped(value, chunk.quote))


def _number(digits: str) -> float:
    """A number of XML Schema; raises ValueError for what is none, or without end."""
    number = float(digits)
    if not isfinite(number):
        raise ValueError(digits)
    return int(number) if number == int(number) else number


def read(source: Source) -> Alto:
    """Read an ALTO document; raises FormatError, as for one of another namespace."""
    markup = parse(source.data)
    prefix, namespace = root_of(markup, "alto", "ALTO")
    version = NAMESPACES.get(location(namespace))
    if version is None:
        known = ", ".join(filter(None, NAMESPACES))
        raise FormatError(
            f"the document's namespace is {namespace!r}, of no version of ALTO from 1 to 4 "
            f"({known}); convert it to one of them"
        )
    return Alto(source.data, markup, version, prefix)
