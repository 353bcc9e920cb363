"""Searches remembered: the same candidates as those of a search, whatever was asked before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import lexicon
from svfix.channel.engines import of
from svfix.search.candidates import QUICK, find
from svfix.search.remembered import Remembered

FORMS = st.lists(st.sampled_from("for ar uppféljningen Metodenfor l än xqz ☺ i-vissa".split()))
COLUMNS = "form word titled prior channel".split()


@settings(deadline=None)
@given(st.lists(FORMS, min_size=1, max_size=4))
def test_the_same_is_found(asked: list[list[str]]) -> None:
    words = lexicon.default()
    channel = of(words).boldest
    remembered = Remembered(lambda forms: find(words, channel, forms, QUICK))
    for forms in asked:
        found, wanted = remembered(forms), find(words, channel, forms, QUICK)
        for column in COLUMNS:
            assert getattr(found, column).tolist() == getattr(wanted, column).tolist(), column
        assert found.paths.first.tolist() == wanted.paths.first.tolist()
        assert found.paths.step.tolist() == wanted.paths.step.tolist()
