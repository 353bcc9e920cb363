"""Cloze: what is told of a word's surroundings, which readings are weighed, and what it changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.decoder.cloze import context_of, rivals, shared_anew
from svfix.decoder.lattice import Slots
from svfix.decoder.tokens import Tokens, tokenise
from svfix.decoder.vocabulary import vocabulary
from svfix.lexicon.cloze import (
    EDGE,
    FAR,
    KINDS,
    ROWS,
    SIZE,
    START,
    Cloze,
    Context,
    features,
    packed,
    unpacked,
)

LEXICON = lexicon.default()


def numbers(forms: list[str]) -> np.ndarray:
    return np.array([LEXICON.special.get(f, LEXICON.trie.find(f)) for f in forms], np.int64)


def tokens_of(text: str) -> Tokens:
    return tokenise(text, [], vocabulary(LEXICON, ()).chunk)


def shared(text: str, place: int, words: list[str], posterior: list[float]) -> list[float]:
    """The posteriors of words in place of one word of a sentence, shared anew."""
    tokens = tokens_of(text)
    row = ["<s>", "<s>", "<s>", *text.lower().split(), "<s>"]
    count = np.ones(len(row), np.int64)
    slot = place + 3
    count[slot] = len(words)
    flat = numbers([*row[:slot], *words, *row[slot + 1 :]])
    start = np.cumsum(count) - count
    slots = Slots(start, count, flat, flat, np.zeros(len(flat), np.int32))
    before = np.ones(len(flat), np.float32)
    before[slot : slot + len(words)] = posterior
    source = text, tokens, np.arange(len(tokens)) + 3
    found: np.ndarray = shared_anew(before, slots, np.ones(len(flat), bool), start, source, LEXICON)
    rest = np.delete(found, np.arange(slot, slot + len(words)))
    assert (rest == 1).all()
    return [float(p) for p in found[slot : slot + len(words)]]


@pytest.mark.parametrize(
    ("text", "place", "words", "meant"),
    [
        ("Det var vår sista dag", 2, ["var", "vår"], "vår"),
        ("Det var bra att komma hem", 1, ["var", "vår"], "var"),
        ("Tre män och två kvinnor greps", 1, ["man", "män"], "män"),
        ("Då kan man säga att det är klart", 2, ["man", "män"], "man"),
        ("De har bott här i tio år nu", 6, ["är", "år"], "år"),
        ("Det finns flera sätt att göra det på", 3, ["sitt", "sätt"], "sätt"),
        ("Hon kan säkert hjälpa till", 2, ["saker", "säkert"], "säkert"),
        ("Jag läste boken i går", 2, ["baken", "boken"], "boken"),
    ],
)
def test_context_tells_words_apart(text, place, words, meant):
    found = shared(text, place, words, [0.5, 0.5])
    assert words[int(np.argmax(found))] == meant
    assert sum(found) == pytest.approx(1)


@given(st.floats(0.0, 1.0, width=32))
def test_what_known_words_have_between_them_stays(share: float) -> None:
    mass = [share * 0.9, (1 - share) * 0.9, 0.1]
    found = shared("Det var vår sista dag", 2, ["var", "vår", "<unk>"], mass)
    assert sum(found[:2]) == pytest.approx(0.9, abs=1e-5)
    assert found[2] == pytest.approx(0.1)


def test_a_sure_reading_is_left_alone():
    mass = [0.99999, 0.00001]
    assert shared("Det var vår sista dag", 2, ["var", "vår"], mass) == pytest.approx(mass)


def test_words_the_network_does_not_know_are_left_alone():
    mass = [0.75, 0.25]
    assert shared("Det var vår sista dag", 2, ["vår", "<unk>"], mass) == mass


def test_capitals_make_no_rivals():
    forms = numbers(["<s>", "<s>", "var", "var", "<s>"])
    count = np.array([1, 1, 2, 1])
    slots = Slots(np.cumsum(count) - count, count, forms, forms, np.zeros(5, np.int32))
    owner = np.repeat(np.arange(4), count)
    which, heads = rivals(slots, np.ones(5, bool), owner, LEXICON)
    assert not len(which)
    assert not len(heads)


def test_surroundings_are_rows_of_the_table():
    cloze: Cloze = LEXICON.cloze
    word = np.array([EDGE, START, *cloze.context[numbers(["det", "var", "vår"])], EDGE])
    mark = np.array([0, 0, 0, 0, 2, 0])
    context = Context(word, mark, np.zeros(len(word), bool))
    rows = features(context, np.array([3]), cloze.ending)
    assert rows.min() >= 0
    assert rows.max() < ROWS
    near = (rows[:4, 0] - np.arange(4) * KINDS).tolist()
    assert near == [word[2], word[4], START, EDGE]
    gaps = cloze.gaps(context, np.array([3]))
    assert gaps.shape == (1, SIZE)
    assert (gaps >= 0).all()


@given(st.lists(st.integers(0, KINDS - 1), min_size=1, max_size=2 * FAR))
def test_nothing_beyond_the_paragraph_is_told(others: list[int]) -> None:
    ending = LEXICON.cloze.ending

    def told(behind: list[int]) -> list[int]:
        word = np.array([START, 7, 8, EDGE, *behind, EDGE])
        nothing = np.zeros(len(word), np.int64)
        found = Context(word, nothing, nothing.astype(bool))
        return [int(row) for row in features(found, np.array([1]), ending)[:, 0]]

    assert told(others) == told([9])


def test_weights_are_kept_in_whole_steps():
    table, words = np.full((ROWS, SIZE), 0.5), np.full((2, SIZE), -100.0)
    found = unpacked(packed(table, words, np.array([1.0, -2.0])), 2)
    assert (found["cloze_table"] == 16).all()
    assert (found["cloze_words"] == -127).all()
    assert found["cloze_bias"].tolist() == [256, -512]


def test_marks_and_capitals_are_told():
    text = "Han kom, Anna gick!"
    tokens = tokens_of(text)
    found = context_of(text, tokens, np.arange(4), np.arange(4))
    assert found.mark.tolist() == [0, 1, 0, 2]
    assert found.titled.tolist() == [True, False, True, False]


def test_a_paragraph_ends_where_a_line_is_empty():
    text = "Han kom.\n\nAnna gick.\nHon var kvar."
    slots = np.array([1, 2, 4, 5, 7, 8, 9])
    found = context_of(text, tokens_of(text), slots, np.full(11, START))
    assert np.flatnonzero(found.word == EDGE).tolist() == [0, 3, 10]
