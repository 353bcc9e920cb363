"""Proposals: of words run together each edit is as sure as the hypotheses that agree on it."""

from __future__ import annotations

import numpy as np
import pytest

from svfix import fix, lexicon
from svfix.decoder.proposals import one_by_one, propose
from svfix.decoder.weighing import weigh
from svfix.edits import Edit
from svfix.options import Options


def edit(start: int, end: int, before: str, after: str) -> Edit:
    return Edit(start, end, before, after, "words.space", 1.0)


def test_readings_that_agree_on_an_edit_vouch_for_it() -> None:
    """`detforstarkt`: the space is certain, `förstärkt` is not."""
    best = [edit(3, 12, "forstarkt", " förstärkt")]
    others = [
        ([edit(3, 6, "for", " för"), edit(6, 6, "", " ")], 0.3),
        ([], 0.1),  # as it was read
    ]
    choices = list(one_by_one(best, 0.6, others))
    assert [(e.start, e.before, e.after) for e, _ in choices] == [
        (3, "", " "),
        (3, "forstarkt", "förstärkt"),
    ]
    assert [share for _, share in choices] == pytest.approx([0.9, 0.6])


def test_an_edit_no_other_reading_makes_is_as_sure_as_its_own() -> None:
    best = [edit(0, 3, "har", "här"), edit(3, 3, "", " ")]
    assert list(one_by_one(best, 0.7, [([edit(3, 3, "", " ")], 0.2)])) == [
        (best[0], 0.7),
        (best[1], pytest.approx(0.9)),
    ]


def test_what_is_sure_of_words_run_together_is_repaired() -> None:
    text = (
        "Metodenforuppfoljningen harvarit intervjuermedchefer franolikaforvaltningar. "
        "Medarenhardetforstarkt mittmod attvaga. Detaren storgladje attfatraffa er."
    )
    assert fix(text).startswith("Metoden för uppföljningen har varit intervjuer med chefer från ")
    assert "Med åren har det " in fix(text)
    assert fix(fix(text)) == fix(text)


@pytest.mark.parametrize("slip", ["organisatoin", "exemplevis", "förutsättnignarna"])
def test_letters_in_the_wrong_order_are_the_writers(slip: str) -> None:
    """Engines misread letters, they do not move them."""
    text = f"Metoden for uppféljningen i min {slip} har varit intervjuer med chefer fran staden."
    assert slip in fix(text).split()
    assert "Metoden för uppföljningen i min " in fix(text)


def test_letters_of_the_same_strokes_change_places() -> None:
    text = "Metoden for uppféljningen har varit intervjuer med mnist tre chefer fran staden."
    assert "minst tre chefer" in fix(text)


def test_letters_are_as_sure_as_both_readings_in_the_two_cases() -> None:
    """`Aven` is `även` or `Även`: the letters are certain, the capital takes its share."""
    text = (
        "Metoden for uppféljningen har varit intervjuer med chefer, Aven fran andra "
        "forvaltningar. De ar nojda och tycker att det Overlag har gatt bra."
    )
    found = weigh(text, lexicon.default(), Options())
    proposed = propose(text, found)
    place = next(i for i, edit in enumerate(proposed.edits) if edit.before == "Aven")
    assert proposed.edits[place].after in ("även", "Även")
    assert proposed.posterior[place] > 0.99
    assert proposed.case[place] < 0.95
    assert np.prod([proposed.posterior, proposed.case], 0)[place] == pytest.approx(
        found.best.posterior[proposed.word[place]], abs=1e-6
    )


def test_the_case_of_words_with_capitals_inside_is_their_own() -> None:
    text = "Metoden for uppféljningen av KPI-inflationen och KPIF-inflationen har varit bra i ar."
    assert "KPI-inflationen och KPIF-inflationen" in fix(text)
