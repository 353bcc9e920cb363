"""The words a decoder knows: look-ups that are remembered say what fresh ones do."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import lexicon
from svfix.search.vocabulary import FEW, looked_up, numbers

FORMS = st.lists(st.sampled_from("för ar uppföljningen xqz ☺ ab5 i".split()) | st.text(max_size=4))


@settings(deadline=None)
@given(st.lists(FORMS, max_size=4))
def test_the_same_is_found(asked: list[list[str]]) -> None:
    words = replace(lexicon.default(), numbered={})
    for forms in asked:
        assert numbers(forms, words).tolist() == looked_up(forms, words).tolist()


def test_the_forms_of_long_texts_are_not_kept() -> None:
    words = replace(lexicon.default(), numbered={})
    assert len(numbers(["för"] * (FEW + 1), words)) == FEW + 1
    assert not words.numbered
