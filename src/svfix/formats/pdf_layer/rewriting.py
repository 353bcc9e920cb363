"""Rewriting: words of a layer shown anew, in a font without glyphs, where the old ones stood.

An operator that shows a word which changes becomes several: what it shows beside the word as it
was, and the new word, stretched to the width of the old one, with the font set back behind it. What
follows stands where it stood, for the new word is as long as the old, or a kern makes up for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import pikepdf

from svfix.formats.pdf_layer.shows import Item, Show, Span
from svfix.formats.pdf_layer.words import Piece, Word
from svfix.formats.splices import Splice, spliced

WIDTH = 0.5
"""How wide a glyph of the font is, in parts of its size."""

BLANKS = (" ", "\u00a0", "\0")

Codes = Mapping[str, int]
"""The code of each character in the font."""


class Rewrite(NamedTuple):
    """What becomes of a word: its new text, stretched to the end of the word numbered `last`."""

    word: int
    last: int
    text: str


class Part(NamedTuple):
    """Items of a show that become another text, as wide as to the end of `last`, or nothing."""

    start: int
    end: int
    text: str
    last: Piece


class Page:
    """The words of a page that are to be rewritten, and how: `streams` are those they stand in."""

    def __init__(
        self, shows: Sequence[Show], words: Sequence[Word], rewrites: Sequence[Rewrite]
    ) -> None:
        self.shows = shows
        self._parts: dict[int, list[Part]] = defaultdict(list)
        self._spans: dict[tuple[int, int], tuple[Span, str]] = {}
        self._offsets: dict[int, list[float]] = {}
        for rewrite in rewrites:
            word = words[rewrite.word]
            if word.span:
                stream = shows[word.pieces[0].show].stream
                self._spans[stream, word.span.start] = word.span, rewrite.text
            for show, part in _parts(shows, words, rewrite):
                self._parts[show].append(part)
        self.streams = {shows[number].stream for number in self._parts}

    def splices(self, codes: Codes, fonts: Mapping[int, bytes]) -> dict[int, list[Splice]]:
        """The changes of each content stream, by number; `fonts` has the font's name in each."""
        found: dict[int, list[Splice]] = defaultdict(list)
        for number, parts in self._parts.items():
            show = self.shows[number]
            new = b"".join(self._shown(number, sorted(parts), codes, fonts[show.stream]))
            found[show.stream].append(Splice(show.start, show.end, new.decode("latin-1")))
        for (stream, _), (span, text) in self._spans.items():
            found[stream].append(Splice(span.start, span.end, _said(span, text)))
        return found

    def _shown(
        self, number: int, parts: Sequence[Part], codes: Codes, font: bytes
    ) -> Iterator[bytes]:
        """The operators that a show becomes."""
        show, at = self.shows[number], 0
        yield show.lead
        for part in parts:
            yield _as_it_was(show.items[at : part.start])
            if part.text:
                width = self._width(number, part)
                if part.last == Piece(number, part.start, part.end):
                    part = _with_space(show, part)
                yield _anew(show, part, width, codes, font)
            else:
                yield _nothing(show, part)
            at = part.end
        yield _as_it_was(show.items[at:])

    def _width(self, number: int, part: Part) -> float:
        """How wide a new text is to be, in the text space of the show where it begins."""
        show, other = self.shows[number], self.shows[part.last.show]
        begin, end = self._offset(number, part.start), self._offset(part.last.show, part.last.end)
        if show is other:
            return end - begin
        (x, y), (p, q), (along, across) = show.point(begin), other.point(end), show.along
        return ((p - x) * along + (q - y) * across) / (along**2 + across**2)

    def _offset(self, number: int, item: int) -> float:
        if number not in self._offsets:
            advances = (item.advance for item in self.shows[number].items)
            self._offsets[number] = list(accumulate(advances, initial=0.0))
        return self._offsets[number][item]


def without(shows: Sequence[Show], numbers: Iterable[int]) -> dict[int, list[Splice]]:
    """The changes of each content stream for some shows to show nothing."""
    found: dict[int, list[Splice]] = defaultdict(list)
    for number in numbers:
        show = shows[number]
        new = show.lead
        if show.size.value * show.scale.value:
            new += _nothing(show, Part(0, len(show.items), "", Piece(number, 0, 0)))
        found[show.stream].append(Splice(show.start, show.end, new.decode("latin-1")))
    return found


