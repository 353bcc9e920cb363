"""Suspicion: how likely words are misread in a text that is mostly read right.

What a form and its readings say by themselves (`misreadings`), what the other forms of the text
say of its rate of damage (`rate`), and what the words around say (the lattice) are weighed by
logistic regressions: one for a form by itself, from which the rate is estimated, one for an edit,
and one for a word as it stands.  The weights stand in `little.tsv`; `tools/learn_calibration.py`
learns them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.decoder import misreadings
from svfix.decoder.calibration import logistic, weights
from svfix.decoder.readings import Readings

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

SUREST = 12.0  # log-odds; beyond them nothing more is said
BENDS = 2.0, 6.0  # log-odds where the slope may change
NAMES = (
    *misreadings.NAMES,
    "log_odds",
    "log_odds_below",
    "log_odds_above",
    "suspect",
    "suspect_above",
    "part",
)
"""The rows of `little.tsv`."""


def log_ratio(readings: Readings, form: Longs, reading: Longs, often: Longs) -> Doubles:
    """By form, log P(form | misread) / P(form | right), of which `reading` is the likeliest truth."""
    columns = misreadings.columns(readings, form, reading, often)
    return np.asarray((columns * weight("form")[: columns.shape[1]]).sum(1))


def edited(
    columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles, part: Longs
) -> Doubles:
    """How often edits like these are right; `columns` are those of `misreadings`."""
    return logistic(in_context(columns, posterior, suspect, part), weight("changed"))


def kept(
    columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles
) -> Doubles:
    """How often words like these are right as they stand."""
    one = np.ones(len(columns), np.int64)
    return logistic(in_context(columns, posterior, suspect, one), weight("kept"))


def in_context(
    columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles, part: Longs
) -> Doubles:
    """The features of readings in their places, in the order of `NAMES`."""
    with np.errstate(divide="ignore"):
        odds = np.log(posterior.astype(np.float64)) - np.log1p(-posterior.astype(np.float64))
    odds, suspect = (np.clip(side, -SUREST, SUREST) for side in (odds, suspect))
    return np.column_stack(
        [
            columns,
            odds,
            np.minimum(odds - BENDS[0], 0),
            np.maximum(odds - BENDS[1], 0),
            suspect,
            np.maximum(suspect, 0),
            np.log(part),
        ]
    )


def weight(kind: str) -> Doubles:
    return weights("little.tsv", NAMES)[kind]
