"""References: the characters that markup writes out, such as `&ouml;` and `&#246;`.

There is one reader of them, so that what a text says and where its letters stand never disagree.
It reads as HTML does, where a semicolon may be wanting (`&eacute`) and a number be padded
(`&#00000233;`); well-formed XML has neither, and reads the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

CDATA = "#cdata"
"""What takes the place of a quote where text stands in a CDATA section."""

_LONGEST = max(map(len, html5))
_REFERENCE = re.compile(
    rf"&(?:\#[0-9]+;? | \#[xX][0-9a-fA-F]+;? | (?P<name>[A-Za-z][A-Za-z0-9]{{0,{_LONGEST}}};?) )",
    re.VERBOSE,
)


def letters(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The characters that a stretch of content or of an attribute says, each with its place.

    The second character of a reference to two stands where the first ends, and takes no place.

    >>> list(letters("f&ouml;r &eacutet", 0, 17))[1:6:2]
    [('ö', 1, 7), (' ', 8, 9), ('t', 16, 17)]
    """
    at = start
    while at < end:
        found = _REFERENCE.match(source, at, end) if source[at] == "&" else None
        stop = (at + _length(found)) if found else at + 1
        read = html.unescape(source[at:stop]) if stop > at + 1 else source[at]
        for char in read:
            yield char, at, stop
            at = stop
        at = stop


def read(source: str) -> str:
    """The text that content or an attribute says.

    >>> read("f&#00000246;r &#x00000E9;n &eacutet R&D")
    'för én ét R&D'
    """
    if "&" not in source:
        return source
    return "".join(char for char, _, _ in letters(source, 0, len(source)))


def _length(found: re.Match[str]) -> int:
    """How many characters are of a reference; 1 where an ampersand is only that."""
    name = found["name"]
    if name is None:
        return len(found.group())
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return 1 + length
    return 1


def escaped(text: str, quote: str = "", encoding: str = "utf-8") -> str:
    """Text as it is written in content, in an attribute in quotes, or in a CDATA section.

    What a CDATA section cannot say in the document's encoding stands between two of them.

    >>> escaped('R&D "ab"', '"')
    'R&amp;D &quot;ab&quot;'
    >>> escaped("för", CDATA, "ascii")
    'f]]>&#246;<![CDATA[r'
    """
    if quote == CDATA:
        text = text.replace("]]>", "]]]]><![CDATA[>")
        return "".join(char if _is_in(char, encoding) else f"]]>&#{ord(char)};<![CDATA["
                       for char in text)  # fmt: skip
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = text.replace(">", "&gt;") if not quote else text
    return text.replace(quote, "&quot;" if quote == '"' else "&#39;") if quote else text


def _is_in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
