r"""Codes: characters written out in others, so that they pass where only ASCII does.

Mail writes `=F6` or `=C3=B6` for ö, a page `&ouml;` or `&#246;`, a program `\u00f6`, an address
`%C3%B6`. This module finds them and says what they stand for; whether they are text there is not
its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import combining, normalize

from svfix.text.forms import verbose

LONGEST = 100
"""How many characters on either side of a written-out one are looked at for what it is part of."""

BRIEF = len("=F6")
"""What is no longer may be a value, or a directive."""


class Code(NamedTuple):
    """A way to write characters out.

    `mark` stands in each of its units, which `pattern` finds by what they hold: a `byte` or
    `octal` of UTF-8 or CP1252, a `point` of Unicode (`long`, `braced`), a `named` character, a
    `soft` break that stands for nothing, or something `other` than a letter. `plain` is what of
    ASCII it writes out that may as well stand there as it is.
    """

    name: str
    mark: str
    pattern: re.Pattern[str]
    plain: str = ""


_HEX = "[0-9A-Fa-f]"
_ASCII = "".join(map(chr, range(32, 127)))
# What is written without a semicolon, too: the letters of Latin-1.
_LATIN = r"[A-Za-z](?:uml|ring|acute|grave|circ|tilde|cedil|slash)|[Aa][Ee]lig|szlig"

CODES = (
    Code(
        "quoted", "=", verbose(r"=(?:(?P<byte>[0-9A-F]{2}|[0-9a-f]{2})|(?P<soft>\r?\n|\Z))"), _ASCII
    ),
    Code(
        "entity",
        "&",
        verbose(rf"""&(?:amp;)* (?P<named>
            (?:\#\d{{1,7}} | \#[xX]{_HEX}{{1,6}} | {_LATIN});? | [A-Za-z]\w{{1,31}}; )"""),
    ),
    Code(
        "escape",
        "\\",
        verbose(rf"""\\ (?: x(?P<byte>{_HEX}{{2}}) | (?P<octal>[0-3][0-7]{{2}})
            | \\?u(?P<point>{_HEX}{{4}}) | U000(?P<long>{_HEX}{{5}})
            | u\{{(?P<braced>{_HEX}{{1,6}})\}}
            | (?P<other>[nrtbf\W]) )"""),
    ),
    Code(
        "percent",
        "%",
        verbose(rf"%(?:(?P<byte>{_HEX}{{2}})|u(?P<point>{_HEX}{{4}}))"),
        " ,.!?:;()'\"-",
    ),
)
"""The codes; the edits that decode them are tagged ``encoding.quoted`` and so on."""

MARKS = frozenset(code.mark for code in CODES)
"""One of these is in each text that has something written out."""

RULES = frozenset(f"encoding.{code.name}" for code in CODES)
"""The tags."""


class Piece(NamedTuple):
    """A character written out: its place, and what it says, which is nothing for a soft break."""

    start: int
    end: int
    said: str

    @property
    def joins(self) -> bool:
        """Whether it stands in words: a letter, a mark on one, or a soft break."""
        return not self.said or self.said.isalpha() or bool(combining(self.said[-1]))


Octet = tuple[int, int, int | None]
"""The place of a byte and its value, or that of a soft break."""


class Word(NamedTuple):
    """A word with some characters written out, or one other such character.

    `said` is all of it and `written` what was written out; `sure` tells whether a letter of that
    is followed by one, or longer than `=F6`, which may be a value; `before` and `behind` are the
    characters beside it, unless they are written out.
    """

    start: int
    end: int
    said: str
    written: str
    sure: bool = False
    before: str = ""
    behind: str = ""


