"""LlamaIndex: a transformation that repairs the texts of documents and nodes.

    IngestionPipeline(transformations=[Repair(), SentenceSplitter(), …]).run(documents=documents)

It belongs before the splitter: the places that a splitter notes down are then those of the repaired
text. The pipeline's cache knows it by its options and the version of svfix.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from llama_index.core.schema import BaseNode, MetadataMode, TransformComponent
from pydantic import PrivateAttr

from svfix.columns import HOW, Column
from svfix.options import as_json, from_json
from svfix.version import __version__


class Repair(TransformComponent):
    """Repairs the texts of nodes; the options are those of `svfix.Fixer` and of its `pipe`.

    With ``shared_profile=True`` the nodes of a call are of one source, and are repaired by what
    they show together. Raises TypeError and ValueError for no option.

    >>> from llama_index.core.schema import TextNode
    >>> Repair(min_confidence=0.6)([TextNode(text="Metoden for uppféljningen")])[0].text
    'Metoden för uppföljningen'

    A node that has nothing to repair is handed on itself:

    >>> node = TextNode(text="Metoden för uppföljningen")
    >>> Repair()([node])[0] is node
    True
    """

    options: dict[str, Any]
    version: str
    _how: Column = PrivateAttr()

    def __init__(
        self, *, options: Mapping[str, Any] | None = None, version: str = "", **chosen: Any
    ) -> None:
        """Take options by keyword, or those (`options`) that another was saved with."""
        saved = dict(options or {})
        how = {name: saved.pop(name) for name in HOW if name in saved}
        column = Column(**{**from_json(json.dumps(saved)), **how, **chosen})
        told = {**json.loads(as_json(column.fixer.options)), **column.how}
        super().__init__(options=told, version=__version__)
        self._how = column

    @classmethod
    def class_name(cls) -> str:
        """What LlamaIndex calls it where it is saved."""
        return "svfix"

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[BaseNode]:
        """Return the nodes with their texts repaired; identity, metadata and relations stay.

        The nodes given are not changed. One that was repaired loses its embedding, which was of the
        text as it was read. `kwargs` are the pipeline's, for transformations that need them.
        """
        texts = [node.get_content(metadata_mode=MetadataMode.NONE) for node in nodes]
        return [
            node if repaired == text else _with_text(node, repaired)
            for node, text, repaired in zip(nodes, texts, self._how.repaired(texts), strict=True)
        ]

    async def acall(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[BaseNode]:
        """Do the same in a thread, so that others are not held up."""
        return await asyncio.to_thread(self, nodes, **kwargs)


def _with_text(node: BaseNode, text: str) -> BaseNode:
    """A copy of a node, of its own type, with another text."""
    changed = node.model_copy(update={"embedding": None, "metadata": dict(node.metadata)})
    changed.set_content(text)
    return changed
