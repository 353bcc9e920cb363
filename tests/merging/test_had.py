"""What each reading had in the place of an edit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svfix
from svfix.edits import Edit, apply
from svfix.merging import OtherPage
from svfix.merging.had import had
from svfix.merging.readings import readings
from svfix.merging.units import units
from svfix.result import Result


def plain(text):
    return Result(text, text, (), None)


def shown(texts, *edits):
    """What readings had in the places of edits of the first, each (start, end, after[, rule])."""
    found = readings([plain(text) for text in texts])
    base = texts[0]
    made = [
        Edit(start, end, base[start:end], after, *(rule or ["merge.word"]), 1.0)
        for start, end, after, *rule in edits
    ]
    return list(had(found, units(found), made))


@pytest.mark.parametrize(
    ("texts", "edit", "expected"),
    [
        (["det ar så", "det är sa"], (4, 6, "är"), ("ar", "är")),
        (["det ar, så", "det är. sa"], (6, 7, "."), ("ar,", "är.")),
        (["det ar så", "det är sa", "det ür så"], (4, 6, "är"), ("ar", "är", "ür")),
        (["den ijuni i år", "den i juni i år"], (5, 5, " "), ("ijuni", "i juni")),
        (
            ["upp handlingen av", "upphandlingen av"],
            (3, 4, ""),
            ("upp handlingen", "upphandlingen"),
        ),
        (["upp-\nfoljning", "uppföljning"], (6, 7, "ö"), ("upp-\nfoljning", "uppföljning")),
        (["en två", "en två tre"], (6, 6, " tre", "merge.missing"), ("", "tre")),
        (["två tre", "en två tre"], (0, 0, "en ", "merge.missing"), ("", "en")),
        (["en två tre", "en tre"], (2, 6, "", "merge.debris"), ("två", "")),
        (["en  två", "en två"], (2, 4, " "), ("  ", "")),
        (["en | två", "en | två"], (2, 4, ""), ("|", "|")),
        (["en tva", "en två"], (6, 6, "."), ("tva", "två")),
        (["det ar så att han", "det är så att han", "det han"], (4, 6, "är"), ("ar", "är", "")),
    ],
)
def test_what_each_had(texts, edit, expected):
    assert shown(texts, edit) == [expected]


def test_edits_beside_each_other_have_their_own():
    texts = ["en tva tre", "en två tré"]
    assert shown(texts, (3, 6, "två"), (7, 10, "tré")) == [("tva", "två"), ("tre", "tré")]


WORDS = st.lists(
    st.sampled_from("för for det ar är, (varit) varlt upp- uppféljning | \n ijuni i".split(" ")),
    max_size=12,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=3))
def test_every_edit_has_what_each_reading_had(texts):
    try:
        result = svfix.merge(texts)
    except OtherPage:
        return
    assert apply(texts[0], result.edits) == result.text
    if len(set(texts)) == 1:
        assert result == svfix.explain(texts[0])
        return
    assert len(result.readings) == len(result.edits)
    for edit, found in zip(result.edits, result.readings, strict=True):
        assert len(found) == len(texts)
        assert "".join(edit.before.split()) in "".join(found[0].split())


def test_a_text_by_itself_has_none():
    assert svfix.explain("Metoden for uppféljningen").readings == ()
    assert svfix.merge(["Metoden for uppféljningen"]).readings == ()
    assert svfix.merge(["Metoden for uppféljningen"] * 2).readings == ()  # copies are no witnesses
