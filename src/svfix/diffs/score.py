"""Scores: counts that add up, and the rates that are their quotients.

A rate is None where there is nothing to divide by. Counts of several pages are added before they
are divided (micro-average), so a long page weighs more than a short one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, TypeVar

from svfix.diffs.characters import LETTERS

T = TypeVar("T", bound="_Counts")


def rate(part: int, whole: int) -> float | None:
    """part / whole, None where whole is 0.

    >>> rate(1, 4), rate(0, 0), rate(3, 0)
    (0.25, None, None)
    """
    return part / whole if whole else None


@dataclass(frozen=True)
class _Counts:
    """Counts that are added field by field."""

    def __add__(self: T, other: T) -> T:
        return type(self)(
            **{f.name: _sum(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        )


def _sum(one: Any, other: Any) -> Any:
    """The sum; of something and None, the something: a page without an observed text."""
    if one is None or other is None:
        return one if other is None else other
    if not isinstance(one, Counter):
        return one + other
    return Counter(dict(one)) + other


class Letter(NamedTuple):
    """A letter: how often the reference has it, how often it was read, how often rightly."""

    reference: int
    read: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of those read that are right."""
        return rate(self.right, self.read)

    @property
    def recall(self) -> float | None:
        """The share of those in the reference that were read."""
        return rate(self.right, self.reference)


@dataclass(frozen=True)
class Tally(_Counts):
    """How one text differs from the reference, in counts.

    Word and character errors are the fewest insertions, deletions and replacements (Levenshtein
    1966) that make the reference; `bag_errors` are those of the words regardless of order. `moved`
    are words in another order and `layout` words of page headers, in it and in the reference; they
    do not count.
    """

    reference_words: int = 0
    reference_characters: int = 0
    words: int = 0
    characters: int = 0
    word_errors: int = 0
    character_errors: int = 0
    bag_errors: int = 0
    right_words: int = 0
    moved: int = 0
    layout: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    letters_in_reference: Counter[str] = field(default_factory=Counter)
    letters_read: Counter[str] = field(default_factory=Counter)
    letters_right: Counter[str] = field(default_factory=Counter)

    @property
    def wer(self) -> float | None:
        """Word errors a word of the reference."""
        return rate(self.word_errors, self.reference_words)

    @property
    def cer(self) -> float | None:
        """Character errors a character of the reference, one space between words counted."""
        return rate(self.character_errors, self.reference_characters)

    @property
    def bag_error_rate(self) -> float | None:
        """Errors a word of the reference when the order of words is disregarded."""
        return rate(self.bag_errors, self.reference_words)

    @property
    def letters(self) -> dict[str, Letter]:
        """Each of å ä ö Å Ä Ö é."""
        return {
            letter: Letter(
                self.letters_in_reference[letter],
                self.letters_read[letter],
                self.letters_right[letter],
            )
            for letter in LETTERS
        }


@dataclass(frozen=True)
class Score(_Counts):
    """The score of one page or of many: add them with ``+``.

    `outcomes` counts words: fixed, missed, miscorrected and broken; `observed` and `outcomes` are
    None without an observed text.
    """

    pages: int = 0
    hypothesis: Tally = field(default_factory=Tally)
    observed: Tally | None = None
    outcomes: Counter[str] | None = None

    @property
    def words(self) -> int:
        """Words of the reference."""
        return self.hypothesis.reference_words

    @property
    def characters(self) -> int:
        """Characters of the reference."""
        return self.hypothesis.reference_characters

    def outcome(self, name: str) -> int | None:
        """The words of one outcome, None without an observed text."""
        return None if self.outcomes is None else self.outcomes[name]

    @property
    def fixed_rate(self) -> float | None:
        """The share of wrong words that were made right."""
        if self.outcomes is None:
            return None
        wrong = sum(self.outcomes[name] for name in ("fixed", "missed", "miscorrected"))
        return rate(self.outcomes["fixed"], wrong)

    @property
    def damage_rate(self) -> float | None:
        """Words broken for each word of the reference that had been right."""
        if self.outcomes is None or self.observed is None:
            return None
        return rate(self.outcomes["broken"], self.observed.right_words)
