"""Columns: rows of numbers side by side, which compiled code reads and writes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from svfix.uncompiled import Buffer


def table(rows: int, width: int, kind: str = "d") -> Buffer:
    """Room for numbers of a type (as `array` names it) in rows, all 0 at first.

    >>> table(2, 3).tolist(), len(table(0, 3))
    ([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], 0)
    """
    there = max(rows, 1)  # a view of no rows can only be cut out of one of some
    room: Any = memoryview(bytearray(array(kind).itemsize * there * width))
    return room.cast(kind, (there, width))[:rows]


def in_rows(numbers: array[Any], width: int) -> Buffer:
    """Numbers in rows of so many each.

    >>> in_rows(array("i", [1, 2, 3, 4]), 2).tolist()
    [[1, 2], [3, 4]]
    """
    if not numbers:
        return table(0, width, numbers.typecode)
    flat: Any = memoryview(numbers).cast("B")
    return flat.cast(numbers.typecode, (len(numbers) // width, width))


def widened(rows: Buffer, more: Iterable[Iterable[float]], width: int) -> Buffer:
    """The rows of a table (doubles) with more numbers behind each, so many in all.

    >>> widened(in_rows(array("d", [1, 2]), 1), [(5, 7), (6, 8)], 3).tolist()
    [[1.0, 5.0, 7.0], [2.0, 6.0, 8.0]]
    """
    numbers = array("d")
    if len(rows):
        raw, size = rows.cast("B"), rows.nbytes // len(rows)
        for i, behind in zip(range(len(rows)), more, strict=True):
            numbers.frombytes(raw[i * size : (i + 1) * size])
            numbers.extend(behind)
    return in_rows(numbers, width)
