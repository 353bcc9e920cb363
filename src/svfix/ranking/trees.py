"""Trees: a probability as the sum of many small tables of thresholds.

Each tree asks the same few questions of every row, whether a feature is above a threshold, and the
answers number a leaf, which adds to the log-odds.  Such trees are learned one after another, each
on what those before left unexplained (Friedman 2001, "Greedy function approximation: a gradient
boosting machine"; symmetric trees as in Prokhorenkova et al. 2018, "CatBoost").  They find for
themselves what a sum of weights cannot say: that a short word is a misreading only where its
neighbours say so, and a long one by itself.  `tools/boosting.py` learns them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.ranking.calibration import probability
from svfix.text.columns import in_rows
from svfix.uncompiled import Buffer

DEPTH = 4  # questions of a tree
QUESTIONS = cython.declare(cython.int, DEPTH)


@dataclass(frozen=True)
class Trees:
    """Trees in columns: `feature` and `above` are (tree, question), `leaf` (tree, answers).

    Features are numbers of 64 bits, thresholds and leaves doubles; the leaves are log-odds, and
    `base` is what they are added to.
    """

    base: float
    feature: Buffer
    above: Buffer
    leaf: Buffer

    def log_odds(self, columns: Buffer) -> Buffer:
        """The log-odds of each row of features (doubles).

        >>> from svfix.text.columns import table
        >>> feature, above, leaf, rows = table(1, 4, "q"), table(1, 4), table(1, 16), table(2, 1)
        >>> above[0, 2], leaf[0, 11], leaf[0, 15], rows[0, 0], rows[1, 0] = 1.0, 5.0, 7.0, 0.5, 1.5
        >>> Trees(-1.0, feature, above, leaf).log_odds(rows).tolist()
        [4.0, 6.0]
        """
        return self._log_odds(columns)

    def probability(self, columns: Buffer) -> Buffer:
        """The probability of each row of features."""
        return array("d", map(probability, self._log_odds(columns)))

    def _log_odds(self, columns: Buffer) -> array[float]:
        rows: cython.const[cython.double][:, ::1] = columns
        feature: cython.const[cython.longlong][:, ::1] = self.feature
        above: cython.const[cython.double][:, ::1] = self.above
        leaf: cython.const[cython.double][:, ::1] = self.leaf
        found = array("d", bytes(8 * len(columns)))
        odds: cython.double[::1] = found
        total: cython.double
        answers: cython.int
        row: cython.Py_ssize_t
        tree: cython.Py_ssize_t
        question: cython.int
        for row in range(len(columns)):
            total = self.base
            for tree in range(len(leaf)):
                answers = 0
                for question in range(QUESTIONS):
                    if rows[row, feature[tree, question]] > above[tree, question]:
                        answers |= 1 << question
                total += leaf[tree, answers]
            odds[row] = total
        return found


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
    return {kind: _trees(start, rows[kind], number) for kind, start in base.items()}


def _trees(base: float, rows: list[list[str]], number: dict[str, int]) -> Trees:
    """The trees of one kind."""
    feature = array("q", [number[name] for row in rows for name in row[: 2 * DEPTH : 2]])
    above = array("d", [float(value) for row in rows for value in row[1 : 2 * DEPTH : 2]])
    leaf = array("d", [float(value) for row in rows for value in row[2 * DEPTH :]])
    return Trees(base, in_rows(feature, DEPTH), in_rows(above, DEPTH), in_rows(leaf, 1 << DEPTH))


@cache
def shipped(
    name: str, features: tuple[str, ...], folder: Path = Path(__file__).parent
) -> dict[str, Trees]:
    """The trees of a table that stands in a folder, this one if it is not given."""
    return parsed((folder / name).read_text("utf-8"), features)
