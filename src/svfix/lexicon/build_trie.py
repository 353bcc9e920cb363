"""Building a trie (`trie`) out of sorted forms, in numpy: when the lexicon is packed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.lexicon.trie import Trie

Ints = npt.NDArray[np.int32]
ONE = np.uint64(1)


def matrix(rows: list[bytes]) -> tuple[npt.NDArray[np.uint8], Ints]:
    """Byte strings as the rows of one array, padded with zeros, and their lengths."""
    lengths = np.fromiter((len(row) for row in rows), np.int32, len(rows))
    width = max(1, int(lengths.max(initial=0)))
    packed = np.frombuffer(b"".join(row.ljust(width, b"\0") for row in rows), np.uint8)
    return packed.reshape(len(rows), width), lengths


def build(forms: list[bytes]) -> tuple[Trie, list[npt.NDArray[np.int64]]]:
    """Build a trie of sorted, distinct, non-empty label strings; form numbers are positions.

    Also returns, for each depth, the index of the first form below each of its nodes: what a
    caller needs to fold a value of the forms upwards (`np.maximum.reduceat`).
    """
    labels, lengths = matrix(forms)
    common = shared_prefixes(labels, lengths)
    starts = [np.zeros(1, np.int64)]
    for depth in range(1, labels.shape[1] + 1):
        starts.append(np.flatnonzero((common < depth) & (lengths >= depth)))
    base = np.cumsum([0] + [len(level) for level in starts])
    count = int(base[-1])
    children = np.zeros(count, np.uint64)
    first = np.zeros(count, np.int32)
    word = np.full(count, -1, np.int32)
    for depth, level in enumerate(starts):
        nodes = np.arange(base[depth], base[depth + 1])
        ends = level[lengths[level] == depth] if depth else level[:0]
        word[nodes[lengths[level] == depth] if depth else nodes[:0]] = ends
        if depth + 1 < len(starts):
            below = starts[depth + 1]
            parent = base[depth] + np.searchsorted(level, below, side="right") - 1
            np.bitwise_or.at(children, parent, ONE << labels[below, depth].astype(np.uint64))
            opening = openings(parent)
            first[parent[opening]] = base[depth + 1] + opening
    return Trie(children, first, word), starts


def shared_prefixes(labels: npt.NDArray[np.uint8], lengths: Ints) -> Ints:
    """How many labels each form shares with the one before it."""
    common = np.zeros(len(lengths), np.int32)
    if len(lengths) < 2:
        return common
    differ = labels[1:] != labels[:-1]
    alike = np.where(differ.any(1), differ.argmax(1), labels.shape[1])
    common[1:] = np.minimum(alike, np.minimum(lengths[1:], lengths[:-1]))
    return common


def openings(keys: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The places where a run of equal keys begins.

    >>> openings(np.array([3, 3, 5, 5, 5])).tolist()
    [0, 2]
    """
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return new.nonzero()[0]
