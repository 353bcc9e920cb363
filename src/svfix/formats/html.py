"""HTML: the text that a reader sees; tags, attributes, scripts, code and comments stay."""

from __future__ import annotations

from svfix.formats.flow import BLOCK, BREAKS, CODE, INLINE, KEPT, SKIPPED, pieces
from svfix.formats.model import Source
from svfix.formats.parsing import parse
from svfix.formats.prose import Prose
from svfix.formats.references import escaped
from svfix.formats.tree import Node

KINDS = {
    **dict.fromkeys(
        """address article aside blockquote body button caption center dd details dialog div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend
        li main menu nav ol optgroup option p search section select summary table tbody td tfoot th
        thead title tr ul""".split(),
        BLOCK,
    ),
    **dict.fromkeys(("pre", "listing", "plaintext"), KEPT),
    **dict.fromkeys("code kbd samp tt var".split(), CODE),
    **dict.fromkeys(
        """applet audio canvas embed iframe map math noembed noframes object script style svg
        template textarea video""".split(),
        SKIPPED,
    ),
    "br": BREAKS[1],
}
"""Kinds of elements, as HTML shows them; all others stand in a line of text."""

AS_IT_IS = ("no", "notranslate")
"""What an element says whose text is to stay as it is (`translate`, a class)."""


def read(source: Source) -> Prose:
    """Read a document of HTML; raises FormatError.

    >>> import svfix
    >>> document = read(Source(b"<p>Metoden <i>for</i> uppf&eacute;ljning<p>for <kbd>for</kbd>"))
    >>> document.texts
    ('Metoden for uppféljning\\n\\nfor `x_1`',)
    >>> document.write([svfix.explain(document.texts[0])]).decode()
    '<p>Metoden <i>för</i> uppföljning<p>för <kbd>for</kbd>'
    """
    markup = parse(source.data, tolerant=True, encoding=source.encoding)

    def kind(node: Node) -> str:
        tag = markup.source[node.start : node.inner]
        if "translate" in tag and _stays(node):
            return SKIPPED if KINDS.get(node.name) == BLOCK else CODE
        return KINDS.get(node.name, INLINE)

    def _stays(node: Node) -> bool:
        said = (markup.get(node, "class") or "").split()
        return (markup.get(node, "translate") or "").lower() == AS_IT_IS[0] or AS_IT_IS[1] in said

    found = pieces(markup, markup.root, kind)

    def written(text: str, quote: str) -> str:
        return escaped(text, quote, markup.encoding)

    return Prose("html", source, markup.source, markup.encoding, found, written)
