"""Azure's JSON: Document Intelligence, whose objects have spans of one content, and Read before it.

The content changes with its words, and so do lines, paragraphs, cells and fields, which say it
again; every span is moved to where its text is then. Spans are counted as the document says: in
characters as a reader sees them, in code points, or in UTF-16.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import regex

from svfix.formats.agreement import TextEdit
from svfix.formats.json_tree import Json
from svfix.formats.json_words import JsonWords, Level, Word
from svfix.formats.layout import Change, Token, Unit
from svfix.formats.levels import above
from svfix.formats.model import Source
from svfix.formats.quads import Quad, shown
from svfix.formats.spacing import with_gaps
from svfix.formats.splices import Splice

SpanOf = tuple[int, int]
"""Where a span begins and ends, in characters of the content."""


class Counted:
    """Places of a text, counted in code points and in another way.

    >>> counted = Counted("a\\U0001f600b", "utf16CodeUnit")
    >>> counted.there[2], counted.here(3)
    (3, 2)
    """

    def __init__(self, text: str, kind: str) -> None:
        sizes = [1] * len(text)
        if kind.lower().startswith("utf16"):
            sizes = [1 + (char > "\uffff") for char in text]
        elif kind.lower().startswith("textelement"):
            sizes = []
            for found in regex.finditer(r"\X", text):
                sizes += [1] + [0] * (len(found.group()) - 1)
        self.there = [0, *accumulate(sizes)]

    def here(self, place: int) -> int:
        """The code point at a place that is counted in the other way."""
        return min(bisect_left(self.there, place), len(self.there) - 1)


class Moved:
    """Where places of a text are after edits of it."""

    def __init__(self, edits: Sequence[TextEdit]) -> None:
        self.edits = edits
        self.starts = [start for start, _, _ in edits]
        self.shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def of(self, place: int) -> int:
        """The place after the edits; one inside an edit is where that ends."""
        number = bisect_left(self.starts, place)
        if number and place < self.edits[number - 1][1]:
            start, _, new = self.edits[number - 1]
            return start + self.shifts[number - 1] + len(new)
        return place + self.shifts[number]


class Azure(JsonWords):
    """A document of Azure's."""

    format = "azure"
    about = "Azure"

    @cached_property
    def content(self) -> Json | None:
        """The string that spans are of."""
        found = self._result.get("content")
        return found if found and found.is_string else None

    @cached_property
    def _result(self) -> Json:
        return self.root.get("analyzeResult") or self.root

    @cached_property
    def _counted(self) -> Counted:
        return Counted(self.content.text if self.content else "", self._kind())

    def _span(self, value: Json) -> SpanOf | None:
        """What an object with an offset and a length is, in code points."""
        offset, length = value.number("offset"), value.number("length")
        if offset is None or length is None:
            return None
        return self._counted.here(int(offset)), self._counted.here(int(offset + length))

    def _spans(self, value: Json) -> list[SpanOf]:
        one = value.get("span")
        spans = ([one] if one else []) + value.list_of("spans")
        return [span for found in spans if (span := self._span(found))]

    def words_of(self, root: Json) -> Iterator[Word]:
        """The words of lines, or of pages with the lines that their spans lie in."""
        blocks = [
            span[0] for one in self._result.list_of("paragraphs") for span in self._spans(one)
        ]
        blocks.sort()
        line = 0
        pages = self._result.list_of("pages") or self._result.list_of("readResults")
        for number, page in enumerate(pages or _parts(self._result)):
            starts = sorted(s[0] for one in page.list_of("lines") for s in self._spans(one))
            for word in page.list_of("words"):
                at = next((span[0] for span in self._spans(word)), 0)
                where = number, bisect_left(blocks, at + 1), line + bisect_left(starts, at + 1)
                yield from _word(word, "content", where)
            for one in page.list_of("lines"):
                line += 1
                for word in one.list_of("words"):
                    yield from _word(word, "text", (number, 0, line))

    def levels(self, root: Json) -> Iterator[Level]:
        """Lines that hold their words, and all that has a content with spans."""
        numbers = {word.value.start: number for number, word in enumerate(self.words)}
        for value in root.walk():
            own = [numbers[w.start] for w in value.list_of("words") if w.start in numbers]
            text = value.get("text")
            if own and text and text.is_string:
                yield Level(text, own)
            content = value.get("content")
            if (
                value is self._result
                or value.start in numbers
                or not (content and content.is_string)
            ):
                continue
            inside = [number for span in self._spans(value) for number in self._inside(span)]
            yield Level(content, inside)
            same = value.get("valueString")
            if same and same.is_string and same.text == content.text:
                yield Level(same, inside)

    @cached_property
    def _places(self) -> list[tuple[int, int, int]]:
        """Where in the content words stand, and their numbers, in the content's order."""
        found = ((self._spans(word.value), number) for number, word in enumerate(self.words))
        return sorted((*spans[0], number) for spans, number in found if spans)

    def _inside(self, span: SpanOf) -> list[int]:
        first, last = (bisect_left(self._places, (place, -1, -1)) for place in span)
        return [number for _, _, number in self._places[first:last]]

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes: words, what says them again, the content, and all spans."""
        self._moved = Moved([])
        if self.content:
            text = self.content.text
            found = [(place, self.words[place[2]].unit.text) for place in self._places]
            places = [place for place, word in found if text[place[0] : place[1]] == word]
            words = [text[start:end] for start, end, _ in places]
            starts = [start for start, _, _ in places]
            edits = list(above(words, [changes.get(place[2]) for place in places], starts))
            edits = with_gaps(text, edits)
            yield from self.content.edited(edits)
            self._moved = Moved(edits)
            self._after = Counted(_edited(text, edits), self._kind())
        yield from super().splices(changes)
        if self.content:
            yield from self._moved_spans(changes)

    def _kind(self) -> str:
        names = ("stringIndexType", "string_index_type")  # the second of Azure's own library
        return next(filter(None, map(self._result.string, names)), "textElements")

    def _moved_spans(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """The splices of spans, but for those of words that change, which are told there."""
        told = {self.words[n].value.start for n, change in changes.items() if change.edits}
        stack = [self.root]
        while stack:
            value = stack.pop()
            if value.start in told:
                continue
            if value.get("offset") and (span := self._span(value)):
                yield from self._set(value, *map(self._moved.of, span))
            stack += [*value.members.values(), *value.items]

    def _set(self, value: Json, start: int, end: int) -> Iterator[Splice]:
        """The splices that make an object a span of the new content."""
        offset, length = value.get("offset"), value.get("length")
        assert offset is not None  # it was read as a span
        assert length is not None
        there = self._after.there
        first, last = (there[min(at, len(there) - 1)] for at in (start, max(start, end)))
        for number, new in ((offset, first), (length, last - first)):
            if self.source[number.start : number.end] != str(new):
                yield Splice(number.start, number.end, str(new))

    def respelt(self, number: int, change: Change) -> Iterator[Splice]:
        """The word's text, place and span, and copies for what was parted from it."""
        value = self.words[number].value
        text = value.get("content") or value.get("text")
        assert text is not None  # it has a unit
        own = _edited(text.text, change.edits)
        spans = [s for s in (value.get("span"),) if s] + value.list_of("spans")
        at = self._moved.of(span[0]) if spans and (span := self._span(spans[0])) else 0
        yield from text.edited(change.edits)
        yield from self._told(value, own, at, self.quad_of(change.shares))
        copies = []
        at += len(own) + 1
        for token in change.more:
            copies.append([*text.edited([(0, len(text.text), token.text)]),
                           *self._told(value, token.text, at, self._quad(token))])  # fmt: skip
            at += len(token.text) + 1
        yield from self.copies(value, copies)

    def _quad(self, token: Token) -> Quad | None:
        return self.quad_of(token.shares)

    def _told(self, value: Json, text: str, at: int, quad: Quad | None) -> Iterator[Splice]:
        """The splices of a word's span and polygon."""
        for span in [s for s in (value.get("span"),) if s] + value.list_of("spans"):
            if self.content and self._span(span):
                yield from self._set(span, at, at + len(text))
        sides = _polygon(value)
        if quad and len(sides) == 8:
            for side, new in zip(sides, (n for point in quad.points for n in point), strict=True):
                yield Splice(side.start, side.end, shown(new))

    def quad(self, value: Json) -> Quad | None:
        """The polygon of a word."""
        sides = [side.number() for side in _polygon(value)]
        known = [side for side in sides if side is not None]
        if len(known) != 8:
            return None
        return Quad(tuple(zip(known[::2], known[1::2], strict=True)))


def _parts(result: Json) -> list[Json]:
    """What holds lines, of Azure's Vision: the blocks that it read."""
    return result.list_of("readResult", "blocks")


def _polygon(value: Json) -> list[Json]:
    """The numbers of a polygon, which some libraries put into points."""
    sides = value.list_of("polygon") or value.list_of("boundingBox")
    points = [number for side in sides for name in "xy" if (number := side.get(name))]
    return points or sides


def _word(value: Json, key: str, where: tuple[int, int, int]) -> Iterator[Word]:
    text = value.string(key)
    if text and text.strip():
        yield Word(value, Unit(text, *where))


def _edited(text: str, edits: Sequence[TextEdit]) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


def read(source: Source) -> Azure:
    """Read a document of Azure's; raises FormatError."""
    return Azure(source)
