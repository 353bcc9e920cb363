"""Cloze: how well a word fits where it stands, judged by the words around it.

In a cloze test (Taylor 1953) a reader fills the gaps of a text.  Here a small network does (Bengio
et al. 2003, "A neural probabilistic language model", with words on both sides).  Each word is a row
of numbers; the rows of the nearest words, each in its place, the sums of those farther away, the
punctuation and the capitals go through one hidden layer, and what comes out is compared with the
row of each word that may fill the gap.  What it knows of a word it knows of words used alike, so it
speaks where n-grams have counted nothing.  `tools/learn_cloze.py` learns it.

All numbers are whole, and no sum reaches 2²⁴, so that products of matrices in single precision are
exact: the same on every machine, in whatever order they are added.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int16]

WORDS, WEIGHTS = "cloze_words.tsv", "cloze_weights.xz"  # sources

UNKNOWN, START, NUMBER, EDGE, FIRST = range(5)  # numbers of context words; the listed follow
ENDINGS = 4096  # numbers for words that are not listed, by their endings
ENDING = 3  # letters
SPECIALS = {"<unk>": UNKNOWN, "<s>": START, "</s>": START, "<num>": NUMBER}

NEAREST, FAR = 3, 12  # words on either side with a place of their own, and all that are looked at
SIZE, HIDDEN, OUT = 64, 384, 96  # numbers in the row of a context word, inside, and of a word
COMMA, STOP, COLON, OTHER = range(1, 5)
MARKS = {",": COMMA, **dict.fromkeys(".!?…", STOP), **dict.fromkeys(";:", COLON)}
MARKS |= dict.fromkeys("()[]\"”“„»«’‘'–—-/", OTHER)
MARK = np.zeros(max(map(ord, MARKS)) + 2, np.uint8)  # by code point; the last is all others
MARK[[ord(mark) for mark in MARKS]] = list(MARKS.values())
KINDS = OTHER + 1  # of marks, none included

AROUND = np.array([*range(-1, -FAR - 1, -1), *range(1, FAR + 1)])  # places of words, by side
BEHIND = np.arange(-3, 3)  # places of words with the marks behind them
CAPITALS = np.arange(-2, 3)  # places of words that may have a capital
EDGES = 2 * NEAREST * SIZE, (2 * NEAREST + 2) * SIZE  # of words in their places, of their sums
WIDTH = EDGES[1] + len(BEHIND) * KINDS + len(CAPITALS)  # of all that is around a gap

ONE = 64  # steps of rows of context words, of their sums, and of marks and capitals, in 1
WEIGHT_ONE = 64  # steps of weights in 1
BEND_ONE = 32  # steps inside the hidden layer in 1
WORD_ONE = 128  # steps of rows of words in 1
BIAS_ONE = 256
MOST_ROW, MOST_FAR, MOST_HIDDEN = 127, 400, 255  # steps; a sum beyond says no more
EXACT = 2**24  # up to which every whole number is one in single precision


@dataclass(frozen=True)
class Context:
    """Words in a row as context: their numbers, the mark behind each, and if one is capitalised."""

    word: Numbers
    mark: Numbers
    titled: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cloze:
    """The network, in whole steps.

    `word` is the number of a form among the words it knows to fill gaps with, from 1, and 0 for
    others; `context` is the number of a form as a context word.  `near` and `far` are the rows of
    context words, `hidden` and `out` the weights of the layers with what they add (`hidden_bias`,
    `out_bias`), `words` and `bias` the rows of words and how common each is.
    """

    word: npt.NDArray[np.int32]
    context: npt.NDArray[np.int32]
    near: Bytes
    far: Bytes
    hidden: Shorts
    hidden_bias: npt.NDArray[np.int32]
    out: Shorts
    out_bias: npt.NDArray[np.int32]
    words: Bytes
    bias: Shorts

    def gaps(self, context: Context, place: Longs) -> Longs:
        """What stands around the words at some places, as rows to compare with those of words."""
        total = inputs(context, place, self.near, self.far) @ self._hidden
        bent = (total.astype(np.int32) + self.hidden_bias) // (ONE * WEIGHT_ONE // BEND_ONE)
        inner = np.clip(bent, 0, MOST_HIDDEN).astype(np.float32)
        return np.asarray((inner @ self._out).astype(np.int64) + self.out_bias)

    def fit(self, gaps: Longs, word: Numbers) -> Doubles:
        """log P(word | gap), in nats, but for what is the same for all words of a gap."""
        product = (gaps * self.words[word]).sum(1)
        step = BEND_ONE * WEIGHT_ONE * WORD_ONE
        return np.asarray(product / step + self.bias[word] / BIAS_ONE)

    @cached_property
    def _hidden(self) -> Floats:
        return self.hidden.astype(np.float32)

    @cached_property
    def _out(self) -> Floats:
        return self.out.astype(np.float32)


def inputs(context: Context, place: Longs, near: Bytes, far: Bytes) -> Floats:
    """What is around places, a row each: words in their places, sums of others, marks, capitals."""
    word = around(context.word, place)
    columns = [near[side[:, :NEAREST]].reshape(len(place), -1) for side in word]
    for side in word:
        total = far[side[:, NEAREST:]].sum(1, dtype=np.int32)
        columns.append(np.clip(total, -MOST_FAR, MOST_FAR))
    columns.append(signs(context, place) * ONE)
    return np.hstack([column.astype(np.float32) for column in columns])


def around(word: Numbers, place: Longs) -> tuple[Longs, Longs]:
    """The words on the left and on the right of places, from the nearest.

    Beyond the edge of a paragraph there is nothing.
    """
    last = len(word) - 1
    found = word[np.clip(place[:, None] + AROUND, 0, last)].astype(np.int64)
    for side in (found[:, :FAR], found[:, FAR:]):
        side[np.logical_or.accumulate(side == EDGE, axis=1)] = EDGE
    return found[:, :FAR], found[:, FAR:]


def signs(context: Context, place: Longs) -> npt.NDArray[np.int8]:
    """By place, 1 for each mark and capital there is around it, and 0 for each that is not.

    Beyond the edge of a paragraph there is nothing.
    """
    edges = np.cumsum(context.word == EDGE)

    def beside(row: npt.NDArray[Any], at: Longs) -> npt.NDArray[Any]:
        there = np.clip(place[:, None] + at, 0, len(edges) - 1)
        return np.where(edges[there] == edges[place][:, None], row[there], 0)

    kinds = (beside(context.mark, BEHIND)[:, :, None] == np.arange(KINDS)).reshape(len(place), -1)
    return np.hstack([kinds, beside(context.titled, CAPITALS)]).astype(np.int8)


def ending_of(form: str) -> int:
    """The number of a form's ending, from 0."""
    return crc32(form[-ENDING:].encode()) % ENDINGS


