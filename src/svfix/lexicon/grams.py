"""Grams: how likely a word is behind one or two others, from hash tables that are memory-mapped.

A table holds a 32-bit fingerprint of each n-gram and, beside it, log-probabilities in steps of
`ngrams.STEP` nats.  It is filled in hash order with linear probing, so a look-up reads a few
neighbouring slots.  A wrong hit has a chance of about 1 in 10⁹, and costs one badly scored n-gram.
"""

from __future__ import annotations

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.uncompiled import Buffer

SPARE = 4096  # slots behind the last bucket, for probing past the end
TAIL = cython.declare(cython.int, SPARE)
BITS = cython.declare(cython.int, 21)  # of a form's number in a key
LOW = cython.declare(cython.ulonglong, 0xFFFFFFFF)
MASK = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
FIRST = cython.declare(cython.ulonglong, 0xBF58476D1CE4E5B9)
SECOND = cython.declare(cython.ulonglong, 0x94D049BB133111EB)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def mix(key: cython.ulonglong) -> cython.ulonglong:
    """A bijective 64-bit hash (the finaliser of SplitMix64, Steele et al. 2014)."""
    key = (key ^ (key >> 30)) * FIRST & MASK
    key = (key ^ (key >> 27)) * SECOND & MASK
    return key ^ (key >> 31)


@cython.final
@cython.cclass
class Table:
    """Fingerprints by slot (0: an empty one), and columns of stored bytes beside them."""

    def __init__(self, slots: Buffer, columns: Buffer) -> None:
        self.slots = slots
        self.columns = columns
        self.buckets = len(slots) - TAIL

    @cython.ccall
    @cython.exceptval(check=False)
    def find(self, key: cython.ulonglong) -> cython.longlong:
        """The slot of a key (`pair`), or -1."""
        hashed: cython.ulonglong = mix(key)
        wanted: cython.ulonglong = hashed & LOW or 1
        at: cython.longlong = (hashed >> 32) * self.buckets >> 32
        while self.slots[at] and self.slots[at] != wanted:
            at += 1
        return at if self.slots[at] else -1


@cython.cfunc
@cython.exceptval(check=False)
def pair(v: cython.ulonglong, w: cython.longlong) -> cython.ulonglong:
    """The key of a word behind a key, or behind a word's number and one."""
    return v << BITS | cython.cast(cython.ulonglong, w + 1)


@cython.final
@cython.cclass
class Grams:
    """Interpolated trigram probabilities with back-off, by form number.

    `continuation` is by form: of how many words it follows (Kneser & Ney 1995: what is left where
    no bigram is known); `backoff` is the mass that a form leaves to it as a context.  The columns
    of `bigrams` are log P(w | v) and the back-off of the pair as a context; that of `trigrams` is
    log P(w | u, v).
    """

    def __init__(
        self,
        continuation: Buffer,
        backoff: Buffer,
        bigrams: Table,
        trigrams: Table,
    ) -> None:
        self.continuation = continuation
        self.backoff = backoff
        self.bigrams = bigrams
        self.trigrams = trigrams

    @cython.ccall
    @cython.exceptval(check=False)
    def met(self, v: cython.int, w: cython.int) -> cython.bint:
        """Whether the texts had a word behind another one."""
        return self.bigrams.find(pair(v + 1, w)) >= 0

    @cython.ccall
    @cython.exceptval(check=False)
    def bigram(self, v: cython.int, w: cython.int) -> cython.int:
        """-log P(w | v) in steps."""
        at: cython.longlong = self.bigrams.find(pair(v + 1, w))
        if at >= 0:
            return self.bigrams.columns[0, at]
        return cython.cast(cython.int, self.backoff[v]) + self.continuation[w]

    @cython.ccall
    @cython.exceptval(check=False)
    def trigram(self, u: cython.int, v: cython.int, w: cython.int) -> cython.int:
        """-log P(w | u, v) in steps."""
        return self.behind(u, v, w, self.context(u, v), -1)

    @cython.cfunc
    @cython.exceptval(check=False)
    def context(self, u: cython.int, v: cython.int) -> cython.longlong:
        """The slot of a pair of words as a context, or -1."""
        return self.bigrams.find(pair(u + 1, v))

    @cython.cfunc
    @cython.exceptval(check=False)
    def behind(
        self,
        u: cython.int,
        v: cython.int,
        w: cython.int,
        context: cython.longlong,
        lower: cython.int,
    ) -> cython.int:
        """The same, where the slot of (u, v) is known, and perhaps (≥ 0) -log P(w | v).

        No trigram is stored without the bigram it begins with.
        """
        at: cython.longlong = -1
        if context >= 0:
            at = self.trigrams.find(pair(pair(u + 1, v), w))
        if at >= 0:
            return self.trigrams.columns[0, at]
        if lower < 0:
            lower = self.bigram(v, w)
        return lower + self.bigrams.columns[1, context] if context >= 0 else lower
