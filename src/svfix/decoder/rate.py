"""The rate of damage: how large a share of a text's words was misread, and what that says of each.

A text that was read well is not clean: one word in a thousand may be misread, and it is the same
few confusions that it repeats.  So what is estimated is a rate.  Each form that no list has says
how much likelier it is as a misread word than as one that nobody listed (`likelihood_ratio`); a
prior has mass at no damage, at little and at much, and Bayes' rule gives the rate's posterior on a
grid (`posterior`), and what the others of a text say of one form (`beside`).  From the confusions
that likely misreadings need, the text's channel is estimated: what engines do at all, and this text
again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from svfix.channel import engines
from svfix.channel.model import SPACE, Channel, Rules
from svfix.channel.profile import DECIMALS, Profile, kept, spelt
from svfix.decoder import variety
from svfix.lexicon.store import Lexicon
from svfix.ranking import misreadings, suspicion
from svfix.search.candidates import Beam, find
from svfix.search.paths import Found, misread_too
from svfix.search.readings import Readings, Seek
from svfix.search.remembered import Remembered
from svfix.text.capitals import in_capitals

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

RATES = np.concatenate([[0.0], np.geomspace(1e-4, 0.3, 14)])
"""Shares of words that a text may have misread."""

NONE, LITTLE = 0.6, 0.3
"""The prior of no damage, and of a rate below `GOOD`; what is left is for those above."""

RISING = 0.5
"""Power of the rate by which the prior of a good scan rises: the least rates are writers' slips."""

GOOD = 0.02
"""The rate of a good scan at most: of the real scans with a proof-read truth, half are above it."""

HEAVY = 0.15
"""The rate from which on a text is more than mostly right, whichever engine read it. That is for a
text of a paragraph or more; the rate of a shorter one is drawn to the prior."""

MUCH = 0.03
"""The rate from which on it may have been read by an engine that knows no å, ä and ö, or others."""

ANY_WORD = 0.01
"""The rate from which on listed words are doubted too, as misread words may be listed ones."""

IN_ORDER = 0.3
"""The share of misread words that look as if they were in order: they are other words."""

IN_ORDER_OF = np.log1p(-RATES * (1 - IN_ORDER))  # log P(a word looks in order | rate)
LOUDEST = 10.0
"""Nats that one form says at most: it may be odd in a way that nothing here knows."""

SOME = 0.005
"""The rate of damage under which confusions are counted, where a text seems to have less."""

SOUGHT = 0.05
"""How likely a text is in another spelling while readings are sought: near neither end, so that
both what is spelt so and what is misread so come within reach."""

SEVERAL, LOUD = 2, 5.0  # forms that look misread, before an engine is looked for; nats of such
OLDEST = 0.2
"""The rate of a text in another spelling from which on that is older than any that was counted, and
not misread: what is odd so often is how it is spelt."""

LOWEST = 1e-9  # a rate that is as good as none
LEAST = 0.05  # times that a confusion has to be needed to be kept
MOST = 3.0  # how often one form counts, however often it is met


SHOWN = misreadings.NAMES.index("shown")


@dataclass(frozen=True)
class Damage:
    """What a text says of its damage.

    `rate` is the share of its words that it is expected to have misread, `odds` the log-odds that
    each form was, by what the form itself and the other forms say, and `ratios` what it says by
    itself; `other` is the row of each form's likeliest reading that changes it, -1 for none; `odd`
    are the forms that are judged, and `columns`, by form, what tells of them (`misreadings`).
    """

    rate: float
    odds: Doubles
    ratios: Doubles
    other: Longs
    odd: Longs
    columns: Doubles

    @property
    def shown(self) -> Doubles:
        """By form, how much likelier its errors are in this text than in any."""
        return self.columns[:, SHOWN]


def shares() -> Doubles:
    """The prior of each rate in a text of a paragraph or more."""
    low, high = (RATES > 0) & (RATES <= GOOD), RATES > GOOD
    likely = np.where(low, RATES**RISING, 0)
    share = np.where(low, LITTLE * likely / likely.sum(), (1 - NONE - LITTLE) / high.sum())
    return np.where(RATES == 0, NONE, share)


@lru_cache(maxsize=1024)
def log_prior(words: int) -> Doubles:
    """The log of the prior of each rate in a text of so many words."""
    scanned = min(1.0, words / suspicion.PARAGRAPH)
    prior = np.where(RATES == 0, 1 - (1 - NONE) * scanned, shares() * scanned)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(prior))


