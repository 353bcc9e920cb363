"""Word n-gram probabilities in hash tables that can be memory-mapped.

A table holds a 32-bit fingerprint of each n-gram and, beside it, log-probabilities in steps of
`STEP` nats.  It is filled in hash order with linear probing, so a look-up reads a few neighbouring
slots and a whole batch of look-ups is a handful of numpy gathers.  A wrong hit has a chance of
about 1 in 10⁹, and costs one badly scored n-gram.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from svfix.lexicon import grams
from svfix.text.runs import view

Keys = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

STEP = 0.08  # nats a unit of a stored byte: 255 units reach e⁻²⁰
LOAD = 0.75
LOGP = -np.arange(256, dtype=np.float32) * np.float32(STEP)
TAIL = 4096  # spare slots behind the last bucket, for probing past the end


def quantise(logp: npt.NDArray[np.floating]) -> Bytes:
    """Log-probabilities (nats, ≤ 0) as bytes; anything below e⁻²⁰ is 255."""
    return np.asarray(np.clip(np.rint(-logp / STEP), 0, 255), np.uint8)


def restore(stored: Bytes) -> Floats:
    """Bytes as log-probabilities in nats."""
    return np.asarray(LOGP[stored])


def pack(*words: npt.NDArray[np.integer]) -> Keys:
    """Form numbers (below 2²¹ - 1) of an n-gram as one key each."""
    key = np.zeros(len(words[0]), np.uint64)
    for word in words:
        key = (key << np.uint64(21)) | (word + 1).astype(np.uint64)
    return key


def mix(keys: Keys) -> Keys:
    """A bijective 64-bit hash (the finaliser of SplitMix64, Steele et al. 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(keys ^ (keys >> np.uint64(31)))


def bucket(hashes: Keys, size: int) -> npt.NDArray[np.int64]:
    return np.asarray((hashes >> np.uint64(32)) * np.uint64(size) >> np.uint64(32), np.int64)


def fingerprint(hashes: Keys) -> npt.NDArray[np.uint32]:
    return np.asarray(np.maximum(hashes.astype(np.uint32), np.uint32(1)))  # 0: an empty slot


@dataclass(frozen=True)
class Table:
    """Fingerprints by slot, and columns of stored bytes beside them."""

    slots: npt.NDArray[np.uint32]
    columns: npt.NDArray[np.uint8]  # (column, slot)

    def find(self, keys: Keys) -> npt.NDArray[np.int64]:
        """The slot of each key, or -1."""
        hashes = mix(keys)
        position = bucket(hashes, len(self.slots) - TAIL)
        wanted = fingerprint(hashes)
        found = np.full(len(keys), -1, np.int64)
        going = np.arange(len(keys))
        while len(going):
            here = self.slots[position[going]]
            hit = here == wanted[going]
            found[going[hit]] = position[going[hit]]
            going = going[~hit & (here != 0)]
            position[going] += 1
        return found


def build(keys: Keys, *columns: Bytes) -> Table:
    """A table of distinct keys and their bytes."""
    hashes = mix(keys)
    order = np.argsort(hashes, kind="stable")
    size = max(16, int(len(keys) / LOAD))
    home = bucket(hashes[order], size)
    place = np.maximum.accumulate(home - np.arange(len(keys))) + np.arange(len(keys))
    slots = np.zeros(size + TAIL, np.uint32)
    slots[place] = fingerprint(hashes[order])
    stored = np.zeros((len(columns), size + TAIL), np.uint8)
    for row, column in zip(stored, columns, strict=True):
        row[place] = column[order]
    return Table(slots, stored)


@dataclass(frozen=True)
class NGrams:
    """Interpolated trigram probabilities with back-off, by form number.

    `unigram` is by form, `continuation` too (how many words it follows: Kneser & Ney's unigram,
    where no bigram is known); `backoff` is the mass a form leaves to it as a context.  The columns
    of `bigrams` are log P(w | v) and the back-off of the pair as a context; that of `trigrams` is
    log P(w | u, v).
    """

    unigram: Bytes
    continuation: Bytes
    backoff: Bytes
    bigrams: Table
    trigrams: Table

    @cached_property
    def grams(self) -> grams.Grams:
        """The same for one look-up after the other."""
        tables = [
            grams.Table(view(table.slots), view(table.columns))
            for table in (self.bigrams, self.trigrams)
        ]
        return grams.Grams(view(self.continuation), view(self.backoff), *tables)

    def bigram(self, v: npt.NDArray[np.integer], w: npt.NDArray[np.integer]) -> Floats:
        """log P(w | v) in nats."""
        return np.asarray(self.bigram_steps(v, w) * np.float32(-STEP), np.float32)

    def bigram_steps(
        self, v: npt.NDArray[np.integer], w: npt.NDArray[np.integer]
    ) -> npt.NDArray[np.int64]:
        """-log P(w | v) in steps of `STEP`."""
        slot = self.bigrams.find(pack(v, w))
        lower = self.backoff[v].astype(np.int64) + self.continuation[w]
        seen = self.bigrams.columns[0, slot].astype(np.int64)
        return np.asarray(np.where(slot >= 0, seen, lower))

    def trigram(
        self,
        u: npt.NDArray[np.integer],
        v: npt.NDArray[np.integer],
        w: npt.NDArray[np.integer],
    ) -> Floats:
        """log P(w | u, v) in nats."""
        return np.asarray(self.trigram_steps(u, v, w) * np.float32(-STEP), np.float32)

    def trigram_steps(
        self,
        u: npt.NDArray[np.integer],
        v: npt.NDArray[np.integer],
        w: npt.NDArray[np.integer],
    ) -> npt.NDArray[np.int64]:
        """-log P(w | u, v) in steps of `STEP`."""
        slot = self.trigrams.find(pack(u, v, w))
        context = self.bigrams.find(pack(u, v))
        left = np.where(context >= 0, self.bigrams.columns[1, context].astype(np.int64), 0)
        seen = self.trigrams.columns[0, slot].astype(np.int64)
        return np.where(slot >= 0, seen, left + self.bigram_steps(v, w))
