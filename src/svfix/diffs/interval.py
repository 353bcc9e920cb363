"""Confidence intervals of rates, by the bootstrap.

Lines or pages are drawn with replacement, as many as there are, and the rate of each such sample is
worked out anew; its percentiles are the interval (Efron 1979; for word error rates Bisani and Ney
2004). The seed is fixed, so the same texts have the same interval.
"""

from __future__ import annotations

import numpy as np

from svfix.alignment.words import Ints

LEVEL = 0.95
SAMPLES = 1000
SEED = 20260101

MOST = 5000
"""Units that are drawn from; of more, neighbours are put together first."""

Interval = tuple[float, float]


def intervals(errors: Ints, sizes: Ints) -> list[Interval | None]:
    """The interval of each rate: a column of `errors` over the column of `sizes`, by unit.

    None where there is nothing to divide by, or but one unit.

    >>> intervals(np.array([[0], [0], [0]]), np.array([[9], [8], [9]]))
    [(0.0, 0.0)]
    >>> intervals(np.array([[1]]), np.array([[9]]))
    [None]
    """
    table = _at_most(np.concatenate([errors, sizes], axis=1))
    columns = errors.shape[1]
    if len(table) < 2 or not table[:, columns:].any(axis=0).all():
        return [None] * columns
    random = np.random.default_rng(SEED)
    share = np.full(len(table), 1 / len(table))
    sums = random.multinomial(len(table), share, size=SAMPLES) @ table
    divisors = np.maximum(sums[:, columns:], 1)
    tails = [50 * (1 - LEVEL), 50 * (1 + LEVEL)]
    found = np.percentile(sums[:, :columns] / divisors, tails, axis=0)
    return [(float(low), float(high)) for low, high in found.T]


def _at_most(table: Ints) -> Ints:
    """The table with neighbours added up, so that it has at most `MOST` rows."""
    step = -(-len(table) // MOST)
    if step <= 1:
        return table
    return np.asarray(np.add.reduceat(table, np.arange(0, len(table), step), axis=0))
