"""Rewriting: words of a layer shown anew, in a font without glyphs, where the old ones stood.

An operator that shows a word which changes becomes several: what it shows beside the word as it
was, and the new word, stretched to the width of the old one, with the font set back behind it. What
follows stands where it stood, for the new word is as long as the old, or a kern makes up for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pikepdf

from svfix.formats.pdf_layer.interpreter import Item, Show, Span
from svfix.formats.pdf_layer.words import Piece, Word, length
from svfix.formats.splices import Splice, spliced

WIDTH = 0.5
"""How wide a glyph of the font is, in parts of its size."""

Codes = Mapping[str, int]
"""The code of each character in the font."""


class Rewrite(NamedTuple):
    """What becomes of a word: its new text, stretched to the end of the word numbered `last`."""

    word: int
    last: int
    text: str


class Part(NamedTuple):
    """Items of a show that become another text of some width, or nothing."""

    start: int
    end: int
    text: str
    width: float


def splices(
    shows: Sequence[Show], words: Sequence[Word], rewrites: Sequence[Rewrite], codes: Codes,
    fonts: Mapping[int, bytes],
) -> dict[int, list[Splice]]:  # fmt: skip
    """The changes of each content stream, by its number; `fonts` has the font's name in each."""
    parts: dict[int, list[Part]] = defaultdict(list)
    spans: dict[tuple[int, Span], str] = {}
    for rewrite in rewrites:
        word = words[rewrite.word]
        if word.span:
            spans[shows[word.pieces[0].show].stream, word.span] = rewrite.text
        for show, part in _parts(shows, words, rewrite):
            parts[show].append(part)
    found: dict[int, list[Splice]] = defaultdict(list)
    for number, replaced in parts.items():
        show = shows[number]
        new = b"".join(_shown(show, sorted(replaced), codes, fonts[show.stream]))
        found[show.stream].append(Splice(show.start, show.end, new.decode("latin-1")))
    for (stream, span), text in spans.items():
        found[stream].append(Splice(span.start, span.end, _said(span, text)))
    return found


def streams(shows: Sequence[Show], words: Sequence[Word], rewrites: Sequence[Rewrite]) -> set[int]:
    """The numbers of the content streams that rewrites are in."""
    pieces = (part for rewrite in rewrites for part in _parts(shows, words, rewrite))
    return {shows[number].stream for number, _ in pieces}


def changed(data: bytes, made: Sequence[Splice]) -> bytes:
    """A content stream with its changes made."""
    return spliced(data.decode("latin-1"), made).encode("latin-1")


def _parts(
    shows: Sequence[Show], words: Sequence[Word], rewrite: Rewrite
) -> Iterator[tuple[int, Part]]:
    """The parts of shows that a rewrite is of: the first gets the text, the others nothing."""
    pieces, last = words[rewrite.word].pieces, words[rewrite.last].pieces[-1]
    text, width = rewrite.text, length(shows, pieces[0], last)
    if rewrite.last == rewrite.word and len(pieces) == 1:
        items = shows[pieces[0].show].items[pieces[0].start : pieces[0].end]
        width = sum(item.advance for item in items)
    for piece in pieces:
        yield piece.show, Part(piece.start, piece.end, text, width)
        text = ""
    for number in range(rewrite.word, rewrite.last):  # spaces in what is one word now
        yield from _between(shows, words[number].pieces[-1], words[number + 1].pieces[0])


def _between(shows: Sequence[Show], one: Piece, other: Piece) -> Iterator[tuple[int, Part]]:
    """The glyphs between two pieces of the layer; kerns between them stay."""
    for number in range(one.show, other.show + 1):
        show = shows[number]
        first = one.end if number == one.show else 0
        last = other.start if number == other.show else len(show.items)
        for at in range(first, last):
            item = show.items[at]
            if item.code and item.text is not None and not item.text.strip("\0 \u00a0"):
                yield number, Part(at, at + 1, "", 0.0)


def _shown(show: Show, parts: Sequence[Part], codes: Codes, font: bytes) -> Iterator[bytes]:
    """The operators that a show becomes."""
    yield show.lead
    at = 0
    for part in parts:
        yield _as_it_was(show.items[at : part.start])
        yield _anew(show, part, codes, font) if part.text else _nothing(show, part)
        at = part.end
    yield _as_it_was(show.items[at:])


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


def _anew(show: Show, part: Part, codes: Codes, font: bytes) -> bytes:
    size = show.size.value
    # PDFium takes no notice of text that is one glyph without an outline.
    text = part.text if len(part.text) > 1 else part.text + " "
    written = _written(100 * part.width / (WIDTH * len(part.text) * size))
    kern = 1000 * (WIDTH * len(text) - _advance(show, part) / (size * float(written) / 100))
    string = b"".join(b"%04x" % codes[character] for character in text)
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
