"""LangChain: a transformer that repairs the texts of documents.

    documents = Repair().transform_documents(loader.load())

It belongs between the loader and the splitter: the places that a splitter notes down
(`start_index`) are then those of the repaired text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from svfix.columns import Column


class Repair(BaseDocumentTransformer):
    """Repairs the texts of documents; the options are those of `svfix.Fixer` and of its `pipe`.

    With ``shared_profile=True`` the documents of a call are of one source, and are repaired by what
    they show together. Raises TypeError and ValueError for no option.

    >>> pages = [Document("Metoden for uppféljningen", metadata={"page": 7}, id="a")]
    >>> Repair(min_confidence=0.6).transform_documents(pages)
    [Document(id='a', metadata={'page': 7}, page_content='Metoden för uppföljningen')]

    A document that has nothing to repair is handed on itself:

    >>> page = Document("Metoden för uppföljningen")
    >>> Repair().transform_documents([page])[0] is page
    True
    """

    def __init__(self, **options: Any) -> None:
        self._how = Column(**options)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> list[Document]:
        """Return the documents with their texts repaired; identity, metadata and type stay.

        `atransform_documents` does the same in a thread. The documents given are not changed.
        Options are given when a `Repair` is made: raises TypeError for any here.
        """
        for name in kwargs:
            raise TypeError(f"svfix takes its options when it is made: Repair({name}=…)")
        texts = [document.page_content for document in documents]
        return [
            document if text == document.page_content else _with_text(document, text)
            for document, text in zip(documents, self._how.repaired(texts), strict=True)
        ]


def _with_text(document: Document, text: str) -> Document:
    """A copy of a document, of its own type, with another text."""
    changed = {"page_content": text, "metadata": dict(document.metadata)}
    return document.model_copy(update=changed)
