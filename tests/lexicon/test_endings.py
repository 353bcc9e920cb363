"""Endings: which forms of a word there are beside which."""

from __future__ import annotations

import pytest

from svfix import lexicon
from svfix.lexicon import endings

NOUNS = [f"s{a}{b}rel" for a in "aeiouy" for b in "bdfgk"]  # 30 stems


def test_forms_are_counted_by_stem() -> None:
    forms = [noun + ending for noun in NOUNS for ending in ("ser", "sen")]
    forms += [noun + "sema" for noun in NOUNS[:3]]
    known = {(a, b): share for a, b, share in endings.learn(forms)}
    assert known["n", "r"] == known["r", "n"] == 1
    assert ("ma", "r") not in known


@pytest.mark.parametrize(
    ("form", "word", "least", "most"),
    [
        ("betalningsförsummelsen", "betalningsförsummelser", 0.1, 1),
        ("inkomstgränsema", "inkomstgränserna", 0, 0),
        ("resultalet", "resultatet", 0, 0),
        ("ar", "är", 0, 0),  # of no stem
    ],
)
def test_the_lexicon_knows_endings(form: str, word: str, least: float, most: float) -> None:
    assert least <= endings.beside(form, word, lexicon.default().endings) <= most
