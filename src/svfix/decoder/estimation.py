"""Estimation: a document's profile, from a sample of its forms.

Start from the engines' channels.  Each form weighs the engines by how well they explain it; the
document's channel is their mixture, re-estimated from the confusions it is seen to need
(expectation–maximisation over forms).  Without evidence of damage the answer is *clean*.
"""

from __future__ import annotations

from array import array
from functools import lru_cache, partial
from math import fsum
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log, log1p
else:
    from math import exp, log, log1p

from svfix.channel import engines
from svfix.channel.engines import Engines
from svfix.channel.profile import (
    CHANCE,
    SPACES,
    Profile,
    beyond_chance,
    kept,
    prior,
    renewed,
    used_at_all,
)
from svfix.channel.rules import SPACE, Rules
from svfix.lexicon.store import Lexicon
from svfix.search.candidates import QUICK, find
from svfix.search.paths import Found, Paths
from svfix.search.priors import searched, unlisted_prior
from svfix.search.remembered import Remembered
from svfix.uncompiled import Buffer

SAMPLE = 200  # forms that are enough to know a document's channel
CLEAN_PRIOR = 0.97  # of all documents; the engines share the rest
EVIDENCE = 0.5  # forms of a document are not independent: each counts half
RUN_ON = -7.6  # log-probability that words of a clean text look run together: odd compounds do
ODD = 0.01  # the share of forms of a clean text that look like damage
DOUBT = 0.05  # a smaller weight than this is none
WELL = 3.0  # nats of confusions in words run together that are believed to be that

LOST = cython.declare(cython.int, SPACE)
BELIEVED = cython.declare(cython.double, -WELL)


def estimate(forms: list[str], lexicon: Lexicon, marks: str = "") -> Profile:
    """The profile of a document with these forms, in the casing they have, and reject marks."""
    table = engines.of(lexicon)
    sample = choose(forms)
    if not sample:
        return Profile(
            tuple((name, float(name == engines.CLEAN)) for name in table.names), (), marks
        )
    found = boldest_search(lexicon)([searched(form) for form in sample])
    evidence = Evidence(found, sample, unlisted_prior(sample, lexicon), table.rules)
    weights = tuple(zip(table.names, weigh(evidence, table), strict=True))
    if dict(weights)[engines.CLEAN] >= 0.5:
        return Profile(weights, (), marks)
    known = prior(lexicon, weights)
    for_now = renewed(known, counted(evidence, known, table.rules), {}, table.rules)
    used = counted(evidence, for_now, table.rules)
    spaces = used[-len(SPACES) :]
    return Profile(weights, kept(used_at_all(used, table.rules), spaces, table.rules), marks)


@lru_cache(maxsize=4)
def boldest_search(lexicon: Lexicon) -> Remembered:
    """The search for what forms may have been under any engine."""
    return Remembered(partial(find, lexicon, engines.of(lexicon).boldest, beam=QUICK))


