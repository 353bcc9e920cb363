"""Comparisons: pages compared, their score, and what can be made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from svfix.alignment import folding
from svfix.alignment.folding import Folder
from svfix.diffs.differences import Difference
from svfix.diffs.interval import Interval, intervals
from svfix.diffs.page import Page, compare
from svfix.diffs.score import Score
from svfix.edits import Edit

if TYPE_CHECKING:
    from svfix.result import Result

ENOUGH_PAGES = 10
"""Pages from which on intervals are drawn over pages; over lines where there are fewer."""


class Intervals(NamedTuple):
    """The 95 % confidence intervals of the rates, and what they were drawn over."""

    unit: str
    wer: Interval | None
    cer: Interval | None
    observed_wer: Interval | None = None
    observed_cer: Interval | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """What `svfix.diff` returns: pages, their score and their differences.

    Comparisons under the same foldings add up with ``+``. Nothing is rendered before it is asked
    for: `as_dict`, `as_json`, `html`, `rows`, `str`.

    >>> from svfix import diff
    >>> found = diff("Två år nu", "två år nu", observed="tva ar nu")
    >>> found.wer, found.fixed, found.miscorrected
    (0.3333333333333333, 1, 1)
    >>> [(d.observed, d.hypothesis, d.reference, d.outcome) for d in found.differences]
    [('tva', 'Två', 'två', 'miscorrected'), ('ar', 'år', 'år', 'fixed')]
    >>> (found + found).words
    6
    """

    pages: tuple[Page, ...]
    folding: tuple[str, ...]

    def __add__(self, other: Comparison) -> Comparison:
        if not isinstance(other, Comparison):
            return NotImplemented
        if self.folding != other.folding:
            raise ValueError("comparisons under different foldings cannot be added")
        return Comparison(self.pages + other.pages, self.folding)

    @cached_property
    def score(self) -> Score:
        """The sum of the pages' scores."""
        return reduce(add, (page.score for page in self.pages), Score())

    @property
    def differences(self) -> Iterator[Difference]:
        """Every place where texts disagree, page by page."""
        return (found for page in self.pages for found in page.differences)

    @property
    def words(self) -> int:
        """Words of the reference."""
        return self.score.words

    @property
    def cer(self) -> float | None:
        """Character error rate of the hypothesis; None for an empty reference."""
        return self.score.hypothesis.cer

    @property
    def wer(self) -> float | None:
        """Word error rate of the hypothesis; None for an empty reference."""
        return self.score.hypothesis.wer

    @property
    def fixed(self) -> int | None:
        """Words that had been wrong and are right; None without an observed text, as below."""
        return self.score.outcome("fixed")

    @property
    def missed(self) -> int | None:
        """Words that are wrong as they had been."""
        return self.score.outcome("missed")

    @property
    def miscorrected(self) -> int | None:
        """Words that had been wrong and are wrong in another way."""
        return self.score.outcome("miscorrected")

    @property
    def broken(self) -> int | None:
        """Words that had been right and are wrong."""
        return self.score.outcome("broken")

    @property
    def has_observed(self) -> bool:
        """Whether there is an observed text."""
        return self.score.observed is not None

    @cached_property
    def intervals(self) -> Intervals:
        """The confidence intervals of WER and CER: over pages, or over lines if they are few."""
        unit = "page" if len(self.pages) >= ENOUGH_PAGES else "line"
        columns = 6 if all(len(page.texts) > 2 for page in self.pages) else 4
        tables = [page.counts[:, :columns] for page in self.pages]
        if unit == "page":
            tables = [table.sum(axis=0, keepdims=True) for table in tables]
        table = np.concatenate([np.zeros((0, columns), np.int64), *tables])
        found = intervals(table[:, 2:], np.tile(table[:, :2], columns // 2 - 1))
        return Intervals(unit, *found)

    @property
    def signature(self) -> str:
        """How the score was made, for whoever compares it with another."""
        from svfix import __version__

        exact = all(page.is_exact for page in self.pages)
        return "|".join(
            (
                f"fold:{'+'.join(self.folding) or 'none'}",
                "unit:grapheme",
                f"align:{'exact' if exact else 'anchored'}",
                f"svfix:{__version__}",
            )
        )

    def rows(self) -> list[dict[str, Any]]:
        """The differences as flat rows: ``pandas.DataFrame(comparison.rows())``."""
        from svfix.diffs import document

        return [document.row(found) for found in self.differences]

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain data, in the schema of docs/diff.md."""
        from svfix.diffs import document

        return document.as_dict(self)

    def as_json(self) -> str:
        """`as_dict` as JSON."""
        import json

        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))

    def html(self) -> str:
        """The report as one page of HTML that needs nothing else."""
        from svfix.diffs.html import render

        return render(self.as_dict())

    def __str__(self) -> str:
        """The report as plain text."""
        from svfix.diffs.terminal import plain

        return plain(self)

    def __repr__(self) -> str:
        return f"<Comparison of {len(self.pages)} pages: {self.signature}>"


def diff(
    hypothesis: str | Result,
    reference: str,
    observed: str | None = None,
    *,
    fold: Sequence[str] = ("default",),
    edits: Sequence[Edit] = (),
    name: str = "",
) -> Comparison:
    """Compare a text with the truth: what is wrong in it, and what a repair did to it.

    `hypothesis` is the text to judge, or a `Result` of svfix, which brings the observed text and
    the edits with it; `reference` is the truth; `observed` what the engine had read. `fold` names
    the foldings, `edits` are those that made the hypothesis of the observed text, `name` is that of
    the page. Raises TypeError for what is no text and ValueError for an unknown folding; no text
    raises.

    >>> found = diff("Metoden for uppföljningen", "Metoden för uppföljningen")
    >>> round(found.cer, 3), found.fixed
    (0.04, None)

    What the foldings hide is no difference:

    >>> diff("”Metoden för upp-\\nföljningen”", '"Metoden\\nför uppföljningen"').wer
    0.0
    """
    from svfix.result import Result

    if isinstance(hypothesis, Result):
        if observed is None:
            observed, edits = hypothesis.original, hypothesis.edits
        hypothesis = hypothesis.text
    texts = [reference, hypothesis] if observed is None else [reference, hypothesis, observed]
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"svfix compares str, not {type(text).__name__}")
    names = folding.chosen(_names(fold))
    return Comparison((compare(name, texts, Folder(names), edits),), names)


def _names(fold: Sequence[str]) -> Sequence[str]:
    if isinstance(fold, str):
        raise TypeError("fold must be a list of names, not one string")
    return fold
