"""Joining: the words that some pieces of words make, when any space between them may be false."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit
from svfix.lexicon import letters
from svfix.lexicon.compounds import parts
from svfix.passes.rules import edit_by
from svfix.passes.spaces.letterspacing import common
from svfix.text.capitals import is_cased

if TYPE_CHECKING:
    import re

    from svfix.context import Context

Price = Callable[[str], float]
"""What tells log P of a word, and 0 of what is none."""

LONGEST = 40
"""How many letters a word or a piece has at most."""

MOST = 24
"""How many pieces a word has at most; it may be set in spaced letters, too."""

SINGLE = frozenset("iåöIÅÖ")
"""The letters that are words."""

COMPOUND = 8
"""How many letters a compound has at least: any fewer may happen to make two words."""

UNLISTED = -3.0
"""log-probability of a word that no list has, one in twenty of a text: a compound is so much rarer
than its two words side by side, as for the decoder."""


class Reading(NamedTuple):
    """The words that pieces make, and how likely they are (nats)."""

    words: tuple[str, ...]
    logp: float

    def __str__(self) -> str:
        return " ".join(self.words)


class Chunk(NamedTuple):
    """A stretch of a text that may be in pieces."""

    start: int
    text: str

    def edit(self, after: str, rule: str) -> Edit:
        """The edit that writes something else in its place."""
        end = self.start + len(self.text)
        return edit_by(f"pieces.{rule}", self.start, end, self.text, after)


def together(pieces: Sequence[str], price: Price) -> Reading | None:
    """The likeliest words that pieces make, read in order; None where they make none.

    >>> from svfix.context import Context
    >>> from svfix.options import Options
    >>> words = Words(Context(Options()))
    >>> str(together(["nya", "åtg", "ärder"], words.known))
    'nya åtgärder'
    >>> together(["a", "b", "å", "c"], words.known)
    """
    best: list[Reading | None] = [Reading((), 0.0)]  # of the first pieces
    for last in range(len(pieces)):
        readings = []
        for first in range(max(0, last - MOST + 1), last + 1):
            before, word = best[first], "".join(pieces[first : last + 1])
            if before is not None and (logp := price(word)):
                readings.append((before.logp + logp, first, word))
        if not readings:
            best.append(None)
            continue
        logp, first, word = max(readings)
        best.append(Reading((*best[first].words, word), logp))  # type: ignore[union-attr]
    return best[-1] if pieces else None


class Words:
    """How likely words are: log P of each, and 0 of what is none. Each is looked up once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.listed = cache(self._listed)
        self.known = cache(self._known)
        self.any = cache(self._any)

    def all_listed(self, forms: Iterable[str]) -> dict[str, float]:
        """Those of some forms that a list has, with log P of each."""
        words = filter(self._context.is_word, forms)  # most are none, which is soon found
        return {form: logp for form in words if (logp := self.listed(form))}

    def _listed(self, word: str) -> float:
        """A word that a list has; of the letters only those that are words."""
        is_known = word in SINGLE if len(word) == 1 else is_cased(word) and self._is_common(word)
        return self._context.lexicon.logp(word) if is_known else 0.0

    def _is_common(self, word: str) -> bool:
        return common(word, self._context)

    def _known(self, word: str) -> float:
        """A word that a list has, or a compound."""
        if listed := self.listed(word):
            return listed
        if not (COMPOUND <= len(word) <= LONGEST and is_cased(word)):
            return 0.0
        logp = self._context.lexicon.logp
        found = [logp(left) + logp(right) for left, right in parts(word, self._context.lexicon)]
        return UNLISTED + max(found) if found else 0.0

    def _any(self, word: str) -> float:
        """Any word that looks like one."""
        if len(word) == 1 or not is_cased(word):
            return self.listed(word)
        return self.known(word) or self._spelt(word)

    def _spelt(self, word: str) -> float:
        """A word that no list has, letter by letter."""
        table = self._context.lexicon.letters
        return UNLISTED + float(letters.logp(table, [word.lower()])[0])


def chunks(text: str, pattern: re.Pattern[str], starts: Iterable[int]) -> Iterator[Chunk]:
    """What a pattern matches at some places, which are in order.

    Left out is what has a letter, a figure or an underscore beside it: it is a part of something
    else.
    """
    end = 0
    for start in starts:
        if start >= end and (found := pattern.match(text, start)):
            end = max(end, found.end())
            if not _is_joined(text[start - 1 : start]) and not _is_joined(text[end : end + 1]):
                yield Chunk(start, found[0])


def head(text: str, place: int) -> int:
    """Where the letters before a place begin.

    >>> head("se Vaﬂe", 5)
    3
    """
    least = max(0, place - LONGEST)
    while place > least and text[place - 1].isalpha():
        place -= 1
    return place


def _is_joined(beside: str) -> bool:
    return beside.isalnum() or beside == "_"
