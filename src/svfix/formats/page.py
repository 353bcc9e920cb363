"""PAGE XML: regions of lines of words, each with its text in `TextEquiv`/`Unicode`.

Of several `TextEquiv` the one with the lowest `index` is the text. The text is that of the words,
of the line where it has none, of the region where that has no lines; and when a word changes, the
levels above it, and what they say in plain letters (`PlainText`), change with it at the same place.
Where a line says that no space stands between two words, as before a comma, none does. How sure the
engine was (`conf`) and the letters (`Glyph`) of what changed go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from svfix.formats.agreement import TextEdit, carried
from svfix.formats.boxes import DIGITS, Box, parsed, united, written
from svfix.formats.elements import Carrier, MarkupDocument
from svfix.formats.layout import Change, Unit
from svfix.formats.levels import above
from svfix.formats.markup import Markup
from svfix.formats.model import FormatError, Source
from svfix.formats.parsing import location, parse, root_of
from svfix.formats.spacing import spaced_as, with_gaps
from svfix.formats.splices import Splice, trimmed
from svfix.formats.tree import Node

NAMESPACE = "schema.primaresearch.org/PAGE/gts/pagecontent/"
"""Where the namespaces of all versions lie; the date of the version follows."""

_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")


class Page(MarkupDocument):
    """A PAGE document."""

    format = "page"

    def __init__(self, data: bytes, markup: Markup, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(data, markup, list(self._carriers(markup)))

    def _name(self, node: Node) -> str:
        return node.name.removeprefix(self.prefix)

    def _children(self, node: Node, name: str) -> list[Node]:
        return [child for child in node.children if child.name == self.prefix + name]

    def _carriers(self, markup: Markup) -> Iterator[Carrier]:
        """Words, lines without words and regions without lines, in reading order."""
        line = -1
        for page, block, region in self._regions(markup):
            lines = self._children(region, "TextLine")
            for node in lines or [region]:
                line += 1
                words = self._children(node, "Word") if lines else []
                found = [self._carrier(markup, word, (page, block, line), True) for word in words]
                if not any(found):
                    found = [self._carrier(markup, node, (page, block, line), False)]
                own = self._text_node(markup, node) if lines else None
                yield from _as_spaced(markup.text(own) if own else "", [*filter(None, found)])

    def _regions(self, markup: Markup) -> Iterator[tuple[int, int, Node]]:
        """The regions of text with the numbers of their page and their own."""
        block = 0
        pages = [node for node in markup.root.walk() if self._name(node) == "Page"]
        for number, page in enumerate(pages):
            rank = _reading_order(markup, page, self.prefix)
            regions = [node for node in page.walk() if self._name(node) == "TextRegion"]
            regions.sort(key=lambda node: rank.get(markup.get(node, "id") or "", len(rank)))
            for region in regions:
                yield number, block, region
                block += 1

    def _carrier(
        self, markup: Markup, node: Node, where: tuple[int, int, int], divisible: bool
    ) -> Carrier | None:
        unicode = self._text_node(markup, node)
        chunks = list(markup.chunks(unicode)) if unicode else []
        text = "".join(map(markup.read, chunks))
        if not text.strip():
            return None
        return Carrier(node, chunks, Unit(text, *where), divisible=divisible)

    def _text_node(self, markup: Markup, node: Node) -> Node | None:
        """The Unicode element of the main text of a word, line or region."""
        equivalents = self._children(node, "TextEquiv")
        if not equivalents:
            return None
        main = min(equivalents, key=lambda node: _index(markup.get(node, "index")))
        return next(iter(self._children(main, "Unicode")), None)

    def box(self, node: Node) -> Box | None:
        """The box around the polygon of an element."""
        coordinates = node.child(f"{self.prefix}Coords")
        if coordinates is None:
            return None
        points = self.markup.get(coordinates, "points") or " ".join(  # of 2010: elements
            f"{self.markup.get(point, 'x')},{self.markup.get(point, 'y')}"
            for point in self._children(coordinates, "Point")
        )
        corners = [(parsed(x), parsed(y)) for x, y in _POINT.findall(points)]
        return united(Box(x, y, x, y) for x, y in corners)

    def changed(
        self, carrier: Carrier, edits: Sequence[tuple[int, int, str]], box: Box | None
    ) -> Iterator[Splice]:
        """The splices of a word or line: its text, its box, and what is stale."""
        yield from self.markup.respell(carrier.chunks, edits)
        yield from self._plain(carrier.node, carrier.unit.text, edits)
        yield from self._stale(carrier.node)
        for glyph in self._children(carrier.node, "Glyph"):
            yield self.markup.gone(glyph)
        coordinates = carrier.node.child(f"{self.prefix}Coords")
        if box and coordinates:
            yield self._placed(coordinates, box)

    def _placed(self, coordinates: Node, box: Box) -> Splice:
        """The splice that makes a polygon the corners of a box."""
        left, top, right, bottom = map(written, box)
        corners = (left, top), (right, top), (right, bottom), (left, bottom)
        if points := self.markup.attribute(coordinates, "points"):
            return Splice(points.start, points.end, " ".join(f"{x},{y}" for x, y in corners))
        name = f"{self.prefix}Point"
        new = "".join(f'<{name} x="{x}" y="{y}"/>' for x, y in corners)
        return Splice(coordinates.inner, coordinates.close, new)

    def _stale(self, node: Node) -> Iterator[Splice]:
        """Take out what is said of the main text of a word, line or region that changes."""
        unicode = self._text_node(self.markup, node)
        if unicode is None or unicode.parent is None:
            return
        if conf := self.markup.attributes(unicode.parent).get("conf"):
            yield self.markup.without(conf)

    def _plain(self, node: Node, text: str, edits: Sequence[TextEdit]) -> Iterator[Splice]:
        """Change what the main text of a word, line or region says in plain letters.

        These need not be those of a word, so only the ones that an edit changes are.
        """
        edits = [trimmed(text, *edit) for edit in edits]
        unicode = self._text_node(self.markup, node)
        for plain in (
            self._children(unicode.parent, "PlainText") if unicode and unicode.parent else ()
        ):
            yield from self._follow(plain, text, edits)

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes: words, and the lines and regions that say the same at their level."""
        yield from super().splices(changes)
        for name in ("TextLine", "TextRegion"):
            for node, numbers in self._above(name, changes).items():
                yield from self._agreeing(node, numbers, changes)

    def _above(self, name: str, changes: Mapping[int, Change]) -> dict[Node, list[int]]:
        """The lines (or regions) with a change in them, and the numbers of all their carriers."""
        above: dict[Node, list[int]] = {}
        for number, carrier in enumerate(self.carriers):
            node = carrier.node.parent
            while node and self._name(node) != name:
                node = node.parent
            if node:
                above.setdefault(node, []).append(number)
        return {
            n: numbers for n, numbers in above.items() if not changes.keys().isdisjoint(numbers)
        }

    def _agreeing(
        self, node: Node, numbers: Sequence[int], changes: Mapping[int, Change]
    ) -> Iterator[Splice]:
        """Change the text of a level as that of the words below changes, at the same places."""
        unicode = self._text_node(self.markup, node)
        if unicode is None:
            return
        words = [self.carriers[number].unit.text for number in numbers]
        text, edits = " ".join(words), list(above(words, [*map(changes.get, numbers)]))
        yield from self._stale(node)
        yield from self._follow(unicode, text, edits)
        yield from self._plain(node, text, edits)

    def _follow(self, node: Node, text: str, edits: Sequence[TextEdit]) -> Iterator[Splice]:
        """Edit an element that says the same as `text`; one that is too long and unlike stays."""
        chunks = list(self.markup.chunks(node))
        other = "".join(map(self.markup.read, chunks))
        if other.strip():
            same = carried(text, other, edits)
            yield from self.markup.respell(chunks, with_gaps(other, same or ()))


