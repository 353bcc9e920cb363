"""What decisions make of a result."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import svfix
from svfix import edits
from svfix.result import Result
from svfix.review.decisions import Form
from svfix.review.reviewed import CHOSEN, TYPED, account, reviewed, rulings

TEXT = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar."


@pytest.fixture(scope="module")
def result():
    return svfix.explain(TEXT)


def row(number, before, after, proposed=None, **more):
    start = TEXT.index(before)
    place = {"page": "a", "original": "", "text": 0, "start": start, "end": start + len(before)}
    said = {"id": number, "by": "Anna", "before": before, "proposed": proposed or before}
    return said | place | {"after": after} | more


def decided(result, rows=(), forms=()):
    return reviewed(result, rulings(result, 0, rows, dict(forms)))


def test_without_decisions_it_is_svfixs_own(result):
    assert decided(result).text == result.text
    assert decided(result).edits == result.edits


def test_an_accepted_edit_stays_svfixs_and_has_a_name(result):
    found = decided(result, [row(1, "for", "för", "för")])
    assert found.edits == result.edits
    assert found.signs() == ["Anna", *[""] * (len(result.edits) - 1)]


def test_a_rejected_edit_goes(result):
    found = decided(result, [row(1, "for", "for", "för")])
    assert found.text.startswith("Metoden for uppföljningen")
    assert account([found], 0)["rejected"] == [
        {"start": 8, "end": 11, "before": "for", "proposed": "för", "by": "Anna"}
    ]


@pytest.mark.parametrize(("chosen", "rule"), [(True, CHOSEN), (False, TYPED)])
def test_a_word_of_a_persons(result, chosen, rule):
    found = decided(result, [row(1, "for", "före", "för", chosen=chosen)])
    assert found.text.startswith("Metoden före uppföljningen")
    assert (found.edits[0].rule, found.edits[0].confidence) == (rule, 1.0)


def test_what_svfix_left_alone_can_be_changed(result):
    found = decided(result, [row(1, "chefer", "cheferna")])
    assert "med cheferna från" in found.text


def test_a_decision_on_a_form_is_for_all_its_places(result):
    form = Form("for", "för")
    found = decided(result, forms={form: {"id": 1, "form": form._asdict(), "after": "for"}})
    assert found.text.startswith("Metoden for uppföljningen")


def test_a_form_left_alone_is_found_as_a_whole_word():
    text = "Sven och Svensson, Sven."
    form = Form("Sven", "Sven")
    said = {form: {"id": 1, "form": form._asdict(), "after": "Svän"}}
    found = decided(svfix.explain(text), forms=said)
    assert found.text == "Svän och Svensson, Svän."


def test_the_place_wins_over_its_form(result):
    form = Form("for", "för")
    said = {form: {"id": 2, "form": form._asdict(), "after": "för"}}
    assert decided(result, [row(1, "for", "for", "för")], said).text.startswith("Metoden for")


def test_a_later_decision_wins_over_one_that_it_touches(result):
    rows = [row(1, "med chefer", "med chef"), row(2, "chefer", "cheferna")]
    assert "intervjuer med cheferna" in decided(result, rows).text


def test_what_does_not_fit_the_text_is_left_out(result):
    assert decided(result, [row(1, "for", "x") | {"before": "far"}]).text == result.text


def test_decisions_on_a_book_take_time_in_proportion():
    text = "ord " * 20_000
    rows = [
        {"id": n, "text": 0, "start": 4 * n, "end": 4 * n + 3, "before": "ord", "after": "Ord"}
        for n in range(20_000)
    ]
    result = Result(text, text, (), None)
    steps = []
    sys.setprofile(lambda *_: steps.append(None))
    try:
        found = reviewed(result, rulings(result, 0, rows, {}))
    finally:
        sys.setprofile(None)
    assert found.text == "Ord " * 20_000
    assert len(steps) < 40 * 2 * len(rows)  # calls and returns


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 8), st.text("abå \n", max_size=4))


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6))
def test_whatever_is_decided_the_edits_are_in_order_and_revert(made, asked):
    text = "abcdefgh ijklmnop qrstuvwx yzåäö ABCDEFGH IJKLMNOP"
    own = edits.disjoint(
        svfix.Edit(start, start + size, text[start : start + size], after, "r", 0.9)
        for start, size, after in made
        if size
    )
    result = Result(edits.apply(text, own), text, tuple(own), None)
    rows = [
        {"id": n, "page": "a", "text": 0, "start": start, "end": start + size, "after": after,
         "before": text[start : start + size], "proposed": text[start : start + size]}
        for n, (start, size, after) in enumerate(asked)
    ]  # fmt: skip
    found = reviewed(result, rulings(result, 0, rows, {}))
    assert edits.revert(found.text, found.edits) == text
    assert len(found.signs()) == len(found.edits)