def pieces(text: str, code: Code) -> list[Piece]:
    r"""The characters that a text writes out in a code, in order.

    >>> [piece.said for piece in pieces("f=F6r =C3=A5r=\net, a=b", CODES[0])]
    ['ö', 'å', '']
    >>> [piece.said for piece in pieces("&Ouml;sterl&aringng R&D &amp;#228; &nej;", CODES[1])]
    ['Ö', 'å', 'ä']
    """
    found: list[Piece] = []
    octets: list[Octet] = []
    for unit in code.pattern.finditer(text):
        start, end = unit.span()
        kind = unit.lastgroup or "other"
        if octets and octets[-1][1] != start:
            found += _decoded(octets)
            octets = []
        if kind in ("byte", "octal"):
            octets.append((start, end, int(unit[kind], 8 if kind == "octal" else 16)))
        elif kind == "soft":
            octets.append((start, end, None))
        elif said := _said(kind, unit[kind]):
            found.append(Piece(start, end, said))
    return sorted([*found, *_decoded(octets)])


def _said(kind: str, value: str) -> str:
    """What a unit of one character says; nothing if it is none."""
    if kind == "named":
        from html import unescape  # with a table of all names

        for name in (value, value.capitalize()):  # &AUML; of a heading
            said = unescape(f"&{name}")
            if not said.endswith((name, ";")):
                return said
        return ""
    if kind == "other":
        return f"\\{value}"
    number = int(value, 16)
    return chr(number) if number < 0x110000 else ""


def _decoded(octets: list[Octet]) -> Iterator[Piece]:
    """The characters of bytes side by side, soft breaks among them: of UTF-8, or else of CP1252."""
    data = bytes(value for _, _, value in octets if value is not None)
    try:
        said = [(character, len(character.encode())) for character in data.decode()]
    except UnicodeDecodeError:
        said = [(bytes([b]).decode("cp1252", "ignore") or chr(b), 1) for b in data]
    at = 0
    for character, size in said:
        while octets[at][2] is None:
            yield Piece(*octets[at][:2], "")
            at += 1
        start = octets[at][0]
        while size:
            size -= octets[at][2] is not None
            at += 1
        yield Piece(start, octets[at - 1][1], character)
    yield from (Piece(start, end, "") for start, end, _ in octets[at:])


def words(text: str, written: Sequence[Piece]) -> Iterator[Word]:
    r"""The words that the characters written out are in; those that are no letters one by one.

    >>> text = "f=F6rs=\nlag =E5 =3D"
    >>> [(text[w.start : w.end], w.said, w.sure) for w in words(text, pieces(text, CODES[0]))]
    [('f=F6rs=\nlag', 'förslag', True), ('=E5', 'å', False), ('=3D', '=', False)]
    """
    at = done = 0
    while at < len(written):
        group = _group(text, written, at)
        at += len(group)
        if group[0].joins and any(piece.said for piece in group):
            word = _word(text, group, done)
            follows = at < len(written) and written[at].start == word.end
            yield word._replace(
                before=text[word.start - 1 : word.start] if word.start > done else "",
                behind="" if follows else text[word.end : word.end + 1],
            )
            done = word.end
        else:
            yield from (Word(start, end, said, said) for start, end, said in group)
            done = group[-1].end


def _group(text: str, written: Sequence[Piece], at: int) -> Sequence[Piece]:
    """The pieces from one on that letters alone stand between, if it is part of a word."""
    behind = at + 1
    while (
        behind < len(written)
        and written[behind - 1].joins
        and written[behind].joins
        and _letters_end(text, written[behind - 1].end) == written[behind].start
    ):
        behind += 1
    return written[at:behind]


def _word(text: str, group: Sequence[Piece], done: int) -> Word:
    """The word that pieces are in; it starts at a place or later."""
    start = group[0].start
    least = max(done, start - LONGEST)
    while start > least and text[start - 1].isalpha():
        start -= 1
    end = _letters_end(text, group[-1].end)
    ends = [*(piece.start for piece in group[1:]), end]
    said = [text[start : group[0].start]]
    for piece, until in zip(group, ends, strict=True):
        said += piece.said, text[piece.end : until]
    sure = any(p.said and (p.end < end or p.end - p.start > BRIEF) for p in group)
    return Word(start, end, normalize("NFC", "".join(said)), "".join(p.said for p in group), sure)


def _letters_end(text: str, place: int) -> int:
    while place < len(text) and text[place].isalpha():
        place += 1
    return place
