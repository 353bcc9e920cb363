"""Docling: a converted document with its texts, captions and tables repaired.

    document = Repair()(DocumentConverter().convert("scan.pdf").document)

It belongs between the converter and what exports or cuts the document. What is repaired, and how,
is that of the format `docling` (`svfix fix --format docling`).
"""

from __future__ import annotations

from typing import Any

from docling_core.types.doc import DoclingDocument

from svfix import formats
from svfix.pipeline import Fixer

PICTURED = {"pages": True, "pictures": {"__all__": {"image"}}}
"""Where a document has its pictures: megabytes that nothing is read of."""


class Repair:
    """Repairs documents; the options are those of `svfix.Fixer`, by keyword.

    Raises TypeError and ValueError for no option.

    >>> from docling_core.types.doc import DocItemLabel
    >>> document = DoclingDocument(name="minutes")
    >>> _ = document.add_text(DocItemLabel.TEXT, "Metoden for uppféljningen")
    >>> [item] = Repair()(document).texts
    >>> item.text, item.orig
    ('Metoden för uppföljningen', 'Metoden for uppféljningen')

    A document that has nothing to repair is handed on itself:

    >>> clean = DoclingDocument(name="minutes")
    >>> _ = clean.add_text(DocItemLabel.TEXT, "Metoden för uppföljningen")
    >>> Repair()(clean) is clean
    True
    """

    def __init__(self, **options: Any) -> None:
        self._fixer = Fixer(**options)

    def __call__(self, document: DoclingDocument) -> DoclingDocument:
        """Return a document with its texts, captions and cells repaired, by what all of it shows.

        `orig` of texts stays, and so do code, formulas and all else. The one given is not changed;
        what is no text and no table is shared with it.
        """
        data = document.model_dump_json(by_alias=True, exclude_none=True, exclude=PICTURED)
        read = formats.read(data.encode(), "docling")
        results = [self._fixer.explain(text) for text in read.texts]
        if not any(result.edits for result in results):
            return document
        made = type(document).model_validate_json(read.write(results))
        return document.model_copy(update={"texts": made.texts, "tables": made.tables})
