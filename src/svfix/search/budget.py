"""Budgets: how much searching a text may ask for, so that time grows as texts do.

Words repeat themselves, and the longer a text, the fewer of its forms are new; those that are read
right are hardly searched.  A text of ever new forms that are like no words, such as a page of
another alphabet read as Latin, asks for many times as much.  What is counted is work, never time:
the same text is given up at the same place on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

ANY = 4_000_000
"""Work that a text of any length may ask for: paths kept, by characters they are kept at.

The worst pages of all sets of `benchmarks/quality.py` all ask for less."""

EACH = 40
"""Work more for each character of a text."""


class Spent(Exception):
    """A text asked for more searching than its budget."""


class Budget:
    """What is left for searching a text of some characters.

    >>> budget = Budget(100)
    >>> budget.spend(["Nämnden"], 8)
    >>> budget.left == ANY + 100 * EACH - 7 * 8
    True
    >>> budget.spend(["Nämnden"] * 100_000, 8)
    Traceback (most recent call last):
    svfix.search.budget.Spent
    """

    def __init__(self, characters: int) -> None:
        self.left = ANY + EACH * characters

    def spend(self, forms: Sequence[str], width: int) -> None:
        """Take what a search of forms costs that keeps so many paths. Raises Spent."""
        self.left -= width * sum(map(len, forms))
        if self.left < 0:
            raise Spent
