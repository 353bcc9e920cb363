"""Calibration: how often a reading with a certain posterior is right.

A posterior is as good as the models behind it, and they are surer than they should be: they take
words for independent, and a form nobody listed for a listed one misread.  So each posterior is
mapped to how often readings like it were right on pages with a known truth, by logistic regression
on its log-odds (Platt 1999, "Probabilistic outputs for support vector machines") with a few things
beside it that tell how far it can be trusted.  The weights stand in `calibration.tsv`, a column for
readings that change the form and one for the form as it was read; `tools/learn_calibration.py`
learns them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
import numpy.typing as npt

from svfix.channel.profile import KNOWN_DOUBT

Floats = npt.NDArray[np.float64]

SUREST = 12.0  # log-odds; a posterior beyond them says no more
BENDS = 2.0, 6.0  # log-odds where the slope may change
FREE = 0.1  # nats a letter; less costs nothing
KNOWN_WORDS = 20  # that a text's doubt is taken to be `KNOWN_DOUBT` of before its own are seen
LEAST_DOUBT = 0.003  # of a text; less makes no difference

NAMES = (
    "one",
    "log_odds",
    "log_odds_below",
    "log_odds_above",
    "cost",
    "cost_by_letter",
    "letters",
    "compound",
    "compound_cost",
    "unlisted",
    "compound_as_is",
    "run_on",
    "words",
    "part",
    "doubt",
)
"""The rows of `calibration.tsv`: what `Features.columns` has, in this order."""

Kind = Literal["changed", "kept"]


@dataclass(frozen=True)
class Features:
    """Readings in columns: what their calibration goes by.

    `posterior` is the lattice's; `cost`, in nats, what the channel asks for the reading to be read
    as the form, whose `length` is in characters; `compound` says that the lexicon has but the parts
    of the reading, `unlisted` not even those, and `compound_as_is` that it has the parts of the
    form as it was read; `words` is how many a reading has, and `part` how many characters one edit
    of several changes, 1 for a space alone or where it is the only one; `doubt` is how much
    probability the likeliest readings of all words of the text leave to others, on average.
    """

    posterior: npt.NDArray[np.floating]
    cost: npt.NDArray[np.floating]
    length: npt.NDArray[np.integer]
    compound: npt.NDArray[np.bool_]
    unlisted: npt.NDArray[np.bool_]
    compound_as_is: npt.NDArray[np.bool_]
    words: npt.NDArray[np.integer]
    part: npt.NDArray[np.integer]
    doubt: float

    def at(self, which: npt.NDArray[np.int64]) -> Features:
        """Some of the readings."""
        return Features(
            posterior=self.posterior[which],
            cost=self.cost[which],
            length=self.length[which],
            compound=self.compound[which],
            unlisted=self.unlisted[which],
            compound_as_is=self.compound_as_is[which],
            words=self.words[which],
            part=self.part[which],
            doubt=self.doubt,
        )

    def columns(self) -> Floats:
        """The features by reading, as the weights want them."""
        posterior = self.posterior.astype(np.float64)
        with np.errstate(divide="ignore"):
            odds = np.log(posterior) - np.log1p(-posterior)
        odds = np.clip(odds, -SUREST, SUREST)
        cost = np.maximum(self.cost, 0)
        doubt = np.full(len(odds), np.log(self.doubt + LEAST_DOUBT))
        return np.column_stack(
            [
                np.ones(len(odds)),
                odds,
                np.minimum(odds - BENDS[0], 0),
                np.maximum(odds - BENDS[1], 0),
                cost,
                np.log(cost / self.length + FREE),
                np.log(self.length),
                self.compound,
                self.compound * np.log1p(cost),
                self.unlisted,
                self.compound_as_is,
                self.words > 1,
                np.log(self.words),
                np.log(self.part),
                doubt,
            ]
        )


def doubt(posterior: npt.NDArray[np.floating]) -> float:
    """The average doubt that the likeliest readings of a text's words leave.

    A text of few words says little of itself, and is judged as if it had ordinary ones as well.
    """
    unsure = float((1 - posterior).sum(dtype=np.float64))
    return (unsure + KNOWN_WORDS * KNOWN_DOUBT) / (len(posterior) + KNOWN_WORDS)


def confidence(features: Features, kind: Kind) -> Floats:
    """How often readings like these are right, 0 to 1.

    >>> posterior, cost, length = np.array([0.999, 0.999]), np.array([1.0, 20.0]), np.array([5, 5])
    >>> no, one = np.zeros(2, bool), np.ones(2, int)
    >>> features = Features(posterior, cost, length, no, no, no, one, one, doubt=0.01)
    >>> cheap, dear = confidence(features, "changed")
    >>> bool(cheap > dear)
    True
    """
    return logistic(features.columns(), weights("calibration.tsv", NAMES)[kind])


def logistic(columns: Floats, weight: Floats) -> Floats:
    """The probabilities that a logistic regression with these weights says, row by row."""
    score = (columns * weight).sum(1)  # row by row alike, as BLAS is not
    return np.asarray(1 / (1 + np.exp(-score)))


@cache
def weights(name: str, features: tuple[str, ...]) -> dict[str, Floats]:
    """The learned weights in a table of this package, by the table's columns.

    Its rows are to be these features, in this order.
    """
    text = resources.files("svfix.ranking").joinpath(name).read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("# ")]
    kinds, rows = rows[0][1:], rows[1:]
    assert tuple(row[0] for row in rows) == features
    return dict(zip(kinds, np.array([row[1:] for row in rows], np.float64).T, strict=True))
