"""The rate of damage, a text's habits, and the trees that judge single forms."""

from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boosting
from svfix import explain, fix, lexicon
from svfix.channel import engines
from svfix.channel.habits import SHAPE, Habits
from svfix.channel.model import SPACE
from svfix.decoder import rate
from svfix.ranking import suspicion
from svfix.ranking.trees import DEPTH, parsed, shipped

BOOK = (
    "Kommunstyrelsen beslutade i maj att ställa sig bakom förslaget till ny översiktsplan. "
    "Handläggaren redogjorde för ärendet och svarade på frågor från ledamöterna. Under våren har "
    "många äldre hört av sig om färdtjänsten, som de tycker är för dyr. Nästa möte hålls på "
    "måndag, då även frågan om skolskjutsar ska avgöras.\n\n"
)
RATIOS = st.lists(st.floats(0.01, 3000), min_size=1, max_size=30).map(np.array)


@given(st.integers(0, 100_000))
def test_a_prior_is_one(words):
    prior = np.exp(rate.log_prior(words))
    assert prior.sum() == pytest.approx(1)
    assert prior[0] >= rate.NONE - 1e-9


def test_a_row_is_hardly_ever_a_scan():
    assert rate.log_prior(5)[0] > rate.log_prior(20)[0] > rate.log_prior(suspicion.PARAGRAPH)[0]
    assert np.exp(rate.log_prior(suspicion.PARAGRAPH)[0]) == pytest.approx(rate.NONE)


@given(RATIOS, st.integers(0, 5000))
def test_what_the_others_say_is_what_they_say_without_it(ratio, words):
    """Cavity by cavity, against leaving the form out."""
    found = rate.beside(ratio, rate.likelihoods(ratio, words), words)
    for i in range(len(ratio)):
        rest = np.delete(ratio, i)
        mean = rate.expected(rate.likelihoods(rest, words), words + len(ratio))
        assert found[i] == pytest.approx(rate.logit(mean), abs=1e-6)


def mean(ratio, words):
    return rate.expected(rate.likelihoods(np.array(ratio), words), words)


def test_more_odd_forms_are_more_damage_and_more_words_are_less():
    assert mean([1000.0], 8000) < 0.0002 < mean([1000.0] * 20, 8000)
    assert mean([1000.0] * 20, 80_000) < mean([1000.0] * 20, 8000) < mean([1000.0] * 20, 800)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("ledamötema", "ledamöterna"), ("förslagel", "förslaget"), ("äldrc", "äldre")],
)
def test_one_word_of_a_page_is_repaired(wrong, right):
    assert fix(BOOK.replace(right, wrong)) == BOOK


def test_a_long_text_is_repaired_as_its_paragraphs_are():
    wrong = BOOK.replace("som", "sorn").replace("ledamöterna", "ledamötema")
    assert fix(wrong * 12) == BOOK * 12


def test_a_clean_text_is_expected_to_be_clean():
    profile = explain(BOOK * 4).profile
    assert profile is not None
    assert profile.rate is not None
    assert profile.rate < 0.003


def habits(used):
    rules = engines.of(lexicon.default()).rules
    counts = np.zeros(len(rules) + 2)
    for pair, n in {("m", "m"): 1000.0, ("n", "n"): 1000.0, ("r", "r"): 1000.0, **used}.items():
        counts[rules.index[pair]] = n
    counts[-1] = 2000
    prior = engines.of(lexicon.default())
    return Habits(rules, prior.logp[prior.names.index(engines.ANY)], counts), rules


def test_what_a_text_did_it_does_again():
    (calm, rules), (bold, _) = habits({}), habits({("m", "rn"): 6.0})
    rule = rules.index["m", "rn"]
    assert bold.logp[rule] > calm.prior[rule] > calm.logp[rule]
    assert np.exp(bold.logp[rule]) == pytest.approx((6 + SHAPE) / 1000, rel=0.3)


def test_paths_are_priced_as_the_whole_channel_has_them():
    bold, rules = habits({("m", "rn"): 6.0})
    step = array("i", [rules.index["m", "rn"], SPACE, rules.index["m", "m"]])
    part, whole = bold.channel_of(step), bold.channel()
    assert [part.cost[rule] for rule in step if rule >= 0] == [
        whole.cost[rule] for rule in step if rule >= 0
    ]
    assert part.lost_space == whole.lost_space
    assert sum(cost != 0 for cost in part.cost) == 2


def test_what_a_form_was_counted_for_proves_nothing():
    bold, rules = habits({("m", "rn"): 3.0})
    path = array("i", [0, 1]), array("i", [rules.index["m", "rn"]]), array("q", [0])
    [counted], [itself] = (bold.shown(*path, array("d", [own])) for own in (0.0, 3.0))
    assert counted > 0 > itself


def test_trees_find_what_no_sum_says():
    """A row is right where one of two features is large, and not both."""
    draw = np.random.default_rng(1)
    columns = draw.random((2000, 3))
    right = ((columns[:, 0] > 0.5) != (columns[:, 1] > 0.5)).astype(float)
    trees = boosting.learn(columns, right, np.ones(2000), trees=20)
    found = np.asarray(trees.probability(columns))
    assert ((found > 0.5) == (right > 0.5)).mean() > 0.97
    [again] = parsed(boosting.table({"x": trees}, ("a", "b", "c")), ("a", "b", "c")).values()
    np.testing.assert_allclose(again.log_odds(columns), trees.log_odds(columns), atol=1e-6)


def test_the_trees_that_ship():
    settled = shipped("settled.tsv", suspicion.SETTLED)
    assert len(settled["settled"].leaf) > 50
    found = shipped("little.tsv", suspicion.NAMES)
    assert set(found) == {"form", "changed", "kept"}
    for trees in found.values():
        assert trees.feature.shape == trees.above.shape == (len(trees.leaf), DEPTH)
        assert len(trees.leaf) > 50


def test_a_letter_may_be_misread_as_any() -> None:
    """No engine at hand reads s as g; `gom` is not left, nor taken for `om` or `kom`."""
    text = (
        "Nämnden har i sitt yttrande anfört att frågan bör utredas vidare, eftersom den gom söker "
        "bidrag ofta har svårt att förstå vilka uppgifter som krävs. Blanketten är lång och rnånga "
        "fyller i den fel, vilket försenar handläggningen."
    )
    assert fix(text) == text.replace("gom", "som").replace("rnånga", "många")
