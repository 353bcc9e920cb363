"""Opening a PDF: its pages, or what must be done before it can be repaired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

from svfix.formats.model import FormatError
from svfix.formats.pdf_layer.update import WHOLE

DAMAGE = (pikepdf.PdfError, RuntimeError)
"""What pikepdf raises for a PDF that is damaged; that its pages cannot be counted is the second."""

SIGNED = 1
"""The bit of an AcroForm's SigFlags that says that there are signatures."""


class Page(NamedTuple):
    """A page of an open PDF: its dictionary, its content, and its resources."""

    object: Any
    content: bytes
    resources: Any
    area: float


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A PDF opened to be read and changed. Raises FormatError for one that may or can not be."""
    try:
        # An update goes on with the table of objects, so that must be whole; a stream need not be.
        pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True).close()
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise FormatError(
            "the PDF is locked with a password; unlock it first: "
            "qpdf --password=PASSWORD --decrypt scan.pdf open.pdf"
        ) from None
    except DAMAGE as error:
        fault = str(error).rpartition(": ")[2]
        raise FormatError(f"the PDF is damaged ({fault}); {WHOLE}") from None
    with closing(pdf):
        if pdf.is_encrypted:
            raise FormatError(
                "the PDF is encrypted; unlock it first: qpdf --decrypt scan.pdf open.pdf"
            )
        if is_signed(pdf):
            raise FormatError(
                "the PDF is signed, and a repair would break the signature; "
                "repair the scan that was signed, or write its text: -o scan.txt"
            )
        try:
            yield pdf
        except DAMAGE as error:
            raise FormatError(f"the PDF is damaged ({error}); {WHOLE}") from None


def is_signed(pdf: Any) -> bool:
    """Whether a PDF says that it is signed or certified."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)) & SIGNED:
        return True
    return "/Perms" in pdf.Root


def pages(pdf: Any) -> Iterator[Page]:
    """The pages of a PDF; one that stands in it twice is read once, and is empty then.

    qpdf makes a copy of such a page, with a number that the PDF does not have.
    """
    size = int(pdf.trailer.Size)
    known: set[bytes] = set()
    for page in pdf.pages:
        dictionary = page.obj
        source = dictionary.unparse(resolved=True)
        is_copy = dictionary.objgen[0] >= size and source in known
        known.add(source)
        content = b"" if is_copy else _content(dictionary)
        yield Page(dictionary, content, _inherited(dictionary, "/Resources"), _area(dictionary))


def _inherited(dictionary: Any, key: str) -> Any:
    for _ in range(64):  # trees of pages are flat; one that runs in a circle is broken
        if not isinstance(dictionary, pikepdf.Dictionary):
            return None
        if key in dictionary:
            return dictionary[key]
        dictionary = dictionary.get("/Parent")
    return None


def _content(dictionary: Any) -> bytes:
    """The content of a page; streams that follow each other are apart as readers take them."""
    found = dictionary.get("/Contents")
    several = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(one.read_bytes() for one in several if isinstance(one, pikepdf.Stream))


def _area(dictionary: Any) -> float:
    box = _inherited(dictionary, "/CropBox") or _inherited(dictionary, "/MediaBox")
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return 0.0
    left, bottom, right, top = (float(edge) for edge in box)
    return abs((right - left) * (top - bottom))
