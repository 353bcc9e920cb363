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

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, isinf, log, log1p
else:
    from math import exp, isinf, log, log1p

from svfix.channel import engines
from svfix.channel.model import SPACE, Channel, Rules
from svfix.channel.profile import DECIMALS, KNOWN_DOUBT, Profile, kept, spelt
from svfix.decoder import variety
from svfix.lexicon.store import Lexicon
from svfix.ranking import misreadings, suspicion
from svfix.search.candidates import Beam, find
from svfix.search.hypotheses import Hypotheses, Seek
from svfix.search.paths import Found, Paths, misread_too
from svfix.search.remembered import Remembered
from svfix.text.capitals import all_capitals

if TYPE_CHECKING:
    from svfix.channel.habits import Habits
    from svfix.uncompiled import Buffer

RATES = array("d", [0.0, *(1e-4 * 3000 ** (step / 13) for step in range(14))])
"""Shares of words that a text may have misread: none, and from 1 in 10,000 to 3 in 10."""

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

IN_ORDER_OF = array("d", [log1p(-rate * (1 - IN_ORDER)) for rate in RATES])
"""log P(a word looks in order), by rate."""

LOUDEST = cython.declare(cython.double, 10.0)
"""Nats that one form says at most: it may be odd in a way that nothing here knows."""

SOME = 0.005
"""The rate of damage under which confusions are counted, where a text seems to have less."""

SOUGHT = 0.05
"""How likely a text is in another spelling while hypotheses are sought: near neither end, so that
both what is spelt so and what is misread so come within reach."""

SEVERAL = 2  # forms that look misread, before an engine is looked for
LOUD = cython.declare(cython.double, 5.0)  # nats that such a form says
OLDEST = 0.2
"""The rate of a text in another spelling from which on that is older than any that was counted, and
not misread: what is odd so often is how it is spelt."""

LEAST_RATE = cython.declare(cython.double, 1e-9)  # as good as none
LEAST = 0.05  # times that a confusion has to be needed to be kept
MOST = cython.declare(cython.double, 3.0)  # how often one form counts, however often it is met

SHOWN = cython.declare(cython.Py_ssize_t, misreadings.NAMES.index("shown"))
WIDTH = cython.declare(cython.Py_ssize_t, len(misreadings.NAMES))
LOST_SPACE = cython.declare(cython.int, SPACE)
NEVER = cython.declare(cython.double, float("-inf"))  # log-odds


@dataclass(frozen=True)
class Damage:
    """What a text says of its damage.

    `rate` is the share of its words that it is expected to have misread, `odds` the log-odds that
    each form was, by what the form itself and the other forms say, and `ratios` what it says by
    itself; `other` is the row of each form's likeliest hypothesis that changes it, -1 for none;
    `odd` are the forms that are judged, and `columns`, by form, what tells of them (`misreadings`).
    """

    rate: float
    odds: Buffer
    ratios: Buffer
    other: Buffer
    odd: Buffer
    columns: Buffer

    @property
    def shown(self) -> Any:
        """By form, how much likelier its errors are in this text than in any."""
        columns: cython.const[cython.double][:, ::1] = self.columns
        found = doubles(len(columns))
        shown: cython.double[::1] = found
        i: cython.Py_ssize_t
        for i in range(len(columns)):
            shown[i] = columns[i, SHOWN]
        return found


def doubles(size: int) -> array[float]:
    """Room for floating-point numbers of 64 bits."""
    return array("d", bytes(8 * size))


def table(rows: int, width: int) -> Any:
    """Room for rows of such numbers, for one at least."""
    return memoryview(doubles(max(rows, 1) * width)).cast("B").cast("d", (max(rows, 1), width))


def total(often: Buffer) -> int:
    """How many words a text has, whose forms stand in it so often."""
    counts: cython.const[cython.longlong][::1] = often
    words: cython.longlong = 0
    i: cython.Py_ssize_t
    for i in range(len(counts)):
        words += counts[i]
    return words


def shares() -> list[float]:
    """The prior of each rate in a text of a paragraph or more."""
    likely = [rate**RISING if 0 < rate <= GOOD else 0.0 for rate in RATES]
    high = sum(rate > GOOD for rate in RATES)
    share = [LITTLE * each / sum(likely) if each else (1 - NONE - LITTLE) / high for each in likely]
    return [NONE, *share[1:]]


