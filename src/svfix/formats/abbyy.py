"""ABBYY FineReader's XML: lines whose letters are elements (`charParams`), or have none.

A letter that changes keeps its element and its box, to which those of letters behind it come that
went; one more gets a copy behind it and a share of its box. What the engine said of the old letters
(how sure it was, what else they or their word may be) goes with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svfix.formats.boxes import Box, united, written
from svfix.formats.flow import BREAKS
from svfix.formats.markup import Markup
from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.parsing import location, parse, root_of
from svfix.formats.references import escaped
from svfix.formats.rereading import verified
from svfix.formats.runs import Piece, Runs, between
from svfix.formats.splices import Splice, spliced
from svfix.formats.tree import Node
from svfix.result import Result

NAMESPACE = "www.abbyy.com/FineReader_xml/"
"""Where the namespaces of all versions lie, from FineReader 6 on."""

SIDES = ("l", "t", "r", "b")
STARTS = ("wordStart", "wordFirst", "wordLeftMost")
STALE = (
    "suspicious charConfidence serifProbability wordFromDictionary wordNormal wordNumeric "
    "wordIdentifier wordPenalty meanStrokeWidth characterHeight hasUncertainHeight"
).split()
"""The attributes that are a box, that say where a word begins, and that are of the old letter."""

GAPS = {"page": BREAKS[3], "block": BREAKS[2], "par": BREAKS[2], "line": BREAKS[1]}
"""What stands before an element's text, if text stands before that."""


class Letter(NamedTuple):
    """The element of a letter, and that of what else its word may be."""

    node: Node
    variants: Node | None


