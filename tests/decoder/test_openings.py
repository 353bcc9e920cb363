"""Capitals: one that was read is kept where an item, a heading or a sentence opens, and only there.

tests/cases/capitals.tsv: kind of place, text as read, text as it has to be.
"""

from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import fix, lexicon
from svfix.decoder import openings
from svfix.search.vocabulary import vocabulary
from svfix.text.tokens import tokenise

ROWS = (Path(__file__).parents[1] / "cases" / "capitals.tsv").read_text("utf-8").splitlines()
CASES = [tuple(row.split("\t")) for row in ROWS if not row.startswith("#")]
MARKS = st.sampled_from(["- ", "– ", "• ", "* ", "§ {} ", "{}) ", "({}) ", "{}. ", "{} § ", "\t- "])
HEADS = {"Okad": "Ökad", "Atgarder": "Åtgärder", "Ovriga": "Övriga", "Andring": "Ändring"}
HEADS |= {"Oversyn": "Översyn", "Aldre": "Äldre", "Oppna": "Öppna"}
TAILS = {"fragor om varden": "frågor om vården", "lokaler for aldre": "lokaler för äldre"}
TAILS |= {"tillsyn av batar": "tillsyn av båtar", "platser pa skolan": "platser på skolan"}


def shares(text: str) -> dict[str, float]:
    tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    asked = array("B", [1] * len(tokens))
    found = openings.shares(text, tokens, asked, lexicon.default())
    return {token.form: round(float(share), 2) for token, share in zip(tokens, found, strict=True)}


@pytest.mark.parametrize(("place", "text", "expected"), CASES)
def test_capitals(place: str, text: str, expected: str) -> None:
    text, expected = (side.replace("\\n", "\n").replace("\\t", "\t") for side in (text, expected))
    assert fix(text) == expected
    assert fix(expected) == expected


@settings(deadline=None, max_examples=40)
@given(MARKS, st.lists(st.tuples(st.sampled_from([*HEADS]), st.sampled_from([*TAILS])), min_size=2))
def test_items_keep_their_capitals(mark: str, items: list[tuple[str, str]]) -> None:
    lines = enumerate(items, 1)
    text = "\n".join(f"{mark.format(i)}{head} {tail}" for i, (head, tail) in lines)
    after = fix(text)
    assert [line[: len(mark.format(1))] for line in after.split("\n")] == [
        line[: len(mark.format(1))] for line in text.split("\n")
    ]
    firsts = [HEADS[head] for head, _ in items]
    for line, first in zip(after.split("\n"), firsts, strict=True):
        assert first in line


@given(st.text(" \n\t-–•.:!?()§|aÅb1,", max_size=40))
def test_shares_are_probabilities_of_any_text(text: str) -> None:
    assert all(0 <= share <= 1 for share in shares(text).values())


def test_an_item_is_likelier_to_have_a_capital_where_the_others_do() -> None:
    with_capitals, without = shares("- Ett\n- Tva\n- Tre"), shares("- ett\n- tva\n- Tre")
    assert with_capitals["Tre"] > shares("Så:\n- Tre")["Tre"] > without["Tre"]


def test_a_line_goes_on_with_the_one_before_where_that_is_full() -> None:
    full, ended = "vi som gick hit och hem över bron", "vi gick"
    beside = "det var en lång väg att gå till ån"
    assert shares(f"{full}\nOch {beside}")["Och"] < shares(f"{ended}\nOch {beside}")["Och"]
    assert shares(f"{full}.\nOch {beside}")["Och"] == 1


@pytest.mark.parametrize(
    ("text", "opens"),
    [("Det gick. lngen kom", True), ("Det är inkl. lngen", False), ("Gick det? lngen", True)],
)
def test_what_follows_a_stop_opens_though_it_was_read_small(text: str, opens: bool) -> None:
    assert (shares(text)["lngen"] == openings.STOPPED) == opens