@lru_cache(maxsize=1024)
def log_prior(words: int) -> array[float]:
    """The log of the prior of each rate in a text of so many words.

    >>> sum(map(exp, log_prior(0))), round(exp(log_prior(500)[0]), 6) == NONE
    (1.0, True)
    """
    scanned = min(1.0, words / suspicion.PARAGRAPH)
    prior = [share * scanned for share in shares()]
    prior[0] = 1 - (1 - NONE) * scanned
    return array("d", [log(share) if share else NEVER for share in prior])


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def speaks(rate: cython.double, ratio: cython.double) -> cython.double:
    """log P(form | rate), from the form's likelihood ratio."""
    return log1p(rate * (ratio - 1))


def likelihoods(ratio: Buffer, words: int) -> array[float]:
    """log P(text | rate) by rate: of the forms with these likelihood ratios, and of other words.

    `words` is how many words the text has that are in order for all that is known of them.
    """
    ratios: cython.const[cython.double][::1] = ratio
    rates: cython.const[cython.double][::1] = RATES
    in_order: cython.const[cython.double][::1] = IN_ORDER_OF
    count: cython.double = words
    found = doubles(len(rates))
    said: cython.double[::1] = found
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    for k in range(len(rates)):
        for i in range(len(ratios)):
            said[k] += speaks(rates[k], ratios[i])
        said[k] += count * in_order[k]
    return found


def expected(log_likelihood: Buffer, words: int) -> float:
    """The expected rate in a text of so many words, given log P(text | rate)."""
    return mean(log_likelihood, log_prior(words), RATES)


@cython.cfunc
@cython.exceptval(check=False)
def mean(
    likelihood: cython.const[cython.double][::1],
    prior: cython.const[cython.double][::1],
    rates: cython.const[cython.double][::1],
) -> cython.double:
    """The mean of the posterior of the rates, by Bayes' rule."""
    best: cython.double = NEVER
    whole: cython.double = 0
    found: cython.double = 0
    weight: cython.double
    k: cython.Py_ssize_t
    for k in range(len(rates)):
        best = max(best, prior[k] + likelihood[k])
    for k in range(len(rates)):
        weight = exp(prior[k] + likelihood[k] - best)
        whole += weight
        found += weight * rates[k]
    return found / whole


def beside(ratio: Buffer, log_likelihood: Buffer, words: int) -> array[float]:
    """By form, the log-odds that a word of the text is misread, by what all but this form say.

    `log_likelihood` is log P(text | rate) by what all say, of the other `words` too.
    """
    ratios: cython.const[cython.double][::1] = ratio
    rates: cython.const[cython.double][::1] = RATES
    prior: cython.const[cython.double][::1] = log_prior(words + len(ratios))
    together: cython.const[cython.double][::1] = log_likelihood
    rest: cython.double[::1] = doubles(len(rates))
    found = doubles(len(ratios))
    odds: cython.double[::1] = found
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    for i in range(len(ratios)):
        for k in range(len(rates)):
            rest[k] = together[k] - speaks(rates[k], ratios[i])
        odds[i] = log_odds(mean(rest, prior, rates))
    return found


@lru_cache(maxsize=1024)
def quiet(words: int) -> float:
    """The expected rate of one kind of damage in a text of so many words, none of which is odd."""
    return expected(likelihoods(doubles(0), words), words)


def damage(hypotheses: Hypotheses, often: Buffer) -> Damage:
    """The damage of a text whose forms have these hypotheses and stand in it so often.

    `hypotheses` are priced as any engine has them.
    """
    other = hypotheses.others()
    odd = strange(hypotheses, other, often)
    if not odd:
        return judged(hypotheses, often, other, odd, None)
    form, hypothesis = odd, taken(other, odd)
    shown = doubles(len(odd))
    rows = misreadings.columns(hypotheses, form, hypothesis, often, shown)
    return judged(hypotheses, often, other, odd, rows)


