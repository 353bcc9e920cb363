"""hOCR: HTML whose classes say what is a page, a line and a word (`ocrx_word`).

What a title says of a word's old text (`x_wconf` and the like) goes when the word changes; its
`bbox` stays.  A line without words carries its text itself.  What a letter or a word may be instead
(Tesseract's `lstm_choice_mode`, alternatives in `del`) is no text, and goes with the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from svfix.formats.boxes import Box, parsed, written
from svfix.formats.elements import Carrier, MarkupDocument
from svfix.formats.layout import Unit
from svfix.formats.markup import Chunk, Markup
from svfix.formats.model import FormatError, Source
from svfix.formats.parsing import parse
from svfix.formats.references import escaped
from svfix.formats.splices import Splice
from svfix.formats.tree import Node

PAGE = "ocr_page"
BLOCKS = {"ocr_par", "ocr_carea", "ocrx_block"}
LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
WORDS = {"ocrx_word", "ocr_word"}
LETTERS = "ocrx_cinfo"
SYMBOL = "ocr_symbol"
"""The classes of what a page is made of; the elements of single letters go when a word changes."""

WHITE = " \t\n\r\f\v"
"""White space between words. A no-break space is part of one (see `spacing.PIECE`)."""

_BOX = re.compile(r"\bbbox" + 4 * r"\s+(-?\d+(?:\.\d+)?)")
_STALE = re.compile(r"\s*;?\s*\b(?:x_wconf|x_confs|x_bboxes|cuts|nlp)\b[^;]*(?:\Z|(?=;))")


class Hocr(MarkupDocument):
    """An hOCR document."""

    format = "hocr"

    def box(self, node: Node) -> Box | None:
        """The `bbox` of an element."""
        found = _BOX.search(self.markup.get(node, "title") or "")
        return Box(*map(parsed, found.groups())) if found else None

    def changed(
        self, carrier: Carrier, edits: Sequence[tuple[int, int, str]], box: Box | None
    ) -> Iterator[Splice]:
        """The splices of a word: its text, what its title says, and its letters."""
        markup = self.markup
        letters, others = _letters(markup, carrier.node)
        if letters:
            yield from self._spelt_anew(carrier, letters + others, edits)
        else:
            yield from markup.respell(carrier.chunks, edits)
            yield from map(markup.gone, others)
        if title := markup.attribute(carrier.node, "title"):
            old = new = markup.source[title.start : title.end]
            if carrier.divisible:
                new = _STALE.sub("", old).lstrip("; ")
            if box:
                new = _BOX.sub("bbox " + " ".join(map(written, box)), new, count=1)
            if new != old:
                yield Splice(title.start, title.end, new)

    def _spelt_anew(
        self, carrier: Carrier, letters: list[Node], edits: Sequence[tuple[int, int, str]]
    ) -> Iterator[Splice]:
        """A word whose letters have elements: these go, for they are of the old text.

        So do the elements of what they may be instead.
        """
        text = carrier.unit.text
        for start, end, new in reversed(edits):
            text = text[:start] + new + text[end:]
        first, last = min(node.start for node in letters), max(node.end for node in letters)
        yield Splice(first, last, escaped(text))


def read(source: Source) -> Hocr:
    """Read an hOCR document; raises FormatError."""
    markup = parse(source.data, tolerant=True)
    return Hocr(source.data, markup, list(_carriers(markup)))


def _carriers(markup: Markup) -> Iterator[Carrier]:
    """The words, and the lines without words, with the numbers of their page, block and line."""
    page = block = line = -1
    found = False
    stack = [markup.root]
    while stack:
        node = stack.pop()
        kind = _class(markup, node)
        if kind == PAGE:
            page, found = page + 1, True
        elif kind in BLOCKS:
            block += 1
        if kind in LINES:
            line += 1
        if kind in WORDS or (kind in LINES and not _has_words(markup, node)):
            if carrier := _carrier(markup, node, (max(page, 0), block, line)):
                yield carrier
        else:
            stack.extend(reversed(node.children))
    if not found and page < 0 and line < 0:
        raise FormatError(
            "the document has no element of class ocr_page, as hOCR must; is it another HTML file?"
        )


def _carrier(markup: Markup, node: Node, where: tuple[int, int, int]) -> Carrier | None:
    chunks = list(markup.chunks(node, lambda child: _is_alternative(markup, child)))
    is_word = _class(markup, node) in WORDS
    if is_word:  # the space between its letters' elements is none of its own
        chunks = _trimmed(markup, [c for c in chunks if markup.read(c).strip(WHITE)])
    text = re.sub(f"[{WHITE}]", " ", "".join(map(markup.read, chunks)))
    if not text.strip():
        return None
    return Carrier(node, chunks, Unit(text, *where), divisible=is_word)


def _trimmed(markup: Markup, chunks: list[Chunk]) -> list[Chunk]:
    """The chunks of a word without the white space around it."""
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)) if chunks else ():
        start, end, quote = chunks[at]
        kept = len(strip(markup.source[start:end], WHITE))
        chunks[at] = Chunk(end - kept, end, quote) if at == 0 else Chunk(start, start + kept, quote)
    return chunks


def _letters(markup: Markup, node: Node) -> tuple[list[Node], list[Node]]:
    """The elements of letters in a word, and those of alternatives, with letters of their own."""
    letters, others = [], []
    stack = [node]
    while stack:
        node = stack.pop()
        if _is_alternative(markup, node):
            others.append(node)
        elif _class(markup, node) == LETTERS:
            letters.append(node)
        else:
            stack.extend(reversed(node.children))
    return letters, others


def _is_alternative(markup: Markup, node: Node) -> bool:
    """Whether an element has what a letter or a word may be instead of what was read."""
    if node.name == "del":
        return True
    kind = _class(markup, node)
    return kind == SYMBOL or (
        kind == LETTERS and any(_class(markup, child) == LETTERS for child in node.children)
    )


def _has_words(markup: Markup, node: Node) -> bool:
    return any(_class(markup, child) in WORDS for child in node.walk())


def _class(markup: Markup, node: Node) -> str:
    """The class of an element that hOCR knows, `""` for none."""
    tag = markup.source[node.start : node.inner]
    if "ocr" not in tag:
        return ""
    names = (markup.get(node, "class") or "").split()
    return next((name for name in names if name.startswith("ocr")), "")
