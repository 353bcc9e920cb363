"""The tree of a document of XML or HTML: which element stands where in its source.

XML is known to be well-formed when it comes here. HTML need not be: elements that are never closed
end where the one around them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svfix.formats.model import FormatError
from svfix.formats.references import CDATA

MAX_DEPTH = 200
"""How deep elements lie in each other; those of pages lie some ten deep."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements of HTML that have no end tag."""

RAW = frozenset(("script", "style", "textarea", "title"))
"""Elements of HTML that hold no others."""

_CELL, _TERM = ("td", "th"), ("dt", "dd")
ENDED = {
    **dict.fromkeys(
        """address article aside blockquote center details dialog div dl fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table
        ul""".split(),
        ("p",),
    ),
    "li": ("p", "li"),
    "option": ("option",),
    "tr": ("p", "tr", *_CELL),
    **dict.fromkeys(_CELL, ("p", *_CELL)),
    **dict.fromkeys(_TERM, ("p", *_TERM)),
}
"""Elements of HTML that end where one begins: those that need no end tag."""

LEFT_OPEN = {"", "html", "head", "body", "tbody", "thead", "tfoot"}.union(*ENDED.values())
"""What HTML may end in."""

COMMENT = "#comment"
"""The name of nodes that are no elements; those of CDATA have theirs. So have instructions."""

# Each alternative ends at the next `<` at the latest, or takes what is left, so that the search
# takes no more time on broken documents.
_TAGS = r"""<!--(?:.*?-->|.*\Z) | <!\[CDATA\[(?:.*?\]\]>|.*\Z) | <\?(?:.*?\?>|.*\Z)
      | <![A-Za-z][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>
      | </(?P<end>[^\s<>/]+)\s*>
      | <(?P<start>[A-Za-z_:%s][^\s<>/]*)[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>"""
_XML, _HTML = (
    re.compile(_TAGS % more, re.VERBOSE | re.DOTALL) for more in (r"\x80-\U0010ffff", "")
)


class Node:
    """An element (or comment or CDATA section), and where it stands in the source.

    Its start tag is ``source[start:inner]``, its content ``source[inner:close]``, and it ends at
    `end`.
    """

    __slots__ = ("children", "close", "end", "inner", "name", "parent", "start")

    def __init__(self, name: str, start: int, inner: int, parent: Node | None) -> None:
        self.name, self.parent = name, parent
        self.start = start
        self.inner = self.close = self.end = inner
        self.children: list[Node] = []

    def walk(self) -> Iterator[Node]:
        """The element and all in it, in the order of the document."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def elements(self) -> list[Node]:
        """The children that are elements."""
        return [node for node in self.children if node.name not in (COMMENT, CDATA)]

    def child(self, name: str) -> Node | None:
        """The first child with a name."""
        return next((node for node in self.children if node.name == name), None)


def tree(source: str, tolerant: bool) -> Node:
    """Return the root of the tree of a document, which is the document itself.

    `tolerant` is for HTML. Raises FormatError where elements lie too deep in each other, or the
    document ends inside one.

    >>> root = tree("<p>en <b>rad</b><br></p>", tolerant=True)
    >>> [(node.name, node.start, node.end) for node in root.walk()]
    [('', 0, 24), ('p', 0, 24), ('b', 6, 16), ('br', 16, 20)]
    """
    builder = _Builder(source, tolerant)
    pattern = _HTML if tolerant else _XML
    found = pattern.search(source)
    while found:
        if found["start"]:
            builder.open(found["start"], *found.span())
        elif found["end"]:
            builder.close(found["end"], *found.span())
        else:
            builder.add_other(*found.span())
        found = pattern.search(source, max(found.end(), builder.raw_until))
    return builder.finish()


class _Builder:
    """A tree that grows; `here` is the innermost element that is open."""

    def __init__(self, source: str, tolerant: bool) -> None:
        self.source, self.tolerant = source, tolerant
        self.root = self.here = Node("", 0, 0, None)
        self.depth = 0
        self.raw_until = 0  # where an element ends that holds no others

    def open(self, name: str, start: int, end: int) -> None:
        """Put down a start tag, or an element that is one tag."""
        name = name.lower() if self.tolerant else name
        while self.tolerant and self.here.name in ENDED.get(name, ()):
            self._end(start, start)
        node = Node(name, start, end, self.here)
        self.here.children.append(node)
        if self.source[end - 2] == "/" or (self.tolerant and name in VOID):
            return
        self.here, self.depth = node, self.depth + 1
        if self.tolerant and name in RAW:
            closed = re.compile(rf"</{name}\b", re.IGNORECASE).search(self.source, end)
            self.raw_until = closed.start() if closed else len(self.source)
        if self.depth > MAX_DEPTH:
            raise FormatError(
                f"elements lie more than {MAX_DEPTH} deep in each other, which those of no scanned "
                "page do; this is not a document to repair"
            )

    def close(self, name: str, start: int, end: int) -> None:
        """Put down an end tag; one of nothing that is open is passed over."""
        name = name.lower() if self.tolerant else name
        opened: Node | None = self.here
        while opened is not None and opened.name != name:
            opened = opened.parent
        if opened is not None:
            while self.here is not opened:  # of HTML: never closed, so it ends here
                self._end(start, start)
            self._end(start, end)

    def add_other(self, start: int, end: int) -> None:
        """Put down a comment, processing instruction or CDATA section, so that it is no text."""
        node = Node(COMMENT, start, end, self.here)
        if self.source.startswith("<![CDATA[", start):
            node.name = CDATA
            node.inner, node.close = start + len("<![CDATA["), end - len("]]>")
        self.here.children.append(node)

    def finish(self) -> Node:
        """Close what HTML may leave open, and return the root."""
        if self.here.name not in LEFT_OPEN or not (self.tolerant or self.here is self.root):
            raise FormatError(
                f"the document ends inside an element <{self.here.name}> (was it cut off?); "
                "get it anew from where it was made"
            )
        while self.here is not self.root:
            self._end(len(self.source), len(self.source))
        self.root.close = self.root.end = len(self.source)
        return self.root

    def _end(self, close: int, end: int) -> None:
        self.here.close, self.here.end = close, end
        self.here, self.depth = self.here.parent or self.root, self.depth - 1
