"""Look-alikes: words that differ only in å, ä, ö or é, such as `var` and `vår`, told by context.

An engine that drops diacritics leaves a word that is as good as the one on the page, and which of
the two was meant stands in the words around.  Each set of look-alikes has a log-linear classifier
over features of these (Golding & Roth 1999, "A Winnow-based approach to context-sensitive spelling
correction"): the words at each place near by, pairs of them, their endings, any word a little
further off, and the punctuation beside.  The weights of all sets stand in one table by the hash of
feature and word (Weinberger et al. 2009, "Feature hashing for large scale multitask learning").
`tools/learn_pairs.py` learns them.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from svfix.lexicon.ngrams import Keys, mix

Longs = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]

SETS, WORDS, WEIGHTS = "pairs.tsv", "pairs_context.txt", "pairs_weights.xz"  # sources

UNKNOWN, START, NUMBER, EDGE, FIRST = range(5)  # numbers of context words; those listed follow
LISTED = 40_000  # commonest words that are told apart as context; others are their endings
ENDINGS = 2**16 - FIRST - LISTED  # numbers for these
ENDING = 3  # letters
STEP = 1 / 16  # nats a unit of a stored weight: a byte reaches ±8
BITS = 22  # of the hash of a feature: 4 million weights
FAR = 8  # words looked at on either side
WORD_BITS = 16
SPECIALS = {"<unk>": UNKNOWN, "<s>": START, "</s>": START, "<num>": NUMBER}
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ by the golden ratio

# What is told of a place: the words around it, the endings of the four nearest, the marks behind
# the word before, the word itself and the next, both sides' marks in one, its capital; and nothing.
TOLD = """word-3 word-2 word-1 word+1 word+2 word+3 end-2 end-1 end+1 end+2
          mark-1 mark mark+1 marks capital nothing""".split()
SINGLE = """word-3 word-2 word-1 word+1 word+2 word+3 end-2 end-1 end+1 end+2
            nothing mark-1 mark capital""".split()
DOUBLE = """word-2,word-1 word-1,word+1 word+1,word+2 end-2,end-1 end-1,end+1 end+1,end+2
            end-1,word+1 word-1,end+1 word-1,marks word+1,marks word+1,mark+1""".split()
COMMA, STOP, COLON, OTHER = range(1, 5)
MARKS = {",": COMMA, **dict.fromkeys(".!?…", STOP), **dict.fromkeys(";:", COLON)}
MARKS |= dict.fromkeys("()[]\"”“„»«’‘'–—-/", OTHER)
MARK = np.zeros(max(map(ord, MARKS)) + 2, np.uint8)  # by code point; the last is all others
MARK[[ord(mark) for mark in MARKS]] = list(MARKS.values())

ONE = [TOLD.index(name) for name in SINGLE]
LEFT, RIGHT = ([TOLD.index(pair.split(",")[side]) for pair in DOUBLE] for side in (0, 1))
FURTHER = FAR + np.array([side * k for k in range(2, FAR + 1) for side in (-1, 1)])
TEMPLATE = np.append(
    np.arange(len(SINGLE) + len(DOUBLE)), [len(SINGLE) + len(DOUBLE)] * len(FURTHER)
)


@dataclass(frozen=True)
class Context:
    """Words in a row as context: their numbers, the mark behind each, and if one is capitalised."""

    word: Numbers
    mark: Numbers
    titled: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """Sets of look-alikes, and what speaks for each word.

    `member` is the number of a form among the words with a look-alike, from 1, and 0 for others;
    `family`, by that number, is the set it belongs to.  `context` is the number of a form as a
    context word and `ending`, by that number, the number of its ending.  `EDGE`, among context
    words, is where a paragraph begins or ends.
    """

    member: npt.NDArray[np.uint16]
    family: npt.NDArray[np.uint16]
    context: npt.NDArray[np.uint16]
    ending: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.int8]

    def evidence(self, found: Keys, members: Longs) -> Floats:
        """How much the context speaks for each word (nats), beside those of its set."""
        places = places_of(found, members)
        return np.asarray(self.weights[places].sum(1, dtype=np.int64) * STEP)


def places_of(found: Keys, members: Longs) -> Longs:
    """The places of weights: a row for each word, with a column for each of its features."""
    keys = mix(found ^ (members.astype(np.uint64) * SPREAD)[:, None])
    return np.asarray(keys >> np.uint64(64 - BITS), np.int64)


def ending_of(form: str) -> int:
    """The number, as a context word, of a form that is told by its ending alone."""
    return FIRST + LISTED + crc32(form[-ENDING:].encode()) % ENDINGS


def endings(listed: list[str]) -> npt.NDArray[np.uint16]:
    """By number of a context word, the number of its ending, given those listed."""
    own = np.arange(2**16)
    own[FIRST : FIRST + len(listed)] = [ending_of(form) for form in listed]
    return own.astype(np.uint16)


def numbered(forms: list[str], listed: list[str]) -> npt.NDArray[np.uint16]:
    """The numbers of forms as context words."""
    number = {form: i for i, form in enumerate(listed, FIRST)}
    return np.array([number.get(form) or ending_of(form) for form in forms], np.uint16)


def features(context: Context, place: Longs, ending: npt.NDArray[np.uint16]) -> Keys:
    """The features of the places of a row, as keys: a row for each, of equal width."""
    around = np.clip(np.arange(-FAR, FAR + 1)[:, None] + place, 0, len(context.word) - 1)
    word = inside(context.word[around].astype(np.int64))
    told = np.zeros((len(TOLD), len(place)), np.int64)
    told[:6] = word[FAR + np.array([-3, -2, -1, 1, 2, 3])]
    told[6:10] = ending[told[1:5]]
    told[10:13] = context.mark[around[FAR - 1 : FAR + 2]]
    told[13] = told[10] << 3 | told[11]
    told[14] = context.titled[place]
    keys = np.concatenate([told[ONE], told[LEFT] << WORD_BITS | told[RIGHT], word[FURTHER]])
    return mix((keys | TEMPLATE[:, None] << 2 * WORD_BITS).T.astype(np.uint64))


def inside(word: Longs) -> Longs:
    """Words around places, by distance, with nothing beyond the edges of a paragraph."""
    beyond = word == EDGE
    for side in (beyond[FAR - 1 :: -1], beyond[FAR + 1 :]):
        np.logical_or.accumulate(side, axis=0, out=side)
    return np.where(beyond, EDGE, word)


def build(
    folder: Path, number: Mapping[str, int], special: Mapping[str, int]
) -> dict[str, npt.NDArray[Any]]:
    """The columns of `Pairs` for the forms of a lexicon, all told, and its specials."""
    members = [line.split("\t") for line in lines(folder / SETS)]
    listed = lines(folder / WORDS)
    families = {bare: i for i, bare in enumerate(dict.fromkeys(bare for _, bare in members))}
    member = np.zeros(len(number), np.uint16)
    for i, (form, _) in enumerate(members, 1):
        if form in number:
            member[number[form]] = i
    context = numbered(list(number), listed)
    for name, place in SPECIALS.items():
        context[special[name]] = place
    family = [0, *(families[bare] for _, bare in members)]
    return {
        "pair_member": member,
        "pair_family": np.array(family, np.uint16),
        "pair_context": context,
        "pair_ending": endings(listed),
        "pair_weights": np.frombuffer(lzma.decompress((folder / WEIGHTS).read_bytes()), np.int8),
    }


def lines(path: Path) -> list[str]:
    """The lines of a source, without its comments."""
    text = path.read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("# ")]