def likelihoods(ratio: Doubles, words: int) -> Doubles:
    """log P(text | rate) by rate: of the forms with these likelihood ratios, and of other words.

    `words` is how many words the text has that are in order for all that is known of them.
    """
    mixed = np.log1p(RATES * (ratio[:, None] - 1))
    return np.asarray(mixed.sum(0) + words * IN_ORDER_OF)


def posterior(log_likelihood: Doubles, words: int) -> Doubles:
    """The posterior of each rate, by the last axis, in a text of so many words."""
    score = log_prior(words) + log_likelihood
    weight = np.exp(score - score.max(-1, keepdims=True))
    return np.asarray(weight / weight.sum(-1, keepdims=True))


def beside(ratio: Doubles, words: int) -> Doubles:
    """By form, the log-odds that a word of the text is misread, by what all but this form say."""
    own = np.log1p(RATES * (ratio[:, None] - 1))
    mean = posterior(likelihoods(ratio, words) - own, words + len(ratio)) @ RATES
    mean = np.maximum(mean, LOWEST)
    return np.asarray(np.log(mean) - np.log1p(-mean))


@lru_cache(maxsize=1024)
def quiet(words: int) -> float:
    """The expected rate of one kind of damage in a text of so many words, none of which is odd."""
    return float(posterior(likelihoods(np.zeros(0), words), words) @ RATES)


def damage(readings: Readings, often: Longs) -> Damage:
    """The damage of a text whose forms have these readings and stand in it so often.

    `readings` are priced as any engine has them.
    """
    other = readings.others()
    odd = np.flatnonzero((other >= 0) & (often > 0))
    letter = np.array([len(readings.forms[i]) == 1 for i in odd.tolist()], bool)
    odd = odd[~(letter & readings.trusted[odd])]
    columns = np.zeros((len(often), len(misreadings.NAMES)))
    if len(odd):
        columns[odd] = misreadings.columns(readings, odd, other[odd], often, np.zeros(len(odd)))
    return judged(readings, often, other, odd, columns)


def again(found: Damage, readings: Readings, often: Longs, shown: Doubles) -> Damage:
    """The damage that was found, now that the text's habits are known.

    `shown` says by odd form how much likelier the errors of its other reading are in this text
    (`Habits.shown`).
    """
    columns = found.columns.copy()
    columns[found.odd, SHOWN] = shown
    return judged(readings, often, found.other, found.odd, columns)


def judged(readings: Readings, often: Longs, other: Longs, odd: Longs, columns: Doubles) -> Damage:
    """What the odd forms of a text say of it, and of each other.

    Letters that were misread and spaces that were lost are two kinds of damage, each of a rate of
    its own.  It is the forms that no list has that tell of it.
    """
    odds, ratios = (np.full(len(often), -np.inf) for _ in range(2))
    words = int(often.sum())
    if not len(odd):
        return Damage(2 * quiet(words), odds, ratios, other, odd, columns)
    ratios[odd] = said = suspicion.log_ratio(columns[odd])
    ratio = np.exp(np.clip(said, -LOUDEST, LOUDEST))
    listed = readings.trusted[odd]
    run_on = (readings.rows.steps[other[odd]] == SPACE).any(1)
    total = 0.0
    for kind in (run_on, ~run_on):
        if not kind.any():
            total += quiet(words)
            continue
        counted, rest = kind & ~listed, kind & listed
        in_order = words - int(counted.sum())
        likely = likelihoods(ratio[counted], in_order)
        mean = float(posterior(likely, in_order + len(odd)) @ RATES)
        odds[odd[counted]] = beside(ratio[counted], in_order) + said[counted]
        odds[odd[rest]] = logit(mean) + said[rest]
        total += mean
    return Damage(total, odds, ratios, other, odd, columns)


def known(found: Damage, rate: float) -> Damage:
    """The same in a text of a known rate, of a profile that was given: each form by itself."""
    odds = np.where(np.isfinite(found.ratios), logit(rate) + found.ratios, found.odds)
    return replace(found, rate=rate, odds=odds)


def much(found: Damage, words: int) -> bool:
    """Whether so much of a text of so many words looks misread that its engine may tell.

    One word that does is too little, unless that is half of them.
    """
    likely = int(((found.odds > 0) | (found.ratios > LOUD)).sum())
    return found.rate >= MUCH and (likely >= SEVERAL or 2 * likely >= words)


def heavy(found: Damage, words: int) -> bool:
    """Whether a text of so many words is more than mostly right."""
    return found.rate >= HEAVY * min(1.0, words / suspicion.PARAGRAPH)