def strange(
    hypotheses: Hypotheses,
    other: cython.const[cython.longlong][::1],
    often: cython.const[cython.longlong][::1],
) -> array[int]:
    """The forms that may be misread: of another hypothesis, and no letter that is a word."""
    trusted: cython.const[cython.uchar][::1] = hypotheses.trusted
    forms = hypotheses.forms
    found = array("q")
    i: cython.Py_ssize_t
    for i in range(len(other)):
        if other[i] >= 0 and often[i] > 0 and not (trusted[i] and len(forms[i]) == 1):
            found.append(i)
    return found


def taken(
    numbers: cython.const[cython.longlong][::1], which: cython.const[cython.longlong][::1]
) -> array[int]:
    """Some of the numbers."""
    found = array("q", bytes(8 * len(which)))
    some: cython.longlong[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(which)):
        some[i] = numbers[which[i]]
    return found


def again(
    found: Damage, hypotheses: Hypotheses, often: Buffer, habits: Habits, own: Buffer | None
) -> Damage:
    """The damage that was found, now that the text's habits are known.

    `own` is, by form, how much of what was counted is of that form; None of a profile given.
    """
    odd = array("q", bytes(found.odd))
    if not odd:
        return judged(hypotheses, often, found.other, odd, None)
    paths, counted = hypotheses.rows.paths, doubles(len(odd))
    if own is not None:
        pick(own, odd, counted)
    shown: cython.const[cython.double][::1] = habits.shown(
        paths.first, paths.step, taken(found.other, odd), counted
    )
    before: cython.const[cython.double][:, ::1] = found.columns
    made = table(len(odd), WIDTH)
    rows: cython.double[:, ::1] = made
    form: cython.const[cython.longlong][::1] = odd
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    for i in range(len(form)):
        for k in range(WIDTH):
            rows[i, k] = before[form[i], k]
        rows[i, SHOWN] = shown[i]
    return judged(hypotheses, often, found.other, odd, made)


def pick(
    numbers: cython.const[cython.double][::1],
    which: cython.const[cython.longlong][::1],
    to: cython.double[::1],
) -> None:
    """Fill in some of the numbers."""
    i: cython.Py_ssize_t
    for i in range(len(which)):
        to[i] = numbers[which[i]]


def judged(
    hypotheses: Hypotheses, often: Buffer, other: Buffer, odd: array[int], rows: Buffer | None
) -> Damage:
    """What the odd forms of a text say of it, and of each other; `rows` are what tells of each.

    Letters that were misread and spaces that were lost are two kinds of damage, each of a rate of
    its own.  It is the forms that no list has that tell of it.
    """
    size, words = len(often), total(often)
    odds, ratios = array("d", [NEVER]) * size, array("d", [NEVER]) * size
    columns = table(size, WIDTH)
    rate = 2 * quiet(words)
    if rows is not None:
        said = suspicion.log_ratio(rows)
        put(rows, odd, said, columns, ratios)
        run_on = run_together(hypotheses, other, odd)
        rate = sum(of_kind(kind, run_on, hypotheses, odd, words, said, odds) for kind in (1, 0))
    return Damage(rate, odds, ratios, other, odd, columns)


def put(
    rows: cython.const[cython.double][:, ::1],
    odd: cython.const[cython.longlong][::1],
    said: cython.const[cython.double][::1],
    columns: cython.double[:, ::1],
    ratios: cython.double[::1],
) -> None:
    """Put what is known of the odd forms in their places among all forms."""
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    for i in range(len(odd)):
        ratios[odd[i]] = said[i]
        for k in range(WIDTH):
            columns[odd[i], k] = rows[i, k]


def run_together(
    hypotheses: Hypotheses,
    other: cython.const[cython.longlong][::1],
    odd: cython.const[cython.longlong][::1],
) -> array[int]:
    """By odd form, 1 where its other hypothesis is of words run together."""
    paths: Paths = hypotheses.rows.paths
    first: cython.const[cython.int][::1] = paths.first
    step: cython.const[cython.int][::1] = paths.step
    found = array("b", bytes(len(odd)))
    run_on: cython.schar[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(odd)):
        run_on[i] = spaces(first, step, other[odd[i]]) > 0
    return found


