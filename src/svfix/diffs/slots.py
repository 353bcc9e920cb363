"""Slots: three texts on one alignment, so that counts add up.

The reference is the spine: the two other texts are aligned with it, and the words that either has
beyond it are aligned with each other in the gaps. Each slot knows its words in all three texts, so

    errors before = fixed  + missed + miscorrected
    errors after  = broken + missed + miscorrected
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from svfix.alignment.align import align
from svfix.alignment.words import Ints, Words, numbered

OUTCOMES = ("fixed", "missed", "miscorrected", "broken")
"""From best to worst."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Slots:
    """Columns, one element a slot: indices of the words of each text there, -1 for none.

    `wrong` and `wrong_before` say whether the hypothesis and the observed text differ from the
    reference, `kept` whether they are the same as each other. With two texts the observed one is
    taken to be the hypothesis.
    """

    reference: Ints
    hypothesis: Ints
    observed: Ints
    wrong: Flags
    wrong_before: Flags
    kept: Flags

    def __len__(self) -> int:
        return len(self.reference)

    def masks(self) -> dict[str, Flags]:
        """The slots of each outcome."""
        return {
            "fixed": self.wrong_before & ~self.wrong,
            "missed": self.wrong & self.wrong_before & self.kept,
            "miscorrected": self.wrong & self.wrong_before & ~self.kept,
            "broken": self.wrong & ~self.wrong_before,
        }


def slots(reference: Words, hypothesis: Words, observed: Words | None) -> Slots:
    """Put two or three texts on one alignment."""
    made = align(reference.folded, hypothesis.folded)
    seen = made if observed is None else align(reference.folded, observed.folded)
    read = hypothesis if observed is None else observed
    spine = np.arange(len(reference))
    gaps = [
        _gap_words(spine_to, len(text)) for spine_to, text in ((made, hypothesis), (seen, read))
    ]
    extra = _gap_slots(gaps[0], gaps[1], hypothesis.folded, read.folded, observed is None)
    places = np.concatenate([2 * spine + 1, 2 * extra[:, 0]])
    order = np.argsort(places, kind="stable")
    made_column, seen_column = (
        np.concatenate([partners, extra[:, side]])[order]
        for side, partners in ((1, made), (2, seen))
    )
    columns = (np.concatenate([spine, np.full(len(extra), -1)])[order], made_column, seen_column)
    number: dict[str, int] = {"": 0}
    ids = [
        _ids(words, column, number)
        for words, column in zip((reference, hypothesis, read), columns, strict=True)
    ]
    return Slots(*columns, ids[1] != ids[0], ids[2] != ids[0], ids[1] == ids[2])


def _ids(words: Words, column: Ints, number: dict[str, int]) -> Ints:
    """The words of a column as numbers, the same for the same word in every column; 0 for none."""
    return np.array([*numbered(words.folded, number), 0], np.int64)[column]


def _gap_words(partners: Ints, length: int) -> tuple[Ints, Ints]:
    """The words of a text that have no partner, and the gap of the reference each stands in."""
    backwards = np.full(length, -1, np.int64)
    at = np.flatnonzero(partners >= 0)
    backwards[partners[at]] = at
    extra = np.flatnonzero(backwards < 0)
    last = np.maximum.accumulate(backwards) if length else backwards
    return extra, last[extra] + 1


def _gap_slots(
    made: tuple[Ints, Ints],
    seen: tuple[Ints, Ints],
    hypothesis: Sequence[str],
    observed: Sequence[str],
    are_same: bool,
) -> Ints:
    """Rows (gap, hypothesis, observed) for the words that stand in gaps of the reference."""
    rows: list[tuple[int, int, int]] = []
    if are_same:
        rows = [(gap, i, i) for i, gap in zip(made[0].tolist(), made[1].tolist(), strict=True)]
        return np.array(rows, np.int64).reshape(-1, 3)
    words: dict[int, tuple[list[int], list[int]]] = {}
    for side, (indices, gaps) in enumerate((made, seen)):
        for index, gap in zip(indices.tolist(), gaps.tolist(), strict=True):
            words.setdefault(gap, ([], []))[side].append(index)
    for gap in sorted(words):
        rows += _gap_rows(gap, *words[gap], hypothesis, observed)
    return np.array(rows, np.int64).reshape(-1, 3)


def _gap_rows(
    gap: int, made: list[int], seen: list[int], hypothesis: Sequence[str], observed: Sequence[str]
) -> list[tuple[int, int, int]]:
    partners = align([hypothesis[i] for i in made], [observed[j] for j in seen]).tolist()
    rows, taken = [], 0
    for i, partner in zip(made, partners, strict=True):
        while partner >= 0 and taken < partner:
            rows.append((gap, -1, seen[taken]))
            taken += 1
        rows.append((gap, i, seen[partner] if partner >= 0 else -1))
        taken = max(taken, partner + 1)
    return rows + [(gap, -1, j) for j in seen[taken:]]
