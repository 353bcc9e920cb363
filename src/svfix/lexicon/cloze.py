"""Cloze: how well a word fits where it stands, judged by the words around it.

In a cloze test (Taylor 1953) a reader fills the gaps of a text.  Here a small network does: each
word around a gap adds a row of numbers by what it is and where it stands, so do the endings of the
four nearest and the punctuation; the sum, where it is above zero, is compared with the row of each
word that may fill the gap (Mikolov et al. 2013, "Efficient estimation of word representations in
vector space", with places told apart and a rectifier).  What it knows of a word it knows of words
used alike, so it speaks where n-grams have counted nothing.  All numbers are whole, so that sums do
not depend on their order.  `tools/learn_cloze.py` learns them.
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

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
Weights = npt.NDArray[np.floating[Any]]

WORDS, WEIGHTS = "cloze_words.tsv", "cloze_weights.xz"  # sources

UNKNOWN, START, NUMBER, EDGE, FIRST = range(5)  # numbers of context words; those listed follow
LISTED = 16_000  # commonest words that are told apart as context; others are their endings
ENDINGS = 2**12  # numbers for these
ENDING = 3  # letters
KINDS = FIRST + LISTED + ENDINGS  # of context words
SPECIALS = {"<unk>": UNKNOWN, "<s>": START, "</s>": START, "<num>": NUMBER}

SIZE = 64  # numbers in a row
TABLE_STEP, WORD_STEP, BIAS_STEP = 1 / 32, 1 / 32, 1 / 256  # what a unit of a stored number is
FAR = 8  # words looked at on either side
NEAREST, NEAR = 2, 3  # those whose endings are looked at too, and those with rows for each place
COMMA, STOP, COLON, OTHER = range(1, 5)
MARKS = {",": COMMA, **dict.fromkeys(".!?…", STOP), **dict.fromkeys(";:", COLON)}
MARKS |= dict.fromkeys("()[]\"”“„»«’‘'–—-/", OTHER)
MARK = np.zeros(max(map(ord, MARKS)) + 2, np.uint8)  # by code point; the last is all others
MARK[[ord(mark) for mark in MARKS]] = list(MARKS.values())

# The places around a gap, from the nearest, and the part of the table for each: the far ones share
# the last.  Behind the words are the marks on both sides, the mark behind the next word, capitals.
PLACES = np.array([side * k for k in range(1, FAR + 1) for side in (-1, 1)])
PARTS = np.minimum(np.arange(len(PLACES)), 2 * NEAR)
BOTH, NEXT, CAPITAL = (2 * NEAR + 1) * KINDS + np.array([0, 64, 72])
ROWS = int(CAPITAL) + 2


@dataclass(frozen=True)
class Context:
    """Words in a row as context: their numbers, the mark behind each, and if one is capitalised."""

    word: Numbers
    mark: Numbers
    titled: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cloze:
    """The network.

    `word` is the number of a form among the words it knows to fill gaps with, from 1, and 0 for
    others; `context` is the number of a form as a context word and `ending`, by that number, the
    number of its ending.  `EDGE`, among context words, is where a paragraph begins or ends.
    """

    word: npt.NDArray[np.uint16]
    context: npt.NDArray[np.uint16]
    ending: npt.NDArray[np.uint16]
    table: npt.NDArray[np.int8]
    words: npt.NDArray[np.int8]
    bias: npt.NDArray[np.int16]

    def gaps(self, context: Context, place: Longs) -> Ints:
        """What stands around the words at some places, as the rows that they are compared with."""
        total = np.zeros((len(place), SIZE), np.int16)
        for rows in features(context, place, self.ending):
            total += self.table[rows]
        return np.maximum(total, 0).astype(np.int32)

    def fit(self, gaps: Ints, word: Longs) -> Floats:
        """log P(word | gap), in nats, but for what is the same for all words of a gap."""
        product = (gaps * self.words[word]).sum(1, dtype=np.int64)
        return np.asarray(product * (TABLE_STEP * WORD_STEP) + self.bias[word] * BIAS_STEP)


def features(context: Context, place: Longs, ending: Numbers) -> Longs:
    """The rows of the table for what is around places: as many each, (feature, place)."""
    around = np.clip(PLACES[:, None] + place, 0, len(context.word) - 1)
    word = inside(context.word[around].astype(np.int64))
    ends = ending[word[: 2 * NEAREST]] + PARTS[: 2 * NEAREST, None] * KINDS
    mark = context.mark.astype(np.int64)
    behind = np.minimum(place + 1, len(mark) - 1)
    others = [
        BOTH + (mark[place - 1] << 3 | mark[place]),
        NEXT + mark[behind],
        CAPITAL + context.titled[place],
    ]
    return np.vstack([word + PARTS[:, None] * KINDS, ends, *others])


def inside(word: Longs) -> Longs:
    """Words around places, as in `PLACES`, with nothing beyond the edges of a paragraph."""
    beyond = word == EDGE
    for side in (beyond[::2], beyond[1::2]):
        np.logical_or.accumulate(side, axis=0, out=side)
    return np.where(beyond, EDGE, word)


def ending_of(form: str) -> int:
    """The number, as a context word, of a form that is told by its ending alone."""
    return FIRST + LISTED + crc32(form[-ENDING:].encode()) % ENDINGS


def endings(listed: list[str]) -> npt.NDArray[np.uint16]:
    """By number of a context word, the number of its ending, given those listed."""
    own = np.arange(KINDS)
    own[FIRST : FIRST + len(listed)] = [ending_of(form) for form in listed]
    return own.astype(np.uint16)


def numbered(forms: list[str], listed: list[str]) -> npt.NDArray[np.uint16]:
    """The numbers of forms as context words."""
    number = {form: i for i, form in enumerate(listed, FIRST)}
    return np.array([number.get(form) or ending_of(form) for form in forms], np.uint16)


def build(
    folder: Path, number: Mapping[str, int], special: Mapping[str, int]
) -> dict[str, npt.NDArray[Any]]:
    """The columns of `Cloze` for the forms of a lexicon, all told, and its specials."""
    words, listed = read(folder / WORDS)
    word = np.zeros(len(number), np.uint16)
    for i, form in enumerate(words, 1):
        if form in number:
            word[number[form]] = i
    context = numbered(list(number), listed)
    for name, place in SPECIALS.items():
        context[special[name]] = place
    return {
        "cloze_word": word,
        "cloze_context": context,
        "cloze_ending": endings(listed),
        **unpacked((folder / WEIGHTS).read_bytes(), len(words) + 1),
    }


def read(path: Path) -> tuple[list[str], list[str]]:
    """The words to fill gaps with, and those told apart as context, from their source."""
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [form for form, _ in rows], [form for form, listed in rows if listed == "1"]


def packed(table: Weights, words: Weights, bias: Weights) -> bytes:
    """The weights in nats as they are stored: whole numbers of their steps."""

    def whole(weights: Weights, step: float, kind: type[np.integer[Any]]) -> bytes:
        most = np.iinfo(kind).max
        return bytes(np.clip(np.rint(weights / step), -most, most).astype(kind).tobytes())

    parts = [whole(table, TABLE_STEP, np.int8), whole(words, WORD_STEP, np.int8)]
    parts.append(whole(bias, BIAS_STEP, np.int16))
    return lzma.compress(b"".join(parts), preset=9 | lzma.PRESET_EXTREME)


def unpacked(stored: bytes, words: int) -> dict[str, npt.NDArray[Any]]:
    """The weights of `Cloze`, for so many words."""
    raw = lzma.decompress(stored)
    cuts = ROWS * SIZE, (ROWS + words) * SIZE
    return {
        "cloze_table": np.frombuffer(raw[: cuts[0]], np.int8).reshape(ROWS, SIZE),
        "cloze_words": np.frombuffer(raw[cuts[0] : cuts[1]], np.int8).reshape(words, SIZE),
        "cloze_bias": np.frombuffer(raw[cuts[1] :], "<i2"),
    }
