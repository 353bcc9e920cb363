"""Calibration: how often a hypothesis with a certain posterior is right.

A posterior is as good as the models behind it, and they are surer than they should be: they take
words for independent, and a form nobody listed for a listed one misread.  So each posterior is
mapped to how often hypotheses like it were right on pages with a known truth, by logistic
regression on its log-odds (Platt 1999, "Probabilistic outputs for support vector machines") with a
few things beside it that tell how far it can be trusted.  The weights stand in `calibration.tsv`, a
column for hypotheses that change the form and one for the form as it was read;
`tools/learn_calibration.py` learns them.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cache
from math import fsum
from pathlib import Path
from typing import Any, Literal

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log, log1p
else:
    from math import exp, log, log1p

from svfix.channel.profile import KNOWN_DOUBT
from svfix.text.columns import table
from svfix.uncompiled import Buffer

SUREST = 12.0  # log-odds; a posterior beyond them says no more
BEND_LOW = cython.declare(cython.double, 2.0)  # log-odds where the slope may change
BEND_HIGH = cython.declare(cython.double, 6.0)
FREE = cython.declare(cython.double, 0.1)  # nats a letter; less costs nothing
MOST_ODDS = cython.declare(cython.double, SUREST)
EVERY = cython.declare(cython.double, 700.0)  # log-odds; the exponential of more is no double
KNOWN_WORDS = 20  # that a text's doubt is taken to be `KNOWN_DOUBT` of before its own are seen
LEAST_DOUBT = 0.003  # of a text; less makes no difference

NAMES = (
    "one",
    "log_odds",
    "log_odds_below",
    "log_odds_above",
    "cost",
    "cost_by_letter",
    "letters",
    "compound",
    "compound_cost",
    "unlisted",
    "compound_as_is",
    "run_on",
    "words",
    "part",
    "doubt",
)
"""The rows of `calibration.tsv`: what `Features.columns` has, in this order."""

Kind = Literal["changed", "kept"]

FORMATS = {"d": "d", "q": "lq", "B": "B?"}  # of views that are of a type, if of its size
SIZES = {"d": 8, "q": 8, "B": 1}  # bytes


@dataclass(frozen=True)
class Features:
    """Hypotheses in columns: what their calibration goes by.

    `posterior` is the lattice's; `cost`, in nats, what the channel asks for the hypothesis to be
    read as the form, whose `length` is in characters; `compound` says that the lexicon has but the
    parts of the hypothesis, `unlisted` not even those, and `compound_as_is` that it has the parts
    of the form as it was read; `words` is how many a hypothesis has, and `part` how many characters
    one edit of several changes, 1 for a space alone or where it is the only one; `doubt` is how
    much probability the likeliest hypotheses of all words of the text leave to others, on average.
    """

    posterior: Buffer
    cost: Buffer
    length: Buffer
    compound: Buffer
    unlisted: Buffer
    compound_as_is: Buffer
    words: Buffer
    part: Buffer
    doubt: float

    def at(self, which: Buffer) -> Features:
        """Some of the hypotheses, by numbers of 64 bits."""
        return Features(
            posterior=picked("d", self.posterior, which),
            cost=picked("d", self.cost, which),
            length=picked("q", self.length, which),
            compound=picked("B", self.compound, which),
            unlisted=picked("B", self.unlisted, which),
            compound_as_is=picked("B", self.compound_as_is, which),
            words=picked("q", self.words, which),
            part=picked("q", self.part, which),
            doubt=self.doubt,
        )

    def columns(self) -> Buffer:
        """The features by hypothesis, as the weights want them: (hypothesis, feature), doubles."""
        posterior: cython.const[cython.double][::1] = typed("d", self.posterior)
        costs: cython.const[cython.double][::1] = typed("d", self.cost)
        length: cython.const[cython.longlong][::1] = typed("q", self.length)
        compound: cython.const[cython.uchar][::1] = typed("B", self.compound)
        unlisted: cython.const[cython.uchar][::1] = typed("B", self.unlisted)
        compound_as_is: cython.const[cython.uchar][::1] = typed("B", self.compound_as_is)
        words: cython.const[cython.longlong][::1] = typed("q", self.words)
        part: cython.const[cython.longlong][::1] = typed("q", self.part)
        found = table(len(posterior), len(NAMES))
        rows: cython.double[:, ::1] = found
        letters: cython.double
        odds: cython.double
        cost: cython.double
        doubt: cython.double = log(self.doubt + LEAST_DOUBT)
        i: cython.Py_ssize_t
        for i in range(len(posterior)):
            odds = log_odds(posterior[i])
            cost = max(costs[i], 0.0)
            letters = length[i]
            rows[i, 0] = 1.0
            rows[i, 1] = odds
            rows[i, 2] = min(odds - BEND_LOW, 0.0)
            rows[i, 3] = max(odds - BEND_HIGH, 0.0)
            rows[i, 4] = cost
            rows[i, 5] = log(cost / letters + FREE)
            rows[i, 6] = log(letters)
            rows[i, 7] = compound[i]
            rows[i, 8] = compound[i] * log1p(cost)
            rows[i, 9] = unlisted[i]
            rows[i, 10] = compound_as_is[i]
            rows[i, 11] = words[i] > 1
            rows[i, 12] = log(words[i])
            rows[i, 13] = log(part[i])
            rows[i, 14] = doubt
        return found


def typed(kind: str, numbers: Buffer) -> Buffer:
    """A column as numbers of a type (as `array` names it), which it mostly is.

    >>> typed("d", array("f", [0.5, 2])).tolist()
    [0.5, 2.0]
    """
    there = memoryview(numbers)
    fits = there.format in FORMATS[kind] and there.itemsize == SIZES[kind]
    return there if fits else array(kind, there)


def picked(kind: str, numbers: Buffer, which: Buffer) -> Any:
    """Some of the numbers of a column, by places of 64 bits, as numbers of a type.

    >>> picked("d", array("q", [5, 6, 7]), array("q", [2, 0])).tolist()
    [7.0, 5.0]
    """
    places: cython.const[cython.longlong][::1] = which
    found = array(kind, bytes(SIZES[kind] * len(which)))
    if kind == "d":
        put_doubles(numbers, places, found)
    elif kind == "q":
        put_whole(numbers, places, found)
    else:
        put_bytes(numbers, places, found)
    return found


@cython.cfunc
@cython.exceptval(-1, check=False)
def put_doubles(
    numbers: Buffer, places: cython.const[cython.longlong][::1], to: cython.double[::1]
) -> cython.int:
    i: cython.Py_ssize_t
    for i in range(len(places)):
        to[i] = numbers[places[i]]
    return 0


@cython.cfunc
@cython.exceptval(-1, check=False)
def put_whole(
    numbers: Buffer, places: cython.const[cython.longlong][::1], to: cython.longlong[::1]
) -> cython.int:
    i: cython.Py_ssize_t
    for i in range(len(places)):
        to[i] = numbers[places[i]]
    return 0


@cython.cfunc
@cython.exceptval(-1, check=False)
def put_bytes(
    numbers: Buffer, places: cython.const[cython.longlong][::1], to: cython.uchar[::1]
) -> cython.int:
    i: cython.Py_ssize_t
    for i in range(len(places)):
        to[i] = numbers[places[i]]
    return 0


@cython.ccall
@cython.exceptval(check=False)
def log_odds(p: cython.double) -> cython.double:
    """The log-odds of a probability, within `SUREST`.

    >>> round(log_odds(0.9), 3), log_odds(0.0)
    (2.197, -12.0)
    """
    if p <= 0.0:
        return -MOST_ODDS
    if p >= 1.0:
        return MOST_ODDS
    return max(-MOST_ODDS, min(log(p) - log1p(-p), MOST_ODDS))


@cython.ccall
@cython.exceptval(check=False)
def probability(odds: cython.double) -> cython.double:
    """The probability that log-odds are of.

    >>> probability(0.0), round(probability(2.197), 3), probability(-1e9) < 1e-300
    (0.5, 0.9, True)
    """
    return 1.0 / (1.0 + exp(min(-odds, EVERY)))


def doubt(posterior: Buffer) -> float:
    """The average doubt that the likeliest hypotheses of a text's words leave."""
    return doubt_of(len(posterior), len(posterior) - fsum(posterior))


