"""A static trie in flat arrays that can be memory-mapped and walked by numpy, many paths at once.

Nodes are numbered breadth first, so a node's children stand side by side.  Each node keeps a 64-bit
map of the labels it has children for, and the number of its first child:

    child(node, label) = first[node] + popcount(children[node] & (2**label - 1))

if the label's bit is set.  One step is two gathers and a popcount, for a million paths or for one.
marisa-trie, the well-kept alternative, is smaller on disk but only answers whole-key and prefix
questions: a search that branches at every letter would have to ask it letter by letter, in Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from svfix.lexicon.alphabet import OTHER, encode, encode_all
from svfix.text.runs import openings

Ints = npt.NDArray[np.int32]
ONE = np.uint64(1)


@dataclass(frozen=True)
class Trie:
    """Arrays by node: `children` bitmaps, `first` child, `word` (form number or -1)."""

    children: npt.NDArray[np.uint64]
    first: Ints
    word: Ints

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview, memoryview]:
        """The arrays for one look-up after the other, which numpy is slow at."""
        children = np.ascontiguousarray(self.children, np.uint64)
        first, word = (np.ascontiguousarray(side, np.int32) for side in (self.first, self.word))
        return children.data, first.data, word.data

    def step(
        self, nodes: Ints, labels: npt.NDArray[np.integer]
    ) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """The children of `nodes` along `labels`, and which of them exist."""
        bits = ONE << labels.astype(np.uint64)
        maps = self.children[nodes]
        exists = (maps & bits) != 0
        ranks = np.bitwise_count(maps & (bits - ONE))
        return self.first[nodes] + ranks, exists

    def find(self, form: str) -> int:
        """The number of a lower-case form, or -1."""
        labels = encode(form)
        if not labels:
            return -1
        children, first, word = self._views
        node = 0
        for label in labels:
            bitmap = children[node]
            if not bitmap >> label & 1:
                return -1
            node = first[node] + (bitmap & ((1 << label) - 1)).bit_count()
        return word[node]

    def find_all(self, forms: list[str]) -> Ints:
        """`find` for many forms at once."""
        labels, lengths = encode_all(forms)
        nodes = np.zeros(len(forms), np.int32)
        alive = (lengths > 0) & (labels != OTHER).all(1)
        for depth in range(labels.shape[1]):
            going = np.flatnonzero(alive & (lengths > depth))
            if not len(going):
                break
            nodes[going], exists = self.step(nodes[going], labels[going, depth])
            alive[going[~exists]] = False
        return np.where(alive, self.word[np.where(alive, nodes, 0)], -1).astype(np.int32)


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
