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

IN_ALL = 6_000_000
EACH_IN_ALL = 1_000
"""The same for all the rounds in which a text is gone over, page by page.

The worst page of those sets asks for 4,300,000 in four rounds, the pages of the worst engine for
180 a character on the average."""


class GivenUp(Exception):
    """A text is like none that can be repaired: its words stay as they are."""


class Spent(GivenUp):
    """It asked for more searching than its budget."""


class Exhausted(Exception):
    """A text asked for more searching than its budget, in all rounds together."""


class Whole:
    """What is left for searching a text, however often it is gone over.

    >>> whole = Whole(100)
    >>> whole.left == IN_ALL + 100 * EACH_IN_ALL
    True
    """

    def __init__(self, characters: int) -> None:
        self.left = IN_ALL + EACH_IN_ALL * characters

    def spend(self, work: int) -> None:
        """Take what a search costs. Raises Exhausted."""
        self.left -= work
        if self.left < 0:
            raise Exhausted


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

    def __init__(self, characters: int, whole: Whole | None = None) -> None:
        self.left, self.whole = ANY + EACH * characters, whole

    def spend(self, forms: Sequence[str], width: int) -> None:
        """Take what a search of forms costs that keeps so many paths.

        Raises Spent, and Exhausted where nothing is left for the text as a whole.
        """
        work = width * sum(map(len, forms))
        self.left -= work
        if self.whole:
            self.whole.spend(work)
        if self.left < 0:
            raise Spent
