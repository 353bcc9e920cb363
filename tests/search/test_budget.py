"""Budgets: a text of ever new forms is given up, and says so."""

from __future__ import annotations

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