def silent(found: Damage) -> Damage:
    """The same of a text of which nothing that is odd can be told from how it is spelt."""
    nothing = np.full(len(found.other), -1)
    never = np.full(len(found.other), -np.inf)
    return replace(found, odds=never, ratios=never, other=nothing, odd=nothing[:0])


def logit(p: float) -> float:
    """The log-odds of a probability; of none at all, of next to none."""
    p = max(p, LOWEST)
    return float(np.log(p) - np.log1p(-p))


def estimate(
    readings: Readings, often: Longs, found: Damage, lexicon: Lexicon, marks: str
) -> tuple[Profile, Doubles]:
    """The profile of a text that is mostly read right, from what its forms may have been.

    `readings` are those under the channel of any engine, by which the damage was `found`.  With it
    comes, by form, how much of what was counted is of that form.  A misreading is counted as if
    the text had a few, so that those which bear each other out are seen to.
    """
    rules, steps = readings.rules, readings.rows.steps
    odd = np.flatnonzero((found.other >= 0) & (often > 0))
    own = np.zeros(len(readings.forms))
    least = logit(max(found.rate, SOME))
    own[odd] = np.minimum(often[odd], MOST) / (1 + np.exp(-found.ratios[odd] - least))
    used = needed(steps[found.other[odd]], own[odd], rules)
    spellings = needed(steps[readings.as_is], np.minimum(often, MOST) - own, rules)
    used = np.where(rules.variety, spellings, used)
    used = np.where(rules.same, letters_of(readings.forms, often, rules), used)
    spaces = (steps[found.other[odd]] == SPACE).sum(1)
    lost = float((own[odd] * spaces).sum())
    profile = replace(
        little(lexicon),
        read=kept(np.append(used, [lost, often.sum()]), rules, {}, LEAST),
        variety=spelt(used, rules, LEAST),
        marks=marks,
        rate=round(found.rate, DECIMALS),
    )
    return profile, own


def nothing(found: Damage, lexicon: Lexicon, marks: str) -> Profile:
    """The profile of a text in which nothing is odd: nothing of it is counted."""
    return replace(little(lexicon), marks=marks, rate=round(found.rate, DECIMALS))


def needed(steps: npt.NDArray[np.int32], weight: Doubles, rules: Rules) -> Doubles:
    """How often paths with these weights need each rule."""
    paths = np.flatnonzero((steps >= 0).any(1))  # most words of a text need none
    steps, weight = steps[paths], weight[paths]
    used = np.where(steps < 0, len(rules), steps).ravel()
    total = np.bincount(used, np.repeat(weight, steps.shape[1]), len(rules) + 1)[:-1]
    return np.asarray(total, np.float64)


def letters_of(forms: Sequence[str], often: Longs, rules: Rules) -> Doubles:
    """By rule that reads a character as what it is, how often a text has that character."""
    said = list(forms)
    for i in np.flatnonzero(in_capitals(forms)).tolist():
        said[i] = said[i].lower()
    codes, start = rules.flat(said)
    seen = np.bincount(codes, np.repeat(often, np.diff(start)), len(rules.codes) + 1)
    total = np.zeros(len(rules))
    same, code = rules.identities
    total[same] = seen[code]
    return total


@lru_cache(maxsize=4)
def little(lexicon: Lexicon) -> Profile:
    """The profile of a text that is mostly read right, by nobody knows which engine."""
    names = engines.of(lexicon).names
    return Profile(tuple((name, float(name == engines.ANY)) for name in names))


@lru_cache(maxsize=4)
def channel(lexicon: Lexicon) -> Channel:
    """The channel of a text that is mostly read right and has shown nothing yet."""
    return little(lexicon).channel(lexicon)


def look(lexicon: Lexicon, under: Channel, words: list[str], beam: Beam) -> Found:
    """The candidates of forms under a channel, spelt as another time did and misread."""
    return misread_too(find(lexicon, under, words, beam), under)


@lru_cache(maxsize=4)
def search(lexicon: Lexicon) -> Seek:
    """The search under that channel, which is the same for all texts."""
    beams: dict[Beam, Remembered] = {}
    under = variety.spelt(channel(lexicon), SOUGHT)

    def seek(words: list[str], beam: Beam) -> Found:
        if beam not in beams:
            beams[beam] = Remembered(partial(look, lexicon, under, beam=beam))
        return beams[beam](words)

    return seek
