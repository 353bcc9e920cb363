"""The trie against a plain dictionary of forms."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from svfix.lexicon.alphabet import LETTERS, encode
from svfix.lexicon.build_trie import build
from svfix.lexicon.planting import plant
from svfix.lexicon.trie import MOST_NODES, Trie

FORM = st.text(LETTERS, min_size=1, max_size=8)
FORMS = st.sets(FORM) | st.sets(st.text("abö", min_size=1, max_size=5))  # prefixes of each other
ANYTHING = st.text(max_size=6) | st.text("abö", max_size=6) | st.text(LETTERS + "5 A", max_size=6)


def packed(forms: set[str]) -> tuple[Trie, dict[str, int]]:
    """The trie of some forms and what it should say: their numbers, in label order."""
    labels = sorted(encode(form) or b"" for form in forms)
    number = {form: labels.index(encode(form) or b"") for form in forms}
    return Trie(build(labels, np.zeros(len(labels), np.uint8))), number


@given(FORMS, st.lists(ANYTHING))
@example(set(), ["", "a"])
@example({"a"}, ["", "a", "aa", "b", "5", "A", " a"])
@example({LETTERS[-1] * 3, LETTERS[0]}, [LETTERS[-1]])
def test_look_ups(forms: set[str], others: list[str]) -> None:
    trie, number = packed(forms)
    asked = [*forms, *others]
    expected = [number.get(form, -1) for form in asked]
    assert [trie.find(form) for form in asked] == expected


PRICED = st.dictionaries(FORM | st.text("abö", min_size=1, max_size=5), st.integers(0, 255))


@given(PRICED)
@example({})
def test_ahead_is_the_best_of_all_forms_below(best: dict[str, int]) -> None:
    labels = {encode(form) or b"": stored for form, stored in best.items()}
    trie = Trie(
        build(sorted(labels), np.array([labels[form] for form in sorted(labels)], np.uint8))
    )
    below: dict[bytes, list[int]] = {b"": [255]}  # by prefix
    for form in sorted(labels):
        for depth in range(len(form) + 1):
            below.setdefault(form[:depth], []).append(labels[form])
    order = sorted(below, key=lambda prefix: (prefix != b"", prefix[:-1], prefix))
    assert list(trie.ahead) == [min(below[prefix]) for prefix in order]


@given(PRICED)
@example({LETTERS[-1]: 255, LETTERS[-1] * 2: 0})
def test_planted_is_built(best: dict[str, int]) -> None:
    labels = sorted((encode(form) or b"", stored) for form, stored in best.items())
    forms, prices = [form for form, _ in labels], bytes(stored for _, stored in labels)
    built = build(forms, np.frombuffer(prices, np.uint8))
    assert plant(forms, prices).tolist() == built.ravel().tolist()


def test_a_trie_too_large_to_number_is_refused() -> None:
    with pytest.raises(OverflowError, match="at most 16777216 nodes, not 16777217"):
        Trie(memoryview(bytes(16 * (MOST_NODES + 1))))
