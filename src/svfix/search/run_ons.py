"""Run-ons: words run together are weighed in each other's context before the best are chosen.

The search prices each word of a run-on by itself; here the words say what they think of each other
(`med chefer` against `kontroll plan`), and a space beside an `i` is believed to be lost sooner.
"""

from __future__ import annotations

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log1p
else:
    from math import exp, log1p

from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import NOT, Lexicon

THIN = 0.015
"""How much oftener than others a space beside the thin word `i` is lost, by an engine that loses
spaces at all: 40 of 2,078 against 1 of 1,000 in bench/train as Tesseract read it."""
LOSES = 9.0  # nats; an engine to which a lost space costs more loses none

NEVER = cython.declare(cython.int, NOT)
NATS = cython.declare(cython.double, STEP)  # of a step of a stored probability


@cython.final
@cython.cclass
class RunOns:
    """What the words of a run-on say of each other; `first` is the number of the last one's first.

    That is -1 where it is not listed.
    """

    def __init__(self, lexicon: Lexicon, lost_space: float) -> None:
        self.trie, self.grams = lexicon.trie, lexicon.grams
        self.unigram = lexicon.ngrams.unigram
        self.thin = thin(lost_space)
        self.first = -1

    @cython.ccall
    @cython.exceptval(check=False)
    def gained(self, words: list[str]) -> cython.double:
        """What context inside a run-on adds to the log-probability of its words.

        That is how much likelier (nats) each word is behind the one before it than by itself, for
        listed words: `med chefer` against `kontroll plan`; and `thin` for each space beside an `i`.
        """
        total: cython.double = 0
        before: cython.int = -1
        number: cython.int
        thin: cython.bint = False
        i: cython.Py_ssize_t
        for i in range(len(words)):
            number = self.trie.find(words[i])
            if not i:
                self.first = number
            elif before >= 0 and number >= 0 and self.unigram[number] != NEVER:
                total -= NATS * (self.grams.bigram(before, number) - self.unigram[number])
            if i and (thin or words[i] == "i"):
                total += self.thin
            thin = words[i] == "i"
            before = number
        return total


def thin(lost_space: float) -> float:
    """How much likelier (nats) a space was lost beside `i` than between other words.

    >>> round(thin(5.0), 2), thin(12.0)
    (1.17, 0.0)
    """
    return log1p(THIN * exp(lost_space)) if lost_space <= LOSES else 0.0
