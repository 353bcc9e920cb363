"""Cloze: what is told of a word's surroundings, what is weighed, and what it changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.lexicon.build_cloze import WEIGHTS, WORDS, layout, numbered, packed, read, unpacked
from svfix.lexicon.cloze import (
    EDGE,
    EDGES,
    FAR,
    MOST_FAR,
    NEAREST,
    ONE,
    OUT,
    SIZE,
    START,
    WIDTH,
    Cloze,
    Context,
    Gap,
    Surroundings,
)
from svfix.ranking.cloze import context_of, rescore
from svfix.ranking.lattice import Slots
from svfix.search.vocabulary import vocabulary
from svfix.text.tokens import Tokens, tokenise

LEXICON = lexicon.default()
CLOZE: Cloze = LEXICON.cloze
SOURCES = Path(__file__).resolve().parents[2] / "data" / "lexicon"


def numbers(forms: list[str]) -> np.ndarray:
    return np.array([LEXICON.special.get(f, LEXICON.trie.find(f)) for f in forms], np.int32)


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
    found = np.asarray(rescore(before, slots, np.ones(len(flat), bool), start, source, LEXICON))
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
    mass = [0.75, 0.25]
    assert shared("Det var vår sista dag", 2, ["vår", "vår"], mass) == mass


def context_of_words(*forms: str) -> Context:
    words = np.asarray(CLOZE.context)[numbers(list(forms))]
    return plain(np.array([EDGE, START, *words, EDGE], np.int32))


def plain(word: np.ndarray) -> Context:
    """A row of words without marks and capitals."""
    return Context(word, np.zeros(len(word), np.uint8), np.zeros(len(word), bool))


def test_words_in_places_and_sums_of_others():
    context = context_of_words(*"i går var det vår tur att gå hem".split())
    gap = Gap(CLOZE, context)
    gap.look(6)
    found = np.asarray(gap.inputs)
    assert found.shape == (WIDTH,)
    near, far = found[: EDGES[0]].reshape(-1, SIZE), found[EDGES[0] : EDGES[1]].reshape(-1, SIZE)
    left, right = context.word[[5, 4, 3]], context.word[[7, 8, 9]]
    assert (near == np.asarray(CLOZE.near)[[*left, *right]]).all()
    others = [*context.word[[2, 1]], *[EDGE] * (FAR - NEAREST - 2)]
    total = np.asarray(CLOZE.far)[others].sum(0, dtype=np.int64)
    assert (far[0] == np.clip(total, -MOST_FAR, MOST_FAR)).all()


def test_a_gap_is_the_same_behind_others_as_alone():
    context = context_of_words(*"det var i går som vi kom hem".split())
    walking = Gap(CLOZE, context)
    for place in range(2, 9):
        walking.look(place)
        alone = Gap(CLOZE, context)
        alone.look(place)
        assert list(walking.row) == list(alone.row)
        assert len(alone.row) == OUT


def test_layers_are_sums_of_products():
    context = context_of_words(*"det var i går som vi kom hem".split())
    gap = Gap(CLOZE, context)
    gap.look(5)
    total = np.asarray(gap.inputs, np.int64) @ np.asarray(CLOZE.hidden) + CLOZE.hidden_bias
    inner = np.clip(total // 128, 0, 255)
    assert list(gap.row) == (inner @ np.asarray(CLOZE.out) + CLOZE.out_bias).tolist()
    product = (np.asarray(gap.row, np.int64) * np.asarray(CLOZE.words)[7]).sum()
    assert gap.fit(7) == product / 2**18 + CLOZE.bias[7] / 256


def test_sums_stay_exact():
    """No sum in the network can reach what single precision cannot say exactly."""
    most = np.concatenate(
        [
            np.full(EDGES[0], 127),
            np.full(EDGES[1] - EDGES[0], MOST_FAR),
            np.full(WIDTH - EDGES[1], ONE),
        ]
    )
    assert (most @ np.abs(np.asarray(CLOZE.hidden, np.int64)) < 2**24).all()


@given(st.lists(st.integers(0, 99), min_size=1, max_size=2 * FAR))
def test_nothing_beyond_the_paragraph_is_told(others: list[int]) -> None:
    def told(behind: list[int]) -> list[int]:
        around = Surroundings(plain(np.array([START, 7, 8, EDGE, *behind, EDGE], np.int32)))
        around.look(1)
        return [int(word) for word in around.words]

    assert told(others) == told([9])


def test_weights_are_kept_in_whole_steps():
    weights = {name: np.full(shape, 0.01) for name, (shape, _, _) in layout(2).items()}
    weights["words"][1], weights["bias"][2] = -100.0, -2.0
    found = unpacked(packed(weights, 2), 2)
    assert (found["cloze_near"] == 1).all()
    assert (found["cloze_words"][1] == -127).all()
    assert found["cloze_bias"].tolist() == [3, 3, -512]


def test_what_ships_is_what_its_sources_say():
    words = read(SOURCES / WORDS)
    found = unpacked((SOURCES / WEIGHTS).read_bytes(), len(words))
    for name, array in found.items():
        assert (np.asarray(getattr(CLOZE, name.removeprefix("cloze_"))) == array).all(), name
    context = np.asarray(CLOZE.context)[numbers(words[:50])]
    assert context.tolist() == numbered(words[:50], words).tolist()


def test_signs_are_marks_and_capitals_by_place():
    marks = np.array([0, 0, 0, 1, 2, 0, 0, 0, 0], np.uint8)
    around = Surroundings(Context(np.arange(9, dtype=np.int32), marks, np.arange(9) == 5))
    around.look(4)
    kinds, titled = np.split(np.asarray(around.signs), [30])
    assert kinds.reshape(6, 5).argmax(1).tolist() == [0, 0, 1, 2, 0, 0]
    assert titled.tolist() == [0, 0, 0, 1, 0]


def test_marks_and_capitals_are_told():
    text = "Han kom, Anna gick!"
    tokens = tokens_of(text)
    found = context_of(text, tokens, np.arange(1, 5), np.arange(6, dtype=np.int32))
    assert found.mark.tolist() == [0, 0, 1, 0, 2, 0]
    assert found.titled.tolist() == [0, 1, 0, 1, 0, 0]
    assert found.word.tolist() == [EDGE, 1, 2, 3, 4, EDGE]


def test_a_paragraph_ends_where_a_line_is_empty():
    text = "Han kom.\n\nAnna gick.\nHon var kvar."
    slots = np.array([1, 2, 4, 5, 7, 8, 9])
    found = context_of(text, tokens_of(text), slots, np.full(11, START, np.int32))
    assert np.flatnonzero(np.asarray(found.word) == EDGE).tolist() == [0, 3, 10]
