"""Planting a trie (`trie`) of a few forms, such as a user's own words."""

from __future__ import annotations

from array import array
from itertools import groupby

from svfix.lexicon.store import NOT


def plant(forms: list[bytes], best: bytes) -> array[int]:
    """The nodes of a trie (`trie`) of sorted, distinct, non-empty label strings, flat.

    Form numbers are their places; `best`, by form, is its best stored probability in any role.

    >>> from svfix.lexicon.alphabet import encode
    >>> from svfix.lexicon.trie import Trie
    >>> trie = Trie(plant([encode("av"), encode("avtal"), encode("på")], bytes([90, 70, 80])))
    >>> [trie.find(form) for form in ("av", "avt", "avtal", "på")]
    [0, -1, 1, 2]
    >>> trie.ahead[0]
    70
    """
    records = array("Q", [0, 0])
    # Nodes whose children are to be numbered: the forms below each, from one to behind another, and
    # its depth.
    nodes = [(0, 0, len(forms), 0)]
    while nodes:
        node, start, behind, depth = nodes.pop()
        ends = start < behind and len(forms[start]) == depth
        below, at = 0, start + ends
        children: list[tuple[int, int, int, int]] = []
        first = len(records) // 2
        for label, group in groupby(form[depth] for form in forms[at:behind]):
            below |= 1 << label
            at, opens = at + len(list(group)), at
            children.append((first + len(children), opens, at, depth + 1))
        nodes += reversed(children)
        records.extend([0, 0] * len(children))
        word = start if ends else -1
        ahead = min(best[start:behind], default=NOT)
        records[2 * node] = below
        records[2 * node + 1] = (first if below else 0) | ahead << 24 | (word & 0xFFFFFFFF) << 32
    return records
