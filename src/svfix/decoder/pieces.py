"""Pieces: neighbours on a line that may be the pieces of one word, before any search for it."""

from __future__ import annotations

from array import array
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import SPACE
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import NOT
from svfix.lexicon.trie import Trie
from svfix.search.hypotheses import Hypotheses
from svfix.search.paths import Found
from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens
from svfix.uncompiled import Buffer

SHORTEST = cython.declare(cython.int, 6)  # letters of a word that is put together
RAREST = cython.declare(cython.int, round(10.0 / STEP))
"""Steps of a stored probability beyond which a word may be half of another: 10 nats."""

NOT_ASKED = cython.declare(cython.uchar, 2)  # beside whether tokens are linked
WORD = cython.declare(cython.int, int(Kind.WORD))
NEVER = cython.declare(cython.int, NOT)
SPACED = cython.declare(cython.int, SPACE)


class Runs(NamedTuple):
    """Runs of tokens, in the order of the text, the shorter first where several begin.

    Run `i` has the tokens `first[i]` … + `size[i]`; `apart[i]` is how likely (log-probability) the
    best hypotheses of its pieces are, each by itself.
    """

    first: array[int]
    size: array[int]
    apart: array[float]


def runs(
    text: str,
    tokens: Tokens,
    form: Buffer,
    hypotheses: Hypotheses,
    of_words: bool,
    likeliest: Buffer,
) -> Runs:
    """The runs of tokens that may be one word: a space apart, and some of them no words.

    All are in letters, all in capitals or the later ones in small letters.  `likeliest` is by
    number of pieces how likely (log-probability) the whole is at most, which has to beat them; its
    length bounds how many there are.
    With `of_words` two words are a run as well, if one of them is rare and what they make is
    listed.
    """
    return Pieces(text, tokens, form, hypotheses, of_words, likeliest).runs()


