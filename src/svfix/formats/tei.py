"""TEI: the text of its `text` elements, as of records of parliament; the header stays.

What an editor put beside what stands in the source (`choice`, `sic`), foreign words, formulas and
code stay. Words may be elements (`w`, `pc`), where `join` says which of them no space parts.
"""

from __future__ import annotations

from svfix.formats.flow import BLOCK, BREAKS, CODE, INLINE, SKIPPED, pieces
from svfix.formats.model import FormatError, Source
from svfix.formats.parsing import parse, root_of
from svfix.formats.prose import Prose
from svfix.formats.references import escaped
from svfix.formats.tree import Node

ROOTS = ("TEI", "teiCorpus", "TEI.2")
"""The names of the root; the last is that of editions before P5."""

KINDS = {
    **dict.fromkeys(
        """add abbr affiliation c corr damage date del distinct emph expan forename geogName hi lb
        measure mentioned milestone name num orgName orig pc persName phr placeName q quote ref reg
        restore roleName rs s seg soCalled supplied surname term time title unclear w""".split(),
        INLINE,
    ),
    **dict.fromkeys("att choice code foreign formula gi ident idno sic tag val".split(), CODE),
    **dict.fromkeys(
        "teiHeader facsimile sourceDoc standOff metamark binaryObject".split(), SKIPPED
    ),
    "lb": BREAKS[1],
    "cb": BREAKS[2],
    "pb": BREAKS[3],
}
"""Kinds of elements; all others stand apart."""

TOKENS = ("w", "pc")
"""Words and marks that are elements."""

APART_IN = ("u", "div", "body", "sp", "note")
"""What holds `seg` and `quote` as others hold paragraphs."""


def read(source: Source) -> Prose:
    """Read a document of TEI; raises FormatError, as for one without a text.

    >>> source = "<TEI><text><u>\\n <seg>Tack f&#246;r\\n ordet.</seg></u></text></TEI>"
    >>> read(Source(source.encode())).texts
    ('Tack för\\nordet.',)
    """
    markup = parse(source.data)
    prefix, _ = root_of(markup, ROOTS, "TEI")

    def name(node: Node | None) -> str:
        return node.name.removeprefix(prefix) if node else ""

    def kind(node: Node) -> str:
        own = name(node)
        if own in ("seg", "quote", "q") and name(node.parent) in APART_IN:
            return BLOCK
        if own == "lb" and markup.get(node, "break") == "no" and not _hyphenated(node):
            return INLINE
        return KINDS.get(own, BLOCK)

    def join(node: Node) -> str | None:
        return markup.get(node, "join") or "no" if name(node) in TOKENS else None

    def _hyphenated(node: Node) -> bool:
        before = markup.source[max(0, node.start - 9) : node.start].rstrip()
        return before.endswith(("-", "\N{SOFT HYPHEN}", "\N{NOT SIGN}", "\N{HYPHEN}"))

    texts = [node for node in markup.root.walk() if name(node) == "text"]
    if not texts:
        raise FormatError("the document is TEI without a text: it has no element <text>")
    found = pieces(markup, markup.root, kind, join)

    def written(text: str, quote: str) -> str:
        return escaped(text, quote, markup.encoding)

    return Prose("tei", source, markup.source, markup.encoding, found, written)
