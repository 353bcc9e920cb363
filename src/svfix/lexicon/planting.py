"""Planting a trie (`trie`) of a few forms, such as a user's own words."""

from __future__ import annotations

from array import array
from itertools import groupby

from svfix.lexicon.trie import Trie


def plant(forms: list[bytes]) -> Trie:
    """The trie of sorted, distinct, non-empty label strings; form numbers are their places.

    >>> from svfix.lexicon.alphabet import encode
    >>> trie = plant([encode("av"), encode("avtal"), encode("på")])
    >>> [trie.find(form) for form in ("av", "avt", "avtal", "på")]
    [0, -1, 1, 2]
    """
    children, first, word = array("Q"), array("i"), array("i")
    nodes = [
        (0, len(forms), 0)
    ]  # the forms below a node, from one to behind another, and its depth
    for start, behind, depth in nodes:  # breadth first: the list grows as it is gone through
        ends = start < behind and len(forms[start]) == depth
        word.append(start if ends else -1)
        below, child = 0, len(nodes)
        at = start + ends
        for label, group in groupby(form[depth] for form in forms[at:behind]):
            below |= 1 << label
            at, opens = at + len(list(group)), at
            nodes.append((opens, at, depth + 1))
        children.append(below)
        first.append(child if below else 0)
    return Trie(children, first, word)
