"""Suspicion: how likely words are misread in a text that is mostly read right.

What a form and its readings say by themselves (`misreadings`), what the other forms of the text
say of its rate of damage (`rate`), and what the words around say (the lattice) are weighed by
trees (`trees`): some for a form by itself, from which the rate is estimated, some for an edit, and
some for a word as it stands.  They stand in `little.tsv`; `tools/learn_calibration.py` learns them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.decoder import misreadings
from svfix.decoder.readings import Readings
from svfix.decoder.trees import Trees, shipped

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

SUREST = 12.0  # log-odds; beyond them nothing more is said
NAMES = (
    *misreadings.NAMES,
    "log_odds",
    "suspect",
    "part",
)
"""The rows of `little.tsv`."""


def log_ratio(
    readings: Readings, form: Longs, reading: Longs, often: Longs, shown: Doubles
) -> Doubles:
    """By form, log P(form | misread) / P(form | right), with `reading` as its likeliest truth."""
    columns = misreadings.columns(readings, form, reading, often, shown)
    return trees("form").log_odds(columns)


def edited(
    columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles, part: Longs
) -> Doubles:
    """How often edits like these are right; `columns` are those of `misreadings`."""
    return trees("changed").probability(in_context(columns, posterior, suspect, part))


def kept(columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles) -> Doubles:
    """How often words like these are right as they stand."""
    one = np.ones(len(columns), np.int64)
    return trees("kept").probability(in_context(columns, posterior, suspect, one))


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
            suspect,
            np.log(part),
        ]
    )


def trees(kind: str) -> Trees:
    return shipped("little.tsv", NAMES)[kind]
