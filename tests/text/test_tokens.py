"""Tokens: tests/cases/tokens.tsv has texts, their tokens (words bare, [numbers], ‹guarded›)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.search.vocabulary import vocabulary
from svfix.text.chunks import Kind
from svfix.text.line_breaks import line_breaks
from svfix.text.tokens import Token, tokenise

LINES = (Path(__file__).parents[1] / "cases" / "tokens.tsv").read_text("utf-8").splitlines()
CASES = [line.split("\t")[:2] for line in LINES if not line.startswith("#")]
MARKS = {Kind.WORD: "{}", Kind.NUMBER: "[{}]", Kind.GUARDED: "‹{}›"}


def read(text: str) -> list[Token]:
    return list(tokenise(text, line_breaks(text), vocabulary(lexicon.default(), ()).chunk))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_kinds(text: str, expected: str) -> None:
    tokens = read(text.replace("\\n", "\n"))
    assert " ".join(MARKS[token.kind].format(token.form) for token in tokens) == expected


@pytest.mark.parametrize("unit", ["m2", "m3"])
def test_units_are_no_words(unit: str) -> None:
    assert read(f"120 {unit} stor")[1].kind is not Kind.WORD


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Det var så. Han kom! Ja? nej", ["Det", "Han", "Ja"]),
        ("sa han: ”Kom nu” och. (Det) gick", ["sa", "Kom", "Det"]),
        ("kl. 12 t.ex. Anna kom", ["kl", "Anna"]),  # an abbreviation may end a sentence
        ("Rubrik\n\nstycke\nrad", ["Rubrik", "stycke"]),
        ("slut.\nNästa rad\nÄnnu en", ["slut", "Nästa"]),
    ],
)
def test_sentences_open(text: str, opening: list[str]) -> None:
    assert [token.form for token in read(text) if token.opens] == opening


def test_lines_open() -> None:
    lines = [
        token.form for token in read("En rad\noch  en\r\ntill, bru-\nten rad\nslut") if token.line
    ]
    assert lines == ["En", "och", "till", "slut"]


ANY_TEXT = st.text() | st.text("aåB1-.:/§@ \n\xad&’", max_size=40)


@given(ANY_TEXT)
def test_tokens_are_disjoint_pieces_of_the_text(text: str) -> None:
    position = 0
    for token in read(text):
        assert position <= token.start < token.end <= len(text)
        before = text[token.start : token.end]
        if token.cut:
            assert "\n" in before
            assert before.startswith(token.form[: token.cut])
            assert before.endswith(token.form[token.cut + 1 :])
        else:
            assert before == token.form
        assert token.kind is not Kind.NUMBER or any(c.isdigit() for c in token.form)
        position = token.end


@given(ANY_TEXT)
def test_no_letter_is_lost(text: str) -> None:
    text = text.replace(":", "")  # an abbreviation's ending, as in tv:n, is no token
    covered = {place for token in read(text) for place in range(token.start, token.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())
