"""LangChain: documents repaired, in a call and in a thread."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.hosts import run_examples

pytest.importorskip("langchain_core", reason="LangChain is not installed")
from langchain_core.documents import BaseDocumentTransformer, Document
from langchain_core.runnables import RunnableLambda

from svfix.integrations.langchain import Repair

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
SOURCE = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]


class Page(Document):
    """A document of a user's own type."""

    number: int = 0


def pages():
    return [
        Page(DAMAGED, metadata={"source": "a", "boxes": [1]}, id="1", number=7),
        Document("", id="2"),
        Document(FIXED, metadata={"page": 3}),
    ]


def test_it_is_what_langchain_calls_a_transformer():
    assert isinstance(Repair(), BaseDocumentTransformer)


def test_texts_are_repaired_and_all_else_stays():
    given = pages()
    fixed = Repair().transform_documents(given)
    assert fixed[0] == Page(FIXED, metadata={"source": "a", "boxes": [1]}, id="1", number=7)
    assert [id(document) for document in fixed[1:]] == [id(document) for document in given[1:]]
    assert given == pages()


def test_metadata_of_what_was_repaired_is_its_own():
    given = pages()
    Repair().transform_documents(given)[0].metadata["source"] = "b"
    assert given[0].metadata["source"] == "a"


def test_asynchronous_calls_give_the_same():
    repair = Repair()
    found = asyncio.run(repair.atransform_documents(pages()))
    assert found == repair.transform_documents(pages())
    assert found[0].page_content == FIXED


def test_a_step_of_a_chain():
    chain = RunnableLambda(Repair().transform_documents) | (lambda pages: pages[0].page_content)
    assert chain.invoke(pages()) == FIXED


def test_documents_of_one_source_share_what_they_show():
    given = [Document(text) for text in SOURCE]
    alone = Repair().transform_documents(given)
    together = Repair(shared_profile=True).transform_documents(given)
    assert [documents[2].page_content for documents in (alone, together)] == ["pa on", "på ön"]


def test_options_are_told_of_at_once():
    assert Repair(words=["uppféljningen"]).transform_documents(pages())[0].page_content != FIXED
    with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
        Repair(confidence=0.9)
    with pytest.raises(TypeError, match=r"when it is made: Repair\(min_confidence=…\)"):
        Repair().transform_documents(pages(), min_confidence=0.9)


def test_the_examples_of_the_page_run():
    assert run_examples("LangChain")
