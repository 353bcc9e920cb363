"""Scores of a benchmark: those of `svfix.diff` and of plain words, edits of a repair and its time.

A page has three texts: what the engine *observed*, the repaired *hypothesis* and the true
*reference*. The outcomes of their words add up:

    errors before = fixed  + missed + miscorrected
    errors after  = broken + missed + miscorrected
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from plain_words import happened
from svfix import Comparison, diff
from svfix.alignment.folding import PLAIN, Folder

FOLDING = "+".join(PLAIN)
OUTCOMES = ("fixed", "broken", "missed", "miscorrected")

fold = Folder(PLAIN)
"""Fold what the score does not count, save white space: quotes, dashes, ellipses."""


@dataclass
class Score:
    """Counts over pages; add them with `+=`, so every figure is a ratio of sums."""

    pages: int = 0
    words: int = 0
    characters: int = 0
    characters_before: int = 0  # character errors
    characters_after: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    edits_right: int = 0
    seconds: float = 0.0

    def __iadd__(self, other: Score) -> Score:
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))
        return self

    @property
    def before(self) -> int:
        """Word errors of the observed text."""
        return self.after - self.outcomes["broken"] + self.outcomes["fixed"]

    @property
    def after(self) -> int:
        """Word errors of the hypothesis."""
        return sum(self.outcomes[name] for name in ("broken", "missed", "miscorrected"))

    def rate(self, errors: int) -> float:
        """Errors a reference word; 0 for an empty reference without errors, else infinite."""
        return ratio(errors, self.words)

    @property
    def reduction(self) -> float:
        """Share of the observed word errors that are gone (negative: more errors than before)."""
        return 1 - ratio(self.after, self.before) if self.before else 0.0

    @property
    def harm(self) -> float:
        """Words broken in 10,000."""
        return 10_000 * self.rate(self.outcomes["broken"])

    @property
    def precision(self) -> float:
        """Share of the edits after which every word touched is right; 1 where there are none."""
        return ratio(self.edits_right, self.edits) if self.edits else 1.0


def ratio(part: int, whole: int) -> float:
    """part / whole, with 0/0 = 0 and x/0 = infinity."""
    if whole:
        return part / whole
    return float("inf") if part else 0.0


def score(
    reference: str, observed: str, hypothesis: str, name: str = ""
) -> tuple[Score, Comparison]:
    """Score one page; texts as they are, folding is done here.

    >>> found, _ = score("Metoden för det", "Metodenfor det", "Metoden för det")
    >>> found.before, found.after, found.outcomes["fixed"]
    (2, 0, 2)
    """
    found = diff(hypothesis, reference, observed, fold=PLAIN, name=name)
    after, before = found.score.hypothesis, found.score.observed
    assert before is not None
    return Score(
        pages=1,
        words=found.score.words,
        characters=found.score.characters,
        characters_before=before.character_errors,
        characters_after=after.character_errors,
        outcomes=+(found.score.outcomes or Counter()),
    ), found


def plain_score(reference: str, observed: str, hypothesis: str) -> Score:
    """Score the plain words of one page: letters and figures, without the marks around them.

    >>> found = plain_score("(två) år, sedan", "tva år. sedan", "två är sedan")
    >>> found.words, found.before, found.after, found.outcomes["broken"]
    (3, 1, 1, 1)
    """
    words = happened(reference, observed, hypothesis)
    outcomes = Counter(word.outcome for word in words if word.outcome != "kept")
    return Score(pages=1, words=len(words), outcomes=outcomes)
