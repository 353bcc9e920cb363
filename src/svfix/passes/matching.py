"""Matching: what the rules of several passes ask of the words beside a mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit

REACH = 60
"""Characters of a word that are looked at."""

DRAWN = 1.5
"""From what attraction on (nats) between two words no stop stands between them."""

NAME = 0.8
"""From what share of its capitals on a word is a name."""


class Around(NamedTuple):
    r"""Patterns of what stands before a place, with `\Z` at its end, and of what begins there.

    >>> number = Around(re.compile(r"\d\Z"), re.compile(r":\d"))
    >>> [number.at("så: 1:2", place) for place in (2, 5)]
    [False, True]
    """

    before: re.Pattern[str]
    behind: re.Pattern[str]

    def at(self, text: str, place: int) -> bool:
        """Whether both are there; what is behind is asked first."""
        found = self.behind.match(text, place) and lookback(self.before, text, place)
        return found is not None


def lookback(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    """What a pattern finds that ends at a place, such as the word before it."""
    return pattern.search(text, max(0, place - REACH), place)


def ends(word: str, context: Context) -> bool:
    """Whether a word may be the last of a clause: it is none whose point belongs to it."""
    return context.is_word(word) and not context.is_word(word + ".")


def parted(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that touch the one before."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or kept[-1].end < edit.start:
            kept.append(edit)
    return kept
