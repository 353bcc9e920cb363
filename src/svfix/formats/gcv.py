"""Google Cloud Vision's JSON: words are lists of symbols, each with a break behind it or none.

The symbols of a word that changes are made anew from those it had, by the letters that they share.
The whole text, and the description of each word, change with them. Names are those of the service
(`fullTextAnnotation`), or as its libraries write them (`full_text_annotation`), which may have
numbers for the kinds of breaks, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from svfix.formats.agreement import Places
from svfix.formats.json_tree import Json, quoted
from svfix.formats.json_words import JsonWords, Level, Word
from svfix.formats.layout import Change, Unit
from svfix.formats.model import Source
from svfix.formats.quads import Quad, shown
from svfix.formats.splices import Splice, spliced

BREAKS = ("UNKNOWN", "SPACE", "SURE_SPACE", "EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK")
"""The kinds of breaks, by number."""

LINE_ENDS = ("LINE_BREAK", "EOL_SURE_SPACE", "HYPHEN")
"""The breaks that end a line; those of the others that there are stand for a space."""

_SNAKE = re.compile(r"_([a-z])")


class Gcv(JsonWords):
    """A document of Google's."""

    format = "gcv"
    about = "Google Cloud Vision"

    def parsed(self) -> Json:
        """The document's root, in which all names are those of the service."""
        root = super().parsed()
        for value in root.walk() if '"full_text_annotation"' in self.source else ():
            value.members = {
                _SNAKE.sub(lambda found: found[1].upper(), name): member
                for name, member in value.members.items()
            }
        return root

    @cached_property
    def _answers(self) -> list[Json]:
        """What was read of each picture."""
        return [value for value in self.root.walk() if "fullTextAnnotation" in value.members]

    def words_of(self, root: Json) -> Iterator[Word]:
        """The words of all pages."""
        page = block = line = 0
        for answer in self._answers:
            for sheet in answer.list_of("fullTextAnnotation", "pages"):
                page += 1
                for paragraph in (
                    p for b in sheet.list_of("blocks") for p in b.list_of("paragraphs")
                ):
                    block, line, kind = block + 1, line + 1, "SPACE"
                    for word in paragraph.list_of("words"):
                        line += kind in LINE_ENDS
                        text = "".join(s.string("text") or "" for s in word.list_of("symbols"))
                        if text.strip():
                            glued = not kind
                            yield Word(word, Unit(text, page - 1, block, line, glued))
                        kind = _break(word.list_of("symbols"))

    def levels(self, root: Json) -> Iterator[Level]:
        """The whole text of each picture, twice, and the description of each word."""
        for answer in self._answers:
            whole = answer.get("fullTextAnnotation") or answer
            words = [value for value in whole.walk() if value.list_of("symbols")]
            starts = {word.start for word in words}
            numbers = [n for n, word in enumerate(self.words) if word.value.start in starts]
            text = answer.get("fullTextAnnotation", "text")
            if text and text.is_string:
                yield Level(text, numbers)
            described = [one.get("description") for one in answer.list_of("textAnnotations")]
            at = 0
            for count, string in enumerate(described):
                if not (string and string.is_string):
                    continue
                if count == 0:
                    yield Level(string, numbers)
                    continue
                found = self._words_in(string.text, numbers, at)
                if found:
                    at = numbers.index(found[-1], at) + 1
                    yield Level(string, found)

    def _words_in(self, text: str, numbers: Sequence[int], at: int) -> list[int]:
        """The words that a description says, which come in the same order."""
        for start in range(at, min(at + 50, len(numbers))):
            said = ""
            found: list[int] = []
            while len(said) < len(text) and start + len(found) < len(numbers):
                found.append(numbers[start + len(found)])
                said += self.words[found[-1]].unit.text
            if said == text:
                return found
        return []

    def splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        """What changes, with a space behind a word that was glued to the next and is no more."""
        self._parted = {number - 1 for number, change in changes.items() if change.apart}
        for number in self._parted:
            if number not in changes or not changes[number].edits:
                last = self.words[number].value.list_of("symbols")[-1]
                new = self._symbol(last, last.string("text") or "", True, None)
                yield Splice(last.start, last.end, new)
        yield from super().splices(changes)

    def respelt(self, number: int, change: Change) -> Iterator[Splice]:
        """The symbols of a word, and words for what was parted from it."""
        word = self.words[number]
        symbols = word.value.list_of("symbols")
        own = word.unit.text
        for start, end, new in reversed(change.edits):
            own = own[:start] + new + own[end:]
        tokens = [own, *(token.text for token in change.more)]
        quads = [
            self.quad_of(shares) for shares in (change.shares, *(t.shares for t in change.more))
        ]
        behind = None if number in self._parted else symbols[-1]
        made = list(self._symbols(symbols, word.unit.text, tokens, behind))
        yield from self._told(word.value, symbols, made[0], quads[0])
        copies = [
            list(self._told(word.value, symbols, new, quad))
            for new, quad in zip(made[1:], quads[1:], strict=True)
        ]
        yield from self.copies(word.value, copies)

    def _symbols(
        self, symbols: Sequence[Json], old: str, tokens: Sequence[str], behind: Json | None
    ) -> Iterator[list[str]]:
        """The source of the symbols of each new word, the last with the break behind `behind`."""
        owner = [symbol for symbol in symbols for _ in symbol.string("text") or ""]
        places = Places(" ".join(tokens), old)
        at = 0
        for number, token in enumerate(tokens):
            made = []
            for char in range(at, at + len(token)):
                symbol = owner[min(places.of(char), len(owner) - 1)]
                is_last = char == at + len(token) - 1
                end = behind if number == len(tokens) - 1 else None
                made.append(self._symbol(symbol, token[char - at], is_last, end))
            # A word that went keeps an empty symbol, for the break behind it.
            yield made or [self._symbol(symbols[-1], "", True, behind)]
            at += len(token) + 1

    def _symbol(self, symbol: Json, text: str, is_last: bool, end: Json | None) -> str:
        """The source of a symbol with another text, and the break that stands behind it."""
        string, own = symbol.get("text"), symbol.get("property")
        assert string is not None  # it has a letter
        splices = []
        if string.text != text:
            splices.append(Splice(string.start + 1, string.end - 1, quoted(text)))
        new = self._property(symbol, is_last, end)
        if own:
            splices.append(Splice(own.start, own.end, new or "{}"))
        elif new:
            splices.append(Splice(string.end, string.end, f', "property": {new}'))
        return spliced(self.source, splices, symbol.start, symbol.end)

    def _property(self, symbol: Json, is_last: bool, end: Json | None) -> str:
        """The source of what is said of a symbol, "" for nothing.

        Behind the last of a word stands what stood behind its old `end`, or a space where there was
        none; behind others stands no break.
        """
        if is_last and end is None:
            return self._space
        has_break = bool(_break([symbol]))
        model = end if is_last else None if has_break else symbol
        own = model.get("property") if model else None
        return self.source[own.start : own.end] if own else ""

    @cached_property
    def _space(self) -> str:
        """The source of what says that a space stands behind a symbol, as it is said elsewhere."""
        name = "detected_break" if '"detected_break"' in self.source else "detectedBreak"
        numbered = re.search(rf'"{name}"\s*:\s*{{\s*"type"\s*:\s*\d', self.source)
        kind = BREAKS.index("SPACE") if numbered else '"SPACE"'
        return f'{{"{name}": {{"type": {kind}}}}}'

    def _told(
        self, value: Json, symbols: Sequence[Json], made: Sequence[str], quad: Quad | None
    ) -> Iterator[Splice]:
        """The splices of a word's symbols and its place."""
        between = self.source[symbols[0].end : symbols[1].start] if len(symbols) > 1 else ", "
        yield Splice(symbols[0].start, symbols[-1].end, between.join(made))
        for corners in _corners(value) if quad else ():
            for point, corner in zip(corners, quad.points if quad else (), strict=False):
                for name, side in zip("xy", corner, strict=True):
                    if number := point.get(name):
                        yield Splice(number.start, number.end, shown(side))

    def quad(self, value: Json) -> Quad | None:
        """The polygon of a word; what is 0 need not be said in it."""
        for corners in _corners(value):
            points = [(p.number("x") or 0, p.number("y") or 0) for p in corners]
            if len(points) == 4:
                return Quad(tuple(points))
        return None


def _corners(value: Json) -> Iterator[list[Json]]:
    for name in ("vertices", "normalizedVertices"):
        if corners := value.list_of("boundingBox", name):
            yield corners


def _break(symbols: Sequence[Json]) -> str:
    """The break behind the last of some symbols, "" for none."""
    if not symbols:
        return "SPACE"
    found = symbols[-1].get("property", "detectedBreak")
    if found is None or found.source.startswith("null", found.start):
        return ""
    number = int(found.number("type") or 0)
    return found.string("type") or (BREAKS[number] if 0 < number < len(BREAKS) else "SPACE")


def read(source: Source) -> Gcv:
    """Read a document of Google's; raises FormatError."""
    return Gcv(source)
