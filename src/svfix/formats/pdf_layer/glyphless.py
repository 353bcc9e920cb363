"""The glyphless font: one that shows nothing, and says which characters its codes are.

It is embedded, as the standards of archives (PDF/A) ask of every font, invisible or not. Its font
program, `glyphless.ttf`, has one glyph beside that of what is missing, half as wide as the font is
high; tools/build_glyphless.py makes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import pikepdf

NAME = "SvfixGlyphless"

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

SECTION = 100
"""How many rows a section of a CMap may have."""


def codes_of(texts: Iterable[str]) -> dict[str, int]:
    """The codes of the characters of some texts, from 1, in their order.

    >>> codes_of(["får", "år"])
    {'f': 1, 'r': 2, 'å': 3}
    """
    return {character: code for code, character in enumerate(sorted(set("".join(texts))), 1)}


def objects(pdf: Any, codes: Mapping[str, int]) -> list[Any]:
    """The font with these codes as objects of a PDF, itself first."""
    program = pdf.make_stream(files(__package__).joinpath("glyphless.ttf").read_bytes())
    program.Length1 = len(program.read_raw_bytes())
    glyphs = b"\0\0" + b"\0\1" * len(codes)  # every code has the one glyph
    descriptor = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/" + NAME), Flags=4,
            FontBBox=[0, 0, 500, 1000], ItalicAngle=0, Ascent=1000, Descent=0, CapHeight=1000,
            StemV=80, FontFile2=program,
        )
    )  # fmt: skip
    cids = compressed(pdf, glyphs)
    unicode = compressed(pdf, _CMAP.format("".join(_sections(codes))).encode())
    descendant = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name("/" + NAME), FontDescriptor=descriptor, DW=500, CIDToGIDMap=cids,
            CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        )
    )  # fmt: skip
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name("/" + NAME),
            Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[descendant], ToUnicode=unicode,
        )
    )  # fmt: skip
    return [font, descendant, descriptor, program, cids, unicode]


def compressed(pdf: Any, data: bytes) -> Any:
    """A new stream of a PDF."""
    return pdf.make_stream(zlib.compress(data, 9), Filter=pikepdf.Name.FlateDecode)


def _sections(codes: Mapping[str, int]) -> Iterator[str]:
    rows = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()
    ]
    for start in range(0, len(rows), SECTION):
        section = rows[start : start + SECTION]
        yield "\n".join([f"{len(section)} beginbfchar", *section, "endbfchar\n"])
