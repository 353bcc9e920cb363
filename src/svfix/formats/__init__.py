"""Formats: documents as scanning makes them, read as text and written back with it repaired.

    hOCR, ALTO, PAGE, TSV … ──read──▶ texts ──svfix──▶ results ──write──▶ the same format

A document says what texts it has (`texts`: one of a whole document, its pages apart by form feeds,
so that what one page shows of the engine serves the others; or one a record). Its `write` splices
the repaired words into what was read: coordinates, structure and everything unknown stay as they
are, to the byte, and a document without edits comes out as it went in.

>>> import svfix
>>> document = read(b"Metoden for uppf\\xc3\\xa9ljningen\\n")
>>> document.format
'text'
>>> document.write([svfix.explain(text) for text in document.texts]).decode()
'Metoden för uppföljningen\\n'

Nothing is fetched from a network, no entity of a document is expanded, and no document type
definition is read. What cannot be read is a `FormatError` that says where and what to do.
"""

from __future__ import annotations

import importlib
from typing import NamedTuple

from svfix.formats.detection import detect
from svfix.formats.model import Document, FormatError, Names, Place, Source, named

__all__ = [
    "FORMATS",
    "METS",
    "NAMES",
    "Document",
    "Format",
    "FormatError",
    "Place",
    "detect",
    "read",
]


class Format(NamedTuple):
    """One row of the table: a name (and the module of this package), and what that is.

    `writes` is the name of the format that `Document.write` gives, where that is another.
    """

    name: str
    about: str
    writes: str = ""

    def read(self, source: Source) -> Document:
        """Read a document of this format; its module is imported at the first call."""
        module = importlib.import_module(f"svfix.formats.{self.name.replace('-', '_')}")
        try:
            document: Document = module.read(source)
        except FormatError:
            raise
        except (ValueError, ArithmeticError, LookupError, RecursionError) as error:
            raise FormatError(
                f"the document is no {self.about.split(':')[0].split(',')[0]} that can be read "
                f"({type(error).__name__}: {str(error)[:100]}); get it anew from where it was made"
            ) from None
        return document


FORMATS = (
    Format("text", "plain text, with form feeds between its pages"),
    Format("jsonl", "JSON records, one a line or in a list, with a field that is the text"),
    Format("csv", "a table with a row of names and a column that is the text"),
    Format("hocr", "hOCR: HTML of pages, lines and words"),
    Format("alto", "ALTO XML, versions 1 to 4"),
    Format("page", "PAGE XML"),
    Format("tsv", "Tesseract's TSV"),
    Format("abbyy", "XML of ABBYY FineReader's, from version 6 on"),
    Format("tei", "TEI, such as records of parliament"),
    Format("html", "HTML that is no hOCR: the text that a reader sees"),
    Format("markdown", "Markdown: its prose; to be named, as its content does not tell"),
    Format("docling", "JSON of Docling's documents; to be named"),
    Format("azure", "JSON of Azure's Document Intelligence and Read; to be named"),
    Format("textract", "JSON of Amazon Textract; to be named"),
    Format("gcv", "JSON of Google Cloud Vision; to be named"),
    Format("pdf", "PDF with text, written as plain text", "text"),
    Format("pdf-layer", "PDF with a text layer that cannot be seen, which is repaired in it"),
)
"""The formats."""

NAMES = tuple(row.name for row in FORMATS)

METS = "mets"
"""What `--format` calls lists of files: those of a group are read, each by its content."""


def read(
    data: bytes,
    format: str = "auto",  # noqa: A002 (the option of the command line has this name)
    *,
    field: Names = None,
    encoding: str = "utf-8",
) -> Document:
    """Read a document from its bytes.

    `format` is a name out of `FORMATS`, or ``"auto"``; `field` is the field or column with the
    text, of formats that have several, or a list of them; `encoding` that of formats that do not
    say it themselves.
    Raises FormatError for bytes that are not such a document, ValueError for an unknown format.
    """
    name = detect(data, field) if format == "auto" else format
    if name not in NAMES:
        raise ValueError(f"there is no format {name!r}; the formats are auto, {', '.join(NAMES)}")
    return FORMATS[NAMES.index(name)].read(Source(data, named(field), encoding))
