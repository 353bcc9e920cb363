"""Building the tables of n-grams (`ngrams`), in numpy: when the lexicon is packed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.lexicon.grams import SPARE
from svfix.lexicon.ngrams import STEP

Keys = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

LOAD = 0.9  # of a table's slots; what is looked for in vain takes a few steps more for less memory


def quantise(logp: npt.NDArray[np.floating]) -> Bytes:
    """Log-probabilities (nats, ≤ 0) as bytes; anything below e⁻²⁰ is 255."""
    return np.asarray(np.clip(np.rint(-logp / STEP), 0, 255), np.uint8)


def restore(stored: Bytes) -> Floats:
    """Bytes as log-probabilities in nats."""
    return np.asarray(stored * np.float32(-STEP), np.float32)


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


def build(keys: Keys, *columns: Bytes) -> tuple[npt.NDArray[np.uint32], Bytes]:
    """The slots of a table of distinct keys, and their bytes: (column, slot)."""
    hashes = mix(keys)
    order = np.argsort(hashes, kind="stable")
    size = max(16, int(len(keys) / LOAD))
    home = bucket(hashes[order], size)
    place = np.maximum.accumulate(home - np.arange(len(keys))) + np.arange(len(keys))
    slots = np.zeros(size + SPARE, np.uint32)
    slots[place] = fingerprint(hashes[order])
    stored = np.zeros((len(columns), size + SPARE), np.uint8)
    for row, column in zip(stored, columns, strict=True):
        row[place] = column[order]
    return slots, stored