def changed(data: bytes, made: Sequence[Splice]) -> bytes:
    """A content stream with its changes made."""
    return spliced(data.decode("latin-1"), made).encode("latin-1")


def _parts(
    shows: Sequence[Show], words: Sequence[Word], rewrite: Rewrite
) -> Iterator[tuple[int, Part]]:
    """The parts of shows that a rewrite is of: the first gets the text, the others nothing."""
    last, text = words[rewrite.last].pieces[-1], rewrite.text
    for piece in words[rewrite.word].pieces:
        yield piece.show, Part(piece.start, piece.end, text, last)
        text = ""
    for number in range(rewrite.word, rewrite.last):  # spaces in what is one word now
        yield from _between(shows, words[number].pieces[-1], words[number + 1].pieces[0])


def _with_space(show: Show, part: Part) -> Part:
    """A part with the space behind it: PDFium takes no notice of a space that is shown alone."""
    if _is_space(show.items[part.end : part.end + 1]):
        return part._replace(end=part.end + 1, text=part.text + " ")
    return part


def _between(shows: Sequence[Show], one: Piece, other: Piece) -> Iterator[tuple[int, Part]]:
    """The glyphs between two pieces of the layer; kerns between them stay."""
    for number in range(one.show, other.show + 1):
        show = shows[number]
        first = one.end if number == one.show else 0
        last = other.start if number == other.show else len(show.items)
        for at in range(first, last):
            if _is_space(show.items[at : at + 1]):
                yield number, Part(at, at + 1, "", other)


def _is_space(items: Sequence[Item]) -> bool:
    """Whether an item, if there is one, is a glyph for a space."""
    return any(item.code and item.text in BLANKS for item in items)


def _as_it_was(items: Sequence[Item]) -> bytes:
    if not items:
        return b""
    pieces: list[bytes] = []
    string = b""
    for item in items:
        if item.code:
            string += item.code
            continue
        if string:
            pieces.append(b"<%b>" % string.hex().encode())
        pieces.append(item.kern)
        string = b""
    if string:
        pieces.append(b"<%b>" % string.hex().encode())
    return b"[" + b" ".join(pieces) + b"] TJ "


def _advance(show: Show, part: Part) -> float:
    return sum(item.advance for item in show.items[part.start : part.end])


def _nothing(show: Show, part: Part) -> bytes:
    """A kern of the length of what is shown no more."""
    unit = show.size.value * show.scale.value / 100
    return b"[%b] TJ " % _written(-1000 * _advance(show, part) / unit)


def _anew(show: Show, part: Part, width: float, codes: Codes, font: bytes) -> bytes:
    size, letters = show.size.value, len(part.text.rstrip())
    written = _written(100 * width / (WIDTH * letters * size))
    kern = 1000 * (WIDTH * len(part.text) - _advance(show, part) / (size * float(written) / 100))
    string = b"".join(b"%04x" % codes[character] for character in part.text)
    pieces = [b"<%b>" % string]
    if (back := _written(kern)) != b"0":
        pieces.append(back)
    before = [b"%b %b Tf %b Tz" % (font, show.size.source, written)]
    after = [b"%b %b Tf %b Tz" % (show.font, show.size.source, show.scale.source)]
    for number, operator in ((show.spacing, b"Tc"), (show.word_spacing, b"Tw")):
        if number.value:
            before.append(b"0 " + operator)
            after.append(number.source + b" " + operator)
    return b" ".join([*before, b"[" + b" ".join(pieces) + b"] TJ", *after, b""])


def _written(number: float) -> bytes:
    """A number as content streams have them, without an exponent.

    >>> _written(12.0), _written(-0.00001), _written(1 / 3)
    (b'12', b'0', b'0.3333')
    """
    written = f"{number:.4f}".rstrip("0").rstrip(".")
    return b"0" if written in ("-0", "") else written.encode()


def _said(span: Span, text: str) -> str:
    """The source of what marked content says its text is."""
    string = f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
    if span.properties is None:
        return string
    rows = {str(key): value for key, value in span.properties.items() if key != "/ActualText"}
    others = pikepdf.Dictionary(rows).unparse().decode("latin-1")
    return f"{others.rstrip().removesuffix('>>')} /ActualText {string} >>"
