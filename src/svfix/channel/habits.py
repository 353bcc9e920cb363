"""Habits: what one text that is mostly read right does again and again.

An engine's errors are many, those of one scan are few and come back: `sorn` six times in a motion,
`-ema` for `-erna` throughout.  So the rate of each confusion has a gamma prior with the engines'
rate as its mean, and a shape so small that most of them never happen and some happen often
(Gelman et al. 2013, "Bayesian data analysis", 2.6).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log
else:
    from math import exp, log

from svfix.channel.model import Channel
from svfix.channel.rules import LONGEST, SPACE, Rules
from svfix.uncompiled import Buffer

SHAPE = 0.3
"""Of the gamma prior. In the real scans with a proof-read truth a confusion that was met once is
met again 3 to 10 times as often as engines at large make it."""

MOST = 0.5  # the highest rate of a confusion in a text that is mostly read right

DEAR = 1e6  # nats: more than any search pays

SIDE = cython.declare(cython.Py_ssize_t, LONGEST)
LOST = cython.declare(cython.int, SPACE)
SHAPED = cython.declare(cython.double, SHAPE)
HIGHEST = cython.declare(cython.double, MOST)


@dataclass(frozen=True, eq=False)
class Habits:
    """The confusions of a text.

    `prior` is log P(observed | truth) of each rule of any engine, with that of a lost space last
    (32-bit floats); `used` is how often the text was seen to need each, those of characters that
    were read right among them, and then how many spaces it lost and kept (doubles).
    """

    rules: Rules
    prior: Buffer
    used: Buffer

    @cached_property
    def stood(self) -> array[float]:
        """By truth segment, how often it stood in the text, and then how often a space did.

        Of longer segments that is what their letters make likely.
        """
        used: cython.const[cython.double][::1] = self.used
        same: cython.const[cython.int][::1] = self.rules.of_code
        codes: cython.const[cython.int][::1] = self.rules.letter_codes
        code: cython.Py_ssize_t
        letter: cython.Py_ssize_t
        place: cython.Py_ssize_t
        total: cython.double = 0
        share: cython.double
        for code in range(len(same)):
            if same[code] >= 0:
                total += used[same[code]]
        total = max(total, 1.0)
        found = array("d", bytes(8 * (len(self.rules.letters) + 1)))
        stood: cython.double[::1] = found
        for letter in range(len(stood) - 1):
            share = 1
            for place in range(SIDE * letter, SIDE * letter + SIDE):
                if codes[place] < 0:
                    break
                share *= used[same[codes[place]]] / total if same[codes[place]] >= 0 else 0
            stood[letter] = total * share
        stood[len(stood) - 1] = used[len(used) - 1]
        return found

    @cached_property
    def logp(self) -> array[float]:
        """log P(observed | truth) in this text by rule, with that of a lost space last."""
        used: cython.const[cython.double][::1] = self.used
        prior: cython.const[cython.float][::1] = self.prior
        same: cython.const[cython.uchar][::1] = self.rules.same
        letter: cython.const[cython.int][::1] = self.rules.letter
        stood: cython.const[cython.double][::1] = self.stood
        size: cython.Py_ssize_t = len(letter)
        i: cython.Py_ssize_t
        found = array("f", bytes(4 * (size + 1)))
        logp: cython.float[::1] = found
        for i in range(size):
            logp[i] = of_rule(i, prior, used, stood, letter, same)
        logp[size] = learned(prior[size], used[size], stood[len(stood) - 1])
        return found

    def channel(self) -> Channel:
        """The channel of the text."""
        return Channel.of(self.rules, self.logp)

    def channel_for(self, texts: list[str]) -> Channel:
        """The channel as far as a search of some texts asks for it: other rules cost too much."""
        used: cython.const[cython.double][::1] = self.used
        prior: cython.const[cython.float][::1] = self.prior
        same: cython.const[cython.uchar][::1] = self.rules.same
        letter: cython.const[cython.int][::1] = self.rules.letter
        asked: cython.const[cython.uchar][::1] = self.rules.observing(texts)
        stood: cython.const[cython.double][::1] = self.stood
        rule: cython.Py_ssize_t
        made = array("f", [DEAR]) * len(letter)
        cost: cython.float[::1] = made
        for rule in range(len(letter)):
            if asked[rule]:
                cost[rule] = -of_rule(rule, prior, used, stood, letter, same)
        return Channel(self.rules, made, self.lost_space())

    def channel_of(self, step: Buffer) -> Channel:
        """The channel as far as paths with these steps ask for it: other rules cost nothing."""
        steps: cython.const[cython.int][::1] = step
        used: cython.const[cython.double][::1] = self.used
        prior: cython.const[cython.float][::1] = self.prior
        same: cython.const[cython.uchar][::1] = self.rules.same
        letter: cython.const[cython.int][::1] = self.rules.letter
        stood: cython.const[cython.double][::1] = self.stood
        rule: cython.Py_ssize_t
        i: cython.Py_ssize_t
        made = array("f", [0.0]) * len(letter)
        cost: cython.float[::1] = made
        for i in range(len(steps)):
            rule = steps[i]
            if rule >= 0 and cost[rule] == 0:  # not asked for yet
                cost[rule] = -of_rule(rule, prior, used, stood, letter, same)
        return Channel(self.rules, made, self.lost_space())

    def lost_space(self) -> float:
        """What it costs (nats, of 32 bits) that a space was lost."""
        size, stood = len(self.rules), self.stood
        nats = -learned(self.prior[size], self.used[size], stood[len(stood) - 1])
        return array("f", [nats])[0]

    def shown(self, first: Buffer, step: Buffer, which: Buffer, own: Buffer) -> Buffer:
        """How much likelier (nats) the errors of paths are in this text than in any.

        Those are some of the paths that stand end to end, by their numbers `which`: path `i` is
        `step[first[i]]` … `step[first[i + 1]]`.  `own` is how much of what was counted comes from
        each of them itself, and proves nothing.
        """
        firsts: cython.const[cython.int][::1] = first
        steps: cython.const[cython.int][::1] = step
        path: cython.const[cython.longlong][::1] = which
        owns: cython.const[cython.double][::1] = own
        used: cython.const[cython.double][::1] = self.used
        prior: cython.const[cython.float][::1] = self.prior
        wrong: cython.const[cython.uchar][::1] = self.rules.wrong
        letter: cython.const[cython.int][::1] = self.rules.letter
        stood: cython.const[cython.double][::1] = self.stood
        size: cython.Py_ssize_t = len(letter)
        rule: cython.Py_ssize_t
        i: cython.Py_ssize_t
        at: cython.Py_ssize_t
        mean: cython.double
        stands: cython.double
        total: cython.double
        found = array("d", bytes(8 * len(path)))
        shown: cython.double[::1] = found
        for i in range(len(path)):
            total = 0
            for at in range(firsts[path[i]], firsts[path[i] + 1]):
                rule = steps[at]
                if rule == LOST:
                    rule = size
                elif rule < 0 or not wrong[rule]:
                    continue
                mean = prior[rule]
                mean = exp(mean)
                stands = stood[letter[rule]] if rule < size else stood[len(stood) - 1]
                total += log(expected(mean, max(used[rule] - owns[i], 0.0), stands) / mean)
            shown[i] = total
        return found


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def of_rule(
    rule: cython.Py_ssize_t,
    prior: cython.const[cython.float][::1],
    used: cython.const[cython.double][::1],
    stood: cython.const[cython.double][::1],
    letter: cython.const[cython.int][::1],
    same: cython.const[cython.uchar][::1],
) -> cython.double:
    """log P(observed | truth) of a rule in a text; of one that reads right, that of engines."""
    mean: cython.double = prior[rule]
    return mean if same[rule] else learned(mean, used[rule], stood[letter[rule]])


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def learned(prior: cython.double, used: cython.double, stood: cython.double) -> cython.double:
    """log P(observed | truth) of a rule that was used so often, given what engines do."""
    return log(expected(exp(prior), used, stood))


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def expected(mean: cython.double, used: cython.double, stood: cython.double) -> cython.double:
    """The expected rate of a rule with a mean among engines that was used so often."""
    return min((used + SHAPED) / (stood + SHAPED / mean), HIGHEST)
