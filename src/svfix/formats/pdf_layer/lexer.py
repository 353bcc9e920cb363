"""The lexer: a content stream as its operators with their operands, each with its place.

Places are offsets in the stream, so that an operator can be replaced while every other byte stays.
What is no token of a content stream is passed over, as readers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

_BLANK = rb"\x00\t\n\x0c\r "
_ENDS = _BLANK + rb"()<>\[\]{}/%"

_TOKEN = re.compile(
    rb"[" + _BLANK + rb"]*(?:%[^\r\n]*[" + _BLANK + rb"]*)*(?:"
    rb"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[" + _ENDS + rb"]|\Z))"
    rb"|(?P<string>\([^()\\]*(?:\\.[^()\\]*)*\))"
    rb"|(?P<open>\()"
    rb"|(?P<mark><<|>>|\[|\]|\{|\})"
    rb"|(?P<hex><[^<>]*>)"
    rb"|(?P<name>/[^" + _ENDS + rb"]*)"
    rb"|(?P<word>[^" + _ENDS + rb"]+)"
    rb"|(?P<stray>.))",
    re.DOTALL,
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_PICTURE_END = re.compile(rb"(?<=[" + _BLANK + rb"])EI(?=[" + _ENDS + rb"]|\Z)")
_BINARY = re.compile(rb"[^\t\n\x0c\r -~]")

BEHIND = 12
"""How many bytes behind the end of an inline picture are to be text, for it to be the end."""

LITERALS = (b"true", b"false", b"null")


class Token(NamedTuple):
    """A token: its kind (number, string, hex, name, mark or word) and its place in the stream."""

    kind: str
    start: int
    end: int


class Operation(NamedTuple):
    """An operator with its operands; `start` is where the first of these begins."""

    name: bytes
    operands: list[Token]
    start: int
    end: int


def operations(data: bytes) -> Iterator[Operation]:
    """The operations of a content stream, in their order.

    >>> data = b"BT /F1 12 Tf (f\\\\(or\\\\)) Tj ET"
    >>> [(o.name, [data[t.start : t.end] for t in o.operands]) for o in operations(data)]
    [(b'BT', []), (b'Tf', [b'/F1', b'12']), (b'Tj', [b'(f\\\\(or\\\\))']), (b'ET', [])]
    """
    operands: list[Token] = []
    for token in tokens(data):
        kind, start, end = token
        word = data[start:end] if kind == "word" else None
        if word is None or word in LITERALS:
            operands.append(token)
            continue
        yield Operation(word, operands, operands[0].start if operands else start, end)
        operands = []


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a content stream; of an inline picture BI, its dictionary and ID.

    >>> [token.kind for token in tokens(b"(a(b)c) <61> [1 -.5] % no\\n/N BI /W 1 ID \\xff EI Q")]
    ['string', 'hex', 'mark', 'number', 'number', 'mark', 'name', 'word', 'name', 'number', \
'word', 'word']
    """
    position = 0
    while found := _TOKEN.match(data, position):
        kind = str(found.lastgroup)
        start, position = found.span(kind)
        if kind == "open":
            kind, position = "string", _closed(data, start)
        if kind != "stray":
            yield Token(kind, start, position)
        if kind == "word" and data[start:position] == b"ID":
            position = _behind_picture(data, position)


def _closed(data: bytes, start: int) -> int:
    """Where a string ends that has others in it."""
    depth = 0
    for found in _PAREN.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(data)


def _behind_picture(data: bytes, start: int) -> int:
    """Where an inline picture ends, whose bytes may be anything."""
    for found in _PICTURE_END.finditer(data, start + 1):
        if not _BINARY.search(data, found.end(), min(len(data), found.end() + BEHIND)):
            return found.end()
    return len(data)


_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")


def string(source: bytes) -> bytes:
    r"""The bytes that a string stands for, as it is written in a stream.

    >>> string(rb"(f\366r\)\n)"), string(b"<66F67>")
    (b'f\xf6r)\n', b'f\xf6p')
    """
    if source.startswith(b"<"):
        with suppress(ValueError):  # nearly all are written as they should be
            return bytes.fromhex(source[1:-1].decode("latin-1"))
        digits = _NOT_HEX.sub(b"", source)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    inner = source[1:-1] if source.endswith(b")") else source[1:]
    return inner if b"\\" not in inner and b"\r" not in inner else _ESCAPE.sub(_unescaped, inner)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code is None:
        return b"\n"
    if code[:1].isdigit():
        return bytes([int(code, 8) & 255]) if code[:1] in b"01234567" else code
    return b"" if code in (b"\r\n", b"\r", b"\n") else _ESCAPED.get(code, code)


_NAMED = re.compile(rb"#([0-9A-Fa-f]{2})")


def name(source: bytes) -> str:
    """A name as pikepdf has it, of how it is written in a stream.

    >>> name(b"/F#31")
    '/F1'
    """
    plain = _NAMED.sub(lambda found: bytes([int(found[1], 16)]), source)
    return plain.decode("utf-8", "surrogateescape")
