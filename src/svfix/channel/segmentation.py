"""Segmentation: how a channel reads one text as another, segment by segment, at the least cost.

The search looks for what a form may have been; here both sides are given, as where two readings of
one page differ, and the cheapest way from one to the other is wanted: the Viterbi path over the
channel's rules (Brill & Moore 2000, "An improved error model for noisy channel spelling
correction").
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import Channel
from svfix.channel.rules import LONGEST, SHIFT, Segment

UNRULED = 9.0
"""Nats of a letter put in, left out or taken for another where no engine was seen to do so: about
what the rarest rules cost."""

SPACE_PUT_IN = 6.0
"""Nats of a space inside a word: on the pages of bench/train one letter in some 400 has one."""

AROUND = 2  # letters beside a difference that a rule of several letters may need
REMEMBERED = 100_000  # pairs of texts
BITS = cython.declare(cython.int, SHIFT)
SIDE = cython.declare(cython.Py_ssize_t, LONGEST)
FAR = cython.declare(cython.double, 1e30)


class Segmenter:
    """The cheapest segments under one channel, each pair of texts remembered.

    >>> from svfix import lexicon
    >>> from svfix.channel.profile import Profile
    >>> under = Segmenter(Profile((("eng", 1.0),)).channel(lexicon.default()))
    >>> under.segments("för", "fér")
    [('f', 'f'), ('ö', 'é'), ('r', 'r')]
    >>> under.cost("för", "fér") < under.cost("far", "fér")
    True
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._truths, self._observed, self._rules = channel.rules.sides
        self._costs = channel.cost
        self._known: dict[Segment, float] = {}

    def cost(self, truth: str, observed: str) -> float:
        """-log P(observed | truth), nats."""
        pair = truth, observed
        known = self._known.get(pair)
        if known is None:
            opening, closing = shared(truth, observed)
            behind = len(truth) - closing
            known = sum(map(self._plain, truth[:opening] + truth[behind:]))
            inner, read = truth[opening:behind], observed[opening : len(observed) - closing]
            least, _ = self._table(inner, read)
            known += least[len(least) - 1]
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[pair] = known
        return known

    def segments(self, truth: str, observed: str) -> list[Segment]:
        """The segments of both texts that the channel takes for each other, in order."""
        opening, closing = shared(truth, observed)
        inner = truth[opening : len(truth) - closing]
        read = observed[opening : len(observed) - closing]
        _, steps = self._table(inner, read)
        width = len(read) + 1
        i, j = len(inner), len(read)
        found = [(letter, letter) for letter in truth[len(truth) - closing :]][::-1]
        while i or j:
            a, b = divmod(steps[i * width + j], LONGEST + 1)
            found.append((inner[i - a : i], read[j - b : j]))
            i, j = i - a, j - b
        found += [(letter, letter) for letter in truth[:opening]][::-1]
        return found[::-1]

    def _table(self, truth: str, observed: str) -> tuple[array[float], array[int]]:
        """The least cost of each beginning of one text as each of the other, row by row.

        And the last segment's lengths on the way there, as one number.
        """
        width: cython.Py_ssize_t = len(observed) + 1
        height: cython.Py_ssize_t = len(truth) + 1
        least = array("d", [FAR]) * (height * width)
        steps = array("b", bytes(height * width))
        ends: cython.int[::1] = ending(truth, self._truths)
        others: cython.int[::1] = ending(observed, self._observed)
        costs: cython.double[::1] = least
        step: cython.schar[::1] = steps
        prices: cython.const[cython.float][::1] = self._costs
        number: cython.longlong
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        a: cython.Py_ssize_t
        b: cython.Py_ssize_t
        cost: cython.double
        costs[0] = 0
        for i in range(height):
            for j in range(width):
                for a in range(min(SIDE, i) + 1):
                    for b in range(min(SIDE, j) + 1):
                        if not (a or b):
                            continue
                        rule = None
                        number = ends[i * (SIDE + 1) + a]
                        if number >= 0 and others[j * (SIDE + 1) + b] >= 0:
                            number = number << BITS | others[j * (SIDE + 1) + b]
                            rule = self._rules.get(number)
                        if rule is not None:
                            cost = prices[rule]
                        elif a <= 1 and b <= 1:
                            cost = self._unruled(truth[i - a : i], observed[j - b : j])
                        else:
                            continue
                        cost += costs[(i - a) * width + j - b]
                        if cost < costs[i * width + j]:
                            costs[i * width + j] = cost
                            step[i * width + j] = a * (SIDE + 1) + b
        return least, steps

    def _unruled(self, truth: str, observed: str) -> float:
        if truth == observed:
            return 0.0
        if truth == " " and not observed:
            return min(self.channel.lost_space, UNRULED)
        return SPACE_PUT_IN if observed == " " and not truth else UNRULED

    def _plain(self, letter: str) -> float:
        rule = self.channel.rules.index.get((letter, letter))
        return self._costs[rule] if rule is not None else 0.0


def shared(truth: str, observed: str) -> tuple[int, int]:
    """How many letters two texts begin and end with alike, but for those beside the difference.

    >>> shared("uppföljning", "uppfoljning"), shared("år", "år")
    ((2, 4), (2, 0))
    """
    if truth == observed:
        return len(truth), 0
    most = min(len(truth), len(observed))
    opening = closing = 0
    while opening < most and truth[opening] == observed[opening]:
        opening += 1
    ends = len(truth) - 1, len(observed) - 1
    while closing < most - opening and truth[ends[0] - closing] == observed[ends[1] - closing]:
        closing += 1
    return max(opening - AROUND, 0), max(closing - AROUND, 0)


def ending(text: str, numbers: dict[str, int]) -> array[int]:
    """The numbers of the segments that end at each place of a text, by length; -1 of others."""
    found = array("i", [-1]) * ((len(text) + 1) * (LONGEST + 1))
    for end in range(len(text) + 1):
        for size in range(min(end, LONGEST) + 1):
            found[end * (LONGEST + 1) + size] = numbers.get(text[end - size : end], -1)
    return found
