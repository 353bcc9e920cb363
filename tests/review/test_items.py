"""What a person is asked about on a page."""

from itertools import pairwise

import pytest
from tests.support import reviews

import svfix
from svfix.review.items import EDIT, NUMBER, UNKNOWN, WORD, items


def of(text, **options):
    fixer = svfix.Fixer(**options)
    return items([fixer.explain(text)], fixer.options)[0]


@pytest.fixture(scope="module")
def damaged():
    return {item.before: item for item in of(reviews.DAMAGED)}


def test_every_edit_is_asked_about(damaged):
    result = svfix.explain(reviews.DAMAGED)
    asked = [item for item in damaged.values() if item.kind == EDIT]
    assert len(asked) == len({edit.before for edit in result.edits})


def test_what_was_left_in_doubt_is_asked_about(damaged):
    assert damaged["31"].kind == NUMBER
    assert "februari" in damaged["31"].reason
    assert damaged["Projeldledare"].kind == UNKNOWN
    assert damaged["Projeldledare"].name


def test_what_else_a_word_may_have_been(damaged):
    assert damaged["Projeldledare"].hypotheses[0] == "Projektledare"
    assert "år" in damaged["ar"].hypotheses


def test_capitals_of_what_else_it_may_have_been():
    found = next(
        item for item in of("Ar det sagt att namnden ar nojd med forslaget?") if item.before == "Ar"
    )
    assert "År" in (found.proposed, *found.hypotheses)


def test_clean_text_asks_nothing():
    assert of(reviews.CLEAN) == []


def test_items_are_in_order_and_apart():
    found = of(reviews.DAMAGED * 3)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_an_edit_that_is_not_sure_enough_is_a_doubt():
    found = {item.before: item for item in of(reviews.DAMAGED, min_confidence=1.0)}
    assert found["namnden"].kind in (UNKNOWN, WORD)
    assert "nämnden" in found["namnden"].hypotheses


def test_without_the_words_pass_there_are_no_doubtful_words():
    assert {item.kind for item in of(reviews.DAMAGED, passes=["characters"])} <= {EDIT}