@cython.cfunc
@cython.exceptval(check=False)
def spaces(
    first: cython.const[cython.int][::1],
    step: cython.const[cython.int][::1],
    row: cython.Py_ssize_t,
) -> cython.longlong:
    """How many spaces a path restores."""
    found: cython.longlong = 0
    at: cython.Py_ssize_t
    for at in range(first[row], first[row + 1]):
        found += step[at] == LOST_SPACE
    return found


def of_kind(
    kind: cython.int,
    run_on: cython.const[cython.schar][::1],
    hypotheses: Hypotheses,
    odd: cython.const[cython.longlong][::1],
    words: int,
    said: cython.const[cython.double][::1],
    odds: cython.double[::1],
) -> float:
    """The rate of one kind of damage; sets the log-odds of the odd forms of this kind."""
    listed: cython.const[cython.uchar][::1] = hypotheses.trusted
    telling = array("d")
    alike: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(odd)):
        if run_on[i] == kind:
            alike += 1
            if not listed[odd[i]]:
                telling.append(exp(min(max(said[i], -LOUDEST), LOUDEST)))
    if not alike:
        return quiet(words)
    in_order = words - len(telling)
    together = likelihoods(telling, in_order)
    found: cython.double = expected(together, in_order + len(odd))
    others: cython.const[cython.double][::1] = beside(telling, together, in_order)
    known: cython.double = log_odds(found)
    place: cython.Py_ssize_t = 0
    for i in range(len(odd)):
        if run_on[i] != kind:
            continue
        if listed[odd[i]]:
            odds[odd[i]] = known + said[i]
        else:
            odds[odd[i]] = others[place] + said[i]
            place += 1
    return found


def known(found: Damage, rate: float) -> Damage:
    """The same in a text of a known rate, of a profile that was given: each form by itself."""
    ratios: cython.const[cython.double][::1] = found.ratios
    made = array("d", bytes(found.odds))
    odds: cython.double[::1] = made
    before: cython.double = logit(rate)
    i: cython.Py_ssize_t
    for i in range(len(ratios)):
        if not isinf(ratios[i]):
            odds[i] = before + ratios[i]
    return replace(found, rate=rate, odds=made)


def much(found: Damage, words: int) -> bool:
    """Whether so much of a text of so many words looks misread that its engine may tell.

    One word that does is too little, unless that is half of them.
    """
    if found.rate < MUCH:
        return False
    odds: cython.const[cython.double][::1] = found.odds
    ratios: cython.const[cython.double][::1] = found.ratios
    likely: cython.longlong = 0
    i: cython.Py_ssize_t
    for i in range(len(odds)):
        likely += odds[i] > 0 or ratios[i] > LOUD
    return likely >= SEVERAL or 2 * likely >= words


def heavy(found: Damage, words: int) -> bool:
    """Whether a text of so many words is more than mostly right."""
    return found.rate >= HEAVY * min(1.0, words / suspicion.PARAGRAPH)


def silent(found: Damage) -> Damage:
    """The same of a text of which nothing that is odd can be told from how it is spelt."""
    size = len(found.other)
    never = array("d", [NEVER]) * size
    nothing = array("q", [-1]) * size
    return replace(found, odds=never, ratios=never, other=nothing, odd=array("q"))


@cython.cfunc
@cython.exceptval(check=False)
def log_odds(p: cython.double) -> cython.double:
    """The log-odds of a probability; of none at all, of next to none."""
    p = max(p, LEAST_RATE)
    return log(p) - log1p(-p)


def logit(p: float) -> float:
    """The log-odds of a probability; of none at all, of next to none."""
    return log_odds(p)


def estimate(
    hypotheses: Hypotheses, often: Buffer, found: Damage, lexicon: Lexicon, marks: str
) -> tuple[Profile, Any]:
    """The profile of a text that is mostly read right, from what its forms may have been.

    `hypotheses` are those under the channel of any engine, by which the damage was `found`.  With
    it comes, by form, how much of what was counted is of that form.  A misreading is counted as if
    the text had a few, so that those which bear each other out are seen to.
    """
    rules = hypotheses.rules
    own = doubles(len(hypotheses.forms))
    errors: dict[int, float] = {}
    spelling: dict[int, float] = {}
    lost = misread(hypotheses, found.other, often, found.ratios, found.rate, own, errors)
    as_spelt(hypotheses, often, own, spelling)
    used = [*errors_of(errors, rules), *letters_of(hypotheses.forms, often, rules)]
    profile = replace(
        little(lexicon),
        read=kept(used, (lost, total(often)), rules, {}, LEAST),
        variety=spelt(spelling.items(), rules, LEAST),
        marks=marks,
        rate=round(found.rate, DECIMALS),
    )
    return profile, own


