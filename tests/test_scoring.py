"""The scores of the benchmarks: against jiwer, against hand-made cases, and that they add up."""

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinds import kind, wrong_slots
from measure import Repaired, judge, measure
from scoring import OUTCOMES, Score, align, fold, ratio, score, slots, words
from sets import Page
from svfix import Edit

WORDS = st.lists(st.sampled_from(["ar", "är", "år", "för", "for", "in", "lyssnande", "~"]))
SOME_WORDS = WORDS.filter(len)


@given(SOME_WORDS, WORDS)
def test_word_errors_are_those_of_jiwer(reference, hypothesis):
    texts = " ".join(reference), " ".join(hypothesis)
    counts, _ = score(texts[0], texts[0], texts[1])
    assert counts.rate(counts.after) == pytest.approx(jiwer.wer(*texts))
    assert ratio(counts.characters_after, counts.characters) == pytest.approx(jiwer.cer(*texts))


@given(WORDS, WORDS, WORDS)
def test_outcomes_add_up_to_the_errors(reference, observed, hypothesis):
    found = slots(reference, observed, hypothesis)
    assert [s.reference for s in found if s.reference] == reference
    assert [s.observed for s in found if s.observed] == observed
    assert [s.hypothesis for s in found if s.hypothesis] == hypothesis
    counts, _ = score(*(" ".join(text) for text in (reference, observed, hypothesis)))
    assert counts.before == sum(s.observed != s.reference for s in found)
    assert counts.after == sum(s.hypothesis != s.reference for s in found)


@given(WORDS, WORDS)
def test_an_alignment_has_the_fewest_edits(left, right):
    pairs = align(left, right)
    edits = sum(i is None or j is None or left[i] != right[j] for i, j in pairs)
    expected = jiwer.process_words(" ".join(left) or "x", " ".join(right) or "x")
    if left and right:
        assert edits == expected.substitutions + expected.deletions + expected.insertions
    assert [i for i, _ in pairs if i is not None] == list(range(len(left)))
    assert [j for _, j in pairs if j is not None] == list(range(len(right)))


@pytest.mark.parametrize(
    ("reference", "observed", "hypothesis", "expected"),
    [
        ("två år", "tva ar", "två år", {"fixed": 2}),
        ("två år", "tva ar", "tva ar", {"missed": 2}),
        ("två år", "tva ar", "tvä är", {"miscorrected": 2}),
        ("två år", "två år", "två är", {"broken": 1}),
        ("två år", "två ~ år", "två år", {"fixed": 1}),
        ("två år", "två år", "två ~ år", {"broken": 1}),
        ("två år", "två ~ år", "två * år", {"miscorrected": 1}),
        ("Metoden för det", "Metodenfor det", "Metoden för det", {"fixed": 2}),
        ("inlyssnande", "in lyssnande", "inlyssnande", {"fixed": 2}),
        ("", "~", "", {"fixed": 1}),
        ("", "", "", {}),
    ],
)
def test_outcomes(reference, observed, hypothesis, expected):
    assert dict(score(reference, observed, hypothesis)[0].outcomes) == expected


def test_folding_hides_quotes_dashes_and_space_but_not_letters():
    assert fold("“a” – ’b’…") == fold("\"a\" - 'b'...")
    assert [word.text for word in words("för\u00adslag\u00a0o\u0308")] == ["förslag", "ö"]
    assert fold("å") != fold("ä")


def test_scores_are_added_not_averaged():
    total = Score()
    total += score("a b c d", "a b c d", "a b c x")[0]
    total += score("e", "e", "x")[0]
    assert total.rate(total.after) == 2 / 5


def test_no_words_no_rate():
    assert ratio(0, 0) == 0
    assert ratio(1, 0) == float("inf")


@pytest.mark.parametrize(
    ("reference", "wrong", "expected"),
    [
        ("Över", "över", "case"),
        ("för", "for", "diacritic"),
        ("hälso-vård", "hälsovård", "hyphen"),
        ("nöjda.", "nöjda", "punctuation"),
        ("2016", "2O16", "digit"),
        ("för", "fdr", "confusion"),
        ("", "~", "speck"),
        ("", "skräp", "insertion"),
        ("för", "", "deletion"),
    ],
)
def test_kinds(reference, wrong, expected):
    assert kind(reference, wrong) == expected


def test_words_run_together_are_one_kind():
    found = slots("Metoden för det".split(), "Metodenfor det".split(), "Metodenfor det".split())
    assert [kind for kind, _ in wrong_slots(found)] == ["space", "space"]


@pytest.mark.parametrize(
    ("reference", "observed", "edit", "right"),
    [
        ("två år", "tva år", Edit(0, 3, "tva", "två", "words", 0.9), True),
        ("två år", "tva år", Edit(2, 3, "a", "ä", "words", 0.9), False),
        ("två år", "två ~ år", Edit(3, 5, " ~", "", "spaces", 0.9), True),
        ("två år nu", "två år nu", Edit(3, 6, " år", "", "spaces", 0.9), False),
        ("för det", "fordet", Edit(0, 3, "for", "för ", "words", 0.9), True),
        ("inlyssnande", "in lyssnande", Edit(2, 3, " ", "", "words", 0.9), True),
    ],
)
def test_an_edit_is_right_when_its_words_are(reference, observed, edit, right):
    text = observed[: edit.start] + edit.after + observed[edit.end :]
    found = score(reference, observed, text)[1]
    assert [
        judged.right
        for judged in judge(Repaired(text, [edit]), Page("", observed, reference), found)
    ] == [right]


def test_measuring_adds_the_pages_up():
    pages = [Page("1", "tva ar", "två år"), Page("2", "nu", "nu")]
    measured = measure(lambda text: Repaired(text.replace("tva", "två")), pages)
    assert (measured.score.pages, measured.score.words) == (2, 3)
    assert [measured.score.outcomes[name] for name in OUTCOMES] == [1, 0, 1, 0]
