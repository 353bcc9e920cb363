"""The packed file: arrays and facts in one file that is memory-mapped, and shared by processes.

The file is a line of JSON naming the arrays (type, shape, offset), then the arrays, each at a
multiple of 64 bytes, little-endian.  Nothing is read until it is used and nothing is executed.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svfix.lexicon.cloze import HIDDEN, OUT, SIZE, WIDTH
from svfix.lexicon.letters import KINDS as KINDS_OF_LETTERS
from svfix.lexicon.letters import ORDER
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    import numpy.typing as npt

ALIGN = 64
KINDS = {"b1": "?"} | {f"{'if'[k in 'fd']}{array(k).itemsize}": k for k in "bhiqfd"}
KINDS |= {f"u{array(k).itemsize}": k for k in "BHIQ"}
"""The types of numbers in the file, which are numpy's, as `array` names them."""


BY_FORM = (
    "unigram", "continuation", "backoff", "modifier", "head", "title", "upper", "shadowed",
    "outdated", "past", "cloze_context",
)  # fmt: skip
"""The arrays that have a number for each form."""

LETTERS = KINDS_OF_LETTERS**ORDER
TYPES = {
    "outdated": "?", "past": "b", "shadowed": "?", "bigram_slots": "I", "trigram_slots": "I",
    "nodes": "Q",
    "cloze_context": "i", "cloze_near": "b", "cloze_far": "b", "cloze_hidden": "h",
    "cloze_hidden_bias": "i", "cloze_out": "h", "cloze_out_bias": "i", "cloze_words": "b",
    "cloze_bias": "h", "language_steps": "b",
}  # fmt: skip
"""How `array` names the types of the columns that are not of bytes."""

LONGEST_HEAD = 2**24  # bytes; it is some 370,000
DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
"""What comes of reading a packed file that is none."""


def write(path: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Mapping[str, Any]) -> None:
    """Write arrays and JSON-able facts as one packed file.

    The file is put in place whole: a process that has the old one mapped keeps it.
    """
    places, offset = {}, 0
    for name, numbers in arrays.items():
        kind = numbers.dtype.newbyteorder("<").str
        places[name] = {"type": kind, "shape": numbers.shape, "offset": offset}
        offset += -(-numbers.nbytes // ALIGN) * ALIGN
    head = json.dumps({"arrays": places, "facts": facts}, ensure_ascii=False).encode()
    head += b" " * (-(len(head) + 1) % ALIGN) + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(head)
        for numbers in arrays.values():
            data = numbers.astype(numbers.dtype.newbyteorder("<"), copy=False).tobytes()
            file.write(data + b"\0" * (-len(data) % ALIGN))
    draft.replace(path)


def read(path: Path) -> tuple[dict[str, Buffer], dict[str, Any]]:
    """Map a packed file: its arrays (read-only, not yet in memory) and its facts.

    Raises one of `DAMAGE` for what is none, or was cut off.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    end = mapped.find(b"\n", 0, LONGEST_HEAD) + 1
    head = json.loads(mapped[:end])
    whole = memoryview(mapped)
    arrays = {}
    for name, place in head["arrays"].items():
        kind, start = KINDS[place["type"][1:]], end + place["offset"]
        size = prod(place["shape"]) * array(kind.strip("?") or "B").itemsize
        if not 0 < end <= start <= start + size <= len(whole) or start % ALIGN:
            raise ValueError(f"{name} is not in the file")
        arrays[name] = shaped(whole[start : start + size], kind, place["shape"])
    return arrays, head["facts"]


def shaped(stored: memoryview[int], kind: str, shape: list[int]) -> Buffer:
    """Bytes as numbers in rows; those of more than a byte are swapped where a machine asks it."""
    flat: Any = stored
    if sys.byteorder == "big" and kind not in "?bB":
        numbers = array(kind, stored.tobytes())
        numbers.byteswap()
        flat = memoryview(numbers).cast("B")
    return flat.cast(kind, shape)


def check(arrays: Mapping[str, Buffer], facts: Mapping[str, Any]) -> None:
    """Raise ValueError where arrays are of other types, or do not belong together by length."""
    shape = {name: tuple(numbers.shape) for name, numbers in arrays.items()}
    (forms,), (words, _), (near, _) = (shape[n] for n in ("unigram", "cloze_words", "cloze_near"))
    wanted = dict.fromkeys(BY_FORM, (forms,)) | {
        "letters": (LETTERS,), "name_letters": (LETTERS,),
        "nodes": (shape["nodes"][0], 2),
        "bigram_columns": (2, *shape["bigram_slots"]),
        "trigram_columns": (1, *shape["trigram_slots"]),
        "language_steps": (shape["language_steps"][0], len(facts["languages"])),
        "cloze_near": (near, SIZE), "cloze_far": (near, SIZE),
        "cloze_hidden": (WIDTH, HIDDEN), "cloze_hidden_bias": (HIDDEN,),
        "cloze_out": (HIDDEN, OUT), "cloze_out_bias": (OUT,),
        "cloze_words": (words, OUT), "cloze_bias": (words,),
    }  # fmt: skip
    unlike = [name for name in wanted if shape[name] != wanted[name]]
    unlike += [name for name in shape if arrays[name].format != TYPES.get(name, "B")]
    unlike += [name for name, form in facts["special"].items() if not 0 <= form < forms]
    if unlike:
        raise ValueError(f"{unlike} do not fit the others")
