"""Cloze: how well a word fits where it stands, judged by the words around it.

In a cloze test (Taylor 1953) a reader fills the gaps of a text.  Here a small network does (Bengio
et al. 2003, "A neural probabilistic language model", with words on both sides).  Each word is a row
of numbers; the rows of the nearest words, each in its place, the sums of those farther away, the
punctuation and the capitals go through one hidden layer, and what comes out is compared with the
row of each word that may fill the gap.  What it knows of a word it knows of words used alike, so it
speaks where n-grams have counted nothing.  `tools/learn_cloze.py` learns it.

Start reading from `Gap.look`.  All numbers are whole, and no sum of the layers reaches 2²⁴
(`build_cloze`): the answers are the same on every machine, in whatever order they are added.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.text.columns import table
from svfix.uncompiled import Buffer

UNKNOWN, START, NUMBER, EDGE = range(4)  # numbers of context words that are none

NEAREST, FAR = 3, 12  # words on either side with a place of their own, and all that are looked at
SIZE, HIDDEN, OUT = 64, 384, 96  # numbers in the row of a context word, inside, and of a word
COMMA, STOP, COLON, OTHER = range(1, 5)
MARKS = {",": COMMA, **dict.fromkeys(".!?…", STOP), **dict.fromkeys(";:", COLON)}
MARKS |= dict.fromkeys("()[]\"”“„»«’‘'–—-/", OTHER)
KINDS = OTHER + 1  # of marks, none included

BEHIND = range(-3, 3)  # places of words with the marks behind them, from the gap
CAPITALS = range(-2, 3)  # places of words that may have a capital
SIGNS = len(BEHIND) * KINDS + len(CAPITALS)
EDGES = 2 * NEAREST * SIZE, (2 * NEAREST + 2) * SIZE  # of words in their places, of their sums
WIDTH = EDGES[1] + SIGNS  # of all that is around a gap

ONE = 64  # steps of rows of context words, of their sums, and of marks and capitals, in 1
WEIGHT_ONE = 64  # steps of weights in 1
BEND_ONE = 32  # steps inside the hidden layer in 1
WORD_ONE = 128  # steps of rows of words in 1
BIAS_ONE = 256
MOST_FAR, MOST_HIDDEN = 400, 255  # steps; a sum beyond says no more

NEAR_WORDS = cython.declare(cython.int, NEAREST)
FAR_WORDS = cython.declare(cython.int, FAR)
BOUNDARY = cython.declare(cython.int, EDGE)
MARK_KINDS = cython.declare(cython.int, KINDS)
SIGN = cython.declare(cython.short, ONE)
BEND = cython.declare(cython.int, ONE * WEIGHT_ONE // BEND_ONE)  # steps of sums in one inside
LIMIT_FAR = cython.declare(cython.int, MOST_FAR)
LIMIT_HIDDEN = cython.declare(cython.int, MOST_HIDDEN)
PRODUCT = cython.declare(cython.double, 1 / (BEND_ONE * WEIGHT_ONE * WORD_ONE))  # nats of a step
BIAS = cython.declare(cython.double, 1 / BIAS_ONE)


@dataclass(frozen=True)
class Context:
    """Words in a row as context: their numbers, the mark behind each, and if one is capitalised.

    `word` is of 32 bits, `mark` one of `MARKS` or 0, `titled` 0 or 1, of a byte each.
    """

    word: Buffer
    mark: Buffer
    titled: Buffer


@dataclass(frozen=True)
class Cloze:
    """The network, in whole steps.

    `context` is the number of a form as a context word: that of a word it knows to fill gaps with
    is `EDGE` and its number among these, from 1; those of others are behind them.  `near` and `far`
    are the rows of context words, `hidden` (of what is around by number inside) and `out` the
    weights of the layers with what they add (`hidden_bias`, `out_bias`), `words` and `bias` the
    rows of words and how common each is, of which the first are no word's.
    """

    context: Buffer
    near: Buffer
    far: Buffer
    hidden: Buffer
    hidden_bias: Buffer
    out: Buffer
    out_bias: Buffer
    words: Buffer
    bias: Buffer

    @cached_property
    def inside(self) -> Buffer:
        """`hidden` with the weights of each number inside side by side, as they are added up."""
        return transposed(self.hidden)


def transposed(numbers: Buffer) -> Buffer:
    """A table of whole numbers of 16 bits with its columns as rows.

    >>> transposed(memoryview(bytes([1, 0, 2, 0, 3, 0, 4, 0])).cast("h", (2, 2))).tolist()
    [[1, 3], [2, 4]]
    """
    rows: cython.const[cython.short][:, ::1] = numbers
    turned = table(rows.shape[1], rows.shape[0], "h")
    columns: cython.short[:, ::1] = turned
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    for j in range(columns.shape[0]):
        for i in range(columns.shape[1]):
            columns[j, i] = rows[i, j]
    return turned


@cython.final
@cython.cclass
class Surroundings:
    """What stands around one place of a row of words after the other.

    `words` are the context words on the left, the nearest first, and then those on the right
    (`FAR` each); `signs` has 1 for each mark and capital there is around the place, and 0 for each
    that is not (`SIGNS` in all).  Beyond the edge of a paragraph there is nothing.
    """

    def __init__(self, context: Context) -> None:
        edges: cython.int = 0
        i: cython.Py_ssize_t
        self.word, self.mark = context.word, context.mark
        self.titled = context.titled
        self.words = array("i", bytes(4 * 2 * FAR))
        self.signs = array("b", bytes(SIGNS))
        self.edges = array("i", bytes(4 * len(self.word)))
        for i in range(len(self.word)):
            if self.word[i] == BOUNDARY:
                edges += 1
            self.edges[i] = edges

    @cython.ccall
    def look(self, place: cython.Py_ssize_t) -> object:
        """Look at the words, marks and capitals around a place."""
        self.side(place, -1, 0)
        self.side(place, 1, FAR_WORDS)
        self.look_for_signs(place)
        return None

    @cython.cfunc
    @cython.exceptval(check=False)
    def side(
        self, place: cython.Py_ssize_t, step: cython.int, first: cython.Py_ssize_t
    ) -> cython.void:
        """Fill in the words of one side, from the nearest."""
        word: cython.int = 0
        i: cython.Py_ssize_t
        for i in range(FAR_WORDS):
            if not i or word != BOUNDARY:
                word = self.word[self.inside(place + step * (i + 1))]
            self.words[first + i] = word

    @cython.cfunc
    @cython.exceptval(check=False)
    def look_for_signs(self, place: cython.Py_ssize_t) -> cython.void:
        """Fill in the marks and capitals."""
        i: cython.Py_ssize_t
        there: cython.Py_ssize_t
        first: cython.Py_ssize_t = 0
        for i in range(len(self.signs)):
            self.signs[i] = 0
        for i in range(-3, 3):  # BEHIND
            there = self.inside(place + i)
            if self.edges[there] == self.edges[place]:
                self.signs[first + self.mark[there]] = 1
            else:
                self.signs[first] = 1
            first += MARK_KINDS
        for i in range(-2, 3):  # CAPITALS
            there = self.inside(place + i)
            if self.edges[there] == self.edges[place]:
                self.signs[first] = self.titled[there]
            first += 1

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def inside(self, place: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """A place, or the end of the row that it is beyond."""
        return max(0, min(place, len(self.word) - 1))


@cython.final
@cython.cclass
class Gap:
    """A gap in a row of words, and how well words fit there.

    `inputs` are what stands around it as numbers (`WIDTH`): the rows of the nearest words, the sums
    of those of all others on each side, marks and capitals; `row` is what the network makes of them
    (`OUT`), to compare with the rows of words.
    """

    def __init__(self, cloze: Cloze, context: Context) -> None:
        self.around = Surroundings(context)
        self.near, self.far, self.inside = cloze.near, cloze.far, cloze.inside
        self.hidden_bias, self.out, self.out_bias = cloze.hidden_bias, cloze.out, cloze.out_bias
        self.words, self.bias = cloze.words, cloze.bias
        self.inputs = array("h", bytes(2 * WIDTH))
        self.row = array("i", bytes(4 * OUT))

    @cython.ccall
    def look(self, place: cython.Py_ssize_t) -> object:
        """Look at the gap in a place."""
        self.around.look(place)
        self.gather()
        self.bend()
        return None

    @cython.ccall
    @cython.exceptval(check=False)
    def fit(self, word: cython.int) -> cython.double:
        """log P(word | gap), in nats, but for what is the same for all words of a gap."""
        product: cython.longlong = 0
        i: cython.Py_ssize_t
        for i in range(len(self.row)):
            product += cython.cast(cython.longlong, self.row[i]) * self.words[word, i]
        return product * PRODUCT + self.bias[word] * BIAS

    @cython.cfunc
    @cython.exceptval(check=False)
    def gather(self) -> cython.void:
        """Fill in the numbers of what stands around."""
        side: cython.Py_ssize_t
        nth: cython.Py_ssize_t
        i: cython.Py_ssize_t
        word: cython.Py_ssize_t
        first: cython.Py_ssize_t = 0
        total: cython.int
        size: cython.Py_ssize_t = self.near.shape[1]
        for side in range(0, 2 * FAR_WORDS, FAR_WORDS):
            for nth in range(NEAR_WORDS):
                word = self.around.words[side + nth]
                for i in range(size):
                    self.inputs[first + i] = self.near[word, i]
                first += size
        for side in range(0, 2 * FAR_WORDS, FAR_WORDS):
            for i in range(size):
                total = 0
                for nth in range(NEAR_WORDS, FAR_WORDS):
                    total += self.far[self.around.words[side + nth], i]
                self.inputs[first + i] = max(-LIMIT_FAR, min(total, LIMIT_FAR))
            first += size
        for i in range(len(self.around.signs)):
            self.inputs[first + i] = self.around.signs[i] * SIGN

    @cython.cfunc
    @cython.exceptval(check=False)
    def bend(self) -> cython.void:
        """Fill in the row of the gap: the sums of the hidden layer, bent at 0, and theirs."""
        n: cython.Py_ssize_t
        i: cython.Py_ssize_t
        width: cython.Py_ssize_t = len(self.inputs)
        size: cython.Py_ssize_t = len(self.row)
        total: cython.int
        for i in range(size):
            self.row[i] = self.out_bias[i]
        for n in range(len(self.hidden_bias)):
            total = self.hidden_bias[n]
            for i in range(width):
                total += cython.cast(cython.int, self.inputs[i]) * self.inside[n, i]
            total = min(total // BEND, LIMIT_HIDDEN)
            if total > 0:
                for i in range(size):
                    self.row[i] += total * self.out[n, i]
