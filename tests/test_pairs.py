"""Look-alikes: sets of them, what is told of their context, and what it changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.decoder.lattice import Slots
from svfix.decoder.pairs import context_of, lookalikes, shared_anew
from svfix.decoder.tokens import Tokens, tokenise
from svfix.decoder.vocabulary import vocabulary
from svfix.lexicon.pairs import EDGE, FAR, START, Context, Pairs, features

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
    ],
)
def test_context_tells_lookalikes_apart(text, place, words, meant):
    found = shared(text, place, words, [0.5, 0.5])
    assert words[int(np.argmax(found))] == meant
    assert sum(found) == pytest.approx(1)


@given(st.floats(0.0, 1.0, width=32))
def test_what_lookalikes_have_between_them_stays(share: float) -> None:
    mass = [share * 0.9, (1 - share) * 0.9, 0.1]
    found = shared("Det var vår sista dag", 2, ["var", "vår", "hus"], mass)
    assert sum(found[:2]) == pytest.approx(0.9, abs=1e-5)
    assert found[2] == pytest.approx(0.1)


def test_words_without_a_lookalike_are_left_alone():
    mass = [0.75, 0.25]
    assert shared("Det var hus sista dag", 2, ["hus", "katt"], mass) == mass


def test_capitals_make_no_lookalike():
    forms = numbers(["<s>", "<s>", "var", "var", "<s>"])
    count = np.array([1, 1, 2, 1])
    slots = Slots(np.cumsum(count) - count, count, forms, forms, np.zeros(5, np.int32))
    which, heads = lookalikes(slots, np.ones(5, bool), LEXICON)
    assert not len(which)
    assert not len(heads)


def test_sets_are_of_words_that_differ_in_diacritics():
    pairs: Pairs = LEXICON.pairs
    found = {form: pairs.member[number] for form, number in
             zip(["var", "vår", "hus"], numbers(["var", "vår", "hus"]), strict=True)}  # fmt: skip
    assert found["hus"] == 0
    assert pairs.family[found["var"]] == pairs.family[found["vår"]]


@given(st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=2 * FAR))
def test_nothing_beyond_the_paragraph_is_told(others: list[int]) -> None:
    ending = LEXICON.pairs.ending

    def told(behind: list[int]) -> list[int]:
        word = np.array([START, 7, 8, EDGE, *behind, EDGE])
        nothing = np.zeros(len(word), np.int64)
        found = Context(word, nothing, nothing.astype(bool))
        return [int(key) for key in features(found, np.array([1]), ending)[0]]

    assert told(others) == told([9])


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
