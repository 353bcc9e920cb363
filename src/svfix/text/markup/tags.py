"""Tags: HTML and XML, and the placeholders of manuals (`<fil>`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from svfix.text.forms import Span, form, found, table, verbose

HTML = frozenset(
    """a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas
    caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
    embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header
    hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav
    noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp
    script section select small source span strike strong style sub summary sup svg table tbody td
    template textarea tfoot th thead time title tr track tt u ul var video wbr""".split()
)
SWITCHES = frozenset(
    """allowfullscreen async autofocus autoplay checked compact controls default defer disabled
    hidden itemscope loop multiple muted nomodule noshade novalidate nowrap open readonly required
    reversed selected""".split()
)
"""Attributes without a value; any others in a row of words may be prose in angle quotes."""

OPAQUE = "script style code kbd samp var math".split()
"""Elements whose text is not prose either."""

FORMS = table(
    form("section", "<![CDATA[ ]]>", r"<!\[CDATA\[|\]\]>", "what is between them is text"),
    form("doctype", "<!", r"<![A-Z]{4,10}\b[^<>]*>", "what kind of document it is"),
    form("placeholder", "<", r"<[a-zåäöé][\wåäö-]+(?:\.\.\.|…)?>", "<fil> of a manual; no <Ord>"),
)

ACROSS = (
    ("<!--", "-->"),  # a comment, which nobody reads
    ("<?xml", "?>"),
    ("<?php", "?>"),
)
"""What goes on until it is closed, over several lines."""

_TAG = verbose(r"""
    <(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?![\w:.-])
    (?P<rest>[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*)>
""")
_ATTRIBUTE = verbose(
    r"""\s*(?P<name>[\w:@.-]+)\s*(?P<value>=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
)


def find(text: str) -> Iterator[Span]:
    """HTML and XML tags with their attributes, and the elements that hold no prose.

    >>> text = '<p>så <a href="/for">är</a></p>'
    >>> [text[a:b] for a, b in find(text)]
    ['<p>', '<a href="/for">', '</a>', '</p>']

    An element that HTML does not know is one if it ends, too; quotes and specks are none:

    >>> text = "<Ort>Malmö</Ort> <Ja> <Ja da sa han> < b >"
    >>> [text[a:b] for a, b in find(text)]
    ['<Ort>', '</Ort>']
    """
    yield from found(FORMS, text)
    yield from closed_later(text)
    tags = [(tag, tag["name"].lower()) for tag in _TAG.finditer(text)]
    ends = [(name, tag.start(), tag.end()) for tag, name in tags if tag["close"]]
    closed = {name for name, _, _ in ends}
    ends = sorted(end for end in ends if end[0] in OPAQUE)
    for tag, name in tags:
        if tag["close"]:
            if not tag["rest"].strip():
                yield tag.span()
        elif is_tag(name, tag["rest"], name in closed):
            yield tag.span()
            if name in OPAQUE and not tag["rest"].endswith("/"):
                at = bisect_left(ends, (name, tag.end(), 0))
                if at < len(ends) and ends[at][0] == name:
                    yield tag.start(), ends[at][2]


def closed_later(text: str) -> Iterator[Span]:
    """Comments and programs in a page.

    >>> list(closed_later("a <!-- -- --> b <!-- c"))
    [(2, 13)]
    """
    for opening, closing in ACROSS:
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start + len(opening))
            if end < 0:
                break
            yield start, end + len(closing)
            start = text.find(opening, end)


def is_tag(name: str, rest: str, closed: bool) -> bool:
    """Whether what stands between angle brackets is a tag; `closed` if one of its name ends.

    >>> is_tag("a", ' href="x"', False), is_tag("Ja", " da sa han", False)
    (True, False)
    """
    empty = rest.endswith("/")
    rest = rest.removesuffix("/").rstrip()
    if not rest:
        return empty or closed or name in HTML
    at, valued, switches = 0, False, True
    while at < len(rest):
        attribute = _ATTRIBUTE.match(rest, at)
        if not attribute or not rest[0].isspace():
            return False
        at = attribute.end()
        valued |= bool(attribute["value"])
        switches &= bool(attribute["value"]) or attribute["name"].lower() in SWITCHES
    return valued or (switches and name in HTML)
