"""Budgets: a text of ever new forms is given up, and says so."""

from __future__ import annotations

import pytest

import svfix
from svfix.doubts import GIVEN_UP
from svfix.search import budget

LETTERS = str.maketrans("0123456789abcdef", "aåäöeinrstdlmkgv")
SWEDISH = "Namnden beslutade i gar att avsla ansokan om bygglov for fastigheten".split() * 15
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
        patch.setattr("svfix.settling.Whole", Kept)
        svfix.fix(text)
    return budget.Whole(len(text)).left - left[0].left


def half(page: int) -> str:
    """A page of which every second word is ever new garbage."""
    size = len(SWEDISH)
    numbers = (n * 0x9E3779B1 & 0xFFFFFFFF for n in range(size * page + 1, size * page + size + 1))
    garbage = (f"{number:x}".translate(LETTERS) for number in numbers)
    return " ".join(f"{word} {other}" for word, other in zip(SWEDISH, garbage, strict=True))


def test_garbage_page_by_page_is_searched_no_longer() -> None:
    ten, thirty = ("\f".join(map(half, range(size))) for size in (10, 30))
    assert spent(thirty) < 1.3 * spent(ten)
    result = svfix.explain(thirty)
    assert result.text == thirty
    assert [doubt.reason for doubt in result.doubts] == [GIVEN_UP] * 30


def test_a_page_behind_garbage_is_repaired() -> None:
    page = "Forvaltningen féreslar nu att öppettiderna förlängs på försök hela sommaren. " * 20
    garbage = "\f".join(map(half, range(12)))
    assert svfix.fix(f"{garbage}\f{page}") == f"{garbage}\f{svfix.fix(page)}"
    assert svfix.fix(page) != page


def test_a_page_of_which_half_is_garbage_is_given_up_before_the_widest_search() -> None:
    text = half(0)
    assert svfix.fix(text) == text
    assert spent(text) < 200 * len(text)
