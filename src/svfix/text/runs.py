"""Runs: neighbours in an array that belong together, counted without a loop."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.uncompiled import Buffer

Longs = npt.NDArray[np.int64]


def view(numbers: npt.ArrayLike) -> Buffer:
    """An array as compiled code reads it, and plain Python as numbers of its own."""
    contiguous: Any = np.ascontiguousarray(numbers)
    return memoryview(contiguous)


def column(numbers: array[Any] | memoryview[Any]) -> Any:
    """Numbers that compiled code wrote, for what still counts in numpy."""
    return np.asarray(numbers)


def flags(numbers: array[int]) -> npt.NDArray[np.bool_]:
    """The same of 0 and 1."""
    return np.asarray(numbers, np.uint8).view(np.bool_)


def openings(keys: npt.NDArray[Any]) -> Longs:
    """The places where a run of equal keys (0 or more) begins.

    >>> openings(np.array([3, 3, 5, 5, 5])).tolist()
    [0, 2]
    """
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return new.nonzero()[0]


def ragged(counts: npt.NDArray[Any]) -> Longs:
    """0 … n-1 for each n of `counts`, in a row.

    >>> ragged(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    behind = counts.cumsum()
    return np.asarray(
        np.arange(behind[-1] if len(behind) else 0) - (behind - counts).repeat(counts)
    )


def ranks(keys: npt.NDArray[Any]) -> Longs:
    """The place of each element in its run of equal keys.

    >>> ranks(np.array([3, 3, 5, 5, 5])).tolist()
    [0, 1, 0, 1, 2]
    """
    return ragged(np.diff(np.append(openings(keys), len(keys))))


def padded(first: array[int], step: array[int]) -> npt.NDArray[np.int32]:
    """Runs `step[first[i]]` … `step[first[i + 1]]` as a matrix: (run, place), -1 behind its end.

    >>> padded(array("i", [0, 2, 3]), array("i", [7, 8, 9])).tolist()
    [[7, 8], [9, -1]]
    """
    count = np.diff(np.asarray(first))
    table = np.full((len(count), max(1, int(count.max(initial=0)))), -1, np.int32)
    table[np.arange(len(count)).repeat(count), ragged(count)] = np.asarray(step)
    return table


def table(rows: int, width: int, kind: str = "d") -> Buffer:
    """Room for numbers of a type (as `array` names it) in rows, all 0 at first.

    >>> table(2, 3).tolist(), len(table(0, 3))
    ([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], 0)
    """
    there = max(rows, 1)  # a view of no rows can only be cut out of one of some
    room: Any = memoryview(bytearray(array(kind).itemsize * there * width))
    return room.cast(kind, (there, width))[:rows]


def put(rows: Buffer, row: int, numbers: Iterable[float], first: int = 0) -> None:
    """Put numbers side by side in a row of a table, from its column `first` on.

    >>> rows = table(2, 3)
    >>> put(rows, 1, [5, 7], 1)
    >>> rows.tolist()
    [[0.0, 0.0, 0.0], [0.0, 5.0, 7.0]]
    """
    for place, number in enumerate(numbers, first):
        rows[row, place] = number
