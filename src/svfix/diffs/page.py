"""Pages: two or three texts of one page, compared.

The texts are cut into words, put into the reference's order, rid of page headers and aligned; the
counts and the differences are read off that one alignment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from svfix.alignment import order
from svfix.alignment.align import is_exact
from svfix.alignment.folding import Folder
from svfix.alignment.order import Move
from svfix.alignment.words import Ints, Words, cut
from svfix.diffs import characters, headers
from svfix.diffs.differences import WRONG, Difference, Group, groups, outcome_of
from svfix.diffs.headers import LeftOut
from svfix.diffs.rules import Ruling
from svfix.diffs.score import Score, Tally
from svfix.diffs.slots import Flags, Slots, slots
from svfix.edits import Edit

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Page:
    """A page compared: its score, its differences, and what the score leaves out.

    `texts` are the words of the reference, the hypothesis and, if there is one, the observed text,
    as they were scored; `moves` the blocks that had moved in the two latter; `left_out` page
    headers. `counts` has a row for each line of the reference with words on it, and a column for
    each of `COLUMNS`.
    """

    name: str
    texts: tuple[Words, ...]
    slots: Slots
    groups: tuple[Group, ...]
    score: Score
    counts: Ints
    moves: tuple[tuple[Move, ...], ...]
    left_out: tuple[LeftOut, ...]
    is_exact: bool
    edits: tuple[Edit, ...] = ()
    files: dict[str, str] = field(default_factory=dict)

    @property
    def folded(self) -> tuple[str, ...]:
        """The texts as they were scored, in the order of `texts`, one space between words."""
        return tuple(" ".join(words.folded) for words in self.texts)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The places where the texts disagree, in the order of the reference."""
        return tuple(_Describer(self).differences())


COLUMNS = ("words", "characters", "word", "character", "word_before", "character_before")
"""Counts of a line: words and characters of the reference, errors after and before."""


def compare(
    name: str,
    texts: Sequence[str],
    folder: Folder,
    edits: Sequence[Edit] = (),
) -> Page:
    """Compare the texts of a page: reference, hypothesis, and the observed text if there is one."""
    reference, *others = cut(texts, folder)
    moves: list[tuple[Move, ...]] = [() for _ in others]
    if "order" in folder.names:
        arranged = [order.arrange(reference, words) for words in others]
        others = [words for words, _ in arranged]
        moves = [tuple(found) for _, found in arranged]
    words = (reference, *others)
    found = _align(words)
    left_out: list[LeftOut] = []
    gone: list[Ints] = [np.array([], np.int64) for _ in words]
    if "headers" in folder.names:
        left_out, gone = headers.left_out(words, found)
    if left_out:
        words = tuple(
            one.take(np.delete(np.arange(len(one)), out))
            for one, out in zip(words, gone, strict=True)
        )
        found = _align(words)
    return _page(name, words, found, tuple(moves), left_out, [len(out) for out in gone], edits)


def _align(words: tuple[Words, ...]) -> Slots:
    return slots(words[0], words[1], words[2] if len(words) > 2 else None)


def _page(
    name: str,
    words: tuple[Words, ...],
    found: Slots,
    moves: tuple[tuple[Move, ...], ...],
    left_out: Sequence[LeftOut],
    layout: Sequence[int],
    edits: Sequence[Edit],
) -> Page:
    grouped = groups(words, found)
    kinds = [
        Counter(kind for group in grouped for kind in group.kinds),
        Counter(kind for group in grouped for kind in group.kinds_before),
    ]
    counter = _Counter(words[0], found)
    tallies = []
    for side, other in enumerate(words[1:]):
        moved = sum(move.words for move in moves[side])
        left = layout[0] + layout[side + 1]
        tallies.append(counter.tally(other, side, kinds[side], moved, left))
    has_observed = len(words) > 2
    outcomes = (
        Counter({n: int(m.sum()) for n, m in found.masks().items()}) if has_observed else None
    )
    score = Score(1, tallies[0], tallies[1] if has_observed else None, outcomes)
    exact = all(
        is_exact(len(words[0]), len(other)) and characters.is_exact(words[0].folded, other.folded)
        for other in words[1:]
    )
    return Page(
        name, words, found, tuple(grouped), score, counter.counts(), moves, tuple(left_out),
        exact, tuple(edits),
    )  # fmt: skip


