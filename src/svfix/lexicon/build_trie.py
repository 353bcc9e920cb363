"""Building a trie (`trie`) out of sorted forms, in numpy: when the lexicon is packed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.lexicon.store import NOT

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Nodes = npt.NDArray[np.uint64]
ONE = np.uint64(1)


def matrix(rows: list[bytes]) -> tuple[Bytes, Ints]:
    """Byte strings as the rows of one array, padded with zeros, and their lengths."""
    lengths = np.fromiter((len(row) for row in rows), np.int32, len(rows))
    width = max(1, int(lengths.max(initial=0)))
    packed = np.frombuffer(b"".join(row.ljust(width, b"\0") for row in rows), np.uint8)
    return packed.reshape(len(rows), width), lengths


def build(forms: list[bytes], best: Bytes) -> Nodes:
    """The nodes of a trie (`trie`) of sorted, distinct, non-empty label strings: (node, 2).

    Form numbers are positions; `best`, by form, is its best stored probability in any role.
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
    ahead = lookahead(children, first, word, best, base)
    order = depth_first(children, first, np.concatenate(starts), base)
    moved = np.empty(count, np.int32)
    moved[order] = np.arange(count)
    first = np.where(children, moved[first], 0)
    return records(children[order], first[order], word[order], ahead[order])


def depth_first(children: Nodes, first: Ints, forms: Places, base: Places) -> Places:
    """The nodes in the order in which they are stored.

    They come breadth first; `forms` has the first form below each, `base` the first of each depth.
    Behind a node's children stand those of the first of them, and so on to the ends of its words:
    so what a search goes through, and the whole end of a long word, stands close together.
    """
    depths = np.repeat(np.arange(len(base) - 1), np.diff(base))
    parents = np.zeros(len(children), np.int64)
    inner = children.nonzero()[0]
    parents[first[inner]] = inner
    parents = np.maximum.accumulate(parents)  # of siblings, only the first was told
    return np.lexsort((forms, depths[parents], forms[parents], depths > 0))


def records(children: Nodes, first: Ints, word: Ints, ahead: Bytes) -> Nodes:
    """The columns of nodes as their records."""
    nodes = np.empty((len(children), 2), np.uint64)
    nodes[:, 0] = children
    low = first.astype(np.uint64) | ahead.astype(np.uint64) << np.uint64(24)
    nodes[:, 1] = low | word.astype(np.uint64) << np.uint64(32)
    return nodes


def lookahead(children: Nodes, first: Ints, word: Ints, best: Bytes, base: Places) -> Bytes:
    """By node, the best of any form at or below it; `base` are the first nodes of each depth."""
    ahead = np.where(word >= 0, np.append(best, NOT)[word], NOT).astype(np.uint8)
    depths = [*pairwise(base.tolist())]
    for (start, opens), (_, end) in reversed([*pairwise(depths)]):
        parents = start + children[start:opens].nonzero()[0]
        below = np.minimum.reduceat(ahead[:end], first[parents])
        ahead[parents] = np.minimum(ahead[parents], below)
    return ahead


def shared_prefixes(labels: Bytes, lengths: Ints) -> Ints:
    """How many labels each form shares with the one before it."""
    common = np.zeros(len(lengths), np.int32)
    if len(lengths) < 2:
        return common
    differ = labels[1:] != labels[:-1]
    alike = np.where(differ.any(1), differ.argmax(1), labels.shape[1])
    common[1:] = np.minimum(alike, np.minimum(lengths[1:], lengths[:-1]))
    return common


def openings(keys: npt.NDArray[Any]) -> Places:
    """The places where a run of equal keys begins.

    >>> openings(np.array([3, 3, 5, 5, 5])).tolist()
    [0, 2]
    """
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return new.nonzero()[0]