def doubt_of(words: int, unsure: float) -> float:
    """The average doubt in a text of so many words, of which so many are not what is likeliest.

    A text of few words says little of itself, and is judged as if it had ordinary ones as well.
    """
    return (unsure + KNOWN_WORDS * KNOWN_DOUBT) / (words + KNOWN_WORDS)


def confidence(features: Features, kind: Kind) -> Buffer:
    """How often hypotheses like these are right, 0 to 1.

    >>> posterior, cost, length = array("d", [0.999] * 2), array("d", [1, 20]), array("q", [5, 5])
    >>> no, one = array("B", [0, 0]), array("q", [1, 1])
    >>> features = Features(posterior, cost, length, no, no, no, one, one, doubt=0.01)
    >>> cheap, dear = confidence(features, "changed")
    >>> bool(cheap > dear)
    True
    """
    return logistic(features.columns(), weights("calibration.tsv", NAMES)[kind])


def logistic(columns: Buffer, weight: Buffer) -> Buffer:
    """The probabilities that a logistic regression with these weights says, row by row."""
    rows: cython.const[cython.double][:, ::1] = columns
    weights: cython.const[cython.double][::1] = weight
    found = array("d", bytes(8 * len(columns)))
    sure: cython.double[::1] = found
    score: cython.double
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    for i in range(len(sure)):
        score = 0.0
        for j in range(len(weights)):
            score += rows[i, j] * weights[j]
        sure[i] = probability(score)
    return found


@cache
def weights(name: str, features: tuple[str, ...]) -> dict[str, array[float]]:
    """The learned weights in a table of this package, by the table's columns.

    Its rows are to be these features, in this order.
    """
    text = Path(__file__).with_name(name).read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("# ")]
    kinds, rows = rows[0][1:], rows[1:]
    assert tuple(row[0] for row in rows) == features
    columns = zip(*(map(float, row[1:]) for row in rows), strict=True)
    return {kind: array("d", column) for kind, column in zip(kinds, columns, strict=True)}