class _Counter:
    """Counts the errors of texts against a reference, and keeps those of each of its lines."""

    def __init__(self, reference: Words, found: Slots) -> None:
        self._reference = reference
        self._slots = found
        sizes = characters.sizes(reference.folded) + 1
        sizes[-1:] -= 1  # no space after the last word
        self._columns = [np.ones(len(sizes), np.int64), sizes]

    def tally(self, text: Words, side: int, kinds: Counter[str], moved: int, layout: int) -> Tally:
        """The counts of one text, the hypothesis (side 0) or the observed one (1)."""
        truth, read = self._reference.folded, text.folded
        found = list(characters.differences(truth, read, self._partners(side)))
        there = _count(truth)
        wrong = self._slots.wrong_before if side else self._slots.wrong
        self._columns += [
            self._by_word(wrong),
            characters.errors_by_word(truth, found)[: len(truth)],
        ]
        return Tally(
            reference_words=len(truth),
            reference_characters=int(self._columns[1].sum()),
            words=len(read),
            characters=max(0, int(characters.sizes(read).sum()) + len(read) - 1),
            word_errors=int(wrong.sum()),
            character_errors=sum(len(one.places) for one in found),
            bag_errors=_bag_errors(truth, read),
            right_words=int((~wrong & (self._slots.reference >= 0)).sum()),
            moved=moved,
            layout=layout,
            classes=kinds,
            confusions=characters.confusions(found),
            letters_in_reference=there,
            letters_read=_count(read),
            letters_right=there - characters.letters_lost(found),
        )

    def _partners(self, side: int) -> Ints:
        """For each word of the reference the index of its partner, -1 for none."""
        column = self._slots.observed if side else self._slots.hypothesis
        return column[self._slots.reference >= 0]

    def _by_word(self, wrong: Flags) -> Ints:
        """Word errors of each word of the reference; words beyond it count with the one before."""
        at = np.maximum.accumulate(np.maximum(self._slots.reference, 0))
        size = len(self._reference)
        return np.bincount(at[wrong], minlength=max(1, size))[:size].astype(np.int64)

    def counts(self) -> Ints:
        """The counts of each line, in the columns that are known."""
        table = np.stack(self._columns, axis=1)
        if not len(table):
            return table
        starts = np.flatnonzero(np.diff(self._reference.lines(), prepend=-1))
        return np.asarray(np.add.reduceat(table, starts, axis=0))


def _count(words: Sequence[str]) -> Counter[str]:
    text = " ".join(words)
    return +Counter({letter: text.count(letter) for letter in characters.LETTERS})


def _bag_errors(truth: Sequence[str], read: Sequence[str]) -> int:
    """Replacements, deletions and insertions that make one bag of words the other."""
    one, other = Counter(truth), Counter(read)
    return max((one - other).total(), (other - one).total())


class _Describer:
    """Says of each group of slots what a reader wants to know."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._ruling = Ruling(page.edits)
        found = page.slots
        self._columns = [found.reference, found.hypothesis, found.observed][: len(page.texts)]
        self._masks = found.masks() if len(page.texts) > 2 else {WRONG: found.wrong}
        self._lines = page.texts[0].lines()
        self._ends = [np.maximum.accumulate(np.maximum(c, -1)) for c in self._columns]

    def differences(self) -> list[Difference]:
        return [self._difference(group) for group in self._page.groups]

    def _difference(self, group: Group) -> Difference:
        spans = [self._span(side, group) for side in range(len(self._columns))]
        texts = [self._text(side, group) for side in range(len(self._columns))]
        words = Counter(
            {n: k for n, m in self._masks.items() if (k := int(m[group.start : group.end].sum()))}
        )
        outcome = outcome_of(words)
        kinds = group.kinds_before if outcome == "fixed" else group.kinds
        observed = spans[2] if len(spans) > 2 else None
        rule, confidence = self._ruling.of(observed, spans[1])
        return Difference(
            page=self._page.name,
            line=self._line(group),
            reference=texts[0],
            hypothesis=texts[1],
            observed=texts[2] if len(texts) > 2 else None,
            outcome=outcome,
            kind=kinds[0],
            words=words,
            reference_span=spans[0],
            hypothesis_span=spans[1],
            observed_span=observed,
            rule=rule,
            confidence=confidence,
            moved=any(m.start <= spans[1][0] < m.end for m in self._page.moves[0]),
        )

    def _line(self, group: Group) -> int:
        column = self._columns[0][group.start : group.end]
        first = column[column >= 0]
        at = int(first[0]) if len(first) else max(0, int(self._ends[0][group.start]))
        return int(self._lines[at]) + 1 if len(self._lines) else 1

    def _text(self, side: int, group: Group) -> str:
        words = self._page.texts[side]
        column = self._columns[side][group.start : group.end].tolist()
        return " ".join(words.shown(i) for i in column if i >= 0)

    def _span(self, side: int, group: Group) -> Span:
        """Offsets in the text as given; an empty span after the word before, where it has none."""
        words = self._page.texts[side]
        column = self._columns[side][group.start : group.end]
        column = column[column >= 0]
        if len(column):
            return int(words.starts[column].min()), int(words.ends[column].max())
        before = int(self._ends[side][group.start])
        place = int(words.ends[before]) if before >= 0 else 0
        return place, place
