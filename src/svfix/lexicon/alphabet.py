"""The letters a lexicon form is made of, as small integers: the labels of the trie's edges.

Forms are stored in lower case.  Labels fit in the 64 bits of a node's bitmap, so a form with any
other character cannot be stored; `encode` says so with `None`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.text.code_points import code_points, looked_up

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéèêëáàâãíìîïóòôõúùûüýøæçñßðþšž'-:.&"
CODE = {letter: code for code, letter in enumerate(LETTERS)}
assert len(LETTERS) <= 64


def encode(form: str) -> bytes | None:
    """The labels of a lower-case form, or `None` where the trie cannot hold it.

    >>> list(encode("bää"))
    [1, 27, 27]
    >>> encode("b5") is None
    True
    """
    try:
        return bytes([CODE[letter] for letter in form])
    except KeyError:
        return None


OTHER = 255  # the label of a character that the trie cannot hold


def encode_all(forms: list[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """The labels of many forms as the rows of one array, and their lengths.

    >>> labels, lengths = encode_all(["bää", "b5"])
    >>> labels.tolist(), lengths.tolist()
    ([[1, 27, 27], [1, 255, 0]], [3, 2])
    """
    lengths = np.fromiter(map(len, forms), np.int32, len(forms))
    table = np.zeros((len(forms), max(1, int(lengths.max(initial=0)))), np.uint8)
    inside = np.arange(table.shape[1]) < lengths[:, None]
    table[inside] = looked_up(code_points("".join(forms)), LABELS)
    return table, lengths


def _labels() -> npt.NDArray[np.uint8]:
    """The labels of characters by code point; of those beyond the table, the last entry."""
    table = np.full(max(map(ord, CODE)) + 2, OTHER, np.uint8)
    table[list(map(ord, CODE))] = list(CODE.values())
    return table


LABELS = _labels()
