"""ALTO: a word whose halves have the foot of a page and the head of the next between them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_formats_round_trips import results
from tests.support.formats_samples import repaired, rewrite

from svfix import Fixer, formats

FOOT, HEAD = "<String CONTENT='12'/>", "<String CONTENT='Protokoll'/>"


def half(number, content, word):
    return (
        f"<String CONTENT='{content}' WC='0.9' SUBS_TYPE='HypPart{number}' SUBS_CONTENT='{word}'/>"
    )


def scan(first, second, hyp="<HYP CONTENT='-'/>"):
    """Two pages: each has a line of its own at its end or its beginning."""
    words = "<SP/>".join(f"<String CONTENT='{w}'/>" for w in "Namnden foreslar att".split())
    more = "<SP/>".join(f"<String CONTENT='{w}'/>" for w in "andras och avgiften hojs".split())
    pages = [[f"{words}<SP/>{first}{hyp}", FOOT], [HEAD, f"{second}<SP/>{more}"]]
    shown = "".join(
        "<Page>"
        + "".join(f"<TextBlock><TextLine>{line}</TextLine></TextBlock>" for line in lines)
        + "</Page>"
        for lines in pages
    )
    return f"<?xml version='1.0'?><alto><Layout>{shown}</Layout></alto>".encode()


WORD = "uppféljningen"
SCAN = scan(half(1, "uppfél", WORD), half(2, "jningen", WORD))
TEXT = f"Namnden foreslar att {WORD}\n\n12\n\fProtokoll\n\nandras och avgiften hojs\n"


def test_the_word_is_read_whole():
    assert formats.read(SCAN).texts == (TEXT,)


@pytest.mark.parametrize("join_hyphens", [False, True])
def test_both_halves_follow_and_stay_halves(join_hyphens):
    result = Fixer(join_hyphens=join_hyphens).explain(TEXT)
    out = formats.read(SCAN).write([result]).decode()
    assert "<String CONTENT='uppföl' SUBS_TYPE='HypPart1' SUBS_CONTENT='uppföljningen'/>" in out
    assert half(2, "jningen", "uppföljningen") in out
    assert "<HYP CONTENT='-'/>" in out
    assert formats.read(out.encode()).texts == (result.text,)


def test_a_hyphen_in_the_half_itself_stays():
    data = scan(half(1, "uppfél-", WORD), half(2, "jningen,", WORD), hyp="")
    assert f"{WORD},\n" in formats.read(data).texts[0]
    out = rewrite(data, (WORD, "uppföljningen")).decode()
    assert "CONTENT='uppföl-'" in out
    assert half(2, "jningen,", "uppföljningen") in out


@pytest.mark.parametrize("after", ["upp följningen", "uppfél", ""])
def test_an_edit_that_leaves_no_two_halves_is_not_made(after):
    document = formats.read(SCAN)
    result = repaired(TEXT, (WORD, after), ("hojs", "höjs"))
    assert [edit.before for edit in document.made([result])[0].edits] == ["hojs"]
    out = document.write([result]).decode()
    assert half(1, "uppfél", WORD) in out
    assert "CONTENT='höjs'" in out


@pytest.mark.parametrize(
    "changes",
    [
        [("12", ""), ("Protokoll", "")],  # specks, as far as the fixer can tell
        [(f"{WORD}\n\n12\n\fProtokoll", "uppföljningen")],
        [("ningen\n\n12\n\f", "")],
        [("oreslar att ", "")],
    ],
)
def test_where_all_between_the_halves_goes_they_stay_apart(changes):
    document = formats.read(SCAN)
    result = repaired(TEXT, *changes)
    again = formats.read(document.write([result])).texts[0]
    assert again.split() == document.made([result])[0].text.split()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (half(1, "uppfél", WORD), half(2, "jningen", "uppf")),  # that say different things
        (half(1, "uppfél", "upp"), half(2, "jningen", "upp")),  # or another than they are
        ("<String CONTENT='uppfél'/>", "<String CONTENT='jningen'/>"),  # or nothing
        (half(1, "uppfél", WORD), half(1, "jningen", WORD)),
    ],
)
def test_only_what_the_document_says_is_one_word(first, second):
    text = formats.read(scan(first, second)).texts[0]
    assert re.findall(r"uppfél-?\n|jningen", text) == ["uppfél-\n", "jningen"]


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_what_is_read_again_is_what_was_told_of(data):
    document = formats.read(SCAN)
    result = data.draw(results(TEXT))
    [made] = document.made([result])
    assert formats.read(document.write([result])).texts[0].split() == made.text.split()
