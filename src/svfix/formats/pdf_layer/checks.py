"""Checks: before a repaired PDF is handed out, another reader must find it as it should be.

PDFium reads both versions of each page that changed. Letters that its text gained and lost must be
those that the repair changed, and the page must look the same, pixel for pixel. Pictures take most
of the time of drawing a page, and no repair touches them; in both versions opaque ones are drawn as
plain colour, and others not at all, so that nothing is hidden that was not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from svfix.formats.model import FormatError
from svfix.formats.pdf_layer.interpreter import is_opaque

SCALE = 1.0
"""Pixels a point: a letter that is seen has some of them, even in small print."""

MOST_PIXELS = 4_000_000
"""How many pixels a page is drawn in at the most: large sheets are drawn smaller."""

COLOUR = b"\xb4"
"""The colour of pictures: no usual one of text."""

LEFT = "the PDF was left as it is"

Letters = Counter[str]


def check(before: bytes, after: bytes, changes: Mapping[int, tuple[str, str]]) -> None:
    """Raise FormatError unless pages, by number from 0, changed as told: their texts old and new."""
    pages = sorted(changes)
    with closing(_opened(_plain(before))) as old, closing(_opened(_plain(after))) as new:
        if len(old) != len(new):
            raise FormatError(f"the repaired PDF has other pages; {LEFT}")
        for page in pages:
            with closing(old[page]) as one, closing(new[page]) as other:
                _check_page(page, one, other, changes[page])


def _check_page(number: int, old: Any, new: Any, texts: tuple[str, str]) -> None:
    found, meant = _gain(_text(old), _text(new)), _gain(*texts)
    if found != meant:
        raise FormatError(f"page {number + 1} does not read as repaired; {LEFT}")
    if _drawn(old) != _drawn(new):
        raise FormatError(
            f"page {number + 1} would look different, for words on it can be seen that seem to be "
            f"a layer under its picture; {LEFT}"
        )


def _gain(before: str, after: str) -> tuple[Letters, Letters]:
    """The letters that a text gained and lost."""
    old, new = _letters(before), _letters(after)
    return new - old, old - new


def _letters(text: str) -> Letters:
    """The letters and figures of a text: readers differ in what they make of spaces and hyphens."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FormatError(f"the repaired PDF cannot be read ({error}); {LEFT}") from None


def _text(page: Any) -> str:
    with closing(page.get_textpage()) as text:
        return str(text.get_text_range())


def _drawn(page: Any) -> bytes:
    width, height = page.get_size()
    scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    with closing(bitmap):
        return bytes(bitmap.buffer)


def _plain(data: bytes) -> bytes:
    """A PDF with plain pictures, small and quickly drawn."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for picture in _pictures(pdf):
            mask = not is_opaque(picture)
            for key in set(picture.stream_dict.keys()) - {"/Type", "/Subtype", "/Length"}:
                del picture.stream_dict[key]
            picture.Width = picture.Height = 1
            if mask:
                picture.ImageMask, picture.BitsPerComponent = True, 1
                picture.write(b"\x80")  # which paints nothing
            else:
                picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
                picture.write(COLOUR)
        out = BytesIO()
        pdf.save(out, static_id=True, compress_streams=False)
        return out.getvalue()


def _pictures(pdf: Any) -> Iterator[Any]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            yield one
