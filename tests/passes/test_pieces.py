"""Pieces: tests/cases/pieces.tsv, rows of rule, input, expected and comment; `=` is the input."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import explain, fix
from svfix.edits import apply


def unescaped(text: str) -> str:
    """Read \\xhh and \\uhhhh."""
    return re.sub(r"\\(?:x(..)|u(....))", lambda found: chr(int(found[1] or found[2], 16)), text)


LINES = (Path(__file__).parents[1] / "cases" / "pieces.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t")[:3] for line in LINES if not line.startswith("#")]
REPAIRED = [tuple(map(unescaped, row)) for row in ROWS if row[0] != "stay"]
RIGHT = [unescaped(text) for rule, text, _ in ROWS if rule == "stay"]


@pytest.mark.parametrize(("rule", "text", "expected"), REPAIRED)
def test_pieces_are_put_together(rule: str, text: str, expected: str) -> None:
    result = explain(text, passes=["pieces"])
    assert result.text == expected
    assert rule in {edit.rule for edit in result.edits}


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_whole_stays(text: str) -> None:
    assert fix(text, passes=["pieces"]) == text


PHRASES = (
    """
Nämnden föreslår åtgärder | för många småföretag | som på hösten lämnar stöd | de måste träffa två
rådgivare | hon är även här | både städer och länder | det kräver större hänsyn | när mötet pågår
det finns flera skäl | en officiell profil | konflikten var grafisk | vill flytta hem | varje dag
börjar med definitionen | det specifika livet på ön | vi går i år""".replace("\n", " ")
    .strip()
    .split(" | ")
)
CLEAN = [
    "Den 5 maj var det 12° varmt, och nr 7 på listan kom först.",
    "  En ö i havet, å ena sidan;\tPrästen läste: ”a ä b”.",
    "Windows® och Müller i Düsseldorf, l'été 1º, s. 50 ff",
    "x = a + b, $\\ddot{o}$, <b>för</b> och en pro\u00adfil",
]
MARKS = {"\u0308": "¨", "\u030a": "˚"}


def marks_moved(text: str, pattern: str) -> str:
    """A text with each mark and its letter as a pattern of the two has them: `{letter} {mark}`."""
    for letter in "åäöÅÄÖ":
        base, mark = list(unicodedata.normalize("NFD", letter))
        text = text.replace(letter, pattern.format(letter=base, mark=mark, own=MARKS[mark]))
    return text


def letters_apart(text: str) -> str:
    return re.sub(" +", " ", re.sub("([åäöÅÄÖ])", r" \1 ", text)).strip()


def ligatures_apart(text: str) -> str:
    return re.sub(" +", " ", re.sub("(ffi|ffl|ff|fi|fl)", r" \1 ", text)).strip()


WAYS = [
    *(partial(marks_moved, pattern=each) for each in ("{letter} {mark}", "{letter}{own}")),
    *(partial(marks_moved, pattern=each) for each in (" {mark}{letter}", "{own}{letter}")),
    *(letters_apart, ligatures_apart),
    *(partial(re.sub, "ffi|ffl|ff|fi|fl", each) for each in ("\0", "\ue000", "")),
    partial(re.sub, "rj", "ﬂ"),
]


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(WAYS), st.permutations(PHRASES))
def test_a_text_in_pieces_is_whole_again(way: Callable[[str], str], phrases: list[str]) -> None:
    text = " ".join(phrases)
    assert fix(way(text), passes=["pieces"]) == text


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(WAYS), st.permutations(PHRASES))
def test_the_other_passes_leave_it_whole(way: Callable[[str], str], phrases: list[str]) -> None:
    text = " ".join(phrases) + "."
    assert fix(way(text)) == text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(WAYS), st.permutations(PHRASES)), max_size=3))
def test_what_is_beside_pieces_stays(damaged: list[tuple[Callable[[str], str], list[str]]]) -> None:
    lines = [way(" ".join(phrases[:6])) for way, phrases in damaged]
    text = "\n".join(line for both in zip_longest(CLEAN, lines, fillvalue="") for line in both)
    result = explain(text, passes=["pieces"])
    assert apply(text, result.edits) == result.text
    assert fix(result.text, passes=["pieces"]) == result.text
    assert result.text.split("\n")[::2] == text.split("\n")[::2]


PARTS = st.sampled_from([*"aoåäöfrtn ¨˚°º´ﬂüU\0\x02\f®", " \u0308", "\u030a", " ö ", "fi ", " fl"])


@settings(deadline=None, max_examples=200)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_text_settles(text: str) -> None:
    once = fix(text, passes=["pieces", "characters"])
    assert fix(once, passes=["pieces", "characters"]) == once


@pytest.mark.parametrize(
    "piece", [" \u0308", "a \u0308", "f ö r ", "ö ", "fi ", "a\0", "ﬂa", "¨a", "nns "]
)
def test_many_pieces_take_no_longer_than_few(piece: str) -> None:
    fix(piece * 30_000, passes=["pieces"])
