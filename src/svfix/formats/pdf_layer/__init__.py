"""The invisible text layer of a PDF, as OCR engines leave it, repaired in the PDF.

    pages ──interpreter──▶ shows ──words──▶ the text ──svfix──▶ edits ──rewriting──▶ an update

Start reading from `document.PdfLayer`. Pictures, bookmarks and all else stay as they are, for the
update is written behind a file that stays whole; `checks` holds it to that. Reading and writing
need pikepdf and pypdfium2, the extra ``svfix[pdf]``.
"""

from __future__ import annotations

from svfix.formats.model import Document, FormatError, Source

MISSING = "a PDF needs pikepdf and pypdfium2 to be repaired: pip install 'svfix[pdf]'"


def read(source: Source) -> Document:
    """Read the layer of a PDF.

    Raises FormatError without pikepdf, for a PDF that is damaged, locked or signed, and for one
    whose pages are pictures only. One that has text, but no layer, reads as an empty text.
    """
    try:
        import pikepdf  # noqa: F401
        import pypdfium2  # noqa: F401
    except ImportError:
        raise FormatError(MISSING) from None
    from svfix.formats.pdf_layer.document import PdfLayer

    document = PdfLayer(source.data)
    if not document.layout.units and not document.has_other_text:
        raise FormatError(
            "the PDF has no text, only pictures of it; read those with an OCR engine first, such "
            "as ocrmypdf"
        )
    return document