def _as_spaced(line: str, carriers: Sequence[Carrier]) -> Iterator[Carrier]:
    """The words of a line, glued where its own text has no space between them."""
    glued = spaced_as(line, [carrier.unit.text for carrier in carriers])
    for carrier, is_glued in zip(carriers, glued, strict=True):
        yield carrier._replace(unit=carrier.unit._replace(glued=is_glued)) if is_glued else carrier


def _reading_order(markup: Markup, page: Node, prefix: str) -> dict[str, int]:
    """The ranks of regions, by id, as the page's ReadingOrder gives them."""
    order = page.child(f"{prefix}ReadingOrder")
    ranks: dict[str, int] = {}
    stack = [order] if order else []
    while stack:
        node = stack.pop()
        if region := markup.get(node, "regionRef"):
            ranks.setdefault(region, len(ranks))
        children = node.elements()
        children.sort(key=lambda child: _index(markup.get(child, "index")))
        stack.extend(reversed(children))
    return ranks


def _index(digits: str | None) -> int:
    digits = (digits or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= DIGITS else 0


def read(source: Source) -> Page:
    """Read a PAGE document; raises FormatError, as for one of another namespace."""
    markup = parse(source.data)
    prefix, namespace = root_of(markup, "PcGts", "PAGE")
    if not location(namespace).startswith(NAMESPACE):
        raise FormatError(
            f"the document's namespace is {namespace!r}, of no version of PAGE ({NAMESPACE}…); "
            "convert it to one of them"
        )
    return Page(source.data, markup, prefix)
