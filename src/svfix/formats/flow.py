"""Flow: the prose of markup, in the order and with the breaks that a reader sees.

Elements are of kinds: what is in a line of text, what stands apart as a paragraph does, what ends a
line or a page, code, and what is no text at all. White space with a line end in it is one line end,
however far the next line is indented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from svfix.formats import references
from svfix.formats.markup import Markup
from svfix.formats.references import CDATA
from svfix.formats.runs import Piece, between
from svfix.formats.tree import COMMENT, Node

INLINE, BLOCK, SKIPPED, CODE, KEPT = "inline", "block", "skipped", "code", "kept"
"""Kinds of elements: in a line; apart; no text; code in a line; apart, with all its white space."""

BREAKS = ("", "\n", "\n\n", "\n\f")
"""What stands between stretches of text, the weaker first: an element's kind may be one of these,
which end a line, a paragraph or a page."""

STANDS_FOR_CODE = "`x_1`"
"""What the fixer sees of code in a line, which it leaves alone: its own letters are no Swedish."""

_TOKEN = re.compile(r"[ \t\r\n\f]+|[^ \t\r\n\f]+")


Join = Callable[[Node], str | None]
"""Of an element that is a word or a mark, on which sides no space parts it from the next (`left`,
`right`, `both`, `no`), whatever white space is there; None of all others."""


def pieces(
    markup: Markup, root: Node, kind: Callable[[Node], str], join: Join = lambda node: None
) -> list[Piece]:
    """The prose in an element.

    >>> markup = Markup("<p>Metoden\\n  f<b>&ouml;</b>r<br>oss</p>", "utf-8", tolerant=True)
    >>> kinds = {"p": BLOCK, "br": BREAKS[1]}
    >>> found = pieces(markup, markup.root, lambda node: kinds.get(node.name, INLINE))
    >>> "".join(piece.text for piece in found)
    'Metoden\\nför\\noss'
    """
    flow = _Flow(markup, kind, join)
    flow.enter(root)
    return flow.found


class _Flow:
    """Prose that is being put together.

    `gap` is the break that stands before the next text, `space` the white space, if text follows.
    """

    def __init__(self, markup: Markup, kind: Callable[[Node], str], join: Join) -> None:
        self.markup, self.kind, self.join = markup, kind, join
        self.found: list[Piece] = []
        self.gap = ""
        self.space: list[Piece] = []
        self.keeps = self.glued = False

    def enter(self, node: Node) -> None:
        """Read the text in an element and those in it."""
        position = node.inner
        for child in node.children:
            self._text(position, child.start, "")
            if child.name == CDATA:
                self._text(child.inner, child.close, CDATA)
            elif child.name != COMMENT:
                self._element(child)
            position = child.end
        self._text(position, node.close, "")

    def _element(self, node: Node) -> None:
        kind = self.kind(node)
        if kind == CODE:
            if self.markup.text(node).strip():
                self._put(between(STANDS_FOR_CODE))
        elif kind == INLINE:
            self._inside(node)
        elif kind in BREAKS:
            self._break(kind)
            self.enter(node)
        elif kind != SKIPPED:
            before, self.keeps = self.keeps, self.keeps or kind == KEPT
            self._break("\n\n")
            self.enter(node)
            self._break("\n\n")
            self.keeps = before

    def _inside(self, node: Node) -> None:
        join = self.join(node)
        if join in ("left", "both"):
            self.space = []
        elif join:
            self.space = [piece._replace(text=" ") for piece in self.space[:1]]
        self.enter(node)
        self.glued = join in ("right", "both")

    def _break(self, gap: str) -> None:
        self.gap = max(self.gap, gap, key=BREAKS.index)

    def _text(self, start: int, end: int, quote: str) -> None:
        for found in _TOKEN.finditer(self.markup.source, start, end):
            text = found.group()
            if not text.isspace() or "\xa0" in text:
                for piece in self._letters(*found.span(), quote):
                    self._put(piece)
            elif self.found and not (self.gap or self.glued):
                shown = "\n" if "\n" in text and not self.keeps else text
                self.space.append(Piece(shown, *found.span(), quote))

    def _letters(self, start: int, end: int, quote: str) -> Iterator[Piece]:
        """Text without white space; each reference is a piece of its own."""
        source = self.markup.source
        if quote == CDATA or "&" not in source[start:end]:
            yield Piece(source[start:end], start, end, quote)
            return
        ready = ""
        for char, at, until in references.letters(source, start, end):
            if until - at == 1 and char == source[at]:
                ready += char
                continue
            if ready:
                yield Piece(ready, at - len(ready), at, quote)
                ready = ""
            if until > at:
                yield Piece(references.read(source[at:until]), at, until, quote)
        if ready:
            yield Piece(ready, end - len(ready), end, quote)

    def _put(self, piece: Piece) -> None:
        """Add text, behind the break or the white space that is before it."""
        if self.gap and self.found:
            self.found.append(between(self.gap))
        else:
            self.found += self.space
        self.gap, self.space, self.glued = "", [], False
        self.found.append(piece)
