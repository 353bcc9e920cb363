"""Rows of tables: a rule read as a letter beside figures makes no figure of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ruled
from ruled import GAPS, KINDS, RULES
from svfix import Fixer, explain
from svfix.decoder.cells import guarded
from svfix.passes.numbers import findings
from svfix.text.chunks import Kind, read
from svfix.text.numbers.rows import NEAR, in_row
from svfix.text.tokens import tokenise

FIGURES = Fixer(passes=["sections", "numbers"])
SHEETS = ruled.sheets()


@pytest.mark.parametrize("kind", KINDS)
def test_tables_stay(kind: str) -> None:
    sheets = [sheet for sheet in SHEETS if sheet.name.split()[0] == kind]
    assert len(sheets) == ruled.STYLES
    for sheet in sheets:
        assert FIGURES.explain(sheet.observed).edits == ()


@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.tuples(st.sampled_from(RULES), st.sampled_from(GAPS)), min_size=8, max_size=8),
    st.integers(0, 2**32),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_any_rows_stay(
    kind: str, rules: list[tuple[str, tuple[str, str]]], seed: int, end: str
) -> None:
    chance = random.Random(seed)
    joints = [f"{before}{rule}{behind}" for rule, (before, behind) in rules]
    lines = []
    for _ in range(6):
        first, *others = KINDS[kind](chance)
        lines.append(first + "".join(a + b for a, b in zip(joints, others, strict=False)))
    text = end.join(lines)
    assert FIGURES(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Falun l812\nGävle 940", "l812"),
        ("Falun 940\r\n\r\nGävle l812", "l812"),
        ("l812 Falun\n940 Gävle", "l812"),
        ("Smör l9,50 kr\nOst 8,20 kr", "l9,50"),
        ("Mora l99,7 %l20,2 %", "l99,7"),
        ("12 kr l40 kr", "l40"),
        ("1962 l5 juni", "l5"),
        ("Visby I5 januari I 1896", "I5"),
        ("Säffle l3 maj l1945", "l3"),
        ("Nora I5 mars| 1957", "I5"),
        ("Socker l792 krl 0 kr", "l792"),
        ("prop. 1891:47I s. 116", "1891:47I"),
        ("I961 l 200 kr", "I961"),
        ("nr 87I8", "87I8"),
        ("tabell 87I8", "87I8"),
        ("anslag l 100 000 kr", "l 100 000"),
    ],
)
def test_it_is_a_doubt(text: str, number: str) -> None:
    result = FIGURES.explain(text)
    assert result.text == text
    assert number in [doubt.text for doubt in result.doubts]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Den brann år l961\noch stod tom till 1970", "Den brann år 1961\noch stod tom till 1970"),
        ("antogs i juni l979\nav 12", "antogs i juni 1979\nav 12"),
        ("den l5 juni l962\nden 3 maj", "den 15 juni 1962\nden 3 maj"),
        ("lades ned l979 och stod", "lades ned 1979 och stod"),
        (
            "Det kostar l40 kr. Ett annat\nkostar 200 kr",
            "Det kostar 140 kr. Ett annat\nkostar 200 kr",
        ),
        ("1O OOO kr\n2O OOO kr", "10 000 kr\n20 000 kr"),  # no rule looks like an O
        ("lagen (l982:763) 12", "lagen (1982:763) 12"),
    ],
)
def test_running_text_is_mended(text: str, after: str) -> None:
    assert FIGURES(text) == after


def test_long_lines_are_running_text() -> None:
    words = "x" * (NEAR - 8)
    assert in_row(f"{words} l812\n{words} 940", NEAR - 7, NEAR - 3)
    words += "x" * 8
    assert not in_row(f"{words} l812\n{words} 940", NEAR + 1, NEAR + 5)


def test_looking_for_rows_takes_no_longer_in_a_long_line() -> None:
    assert findings("Mora l812 kr och så vidare, " * 2000)
    assert not findings("l 12 " * 2000)


@pytest.mark.parametrize(
    "text",
    [
        "Norra skolanl 58 l 214\nSödra skolan l 2 l 109\nÖstra skolan l 64 l 37",
        "Alingsåsl 7l 20l 5 11 15–37l 16\nGävlel 2l 11l 18 l 12",
        "1. e4 e5 2. Sf3 Sc6 3. d4 d5 4. Sc3",
        "Årg. 1l nr 2",
    ],
)
def test_no_word_is_made_of_a_figure(text: str) -> None:
    text = f"Metoden for uppféljningen ar for svag.\n\n{text}"
    figures = [c for c in text if c.isdigit()]
    assert [c for c in explain(text).text if c.isdigit()] == figures


def test_of_cells_only_short_forms_are_numbers() -> None:
    tokens = tokenise("8l l8l 12 ll8l 5l 3", [], lambda chunk: read(chunk, lambda form: False))
    words = [token.form for token in guarded(tokens) if token.kind is Kind.WORD]
    assert words == ["ll8l"]
