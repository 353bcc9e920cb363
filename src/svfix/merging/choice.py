"""Choice: the likeliest candidate of each place, and how likely it is.

Of the candidates of one place only one stood there: a multinomial logit, whose log-odds are a sum
of weights and, for what such a sum cannot say, of boosted trees (`ranking.trees`).
`tools/learn_merging.py` learns both from pages that several engines read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import add, mul
from pathlib import Path
from typing import NamedTuple

from svfix.merging.features import NAMES
from svfix.merging.places import Kind, Place
from svfix.ranking.trees import Trees, shipped
from svfix.text.columns import in_rows


@dataclass(frozen=True)
class Weighed:
    """A place with its candidates and the features of each."""

    place: Place
    candidates: list[str]
    rows: list[list[float]]


class Choice(NamedTuple):
    """What stood in a place most likely, and how likely that is, 0 to 1."""

    place: Place
    text: str
    probability: float


@cache
def weights(kind: Kind, step: int) -> list[float]:
    """The weight of each feature for one kind of places in one of the rounds."""
    found = dict.fromkeys(NAMES, 0.0)
    for line in (Path(__file__).parent / "weights.tsv").read_text("utf-8").splitlines():
        if line.startswith(f"{kind.value}.{step}\t"):
            _, name, weight = line.split("\t")
            found[name] = float(weight)
    return list(found.values())


@cache
def trees(kind: Kind, step: int) -> Trees:
    """The trees for one kind of places in one of the rounds, counted from 0."""
    return shipped("choice.tsv", NAMES, Path(__file__).parent)[f"{kind.value}.{step}"]


def choices(weighed: Sequence[Weighed], step: int) -> Iterator[Choice]:
    """The likeliest candidate of each place in a round; of two as likely, the first one."""
    flat = {kind: array("d") for kind in Kind}
    sums = {kind: array("d") for kind in Kind}
    for one in weighed:
        own = weights(one.place.kind, step)
        for row in one.rows:
            flat[one.place.kind].extend(row)
            sums[one.place.kind].append(sum(map(mul, own, row)))
    odds = {
        kind: [*map(add, sums[kind], trees(kind, step).log_odds(in_rows(numbers, len(NAMES))))]
        for kind, numbers in flat.items()
        if numbers
    }
    at = dict.fromkeys(Kind, 0)
    for one in weighed:
        kind, start = one.place.kind, at[one.place.kind]
        at[kind] = start + len(one.candidates)
        shares = shared(odds[kind][start : at[kind]])
        best = max(range(len(shares)), key=shares.__getitem__)
        yield Choice(one.place, one.candidates[best], shares[best])


def shared(odds: Sequence[float]) -> list[float]:
    """Log-odds of things of which one holds, as their probabilities.

    >>> shared([0.0, 0.0]), [round(p, 3) for p in shared([2.0, -3.0])]
    ([0.5, 0.5], [0.993, 0.007])
    """
    most = max(odds)
    weights = [exp(one - most) for one in odds]
    total = sum(weights)
    return [weight / total for weight in weights]
