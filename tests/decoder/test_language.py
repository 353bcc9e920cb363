"""Stretches in other languages are guarded; Swedish, however damaged, never is.

tests/cases/languages.tsv: language, text with the guarded stretches in ‹ ›, comment.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svfix import explain, lexicon
from svfix.decoder.language import guard, stretches
from svfix.search.vocabulary import vocabulary
from svfix.text.chunks import Kind
from svfix.text.tokens import Token, Tokens, tokenise

LINES = (Path(__file__).parents[1] / "cases" / "languages.tsv").read_text("utf-8").splitlines()
CASES = [tuple(line.split("\t")[:2]) for line in LINES if not line.startswith("#")]
EDGE = re.compile("[‹›]")


def read(text: str) -> Tokens:
    return tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)


def words(text: str) -> list[Token]:
    return [token for token in read(text) if token.kind is Kind.WORD]


def marked(text: str) -> list[str]:
    """The words of a text, with those between ‹ and › in such brackets."""
    parts = EDGE.split(text)
    return [
        f"‹{token.form}›" if number % 2 else token.form
        for number, part in enumerate(parts)
        for token in words(part)
    ]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_guard(language: str, text: str) -> None:
    text = text.replace("\\n", "\n")
    tokens = read(EDGE.sub("", text))
    pairs = zip(tokens, guard(tokens, lexicon.default()), strict=True)
    word_pairs = [pair for pair in pairs if pair[0].kind is Kind.WORD]
    found = [f"‹{t.form}›" if t.kind is Kind.FOREIGN else t.form for _, t in word_pairs]
    assert found == marked(text)
    assert (language == "swedish") == ("‹" not in text)


def test_nothing_but_the_kind_changes() -> None:
    text = "Den 3 maj 1999. The answer was that they would do it again on 5 May 2001."
    tokens = read(text)
    for before, after in zip(tokens, guard(tokens, lexicon.default()), strict=True):
        assert (before.start, before.end, before.form) == (after.start, after.end, after.form)
        assert after.kind in (before.kind, Kind.FOREIGN)
        assert before.kind is not Kind.NUMBER or after.kind is Kind.NUMBER


def test_no_tokens() -> None:
    assert not guard(read(""), lexicon.default())


def test_the_swedish_around_a_quotation_is_repaired() -> None:
    english = "I have been travelling through your country for three weeks and I am impressed."
    text = f"Namnden fick ett brev fran en engelsman i varas.\n\n{english}\n\nDet ar forst nu."
    result = explain(text)
    assert english in result.text
    assert result.edits


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], []),
        ([4.0, 4.0], []),
        ([4.0, 4.0, 4.0, 4.0], [(0, 4)]),
        ([-5.0, 4.0, 4.0, 0.0, 4.0, 4.0, 0.0, -5.0], [(1, 6)]),
        ([4.0] * 4 + [-2.0] + [4.0] * 2, [(0, 7)]),
        ([4.0] * 4 + [-5.0] * 4 + [4.0] * 4, [(0, 4), (8, 12)]),
    ],
)
def test_stretches(evidence: list[float], expected: list[tuple[int, int]]) -> None:
    assert list(stretches(evidence)) == expected
