"""Learn the trees of `svfix.ranking.trees` from rows of features and what is true of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from svfix.ranking.trees import DEPTH, Trees

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

TREES = 200
MISTAKEN = 0.8
"""How likely right a row is that is taken for a mistake of the truth, where that says wrong."""

FOLDS = 2
RATE = 0.12  # of what a tree would say, so that later ones can correct it
RIDGE = 8.0  # rows' worth of doubt in each leaf
BINS = 48  # thresholds tried a feature
DECIMALS = 4


@dataclass
class Binned:
    """Features by bins: `bin` is (row, feature), `edges` are the thresholds between bins."""

    bin: Longs
    edges: list[Doubles]


def binned(columns: Doubles) -> Binned:
    """Cut each feature at quantiles of its values."""
    edges = []
    for column in columns.T:
        values = np.unique(column)
        if len(values) > BINS:
            values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)))
        edges.append(np.unique(np.round((values[1:] + values[:-1]) / 2, DECIMALS)))
    bins = [np.searchsorted(e, c, side="left") for e, c in zip(edges, columns.T, strict=True)]
    return Binned(np.column_stack(bins), edges)


def learn(columns: Doubles, right: Doubles, often: Doubles, trees: int = TREES) -> Trees:
    """Boosted trees that say how likely a row is right; `often` is how much each row counts."""
    data = binned(columns)
    mean = float((often * right).sum() / often.sum())
    base = round(float(np.log(mean) - np.log1p(-mean)), DECIMALS)
    score = np.full(len(right), base)
    rows: list[tuple[list[int], list[float], Doubles]] = []
    for _ in range(trees):
        p = 1 / (1 + np.exp(-score))
        slope, curve = often * (right - p), often * p * (1 - p)
        feature, cut, leaf = grow(data, slope, curve)
        total = np.bincount(leaf, slope, 1 << DEPTH)
        value = RATE * total / (np.bincount(leaf, curve, 1 << DEPTH) + RIDGE)
        value = np.asarray(np.round(value, DECIMALS), np.float64)
        score += value[leaf]
        rows.append((feature, [data.edges[f][c] for f, c in zip(feature, cut, strict=True)], value))
    features, above, leaves = zip(*rows, strict=True)
    return Trees(base, np.array(features), np.array(above), np.array(leaves))


def trusted(columns: Doubles, right: Doubles, often: Doubles) -> Trees:
    """The same, learned without the rows that the truth is mistaken about.

    The corpora have misreadings of their own, one in some 10,000 words, and these stand in the
    truth.  What tells them is what trees say that were learned from the other rows.
    """
    fold = np.arange(len(right)) % FOLDS
    sure = np.zeros(len(right))
    for here in range(FOLDS):
        rest, part = fold != here, fold == here
        sure[part] = learn(columns[rest], right[rest], often[rest]).probability(columns[part])
    kept = (right > 0) | (sure < MISTAKEN)
    return learn(columns[kept], right[kept], often[kept])


def grow(data: Binned, slope: Doubles, curve: Doubles) -> tuple[list[int], list[int], Longs]:
    """One tree: its features, the edges they are cut at, and the leaf of each row."""
    leaf = np.zeros(len(slope), np.int64)
    features, cuts = [], []
    for level in range(DEPTH):
        gains = [gain(data, f, leaf, 1 << level, slope, curve) for f in range(len(data.edges))]
        best = max(range(len(gains)), key=lambda f: gains[f][0])
        cut = gains[best][1]
        features.append(best)
        cuts.append(cut)
        leaf += (data.bin[:, best] > cut).astype(np.int64) << level
    return features, cuts, leaf


def gain(
    data: Binned, feature: int, leaf: Longs, leaves: int, slope: Doubles, curve: Doubles
) -> tuple[float, int]:
    """How much cutting all leaves at the best edge of a feature explains, and that edge."""
    size = len(data.edges[feature]) + 1
    if size == 1:
        return -np.inf, 0
    place = leaf * size + data.bin[:, feature]
    sums = [
        np.bincount(place, side, leaves * size).reshape(leaves, size) for side in (slope, curve)
    ]
    below = [side.cumsum(1) for side in sums]
    whole = [side[:, -1:] for side in below]
    left = below[0] ** 2 / (below[1] + RIDGE)
    right = (whole[0] - below[0]) ** 2 / (whole[1] - below[1] + RIDGE)
    total = (left + right).sum(0)[:-1]
    best = int(np.argmax(total))
    return float(total[best]), best


def table(kinds: dict[str, Trees], names: tuple[str, ...]) -> str:
    """Trees as `svfix.ranking.trees.parsed` reads them."""
    lines = []
    for kind, trees in kinds.items():
        lines.append(f"{kind}\t{trees.base}")
        for feature, above, leaf in zip(trees.feature, trees.above, trees.leaf, strict=True):
            asked = [
                f"{names[f]}\t{a:g}" for f, a in zip(feature.tolist(), above.tolist(), strict=True)
            ]
            lines.append("\t".join([kind, *asked, *(f"{v:g}" for v in leaf.tolist())]))
    return "\n".join(lines) + "\n"
