"""Haystack: documents repaired by a component, alone and in pipelines that are saved."""

from __future__ import annotations

import os

import pytest
from tests.support.hosts import run_examples

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")  # it would tell of each run
pytest.importorskip("haystack", reason="Haystack is not installed")
from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter

from svfix import Fixer
from svfix.integrations.haystack import Repair

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
SOURCE = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]


def run(repair, *texts):
    return [page.content for page in repair.run([Document(content=t) for t in texts])["documents"]]


class TestRun:
    def test_texts_are_repaired_and_all_else_stays(self):
        page = Document(content=DAMAGED, meta={"page": 7}, score=0.5, embedding=[1.0])
        (fixed,) = Repair().run([page])["documents"]
        assert (fixed.content, fixed.meta, fixed.score) == (FIXED, {"page": 7}, 0.5)
        assert fixed.embedding is None  # which was of the text as it was read
        fixed.meta["page"] = 8
        assert page == Document(content=DAMAGED, meta={"page": 7}, score=0.5, embedding=[1.0])

    def test_what_has_nothing_to_repair_is_handed_on_itself(self):
        pages = [Document(content=FIXED, embedding=[1.0]), Document(content=None), Document()]
        fixed = Repair().run(pages)["documents"]
        assert [id(page) for page in fixed] == [id(page) for page in pages]

    def test_the_identity_is_that_of_the_text_unless_it_is_to_be_kept(self):
        page = Document(content=DAMAGED, meta={"page": 7})
        (anew,) = Repair().run([page])["documents"]
        assert anew.id == Document(content=FIXED, meta={"page": 7}).id != page.id
        (kept,) = Repair(keep_id=True).run([page])["documents"]
        assert (kept.id, kept.content) == (page.id, FIXED)

    def test_documents_of_one_source_share_what_they_show(self):
        assert run(Repair(), *SOURCE)[2] == "pa on"
        assert run(Repair(shared_profile=True), *SOURCE)[2] == "på ön"

    def test_options_are_told_of_at_once(self):
        with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
            Repair(confidence=0.9)


class TestPipelines:
    def pipeline(self, **options):
        made = Pipeline()
        made.add_component("repair", Repair(**options))
        made.add_component("split", DocumentSplitter(split_by="word", split_length=2))
        made.connect("repair.documents", "split.documents")
        return made

    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"words": ["uppféljningen"], "min_confidence": 0.6, "keep_id": True},
            {"shared_profile": True, "batch_size": 7},
            {"profile": Fixer().profile_of(SOURCE)},
        ],
        ids=lambda options: "-".join(options) or "none",
    )
    def test_one_that_was_saved_does_the_same(self, options):
        made = self.pipeline(**options)
        loaded = Pipeline.loads(made.dumps(), allowed_modules=[Repair.__module__])
        assert loaded.dumps() == made.dumps()
        given = [Document(content=text, meta={"n": 1}) for text in [DAMAGED, *SOURCE]]
        found = [
            [(page.content, page.meta["source_id"]) for page in found["split"]["documents"]]
            for found in (made.run({"documents": given}), loaded.run({"documents": given}))
        ]
        assert found[0] == found[1]
        words = " ".join(text for text, _ in found[0]).split()
        assert ("uppföljningen" in words) != ("words" in options)
        assert ("ön" in words) == bool({"profile", "shared_profile"} & {*options})


def test_the_examples_of_the_page_run():
    assert run_examples("Haystack")
