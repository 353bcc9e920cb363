"""A static trie in one array that can be memory-mapped.

A node's children are numbered one behind the other, and behind them come the children of the first
of them, and so on to the ends of its words: what is looked up together stands close together.  Each
node keeps a 64-bit map of the labels it has children for, and the number of its first child:

    child(node, label) = first[node] + popcount(children[node] & (2**label - 1))

if the label's bit is set.  All that is known of a node is one record of two numbers of 64 bits:

    children
    first child (24 bits) | ahead (8 bits) << 24 | word (32 bits, signed) << 32

A search goes from node to node all over the lexicon, and waits for memory at each of them: once,
where a record is whole, four times where each column has an array of its own.

marisa-trie, the well-kept alternative, is smaller on disk but only answers whole-key and prefix
questions: a search that branches at every letter would have to ask it letter by letter, in Python.
"""

from __future__ import annotations

import sys

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.lexicon.alphabet import CODE
from svfix.uncompiled import Buffer

OTHER = cython.declare(cython.int, 255)  # the label of a character that the trie cannot hold
LABELED = cython.declare(cython.int, max(map(ord, CODE)) + 1)  # code points in the table of labels
LABELS = cython.declare(cython.const[cython.uchar][::1])
LABELS = bytes(CODE.get(chr(point), 255) for point in range(max(map(ord, CODE)) + 1))

MOST_NODES = 2**24  # whose numbers fit in the bits of a first child
FIRST_CHILD = cython.declare(cython.int, 2**24 - 1)  # those bits
# Where the columns begin in a record, as numbers of their own size.
LITTLE = sys.byteorder == "little"
FIRST, WORD, AHEAD = (2, 3, 11) if LITTLE else (3, 2, 12)

# Masks of `ones`.
PAIRS = cython.declare(cython.ulonglong, 0x5555555555555555)
FOURS = cython.declare(cython.ulonglong, 0x3333333333333333)
BYTES = cython.declare(cython.ulonglong, 0x0F0F0F0F0F0F0F0F)
EACH = cython.declare(cython.ulonglong, 0x0101010101010101)


@cython.final
@cython.cclass
class Trie:
    """The columns of `nodes`, uint64 (node, 2) or as flat, by node.

    `children` is the bitmap, `word` the form number or -1, `ahead` the best stored probability of
    any form at the node or below.  `first` has the first child, and `ahead` in the bits above it.
    """

    def __init__(self, nodes: Buffer) -> None:
        records = memoryview(nodes).cast("B")
        self.children = records.cast("Q")[::2]
        self.first, self.word = records.cast("i")[FIRST::4], records.cast("i")[WORD::4]
        self.ahead = records[AHEAD::16]
        if len(self.word) > MOST_NODES:
            raise OverflowError(f"a trie has at most {MOST_NODES} nodes, not {len(self.word)}")

    @cython.cfunc
    @cython.exceptval(check=False)
    def child(self, node: cython.int, label: cython.int) -> cython.int:
        """The child of a node along a label, or -1."""
        below: cython.ulonglong = self.children[node]
        bit: cython.ulonglong
        if label > 63:
            return -1
        bit = cython.cast(cython.ulonglong, 1) << label
        return (self.first[node] & FIRST_CHILD) + ones(below & (bit - 1)) if below & bit else -1

    @cython.ccall
    @cython.exceptval(-2)
    def find(self, form: str) -> cython.int:
        """The number of a lower-case form, or -1."""
        node: cython.int = 0
        letter: cython.Py_UCS4
        if not form:
            return -1
        for letter in form:
            node = self.child(node, label(letter))
            if node < 0:
                return -1
        return self.word[node]

    @cython.ccall
    @cython.exceptval(-1, check=True)
    def goes_on(self, form: str, letters: str) -> cython.bint:
        """Whether one of some letters stands behind a lower-case form in any that is stored.

        >>> from svfix import lexicon
        >>> trie = lexicon.default().trie
        >>> trie.goes_on("tilltr", "aeä"), trie.goes_on("tilltr", "bdk")
        (True, False)
        """
        node: cython.int = 0
        letter: cython.Py_UCS4
        for letter in form:
            node = self.child(node, label(letter))
            if node < 0:
                return False
        ways: cython.int = 0
        for letter in letters:
            ways += self.child(node, label(letter)) >= 0
        return ways > 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def label(letter: cython.Py_UCS4) -> cython.int:
    """The label of a character."""
    point: cython.int = ord(letter)
    return LABELS[point] if point < LABELED else OTHER


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def ones(bits: cython.ulonglong) -> cython.int:
    """How many bits are set (Warren, "Hacker's Delight", 2012, section 5-1)."""
    bits = bits - ((bits >> 1) & PAIRS)
    bits = (bits & FOURS) + ((bits >> 2) & FOURS)
    bits = (bits + (bits >> 4)) & BYTES
    return cython.cast(cython.int, (bits * EACH >> 56) & 255)
