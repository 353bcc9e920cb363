"""Candidates: the words, compounds and run-ons that an observed form may have been.

One search finds them all, for many observed forms at once.  It walks the lexicon's trie along the
channel's rules, place by place of the observed form, and keeps the best few paths of each form at
each place (a beam).  A path that stands at the end of a word may go on with another one across a
*joint*: a compound joint (`verksamhets|område`) or a space the engine lost (`för|uppföljningen`).
So an ordinary word, a compound of any number of parts and words run together are one search, and
a word read right is simply the path without a confusion.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from svfix.channel.model import COMPOUND, LONGEST, PADDING, SPACE, Channel, nats, units
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import NOT, Lexicon
from svfix.search import kernel
from svfix.search.paths import Flags, Found, States, concatenate
from svfix.text.runs import openings, ragged, ranks

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

COST_BITS = 20  # of costs in keys to sort by
STORED = units(STEP)  # what a step of a stored probability costs
COMPOUND_COST = 3.0  # nats for going on with another part: about one word in twenty is unlisted
EDGE_COST = 4.0
"""Nats: how much rarer an engine invents a letter at the edge of a word than inside one.

Inside it sees two in the place of one (`gäng` → `giing`); 174 to 6 in 37,000 words of bench/train.
"""


@dataclass(frozen=True)
class Beam:
    """How wide a search is: paths kept a form and place, and how far (nats) behind the best."""

    width: int
    margin: float
    dearest: float  # nats; a dearer rule is not tried


QUICK = Beam(width=8, margin=6.5, dearest=7.0)  # where little can beat what is there
NARROW = Beam(width=24, margin=11.0, dearest=9.5)
WIDE = Beam(width=64, margin=14.0, dearest=13.5)  # with the rules that explain any damage
BEAMS = QUICK, NARROW, WIDE  # in turn, each for the forms the one before explains too little of
PATIENT = NARROW, Beam(128, 13.0, 12.0), Beam(512, 18.0, 16.0)  # of badly damaged texts


def find(lexicon: Lexicon, channel: Channel, forms: list[str], beam: Beam) -> Found:
    """The candidates of observed forms: compiled where it can be, the same in numpy elsewhere."""
    if kernel.AVAILABLE:
        margin, dearest = units(beam.margin), units(beam.dearest)
        extra = units(COMPOUND_COST), units(EDGE_COST)
        return kernel.run(lexicon, channel, forms, beam.width, margin, dearest, *extra)
    return Search(lexicon, channel, forms, beam).run()


@dataclass
class Search:
    """A beam search for the candidates of observed forms; `run` once.

    A form that ends in a hyphen (`verksamhets-`) may be the first part of a compound; the hyphen
    itself is not searched.
    """

    lexicon: Lexicon
    channel: Channel
    forms: list[str]
    beam: Beam = NARROW
    _pending: list[list[States]] = field(default_factory=list)
    _parents: list[Ints] = field(default_factory=list)
    _steps: list[Ints] = field(default_factory=list)
    _stored: int = 0

    def run(self) -> Found:
        codes, self._lengths = self.channel.rules.encode([f.rstrip("-") for f in self.forms])
        self._open = np.array([form.endswith("-") for form in self.forms], bool)
        self._margin, self._dearest = units(self.beam.margin), units(self.beam.dearest)
        self._keep, self._before = self.channel.affordable(self._dearest)
        slices = [self.channel.rules.slices(codes, size) for size in range(1, LONGEST + 1)]
        self._first, self._behind = (np.array(side) for side in zip(*slices, strict=True))
        self._lost = self._lost_characters()
        longest = int(self._lengths.max(initial=0))
        self._pending = [[] for _ in range(longest + LONGEST + 1)]
        self._pending[0].append(self._start())
        finals = []
        for place in range(longest + 1):
            if self._pending[place]:
                finals.append(self._advance(place))
            self._pending[place] = []
        return self._trace(concatenate(finals))

    def _start(self) -> States:
        count = len(self.forms)
        none = np.full(count, -1, np.int32)
        return States(
            np.arange(count, dtype=np.int32),
            np.zeros(count, np.int32),
            np.zeros(count, np.int32),
            np.zeros(count, bool),
            np.zeros(count, bool),
            none,
            none,
        )

    def _advance(self, place: int) -> States:
        """Prune the paths that reach a place, extend them, and return those that end there."""
        states = self._prune(self._merge(self._near(concatenate(self._pending[place]))))
        self._store(states)
        states = concatenate([states, self._joined(self._where(states, place, more=True))])
        states = concatenate([states, self._with_lost(states)])
        self._extend(self._where(states, place, more=True), place)
        return self._finish(self._where(states, place, more=False))

    def _where(self, states: States, place: int, more: bool) -> States:
        """The paths whose observed form goes on behind the place, or those it ends at."""
        return states.take(np.flatnonzero((self._lengths[states.form] > place) == more))

    def _near(self, states: States) -> States:
        """Drop the paths that are far behind the best one of their form."""
        total, best = self._totals(states)
        return states.take(np.flatnonzero(total <= best[states.form] + self._margin))

    def _total(self, states: States) -> Ints:
        """Each path's cost with the likeliest word ahead."""
        return np.asarray(states.cost + priced(self.lexicon.ahead[states.node]))

    def _totals(self, states: States) -> tuple[Ints, Ints]:
        """Each path's cost with the likeliest word ahead, and the least of these by form."""
        total = self._total(states)
        best = np.full(len(self.forms), np.iinfo(np.int32).max - self._margin, np.int32)
        np.minimum.at(best, states.form, total)
        return total, best

    def _merge(self, states: States) -> States:
        """Keep the cheapest of the paths of a form that stand at the same node."""
        key = states.form.astype(np.int64) << 26 | states.node.astype(np.int64) << 2
        key |= states.compound.astype(np.int64) << 1 | states.titled
        cost = np.minimum(states.cost, 2**COST_BITS - 1)
        order = np.argsort(key << COST_BITS | cost, kind="stable")
        return states.take(order[openings(key[order])])

    def _prune(self, states: States) -> States:
        """Keep a form's best paths, judged by cost so far and the likeliest word ahead."""
        key = states.form.astype(np.int64) << 32 | self._total(states)
        order = np.argsort(key, kind="stable")
        return states.take(order[ranks(states.form[order]) < self.beam.width])

    def _store(self, states: States) -> None:
        """Remember how the paths came here; from now on `parent` is their own number."""
        self._parents.append(states.parent)
        self._steps.append(states.step)
        states.parent = np.arange(self._stored, self._stored + len(states), dtype=np.int32)
        self._stored += len(states)

    def _finish(self, states: States) -> States:
        """The paths that are whole words, at the cost with their last word."""
        word, stored = self._last(states)
        able = np.flatnonzero((word >= 0) & (stored != NOT))
        done = states.take(able)
        done.cost = done.cost + priced(stored[able])
        return done

    def _last(self, states: States) -> tuple[Ints, npt.NDArray[np.uint8]]:
        """The form each path stands at, and its stored probability as a word or as a head."""
        word = self.lexicon.trie.word[states.node]
        last = np.where(states.compound, self.lexicon.head[word], self.lexicon.ngrams.unigram[word])
        modifier = np.minimum(last, self.lexicon.modifier[word])
        return word, np.where(self._open[states.form], modifier, last)

    def _joined(self, states: States) -> States:
        """Paths that go on with another word from here."""
        word, last = self._last(states)
        modifier = self.lexicon.modifier[word]
        parts = [self._jump(states, (word >= 0) & (modifier != NOT), modifier, COMPOUND)]
        if units(self.channel.lost_space) < self._dearest:
            parts.append(self._jump(states, (word >= 0) & (last != NOT), last, SPACE))
        joined = concatenate(parts)
        self._store(joined)
        return joined

    def _jump(
        self, states: States, able: Flags, stored: npt.NDArray[np.uint8], step: int
    ) -> States:
        jumped = states.take(np.flatnonzero(able))
        joint = COMPOUND_COST if step == COMPOUND else self.channel.lost_space
        jumped.cost = jumped.cost + priced(stored[able]) + np.int32(units(joint))
        jumped.node = np.zeros_like(jumped.node)
        jumped.compound = np.full(len(jumped), step == COMPOUND)
        jumped.step = np.full(len(jumped), step, np.int32)
        return self._merge(jumped)

    def _lost_characters(self) -> Ints:
        """The rules that observe nothing: a character of truth that the engine lost."""
        rules = self.channel.rules
        empty = np.searchsorted(rules.keys, [0, 1])
        return self._keep[self._before[empty[0]] : self._before[empty[1]]]

    def _with_lost(self, states: States) -> States:
        """Paths in which the engine lost a character here."""
        which = np.repeat(np.arange(len(states)), len(self._lost))
        rules = np.tile(self._lost, len(states))
        near = np.flatnonzero(self.channel.units[rules] <= self._budget(states)[which])
        grown = self._apply(states, which[near], rules[near], np.zeros(len(near), bool))
        self._store(grown)
        return grown

    def _budget(self, states: States) -> Ints:
        """What each path can pay for one more rule without falling far behind."""
        total, best = self._totals(states)
        slack = best[states.form] + self._margin - total
        return np.asarray(np.minimum(slack, self._dearest))

    def _extend(self, states: States, place: int) -> None:
        """Apply every rule that observes what stands at the place, and that a path can afford."""
        if not len(states):
            return
        budget = self._budget(states)
        first = self._before[self._first[:, states.form, place]].ravel()
        count = self._before[self._behind[:, states.form, place]].ravel() - first
        which = np.repeat(np.arange(len(count)) % len(states), count)
        rules = self._keep[np.repeat(first, count) + ragged(count)]
        near = np.flatnonzero(self.channel.units[rules] <= budget[which])
        which, rules = which[near], rules[near]
        ends = place + self.channel.rules.read[rules] == self._lengths[states.form[which]]
        extended = self._apply(states, which, rules, ends)
        sizes = self.channel.rules.read[extended.step]
        for size in range(1, LONGEST + 1):
            self._pending[place + size].append(extended.take(np.flatnonzero(sizes == size)))

    def _apply(self, states: States, which: Longs, rules: Ints, ends: Flags) -> States:
        """The paths `which` after one rule each, some of them the last of their forms.

        Those that leave the trie are dropped.
        """
        node = states.node[which]
        for place in range(LONGEST):
            labels = self.channel.rules.labels[rules, place]
            writes = labels != PADDING
            if not writes.any():
                break
            child, exists = self.lexicon.trie.step(node, np.where(writes, labels, 0))
            node = np.where(writes, child, node)
            alive = np.flatnonzero(exists | ~writes)
            node, which, rules, ends = node[alive], which[alive], rules[alive], ends[alive]
        begins = states.node == 0
        opening = (begins & ~states.compound & (states.step != SPACE))[which]
        invents = (self.channel.rules.sizes[rules] == 0) & (ends | begins[which])
        cost = states.cost[which] + self.channel.units[rules] + invents * np.int32(units(EDGE_COST))
        return States(
            states.form[which],
            node.astype(np.int32),
            cost,
            states.compound[which],
            states.titled[which] | (opening & self.channel.rules.titled[rules]),
            states.parent[which],
            rules.astype(np.int32),
        )

    def _trace(self, finals: States) -> Found:
        """Follow the paths back to their starts; the best first within a form."""
        if not len(finals):
            return Found.empty()
        finals = finals.take(np.lexsort((finals.cost, finals.form)))
        parents, steps = np.concatenate(self._parents), np.concatenate(self._steps)
        trails, at = [], finals.parent
        while (at >= 0).any():
            trails.append(np.where(at >= 0, steps[at], -1))
            at = np.where(at >= 0, parents[at], -1)
        trail = np.array(trails[::-1], np.int32).T
        order = np.argsort(trail == -1, axis=1, kind="stable")  # padding to the end
        trail = np.take_along_axis(trail, order, 1)
        channel = np.where(trail >= 0, self.channel.units[trail], 0).sum(1)
        channel += units(self.channel.lost_space) * (trail == SPACE).sum(1)
        word = self.lexicon.trie.word[finals.node]
        prior, cost = nats(channel - finals.cost), nats(-channel)
        return Found(finals.form, word, finals.titled, prior, cost, trail)


def priced(stored: npt.NDArray[np.uint8]) -> Ints:
    """What stored probabilities cost, in units."""
    return np.asarray(stored.astype(np.int32) * np.int32(STORED))
