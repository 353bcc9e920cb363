"""Segmentation: the cheapest way from a truth to what was read, beside one that tries all ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import lexicon
from svfix.channel.profile import Profile
from svfix.channel.rules import LONGEST
from svfix.channel.segmentation import UNRULED, Segmenter

WORDS = st.text("aåoörnmi l1", max_size=4)


@pytest.fixture(scope="module")
def under():
    return Segmenter(Profile((("eng", 1.0),)).channel(lexicon.default()))


def price(segmenter, truth, observed):
    """What one segment costs, or None."""
    rule = segmenter.channel.rules.index.get((truth, observed))
    if rule is not None:
        return segmenter.channel.cost[rule]
    if len(truth) > 1 or len(observed) > 1:
        return None
    return segmenter._unruled(truth, observed)


def naive(segmenter, truth, observed):
    """The least cost by trying every way."""
    if not truth and not observed:
        return 0.0
    costs = []
    for a in range(min(LONGEST, len(truth)) + 1):
        for b in range(min(LONGEST, len(observed)) + 1):
            step = price(segmenter, truth[:a], observed[:b]) if a or b else None
            if step is not None:
                costs.append(step + naive(segmenter, truth[a:], observed[b:]))
    return min(costs)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_table_finds_the_least_cost(under, truth, observed):
    found = under._table(truth, observed)[0]
    assert found[len(found) - 1] == pytest.approx(naive(under, truth, observed))


@settings(deadline=None)
@given(WORDS, WORDS)
def test_segments_are_the_whole_of_both_texts(under, truth, observed):
    segments = under.segments(truth, observed)
    assert "".join(one for one, _ in segments) == truth
    assert "".join(other for _, other in segments) == observed


def test_what_no_engine_does_is_dear(under):
    assert under.cost("a", "ж") == UNRULED
    assert under.cost("ö", "é") < UNRULED < under.cost("bil", "жжж")
