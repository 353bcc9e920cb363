"""Decided: files of a batch that people looked at, and the results as they are to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from svfix.batch import readings
from svfix.pipeline import Fixer
from svfix.result import Result


class Review(Protocol):
    """What people decided of the files of a batch."""

    @property
    def digest(self) -> str:
        """What tells one state of the decisions from another."""
        ...

    def fixer(self, fixer: Fixer, source: str) -> Fixer:
        """What a file is repaired by, once something was learned."""
        ...

    def decided(self, source: str, read: str, results: Sequence[Result]) -> Sequence[Result]:
        """The results of a file, whose hash is `read`, as it was decided that they should be."""
        ...

    def signed(
        self, source: str, read: str, results: Sequence[Result]
    ) -> tuple[list[str], dict[str, Any]]:
        """Who decided of each edit of decided results, in order, and the account of the file."""
        ...


def results(
    review: Review | None,
    document: Any,
    source: str,
    read: str,
    others: Sequence[readings.Other],
    fixer: Fixer,
    field: str | Sequence[str] | None,
) -> list[Result]:
    """The results of a document's texts, as people decided that they should be, if they did."""
    if review is None:
        return readings.results(document, source, others, fixer, field)
    own = readings.results(document, source, others, review.fixer(fixer, source), field)
    return [*review.decided(source, read, own)]


def sign(
    review: Review | None, source: str, read: str, results: Sequence[Result],
    edits: Sequence[dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """Note in the rows of a paper trail who decided of the edits; returns the file's account."""
    if review is None:
        return {}
    names, account = review.signed(source, read, results)
    for row, name in zip(edits, names, strict=True):
        row.update({"by": name} if name else {})
    return account
