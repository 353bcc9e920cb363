"""PDFs of scans, as programs make them: a picture of a page with text that nobody sees.

`scan` puts them together from contents; the fonts are those that engines use for such layers.
"""

import re
from contextlib import closing
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from svfix import formats

WIDTH, HEIGHT = 300, 200
PICTURE = b"q 300 0 0 200 0 0 cm /Im Do Q\n"

IDENTITY = b"""begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap"""


def hexed(text):
    """A string of a glyphless font whose codes are UTF-16."""
    return "<" + text.encode("utf-16-be").hex() + ">"


def fonts(pdf):
    """Fonts of layers: a glyphless one, a standard one, and two with encodings of their own."""
    glyphless = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.GlyphLessFont,
        Encoding=Name("/Identity-H"), ToUnicode=pdf.make_stream(IDENTITY),
        DescendantFonts=[Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.GlyphLessFont, DW=500,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=Dictionary(
                Type=Name.FontDescriptor, FontName=Name.GlyphLessFont, Flags=5, ItalicAngle=0,
                FontBBox=[0, 0, 500, 1000], Ascent=1000, Descent=-1, CapHeight=1000, StemV=80,
            ),
        )],
    )  # fmt: skip
    helvetica = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    named = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"), FirstChar=1,
        Widths=[500] * 9, Encoding=Dictionary(
            Differences=[1, Name.f, Name.o, Name.r, Name.space, Name.a, Name.adieresis, Name.b]
        ),
    )  # fmt: skip
    drawn = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1, 1], FontMatrix=[1, 0, 0, 1, 0, 0],
        FirstChar=97, LastChar=122, Widths=[0.5] * 26, CharProcs=Dictionary(),
        Encoding=Dictionary(Differences=[97, *(Name("/" + chr(97 + n)) for n in range(26))]),
    )  # fmt: skip
    unreadable = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Odd, Encoding=Name("/UniJIS-UCS2-H"),
        DescendantFonts=glyphless.DescendantFonts,
    )  # fmt: skip
    return Dictionary(G=glyphless, H=helvetica, N=named, D=drawn, X=unreadable)


def picture(pdf, **more):
    """A picture with grey and white in it."""
    return pdf.make_stream(
        bytes(200 + n % 50 for n in range(64)), Type=Name.XObject, Subtype=Name.Image, Width=8,
        Height=8, ColorSpace=Name.DeviceGray, BitsPerComponent=8, **more,
    )  # fmt: skip


def form(pdf, content, **more):
    """Content in a form."""
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, WIDTH, HEIGHT], **more
    )


def scan(*contents, change=None, **options):
    """A PDF of pages; of each the content, or several in a list.

    `change` may change the PDF before it is written, by pikepdf's `options`.
    """
    pdf = pikepdf.new()
    shared = pdf.make_indirect(fonts(pdf))
    states = Dictionary(Unseen=Dictionary(ca=0), Pale=Dictionary(ca=0.5))
    for content in contents:
        streams = [pdf.make_stream(_bytes(part)) for part in _several(content)]
        page = Dictionary(
            Type=Name.Page, MediaBox=[0, 0, WIDTH, HEIGHT],
            Contents=streams[0] if len(streams) == 1 else Array(streams),
            Resources=Dictionary(
                Font=shared, ExtGState=states, XObject=Dictionary(Im=picture(pdf)),
            ),
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    if change:
        change(pdf)
    out = BytesIO()
    pdf.save(out, static_id=True, **options)
    return out.getvalue()


def _several(content):
    return content if isinstance(content, list) else [content]


def _bytes(content):
    return content if isinstance(content, bytes) else content.encode("cp1252")


def opened(data):
    """A PDF by pikepdf."""
    return pikepdf.open(BytesIO(data))


def problems(pdf):
    """What pikepdf finds wrong with a PDF."""
    check = getattr(pdf, "check_pdf_syntax", None) or pdf.check  # its name before pikepdf 10
    return check()


def layer(data):
    """The text of a PDF's layer."""
    return formats.read(data, "pdf-layer").texts[0]


def drawn(data, scale=2):
    """What its pages look like, with their own pictures."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [(b.width, b.height, bytes(b.buffer)) for b in (p.render(scale=scale) for p in pdf)]


def seen(data):
    """The text of its pages as PDFium finds it."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        texts = (page.get_textpage().get_text_range() for page in pdf)
        return [re.sub(r"[\s\ufffe\0]+", " ", text).strip() for text in texts]


def places(data):
    """Where on its first page each letter begins, from left to right, by PDFium."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        text = pdf[0].get_textpage()
        letters = text.get_text_range(0, text.count_chars())
        return [
            (letter, round(text.get_charbox(n, loose=True)[0], 1))
            for n, letter in enumerate(letters)
            if letter.strip()
        ]
