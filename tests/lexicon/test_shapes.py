"""The table of what looks alike: what it holds, and what it must not."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

SHAPES = Path(__file__).resolve().parents[2] / "data" / "lexicon" / "shapes.tsv"
LARGEST = 60_000  # bytes
MOST = 0.05


@cache
def rows() -> list[list[str]]:
    header, *lines = SHAPES.read_text("utf-8").removesuffix("\n").split("\n")
    assert header.startswith("# truth\tobserved\tcount\tseen")
    return [line.split("\t") for line in lines]


@cache
def shapes() -> dict[tuple[str, str], float]:
    return {(truth, observed): int(n) / int(seen) for truth, observed, n, seen in rows()}


def likeliest(truth: str) -> list[str]:
    """What a segment is read as, the likeliest first."""
    read = {o: p for (t, o), p in shapes().items() if t == truth}
    return sorted(read, key=lambda observed: (-read[observed], observed))


def test_sorted_small_and_without_duplicates() -> None:
    segments = [(truth, observed) for truth, observed, _, _ in rows()]
    assert all(one < other for one, other in pairwise(segments))
    assert SHAPES.stat().st_size < LARGEST
    assert len({seen for *_, seen in rows()}) == 1


def test_probabilities() -> None:
    assert all(0 < p <= MOST for p in shapes().values())


def test_segments_are_their_own() -> None:
    for truth, observed in shapes():
        assert 1 <= len(truth) <= 3
        assert 1 <= len(observed) <= 3
        assert truth[0] != observed[0], (truth, observed)
        assert truth[-1] != observed[-1], (truth, observed)


# Confusions that engines are known for, as truth>observed, by how likely shapes make them at least.
KNOWN = {
    1e-3: "rn>m in>m ni>m ri>n li>h u>n n>u c>e e>c h>b b>h a>s I>l I>1 I>! l>I i>l t>r",
    8e-4: "fi>ﬁ fl>ﬂ y>v",
}


@pytest.mark.parametrize("least", KNOWN)
def test_known_confusions(least: float) -> None:
    for pair in KNOWN[least].split():
        truth, observed = pair.split(">")
        assert shapes().get((truth, observed), 0.0) >= least, pair
