"""spaCy: a component and a tokenizer, found by their names, and the way back to the original."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from tests.support.hosts import run_examples, section

pytest.importorskip("spacy", reason="spaCy is not installed")
import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import load_config_from_str

import svfix
from svfix.integrations.spacy import KEY, Repair

DAMAGED = "Metoden for uppféljningen och verksam heten"
FIXED = "Metoden för uppföljningen och verksamheten"
CLEAN = "Metoden för uppföljningen"
SOURCE = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden"]
CONFIG = section("spaCy").split("```ini\n")[1].split("```")[0]


@pytest.fixture
def nlp():
    made = spacy.blank("sv")
    made.add_pipe("svfix", first=True)
    return made


@pytest.fixture
def configured():
    return spacy.blank("sv", config=load_config_from_str(CONFIG))


def with_two_places(doc):
    """What is told of a document: its text, the original, the edits, and each word's place."""
    repaired = doc._.svfix
    return doc.text, repaired.original, repaired.edits, [repaired.text(token) for token in doc]


class TestBoth:
    @pytest.fixture(params=["nlp", "configured"])
    def both(self, request):
        return request.getfixturevalue(request.param)

    def test_text_edits_and_words(self, both):
        doc = both(DAMAGED)
        result = svfix.explain(DAMAGED)
        read = ["Metoden", "for", "uppféljningen", "och", "verksam heten"]
        assert with_two_places(doc) == (FIXED, DAMAGED, result.edits, read)
        assert [token.text for token in doc] == FIXED.split()
        repaired = doc._.svfix
        assert repaired.place(doc[3:5]) == (26, 43)
        assert repaired.text(doc[:]) == DAMAGED

    def test_what_has_nothing_to_repair(self, both):
        doc = both(CLEAN)
        assert (doc.text, doc._.svfix.original, doc._.svfix.edits) == (CLEAN, CLEAN, ())
        assert both("").text == ""

    @pytest.mark.parametrize("n_process", [1, 2])
    def test_a_pipe_with_contexts(self, both, n_process):
        given = [(DAMAGED, 1), (CLEAN, 2), ("", 3)] * 5
        found = list(both.pipe(given, as_tuples=True, n_process=n_process, batch_size=4))
        assert [context for _, context in found] == [1, 2, 3] * 5
        assert [with_two_places(doc) for doc, _ in found] == [
            with_two_places(both(text)) for text, _ in given
        ]

    def test_a_document_that_was_saved(self, both):
        doc = both(DAMAGED)
        loaded = Doc(both.vocab).from_bytes(doc.to_bytes())
        packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
        (unpacked,) = DocBin().from_bytes(packed).get_docs(both.vocab)
        assert with_two_places(doc) == with_two_places(loaded) == with_two_places(unpacked)

    def test_a_pipeline_that_was_saved(self, both, tmp_path):
        both.to_disk(tmp_path / "model")
        loaded = spacy.load(tmp_path / "model")
        assert with_two_places(loaded(DAMAGED)) == with_two_places(both(DAMAGED))
        assert loaded.config["nlp"]["tokenizer"] == both.config["nlp"]["tokenizer"]

    def test_what_annotates_sees_the_repaired_text(self, both):
        ruler = both.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "WORD", "pattern": "verksamheten"}])
        doc = both(DAMAGED)
        (found,) = doc.ents
        assert doc._.svfix.place(found) == (30, 43)
        assert next(both.pipe([doc.copy()])).ents  # a repaired document is let through


class TestComponent:
    def test_a_document_that_nobody_saw_has_nothing(self):
        assert spacy.blank("sv")(DAMAGED)._.svfix is None

    def test_a_document_keeps_what_is_its_own(self, nlp):
        doc = nlp.make_doc(DAMAGED)
        doc.user_data["page"] = 7
        doc.cats = {"protocol": 1.0}
        repaired = nlp(doc)
        assert (repaired.text, repaired.user_data["page"]) == (FIXED, 7)
        assert repaired.cats == {"protocol": 1.0}
        clean = nlp.make_doc(CLEAN)
        assert nlp(clean) is clean

    @pytest.mark.parametrize("how", ["tags", "spans", "ents"])
    def test_what_was_annotated_is_not_lost(self, nlp, how):
        doc = nlp.make_doc(DAMAGED)
        if how == "tags":
            doc[0].tag_ = "NN"
        elif how == "spans":
            doc.spans["found"] = [doc[0:1]]
        else:
            doc.set_ents([doc.char_span(0, 7, label="WORD")])
        with pytest.raises(ValueError, match="before they are annotated"):
            nlp(doc)

    def test_options(self):
        nlp = spacy.blank("sv")
        repair = nlp.add_pipe("svfix", config={"words": ["sjén"], "passes": ["words"]})
        assert isinstance(repair, Repair)
        assert nlp("till sjén").text == "till sjén"
        for config, message in (({"min_confidence": 7}, "from 0 to 1"), ({"sure": 1}, "sure")):
            with pytest.raises(ValueError, match=message):
                spacy.blank("sv").add_pipe("svfix", config=config)

    def test_the_profile_is_saved(self, nlp, tmp_path):
        repair = nlp.get_pipe("svfix")
        assert nlp("pa on").text == "pa on"
        repair.fixer = repair.fixer.with_profile(repair.fixer.profile_of(SOURCE))
        nlp.to_disk(tmp_path / "model")
        again = spacy.blank("sv")
        again.add_pipe("svfix")
        again.from_bytes(nlp.to_bytes())
        loaded = spacy.load(tmp_path / "model")
        assert [each("pa on").text for each in (nlp, loaded, again)] == ["på ön"] * 3
        assert loaded.get_pipe("svfix").fixer == repair.fixer

    def test_beside_the_tokenizer_it_does_nothing_more(self, configured):
        expected = with_two_places(configured(DAMAGED))
        configured.add_pipe("svfix", first=True)
        assert with_two_places(configured(DAMAGED)) == expected


def test_in_all_else_the_tokenizer_is_the_one_it_is_made_with(configured):
    configured.tokenizer.add_special_case("avd.nr", [{"ORTH": "avd."}, {"ORTH": "nr"}])
    assert [token.text for token in configured("avd.nr")] == ["avd.", "nr"]


NAMED = """
import spacy
nlp = spacy.blank("sv", config={"nlp": {"tokenizer": {"@tokenizers": "svfix.Tokenizer.v1"}}})
assert nlp("Metoden for uppféljningen").text == "Metoden för uppföljningen"
nlp = spacy.blank("sv")
nlp.add_pipe("svfix")
assert nlp("Metoden for uppféljningen")._.svfix.edits
"""


@pytest.mark.skipif(
    not any(found.name == KEY for found in entry_points(group="spacy_factories")),
    reason="svfix is not installed with its entry points",
)
@pytest.mark.parametrize("first", ["", "import svfix.integrations.spacy"])
def test_an_installed_svfix_is_found_by_its_names(first):
    subprocess.run([sys.executable, "-c", first + NAMED], check=True)


def test_the_examples_of_the_page_run():
    assert run_examples("spaCy")
