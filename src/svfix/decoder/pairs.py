"""Pairs: look-alikes among a word's readings, such as `var` and `vår`, weighed by more context.

The lattice sees two words on either side, and counts only what stood in the corpora together.  So
where readings of a word differ in diacritics alone, the probability they have between them is
shared anew: `svfix.lexicon.pairs` says what the likeliest readings around speak for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from svfix.decoder.tokens import line_ends
from svfix.lexicon.alphabet import Points, code_points, looked_up
from svfix.lexicon.pairs import EDGE, MARK, Context, features
from svfix.runs import openings

if TYPE_CHECKING:
    from svfix.decoder.lattice import Slots
    from svfix.decoder.tokens import Tokens
    from svfix.lexicon.store import Lexicon

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.integer[Any]]

TRUST = 0.7  # weight of the evidence: the n-grams have spoken for some of it already


def shared_anew(
    posterior: Floats,
    slots: Slots,
    able: Flags,
    best: Longs,
    place: tuple[str, Tokens, Longs],
    lexicon: Lexicon,
) -> Floats:
    """Posteriors of all candidates, with those of look-alikes in one slot shared anew.

    `able` says which candidates are listed words, `best` the likeliest candidate of each slot;
    `place` is the text with its tokens and their slots.
    """
    which, heads = lookalikes(slots, able, lexicon)
    if not len(heads):
        return posterior
    pairs, size = lexicon.pairs, np.diff(np.append(heads, len(which)))
    around = slots.outof[best]
    slot = np.repeat(np.arange(len(slots.count)), slots.count)[which]
    context = context_of(*place, pairs.context[around].astype(np.int64))
    found = features(context, slot[heads], pairs.ending)
    word = slots.into[which]
    evidence = TRUST * pairs.evidence(
        np.repeat(found, size, 0), pairs.member[word].astype(np.int64)
    )
    evidence -= np.repeat(np.maximum.reduceat(evidence, heads), size)
    weight = posterior[which] * np.exp(evidence)
    whole = np.add.reduceat(weight, heads)
    scale = np.add.reduceat(posterior[which], heads, dtype=np.float64) / np.where(whole, whole, 1)
    shared: Floats = posterior.copy()
    shared[which] = weight * np.repeat(scale, size)
    return shared


def lookalikes(slots: Slots, able: Flags, lexicon: Lexicon) -> tuple[Longs, Longs]:
    """The candidates that share a slot with a look-alike, set by set, and where sets begin."""
    open_slots = np.repeat(slots.count > 1, slots.count)
    which = np.flatnonzero(open_slots & able)
    pairs = lexicon.pairs
    member = pairs.member[slots.into[which]]
    which, member = which[member > 0], member[member > 0]
    slot = np.repeat(np.arange(len(slots.count)), slots.count)[which]
    key = slot << 16 | pairs.family[member]
    order = np.argsort(key, kind="stable")
    which, member, key = which[order], member[order], key[order]
    first = openings(key)
    if not len(first):
        return which, first
    # the same word with and without a capital is no choice
    differ = np.maximum.reduceat(member, first) != np.minimum.reduceat(member, first)
    kept = np.repeat(differ, np.diff(np.append(first, len(key))))
    return which[kept], openings(key[kept])


def context_of(text: str, tokens: Tokens, slot: Longs, word: Numbers) -> Context:
    """The words of a row as context, given the tokens of a text and their slots in the row."""
    points = code_points(text + "\n")
    kind = looked_up(points, MARK)
    mark, titled = np.zeros(len(word), np.int64), np.zeros(len(word), bool)
    mark[slot] = kind[tokens.end]
    word = word.copy()
    word[slot[apart(points, tokens)] - 1] = word[-1] = EDGE
    titled[slot] = np.array([form[:1].isupper() for form in tokens.forms], bool)[tokens.form]
    return Context(word, mark, titled)


def apart(points: Points, tokens: Tokens) -> Flags:
    """Whether a paragraph begins with each token: behind an empty line, or as the first."""
    before = line_ends(points, tokens.start, tokens.end)
    before[:1] = 2
    return np.asarray(before > 1)
