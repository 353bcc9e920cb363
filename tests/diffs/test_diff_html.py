"""The HTML report as text: what is in the file, without a browser."""

import base64
import hashlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import diff_documents

import svfix
from svfix.diffs import html
from svfix.diffs.classify import CLASSES
from svfix.diffs.html import embed, kinds
from svfix.diffs.slots import OUTCOMES


def data_of(page):
    [found] = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(found)


def pieces(data):
    return [piece for page in data["pages"] for row in page["rows"] for piece in row[1:]]


def test_the_kinds_are_those_of_the_comparison():
    assert {kind.name for kind in kinds.OUTCOMES} == set(OUTCOMES)
    assert [kind.name for kind in kinds.CLASSES] == list(CLASSES)
    signs = [kind.sign for kind in (*kinds.OUTCOMES, *kinds.CLASSES)]
    assert len(set(signs)) == len(signs)


def test_every_kind_has_a_colour():
    page = html.render(diff_documents.small())
    for kind in (*kinds.OUTCOMES, *kinds.CLASSES):
        assert f"--{kind.name}: light-dark(" in page


def test_the_texts_are_all_there():
    data = data_of(html.render(diff_documents.small()))
    forms = [piece[0] for piece in pieces(data) if isinstance(piece, list)]
    assert ["är", "dr", "är"] in forms
    assert ["pa", "pa", "på"] in forms
    assert [row[0] for row in data["pages"][0]["rows"]] == [1, 2, 3, 4]


def test_the_file_needs_nothing_else():
    page = html.render(diff_documents.real())
    assert not re.findall(r'(?:src|href)="(?!#|data:,")', page)
    assert not re.findall(r"url\((?!#)|@import|https?:", page)


def test_the_policy_lets_the_own_script_run():
    page = html.render(diff_documents.small())
    [script] = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_hostile_text_is_text():
    page = html.render(diff_documents.hostile())
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "\u202e" not in page.split('id="data">')[0]
    data = data_of(page)
    assert data["pages"][0]["name"] == diff_documents.HOSTILE
    assert "</script><script>window.pwned=1</script>" in json.dumps(data)


def test_a_long_file_is_cut_into_sheets():
    lines = [f"rad {n} är lång" for n in range(120)]
    found = svfix.diff("\n".join(lines), "\n".join(lines), name="lång.txt").as_dict()
    sheets = embed.sheets(found)
    assert [len(sheet.lines) for sheet in sheets] == [50, 50, 20]
    assert sheets[1].name == "lång.txt, lines 51–100"
    assert sum(sheet.words for sheet in sheets) == found["score"]["words"]


def test_a_text_without_lines_is_cut_too():
    words = " ".join(f"ord{n}" for n in range(5000))
    found = svfix.diff(words.replace("ord4000 ", "or4000 "), words).as_dict()
    sheets = embed.sheets(found)
    assert sum(sheet.words for sheet in sheets) == 5000
    assert len(sheets) > 2
    assert max(len(sheet.lines) for sheet in sheets) < 10
    data = data_of(html.render(found))
    assert [piece[0] for piece in pieces(data) if isinstance(piece, list)] == [
        ["or4000", "ord4000"]
    ]


@pytest.mark.parametrize("make", ["real", "small", "two", "agreeing", "hostile"])
def test_the_sheets_count_what_the_score_counts(make):
    document = getattr(diff_documents, make)()
    sheets = embed.sheets(document)
    assert sum(sheet.words for sheet in sheets) == document["score"]["words"]
    assert sum(sheet.wrong for sheet in sheets) == document["score"]["hypothesis"]["word_errors"]
    if document["has_observed"]:
        errors = document["score"]["observed"]["word_errors"]
        assert sum(sheet.was_wrong for sheet in sheets) == errors


def test_a_moved_block_is_told_of():
    document = diff_documents.small()
    moved = {"text": "hypothesis", "words": 24, "from": [0, 9], "to": [9, 18]}
    document["pages"][0]["moved"] = [moved]
    [note] = data_of(html.render(document))["pages"][0]["notes"]
    assert note.startswith("24 words of the hypothesis text stand in another place")


def test_damage_is_told_of_beside_the_gain():
    page = html.render(diff_documents.small())
    assert "<strong>1 word</strong> that was right is wrong now" in page
    assert 'data-pick-outcome="broken"' in page


def test_an_empty_reference_is_told_of():
    page = html.render(svfix.diff("något", "").as_dict())
    assert "The reference has no words" in page


def test_only_a_comparison_is_rendered():
    with pytest.raises(ValueError, match=r"svfix\.diff"):
        html.render({"schema": "svfix.diff", "schema_version": 2})


def test_the_same_comparison_gives_the_same_file():
    assert html.render(diff_documents.small()) == html.render(diff_documents.small())


texts = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.none() | texts)
def test_any_texts_render(hypothesis, reference, observed):
    page = html.render(svfix.diff(hypothesis, reference, observed, name=hypothesis).as_dict())
    assert data_of(page.encode().decode())["pages"]
    assert page.count("<script") == 2


@given(st.text(st.characters(categories=["Cs", "Cc", "L"]) | st.sampled_from("</>&'\"")))
def test_script_json_is_json_and_ends_no_element(text):
    packed = embed.script_json([text])
    assert "<" not in packed
    assert json.loads(packed.encode().decode()) == [text]
