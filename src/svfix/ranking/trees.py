"""Trees: a probability as the sum of many small tables of thresholds.

Each tree asks the same few questions of every row, whether a feature is above a threshold, and the
answers number a leaf, which adds to the log-odds.  Such trees are learned one after another, each
on what those before left unexplained (Friedman 2001, "Greedy function approximation: a gradient
boosting machine"; symmetric trees as in Prokhorenkova et al. 2018, "CatBoost").  They find for
themselves what a sum of weights cannot say: that a short word is a misreading only where its
neighbours say so, and a long one by itself.  `tools/boosting.py` learns them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

DEPTH = 4  # questions of a tree


@dataclass(frozen=True)
class Trees:
    """Trees in columns: `feature` and `above` are (tree, question), `leaf` (tree, answers)."""

    base: float
    feature: Longs
    above: Doubles
    leaf: Doubles

    def log_odds(self, columns: Doubles) -> Doubles:
        """The log-odds of each row of features.

        >>> feature, above = np.array([[0, 0, 0, 0]]), np.array([[1.0, 1.0, 1.0, 1.0]])
        >>> trees = Trees(-1.0, feature, above, np.arange(16.0)[None])
        >>> trees.log_odds(np.array([[0.5], [1.5]])).tolist()
        [-1.0, 14.0]
        """
        answers = columns[:, self.feature] > self.above
        which = np.packbits(answers, axis=-1, bitorder="little")[..., 0]
        return np.asarray(self.base + self.leaf[np.arange(len(self.leaf)), which].sum(1))

    def probability(self, columns: Doubles) -> Doubles:
        """The probability of each row of features."""
        return np.asarray(1 / (1 + np.exp(-self.log_odds(columns))))


def parsed(text: str, features: tuple[str, ...]) -> dict[str, Trees]:
    """The trees of a table by kind.

    A row has a kind, then names of features and thresholds in turn, and then the leaves; one of a
    kind and a number alone is the kind's base.
    """
    number = {name: i for i, name in enumerate(features)}
    base: dict[str, float] = {}
    rows: defaultdict[str, list[list[str]]] = defaultdict(list)
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, *row = line.split("\t")
            if len(row) == 1:
                base[kind] = float(row[0])
            else:
                rows[kind].append(row)
    found = {}
    for kind, start in base.items():
        asked = [row[: 2 * DEPTH] for row in rows[kind]]
        found[kind] = Trees(
            start,
            np.array([[number[n] for n in row[::2]] for row in asked], np.int64).reshape(-1, DEPTH),
            np.array([row[1::2] for row in asked], np.float64).reshape(-1, DEPTH),
            np.array([row[2 * DEPTH :] for row in rows[kind]], np.float64).reshape(-1, 1 << DEPTH),
        )
    return found


@cache
def shipped(name: str, features: tuple[str, ...]) -> dict[str, Trees]:
    """The trees of a table of this package."""
    return parsed(resources.files("svfix.ranking").joinpath(name).read_text("utf-8"), features)
