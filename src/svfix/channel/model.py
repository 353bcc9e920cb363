"""The channel: what an engine makes of what was on the page, as costs of short segments.

A rule says that a truth segment of 0–3 characters was read as an observed segment of 0–3, and what
that costs (-ln P(observed | truth), nats).  The rules of all engines stand in one table; a channel
is a column of costs over them.  So a path through the rules, once found, is priced under another
channel by adding up another column, which is what makes profiles cheap to compare and re-estimate.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.channel.marks import STAND_INS
from svfix.lexicon.alphabet import CODE
from svfix.text.code_points import code_points, looked_up
from svfix.text.runs import view
from svfix.uncompiled import Buffer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

LONGEST = 3  # characters a side of one rule
PADDING = 255  # label behind the end of a rule's truth segment

SPACE_LABEL, OTHER_LABEL = 64, 65  # in hashes of what is written; those of letters are below 64
HASH = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ by the golden ratio: multiplying spreads the bits

START, COMPOUND, SPACE = -1, -2, -3  # steps of a path that are not rules; START is padding too

UNITS = 1000  # of a nat: searches count costs in whole numbers, so that no sum depends on its order

Segment = tuple[str, str]  # (truth, observed), as in a confusion table


def bare(segment: str) -> str:
    """A segment without the marks on its letters.

    >>> bare("åéÖ")
    'aeO'
    """
    return "".join(c for c in unicodedata.normalize("NFD", segment) if not unicodedata.combining(c))


KINDS: dict[str, Callable[[str, str], bool]] = {
    "lost": lambda truth, observed: not observed,
    "invented": lambda truth, observed: not truth,
    "marks": lambda truth, observed: bare(truth) == bare(observed),
    "group": lambda truth, observed: len(truth) > 1 or len(observed) > 1,
    "symbol": lambda truth, observed: not (observed or "a").isalpha(),
    "capital": lambda truth, observed: observed[:1].isupper() and truth[:1].islower(),
}
"""Kinds of errors: of writers, or of engines. A writer loses letters, and takes no m for `rn`."""


@dataclass(frozen=True, eq=False)
class Rules:
    """The segments of all engines: `truth[i]` was read as `observed[i]`.

    Sorted by observed segment, so that those which explain a piece of text are one slice.  Where
    `variety[i]` says so, the observed segment is no error but how another time spelt the truth, as
    `hv` for `v`: what a path writes there is what was observed.
    """

    truth: tuple[str, ...]
    observed: tuple[str, ...]
    variety: npt.NDArray[np.bool_]

    @staticmethod
    def of(segments: Set[Segment], varieties: Set[Segment] = frozenset()) -> Rules:
        rows = [(observed, truth, False) for truth, observed in segments]
        rows = sorted(rows + [(observed, truth, True) for truth, observed in varieties])
        observed, truth, variety = zip(*rows, strict=True)
        return Rules(truth, observed, np.array(variety, bool))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """What each rule writes: its truth, or the spelling of the time."""
        rows = zip(self.truth, self.observed, self.variety.tolist(), strict=True)
        return tuple(observed if variety else truth for truth, observed, variety in rows)

    def __len__(self) -> int:
        return len(self.truth)

    @cached_property
    def index(self) -> dict[Segment, int]:
        """The rules by what they read as what, without those of a variety."""
        return self._index(variety=False)

    @cached_property
    def varieties(self) -> dict[Segment, int]:
        """The rules of a variety by what is spelt how."""
        return self._index(variety=True)

    @cached_property
    def misread(self) -> Ints:
        """By rule, the one by which its truth was misread as what is observed."""
        pairs = zip(self.truth, self.observed, strict=True)
        return np.array([self.index.get(pair, i) for i, pair in enumerate(pairs)], np.int32)

    def _index(self, variety: bool) -> dict[Segment, int]:
        pairs = zip(self.truth, self.observed, strict=True)
        return {pair: i for i, pair in enumerate(pairs) if self.variety[i] == variety}

    @cached_property
    def labels(self) -> npt.NDArray[np.uint8]:
        """The truth segments as labels of the trie: (rule, place)."""
        return self._labelled(self.truth)

    def _labelled(self, segments: Sequence[str]) -> npt.NDArray[np.uint8]:
        table = np.full((len(self), LONGEST), PADDING, np.uint8)
        for row, segment in zip(table, segments, strict=True):
            row[: len(segment)] = [CODE[c] for c in segment.lower()]
        return table

    @cached_property
    def opens(self) -> Keys:
        """The bit of each rule's first label, none where it writes nothing."""
        first = self.labels[:, 0].astype(np.uint64)
        bits = np.uint64(1) << np.minimum(first, np.uint64(63))
        return np.asarray(np.where(first == PADDING, np.uint64(0), bits))

    @cached_property
    def sizes(self) -> Ints:
        """How many characters of truth each rule writes."""
        return np.array([len(t) for t in self.truth], np.int32)

    def spell(self, steps: list[int]) -> str:
        """What a path of rules, joints and padding writes: lower case, lost spaces restored."""
        return "".join([self._spelt[step] for step in steps])

    def spell_all(self, steps: Ints) -> Iterator[str]:
        """What each of many paths writes."""
        real = steps != START
        spelt = [self._spelt[step] for step in steps[real].tolist()]
        ends = np.cumsum(real.sum(1)).tolist()
        return ("".join(spelt[a:b]) for a, b in pairwise([0, *ends]))

    def hashes(self, steps: Ints) -> Keys:
        """A hash of what each path writes, the same as `hash_texts` of its spelling."""
        space, nothing = len(self), len(self) + 1
        rows = np.where(steps == SPACE, space, np.where(steps < 0, nothing, steps))
        total = np.zeros(len(steps), np.uint64)
        for column in rows.T:
            for place in range(LONGEST):
                label = self._hash_labels[column, place]
                total = np.where(label, total * HASH + label, total)
        return total

    @cached_property
    def _hash_labels(self) -> Keys:
        """The labels of what rules write, of a space and of nothing, from 1; 0 behind the end."""
        joints = np.full((2, LONGEST), PADDING, np.uint8)
        joints[0, 0] = SPACE_LABEL
        table = np.vstack([self._labelled(self.written), joints]).astype(np.uint64)
        return np.asarray(np.where(table == PADDING, np.uint64(0), table + np.uint64(1)))

    @cached_property
    def _spelt(self) -> list[str]:
        joints = {SPACE: " ", COMPOUND: "", START: ""}  # from behind, as they are below 0
        return [t.lower() for t in self.written] + [joints[step] for step in sorted(joints)]

    @cached_property
    def read(self) -> Ints:
        """How many observed characters each rule explains."""
        return np.array([len(o) for o in self.observed], np.int32)

    @cached_property
    def letters(self) -> dict[str, int]:
        """A number for each truth segment."""
        return {truth: i for i, truth in enumerate(dict.fromkeys(self.truth))}

    @cached_property
    def letter(self) -> npt.NDArray[np.int64]:
        """The number of each rule's truth segment, to add up over the rules that share one."""
        return np.array([self.letters[t] for t in self.truth], np.int64)

    @cached_property
    def titled(self) -> npt.NDArray[np.bool_]:
        """Whether the truth segment begins with a capital."""
        return np.array([t[:1].isupper() for t in self.written], bool)

    @cached_property
    def same(self) -> npt.NDArray[np.bool_]:
        """Whether the rule reads a character as what it is."""
        return np.array([t == o for t, o in zip(self.truth, self.observed, strict=True)], bool)

    @cached_property
    def identities(self) -> tuple[Longs, Longs]:
        """The rules that read a single character as what it is, and that character's number."""
        rules = [i for i in np.flatnonzero(self.same).tolist() if len(self.truth[i]) == 1]
        return np.array(rules, np.int64), np.array([self.codes[self.truth[i]] for i in rules])

    @cached_property
    def kinds(self) -> npt.NDArray[np.float32]:
        """What kind of error each rule is, a column for each of `KINDS`; the last row is of none.

        That row is what joints and padding, which are below 0, find.
        """
        pairs = zip(self.truth, self.observed, (self.same | self.variety).tolist(), strict=True)
        table = [[not right and test(t, o) for test in KINDS.values()] for t, o, right in pairs]
        return np.array([*table, [False] * len(KINDS)], np.float32)

    @cached_property
    def as_figures(self) -> Longs:
        """The rules that read a small letter as a figure."""
        pairs = zip(self.truth, self.observed, strict=True)
        rows = [i for i, (t, o) in enumerate(pairs) if len(t) == 1 and t.islower() and o.isdigit()]
        return np.array(rows, np.int64)

    @cached_property
    def codes(self) -> dict[str, int]:
        """A small number for every character that some rule observes; 0 is any other."""
        characters = sorted({c for segment in self.observed for c in segment})
        return {c: i + 1 for i, c in enumerate(characters)}

    @cached_property
    def truth_codes(self) -> Longs:
        """The numbers of each truth segment's characters: (rule, place), -1 behind its end."""
        table = np.full((len(self), LONGEST), -1, np.int64)
        for row, truth in zip(table, self.truth, strict=True):
            row[: len(truth)] = [self.codes.get(c, 0) for c in truth]
        return table

    @cached_property
    def keys(self) -> npt.NDArray[np.int64]:
        """The observed segments as sorted integers, for `slices`."""
        return np.array([self._key(o) for o in self.observed], np.int64)

    @cached_property
    def segments(self) -> tuple[npt.NDArray[np.int64], Ints]:
        """The distinct `keys`, and the first rule of each with one behind the last."""
        first = np.flatnonzero(np.diff(self.keys, prepend=-1))
        return self.keys[first], np.append(first, len(self)).astype(np.int32)

    @cached_property
    def segment(self) -> Ints:
        """The number of each rule's observed segment."""
        return np.cumsum(np.diff(self.keys, prepend=self.keys[0]) > 0, dtype=np.int32)

    def _key(self, segment: str) -> int:
        key = 0
        for place in range(LONGEST):
            key = key << 16 | (self.codes[segment[place]] if place < len(segment) else 0)
        return key

    @cached_property
    def _code_points(self) -> Ints:
        """The numbers of characters by code point; of those beyond the table, the last entry."""
        codes = self.codes
        codes = codes | {s: codes[mark] for mark, s in STAND_INS.items() if mark in codes}
        points = [ord(c) for c in codes]
        table = np.zeros(max(points) + 2, np.int32)
        table[points] = list(codes.values())
        return table

    def flat(self, texts: list[str]) -> tuple[Ints, Longs]:
        """Texts as character numbers end to end; text `i` is `start[i]` … `start[i + 1]`."""
        start = np.zeros(len(texts) + 1, np.int64)
        start[1:] = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
        return looked_up(code_points("".join(texts)), self._code_points), start


