"""Make the font program of the glyphless font that repaired words of a PDF are shown in.

It needs fontTools (pip install fonttools), and writes src/svfix/formats/pdf_layer/glyphless.ttf.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

NAME = "SvfixGlyphless"
OUTPUT = Path(__file__).resolve().parent.parent / "src/svfix/formats/pdf_layer/glyphless.ttf"
GLYPHS = (".notdef", "any")
EM, WIDTH = 1000, 500
CREATED = 3_849_984_000  # 2026-01-01, in seconds of 1904: the same bytes, whenever it is made


def nothing() -> Glyph:
    """A glyph that paints nothing, but has a box, without which PDFium takes no notice of text.

    It is that box drawn twice, the second time the other way round.
    """
    pen = TTGlyphPen(None)
    corners = [(0, 0), (0, EM), (WIDTH, EM), (WIDTH, 0)]
    for points in (corners, corners[::-1]):
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def build() -> FontBuilder:
    """The font, without the tables that a PDF has no use for."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(GLYPHS))
    builder.setupGlyf({name: nothing() for name in GLYPHS})
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupHead(unitsPerEm=EM, created=CREATED, modified=CREATED)
    builder.setupMaxp()
    builder.font.recalcTimestamp = False
    return builder


def main() -> None:
    builder = build()
    builder.save(OUTPUT)
    print(f"{OUTPUT}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
