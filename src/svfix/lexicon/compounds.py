"""Compounds: words made of two that the lexicon knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.lexicon.store import NOT, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.uncompiled import Buffer

SHORTEST = 3
"""Letters of a part at least."""


def is_compound(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is made of two that the lexicon knows.

    >>> from svfix import lexicon
    >>> [is_compound(word, lexicon.default()) for word in ("riksdagsgöromålen", "uppféljning")]
    [True, False]
    """
    return any(parts(word, lexicon))


def parts(word: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The two that a compound is made of, in each way in which it may be."""
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        left, right = word[:cut], word[cut:]
        if is_part(left, lexicon.modifier, lexicon) and is_part(right, lexicon.head, lexicon):
            yield left, right


def is_part(form: str, places: Buffer, lexicon: Lexicon) -> bool:
    """Whether a form is known in one of the places of a compound: `modifier` or `head`."""
    number = lexicon.trie.find(form.lower())
    return number >= 0 and int(places[number]) != NOT
