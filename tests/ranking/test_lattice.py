"""Posteriors against the sum over all paths."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix.channel.model import UNITS
from svfix.lexicon.build_ngrams import build, pack
from svfix.lexicon.grams import Table
from svfix.lexicon.ngrams import STEP, NGrams
from svfix.ranking.lattice import TRUST, Slots, posteriors, stretches

WORDS = 5


def model(seed: int) -> NGrams:
    """Random n-grams of five words; a trigram begins with a bigram that is there."""
    random = np.random.default_rng(seed)

    def stored(count: int) -> np.ndarray:
        return random.integers(0, 120, count).astype(np.uint8)

    pairs = np.array(list(product(range(WORDS), repeat=2)))[random.permutation(25)[:12]]
    triples = np.array([(*pair, w) for pair in pairs for w in range(WORDS)])
    triples = triples[random.permutation(60)[:40]]
    return NGrams(
        unigram=stored(WORDS),
        continuation=stored(WORDS),
        backoff=stored(WORDS),
        bigrams=Table(*build(pack(*pairs.T), stored(12), stored(12))),
        trigrams=Table(*build(pack(*triples.T), stored(40))),
    )


def slots(count: list[int], seed: int) -> Slots:
    random = np.random.default_rng(seed)
    total = sum(count)
    return Slots(
        start=np.cumsum(count) - np.array(count),
        count=np.array(count),
        as_word=random.integers(0, WORDS, total).astype(np.int32),
        as_context=random.integers(0, WORDS, total).astype(np.int32),
        local=(-4 * UNITS * random.random(total)).astype(np.int32),
    )


def enumerated(row: Slots, ngrams: NGrams) -> list[float]:
    """The share of all paths' probability that goes through each candidate."""
    weight = np.zeros(len(row.local))
    for path in product(*(range(s, s + n) for s, n in zip(row.start, row.count, strict=True))):
        at = np.array(path)
        words = zip(
            row.as_context[at[:-2]], row.as_context[at[1:-1]], row.as_word[at[2:]], strict=True
        )
        steps = sum(ngrams.grams.trigram(*gram) for gram in words)
        weight[at] += np.exp(row.local[at].sum(dtype=float) / UNITS - TRUST * STEP * steps)
    # the first slot has one candidate: every path goes through it
    return list(map(float, weight / weight[0]))


COUNTS = st.lists(st.sampled_from([1, 1, 2, 3]), max_size=6) | st.sampled_from(
    [[2, 1, 1, 3, 1, 1, 2], [2, 1, 1, 1, 2], [1, 1, 3], [3, 1, 2, 1, 1, 1, 1, 2], [4]]
)


@settings(deadline=None, max_examples=60)
@given(COUNTS, st.integers(0, 999))
def test_posteriors_are_exact(count: list[int], seed: int) -> None:
    row, ngrams = slots([1, 1, *count], seed), model(seed)
    assert posteriors(row, ngrams.grams).tolist() == pytest.approx(
        enumerated(row, ngrams), abs=2e-3
    )


def test_certain_slots_cost_nothing() -> None:
    row = slots([1] * 6, 0)
    assert posteriors(row, model(0).grams).tolist() == [1] * 6


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ([1, 1], []),
        ([1, 1, 2], [(2, 1)]),
        ([1, 1, 2, 1, 1, 1], [(2, 3)]),
        ([1, 1, 2, 1, 2, 1, 1], [(2, 5)]),
        ([1, 1, 2, 1, 1, 2, 1], [(2, 3), (5, 2)]),
    ],
)
def test_stretches_end_at_two_certain_slots(
    count: list[int], expected: list[tuple[int, int]]
) -> None:
    found = [(first, behind - first) for first, behind in stretches(np.array(count))]
    assert found == expected


def test_the_impossible_is_not_chosen_and_the_sure_is_sure() -> None:
    row = slots([1, 1, 3], 1)
    row.local[:] = [0, 0, -500 * UNITS, 0, -500 * UNITS]
    assert posteriors(row, model(1).grams).tolist() == pytest.approx([1, 1, 0, 1, 0])