def numbered(forms: list[str], listed: list[str]) -> npt.NDArray[np.int32]:
    """The numbers of forms as context words: their own, or that of their endings."""
    number = {form: i for i, form in enumerate(listed, FIRST)}
    others = FIRST + len(listed)
    return np.array([number.get(f) or others + ending_of(f) for f in forms], np.int32)


def build(
    folder: Path, number: Mapping[str, int], special: Mapping[str, int]
) -> dict[str, npt.NDArray[Any]]:
    """The columns of `Cloze` for the forms of a lexicon, all told, and its specials."""
    words = read(folder / WORDS)
    word = np.zeros(len(number), np.int32)
    for i, form in enumerate(words, 1):
        if form in number:
            word[number[form]] = i
    context = numbered(list(number), words)
    for name, place in SPECIALS.items():
        context[special[name]] = place
    return {
        "cloze_word": word,
        "cloze_context": context,
        **unpacked((folder / WEIGHTS).read_bytes(), len(words)),
    }


def read(path: Path) -> list[str]:
    """The words the network knows, from their source."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("# ")]


def layout(words: int) -> dict[str, tuple[tuple[int, ...], str, int]]:
    """The shape of each array of the network, its type and how many steps are 1."""
    kinds = FIRST + words + ENDINGS
    return {
        "near": ((kinds, SIZE), "i1", ONE),
        "far": ((kinds, SIZE), "i1", ONE),
        "hidden": ((WIDTH, HIDDEN), "<i2", WEIGHT_ONE),
        "hidden_bias": ((HIDDEN,), "<i4", ONE * WEIGHT_ONE),
        "out": ((HIDDEN, OUT), "<i2", WEIGHT_ONE),
        "out_bias": ((OUT,), "<i4", BEND_ONE * WEIGHT_ONE),
        "words": ((words + 1, OUT), "i1", WORD_ONE),
        "bias": ((words + 1,), "<i2", BIAS_ONE),
    }


def packed(weights: Mapping[str, npt.NDArray[np.floating[Any]]], words: int) -> bytes:
    """The weights as they are stored: whole numbers of their steps."""
    whole = {}
    for name, (shape, kind, one) in layout(words).items():
        assert weights[name].shape == shape, name
        most = np.iinfo(kind).max
        whole[name] = np.clip(np.rint(weights[name] * one), -most, most).astype(kind)
    most_in = np.repeat([MOST_ROW, MOST_FAR, ONE], np.diff([0, *EDGES, WIDTH]))
    assert (most_in @ np.abs(whole["hidden"].astype(np.int64)) < EXACT).all()
    assert (MOST_HIDDEN * np.abs(whole["out"].astype(np.int64)).sum(0) < EXACT).all()
    raw = b"".join(array.tobytes() for array in whole.values())
    return lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME)


def unpacked(stored: bytes, words: int) -> dict[str, npt.NDArray[Any]]:
    """The weights of `Cloze`, for so many words."""
    raw, start, arrays = lzma.decompress(stored), 0, {}
    for name, (shape, kind, _) in layout(words).items():
        array = np.frombuffer(raw, kind, int(np.prod(shape)), start).reshape(shape)
        arrays[f"cloze_{name}"] = array
        start += array.nbytes
    return arrays
