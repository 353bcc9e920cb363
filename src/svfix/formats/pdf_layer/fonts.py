"""Fonts: which text the codes of a string stand for, and how wide each is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from svfix.formats.pdf_layer import encodings
from svfix.formats.pdf_layer.cmaps import ToUnicode
from svfix.formats.pdf_layer.standard import widths

Glyph = tuple[bytes, str | None, float]
"""A code, what it stands for, None if that cannot be told, and its width in parts of the size."""

UNIT = 1 / 1000
"""What widths are counted in, of the font size; fonts of Type3 have a matrix instead."""


class Font:
    """A font of a PDF, as far as reading and measuring its strings needs it."""

    size = 1  # bytes of a code

    def __init__(self, font: Any) -> None:
        source = font.get("/ToUnicode")
        self._unicode = (
            ToUnicode(source.read_bytes()) if isinstance(source, pikepdf.Stream) else None
        )
        self._known: dict[bytes, Glyph] = {}

    def glyphs(self, string: bytes) -> list[Glyph]:
        """The codes of a string, each with its text and its width."""
        known, size = self._known, self.size
        pieces = [string[start : start + size] for start in range(0, len(string), size)]
        for piece in pieces:
            if piece not in known:
                code = int.from_bytes(piece, "big")
                known[piece] = (piece, self._text(code), self._width(code))
        return [known[piece] for piece in pieces]

    def _text(self, code: int) -> str | None:
        text = self._unicode(code) if self._unicode else None
        return text if text is not None else self._encoded(code)

    def _encoded(self, code: int) -> str | None:
        raise NotImplementedError

    def _width(self, code: int) -> float:
        raise NotImplementedError


class Simple(Font):
    """A font with codes of one byte: Type1, TrueType and Type3."""

    def __init__(self, font: Any) -> None:
        super().__init__(font)
        self._base, self._names = _encoding(font)
        self._first = int(font.get("/FirstChar", 0))
        self._widths = [float(width) for width in font.get("/Widths", [])]
        descriptor = font.get("/FontDescriptor")
        self._missing = float(descriptor.get("/MissingWidth", 0)) if descriptor is not None else 0.0
        self._unit = float(font.FontMatrix[0]) if font.get("/Subtype") == "/Type3" else UNIT
        self._standard = {} if self._widths else widths(str(font.get("/BaseFont", "")))

    def _encoded(self, code: int) -> str | None:
        if code in self._names:
            return encodings.of_name(self._names[code])
        return encodings.of_code(self._base, code)

    def _width(self, code: int) -> float:
        at = code - self._first
        if 0 <= at < len(self._widths):
            return self._widths[at] * self._unit
        return self._standard.get(self._encoded(code) or "", self._missing) * self._unit


class Composite(Font):
    """A Type0 font with codes of two bytes that are its CIDs: Identity-H."""

    size = 2

    def __init__(self, font: Any) -> None:
        super().__init__(font)
        descendant = font.DescendantFonts[0]
        self._usual = float(descendant.get("/DW", 1000))
        self._widths = dict(_cid_widths(list(descendant.get("/W", []))))

    def _encoded(self, code: int) -> str | None:
        return None

    def _width(self, code: int) -> float:
        return self._widths.get(code, self._usual) * UNIT


def of(font: Any) -> Font | None:
    """The font that a dictionary describes; None for one whose strings cannot be read."""
    try:
        if font.get("/Subtype") == "/Type0":
            return Composite(font) if font.get("/Encoding") == "/Identity-H" else None
        return Simple(font)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return None  # broken: what it shows is left alone


def _encoding(font: Any) -> tuple[str, dict[int, str]]:
    """The name of the encoding that codes are of, and the names of those glyphs that are not."""
    encoding = font.get("/Encoding")
    if encoding is None:
        return "/StandardEncoding", {}
    if not isinstance(encoding, pikepdf.Dictionary):
        return str(encoding), {}
    names: dict[int, str] = {}
    code = 0
    for item in encoding.get("/Differences", []):
        if isinstance(item, pikepdf.Name):
            names[code] = str(item)[1:]
            code += 1
        else:
            code = int(item)
    return str(encoding.get("/BaseEncoding", "/StandardEncoding")), names


def _cid_widths(rows: list[Any]) -> Iterator[tuple[int, float]]:
    """The widths of CIDs: ``first [w w …]`` or ``first last w``.

    >>> dict(_cid_widths([1, [500, 600], 7, 8, 250]))
    {1: 500.0, 2: 600.0, 7: 250.0, 8: 250.0}
    """
    at = 0
    while at + 1 < len(rows):
        first, second = int(rows[at]), rows[at + 1]
        if isinstance(second, list | pikepdf.Array):
            yield from ((first + n, float(width)) for n, width in enumerate(second))
            at += 2
        elif at + 2 < len(rows):
            last = min(int(second), first + 65535)
            yield from ((cid, float(rows[at + 2])) for cid in range(first, last + 1))
            at += 3
        else:
            return
