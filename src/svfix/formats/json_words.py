"""Words in JSON: what the services that read pages have in common.

Each word is an object, and lines, paragraphs and the whole text say again what the words say: all
of them change together. A word that is parted is followed by a copy of its object; one that went
keeps its object without text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svfix.formats.agreement import carried
from svfix.formats.boxes import united
from svfix.formats.json_tree import Json, tree
from svfix.formats.layout import Change, Layout, Share, Unit
from svfix.formats.levels import above
from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.quads import Quad, share
from svfix.formats.rereading import verified
from svfix.formats.spacing import with_gaps
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result


class Word(NamedTuple):
    """A word's object, and its unit."""

    value: Json
    unit: Unit


class Level(NamedTuple):
    """A string that says again what the words of some numbers say."""

    string: Json
    numbers: Sequence[int]


class JsonWords(ABC):
    """A document of words in JSON."""

    format: str
    about: str  # whose documents they are, for a message

    def __init__(self, given: Source) -> None:
        self.given, self.source = given, decoded(given)
        self.root = self.parsed()
        self.words: Sequence[Word] = list(self.words_of(self.root))
        if not self.words:
            raise FormatError(
                f"the document has no words as {self.about} gives them; is it of another service, "
                "or was it saved without its words?"
            )
        self.layout = Layout([word.unit for word in self.words])
        self.texts: Sequence[str] = (self.layout.text,)

    def parsed(self) -> Json:
        """The document's root. Raises FormatError for what is no JSON."""
        return tree(self.source)

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits made wherever it says their words."""
        check(self.texts, results)
        changes = self.layout.changes(results[0].edits)
        if not changes:
            return self.given.data
        data = encoded(spliced(self.source, self.splices(changes)))
        return verified(data, self.given, results, self.format)

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes: words, and what says again what they say."""
        for number, change in changes.items():
            if change.edits:
                yield from self.respelt(number, change)
        for string, numbers in self.levels(self.root):
            if not changes.keys().isdisjoint(numbers):
                words = [self.words[number].unit.text for number in numbers]
                edits = list(above(words, [*map(changes.get, numbers)]))
                same = carried(" ".join(words), string.text, edits)
                yield from string.edited(with_gaps(string.text, same or ()))

    def copies(self, value: Json, changed: Sequence[Sequence[Splice]]) -> Iterator[Splice]:
        """The splice that puts copies of an object behind it, each changed."""
        start = value.start
        while start and self.source[start - 1].isspace():
            start -= 1
        space = self.source[start : value.start] or " "
        pieces = [space + spliced(self.source, one, value.start, value.end) for one in changed]
        if pieces:
            yield Splice(value.end, value.end, "".join("," + piece for piece in pieces))

    def quad_of(self, shares: Sequence[Share] | None) -> Quad | None:
        """The quad that parts of others make; None for no change of it."""
        found = (
            (self.quad(self.words[unit].value), start, end) for unit, start, end in shares or ()
        )
        known = [(quad, start, end) for quad, start, end in found if quad]
        return share(known) if known else None

    def place(self, text: int, start: int, end: int) -> Place:
        """The page (from 1), and the box around the words."""
        found = [self.words[number] for number in self.layout.touched(start, end)]
        if not found:
            return {"page": 1 + self.texts[text].count("\f", 0, start)}
        place: Place = {"page": 1 + found[0].unit.page}
        quads = filter(None, (self.quad(word.value) for word in found))
        if box := united(quad.box for quad in quads):
            place["box"] = list(box)
        return place

    @abstractmethod
    def words_of(self, root: Json) -> Iterator[Word]:
        """The words, in reading order."""

    @abstractmethod
    def levels(self, root: Json) -> Iterator[Level]:
        """What says again what words say."""

    @abstractmethod
    def respelt(self, number: int, change: Change) -> Iterator[Splice]:
        """The splices of a word that changes."""

    @abstractmethod
    def quad(self, value: Json) -> Quad | None:
        """Where a word stands, None if that is not said."""
