"""Differences: the places where texts disagree, each with its outcome, its class and its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from svfix.alignment.words import Words
from svfix.diffs.classify import classify, cut_words, is_name
from svfix.diffs.slots import OUTCOMES, Slots

WRONG = "wrong"
"""The outcome of every difference between two texts, where no third says what had been there."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Difference:
    """A place where the texts disagree: mostly a word, several where words were cut or joined.

    `reference`, `hypothesis` and `observed` are the words as they stand, "" for none (`observed` is
    None without an observed text), and `*_span` their offsets. `outcome` is the worst of the words'
    own, which `words` counts: fixed, missed, miscorrected or broken; wrong for two texts. `kind` is
    the class of the error: of what had been wrong, where it was fixed. `rule` and `confidence` are
    those of svfix's edit, where its edits are known. `line` is that of the reference, from 1.
    """

    page: str
    line: int
    reference: str
    hypothesis: str
    observed: str | None
    outcome: str
    kind: str
    words: Counter[str]
    reference_span: Span
    hypothesis_span: Span
    observed_span: Span | None
    rule: str | None = None
    confidence: float | None = None
    moved: bool = False


class Group(NamedTuple):
    """Slots that belong together, and the class of what is wrong there now and had been before."""

    start: int
    end: int
    kinds: tuple[str, ...]
    kinds_before: tuple[str, ...]


def groups(texts: Sequence[Words], slots: Slots) -> list[Group]:
    """Every stretch of slots in which a text differs from the reference.

    `kinds` and `kinds_before` have one class for each wrong word.
    """
    finder = _Finder(texts, slots)
    differs = np.flatnonzero(slots.wrong | slots.wrong_before)
    runs = np.split(differs, np.flatnonzero(np.diff(differs) > 1) + 1) if len(differs) else []
    return [group for run in runs for group in finder.groups(int(run[0]), int(run[-1]) + 1)]


class _Finder:
    """Groups the slots of runs; what it needs of all the page is looked up once."""

    def __init__(self, texts: Sequence[Words], slots: Slots) -> None:
        self._words = [words.folded for words in texts]
        sides = ((slots.hypothesis, slots.wrong), (slots.observed, slots.wrong_before))
        self._reference = slots.reference.tolist()
        self._sides = [
            (column.tolist(), wrong.tolist()) for column, wrong in sides[: len(texts) - 1]
        ]
        self._small = {word.strip("\"'(),.;:!?") for word in set(self._words[0]) if word.islower()}

    def groups(self, start: int, end: int) -> Iterator[Group]:
        """The groups of a run of slots."""
        if end - start == 1:
            yield self._group(start, end, [()] * len(self._sides))
            return
        cuts = [
            [(start + a, start + b) for a, b in cut_words(self._pairs(side, start, end))]
            for side in range(len(self._sides))
        ]
        for first, last in _joined([cut for one in cuts for cut in one], start, end):
            yield self._group(first, last, cuts)

    def _pairs(self, side: int, start: int, end: int) -> list[tuple[str, str]]:
        column = self._sides[side][0]
        return [
            (_at(self._words[0], self._reference[s]), _at(self._words[side + 1], column[s]))
            for s in range(start, end)
        ]

    def _group(self, start: int, end: int, cuts: Sequence[Sequence[Span]]) -> Group:
        kinds = [
            tuple(
                self._kind(side, s, cuts[side])
                for s in range(start, end)
                if self._sides[side][1][s]
            )
            for side in range(len(self._sides))
        ]
        return Group(start, end, kinds[0], kinds[-1])

    def _kind(self, side: int, slot: int, cuts: Sequence[Span]) -> str:
        if any(start <= slot < end for start, end in cuts):
            return "space"
        at = self._reference[slot]
        read = _at(self._words[side + 1], self._sides[side][0][slot])
        kind = classify(_at(self._words[0], at), read)
        if kind == "confusion" and is_name(self._words[0], at, self._small):
            return "name"
        return kind


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if index >= 0 else ""


def _joined(cuts: list[Span], start: int, end: int) -> Iterator[Span]:
    """The slots of a run one by one, save those that a cut holds together."""
    at = start
    for first, last in sorted(cuts):
        yield from ((s, s + 1) for s in range(at, max(at, first)))
        if at > first:  # two texts were cut at about the same place
            continue
        stop = max([last, *(b for a, b in cuts if a < last and b > first)])
        yield first, stop
        at = stop
    yield from ((s, s + 1) for s in range(at, end))


def outcome_of(words: Counter[str]) -> str:
    """The worst outcome among the words of a difference."""
    return max(words, key=(*OUTCOMES, WRONG).index)
