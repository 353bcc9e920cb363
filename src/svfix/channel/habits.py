"""Habits: what one text that is mostly read right does again and again.

An engine's errors are many, those of one scan are few and come back: `sorn` six times in a motion,
`-ema` for `-erna` throughout.  So the rate of each confusion has a gamma prior with the engines'
rate as its mean, and a shape so small that most of them never happen and some happen often
(Gelman et al. 2013, "Bayesian data analysis", 2.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from svfix.channel.model import SPACE, Channel, Rules

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

SHAPE = 0.3
"""Of the gamma prior. In the real scans with a proof-read truth a confusion that was met once is
met again 3 to 10 times as often as engines at large make it."""

MOST = 0.5  # the highest rate of a confusion in a text that is mostly read right


@dataclass(frozen=True)
class Habits:
    """The confusions of a text.

    `prior` is log P(observed | truth) of each rule of any engine, with that of a lost space last;
    `used` is how often the text was seen to need each, those of characters that were read right
    among them, and then how many spaces it lost and kept.
    """

    rules: Rules
    prior: Floats
    used: Doubles

    @cached_property
    def stood(self) -> Doubles:
        """By rule, how often its truth stood in the text, and then the spaces.

        Of longer segments that is what their letters make likely.
        """
        same, code = self.rules.identities
        seen = np.zeros(len(self.rules.codes) + 2)
        seen[code] = self.used[same]
        total = max(seen.sum(), 1.0)
        seen[-1] = total  # of padding, which takes nothing away
        times = total * (seen / total)[self.rules.truth_codes].prod(1)
        return np.append(times, self.used[-1])

    def rates(self, used: Doubles) -> Doubles:
        """log of the expected rate of each rule, and of a lost space, when they were used so."""
        mean = np.exp(self.prior.astype(np.float64))
        return np.asarray(np.log(np.minimum((used + SHAPE) / (self.stood + SHAPE / mean), MOST)))

    @cached_property
    def logp(self) -> Floats:
        """log P(observed | truth) in this text by rule, with that of a lost space last."""
        right = np.append(self.rules.same, False)
        rates = np.where(right, self.prior, self.rates(self.used[:-1]))
        return np.asarray(rates, np.float32)

    def channel(self) -> Channel:
        return Channel(self.rules, -self.logp[:-1], -float(self.logp[-1]))

    def shown(self, steps: npt.NDArray[np.int32], own: Doubles) -> Doubles:
        """How much likelier (nats) the errors of paths are in this text than in any.

        `own` is how much of what was counted comes from each path itself, and proves nothing.
        """
        space = len(self.rules)
        wrong = np.append(~(self.rules.same | self.rules.variety), [True, False])
        rule = np.where(steps == SPACE, space, np.where(steps < 0, space + 1, steps))
        used, stood = np.append(self.used[:-1], 0.0)[rule], np.append(self.stood, 1.0)[rule]
        mean = np.append(np.exp(self.prior.astype(np.float64)), 1.0)[rule]
        used = np.maximum(used - own[:, None], 0)
        rate = np.minimum((used + SHAPE) / (stood + SHAPE / mean), MOST)
        return np.asarray((np.log(rate / mean) * wrong[rule]).sum(1))
