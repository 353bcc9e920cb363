"""The lattice: hypotheses side by side, weighed against each other in context.

Exact forward–backward over trigrams (Rabiner 1989, "A tutorial on hidden Markov models"): each
hypothesis' posterior takes every hypothesis of the words around it into account.  Only words with
more than one hypothesis cost anything, and stretches between two certain words in a row do not
influence each other: they are run one after the other.  Logarithms are whole numbers here (`UNITS`
of a nat), added by a table, so that the sums are the same compiled and uncompiled, and on every
machine.
"""

from __future__ import annotations

from array import array
from math import exp, log1p
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import UNITS, units
from svfix.lexicon.grams import Grams
from svfix.lexicon.ngrams import STEP
from svfix.uncompiled import Buffer

ORDER = 3
TRUST = 0.85  # weight of the language model beside the channel: n-grams are surer than they know
NAT = cython.declare(cython.int, UNITS)
TRUSTED = cython.declare(cython.int, units(TRUST * STEP))  # units of a step of a stored probability

# What log(eᵃ + eᵇ) has beyond the greater of a and b, by how far they are apart; 0 at the end.
SUMS = array("i", [round(log1p(exp(-apart / UNITS)) * UNITS) for apart in range(8 * UNITS)])


class Slots(NamedTuple):
    """Words in a row with their hypotheses, in columns.

    Slot `s` has the hypotheses `start[s]` … `start[s] + count[s]` of the columns `as_word` (the
    form that stands for the hypothesis as a word to come), `as_context` (as context) and `local`
    (its log-probability beyond what `as_word` has, in units: channel, casing, prior). The first two
    slots must have one hypothesis each.
    """

    start: Buffer
    count: Buffer
    as_word: Buffer
    as_context: Buffer
    local: Buffer


def posteriors(slots: Slots, grams: Grams) -> array[float]:
    """The probability of every hypothesis given all slots, in the order of the columns."""
    found = array("f", [1.0]) * len(slots.local)
    around = stretches(slots.count)
    if around:
        lattice = Lattice(slots, grams)
        for first, behind in around:
            lattice.stretch(first, behind, found)
    return found


def stretches(count: Buffer) -> list[tuple[int, int]]:
    """First slots, and those behind the last, of the stretches around uncertain slots.

    A stretch runs two slots beyond its last uncertain one: that far reaches its influence.

    >>> stretches(array("q", [1, 1, 2, 1, 1, 1, 3, 2]))
    [(2, 5), (6, 8)]
    """
    slots: cython.const[cython.longlong][::1] = memoryview(count)
    found: list[tuple[int, int]] = []
    first: cython.Py_ssize_t = -1
    behind: cython.Py_ssize_t = 0
    reach: cython.Py_ssize_t = ORDER
    i: cython.Py_ssize_t
    for i in range(len(slots)):
        if slots[i] < 2:
            continue
        if first < 0 or i >= behind:
            if first >= 0:
                found.append((first, behind))
            first = i
        behind = min(i + reach, len(slots))
    if first >= 0:
        found.append((first, behind))
    return found


def room(size: cython.longlong) -> array[int]:
    """Room for whole numbers of 64 bits."""
    return array("q", bytes(8 * size))


