"""Checks: before a repaired PDF is handed out, another reader must find it as it should be.

PDFium reads both versions of each page that changed. Letters that its text gained and lost must be
those that the repair changed, and the page must look the same, pixel for pixel. Pictures take most
of the time of drawing a page, and no repair touches them; in both versions opaque ones are drawn as
plain colour, and others as a lattice: what lies under them shows, and so does what cuts them out.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from svfix.formats.model import FormatError
from svfix.formats.pdf_layer.shows import is_opaque

SCALE = 1.0
"""Pixels a point: a letter that is seen has some of them, even in small print."""

MOST_PIXELS = 4_000_000
"""How many pixels a page is drawn in at the most: large sheets are drawn smaller."""

DARKEST, SHADES, STEP = 80, 128, 37
"""Greys of pictures: none is a usual colour of text, and no two in a row are alike."""

LEFT = "the PDF was left as it was"

KEPT = {"/Type", "/Subtype", "/Length", "/OC"}
"""What a picture keeps of its dictionary: what it is, and whether it is to be drawn at all."""

LATTICE = 128
"""Pixels of a picture of a lattice, across and down: on a page smaller than most words."""

Letters = Counter[str]


class Told(NamedTuple):
    """What is told of a page: words before and after, and how often a form is drawn on it."""

    before: str
    after: str
    times: int


def check(before: bytes, after: bytes, told: Mapping[int, Told | None]) -> None:
    """Raise FormatError unless pages, by number from 0, changed as told.

    None is told of those that draw what stands on another page too.
    """
    with closing(_opened(_plain(before))) as old, closing(_opened(_plain(after))) as new:
        if len(old) != len(new):
            raise FormatError(f"the repaired PDF has other pages; {LEFT}")
        for page in sorted(told):
            with closing(old[page]) as one, closing(new[page]) as other:
                _check_page(page, one, other, told[page])


def differing(before: bytes, after: bytes, pages: Iterable[int]) -> set[int]:
    """Which of some pages look different in another version of a PDF."""
    with closing(_opened(_plain(before))) as old, closing(_opened(_plain(after))) as new:
        return {page for page in pages if _drawn_page(old, page) != _drawn_page(new, page)}


def _drawn_page(document: Any, number: int) -> bytes:
    with closing(document[number]) as page:
        return _drawn(page)


def _check_page(number: int, old: Any, new: Any, told: Told | None) -> None:
    if told and not _reads(old, new, told):
        raise FormatError(f"page {number + 1} does not read as repaired; {LEFT}")
    if _drawn(old) != _drawn(new):
        raise FormatError(f"page {number + 1} would look different; {LEFT}")


def _reads(old: Any, new: Any, told: Told) -> bool:
    """Whether a page has the letters of its new words more, and those of the old ones less.

    PDFium may not have found the old ones: it takes no notice of glyphs that it has no outline of.
    """
    before, after = _letters(told.before), _letters(told.after)
    found_before, found_after = _letters(_text(old)), _letters(_text(new))
    for letter in before | after | found_before | found_after:
        gained = after[letter] - before[letter]
        least = gained * told.times if gained < 0 else gained
        if not least <= found_after[letter] - found_before[letter] <= after[letter] * told.times:
            return False
    return True


def _letters(text: str) -> Letters:
    """The letters and figures of a text: readers differ in what they make of spaces and hyphens."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FormatError(f"PDFium cannot read the PDF ({error}); {LEFT}") from None


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
            for key in set(picture.stream_dict.keys()) - KEPT:
                del picture.stream_dict[key]
            picture.Width = picture.Height = LATTICE if mask else 1
            if mask:
                picture.ImageMask, picture.BitsPerComponent = True, 1
                picture.write(
                    (b"\xaa" * (LATTICE // 8) + b"\x55" * (LATTICE // 8)) * (LATTICE // 2)
                )
            else:
                picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
                picture.write(bytes([DARKEST + picture.objgen[0] * STEP % SHADES]))
        out = BytesIO()
        with warnings.catch_warnings():  # of what may be odd in the PDF, and is nothing new
            warnings.simplefilter("ignore")
            pdf.save(out, static_id=True, compress_streams=False)
        return out.getvalue()


def _pictures(pdf: Any) -> Iterator[Any]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            yield one
