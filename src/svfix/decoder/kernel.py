"""The search compiled: the same answers as `candidates.Search`, some fifty times as fast.

`kernel.c` is compiled when svfix is built on a machine with a C compiler.  Elsewhere the search
in numpy does the work, which is why this module only offers: `AVAILABLE` says whether it can run.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.decoder.channel import START, Channel, nats, units
from svfix.decoder.paths import Found
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import Lexicon
from svfix.runs import ragged

BUILT = Path(__file__).parents[1] / "_data" / "kernel.bin"

Pointer, Int, Long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64


def structure(**fields: Any) -> type[ctypes.Structure]:
    """A C structure with these fields."""
    return type("Structure", (ctypes.Structure,), {"_fields_": list(fields.items())})


LEXICON = structure(
    children=Pointer,
    first=Pointer,
    word=Pointer,
    ahead=Pointer,
    unigram=Pointer,
    head=Pointer,
    modifier=Pointer,
    step=Int,
)
CHANNEL = structure(
    keys=Pointer,
    openings=Pointer,
    segments=Int,
    cost=Pointer,
    labels=Pointer,
    titled=Pointer,
    kept=Pointer,
    before=Pointer,
    lost_space=Int,
    compound=Int,
)
BEAM = structure(width=Int, margin=Int, dearest=Int)
FOUND = structure(
    form=Pointer,
    word=Pointer,
    prior=Pointer,
    channel=Pointer,
    count=Pointer,
    steps=Pointer,
    titled=Pointer,
    size=Long,
    room=Long,
    stepped=Long,
    step_room=Long,
)


def load() -> ctypes.CDLL | None:
    """The compiled search, or None where there is none that this machine can run."""
    if sys.byteorder != "little" or not BUILT.exists():
        return None
    try:
        library = ctypes.CDLL(str(BUILT))
        library.svfix_search.restype = ctypes.POINTER(FOUND)
        library.svfix_free.argtypes = [ctypes.POINTER(FOUND)]
    except (OSError, AttributeError):
        return None
    return library


LIBRARY = load()
AVAILABLE = LIBRARY is not None


def run(
    lexicon: Lexicon,
    channel: Channel,
    forms: list[str],
    width: int,
    margin: int,
    dearest: int,
    compound: int,
) -> Found:
    """The candidates of forms; the beam's margin and dearest rule are in units."""
    assert LIBRARY is not None
    keys, openings = channel.rules.segments
    kept, before = channel.affordable(dearest)
    codes, start = channel.rules.flat([form.rstrip("-") for form in forms])
    open_end = np.array([form.endswith("-") for form in forms], np.uint8)
    words = packed(
        (lexicon.trie.children, np.uint64),
        (lexicon.trie.first, np.int32),
        (lexicon.trie.word, np.int32),
        (lexicon.ahead, np.uint8),
        (lexicon.ngrams.unigram, np.uint8),
        (lexicon.head, np.uint8),
        (lexicon.modifier, np.uint8),
    )
    segments = packed((keys, np.int64), (openings, np.int32))
    rules = packed(
        (channel.units, np.int32),
        (channel.rules.labels, np.uint8),
        (channel.rules.titled, np.uint8),
        (kept, np.int32),
        (before, np.int32),
    )
    asked = packed((codes, np.int32), (start, np.int64), (open_end, np.uint8))
    found = LIBRARY.svfix_search(
        ctypes.byref(LEXICON(*addresses(words), units(STEP))),
        ctypes.byref(
            CHANNEL(
                *addresses(segments),
                len(keys),
                *addresses(rules),
                units(channel.lost_space),
                compound,
            )
        ),
        ctypes.byref(BEAM(width, margin, dearest)),
        Int(len(forms)),
        *map(Pointer, addresses(asked)),
    )
    if not found:
        raise MemoryError("no memory left for the search")
    try:
        return collect(found.contents)
    finally:
        LIBRARY.svfix_free(found)


def packed(*arrays: tuple[npt.NDArray[Any], type[np.generic]]) -> list[npt.NDArray[Any]]:
    """Arrays as C reads them, without gaps and of these types; most are so already."""
    return [np.ascontiguousarray(array, kind) for array, kind in arrays]


def addresses(arrays: list[npt.NDArray[Any]]) -> list[int]:
    """Where the data of arrays lie; the caller keeps the arrays alive."""
    return [array.ctypes.data for array in arrays]


def collect(found: Any) -> Found:
    """What the kernel found, copied into arrays of our own."""
    size = found.size
    if not size:
        return Found.empty()
    form, word, prior, channel, count = (
        column(getattr(found, name), size, np.int32)
        for name in ("form", "word", "prior", "channel", "count")
    )
    titled = column(found.titled, size, np.uint8).astype(bool)
    steps = np.full((size, max(1, int(count.max()))), START, np.int32)
    if found.stepped:
        flat = column(found.steps, found.stepped, np.int32)
        steps[np.repeat(np.arange(size), count), ragged(count)] = flat
    return Found(form, word, titled, nats(-prior), nats(-channel), steps)


def column(at: int, size: int, kind: type[np.generic]) -> npt.NDArray[Any]:
    """A copy of an array that C holds."""
    data = ctypes.string_at(at, size * np.dtype(kind).itemsize)
    return np.frombuffer(data, kind)
