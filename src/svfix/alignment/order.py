"""Order: blocks of a text that another has in another place, such as columns read crosswise.

The heaviest blocks that are in one order in both texts stay; the others have moved, and are put
where the reference has them. That is kept only if it leaves fewer words wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq, Levenshtein

from svfix.alignment.align import align, is_exact
from svfix.alignment.blocks import GAP, Block, blocks, in_order
from svfix.alignment.words import Words

LEAST = 4
"""Seeds that a block has at least to have moved: six words in a row."""

Span = tuple[int, int]


class Move(NamedTuple):
    """A block that has moved: how many words, and its offsets in its own text and the reference."""

    words: int
    start: int
    end: int
    reference_start: int
    reference_end: int


def arrange(reference: Words, other: Words) -> tuple[Words, list[Move]]:
    """The other text's words in the reference's order, and the blocks that have moved.

    A text in the same order comes back as it is.
    """
    found = blocks(reference.folded, other.folded)
    kept = in_order(found)
    moved = [block for block in found if block.seeds >= LEAST and block not in kept]
    if not moved:
        return other, []
    spans = _spans(reference, other, sorted([*kept, *moved], key=lambda b: b.other))
    ordered = sorted(spans, key=lambda item: item[0].start)
    indices = np.concatenate([np.arange(start, end) for _, (start, end) in ordered])
    arranged = other.take(indices)
    if _errors(reference.folded, arranged.folded) >= _errors(reference.folded, other.folded):
        return other, []
    return arranged, [_move(reference, other, *item) for item in ordered if item[0] in moved]


def _move(reference: Words, other: Words, block: Block, span: Span) -> Move:
    start, end = span
    return Move(
        end - start,
        int(other.starts[start]),
        int(other.ends[end - 1]),
        int(reference.starts[block.start]),
        int(reference.ends[block.end - 1]),
    )


def _errors(reference: list[str], other: list[str]) -> int:
    """Word errors of a text."""
    if is_exact(len(reference), len(other)):
        return Levenshtein.distance(reference, other)
    pairs = [(i, j) for i, j in enumerate(align(reference, other).tolist()) if j >= 0]
    same: int = sum(reference[i] == other[j] for i, j in pairs)
    return len(reference) + len(other) - len(pairs) - same


def _spans(reference: Words, other: Words, found: Sequence[Block]) -> list[tuple[Block, Span]]:
    """Share the other text's words out to the blocks, which are in its order."""
    cuts = [0]
    for block, following in pairwise(found):
        cuts.append(_border(reference, other, block, following))
    cuts.append(len(other))
    return list(zip(found, pairwise(cuts), strict=True))


def _border(reference: Words, other: Words, block: Block, following: Block) -> int:
    """Where in the other text the words of `block` end and those of the next begin."""
    start, end = block.other_end, max(block.other_end, following.other)
    gap = other.folded[start:end]
    after = reference.folded[block.end : block.end + len(gap)]
    ahead = reference.folded[max(0, following.start - len(gap)) : following.start]

    def likeness(place: int) -> tuple[int, bool]:
        cut = place - start
        mine = LCSseq.similarity(gap[:cut], after[:cut])
        theirs = LCSseq.similarity(gap[cut:], ahead[len(ahead) - (len(gap) - cut) :])
        return mine + theirs, place in openings

    openings = {place for place in range(start, end + 1) if _opens_line(other, place)}
    return max(openings | {start, end} if len(gap) > GAP else range(start, end + 1), key=likeness)


def _opens_line(words: Words, index: int) -> bool:
    if not 0 < index < len(words):
        return True
    return "\n" in words.text[words.ends[index - 1] : words.starts[index]]
