"""Building the cloze network (`cloze`) out of its sources, in numpy: when the lexicon is packed.

The weights are stored as whole numbers, and no sum in the network reaches 2²⁴, so that sums in
single precision are exact as well.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from svfix.lexicon.cloze import (
    BEND_ONE,
    BIAS_ONE,
    EDGE,
    EDGES,
    HIDDEN,
    MOST_FAR,
    MOST_HIDDEN,
    NUMBER,
    ONE,
    OUT,
    SIZE,
    START,
    UNKNOWN,
    WEIGHT_ONE,
    WIDTH,
    WORD_ONE,
)

WORDS, WEIGHTS = "cloze_words.tsv", "cloze_weights.xz"  # sources

FIRST = EDGE + 1  # number of the first listed context word, behind the specials
ENDINGS = 4096  # numbers for words that are not listed, by their endings
ENDING = 3  # letters
SPECIALS = {"<unk>": UNKNOWN, "<s>": START, "</s>": START, "<num>": NUMBER}
MOST_ROW = 127  # steps in the row of a word
EXACT = 2**24  # up to which every whole number is one in single precision


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
    """The columns of `cloze.Cloze` for the forms of a lexicon, all told, and its specials."""
    words = read(folder / WORDS)
    context = numbered(list(number), words)
    for name, place in SPECIALS.items():
        context[special[name]] = place
    return {
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
    """The weights of `cloze.Cloze`, for so many words."""
    raw, start, arrays = lzma.decompress(stored), 0, {}
    for name, (shape, kind, _) in layout(words).items():
        array = np.frombuffer(raw, kind, int(np.prod(shape)), start).reshape(shape)
        arrays[f"cloze_{name}"] = array
        start += array.nbytes
    return arrays
