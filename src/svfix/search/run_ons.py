"""Run-ons: words run together are weighed in each other's context before the best are chosen.

The search prices each word of a run-on by itself; here the words say what they think of each other
(`med chefer` against `kontroll plan`), and a space beside an `i` is believed to be lost sooner.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from svfix.channel.model import SPACE, Channel
from svfix.lexicon.ngrams import restore
from svfix.lexicon.store import NOT, Lexicon
from svfix.search.paths import Found
from svfix.search.vocabulary import numbers

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

THIN = 0.015
"""How much oftener than others a space beside the thin word `i` is lost, by an engine that loses
spaces at all: 40 of 2,078 against 1 of 1,000 in bench/train as Tesseract read it."""
LOSES = 9.0  # nats; an engine to which a lost space costs more loses none


def in_context(found: Found, lexicon: Lexicon, channel: Channel) -> tuple[Found, Longs]:
    """Candidates with what context says of words run together, and the form each stands for.

    That is the lexicon's form that stands for a candidate as a word to come.  A listed word stands
    for itself, a compound's head for it, so that context speaks of compounds too; of words run
    together, the first one does.
    """
    into = found.word.astype(np.int64)
    run_on = np.flatnonzero((found.steps == SPACE).any(1))
    if not len(run_on):
        return found, into
    texts = channel.rules.spell_all(found.steps[run_on])
    first, gained = run_together([text.split(" ") for text in texts], lexicon, thin(channel))
    into[run_on] = np.where(first < 0, lexicon.special["<unk>"], first)
    prior = found.prior.copy()
    prior[run_on] += gained
    found = replace(found, prior=prior)
    order = np.lexsort((-found.score, found.form))
    return found.take(order), into[order]


def thin(channel: Channel) -> float:
    """How much likelier (nats) a space was lost beside `i` than between other words."""
    if channel.lost_space > LOSES:
        return 0.0
    return float(np.log1p(THIN * np.exp(channel.lost_space)))


def run_together(phrases: list[list[str]], lexicon: Lexicon, thin: float) -> tuple[Longs, Floats]:
    """The first word of each phrase, -1 if it is not listed, and what context inside it adds.

    That is how much likelier (nats) each word is behind the one before it than by itself, for
    listed words: `med chefer` against `kontroll plan`; and `thin` for each space beside an `i`.
    """
    ngrams = lexicon.ngrams
    sizes = np.array([len(words) for words in phrases])
    number = numbers([word for words in phrases for word in words], lexicon)
    starts = np.cumsum(sizes) - sizes
    behind = np.flatnonzero(np.diff(np.repeat(np.arange(len(sizes)), sizes), prepend=-1) == 0)
    known = ngrams.unigram[number] != NOT
    behind = behind[(number[behind - 1] >= 0) & (number[behind] >= 0) & known[behind]]
    v, w = number[behind - 1], number[behind]
    more = ngrams.bigram(v, w) - restore(ngrams.unigram[w])
    phrase = np.searchsorted(starts, behind, side="right") - 1
    gained = np.bincount(phrase, more, minlength=len(sizes)).astype(np.float32)
    beside = [sum("i" in pair for pair in pairwise(words)) for words in phrases]
    gained += np.float32(thin) * np.array(beside, np.float32)
    return number[starts], gained
