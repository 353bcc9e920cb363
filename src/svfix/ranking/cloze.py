"""Cloze: the readings of a word weighed anew by how well they fit among the words around.

The lattice sees two words on either side, and counts only what stood in the corpora together.  So
where several listed words are likely in one place, the probability they have between them is shared
anew: `svfix.lexicon.cloze` says how well each fits the likeliest readings around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from svfix.channel.model import UNITS
from svfix.lexicon.cloze import EDGE, MARK, Context
from svfix.text.capitals import with_capital
from svfix.text.code_points import Points, code_points, looked_up
from svfix.text.runs import openings
from svfix.text.tokens import line_ends

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.ranking.lattice import Slots
    from svfix.text.tokens import Tokens

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.integer[Any]]

LEAST = 5e-4  # the least probability with which a reading is worth another look
TRUST = 0.7  # weight of the fit
HEARD = 0.5  # weight left to what the n-grams said, where the network speaks too


def shared_anew(
    posterior: Floats,
    slots: Slots,
    able: Flags,
    best: Longs,
    place: tuple[str, Tokens, Longs],
    lexicon: Lexicon,
) -> Floats:
    """Posteriors of all candidates, with those of listed words in one slot shared anew.

    `able` says which candidates are listed words, `best` the likeliest candidate of each slot;
    `place` is the text with its tokens and their slots.  The network has seen the neighbours that
    n-grams see, so that what these said counts for half.
    """
    cloze = lexicon.cloze
    owner = np.repeat(np.arange(len(slots.count)), slots.count)
    which, heads = rivals(slots, able & (posterior >= LEAST), owner, lexicon)
    if not len(heads):
        return posterior
    size = np.diff(np.append(heads, len(which)))
    context = context_of(*place, cloze.context[slots.outof[best]])
    gaps = np.repeat(cloze.gaps(context, owner[which[heads]]), size, 0)
    fit = cloze.fit(gaps, cloze.word[slots.into[which]])
    before = posterior[which].astype(np.float64)
    alone = slots.local[which] / UNITS  # what a reading is worth without its neighbours
    score = HEARD * np.log(before) + (1 - HEARD) * alone + TRUST * fit
    weight = np.exp(score - np.repeat(np.maximum.reduceat(score, heads), size))
    scale = np.add.reduceat(before, heads) / np.add.reduceat(weight, heads)
    shared: Floats = posterior.copy()
    shared[which] = weight * np.repeat(scale, size)
    return shared


def rivals(slots: Slots, able: Flags, owner: Longs, lexicon: Lexicon) -> tuple[Longs, Longs]:
    """The able candidates that share a slot with another word the network knows.

    Slot by slot, with the places where slots begin; `owner` is the slot of each candidate.
    """
    which = np.flatnonzero(able & (slots.count > 1)[owner])
    word = lexicon.cloze.word[slots.into[which]]
    which, word = which[word > 0], word[word > 0]
    first = openings(owner[which])
    if not len(first):
        return which, first
    # the same word with and without a capital is no choice
    differ = np.maximum.reduceat(word, first) != np.minimum.reduceat(word, first)
    which = which[np.repeat(differ, np.diff(np.append(first, len(which))))]
    return which, openings(owner[which])


def context_of(text: str, tokens: Tokens, slot: Longs, word: Numbers) -> Context:
    """The words of a row as context, given the tokens of a text and their slots in the row."""
    points = code_points(text + "\n")
    mark, titled = np.zeros(len(word), np.int64), np.zeros(len(word), bool)
    mark[slot] = looked_up(points[tokens.end], MARK)
    word = word.copy()
    word[slot[apart(points, tokens)] - 1] = word[-1] = EDGE
    titled[slot] = with_capital(tokens.forms)[tokens.form]
    return Context(word, mark, titled)


def apart(points: Points, tokens: Tokens) -> Flags:
    """Whether a paragraph begins with each token: behind an empty line, or as the first."""
    before = line_ends(points, tokens.start, tokens.end)
    before[:1] = 2
    return np.asarray(before > 1)