@cython.final
@cython.cclass
class Lattice:
    """The sums over the paths of stretches.

    `scores` are of the hypotheses of each slot behind those of the two before it: (u, v, w), slot
    by slot; `alphas` and `betas` of pairs of hypotheses of a slot and the one before it: (v, w).
    """

    start: cython.const[cython.longlong][::1]
    count: cython.const[cython.longlong][::1]
    as_word: cython.const[cython.int][::1]
    as_context: cython.const[cython.int][::1]
    local: cython.const[cython.int][::1]
    sums: cython.const[cython.int][::1]
    grams: Grams
    scores: cython.longlong[::1]
    alphas: cython.longlong[::1]
    betas: cython.longlong[::1]
    known: cython.longlong[::1]  # of a slot's hypotheses, for a while

    def __init__(self, slots: Slots, grams: Grams) -> None:
        self.start, self.count = memoryview(slots.start), memoryview(slots.count)
        self.as_word, self.as_context = memoryview(slots.as_word), memoryview(slots.as_context)
        self.local = memoryview(slots.local)
        self.grams, self.sums = grams, SUMS
        self.scores, self.alphas, self.betas, self.known = room(1), room(1), room(1), room(1)

    @cython.ccall
    def stretch(self, first: int, behind: int, found: array[float]) -> object:
        """Fill in the posteriors of the hypotheses of a stretch."""
        self.make_room(first, behind)
        self.run(first, behind, found)
        return None

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def make_room(self, first: cython.Py_ssize_t, behind: cython.Py_ssize_t) -> cython.int:
        pairs: cython.longlong = 0
        scores: cython.longlong = 0
        here: cython.longlong
        most: cython.longlong = 1
        slot: cython.Py_ssize_t
        for slot in range(first - 2, behind):
            most = max(most, self.count[slot])
        if most > len(self.known):
            self.known = room(most)
        for slot in range(first, behind):
            here = self.count[slot - 1] * self.count[slot]
            pairs += here
            scores += here * self.count[slot - 2]
        if pairs > len(self.alphas):
            self.alphas, self.betas = room(2 * pairs), room(2 * pairs)
        if scores > len(self.scores):
            self.scores = room(2 * scores)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def run(
        self, first: cython.Py_ssize_t, behind: cython.Py_ssize_t, found: cython.float[::1]
    ) -> cython.void:
        """Forward over the slots of a stretch, then backward, with the posteriors on the way."""
        slot: cython.Py_ssize_t
        at: cython.longlong = 0  # where the scores of the slot begin
        place: cython.longlong = 0  # where its pairs begin
        ahead: cython.longlong
        pairs: cython.longlong = 0
        for slot in range(first, behind):
            self.score(slot, at)
            self.forward(slot, at, place - pairs, place)
            pairs = self.count[slot - 1] * self.count[slot]
            place += pairs
            at += pairs * self.count[slot - 2]
        place -= pairs
        for ahead in range(place, place + pairs):
            self.betas[ahead] = 0
        slot = behind - 1
        while True:
            self.weigh(slot, place, found)
            if slot == first:
                break
            at -= self.count[slot - 2] * self.count[slot - 1] * self.count[slot]
            ahead = place
            slot -= 1
            place -= self.count[slot - 1] * self.count[slot]
            self.backward(slot, at, ahead, place)

    @cython.cfunc
    @cython.exceptval(check=False)
    def score(self, slot: cython.Py_ssize_t, at: cython.longlong) -> cython.void:
        """Fill in the scores of a slot: log P(w | u, v), weighted, in units."""
        us: cython.longlong = self.count[slot - 2]
        vs: cython.longlong = self.count[slot - 1]
        ws: cython.longlong = self.count[slot]
        before: cython.longlong = self.start[slot - 2]
        here: cython.longlong = self.start[slot]
        grams: Grams = self.grams
        u: cython.longlong
        v: cython.longlong
        w: cython.longlong
        context: cython.int
        lower: cython.int
        steps: cython.int
        for v in range(vs):
            context = self.as_context[self.start[slot - 1] + v]
            for u in range(us):
                self.known[u] = grams.context(self.as_context[before + u], context)
            for w in range(ws):
                lower = grams.bigram(context, self.as_word[here + w])
                for u in range(us):
                    steps = grams.behind(
                        self.as_context[before + u],
                        context,
                        self.as_word[here + w],
                        self.known[u],
                        lower,
                    )
                    self.scores[at + (u * vs + v) * ws + w] = -TRUSTED * steps

    @cython.cfunc
    @cython.exceptval(check=False)
    def forward(
        self,
        slot: cython.Py_ssize_t,
        at: cython.longlong,
        before: cython.longlong,
        place: cython.longlong,
    ) -> cython.void:
        """Fill in the alphas: the paths that lead to each pair. `before` is where the last are."""
        us: cython.longlong = self.count[slot - 2]
        vs: cython.longlong = self.count[slot - 1]
        ws: cython.longlong = self.count[slot]
        here: cython.longlong = self.start[slot]
        u: cython.longlong
        v: cython.longlong
        w: cython.longlong
        total: cython.longlong
        for v in range(vs):
            for w in range(ws):
                if not place:  # the two slots before a stretch are certain
                    total = self.scores[at + w]
                else:
                    total = self.alphas[before + v] + self.scores[at + v * ws + w]
                    for u in range(1, us):
                        total = self.sum(
                            total,
                            self.alphas[before + u * vs + v]
                            + self.scores[at + (u * vs + v) * ws + w],
                        )
                self.alphas[place + v * ws + w] = total + self.local[here + w]

    @cython.cfunc
    @cython.exceptval(check=False)
    def backward(
        self,
        slot: cython.Py_ssize_t,
        at: cython.longlong,
        ahead: cython.longlong,
        place: cython.longlong,
    ) -> cython.void:
        """Fill in the betas: the paths that lead on from each pair through the slot behind."""
        vs: cython.longlong = self.count[slot - 1]
        ws: cython.longlong = self.count[slot]
        xs: cython.longlong = self.count[slot + 1]
        behind: cython.longlong = self.start[slot + 1]
        v: cython.longlong
        w: cython.longlong
        x: cython.longlong
        row: cython.longlong
        total: cython.longlong
        for v in range(vs):
            for w in range(ws):
                row = at + (v * ws + w) * xs
                total = self.scores[row] + self.local[behind] + self.betas[ahead + w * xs]
                for x in range(1, xs):
                    total = self.sum(
                        total,
                        self.scores[row + x]
                        + self.local[behind + x]
                        + self.betas[ahead + w * xs + x],
                    )
                self.betas[place + v * ws + w] = total

    @cython.cfunc
    @cython.exceptval(check=False)
    def weigh(
        self, slot: cython.Py_ssize_t, place: cython.longlong, found: cython.float[::1]
    ) -> cython.void:
        """Fill in the posteriors of a slot: all paths through each hypothesis, of all paths."""
        vs: cython.longlong = self.count[slot - 1]
        ws: cython.longlong = self.count[slot]
        here: cython.longlong = self.start[slot]
        v: cython.longlong
        w: cython.longlong
        at: cython.longlong
        best: cython.longlong = 0
        total: cython.longlong
        whole: cython.double = 0
        for w in range(ws):
            at = place + w
            total = self.alphas[at] + self.betas[at]
            for v in range(1, vs):
                at = place + v * ws + w
                total = self.sum(total, self.alphas[at] + self.betas[at])
            self.known[w] = total
            if not w or total > best:
                best = total
        for w in range(ws):
            whole += exp(cython.cast(cython.double, self.known[w] - best) / NAT)
        for w in range(ws):
            found[here + w] = exp(cython.cast(cython.double, self.known[w] - best) / NAT) / whole

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def sum(self, a: cython.longlong, b: cython.longlong) -> cython.longlong:
        """log(eᵃ + eᵇ), by the table."""
        apart: cython.longlong = a - b if a > b else b - a
        more: cython.longlong = max(b, a)
        return more + self.sums[apart] if apart < len(self.sums) else more
