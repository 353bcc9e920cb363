"""Numbers: what is told of and left, what is never touched, and where doubts lie."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import Fixer
from svfix.edits import apply
from svfix.passes.numbers import findings
from svfix.text.numbers import zeros
from svfix.text.numbers.figures import LIKE, TWINS, as_figures, luhn

CASES = (Path(__file__).parents[1] / "cases" / "doubts.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in CASES if not line.startswith("#")]
NUMBERS = Fixer(passes=["numbers"])
TEXTS = st.text(alphabet="0123459lIoOsSbBzT|  .,:/-§%\n", max_size=40) | st.lists(
    st.sampled_from(
        "den l I maj kr § kap. OOO 1O 2O1S l964 (2022:s24) 31 februari ISBN år "
        "MHz 1OMHz Otill OdB 1Ometer 50,1 O II 58l 19s6".split()
    )
).map(" ".join)


@pytest.mark.parametrize(("text", "number", "reason", "_comment"), ROWS)
def test_doubts(text: str, number: str, reason: str, _comment: str) -> None:
    result = NUMBERS.explain(text)
    assert result.text == text
    found = [(doubt.text, doubt.reason) for doubt in result.doubts]
    assert found == ([(number, reason)] if number else [])


def test_a_doubt_is_placed_in_the_original() -> None:
    text = "enligt ﬁnansdepartementet l964, den 31 februari ﬁnns"
    [doubt] = Fixer(passes=["characters", "numbers"]).explain(text).doubts
    assert text[doubt.start : doubt.end] == doubt.text == "31"


def test_an_edit_held_back_is_a_doubt() -> None:
    [doubt] = Fixer(passes=["numbers"], min_confidence=1).explain("år l964").doubts
    assert (doubt.text, doubt.reason) == ("l964", "may be 1964")


def test_user_words_are_no_doubts() -> None:
    fixer = Fixer(passes=["numbers"], words=["2O1S", "l964"])
    result = fixer.explain("i 2O1S och år l964")
    assert (result.edits, result.doubts) == ((), ())


def test_without_the_pass_there_are_no_doubts() -> None:
    assert Fixer(passes=["spaces"]).explain("den 31 februari").doubts == ()


@settings(deadline=None)
@given(TEXTS)
def test_only_letters_become_figures(text: str) -> None:
    for edit in (result := NUMBERS.explain(text)).edits:
        before, after = (part.replace(" ", "") for part in (edit.before, edit.after))
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert changed
        assert all((TWINS | LIKE)[a] == b for a, b in changed)
    assert apply(text, result.edits) == result.text
    assert NUMBERS(result.text) == result.text


@settings(deadline=None)
@given(TEXTS)
def test_doubts_are_whole_disjoint_and_stay(text: str) -> None:
    result = NUMBERS.explain(text)
    position = 0
    for doubt in result.doubts:
        assert position <= doubt.start < doubt.end <= len(text)
        assert doubt.text == text[doubt.start : doubt.end]
        assert doubt.reason
        position = doubt.end
    again = NUMBERS.explain(result.text).doubts
    assert [doubt.reason for doubt in again] == [doubt.reason for doubt in result.doubts]


@given(st.text(alphabet="abcåäö0123456789 .,:/-§%()\n", max_size=80))
def test_a_text_without_such_letters_is_never_changed(text: str) -> None:
    plain = re.sub("[sbolzIOSBZT|ó]", "x", text)
    assert all(finding.reason for finding in findings(plain))


@given(st.integers(0, 10**9 - 1))
def test_one_check_digit_agrees(number: int) -> None:
    assert sum(luhn(f"{number:09}{digit}") for digit in range(10)) == 1


def test_no_letter_is_two_figures() -> None:
    assert not set(TWINS) & set(LIKE)
    assert as_figures("".join([*TWINS, *LIKE])).isdigit()


NEAR_ZEROS = st.lists(
    st.sampled_from(
        [" ", *"O o 1 29 , . - – ; dB kHz till och ov.s. t.o.m. V mA m 10O 1,O".split()]
    ),
    max_size=12,
).map("".join)


@given(NEAR_ZEROS)
def test_no_zero_is_overlooked(text: str) -> None:
    if any(kind.pattern.search(text) for kind in zeros.KINDS):
        assert zeros.NUMBER.search(text)
