"""CMaps: what the codes of a font stand for, as its `ToUnicode` says."""

from __future__ import annotations

import re

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")

MOST = 1 << 16
"""How many codes a range covers at the most: all of two bytes."""


class ToUnicode:
    """A map from codes (whole numbers) to texts.

    Ranges are kept as such, for a glyphless font has one of all there are.
    """

    def __init__(self, data: bytes) -> None:
        self.single: dict[int, str] = {}
        self.ranges: list[tuple[int, int, int]] = []
        for kind, body in _SECTION.findall(data):
            pieces = _PIECE.findall(body)
            if kind == b"bfchar":
                codes = [digits for digits, *_ in pieces]
                for code, text in zip(codes[::2], codes[1::2], strict=False):
                    self.single[_number(code)] = _text(text)
            else:
                self._add_ranges(pieces)

    def _add_ranges(self, pieces: list[tuple[bytes, bytes, bytes]]) -> None:
        at = 0
        while at + 2 < len(pieces):
            first, last = _number(pieces[at][0]), _number(pieces[at + 1][0])
            at += 2
            if pieces[at][1]:  # each code has a text of its own
                at += 1
                for code in range(first, min(last, first + MOST) + 1):
                    if at >= len(pieces) or pieces[at][2]:
                        break
                    self.single[code] = _text(pieces[at][0])
                    at += 1
                while at < len(pieces) and not pieces[at][2]:
                    at += 1
            else:
                self._add_range(first, min(last, first + MOST), _text(pieces[at][0]))
            at += 1

    def _add_range(self, first: int, last: int, text: str) -> None:
        if len(text) == 1:
            self.ranges.append((first, last, ord(text)))
        elif text:  # only its last character counts on
            for code in range(first, min(last, first + 255) + 1):
                self.single[code] = text[:-1] + chr(min(ord(text[-1]) + code - first, 0x10FFFF))

    def __call__(self, code: int) -> str | None:
        """The text of a code, None where the map has none.

        >>> unicode = ToUnicode(b"1 beginbfchar <01> <006600660069> endbfchar 2 beginbfrange "
        ...                     b"<02> <05> <0061> <06> <07> [<0041> <0042>] endbfrange")
        >>> [unicode(code) for code in (1, 3, 7, 8)]
        ['ffi', 'b', 'B', None]
        """
        if code in self.single:
            return self.single[code] or None
        for first, last, start in self.ranges:
            if first <= code <= last:
                number = start + code - first
                return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else None
        return None


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _text(digits: bytes) -> str:
    plain = b"".join(digits.split())
    data = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
    if len(data) == 1:
        return chr(data[0])
    return data.decode("utf-16-be", "ignore")