class Abbyy:
    """A document of FineReader's."""

    format = "abbyy"

    def __init__(self, data: bytes, markup: Markup, prefix: str) -> None:
        self.data, self.markup, self.prefix = data, markup, prefix
        self.letters: dict[int, Letter] = {}  # by where the element's content begins
        self._next: dict[int, int] = {}  # the letter behind each, likewise
        self.runs = Runs(self._pieces())
        self.texts: Sequence[str] = (self.runs.text + "\n" if self.runs.text else "",)

    def _name(self, node: Node) -> str:
        return node.name.removeprefix(self.prefix)

    def _pieces(self) -> Iterator[Piece]:
        gap, is_first = "", True
        for node in self.markup.root.walk():
            name = self._name(node)
            gap = max(gap, GAPS.get(name, ""), key=BREAKS.index)
            if name != "formatting" or not self.markup.text(node).strip():
                continue
            yield between("" if is_first else gap)
            gap, is_first = "", False
            yield from self._line(node)

    def _line(self, node: Node) -> Iterator[Piece]:
        """The letters of a part of a line that is printed alike."""
        variants: Node | None = None
        last: int | None = None
        children = node.elements()
        if not any(self._name(child) == "charParams" for child in children):
            for chunk in self.markup.chunks(node):
                yield Piece(self.markup.read(chunk), *chunk)
        for child in children:
            if self._name(child) == "wordRecVariants":
                variants = child
            elif self._name(child) == "charParams":
                piece = self._letter(child)
                variants = variants if piece.text.strip() else None
                self.letters[piece.start] = Letter(child, variants)
                if last is not None:
                    self._next[last] = piece.start
                last = piece.start
                yield piece

    def _letter(self, node: Node) -> Piece:
        """The text of a letter's element, which is a space if it has none."""
        inside = node.elements()
        start = inside[-1].end if inside else node.inner
        text = self.markup.source[start : node.close]
        shown = text.strip()
        if not shown:
            return Piece(" ", start, node.close)
        from svfix.formats import references

        start += text.index(shown)
        return Piece(references.read(shown), start, start + len(shown))

    def made(self, results: Sequence[Result]) -> list[Result]:
        """The results without edits that would change what is put between letters."""
        check(self.texts, results)
        return [self.runs.made(result) for result in results]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits made in its letters, in its own encoding."""
        made = self.made(results)
        edits = made[0].edits
        if not edits:
            return self.data
        changed: dict[int, tuple[Piece, str]] = {}
        for edit in reversed(edits):
            for piece, start, end, new in reversed(self.runs.parts(edit) or []):
                text = changed.get(piece.start, (piece, piece.text))[1]
                changed[piece.start] = piece, text[:start] + new + text[end:]
        data = self.markup.encoded(self._splices(changed))
        return verified(data, Source(self.data), made, self.format)

    def _splices(self, changed: dict[int, tuple[Piece, str]]) -> Iterator[Splice]:
        """The splices of letters that change, and of those behind a space that came or went."""
        gone: set[Node] = set()
        for at, (piece, text) in sorted(changed.items()):
            letter = self.letters.get(at)
            if letter is None:
                yield Splice(piece.start, piece.end, escaped(text))
                continue
            if letter.variants and letter.variants not in gone:
                gone.add(letter.variants)
                yield self.markup.gone(letter.variants)
            yield from self._respelt(piece, letter.node, text, self._box(at, changed))
            behind = self._next.get(at)
            if text[-1:].isspace() != piece.text.isspace() and behind and behind not in changed:
                yield from self._started(self.letters[behind].node, text[-1:].isspace())

    def _box(self, at: int, changed: dict[int, tuple[Piece, str]]) -> Box | None:
        """The box of a letter with those of the letters behind it that went."""
        boxes = [self.box(self.letters[at].node)]
        behind = self._next.get(at)
        while behind in changed and not changed[behind][1]:
            boxes.append(self.box(self.letters[behind].node))
            behind = self._next.get(behind)
        return united(filter(None, boxes))

    def _respelt(self, piece: Piece, node: Node, text: str, box: Box | None) -> Iterator[Splice]:
        """The splices of one letter's element, and its copies behind it."""
        if not text:
            yield self.markup.gone(node)
            return
        own = text if len(text) <= len(piece.text) else text[: len(piece.text)]
        more = text[len(own) :]
        share = len(own) / len(text)
        yield from self._changed(piece, node, own, box and box.part(0, share))
        copies = []
        for number, char in enumerate(more):
            start = share + (1 - share) * number / len(more)
            part = box and box.part(start, start + (1 - share) / len(more))
            splices = [*self._changed(piece, node, char, part), *self._started(node, False)]
            copies.append(self.markup.space_before(node))
            copies.append(spliced(self.markup.source, splices, node.start, node.end))
        if copies:
            yield Splice(node.end, node.end, "".join(copies))

    def _changed(self, piece: Piece, node: Node, text: str, box: Box | None) -> Iterator[Splice]:
        attributes = self.markup.attributes(node)
        yield Splice(piece.start, piece.end, escaped(text))
        yield from map(self.markup.gone, node.elements())  # what else the letter may be
        for name in STALE:
            if name in attributes and text != piece.text:
                yield self.markup.without(attributes[name])
        for name, side in zip(SIDES, box or (), strict=False):
            if box and name in attributes and box != self.box(node):
                yield Splice(*attributes[name][:2], written(side))

    def _started(self, node: Node, is_start: bool) -> Iterator[Splice]:
        """Say of a letter whether a word begins with it, where that is said."""
        for name in STARTS[:2]:
            chunk = self.markup.attribute(node, name)
            if chunk:
                is_word = self.markup.read(chunk) in ("true", "false")
                value = str(is_start).lower() if is_word else str(int(is_start))
                yield Splice(chunk.start, chunk.end, value)

    def box(self, node: Node) -> Box | None:
        """The box of a letter's element."""
        try:
            return Box(*(int(self.markup.get(node, side) or "") for side in SIDES))
        except ValueError:
            return None

    def place(self, text: int, start: int, end: int) -> Place:
        """The page (from 1), and the box around the letters."""
        place: Place = {"page": 1 + self.texts[text].count("\f", 0, start)}
        found = (self.letters.get(piece.start) for piece, _, _ in self.runs.touched(start, end))
        if box := united(filter(None, (self.box(one.node) for one in found if one))):
            place["box"] = list(box)
        return place


def read(source: Source) -> Abbyy:
    """Read a document of FineReader's; raises FormatError, as for one of another namespace."""
    markup = parse(source.data)
    prefix, namespace = root_of(markup, "document", "XML of ABBYY FineReader's")
    if not location(namespace).startswith(NAMESPACE):
        raise FormatError(
            f"the document's namespace is {namespace!r}, not ABBYY FineReader's ({NAMESPACE}…)"
        )
    return Abbyy(source.data, markup, prefix)
