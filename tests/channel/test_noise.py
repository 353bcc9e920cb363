"""Noise: on a page that is misread more than others, what is seldom seen is likelier too."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.smeared import BARE, TRUTH, smeared

from svfix import explain, lexicon
from svfix.channel import engines
from svfix.channel.noise import LOUDEST, UNKNOWN_TOO, level, scaled
from svfix.decoder import adaptation
from svfix.decoder.weighing import weigh
from svfix.options import Options

TABLE = engines.of(lexicon.default())
RULES = TABLE.rules
LOGP = TABLE.logp[TABLE.names.index("eng")][:-1]


def counted(**confusions: float) -> np.ndarray:
    """Counts of rules: letters read right a hundred times, and those given as `truth_read`."""
    used = np.zeros(len(RULES))
    used[[RULES.index[letter, letter] for letter in "aenrtsil"]] = 100.0
    for pair, count in confusions.items():
        truth, observed = pair.split("_")
        used[RULES.index[truth, observed]] = count
    return used


def test_a_text_in_which_engines_err_as_they_do_is_left_alone() -> None:
    assert level(LOGP, counted(), RULES) < 1
    assert scaled(LOGP, 0.5, RULES) is LOGP


def test_a_noisy_text_makes_confusions_likelier() -> None:
    noise = level(LOGP, counted(t_l=40, r_t=20, n_u=30), RULES)
    assert noise > 2
    louder = scaled(LOGP, noise, RULES)
    known, unknown, same = (RULES.index[pair] for pair in (("t", "l"), ("g", "k"), ("t", "t")))
    assert louder[known] == pytest.approx(LOGP[known] + np.log(noise), abs=1e-5)
    assert louder[unknown] == pytest.approx(LOGP[unknown] + np.log(UNKNOWN_TOO * noise), abs=1e-5)
    assert louder[same] == LOGP[same]
    assert np.subtract(louder, LOGP).max() <= np.log(LOUDEST) + 1e-5


def test_the_noise_of_a_profile() -> None:
    pages = smeared(TRUTH), TRUTH.translate(BARE)
    smeared_page, bare_page = (explain(text).profile for text in pages)
    assert smeared_page is not None
    assert bare_page is not None
    assert smeared_page.noise(lexicon.default()) > 1.5
    assert bare_page.noise(lexicon.default()) == 1


def test_readings_are_heard_by_how_likely_they_are() -> None:
    found = weigh(smeared(TRUTH), lexicon.default(), Options())
    heard = np.array(adaptation.heard(found))
    rows = found.hypotheses.rows
    by_form = np.bincount(rows.form, heard, minlength=len(found.hypotheses.forms))
    assert by_form.max() <= adaptation.MOST + 1e-6
    assert ((heard > 0.01) & (heard < 0.5)).any()  # hypotheses that are not the likeliest count too