@dataclass(frozen=True)
class Channel:
    """Costs of rules in nats, with the cost of a space that was lost between two words."""

    rules: Rules
    cost: Floats
    lost_space: float

    @cached_property
    def units(self) -> Ints:
        """The costs in units."""
        return np.rint(self.cost * UNITS).astype(np.int32)

    def price(self, steps: Ints) -> Floats:
        """log P(observed | truth) of paths, without what their joints cost as priors."""
        cost = np.append(self.cost, np.float32(0))  # the last is of joints and padding
        total = cost[np.where(steps < 0, len(self.cost), steps)].sum(1, dtype=np.float32)
        return np.asarray(-total - np.float32(self.lost_space) * (steps == SPACE).sum(1))

    @cached_property
    def plain(self) -> Floats:
        """What it costs to read each character as what it is, by its number; 0 where no rule is."""
        cost = np.zeros(len(self.rules.codes) + 1, np.float32)
        rules, codes = self.rules.identities
        cost[codes] = self.cost[rules]
        return cost

    @cached_property
    def as_figure(self) -> float:
        """What the small letter that is read as a figure most often asks for that."""
        return float(self.cost[self.rules.as_figures].min(initial=np.inf))

    def affordable(self, limit: int) -> Affordable:
        """The rules within `limit` units."""
        if limit not in self._affordable:
            self._affordable[limit] = self._within(limit)
        return self._affordable[limit]

    @cached_property
    def _affordable(self) -> dict[int, Affordable]:
        return {}

    def _within(self, limit: int) -> Affordable:
        keep = self.units <= limit
        keys, openings = self.rules.segments
        before = np.concatenate([[0], np.cumsum(keep)])
        kept = np.flatnonzero(keep)
        segment = self.rules.segment[kept].astype(np.int64)
        kept = kept[np.argsort(segment << 32 | self.units[kept], kind="stable")].astype(np.int32)
        columns: list[npt.NDArray[Any]] = [
            keys,
            before[openings].astype(np.int32),
            kept,
            self.units[kept],
            self.rules.labels[kept].ravel(),
            self.rules.opens[kept],
            self.rules.titled[kept].astype(np.uint8),
            self.units,
        ]
        return Affordable._make([*map(view, columns), units(self.lost_space)])


