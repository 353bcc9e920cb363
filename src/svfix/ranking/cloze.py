"""Cloze: the hypotheses of a word weighed anew by how well they fit among the words around.

The lattice sees two words on either side, and counts only what stood in the corpora together.  So
where several listed words are likely in one place, the probability they have between them is shared
anew: `svfix.lexicon.cloze` says how well each fits the likeliest hypotheses around.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log
else:
    from math import exp, log

from svfix.channel.model import UNITS
from svfix.lexicon.cloze import EDGE, MARKS, Cloze, Context, Gap
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.ranking.lattice import Slots
    from svfix.text.tokens import Tokens

LEAST = cython.declare(cython.double, 5e-4)  # probability of a hypothesis worth another look
TRUST = cython.declare(cython.double, 0.7)  # weight of the fit
HEARD = cython.declare(cython.double, 0.5)  # weight left to the n-grams where the network speaks
NAT = cython.declare(cython.double, UNITS)
BOUNDARY = cython.declare(cython.int, EDGE)


def rescore(
    posterior: Buffer,
    slots: Slots,
    able: Buffer,
    best: Buffer,
    place: tuple[str, Tokens, Buffer],
    lexicon: Lexicon,
) -> Buffer:
    """Posteriors of all candidates, with those of listed words in one slot shared anew.

    `able` says which candidates are listed words, `best` the likeliest candidate of each slot;
    `place` is the text with its tokens and their slots.  The network has seen the neighbours that
    n-grams see, so that what these said counts for half.
    """
    shared = array("f", bytes(posterior))
    rivals = Rivals(slots, able, lexicon.cloze, shared)
    gap: Gap | None = None
    slot: cython.Py_ssize_t
    for slot in range(len(slots.count)):
        if not rivals.find(slot):
            continue
        if gap is None:
            words = likeliest_words(slots.as_context, best, lexicon.cloze.context)
            gap = Gap(lexicon.cloze, context_of(*place, words))
        gap.look(slot)
        rivals.share(gap)
    return shared


def likeliest_words(form: Buffer, best: Buffer, number: Buffer) -> array[int]:
    """The likeliest word of each slot, by its number as a context word."""
    forms: cython.const[cython.int][::1] = form
    candidates: cython.const[cython.longlong][::1] = best
    numbers: cython.const[cython.int][::1] = number
    words = array("i", bytes(4 * len(best)))
    into: cython.int[::1] = words
    i: cython.Py_ssize_t
    for i in range(len(into)):
        into[i] = numbers[forms[candidates[i]]]
    return words


@cython.final
@cython.cclass
class Rivals:
    """The listed words that are likely in one slot after the other, and their posteriors.

    `which` are the places among all candidates of the rivals of a slot, as many as `size`, and
    `score` how well each does, in nats.
    """

    start: cython.const[cython.longlong][::1]
    count: cython.const[cython.longlong][::1]
    as_word: cython.const[cython.int][::1]
    local: cython.const[cython.int][::1]
    able: cython.const[cython.uchar][::1]
    context: cython.const[cython.int][::1]  # the network's number of each form as a context word
    words: cython.int  # how many it knows to fill gaps with, and one
    posterior: cython.float[::1]
    which: cython.longlong[::1]
    score: cython.double[::1]
    size: cython.Py_ssize_t

    def __init__(self, slots: Slots, able: Buffer, cloze: Cloze, posterior: array[float]) -> None:
        self.start, self.count = slots.start, slots.count
        self.as_word, self.local = slots.as_word, slots.local
        self.able, self.posterior = able, posterior
        self.context, self.words = cloze.context, len(cloze.bias)
        self.which, self.score = array("q", bytes(8)), array("d", bytes(8))
        self.size = 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def find(self, slot: cython.Py_ssize_t) -> cython.bint:
        """Find the rivals of a slot, and whether two of them are different words.

        The same word with and without a capital is no choice.
        """
        word: cython.int
        first: cython.int = 0
        differ: cython.bint = False
        i: cython.longlong
        count: cython.longlong = self.count[slot]
        self.size = 0
        if count < 2:
            return False
        if count > len(self.which):
            self.which, self.score = array("q", bytes(8 * count)), array("d", bytes(8 * count))
        for i in range(self.start[slot], self.start[slot] + count):
            word = self.word(i)
            if not (self.able[i] and word and self.posterior[i] >= LEAST):
                continue
            differ = differ or (self.size > 0 and word != first)
            first = word
            self.which[self.size] = i
            self.size += 1
        return differ

    @cython.cfunc
    @cython.exceptval(check=False)
    def word(self, candidate: cython.longlong) -> cython.int:
        """The network's number of a candidate among the words that fill gaps; 0 of others."""
        number: cython.int = self.context[self.as_word[candidate]] - BOUNDARY
        return number if 0 < number < self.words else 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def share(self, gap: Gap) -> cython.void:
        """Share what the rivals of a slot have between them by how well they fit its gap."""
        before: cython.double
        alone: cython.double
        most: cython.double = 0
        had: cython.double = 0
        has: cython.double = 0
        at: cython.longlong
        i: cython.Py_ssize_t
        for i in range(self.size):
            at = self.which[i]
            before = self.posterior[at]
            alone = self.local[at] / NAT  # what a hypothesis is worth without its neighbours
            self.score[i] = HEARD * log(before) + (1 - HEARD) * alone
            self.score[i] += TRUST * gap.fit(self.word(at))
            had += before
            if not i or self.score[i] > most:
                most = self.score[i]
        for i in range(self.size):
            self.score[i] = exp(self.score[i] - most)
            has += self.score[i]
        for i in range(self.size):
            self.posterior[self.which[i]] = self.score[i] * (had / has)


def context_of(text: str, tokens: Tokens, slot: Buffer, word: Buffer) -> Context:
    """The words of a row as context, given the tokens of a text and their slots in the row.

    `word` has the number of each slot's word.  A paragraph begins behind an empty line.
    """
    words = array("i", bytes(word))
    marks, titled = (array("B", bytes(len(words))) for _ in range(2))
    into: cython.int[::1] = words
    slots: cython.const[cython.longlong][::1] = slot
    start: cython.const[cython.longlong][::1] = tokens.start
    end: cython.const[cython.longlong][::1] = tokens.end
    form: cython.const[cython.longlong][::1] = tokens.form
    mark: cython.uchar[::1] = marks
    capital: cython.uchar[::1] = titled
    forms: list[str] = tokens.forms
    said: str
    i: cython.Py_ssize_t
    place: cython.Py_ssize_t
    behind: cython.Py_ssize_t = 0  # the token before
    for i in range(len(slots)):
        place = slots[i]
        said = forms[form[i]]
        capital[place] = len(said) > 0 and said[0].isupper()
        if end[i] < len(text) and text[end[i]] != " ":
            mark[place] = MARKS.get(text[end[i]], 0)
        apart = not i or (start[i] > behind + 1 and text.count("\n", behind, start[i]) > 1)
        if apart and place:
            into[place - 1] = EDGE
        behind = end[i]
    into[len(into) - 1] = EDGE
    return Context(words, marks, titled)
