"""The letter model: probabilities of words that nobody listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.lexicon.build_letters import train
from svfix.lexicon.build_ngrams import restore
from svfix.lexicon.letters import CODE, EDGE, KINDS, MARK, OTHER_LETTER, RARE, logp

TABLES = {"words": lexicon.default().letters, "names": lexicon.default().name_letters}


def code(character: str) -> int:
    other = OTHER_LETTER if character.isalpha() or ord(character) >= 384 else MARK
    return CODE.get(character, other)


def spelt_out(table: np.ndarray, form: str) -> float:
    """log P(form), one letter after the other."""
    model = restore(np.asarray(table)).reshape(KINDS, KINDS, KINDS, KINDS)
    context, total = (EDGE, EDGE, EDGE), 0.0
    for letter in [*map(code, form), EDGE]:
        total += float(model[context][letter]) - RARE * (letter in (OTHER_LETTER, MARK))
        context = (*context[1:], letter)
    return total


@pytest.mark.parametrize("name", TABLES)
def test_every_context_sums_to_one(name: str) -> None:
    p = np.exp(restore(np.asarray(TABLES[name])).astype(float)).reshape(-1, KINDS)
    assert p.sum(1) == pytest.approx(np.ones(len(p)), abs=0.04)


FORM = st.text(st.characters(exclude_characters="\n"), max_size=12) | st.text(
    "aåäöbrn-", max_size=9
)


@given(st.lists(FORM, max_size=5))
def test_logp_is_spelt_out(forms: list[str]) -> None:
    expected = [spelt_out(TABLES["words"], form) for form in forms]
    assert logp(TABLES["words"], forms) == pytest.approx(expected, rel=1e-4, abs=1e-3)


def test_training_learns_its_words() -> None:
    table = train(["anna", "hanna", "johanna"] * 50)
    right, wrong, unseen = logp(table, ["johanna", "johnana", "xyz"])
    assert right > wrong > unseen


@pytest.mark.parametrize(
    ("likely", "garbled"),
    [
        ("ivansson", "ivnasosn"),
        ("uppföljningen", "uppféljningen"),
        ("överväldigad", "6vervildigad"),
        ("granskningsnämnden", "granskningsndmnden"),
        ("kvarnbyn", "kvarnbyii"),
        ("strömstedt", "str0mstedt"),
    ],
)
def test_swedish_beats_garble(likely: str, garbled: str) -> None:
    right, wrong = logp(TABLES["words"], [likely, garbled])
    assert right > wrong
