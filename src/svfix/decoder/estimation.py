"""Estimation: a document's profile, from a sample of its forms.

Start from the engines' channels.  Each form weighs the engines by how well they explain it; the
document's channel is their mixture, re-estimated a few times from the confusions it is seen to need
(expectation–maximisation over forms).  Without evidence of damage the answer is *clean*.
"""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from svfix.channel import engines
from svfix.channel.model import SPACE, Channel
from svfix.channel.profile import CHANCE, Count, Profile, kept, mixture, renewed
from svfix.lexicon.store import Lexicon
from svfix.search.candidates import QUICK, find
from svfix.search.paths import Found
from svfix.search.priors import characters_of, read_as_is, searched, unlisted_prior
from svfix.search.remembered import Remembered

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

SAMPLE = 200  # forms that are enough to know a document's channel
CLEAN_PRIOR = 0.97  # of all documents; the engines share the rest
EVIDENCE = 0.5  # forms of a document are not independent: each counts half
RUN_ON = -7.6  # log-probability that words of a clean text look run together: odd compounds do
ODD = 0.01  # the share of forms of a clean text that look like damage
DOUBT = 0.05  # a smaller weight than this is none
WELL = 3.0  # nats of confusions in words run together that are believed to be that
ROUNDS = 2


def estimate(forms: list[str], lexicon: Lexicon, marks: str = "") -> Profile:
    """The profile of a document with these forms, in the casing they have, and reject marks."""
    table = engines.of(lexicon)
    sample = choose(forms)
    if not sample:
        return profile(table, np.where(np.array(table.names) == engines.CLEAN, 1.0, 0.0), marks)
    found = boldest_search(lexicon)([searched(form) for form in sample])
    evidence = Evidence(found, sample, lexicon, table)
    weights = evidence.weigh()
    if weights[table.names.index(engines.CLEAN)] >= 0.5:
        return profile(table, weights, marks)
    logp = prior = mixture(table.logp, weights)
    for _ in range(ROUNDS):
        used = evidence.count(logp)
        logp = renewed(prior, used, {}, table.rules)
    return profile(table, weights, marks, kept(used, table.rules))


@lru_cache(maxsize=4)
def boldest_search(lexicon: Lexicon) -> Remembered:
    """The search for what forms may have been under any engine."""
    return Remembered(partial(find, lexicon, engines.of(lexicon).boldest, beam=QUICK))


def choose(forms: list[str]) -> list[str]:
    """A sample of forms spread over the document, the same on every run."""
    names = [form for form in forms if len(form) > 1]
    step = max(1, len(names) // SAMPLE)
    return names[::step]


def profile(
    table: engines.Engines, weights: Doubles, marks: str, read: tuple[Count, ...] = ()
) -> Profile:
    return Profile(tuple(zip(table.names, weights.tolist(), strict=True)), read, marks)


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
        self.spaces = (found.steps == SPACE).sum(1)  # lost by each candidate
        self.steps = np.where(found.steps == SPACE, lost, found.steps)
        self.steps = np.where(self.steps < 0, lost + 1, self.steps)  # a column of nothing
        self.unlisted = unlisted_prior(sample, lexicon)
        self.characters = characters_of(sample, table.rules)

    def price(self, logp: Floats) -> Doubles:
        """log P(form, candidate) by candidate."""
        padded = np.append(logp, np.float32(0))
        return np.asarray(self.prior + padded[self.steps].sum(1, dtype=np.float64))

    def plain(self, logp: Floats) -> Doubles:
        """log P(form, form) of each form as a word nobody listed."""
        channel = Channel(self.table.rules, -logp[:-1], 0.0)
        return np.asarray(self.unlisted + read_as_is(*self.characters, channel), np.float64)

    def total(self, logp: Floats) -> Doubles:
        """log P(form) by form, over all its candidates."""
        total = self.plain(logp)
        np.logaddexp.at(total, self.form, self.price(logp))
        return total

    def weigh(self) -> Doubles:
        """The posterior of the engines.

        The few forms that speak loudest against `clean` are not heard: an odd word is no damage.
        """
        names = self.table.names
        clean = names.index(engines.CLEAN)
        prior = np.full(len(names), (1 - CLEAN_PRIOR) / len(self.table.known))
        prior[clean] = CLEAN_PRIOR
        prior[names.index(engines.ANY)] = 0  # it is no hypothesis: what it stands for is a rate
        with np.errstate(divide="ignore"):
            score = np.log(prior)
        logps = self.table.logp.copy()
        logps[clean, -1] = RUN_ON
        total = np.array([self.total(logp) for logp in logps])
        ahead = total - total[clean]
        best = int(np.argmax(ahead.sum(1)[: len(self.table.known)]))
        loudest = np.sort(ahead[best])[len(self.sample) - int(ODD * len(self.sample)) :]
        score += EVIDENCE * ahead.sum(1)
        score += EVIDENCE * len(self.sample) * np.log1p(-np.exp(logps[:, -1]))  # spaces read
        score[clean] += EVIDENCE * np.maximum(loudest, 0).sum()
        weights = np.exp(score - score.max())
        weights[weights < DOUBT] = 0  # a document has one channel: the mixture is for real doubt
        return np.asarray(weights / weights.sum())

    def count(self, logp: Floats) -> Doubles:
        """How often the candidates suggest that each rule was used, under a channel.

        The last two counts are of spaces lost and read; each form has one beside it.
        """
        price = self.price(logp)
        weight = np.exp(price - self.total(logp)[self.form])
        used = np.bincount(
            self.steps.ravel(), np.repeat(weight, self.steps.shape[1]), len(logp) + 1
        )[: len(logp) - 1]
        well = price - self.prior - self.spaces * logp[-1] > -WELL  # the letters beside the spaces
        lost = float((weight * self.spaces)[well].sum())
        used = np.where(self.table.rules.same, used, np.maximum(used - CHANCE, 0))
        return np.append(used, [max(lost - CHANCE, 0), len(self.sample)])
