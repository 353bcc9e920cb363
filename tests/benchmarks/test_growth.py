"""How growth is measured: patterns of any length, curves, findings; small ones are fast."""

from __future__ import annotations

import doctest
from time import process_time

import pytest

import growth
from growth import Curve
from patterns import PATTERNS
from svfix import fix

SMALL = 2_000  # characters
LONG = 20.0  # seconds of the processor: a thousandth of what such texts took, and much for any


def test_the_examples_are_right() -> None:
    assert doctest.testmod(growth).failed == 0


def test_there_are_a_hundred_patterns_of_any_length() -> None:
    assert len(PATTERNS) > 100
    for name, pattern in PATTERNS.items():
        for size in (100, 1_000):
            assert 0.8 * size <= len(pattern(size)) <= 1.1 * size, name
        assert pattern(1_000) == pattern(1_000)


def test_no_two_patterns_are_the_same() -> None:
    assert len({pattern(4_000) for pattern in PATTERNS.values()}) == len(PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_long_or_changes_twice(name: str) -> None:
    start, text = process_time(), PATTERNS[name](SMALL)
    repaired = fix(text)
    assert fix(repaired) == repaired
    assert process_time() - start < LONG


def test_what_is_slow_or_steep_is_a_finding() -> None:
    fine = Curve("fine", [1000, 2000], [10_000, 20_000], [1.0, 2.0])
    slow = Curve("slow", [1000, 2000], [1000, 2000], [1.0, 2.0])
    steep = Curve("steep", [1000, 2000], [100_000, 200_000], [1.0, 4.0])
    found = growth.findings([fine, slow, steep])
    assert [each.split(":")[0] for each in found] == ["slow", "steep"]
    assert growth.table([fine, slow]).splitlines()[2].startswith("| slow")


def test_a_curve_measures_each_size(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    found = growth.curve(
        "spaces", lambda size: " " * size, [10, 20], lambda t: heard.append(len(t))
    )
    assert (heard, found.sizes, found.words) == ([10, 20], [10, 20], [1, 2])
    monkeypatch.setattr(growth, "PATIENCE", -1.0)
    assert growth.curve("spaces", lambda size: " " * size, [10, 20], len).sizes == [10]
