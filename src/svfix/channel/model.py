"""The channel: what an engine makes of what was on the page, as costs of short segments.

A rule says that a truth segment of 0–3 characters was read as an observed segment of 0–3, and what
that costs (-ln P(observed | truth), nats).  The rules of all engines stand in one table (`rules`);
a channel is a column of costs over them.  So a path through the rules, once found, is priced under
another channel by adding up another column, which is what makes profiles cheap to compare and
re-estimate.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.rules import COMPOUND, KINDS, LONGEST, SPACE, START, Rules, Segment
from svfix.uncompiled import Buffer

__all__ = [
    "COMPOUND",
    "KINDS",
    "LONGEST",
    "SPACE",
    "START",
    "UNITS",
    "Affordable",
    "Channel",
    "Rules",
    "Segment",
    "units",
]

UNITS = 1000  # of a nat: searches count costs in whole numbers, so that no sum depends on its order

NAT = cython.declare(cython.double, UNITS)
SHIFT = cython.declare(cython.double, 1.5 * 2**52)
"""A double so large that a number added to it is rounded to a whole one, halves to even ones."""
SIDE = cython.declare(cython.Py_ssize_t, LONGEST)


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


@dataclass(frozen=True, eq=False)
class Channel:
    """Costs of rules in nats (32-bit floats), with that of a space lost between two words."""

    rules: Rules
    cost: Buffer
    lost_space: float

    @staticmethod
    def of(rules: Rules, logp: Buffer) -> Channel:
        """The channel of log-probabilities (32-bit floats), of which the last is of a space."""
        behind: cython.const[cython.float][::1] = logp
        size: cython.Py_ssize_t = len(rules)
        i: cython.Py_ssize_t
        nat: cython.double
        found = array("f", bytes(4 * size))
        cost: cython.float[::1] = found
        for i in range(size):
            nat = behind[i]
            cost[i] = -nat
        nat = behind[size]
        return Channel(rules, found, -nat)

    @cached_property
    def units(self) -> array[int]:
        """The costs in units."""
        cost: cython.const[cython.float][::1] = self.cost
        i: cython.Py_ssize_t
        nat: cython.double
        exact = array("f", bytes(4 * len(cost)))  # the product is rounded as the costs are
        product: cython.float[::1] = exact
        for i in range(len(cost)):
            nat = cost[i]
            product[i] = nat * NAT
        found = array("i", bytes(4 * len(cost)))
        whole: cython.int[::1] = found
        for i in range(len(cost)):
            nat = product[i]
            whole[i] = nearest(nat)
        return found

    @cached_property
    def plain(self) -> Buffer:
        """What it costs to read each character as what it is, by its number; 0 where no rule is."""
        cost: cython.const[cython.float][::1] = self.cost
        rules: cython.const[cython.int][::1] = self.rules.of_code
        i: cython.Py_ssize_t
        found = array("f", bytes(4 * len(rules)))
        plain: cython.float[::1] = found
        for i in range(len(rules)):
            if rules[i] >= 0:
                plain[i] = cost[rules[i]]
        return found

    def affordable(self, limit: int) -> Affordable:
        """The rules within `limit` units."""
        if limit not in self._affordable:
            self._affordable[limit] = within(self.rules, self.units, limit, units(self.lost_space))
        return self._affordable[limit]

    @cached_property
    def _affordable(self) -> dict[int, Affordable]:
        return {}

    @cached_property
    def idle(self) -> dict[Any, list[Any]]:
        """Searches under this channel that are not at work, by what else they depend on."""
        return {}


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def nearest(number: cython.double) -> cython.int:
    """The whole number next to a number; of halves, the even one."""
    return cython.cast(cython.int, number + SHIFT - SHIFT) if cython.compiled else round(number)


def within(rules: Rules, costs: Buffer, limit: int, lost_space: int) -> Affordable:
    """The rules that cost no more than `limit` units, by observed segment, the cheapest first."""
    keys, first = rules.segments
    number = array("i", bytes(4 * len(rules)))
    openings = array("i", bytes(4 * len(first)))
    kept = cheap(number, openings, first, costs, limit)
    columns = gathered(number, kept, rules, costs)
    return Affordable(keys, openings, *columns, costs, lost_space)


@cython.cfunc
@cython.exceptval(-1, check=False)
def cheap(
    number: cython.int[::1],
    openings: cython.int[::1],
    first: cython.const[cython.int][::1],
    costs: cython.const[cython.int][::1],
    limit: cython.int,
) -> cython.Py_ssize_t:
    """Fill in the rules within a limit and the places where segments open; how many they are.

    The rules of one segment stand side by side, and are put in order one by one.
    """
    size: cython.Py_ssize_t = 0
    segment: cython.Py_ssize_t
    at: cython.Py_ssize_t
    rule: cython.int
    for segment in range(len(first) - 1):
        openings[segment] = cython.cast(cython.int, size)
        for rule in range(first[segment], first[segment + 1]):
            if costs[rule] > limit:
                continue
            at = size
            while at > openings[segment] and costs[number[at - 1]] > costs[rule]:
                number[at] = number[at - 1]
                at -= 1
            number[at] = rule
            size += 1
    openings[len(first) - 1] = cython.cast(cython.int, size)
    return size


def gathered(
    number: array[int], kept: int, rules: Rules, costs: Buffer
) -> tuple[array[int], array[int], array[int], array[int], array[int]]:
    """The first so many of some rules, with their costs, labels, bits and capitals."""
    rule: cython.const[cython.int][::1] = number
    labels: cython.const[cython.uchar][::1] = rules.labels
    opens: cython.const[cython.ulonglong][::1] = rules.opens
    titled: cython.const[cython.uchar][::1] = rules.titled
    units: cython.const[cython.int][::1] = costs
    size: cython.Py_ssize_t = kept
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    of_labels = array("B", bytes(LONGEST * size))
    of_opens, of_titled = array("Q", bytes(8 * size)), array("B", bytes(size))
    of_costs = array("i", bytes(4 * size))
    kept_labels: cython.uchar[::1] = of_labels
    kept_opens: cython.ulonglong[::1] = of_opens
    kept_titled: cython.uchar[::1] = of_titled
    kept_costs: cython.int[::1] = of_costs
    for i in range(size):
        kept_costs[i] = units[rule[i]]
        kept_opens[i] = opens[rule[i]]
        kept_titled[i] = titled[rule[i]]
        for j in range(SIDE):
            kept_labels[SIDE * i + j] = labels[SIDE * rule[i] + j]
    return number[:size], of_costs, of_labels, of_opens, of_titled


def units(nats: float) -> int:
    """A cost in units.

    >>> units(1.0), units(0.0004)
    (1000, 0)
    """
    return round(nats * UNITS)
