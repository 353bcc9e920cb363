"""Operations: the fewest steps that lead from one short text to another.

They are those of rapidfuzz, letter by letter (`tests/text/test_operations.py`), without loading it,
which takes as long as a page.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython


class Operation(NamedTuple):
    """A stretch of the one text and what stands in its place in the other, which may be the same.

    The fields are named as those of rapidfuzz are.
    """

    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def operations(source: str, target: str) -> list[Operation]:
    """The stretches of two texts beside each other, in order; all of either is in one of them.

    >>> [*map(tuple, operations("farett", "för ett"))]
    [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3), (3, 3, 3, 4), (3, 6, 4, 7)]
    """
    found: list[Operation] = []
    a = b = 0
    steps = edits(source, target)
    i = 0
    while i < len(steps):
        kind, x, y = steps[i]
        if (a, b) != (x, y):
            found.append(Operation(a, x, b, y))
        a, b = x, y
        while i < len(steps) and steps[i] == (kind, a, b):
            a, b, i = a + (kind != INSERT), b + (kind != DELETE), i + 1
        found.append(Operation(x, a, y, b))
    if (a, b) != (len(source), len(target)):
        found.append(Operation(a, len(source), b, len(target)))
    return found


REPLACE, INSERT, DELETE = range(3)
INSERTED = cython.declare(cython.int, INSERT)
DELETED = cython.declare(cython.int, DELETE)
REPLACED = cython.declare(cython.int, REPLACE)


def edits(source: str, target: str) -> list[tuple[int, int, int]]:
    """The letters to replace, insert and delete, with their places in both texts, in order.

    Of as many ways the one is taken that deletes as far behind as it can, then inserts.
    """
    size: cython.Py_ssize_t = min(len(source), len(target))
    start: cython.Py_ssize_t = 0
    ends: cython.Py_ssize_t = 0
    while start < size and source[start] == target[start]:
        start += 1
    while ends < size - start and source[len(source) - 1 - ends] == target[len(target) - 1 - ends]:
        ends += 1
    a: cython.Py_ssize_t = len(source) - start - ends
    b: cython.Py_ssize_t = len(target) - start - ends
    width: cython.Py_ssize_t = a + 1
    cost: cython.int[::1] = distances(source, target, start, a, b)
    found: list[tuple[int, int, int]] = []
    while a and b:
        if cost[b * width + a] == cost[b * width + a - 1] + 1:
            a -= 1
            found.append((DELETED, start + a, start + b))
            continue
        b -= 1
        if cost[b * width + a] == cost[b * width + a - 1] - 1:
            found.append((INSERTED, start + a, start + b))
            continue
        a -= 1
        if source[start + a] != target[start + b]:
            found.append((REPLACED, start + a, start + b))
    found += [(DELETED, start + i, start + b) for i in range(a - 1, -1, -1)]
    found += [(INSERTED, start + a, start + i) for i in range(b - 1, -1, -1)]
    return found[::-1]


def distances(
    source: str,
    target: str,
    start: cython.Py_ssize_t,
    a: cython.Py_ssize_t,
    b: cython.Py_ssize_t,
) -> array[int]:
    """How far each beginning of the one stretch is from each of the other (Levenshtein 1965).

    Row by row, one for each beginning of the target's.
    """
    width: cython.Py_ssize_t = a + 1
    made = array("i", bytes(4 * width * (b + 1)))
    cost: cython.int[::1] = made
    x: cython.Py_ssize_t
    y: cython.Py_ssize_t
    best: cython.int
    for x in range(width):
        cost[x] = x
    for y in range(1, b + 1):
        cost[y * width] = y
        for x in range(1, width):
            best = cost[(y - 1) * width + x - 1]
            best += source[start + x - 1] != target[start + y - 1]
            best = min(best, cost[(y - 1) * width + x] + 1)
            cost[y * width + x] = min(best, cost[y * width + x - 1] + 1)
    return made
