"""Rows: the hypotheses of forms in columns."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import SPACE, Channel
from svfix.lexicon.ngrams import LOGP
from svfix.lexicon.store import PAST_STEP, Lexicon
from svfix.search.paths import Paths, Table
from svfix.uncompiled import Buffer

TILT = 0.8
"""The power of P(word | old texts) / P(word) by which words are likelier in an old text (Kneser,
Peters & Klakow 1997, "Language model adaptation using dynamic marginals")."""

LOST = cython.declare(cython.int, SPACE)
PAST = TILT * PAST_STEP  # nats of a step
NATS = cython.declare(cython.const[cython.float][::1], LOGP)  # by stored probability


@dataclass(eq=False)
class Rows:
    """Hypotheses in columns: row by row, the number of the form that may have been read as it.

    `titled` says that a hypothesis begins with a capital.  `channel` is log P(form | hypothesis);
    `as_word`, `as_context` and `prior_beyond_word` are what the lattice needs: the lexicon forms
    that stand for the hypothesis as a word to come and as context, and what its own log-probability
    has beyond the former's.  `is_identity` marks the hypotheses that leave the form alone; `paths`
    are those of candidates of the lexicon, or of the user's words where `is_user_word` says so, and
    empty for other hypotheses.

    Numbers are int64, log-probabilities nats in float32.
    """

    form: Buffer
    titled: Buffer
    as_word: Buffer
    as_context: Buffer
    prior_beyond_word: Buffer
    channel: Buffer
    is_identity: Buffer
    is_user_word: Buffer
    paths: Paths

    def __len__(self) -> int:
        return len(self.form)

    def scores(self, lexicon: Lexicon, old: float) -> Any:
        """By hypothesis, log P(form, hypothesis) without context: nats, float64.

        `old` is how likely the text is in another time's spelling, and so in its words.
        """
        as_word: cython.const[cython.longlong][::1] = self.as_word
        extra: cython.const[cython.float][::1] = self.prior_beyond_word
        channel: cython.const[cython.float][::1] = self.channel
        unigram: cython.const[cython.uchar][::1] = lexicon.ngrams.unigram
        continuation: cython.const[cython.uchar][::1] = lexicon.ngrams.continuation
        past: cython.const[cython.schar][::1] = lexicon.past
        tilt: cython.double = PAST * old
        unknown: cython.longlong = lexicon.special["<unk>"]
        scores = array("d", bytes(8 * len(self.form)))
        score: cython.double[::1] = scores
        cost: cython.double
        prior: cython.double
        more: cython.double
        i: cython.Py_ssize_t
        for i in range(len(as_word)):
            cost = channel[i]
            more = extra[i]
            if more == 0 and as_word[i] != unknown:
                prior = NATS[unigram[as_word[i]]]
            else:
                prior = NATS[continuation[as_word[i]]]
            score[i] = cost + (more + prior) + tilt * past[as_word[i]]
        return scores

    def repriced(self, channel: Channel) -> Rows:
        """The same hypotheses as another channel has them; those of no path keep their price."""
        first: cython.const[cython.int][::1] = self.paths.first
        step: cython.const[cython.int][::1] = self.paths.step
        cost: cython.const[cython.float][::1] = channel.cost
        lost_space: cython.double = channel.lost_space
        prices = array("f", bytes(memoryview(self.channel)))
        price: cython.float[::1] = prices
        total: cython.double
        each: cython.double
        rules: cython.bint
        i: cython.Py_ssize_t
        at: cython.Py_ssize_t
        for i in range(len(price)):
            total = 0
            rules = False
            for at in range(first[i], first[i + 1]):
                if step[at] >= 0:
                    each = cost[step[at]]
                    total -= each
                    rules = True
                elif step[at] == LOST:
                    total -= lost_space
            if rules:
                price[i] = total
        return replace(self, channel=prices)


@cython.final
@cython.cclass
class Sheet:
    """Rows to be written one behind the other; there is room for so many, with so many steps."""

    def __init__(self, room: int, steps: int) -> None:
        self.size = self.end = 0
        whole, real, mark = array("q", bytes(8 * room)), array("f", bytes(4 * room)), bytes(room)
        columns: list[Any] = [whole, whole[:], whole[:], real, real[:]]
        columns += [array("B", mark), array("B", mark), array("B", mark)]
        columns += [array("i", bytes(4 * room + 4)), array("i", bytes(4 * steps))]
        self.form, self.as_word, self.as_context, self.prior_beyond_word, self.channel = columns[:5]
        self.titled, self.is_identity, self.is_user_word, self.first, self.step = columns[5:]
        self.columns = columns

    def rows(self) -> Rows:
        """What was written down."""
        *columns, first, step = self.columns
        form, as_word, as_context, extra, channel = (each[: self.size] for each in columns[:5])
        titled, same, own = (each[: self.size] for each in columns[5:])
        paths = Paths(first[: self.size + 1], step[: self.end])
        return Rows(form, titled, as_word, as_context, extra, channel, same, own, paths)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put(
        self,
        form: cython.longlong,
        titled: cython.bint,
        as_word: cython.longlong,
        as_context: cython.longlong,
    ) -> cython.int:
        """Write down a hypothesis of no path, and its place."""
        at: cython.int = self.size
        self.form[at] = form
        self.titled[at] = titled
        self.as_word[at] = as_word
        self.as_context[at] = as_context
        self.size = at + 1
        self.first[self.size] = self.end
        return at

    @cython.cfunc
    @cython.exceptval(check=False)
    def price(self, extra: cython.double, channel: cython.double) -> cython.int:
        """Write down what the last hypothesis costs."""
        self.prior_beyond_word[self.size - 1] = extra
        self.channel[self.size - 1] = channel
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def path(self, source: Table, i: cython.int) -> cython.int:
        """Write down the path of a candidate as that of the last hypothesis."""
        at: cython.int
        for at in range(source.first[i], source.first[i + 1]):
            self.step[self.end] = source.step[at]
            self.end += 1
        self.first[self.size] = self.end
        return 0