@cython.final
@cython.cclass
class Pieces:
    """The tokens of a text as pieces of words."""

    text: str
    forms: list[str]
    start: cython.const[cython.longlong][::1]
    end: cython.const[cython.longlong][::1]
    said: cython.const[cython.longlong][::1]
    cut: cython.const[cython.longlong][::1]
    kind: cython.const[cython.schar][::1]
    form: cython.const[cython.longlong][::1]
    known: cython.const[cython.longlong][::1]
    unigram: cython.const[cython.uchar][::1]
    likeliest: cython.const[cython.double][::1]
    linked: cython.uchar[::1]
    trie: Trie
    hypotheses: Hypotheses
    of_words: cython.bint

    def __init__(
        self,
        text: str,
        tokens: Tokens,
        form: Buffer,
        hypotheses: Hypotheses,
        of_words: bool,
        likeliest: Buffer,
    ) -> None:
        lexicon = hypotheses.vocabulary.lexicon
        self.text, self.forms, self.hypotheses = text, tokens.forms, hypotheses
        self.start, self.end = tokens.start, tokens.end
        self.said, self.cut = tokens.form, tokens.cut
        self.kind, self.form = tokens.kind, form
        self.known, self.unigram = hypotheses.known, lexicon.ngrams.unigram
        self.trie, self.of_words, self.likeliest = lexicon.trie, of_words, likeliest
        self.linked = array("B", [NOT_ASKED]) * len(tokens)

    def runs(self) -> Runs:
        """The runs."""
        found = Runs(array("q"), array("q"), array("d"))
        i: cython.Py_ssize_t
        best: cython.double[::1] = best_scores(self.hypotheses)
        for i in range(len(self.linked) - 1):
            if self.may_begin(i, best):
                self.add(i, best, found)
        return found

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def may_begin(self, first: cython.Py_ssize_t, best: cython.double[::1]) -> cython.bint:
        """Whether a run may begin with a token, by how likely its pieces are."""
        apart: cython.double = best[self.form[first]] if self.is_able(first) else 0
        last: cython.Py_ssize_t = first
        while last - first + 2 < len(self.likeliest) and self.is_beside(last):
            last += 1
            apart += best[self.form[last]]
            if self.likeliest[last - first + 1] >= apart and self.are_linked(first, last):
                return True
        return False

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def are_linked(self, first: cython.Py_ssize_t, last: cython.Py_ssize_t) -> cython.bint:
        """Whether each of some tokens but the last may be a piece of one word with the next."""
        i: cython.Py_ssize_t
        for i in range(first, last):
            if self.linked[i] == NOT_ASKED:
                self.linked[i] = self.is_linked(i)
            if not self.linked[i]:
                return False
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def is_beside(self, i: cython.Py_ssize_t) -> cython.bint:
        """Whether a token and the next are words with a space between, one of them rare or none."""
        j: cython.Py_ssize_t = i + 1
        if j >= len(self.linked) or self.start[j] - self.end[i] != 1:
            return False
        if not (self.is_able(i) and self.is_able(j)):
            return False
        v: cython.longlong = self.known[self.form[i]]
        w: cython.longlong = self.known[self.form[j]]
        if v >= 0 and w >= 0 and not (self.of_words and is_rare(self.unigram, v, w)):
            return False
        return self.text[self.end[i]] == " "

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def is_linked(self, i: cython.Py_ssize_t) -> cython.bint:
        """Whether a token and the next, which is beside it, may be pieces of one word."""
        v: cython.longlong = self.known[self.form[i]]
        w: cython.longlong = self.known[self.form[i + 1]]
        if v < 0 or w < 0:
            return True
        left: str = self.forms[self.said[i]]
        return make_one(self.trie, self.unigram, left, self.forms[self.said[i + 1]], v, w)

    @cython.cfunc
    @cython.exceptval(check=False)
    def is_able(self, i: cython.Py_ssize_t) -> cython.bint:
        """Whether a token is a word that is decoded and stands on one line."""
        return self.kind[i] == WORD and self.form[i] >= 0 and self.cut[i] == 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def add(self, first: cython.Py_ssize_t, best: cython.double[::1], found: Runs) -> cython.int:
        """Add the runs that begin with a token."""
        piece: str = self.forms[self.said[first]]
        letters: cython.Py_ssize_t = len(piece)
        small: cython.bint = piece.isalpha()
        large: cython.bint = small and piece.isupper()
        apart: cython.double = best[self.form[first]]
        last: cython.Py_ssize_t = first
        while (small or large) and last - first + 2 < len(self.likeliest):
            if not self.is_beside(last):
                break
            last += 1
            piece = self.forms[self.said[last]]
            small = small and piece.isalpha() and piece.islower()
            large = large and piece.isalpha() and piece.isupper()
            letters += len(piece)
            apart += best[self.form[last]]
            if not (small or large) or letters < SHORTEST:
                continue
            if self.likeliest[last - first + 1] >= apart and self.are_linked(first, last):
                found.first.append(first)
                found.size.append(last - first + 1)
                found.apart.append(apart)
        return 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_rare(
    unigram: cython.const[cython.uchar][::1], v: cython.longlong, w: cython.longlong
) -> cython.bint:
    """Whether one of two words is rare."""
    return unigram[v] > RAREST or unigram[w] > RAREST


@cython.ccall
@cython.exceptval(-1)
def make_one(
    trie: Trie,
    unigram: cython.const[cython.uchar][::1],
    left: str,
    right: str,
    v: cython.longlong,
    w: cython.longlong,
) -> cython.bint:
    """Whether two words, whose numbers are `v` and `w`, are a listed one, and one of them rare."""
    if not is_rare(unigram, v, w):
        return False
    together: str = left + right
    number: cython.int = trie.find(together.lower())
    return number >= 0 and unigram[number] != NEVER


def best_scores(hypotheses: Hypotheses) -> array[float]:
    """By form, the log-probability of its best hypothesis without context."""
    score: cython.const[cython.double][::1] = array("d", hypotheses.scores)
    start: cython.const[cython.longlong][::1] = hypotheses.start
    count: cython.const[cython.longlong][::1] = hypotheses.count
    made = array("d", bytes(8 * len(start)))
    best: cython.double[::1] = made
    i: cython.Py_ssize_t
    row: cython.longlong
    for i in range(len(best)):
        best[i] = score[start[i]]
        for row in range(start[i] + 1, start[i] + count[i]):
            best[i] = max(best[i], score[row])
    return made


def likeliest_words(found: Found) -> array[int]:
    """The places of the best candidate of each form that has no space in it, if there is one."""
    form: cython.const[cython.int][::1] = found.form
    first: cython.const[cython.int][::1] = found.paths.first
    step: cython.const[cython.int][::1] = found.paths.step
    kept = array("q")
    last: cython.int = -1
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    for row in range(len(form)):
        if form[row] == last:
            continue
        at = first[row]
        while at < first[row + 1] and step[at] != SPACED:
            at += 1
        if at == first[row + 1]:
            kept.append(row)
            last = form[row]
    return kept
