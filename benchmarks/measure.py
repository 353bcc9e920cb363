"""Repairs a set of pages with a tool, scores it and judges each edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple, Protocol

from scoring import Score, Slot, Word, score, words
from sets import Page


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


class Repaired(NamedTuple):
    """A repaired page; `edits` is empty for a tool that does not tell its edits."""

    text: str
    edits: Sequence[EditLike] = ()


Repairer = Callable[[str], Repaired]


class Judged(NamedTuple):
    """An edit's rule and confidence, and whether every word it touched is right after it."""

    rule: str
    confidence: float
    right: bool


@dataclass
class Measured:
    """A set's score with the material for the error lists."""

    score: Score = field(default_factory=Score)
    pages: list[tuple[str, list[Slot]]] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)


def judge(repaired: Repaired, observed: str, slots: Iterable[Slot]) -> list[Judged]:
    """Say of each edit whether every word it touched is right after it.

    An edit that takes words away (a speck) must also have taken none that is on the page.
    """
    slots = list(slots)
    right = {s.hypothesis_at for s in slots if s.hypothesis == s.reference}
    needed = {s.observed_at for s in slots if s.reference}
    before, after = words(observed), words(repaired.text)
    judged, shift = [], 0
    for edit in sorted(repaired.edits, key=lambda edit: edit.start):
        start = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        made = _touched(after, start, start + len(edit.after))
        is_right = right.issuperset(made)
        if not edit.after.strip():
            is_right = is_right and needed.isdisjoint(_within(before, edit.start, edit.end))
        judged.append(Judged(edit.rule, edit.confidence, is_right))
    return judged


def _touched(found: Sequence[Word], start: int, end: int) -> list[int]:
    """Indices of the words that overlap a span, or touch it where the span is empty."""
    if start == end:
        return [i for i, word in enumerate(found) if word.start <= start <= word.end]
    return [i for i, word in enumerate(found) if word.start < end and word.end > start]


def _within(found: Sequence[Word], start: int, end: int) -> list[int]:
    """Indices of the words that lie in a span whole."""
    return [i for i, word in enumerate(found) if start <= word.start and word.end <= end]


def measure(repair: Repairer, pages: Iterable[Page]) -> Measured:
    """Repair each page, as a document of its own, and score it."""
    measured = Measured()
    for page in pages:
        start = perf_counter()
        repaired = repair(page.observed)
        seconds = perf_counter() - start
        counts, slots = score(page.reference, page.observed, repaired.text)
        judged = judge(repaired, page.observed, slots)
        counts.seconds = seconds
        counts.edits = len(judged)
        counts.edits_right = sum(edit.right for edit in judged)
        measured.score += counts
        measured.pages.append((page.name, slots))
        measured.judged += judged
    return measured
