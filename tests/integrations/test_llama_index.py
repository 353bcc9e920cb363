"""LlamaIndex: nodes repaired, in pipelines, in a thread, and found in the cache when they were."""

from __future__ import annotations

import asyncio
import pickle

import pytest
from tests.support.hosts import run_examples

pytest.importorskip("llama_index.core", reason="LlamaIndex is not installed")
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.ingestion.pipeline import get_transformation_hash
from llama_index.core.schema import Document, ImageNode, IndexNode, TextNode

from svfix import Fixer
from svfix.integrations.llama_index import Repair

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
SOURCE = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]
OPTIONS = [
    {},
    {"words": ["uppféljningen"], "min_confidence": 0.6},
    {"shared_profile": True, "batch_size": 7},
    {"profile": Fixer().profile_of(SOURCE)},
]


def nodes():
    return [
        Document(text=DAMAGED, metadata={"page": 7}, id_="a", embedding=[1.0]),
        TextNode(
            text=DAMAGED, metadata={"page": 8}, id_="b", excluded_embed_metadata_keys=["page"]
        ),
        IndexNode(text=DAMAGED, index_id="c", id_="c"),
        ImageNode(text="", image_path="scan.png", id_="d"),
        Document(text=FIXED, id_="e", embedding=[1.0]),
    ]


class TestCall:
    def test_texts_are_repaired_and_all_else_stays(self):
        given = nodes()
        fixed = Repair()(given)
        expected = nodes()
        expected[0].embedding = None  # which was of the text as it was read
        for node in expected[:3]:
            node.set_content(FIXED)
        assert fixed == expected
        assert [type(node) for node in fixed] == [type(node) for node in given]
        assert [fixed[3] is given[3], fixed[4] is given[4]] == [True, True]

    def test_the_nodes_given_are_not_changed(self):
        given = nodes()
        for node in Repair()(given)[:3]:
            node.metadata["page"] = 9
        assert given == nodes()

    def test_asynchronous_calls_give_the_same(self):
        assert asyncio.run(Repair().acall(nodes())) == Repair()(nodes())

    def test_nodes_of_one_source_share_what_they_show(self):
        given = [TextNode(text=text) for text in SOURCE]
        assert [Repair(**options)(given)[2].text for options in OPTIONS[::2]] == ["pa on", "på ön"]

    def test_options_are_told_of_at_once(self):
        with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
            Repair(confidence=0.9)


class TestPipelines:
    def test_a_pipeline_hands_on_repaired_nodes(self):
        pipeline = IngestionPipeline(transformations=[Repair()], disable_cache=True)
        assert [node.get_content() for node in pipeline.run(documents=nodes()[:1])] == [FIXED]
        found = asyncio.run(pipeline.arun(documents=nodes()[:1]))
        assert [node.get_content() for node in found] == [FIXED]

    def test_what_was_done_is_found_in_the_cache(self, monkeypatch):
        pipeline = IngestionPipeline(transformations=[Repair()])
        once = pipeline.run(documents=nodes()[:1])
        monkeypatch.setattr(Repair, "__call__", None)  # it is not asked again
        assert pipeline.run(documents=nodes()[:1]) == once

    def test_the_cache_knows_options_and_version(self, monkeypatch):
        def known():
            return [get_transformation_hash(nodes(), Repair(**options)) for options in OPTIONS]

        found = known()
        assert found == known()
        monkeypatch.setattr("svfix.integrations.llama_index.__version__", "0")
        assert len({*found, *known()}) == 2 * len(OPTIONS)

    @pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "none")
    def test_one_that_was_saved_does_the_same(self, options):
        repair = Repair(**options)
        given = [TextNode(text=text, id_=text) for text in [DAMAGED, *SOURCE]]
        for loaded in (
            Repair.from_json(repair.to_json()),
            Repair.from_dict(repair.to_dict()),
            pickle.loads(pickle.dumps(repair)),
        ):
            assert loaded.to_dict() == repair.to_dict()
            assert loaded(given) == repair(given)


def test_the_examples_of_the_page_run():
    assert run_examples("LlamaIndex")
