"""Budgets: a text of ever new forms is given up, and says so."""

from __future__ import annotations

import pytest

import svfix
from svfix.doubts import GIVEN_UP
from svfix.search import budget

LETTERS = str.maketrans("0123456789abcdef", "aåäöeinrstdlmkgv")
GARBAGE = " ".join(f"{i:x}".translate(LETTERS) for i in range(12000))


def test_garbage_is_given_up_and_says_so() -> None:
    result = svfix.explain(GARBAGE)
    assert result.text == GARBAGE
    assert GIVEN_UP in [doubt.reason for doubt in result.doubts]


def test_a_damaged_page_is_within_its_budget() -> None:
    result = svfix.explain("Forvaltningen féreslar nu att 6ppettiderna forlangs pa forsék")
    assert result.edits
    assert GIVEN_UP not in [doubt.reason for doubt in result.doubts]


def test_work_is_counted_by_width_and_characters() -> None:
    one = budget.Budget(0)
    one.spend(["å" * 10, "ö" * 5], 64)
    assert one.left == budget.ANY - 15 * 64


def test_words_that_are_none_are_given_up_at_once() -> None:
    """The page that took 28 s: 16 rounds, in each of which its channel was estimated anew."""
    text = " ".join(GARBAGE.split()[:833])
    work = spent(text)
    assert svfix.fix(text) == text
    assert work < 300 * len(text)  # 17,000 a character before


def test_a_text_that_is_gone_over_too_often_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is given up, it is as it was, and says so; or it is repaired to the end."""
    text = "\f".join(["Forvaltningen féreslar nu att 6ppettiderna forlangs pa forsék. " * 20] * 2)
    repaired, found = svfix.fix(text), set()
    monkeypatch.setattr(budget, "EACH_IN_ALL", 0)
    for most in range(0, 10_000, 250):
        monkeypatch.setattr(budget, "IN_ALL", most)
        result = svfix.explain(text)
        given_up = GIVEN_UP in [doubt.reason for doubt in result.doubts]
        assert result.text == (text if given_up else repaired)
        assert bool(result.edits) != given_up
        found.add(given_up)
    assert found == {True, False}


def spent(text: str) -> int:
    """How much searching a text asks for in all."""
    left: list[budget.Whole] = []

    class Kept(budget.Whole):
        def __init__(self, characters: int) -> None:
            super().__init__(characters)
            left.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("svfix.pipeline.Whole", Kept)
        svfix.fix(text)
    return budget.Whole(len(text)).left - left[0].left