def misread(
    hypotheses: Hypotheses,
    other: cython.const[cython.longlong][::1],
    often: cython.const[cython.longlong][::1],
    ratios: cython.const[cython.double][::1],
    rate: cython.double,
    own: cython.double[::1],
    used: dict[int, float],
) -> float:
    """Count the rules that the likely misreadings need; how many spaces were lost.

    Sets `own`, by form, to how often it is counted.
    """
    paths: Paths = hypotheses.rows.paths
    first: cython.const[cython.int][::1] = paths.first
    step: cython.const[cython.int][::1] = paths.step
    least: cython.double = logit(max(rate, SOME))
    lost: cython.double = 0
    i: cython.Py_ssize_t
    for i in range(len(other)):
        if other[i] >= 0 and often[i] > 0:
            own[i] = min(cython.cast(cython.double, often[i]), MOST) * likely(ratios[i] + least)
            need(first, step, other[i], own[i], used)
            lost += own[i] * spaces(first, step, other[i])
    return lost


@cython.cfunc
@cython.exceptval(check=False)
def likely(odds: cython.double) -> cython.double:
    """The probability of these log-odds."""
    return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))


def as_spelt(
    hypotheses: Hypotheses,
    often: cython.const[cython.longlong][::1],
    own: cython.const[cython.double][::1],
    used: dict[int, float],
) -> None:
    """Count the rules that the forms need as they stand, as far as they are not misread."""
    paths: Paths = hypotheses.rows.paths
    first: cython.const[cython.int][::1] = paths.first
    step: cython.const[cython.int][::1] = paths.step
    as_is: cython.const[cython.longlong][::1] = hypotheses.as_is
    weight: cython.double
    i: cython.Py_ssize_t
    for i in range(len(often)):
        weight = min(cython.cast(cython.double, often[i]), MOST) - own[i]
        need(first, step, as_is[i], weight, used)


@cython.cfunc
@cython.exceptval(-1, check=False)
def need(
    first: cython.const[cython.int][::1],
    step: cython.const[cython.int][::1],
    row: cython.Py_ssize_t,
    weight: cython.double,
    used: dict[int, float],
) -> cython.int:
    """Count the rules of a path with a weight."""
    at: cython.Py_ssize_t
    for at in range(first[row], first[row + 1]):
        if step[at] >= 0:
            used[step[at]] = used.get(step[at], 0.0) + weight
    return 0


def errors_of(used: dict[int, float], rules: Rules) -> list[tuple[int, float]]:
    """The rules among some that read a character as another, each with how often it was used."""
    same = rules.same
    return [(rule, often) for rule, often in used.items() if not same[rule]]


@lru_cache(maxsize=64)
def nothing(rate: float, lexicon: Lexicon, marks: str, doubt: float = KNOWN_DOUBT) -> Profile:
    """The profile of a text in which nothing is odd: nothing of it is counted."""
    rate, doubt = round(rate, DECIMALS), round(doubt, DECIMALS)
    return replace(little(lexicon), marks=marks, rate=rate, doubt=doubt)


def letters_of(
    forms: Sequence[str], often: cython.const[cython.longlong][::1], rules: Rules
) -> list[tuple[int, float]]:
    """The rules that read a character as what it is, with how often a text has the character."""
    said = [form.lower() if form.isupper() and all_capitals(form) else form for form in forms]
    codes: cython.const[cython.int][::1]
    start: cython.const[cython.longlong][::1]
    flat, starts = rules.flat(said)
    codes, start = flat, starts
    seen: cython.double[::1] = doubles(len(rules.codes) + 1)
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    for i in range(len(said)):
        for k in range(start[i], start[i + 1]):
            seen[codes[k]] += often[i]
    same: cython.const[cython.longlong][::1]
    code: cython.const[cython.longlong][::1]
    same, code = rules.identities
    return [(same[i], seen[code[i]]) for i in range(len(same))]


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