def choose(forms: list[str]) -> list[str]:
    """A sample of forms spread over the document, the same on every run."""
    names = [form for form in forms if len(form) > 1]
    step = max(1, len(names) // SAMPLE)
    return names[::step]


@cython.final
@cython.cclass
class Evidence:
    """What the forms of a document may have been, to be priced under one channel and another.

    Form `f` has the paths `first[f]` … `first[f + 1]`.  The first of them reads each character as
    what it is: then the form is a word that nobody listed.  The others are candidates of the
    lexicon.  Path `p` uses the rules `rules[steps[p]]` … `rules[steps[p + 1]]`, has lost `spaces`
    and is worth `prior` by itself; `price` is what it is worth under the last channel that was
    asked for, and `total` what all paths of a form are, all in nats.
    """

    size: cython.Py_ssize_t
    first: cython.longlong[::1]
    steps: cython.longlong[::1]
    rules: cython.int[::1]
    spaces: cython.int[::1]
    prior: cython.double[::1]
    price: cython.double[::1]
    total: cython.double[::1]

    def __init__(self, found: Found, sample: list[str], unlisted: Buffer, rules: Rules) -> None:
        codes, start = rules.flat(sample)
        paths = len(sample) + len(found.form)
        self.size = len(sample)
        self.first = array("q", bytes(8 * (len(sample) + 1)))
        self.steps = array("q", bytes(8 * (paths + 1)))
        self.rules = array("i", bytes(4 * (len(codes) + len(found.paths.step))))
        self.spaces = array("i", bytes(4 * paths))
        self.prior = array("d", bytes(8 * paths))
        self.price = array("d", bytes(8 * paths))
        self.total = array("d", bytes(8 * len(sample)))
        as_is = codes, start, rules.of_code, unlisted
        self.fill(*as_is, found.form, found.prior, found.paths)

    def fill(
        self,
        codes: Buffer,
        start: Buffer,
        of_code: Buffer,
        unlisted: Buffer,
        form: Buffer,
        prior: Buffer,
        paths: Paths,
    ) -> None:
        """Fill in the paths, form by form."""
        code: cython.const[cython.int][::1] = codes
        starts: cython.const[cython.longlong][::1] = start
        same: cython.const[cython.int][::1] = of_code
        as_is: cython.const[cython.float][::1] = unlisted
        forms: cython.const[cython.int][::1] = form
        priors: cython.const[cython.float][::1] = prior
        first: cython.const[cython.int][::1] = paths.first
        step: cython.const[cython.int][::1] = paths.step
        f: cython.Py_ssize_t
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        row: cython.Py_ssize_t = 0
        path: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t = 0
        for f in range(self.size):
            self.first[f] = path
            self.prior[path] = as_is[f]
            for i in range(starts[f], starts[f + 1]):
                if same[code[i]] >= 0:
                    self.rules[at] = same[code[i]]
                    at += 1
            path += 1
            self.steps[path] = at
            while row < len(forms) and forms[row] == f:
                self.prior[path] = priors[row]
                for j in range(first[row], first[row + 1]):
                    if step[j] >= 0:
                        self.rules[at] = step[j]
                        at += 1
                    elif step[j] == LOST:
                        self.spaces[path] += 1
                row += 1
                path += 1
                self.steps[path] = at
        self.first[self.size] = path

    @cython.cfunc
    @cython.exceptval(check=False)
    def weigh(self, logp: cython.const[cython.float][::1], space: cython.double) -> cython.void:
        """Price all paths, and add up those of each form: log P(form, path) and log P(form).

        `space` is the log-probability of a space that was lost.
        """
        f: cython.Py_ssize_t
        path: cython.Py_ssize_t
        i: cython.Py_ssize_t
        price: cython.double
        best: cython.double
        whole: cython.double
        for f in range(self.size):
            best = 0
            for path in range(self.first[f], self.first[f + 1]):
                price = self.prior[path] + self.spaces[path] * space
                for i in range(self.steps[path], self.steps[path + 1]):
                    price += logp[self.rules[i]]
                self.price[path] = price
                if path == self.first[f] or price > best:
                    best = price
            whole = 0
            for path in range(self.first[f], self.first[f + 1]):
                whole += exp(self.price[path] - best)
            self.total[f] = best + log(whole)

    @cython.ccall
    def totals(self, logp: Buffer, space: float) -> Any:
        """By form, log P(form) under a channel: doubles."""
        self.weigh(logp, space)
        found = array("d", bytes(8 * self.size))
        total: cython.double[::1] = found
        total[:] = self.total
        return found

    @cython.ccall
    def uses(self, logp: Buffer, used: array[float]) -> float:
        """Add up how often each rule is used under a channel; how many spaces were lost.

        Spaces are counted where the letters beside them need little else.
        """
        count: cython.double[::1] = used
        space: cython.double = logp[len(used)]
        lost: cython.double = 0
        weight: cython.double
        f: cython.Py_ssize_t
        path: cython.Py_ssize_t
        i: cython.Py_ssize_t
        self.weigh(logp, space)
        for f in range(self.size):
            for path in range(self.first[f] + 1, self.first[f + 1]):
                weight = exp(self.price[path] - self.total[f])
                for i in range(self.steps[path], self.steps[path + 1]):
                    count[self.rules[i]] += weight
                if self.price[path] - self.prior[path] - self.spaces[path] * space > BELIEVED:
                    lost += weight * self.spaces[path]
        return lost


def weigh(evidence: Evidence, table: Engines) -> list[float]:
    """The posterior of the engines.

    The few forms that speak loudest against `clean` are not heard: an odd word is no damage.
    """
    behind = len(table.rules)
    spaces = {name: float(logp[behind]) for name, logp in zip(table.names, table.logp, strict=True)}
    spaces[engines.CLEAN] = RUN_ON
    total = {
        name: evidence.totals(logp, spaces[name])
        for name, logp in zip(table.names, table.logp, strict=True)
        if name != engines.ANY  # it is no hypothesis: what it stands for is a rate
    }
    clean = total[engines.CLEAN]
    size = len(clean)
    ahead = {name: less(of, clean) for name, of in total.items()}
    summed = {name: fsum(of) for name, of in ahead.items()}
    best = max(table.known, key=summed.__getitem__)
    loudest = sorted(ahead[best])[size - int(ODD * size) :]
    score = {}
    for name in total:
        known = CLEAN_PRIOR if name == engines.CLEAN else (1 - CLEAN_PRIOR) / len(table.known)
        said = summed[name] + size * log1p(-exp(spaces[name]))  # with the spaces that were read
        said += fsum(max(loud, 0.0) for loud in loudest) if name == engines.CLEAN else 0
        score[name] = log(known) + EVIDENCE * said
    most = max(score.values())
    weights = {name: exp(of - most) for name, of in score.items()}
    # A document has one channel: the mixture is for real doubt.
    real = [weights.get(name, 0.0) for name in table.names]
    real = [weight if weight >= DOUBT else 0.0 for weight in real]
    return [weight / fsum(real) for weight in real]


def less(
    numbers: cython.const[cython.double][::1], others: cython.const[cython.double][::1]
) -> array[float]:
    """Numbers, each less its other."""
    found = array("d", bytes(8 * len(numbers)))
    left: cython.double[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(numbers)):
        left[i] = numbers[i] - others[i]
    return found


def counted(evidence: Evidence, logp: Buffer, rules: Rules) -> array[float]:
    """How often the candidates suggest that each rule was used, under a channel: doubles.

    The last two counts are of spaces lost and read; each form has one beside it.
    """
    used = array("d", bytes(8 * len(rules)))
    lost = evidence.uses(logp, used)
    beyond_chance(used, rules)
    used.extend((max(lost - CHANCE, 0), evidence.size))
    return used
