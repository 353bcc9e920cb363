"""Haystack: a component that repairs the texts of documents.

    pipeline.add_component("repair", Repair())
    pipeline.connect("converter.documents", "repair.documents")

It belongs between the converter and the splitter, before anything is embedded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from haystack import Document, component, default_from_dict, default_to_dict

from svfix.columns import HOW, Column
from svfix.options import as_json, from_json


@component
class Repair:
    """Repairs the texts of documents; the options are those of `svfix.Fixer` and of its `pipe`.

    With ``shared_profile=True`` the documents of a run are of one source, and are repaired by what
    they show together. `keep_id` as in Haystack's own cleaner: a document with another text gets
    another identity, unless it is to keep its own. Raises TypeError and ValueError for no option.

    >>> pages = [Document(content="Metoden for uppféljningen"), Document(content=None)]
    >>> [page.content for page in Repair().run(pages)["documents"]]
    ['Metoden för uppföljningen', None]
    """

    def __init__(self, *, keep_id: bool = False, **options: Any) -> None:
        self._keep_id = keep_id
        self._how = Column(**options)

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """Return the documents with their texts repaired; those without a text stay.

        Those given are not changed. Of one that was repaired metadata, score and all else stay, but
        for its embeddings, which were of the text as it was read.
        """
        texts = [document.content for document in documents]
        repaired = self._how.repaired(texts)
        return {
            "documents": [
                document if text == document.content else self._with_text(document, text)
                for document, text in zip(documents, repaired, strict=True)
            ]
        }

    def _with_text(self, document: Document, text: str) -> Document:
        return replace(
            document,
            id=document.id if self._keep_id else "",  # made of the content where it is empty
            content=text,
            meta=dict(document.meta),
            embedding=None,
            sparse_embedding=None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what a pipeline is saved with.

        >>> saved = Repair(words=["IGO-R"]).to_dict()
        >>> Repair.from_dict(saved).to_dict() == saved
        True
        """
        options = json.loads(as_json(self._how.fixer.options))
        return default_to_dict(self, keep_id=self._keep_id, **options, **self._how.how)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Repair:
        """Return the component that was saved."""
        said = dict(data["init_parameters"])
        keep_id = said.pop("keep_id", False)
        how = {name: said.pop(name) for name in HOW if name in said}
        options = from_json(json.dumps(said))
        return default_from_dict(
            cls, {**data, "init_parameters": {"keep_id": keep_id, **options, **how}}
        )
