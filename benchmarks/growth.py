"""Growth: does time grow as texts do, whatever they hold, and how fast is the slowest of them?

    python benchmarks/growth.py                  # 100 and more patterns to 1 MB
    python benchmarks/growth.py --only garbage --largest 100000

Prints a table, the slowest patterns first.  Time is that of the process, so that what else runs is
not in it; a plain page that is measured between them says how fast the machine is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from math import log
from time import process_time
from typing import NamedTuple

import svfix
from patterns import PATTERNS, Pattern

LARGEST = 1_000_000  # characters
DOUBLINGS = 4
WORD = 7  # characters that count as a word where none is cut by white space
STEEP = 1.2  # the exponent from which on growth is a finding
SLOW = 5_000  # words a second below which a pattern is one
PATIENCE = 60.0  # seconds that a text may take for a longer one to be tried


class Curve(NamedTuple):
    """How long texts of a pattern took: characters, words and seconds of each, by size."""

    name: str
    sizes: list[int]
    words: list[int]
    seconds: list[float]

    @property
    def exponent(self) -> float:
        """How time grows with the size: 1 where both double together; the least squares' slope.

        >>> round(Curve("square", [1, 2, 4], [1, 2, 4], [1.0, 4.0, 16.0]).exponent, 6)
        2.0
        """
        x, y = list(map(log, self.sizes)), [log(max(each, 1e-6)) for each in self.seconds]
        middle, level = sum(x) / len(x), sum(y) / len(y)
        spread = sum((each - middle) ** 2 for each in x)
        both = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
        return both / spread if spread else 1.0

    @property
    def speed(self) -> float:
        """Words a second of the largest text."""
        return self.words[-1] / max(self.seconds[-1], 1e-6)


def words(text: str) -> int:
    """How many words a text counts for: those between white space, one to 7 characters at least."""
    return max(len(text.split()), len(text) // WORD)


def curve(
    name: str, pattern: Pattern, sizes: Sequence[int], work: Callable[[str], object] = svfix.fix
) -> Curve:
    """Measure a pattern; a size of 60 seconds and more is the last."""
    found = Curve(name, [], [], [])
    for size in sizes:
        text = pattern(size)
        start = process_time()
        work(text)
        found.seconds.append(process_time() - start)
        found.sizes.append(len(text))
        found.words.append(words(text))
        if found.seconds[-1] > PATIENCE:
            break
    return found


def sizes(largest: int, doublings: int = DOUBLINGS) -> list[int]:
    """Sizes that double up to the largest.

    >>> sizes(1000, 2)
    [250, 500, 1000]
    """
    return [largest >> doublings - i for i in range(doublings + 1)]


def table(curves: Sequence[Curve]) -> str:
    """The curves, the slowest first."""
    width = max(len(each.name) for each in curves)
    lines = [f"| {'pattern':<{width}} | characters | seconds |   words/s | exponent |"]
    lines.append(f"| {'-' * width} | ---------: | ------: | --------: | -------: |")
    for each in sorted(curves, key=lambda each: each.speed):
        lines.append(
            f"| {each.name:<{width}} | {each.sizes[-1]:>10,} | {each.seconds[-1]:>7.2f} "
            f"| {each.speed:>9,.0f} | {each.exponent:>8.2f} |"
        )
    return "\n".join(lines)


def findings(curves: Sequence[Curve]) -> list[str]:
    """What is too slow, or grows too steeply: a line each."""
    return [
        f"{each.name}: {each.speed:,.0f} words/s, exponent {each.exponent:.2f}"
        for each in curves
        if each.speed < SLOW or each.exponent > STEEP
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--largest", type=int, default=LARGEST, help="characters")
    parser.add_argument("--doublings", type=int, default=DOUBLINGS)
    parser.add_argument("--only", default="", help="patterns with this in their name")
    chosen = parser.parse_args(arguments)
    svfix.fix("Metoden for uppféljningen")  # opens the lexicon
    curves = []
    for name, pattern in PATTERNS.items():
        if chosen.only in name:
            curves.append(curve(name, pattern, sizes(chosen.largest, chosen.doublings)))
            last = curves[-1]
            print(f"{name}: {last.speed:,.0f} words/s, {last.exponent:.2f}", file=sys.stderr)
    print(table(curves))
    found = findings(curves)
    print(f"\n{len(curves)} patterns, {len(found)} findings", *found, sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
