"""The profile: a document's own channel, estimated from what the document itself shows.

Start from the engines' channels.  Each form weighs the engines by how well they explain it; the
document's channel is their mixture, re-estimated a few times from the confusions it is seen to need
(expectation–maximisation over forms).  Without evidence of damage the answer is *clean*.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from svfix.decoder import engines
from svfix.decoder.candidates import QUICK, find
from svfix.decoder.channel import SPACE, Channel
from svfix.decoder.paths import Found
from svfix.decoder.readings import plain_channel, searched, unlisted_prior
from svfix.lexicon.store import Lexicon

Floats = npt.NDArray[np.float32]

SAMPLE = 200  # forms that are enough to know a document's channel
CLEAN_PRIOR = 0.97  # of all documents; the engines share the rest
EVIDENCE = 0.5  # forms of a document are not independent: each counts half
RUN_ON = -7.6  # log-probability that words of a clean text look run together: odd compounds do
ODD = 0.01  # the share of forms of a clean text that look like damage
STRENGTH = 40.0  # how many counts the engines' opinion of a rule is worth
DOUBT = 0.05  # a smaller weight than this is none
CHANCE = 0.5  # how often a confusion may seem to be needed by mistake
ROUNDS = 2


@dataclass(frozen=True)
class Profile:
    """A document's channel.

    `weights` says how much of each engine there is in it (they sum to 1); `logp` are the channel's
    log-probabilities by rule, the last of a space that was lost.
    """

    weights: tuple[tuple[str, float], ...]
    logp: tuple[float, ...]

    @cached_property
    def clean(self) -> bool:
        """Whether the document shows no damage."""
        return dict(self.weights).get(engines.CLEAN, 0.0) > 0.5

    def channel(self, lexicon: Lexicon) -> Channel:
        """The channel over the rules of a lexicon's engines."""
        cost = -np.array(self.logp, np.float32)
        return Channel(engines.of(lexicon).rules, cost[:-1], float(cost[-1]))


def estimate(forms: list[str], lexicon: Lexicon) -> Profile:
    """The profile of a document with these forms (in the casing the search reads)."""
    table = engines.of(lexicon)
    sample = choose(forms)
    if not sample:
        weights = np.where(np.array(table.names) == engines.CLEAN, 1.0, 0.0)
        return profile(table, weights, mixture(table.logp, weights))
    everything = Channel(table.rules, -table.logp.max(0)[:-1], -float(table.logp.max(0)[-1]))
    found = find(lexicon, everything, [searched(form) for form in sample], QUICK)
    evidence = Evidence(found, sample, lexicon, table)
    weights = evidence.weigh()
    logp = mixture(table.logp, weights)
    if weights[table.names.index(engines.CLEAN)] < 0.5:
        for _ in range(ROUNDS):
            logp = evidence.reestimate(logp, mixture(table.logp, weights))
    return profile(table, weights, logp)


def merged(profiles: list[tuple[Profile, int]]) -> Profile:
    """One profile for a text of several sections, weighed by their sizes."""
    if len(profiles) == 1:
        return profiles[0][0]
    size = np.array([n for _, n in profiles], np.float64)
    size /= size.sum()
    weights = size @ np.array([[w for _, w in p.weights] for p, _ in profiles])
    logp = mixture(np.array([p.logp for p, _ in profiles], np.float32), size)
    names = [name for name, _ in profiles[0][0].weights]
    return Profile(tuple(zip(names, weights.tolist(), strict=True)), tuple(logp.tolist()))


def choose(forms: list[str]) -> list[str]:
    """A sample of forms spread over the document, the same on every run."""
    names = [form for form in forms if len(form) > 1]
    step = max(1, len(names) // SAMPLE)
    return names[::step]


def mixture(logp: Floats, weights: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(np.log(weights @ np.exp(logp.astype(np.float64))), np.float32)


def profile(table: engines.Engines, weights: npt.NDArray[np.float64], logp: Floats) -> Profile:
    named = tuple((name, float(w)) for name, w in zip(table.names, weights, strict=True))
    return Profile(named, tuple(logp.tolist()))


class Evidence:
    """The candidates of a document's forms with the rules they need, to be priced repeatedly."""

    def __init__(
        self, found: Found, sample: list[str], lexicon: Lexicon, table: engines.Engines
    ) -> None:
        self.table = table
        self.sample = sample
        self.form = found.form
        self.prior = found.prior
        lost = len(table.rules)
        self.steps = np.where(found.steps == SPACE, lost, found.steps)
        self.steps = np.where(self.steps < 0, lost + 1, self.steps)  # a column of nothing
        self.unlisted = unlisted_prior(sample, lexicon)

    def price(self, logp: Floats) -> npt.NDArray[np.float64]:
        """log P(form, candidate) by candidate."""
        padded = np.append(logp, np.float32(0))
        return np.asarray(self.prior + padded[self.steps].sum(1, dtype=np.float64))

    def plain(self, logp: Floats) -> npt.NDArray[np.float64]:
        """log P(form, form) of each form as a word nobody listed."""
        channel = Channel(self.table.rules, -logp[:-1], 0.0)
        return np.asarray(self.unlisted + plain_channel(self.sample, channel), np.float64)

    def total(self, logp: Floats) -> npt.NDArray[np.float64]:
        """log P(form) by form, over all its candidates."""
        total = self.plain(logp)
        np.logaddexp.at(total, self.form, self.price(logp))
        return total

    def weigh(self) -> npt.NDArray[np.float64]:
        """The posterior of the engines.

        The few forms that speak loudest against `clean` are not heard: an odd word is no damage.
        """
        names = self.table.names
        clean = names.index(engines.CLEAN)
        prior = np.full(len(names), (1 - CLEAN_PRIOR) / (len(names) - 1))
        prior[clean] = CLEAN_PRIOR
        score = np.log(prior)
        logps = self.table.logp.copy()
        logps[clean, -1] = RUN_ON
        total = np.array([self.total(logp) for logp in logps])
        ahead = total - total[clean]
        best = int(np.argmax(np.delete(ahead.sum(1), clean)))  # clean stands last
        loudest = np.sort(ahead[best])[len(self.sample) - int(ODD * len(self.sample)) :]
        score += EVIDENCE * ahead.sum(1)
        score[clean] += EVIDENCE * np.maximum(loudest, 0).sum()
        weights = np.exp(score - score.max())
        weights[weights < DOUBT] = 0  # a document has one channel: the mixture is for real doubt
        return np.asarray(weights / weights.sum())

    def reestimate(self, logp: Floats, prior: Floats) -> Floats:
        """The channel that the candidates' confusions suggest, smoothed by a prior one."""
        weight = np.exp(self.price(logp) - self.total(logp)[self.form])
        used = np.bincount(
            self.steps.ravel(), np.repeat(weight, self.steps.shape[1]), len(logp) + 1
        )[: len(logp) - 1]
        rules = self.table.rules
        used = np.where(rules.same, used, np.maximum(used - CHANCE, 0))
        read = Counter[str]()
        for truth, n in zip(rules.truth, used.tolist(), strict=True):
            if len(truth) == 1:
                read[truth] += n
        seen = np.array([read[t] if len(t) == 1 else 0.0 for t in rules.truth])
        single = np.array([len(t) == 1 for t in rules.truth])
        renewed = (used + STRENGTH * np.exp(prior[:-1])) / (seen + STRENGTH)
        return np.append(np.where(single, np.log(renewed), prior[:-1]), prior[-1]).astype(
            np.float32
        )
