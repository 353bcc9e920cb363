"""Spelling of another time: told from misreadings by what else a text has."""

from __future__ import annotations

import numpy as np
import pytest

from svfix import lexicon
from svfix.decoder import rate, variety
from svfix.decoder.readings import read
from svfix.decoder.vocabulary import vocabulary

OLD = "Hvad han hafver sagt blef icke sjelf af hvarandra förut, och deras öfver lefde qvar".split()
NEW = "Vad han har sagt blev inte själv av varandra förut, och deras över levde kvar".split()


def readings_of(forms: list[str]):
    """The readings of forms under the channel of any engine."""
    words = lexicon.default()
    return read(
        forms, vocabulary(words, ()), rate.channel(words), trusting=True, seek=rate.search(words)
    )


@pytest.mark.parametrize(("forms", "low", "high"), [(OLD, 0.9, 1.0), (NEW, 0.0, 0.05)])
def test_old_words_tell_of_an_old_text(forms: list[str], low: float, high: float) -> None:
    found = readings_of([form.strip(",") for form in forms])
    assert low <= variety.shown(found, np.ones(len(forms), np.int64)) <= high


@pytest.mark.parametrize(("form", "today"), [("varie", "varje"), ("hawer", "haver")])
def test_one_rule_spells_and_misreads(form: str, today: str) -> None:
    found = readings_of([form])
    texts = [reading.text for reading in found.at(np.arange(len(found.rows)))]
    assert form in texts
    assert today in texts


def test_a_modern_text_spells_dearer() -> None:
    channel = rate.channel(lexicon.default())
    spelt = channel.rules.variety
    rise = variety.spelt(channel, 0.1).cost - channel.cost
    assert np.allclose(rise[spelt], -np.log(0.1), atol=1e-5)
    assert np.allclose(rise[~spelt], 0)
    assert np.allclose(variety.spelt(channel, 1.0).cost, channel.cost)
