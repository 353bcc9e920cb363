"""A pass that may not act finds nothing, so that it need not run."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svfix
import threshold_rows
from svfix.context import Context
from svfix.evidence import PageEvidence
from svfix.options import Options
from svfix.table import PASSES, Pass
from svfix.text.places import Places

SEEN = [row.text for row in threshold_rows.read()]
"""Texts in which something is found, many of them."""

MARKS = "aböåÅÖÜéUIlO1 0.:;,'’‘\"”|_-–>§$?�°¨´£½©{[ﬁſ\xad\x85 \n\f"
PIECES = [
    "och",
    "är",
    "EU",
    " s",
    "kap. ",
    "den ",
    "www. ",
    "..",
    " :",
    "’",
    "fi ",
    "å ",
    "Maj",
    "f",
]
TEXTS = st.text() | st.text(MARKS, max_size=30) | st.lists(st.sampled_from(PIECES)).map("".join)
PARTS = st.sampled_from(SEEN).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda span: text[min(span) : max(span)]
    )
)


@pytest.mark.parametrize("row", PASSES, ids=lambda row: row.name)
@settings(deadline=None)
@given(text=TEXTS | PARTS)
def test_it_finds_nothing(row: Pass, text: str) -> None:
    if not row.may_act(Places(text)):
        evidence = PageEvidence()
        assert row.propose(text, Context(Options()), evidence) == ([], evidence)


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("text", SEEN)
def test_all_that_is_found_is_found(text: str, joined: bool) -> None:
    found = svfix.explain(text, join_hyphens=joined)
    with patch.object(Pass, "may_act", lambda row, places, is_plain=False: True):
        assert svfix.explain(text, join_hyphens=joined) == found


def test_a_plain_row_asks_for_the_words_alone() -> None:
    places = Places("Nämnden beslutar att flytta mötet till torsdag")
    assert [row.name for row in PASSES if row.may_act(places)] == ["words"]


ROWS = [
    "Nämnden beslutar att flytta mötet till torsdag.",
    "Det fanns 12 hundar och 3 katter - - i huset.",
    "Hur var det då? Jag vet inte, sade hon.",
    "i ett nytt hus",
    "Vi ses | nu",
    "nr 5 $ i alla",
]


@pytest.mark.parametrize("text", ROWS)
def test_a_text_that_is_left_alone_at_once_is_what_the_rounds_make_of_it(text: str) -> None:
    fixer = svfix.Fixer()
    first, again = fixer.explain(text), fixer.explain(text)
    with patch.object(svfix.Fixer, "_left_alone", lambda self, text: None):
        assert fixer.explain(text) == first == again


def test_a_plain_row_is_left_alone_at_once() -> None:
    fixer = svfix.Fixer()
    expected = fixer.explain("Nämnden flyttar mötet till torsdag.")
    with patch("svfix.pipeline.settled", side_effect=AssertionError):
        assert fixer.explain("Skolan flyttar eleverna till huset.").quality == expected.quality
