"""Documents of markup: what hOCR, ALTO and PAGE have in common.

Text is carried by elements. An element whose text changes keeps all but what was said of the old
text (how sure the engine was, the places of its letters). One that is parted is followed by copies
of itself with an id of their own; one whose word went, or is part of another word now, stays where
it is without text, so that what refers to it still finds it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svfix.formats.boxes import Box, united
from svfix.formats.layout import Change, Layout, Share, Unit
from svfix.formats.markup import Chunk, Markup
from svfix.formats.model import Place, Source, check
from svfix.formats.rereading import verified
from svfix.formats.splices import Splice, spliced
from svfix.formats.tree import Node
from svfix.result import Result

_ID = re.compile(r"""\bid\s*=\s*["']([^"']*)""", re.IGNORECASE)


class Carrier(NamedTuple):
    """An element that carries text: where that is, and its unit.

    `hyphen` is what the unit's text ends in and the element's does not: a hyphen in an element of
    its own. `divisible` says whether copies of the element may stand behind it.
    """

    node: Node
    chunks: Sequence[Chunk]
    unit: Unit
    hyphen: str = ""
    divisible: bool = True


class MarkupDocument(ABC):
    """A document of which some elements carry the text."""

    format: str
    id_name = "id"  # the attribute that is an element's id

    def __init__(self, data: bytes, markup: Markup, carriers: Sequence[Carrier]) -> None:
        self.data, self.markup, self.carriers = data, markup, carriers
        self.layout = Layout([carrier.unit for carrier in carriers])
        self.texts: Sequence[str] = (self.layout.text,)
        self._ids: set[str] = set()

    def made(self, results: Sequence[Result]) -> list[Result]:
        """The results with the edits that the document can hold."""
        check(self.texts, results)
        return list(results)

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits made in its elements, in its own encoding."""
        made = self.made(results)
        changes = self.layout.changes(made[0].edits)
        self._ids.clear()
        if not changes:
            return self.data
        written = self.markup.encoded(self.splices(changes))
        return verified(written, Source(self.data), made, self.format)

    def place(self, text: int, start: int, end: int) -> Place:
        """The page (from 1), the ids of the elements, and the box around them."""
        found = [self.carriers[number] for number in self.layout.touched(start, end)]
        if not found:
            return {"page": 1 + self.texts[text].count("\f", 0, start)}
        place: Place = {"page": 1 + found[0].unit.page}
        ids = (self.markup.get(carrier.node, self.id_name) for carrier in found)
        if known := [identifier for identifier in ids if identifier]:
            place["word_id"] = " ".join(known)
        if box := united(box for carrier in found if (box := self.box(carrier.node))):
            place["box"] = list(box)
        return place

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes in the source."""
        for number, change in changes.items():
            carrier = self.carriers[number]
            box = self._box(change.shares) if carrier.divisible else None
            if change.edits:
                yield from self.changed(carrier, list(self._own(carrier, change)), box)
            if change.more and carrier.divisible:
                yield Splice(carrier.node.end, carrier.node.end, self._copies(carrier, change))

    def _own(self, carrier: Carrier, change: Change) -> Iterator[tuple[int, int, str]]:
        """The edits of the element's own text, without a hyphen that it does not have."""
        length = len(carrier.unit.text) - len(carrier.hyphen)
        for start, end, new in change.edits:
            if not carrier.divisible:
                new = " ".join([new, *(token.text for token in change.more)])
            yield start, min(end, length), self.bare(carrier, new)

    @staticmethod
    def bare(carrier: Carrier, word: str) -> str:
        """A word without the hyphen that has an element of its own."""
        return word.removesuffix(carrier.hyphen) or word if carrier.hyphen else word

    def _copies(self, carrier: Carrier, change: Change) -> str:
        """The source of the elements behind one that is parted."""
        node, length = carrier.node, len(carrier.unit.text) - len(carrier.hyphen)
        pieces = []
        before = self._box(change.shares)
        for token in change.more:
            box = self._box(token.shares)
            edits = [(0, length, self.bare(carrier, token.text))]
            splices = list(self.changed(carrier, edits, box))
            if identifier := self.markup.attribute(node, self.id_name):
                end = identifier.end
                splices.append(Splice(end, end, self._suffix(identifier)))
            pieces.append(self.between(node, before, box))
            pieces.append(spliced(self.markup.source, splices, node.start, node.end))
            before = box
        return "".join(pieces)

    def _suffix(self, chunk: Chunk) -> str:
        """What makes an id one that the document does not have."""
        source = self.markup.source
        if not self._ids:
            self._ids.update(_ID.findall(source))
        old = source[chunk.start : chunk.end]
        number = 2
        while f"{old}_{number}" in self._ids:
            number += 1
        self._ids.add(f"{old}_{number}")
        return f"_{number}"

    def _box(self, shares: Sequence[Share] | None) -> Box | None:
        """The box that parts of others make; None for no change of it."""
        boxes = (
            (self.box(self.carriers[unit].node), start, end) for unit, start, end in shares or ()
        )
        return united(box.part(start, end) for box, start, end in boxes if box)

    @abstractmethod
    def box(self, node: Node) -> Box | None:
        """The box of an element, None if it has none."""

    @abstractmethod
    def changed(
        self, carrier: Carrier, edits: Sequence[tuple[int, int, str]], box: Box | None
    ) -> Iterator[Splice]:
        """The splices of an element whose text (and box, if not None) changes."""

    def between(self, node: Node, before: Box | None, after: Box | None) -> str:
        """What stands between an element and a copy behind it: the space before it, or one.

        `before` and `after` are the boxes on both sides.
        """
        return self.markup.space_before(node) or " "
