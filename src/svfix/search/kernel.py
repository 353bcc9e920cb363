"""The kernel: search and lattice compiled, with the same answers as in numpy, ten times as fast.

`search.c` and `lattice.c` are compiled when svfix is built on a machine with a C compiler.
Elsewhere numpy does the work, which is why this module only offers: `AVAILABLE` tells.
"""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from svfix.channel.model import START, Channel, nats, units
from svfix.lexicon.alphabet import LABELS
from svfix.lexicon.ngrams import STEP, TAIL, NGrams
from svfix.lexicon.store import Lexicon
from svfix.search.paths import Found
from svfix.text.code_points import code_points, looked_up
from svfix.text.runs import ragged

if TYPE_CHECKING:
    from svfix.ranking.lattice import Slots

Longs = npt.NDArray[np.int64]

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
    edge=Int,
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
TABLE = structure(slots=Pointer, first=Pointer, second=Pointer, size=Long)
NGRAMS = structure(bigrams=TABLE, trigrams=TABLE, backoff=Pointer, continuation=Pointer, step=Int)
SLOTS = structure(
    start=Pointer,
    count=Pointer,
    into=Pointer,
    outof=Pointer,
    local=Pointer,
    sums=Pointer,
    size=Long,
)


def load() -> ctypes.CDLL | None:
    """The compiled search, or None where there is none that this machine can run."""
    if sys.byteorder != "little" or not BUILT.exists():
        return None
    try:
        library = ctypes.CDLL(str(BUILT))
        library.svfix_search.restype = ctypes.POINTER(FOUND)
        library.svfix_sums.restype = Int
        library.svfix_find.restype = None
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
    edge: int,
) -> Found:
    """The candidates of forms; the beam's margin and all costs are in units."""
    assert LIBRARY is not None
    keys, openings = channel.rules.segments
    kept, before = channel.affordable(dearest)
    codes, start = channel.rules.flat([form.rstrip("-") for form in forms])
    open_end = np.array([form.endswith("-") for form in forms], np.uint8)
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
        ctypes.byref(lexicon_of(lexicon)),
        ctypes.byref(
            CHANNEL(
                *addresses(segments),
                len(keys),
                *addresses(rules),
                units(channel.lost_space),
                compound,
                edge,
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


@lru_cache(maxsize=8)
def lexicon_of(lexicon: Lexicon) -> Any:
    """What the kernel needs of a lexicon."""
    columns = packed(
        (lexicon.trie.children, np.uint64),
        (lexicon.trie.first, np.int32),
        (lexicon.trie.word, np.int32),
        (lexicon.ahead, np.uint8),
        (lexicon.ngrams.unigram, np.uint8),
        (lexicon.head, np.uint8),
        (lexicon.modifier, np.uint8),
    )
    found = LEXICON(*addresses(columns), units(STEP))
    found.columns = columns  # kept for as long as their addresses are
    return found


def find_all(lexicon: Lexicon, forms: list[str]) -> npt.NDArray[np.int32]:
    """What `lexicon.trie.find_all` finds."""
    assert LIBRARY is not None
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    labels = looked_up(code_points("".join(forms)), LABELS)
    asked = packed((labels, np.uint8), (np.append(0, np.cumsum(lengths)), np.int64))
    found = np.zeros(len(forms), np.int32)
    LIBRARY.svfix_find(
        ctypes.byref(lexicon_of(lexicon)),
        Long(len(forms)),
        *map(Pointer, addresses([*asked, found])),
    )
    return found


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


def sums(slots: Slots, ngrams: NGrams, first: Longs, length: Longs) -> Longs:
    """What `lattice.path_sums` works out, with the same answer."""
    assert LIBRARY is not None
    from svfix.ranking.lattice import SUMS, TRUSTED

    row = packed(
        (slots.start, np.int64),
        (slots.count, np.int64),
        (slots.into, np.int32),
        (slots.outof, np.int32),
        (slots.local, np.int32),
        (SUMS, np.int32),
    )
    tables = [
        packed((t.slots, np.uint32), *((c, np.uint8) for c in (t.columns[0], t.columns[-1])))
        for t in (ngrams.bigrams, ngrams.trigrams)
    ]
    words = packed((ngrams.backoff, np.uint8), (ngrams.continuation, np.uint8))
    spans = packed((first, np.int64), (length, np.int64))
    result = np.zeros(len(slots.local), np.int64)
    bigrams, trigrams = (TABLE(*addresses(table), len(table[0]) - TAIL) for table in tables)
    well = LIBRARY.svfix_sums(
        ctypes.byref(SLOTS(*addresses(row), len(SUMS))),
        ctypes.byref(NGRAMS(bigrams, trigrams, *addresses(words), TRUSTED)),
        Long(len(first)),
        *map(Pointer, addresses([*spans, result])),
    )
    if not well:
        raise MemoryError("no memory left for the lattice")
    return result
