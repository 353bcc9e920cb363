"""Matching: what the rules of several passes ask of the words beside a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from svfix.context import Context
    from svfix.edits import Edit

REACH = 60
"""Characters of a word that are looked at."""

DRAWN = 1.5
"""From what attraction on (nats) between two words no stop stands between them."""

NAME = 0.8
"""From what share of its capitals on a word is a name."""


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
