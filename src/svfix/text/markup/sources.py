r"""Sources: where characters written out are what should stand there, as a program reads them.

`&ouml;` is right in a page with tags, `\u00f6` in JSON and in the strings of programs, `%C3%B6` in
an address, `=F6` in a mail whose head says so. Elsewhere they are letters that came through badly.
"""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.codes import LONGEST
from svfix.text.forms import Span, form, found, lines, table, verbose
from svfix.text.markup import paths, records, tags

_STRING = r"""[bu]?\\{0,3}(?:"(?:[^"\\\n]|\\.)*"? | '(?:[^'\\\n]|\\.)*'?)"""
STRINGS = table(
    form("setting", "=", r"^[ \t]*[\w.\[\]-]{1,60}[ \t]*=.*$", "of a program, or properties"),
    form(
        "strings",
        "\" '",
        rf"""(?: [=(\[{{] | (?<![\w"'])[bBfFrRuU] | ["'][ \t]{{0,3}}:
               | ^[ \t]*(?:-[ ])?[\w.-]{{1,60}}: ) [ \t]{{0,3}} {_STRING}
            (?:[ \t]{{0,3}}[,:][ \t]{{0,3}}{_STRING}){{0,1000}}""",
        "behind a bracket or a key; what somebody says is none",
    ),
    form("row", '",', r'^[ \t]*"(?:[^"\\\n]|\\.)*",[ \t\r]*$', "of a list"),
)
_HEAD = verbose(r"(?i:^content-transfer-encoding:[ \t]*quoted-printable)")
_PARTS = verbose(r"[/&@\\=+\#] | \?[\w%] | \w[.:]\w | %(?:2[56Ff]|3[ADFadf]|40)")


def reads(text: str, name: str) -> bool:
    r"""Whether a text is of a kind whose programs read a code (`svfix.text.codes`) all over it.

    >>> reads("<p>T&auml;vling</p>", "entity"), reads("T&auml;vling", "entity")
    (True, False)
    >>> reads('{"ort": "Malm\\u00f6"}', "escape"), reads('msgstr "Malm=F6"', "quoted")
    (True, False)
    """
    if records.is_json(text) or any(records.messages(text)):
        return True
    if name == "entity":
        return "<" in text and any(tags.find(text))
    return name == "quoted" and _HEAD.search(text) is not None


def places(text: str, name: str) -> Iterator[Span]:
    r"""Where in other texts programs read a code: in addresses and JSON, in strings and settings.

    >>> text = 'namn = f\\u00f6r\nHan sade: "f\\u00f6r" och ["n\\u00e4r"]'
    >>> [text[a:b] for a, b in places(text, "escape")]
    ['namn = f\\u00f6r', '["n\\u00e4r"']
    """
    yield from paths.find(text)
    for line in lines(text, ['{"', '["']):
        if records.is_json(text[slice(*line)]):
            yield line
    if name == "escape":
        yield from found(STRINGS, text)


def in_address(text: str, start: int, end: int) -> bool:
    """Whether what stands around a word between spaces is more than words and their marks.

    >>> in_address("se /f%C3%B6r-alla", 4, 12), in_address("(f%C3%B6r).", 1, 9)
    (True, False)
    """
    least, most = max(0, start - LONGEST), min(len(text), end + LONGEST)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return _PARTS.search(text, start, end) is not None
