"""N-gram tables against a dictionary, back-off by hand, and the packed lexicon's sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.lexicon.build_ngrams import LOAD, build, pack, quantise, restore
from svfix.lexicon.grams import Table
from svfix.lexicon.ngrams import STEP, NGrams
from svfix.lexicon.packed import read
from svfix.lexicon.store import PACKED

NUMBER = st.integers(0, 2**21 - 2)
BYTE = st.integers(0, 255)


def keys(grams: list[tuple[int, int, int]]) -> np.ndarray:
    return pack(*np.array(grams, np.int64).reshape(-1, 3).T)


@given(
    st.dictionaries(st.tuples(NUMBER, NUMBER, NUMBER), BYTE, max_size=200),
    st.lists(st.tuples(NUMBER, NUMBER, NUMBER)),
)
def test_a_table_is_a_dictionary(
    known: dict[tuple[int, int, int], int], others: list[tuple[int, int, int]]
) -> None:
    column = np.array(list(known.values()), np.uint8)
    slots, columns = build(keys(list(known)), column, 255 - column)
    table = Table(slots, columns)
    asked = [*known, *others]
    places = map(table.find, keys(asked).tolist())
    found = [(None if place < 0 else tuple(columns[:, place])) for place in places]
    assert found == [(known[g], 255 - known[g]) if g in known else None for g in asked]


def test_a_full_table_probes_past_its_neighbours() -> None:
    grams = keys([(i % 7, i, i * i) for i in range(50_000)])
    value = np.arange(50_000, dtype=np.uint8)
    slots, columns = build(grams, value)
    table = Table(slots, columns)
    assert (columns[0, [*map(table.find, grams.tolist())]] == value).all()
    assert {*map(table.find, keys([(7, i, 0) for i in range(50_000)]).tolist())} == {-1}


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER), unique=True))
def test_packing_is_one_to_one(grams: list[tuple[int, int, int]]) -> None:
    assert len(set(keys(grams).tolist())) == len(grams)


@given(st.floats(-20.4, 0))
def test_stored_probabilities_are_near(logp: float) -> None:
    assert restore(quantise(np.array([logp])))[0] == pytest.approx(logp, abs=0.0401)


def test_what_is_unlikelier_than_can_be_stored() -> None:
    assert quantise(np.array([-21.0, -np.inf])).tolist() == [255, 255]


def test_back_off() -> None:
    def stored(*logp: float) -> np.ndarray:
        return quantise(np.array(logp))

    def table(grams: list[list[int]], *columns: np.ndarray) -> Table:
        return Table(*build(pack(*np.array(grams).T), *columns))

    model = NGrams(
        unigram=stored(-1.6, -1.6, -1.6),
        continuation=stored(-0.8, -1.6, -2.4),
        backoff=stored(-0.4, -0.8, 0.0),
        bigrams=table([[0, 1], [1, 2]], stored(-0.16, -0.24), stored(-3.2, -4.0)),
        trigrams=table([[0, 1, 2]], stored(-0.08)),
    )
    expected = {
        (0, 1, 2): -0.08,  # the trigram
        (0, 1, 0): -3.2 - 0.8 - 0.8,  # the pair's back-off, then that of 1 to 0 by itself
        (2, 1, 2): -0.24,  # no such pair: nothing to back off from
        (1, 2, 1): -4.0 + 0.0 - 1.6,
        (1, 0, 1): -0.16,
        (2, 2, 2): -2.4,
    }
    for gram, logp in expected.items():
        assert -STEP * model.grams.trigram(*gram) == pytest.approx(logp), gram
    for pair, logp in {(1, 2): -0.24, (1, 0): -1.6, (2, 1): -1.6}.items():
        assert -STEP * model.grams.bigram(*pair) == pytest.approx(logp), pair


def number(form: str) -> int:
    words = lexicon.default()
    return words.special[form] if form in words.special else words.trie.find(form)


@pytest.mark.parametrize("context", ["i", "<s> det", "enligt den", "<num> procent", "zebra"])
def test_the_packed_probabilities_sum_to_one(context: str) -> None:
    model = lexicon.default().ngrams
    *pair, last = map(number, context.split())
    every = range(len(model.unigram))
    grams = model.grams
    steps = [grams.trigram(pair[0], last, w) if pair else grams.bigram(last, w) for w in every]
    # 3 % are words that nobody listed; steps of 0.08 nats do the rest
    assert np.exp(-STEP * np.array(steps)).sum() == pytest.approx(0.985, abs=0.03)


def test_the_packed_words_sum_to_one() -> None:
    unigram = np.asarray(lexicon.default().ngrams.unigram)
    words = restore(unigram[unigram != 255]).astype(float)
    assert np.exp(words).sum() == pytest.approx(0.97, abs=0.01)


def test_a_number_or_an_end_may_follow_any_word() -> None:
    """What was never counted behind a rare word is not all but ruled out there."""
    words = lexicon.default()
    for rare in ("uppsägning", "zebra"):
        for special in ("<num>", "</s>"):
            steps = words.grams.bigram(words.trie.find(rare), words.special[special])
            assert -STEP * steps > -9, (rare, special)


def test_the_packed_tables_are_nearly_full() -> None:
    arrays, _ = read(PACKED)
    for name in ("bigram_slots", "trigram_slots"):
        used = np.count_nonzero(np.asarray(arrays[name])) / len(arrays[name])
        assert used == pytest.approx(LOAD, abs=0.01)
