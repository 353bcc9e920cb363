"""The alignment: against a naive oracle, and that nothing is lost or counted twice."""

import jiwer
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix.alignment import align as alignment
from svfix.alignment.align import align
from svfix.alignment.folding import PLAIN, Folder
from svfix.alignment.words import cut
from svfix.diffs import characters
from svfix.diffs.characters import differences, graphemes
from svfix.diffs.slots import slots

WORDS = st.lists(st.sampled_from(["ar", "är", "år", "för", "for", "in", "lyssnande", "~"]))
TEXT = st.text(st.sampled_from("aåäo\u0308\u0301é👩\u200d🔬 "), max_size=12)


def edit_distance(left, right):
    """The Levenshtein distance by the whole table, as in the books."""
    table = np.add.outer(np.arange(len(left) + 1), np.arange(len(right) + 1))
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b)
            )
    return int(table[-1, -1])


def cost(left, right, partners):
    paired = [(i, j) for i, j in enumerate(partners.tolist()) if j >= 0]
    assert [j for _, j in paired] == sorted({j for _, j in paired})
    lone = len(left) + len(right) - 2 * len(paired)
    return lone + sum(left[i] != right[j] for i, j in paired)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_an_alignment_has_the_fewest_edits(left, right):
    assert cost(left, right, align(left, right)) == edit_distance(left, right)


def test_partners_look_alike():
    left, right = "Den kommunala utvecklingen".split(), "Den k ommunala utveckl1ngen".split()
    assert align(left, right).tolist() == [0, 2, 3]


@pytest.fixture
def short_windows(monkeypatch):
    """Let lists of a few words be too long to align whole."""
    for name, value in (("EXACT", 40), ("WINDOW", 8), ("LARGEST", 32), ("ANCHOR", 2)):
        monkeypatch.setattr(alignment, name, value)


@pytest.mark.usefixtures("short_windows")
class TestAnchors:
    def test_a_long_alignment_is_cut_where_words_agree(self):
        left = [f"ord{n}" for n in range(200)]
        right = [word if n % 10 else "fel" for n, word in enumerate(left)]
        assert len(list(alignment.pieces(left, right))) > 10
        assert cost(left, right, align(left, right)) == 20

    def test_a_passage_longer_than_a_window_may_be_missing(self):
        left = [f"ord{n}" for n in range(300)]
        right = left[:50] + left[150:]
        assert cost(left, right, align(left, right)) == 100

    def test_lists_with_nothing_in_common_are_aligned_all_the_same(self):
        left, right = [f"a{n}" for n in range(100)], [f"b{n}" for n in range(150)]
        assert cost(left, right, align(left, right)) >= 150

    def test_pieces_cover_both_lists(self):
        left, right = [str(n // 3) for n in range(90)], [str(n // 2) for n in range(70)]
        found = list(alignment.pieces(left, right))
        ends = [(piece.left_end, piece.right_end) for piece in found]
        assert [(piece.left, piece.right) for piece in found] == [(0, 0), *ends[:-1]]
        assert ends[-1] == (90, 70)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_character_edits_are_the_fewest(left, right):
    found = list(differences(left, right))
    assert sum(len(one.places) for one in found) == edit_distance(" ".join(left), " ".join(right))
    assert characters.errors_by_word(left, found).sum() == sum(len(one.places) for one in found)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_a_character_is_a_grapheme_cluster(left, right):
    found = list(differences([left], [right]))
    expected = edit_distance(list(graphemes(left)), list(graphemes(right)))
    assert sum(len(one.places) for one in found) == expected


def test_graphemes_are_what_a_reader_takes_for_one_sign():
    assert len(graphemes("a\u0308")) == len(graphemes("👩\u200d🔬")) == 1
    assert len(graphemes("åäö")) == 3


def test_long_texts_are_cut_between_words_that_agree(monkeypatch):
    left = [f"ord{n}" for n in range(500)]
    right = [word.replace("o", "0") if n % 15 == 0 else word for n, word in enumerate(left)]
    whole = list(differences(left, right))
    monkeypatch.setattr(characters, "EXACT", 100)
    monkeypatch.setattr(characters, "_PIECE", 20)
    assert len(list(characters._pieces(left, right))) > 5
    assert list(differences(left, right)) == whole


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
def test_three_texts_are_whole_on_one_alignment(reference, hypothesis, observed):
    texts = cut([" ".join(text) for text in (reference, hypothesis, observed)], Folder(PLAIN))
    found = slots(*texts)
    columns = (found.reference, found.hypothesis, found.observed)
    for words, column in zip((reference, hypothesis, observed), columns, strict=True):
        assert column[column >= 0].tolist() == list(range(len(words)))
    assert found.wrong.sum() == edit_distance(reference, hypothesis)
    assert found.wrong_before.sum() == edit_distance(reference, observed)
    masks = found.masks()
    before = sum(masks[name].sum() for name in ("fixed", "missed", "miscorrected"))
    after = sum(masks[name].sum() for name in ("broken", "missed", "miscorrected"))
    assert (before, after) == (found.wrong_before.sum(), found.wrong.sum())


@settings(deadline=None)
@given(WORDS.filter(len), WORDS)
def test_errors_are_those_of_jiwer(reference, hypothesis):
    texts = cut([" ".join(reference), " ".join(hypothesis)], Folder(PLAIN))
    expected = jiwer.wer(" ".join(reference), " ".join(hypothesis))
    assert slots(*texts, None).wrong.sum() / len(reference) == expected