class Affordable(NamedTuple):
    """The rules that a search may use, by observed segment, the cheapest first.

    `keys` are the distinct observed segments as sorted integers, `openings` the place of the first
    rule of each, and one behind the last.  `number` is a rule's number among all of them, `cost`
    what it costs in units; `labels` has `LONGEST` labels of truth for each, `opens` the bit of the
    first of them (none where it writes nothing), and `titled` says that this is a capital.  `costs`
    are those of all rules by number.
    """

    keys: Buffer
    openings: Buffer
    number: Buffer
    cost: Buffer
    labels: Buffer
    opens: Buffer
    titled: Buffer
    costs: Buffer
    lost_space: int


def hash_texts(texts: list[str]) -> Keys:
    """A hash of each lower-case text.

    >>> bool(np.diff(hash_texts(["för upp", "för upp", "för ut"])).tolist() == [0, 0])
    False
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    flat = looked_up(code_points("".join(texts)), LABELS)
    start = np.cumsum(lengths) - lengths
    total = np.zeros(len(texts), np.uint64)
    which = np.arange(len(texts))
    for place in range(int(lengths.max(initial=0))):
        which = which[lengths[which] > place]
        total[which] = total[which] * HASH + flat[start[which] + place]
    return total


def _labels() -> Keys:
    """The labels of characters by code point, from 1; of those of no word, one of their own."""
    table = np.full(max(map(ord, CODE)) + 2, OTHER_LABEL + 1, np.uint64)
    for character, label in CODE.items():
        table[ord(character)] = label + 1
    table[ord(" ")] = SPACE_LABEL + 1
    return table


LABELS = _labels()


def units(nats: float) -> int:
    """A cost in units.

    >>> units(1.0), units(0.0004)
    (1000, 0)
    """
    return round(nats * UNITS)


def nats(cost: npt.NDArray[np.integer]) -> Floats:
    """Costs in units as nats."""
    return np.asarray(cost / np.float32(UNITS), np.float32)
