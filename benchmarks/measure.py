"""Repairs a set of pages with a tool, scores it and judges each edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple, Protocol

import numpy as np

from scoring import Score, plain_score, score
from sets import Page
from spans import absent_spans, true_spans
from svfix import Comparison
from svfix.alignment.words import Words


class EditLike(Protocol):
    """What is needed of an edit: offsets in the observed text, the new text, confidence."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def after(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def confidence(self) -> float: ...


class QualityLike(Protocol):
    """What a tool expects: the share of words that are wrong before and after."""

    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...


class Repaired(NamedTuple):
    """A repaired page; `edits` and `quality` for a tool that tells them."""

    text: str
    edits: Sequence[EditLike] = ()
    quality: QualityLike | None = None


Repairer = Callable[[str], Repaired]


class Judged(NamedTuple):
    """An edit's rule and confidence, and whether it is right."""

    rule: str
    confidence: float
    right: bool


class Foretold(NamedTuple):
    """The share of a page's words that are wrong, as it was expected and as it is."""

    expected_before: float
    before: float
    expected_after: float
    after: float


@dataclass
class Measured:
    """A set's scores, of words with their marks and of plain ones, and material for error lists."""

    score: Score = field(default_factory=Score)
    plain: Score = field(default_factory=Score)
    pages: list[Comparison] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    foretold: list[Foretold] = field(default_factory=list)


def judge(repaired: Repaired, page: Page, compared: Comparison) -> list[Judged]:
    """Say of each edit whether it is right: whether the page has what it wrote there.

    An edit that writes nothing is right when it took no word that is on the page, by the alignment
    of words or by that of characters (a speck beside a word may pass for it in either); if it took
    a part of a word, what is left of that has to be right.
    """
    [found] = compared.pages
    slots, (_, after, before) = found.slots, found.texts
    right = set(slots.hypothesis[~slots.wrong].tolist())
    needed = set(slots.observed[slots.reference >= 0].tolist())
    edits = sorted(repaired.edits, key=lambda edit: edit.start)
    spans = written(edits)
    true = true_spans(repaired.text, spans, page.reference)
    spare = absent_spans(page.observed, [(e.start, e.end) for e in edits], page.reference)
    judged = []
    for edit, span, is_right, is_spare in zip(edits, spans, true, spare, strict=True):
        if not edit.after:
            gone = set(_within(before, edit.start, edit.end))
            whole = gone.issuperset(_overlapping(before, edit.start, edit.end))
            left = () if whole else _touched(after, *span)
            kept = needed.isdisjoint(gone) and right.issuperset(left)
            is_right = kept or (whole and is_spare)
        judged.append(Judged(edit.rule, edit.confidence, is_right))
    return judged


def written(edits: Iterable[EditLike]) -> list[tuple[int, int]]:
    """Where what the edits wrote stands in the repaired text."""
    spans, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        spans.append((start, start + len(edit.after)))
    return spans


def _touched(words: Words, start: int, end: int) -> list[int]:
    """Indices of the words that overlap a span, or touch it where the span is empty."""
    if start == end:
        return list(np.flatnonzero((words.starts <= start) & (words.ends >= start)).tolist())
    return _overlapping(words, start, end)


def _overlapping(words: Words, start: int, end: int) -> list[int]:
    """Indices of the words that overlap a span."""
    return list(np.flatnonzero((words.starts < end) & (words.ends > start)).tolist())


def _within(words: Words, start: int, end: int) -> list[int]:
    """Indices of the words that lie in a span whole."""
    return list(np.flatnonzero((words.starts >= start) & (words.ends <= end)).tolist())


def measure(repair: Repairer, pages: Iterable[Page]) -> Measured:
    """Repair each page, as a document of its own, and score it."""
    measured = Measured()
    for page in pages:
        start = perf_counter()
        repaired = repair(page.observed)
        seconds = perf_counter() - start
        counts, compared = score(page.reference, page.observed, repaired.text, page.name)
        judged = judge(repaired, page, compared)
        counts.seconds = seconds
        counts.edits = len(judged)
        counts.edits_right = sum(edit.right for edit in judged)
        if expected := repaired.quality:
            before, after = counts.rate(counts.before), counts.rate(counts.after)
            measured.foretold.append(Foretold(expected.before, before, expected.after, after))
        measured.score += counts
        measured.plain += plain_score(page.reference, page.observed, repaired.text)
        measured.pages.append(compared)
        measured.judged += judged
    return measured
