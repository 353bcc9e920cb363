"""Neighbours: which characters stand side by side in a text, to rule out what it cannot hold."""

from __future__ import annotations

from functools import lru_cache

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

# Characters told apart; the last one stands for all beyond Latin-1.
ALL = cython.declare(cython.Py_ssize_t, 256)


@lru_cache(maxsize=4)
def neighbours(text: str) -> bytearray:
    """Which characters stand side by side in a text: 0 or 1 by the number of a `pair`.

    >>> pairs = neighbours("så är")
    >>> pairs[pair("s", "å")], pairs[pair("å", "s")]
    (1, 0)
    """
    pairs = bytearray(ALL * ALL)
    there: cython.uchar[::1] = pairs
    before: cython.Py_ssize_t = -1
    number: cython.Py_ssize_t
    character: cython.Py_UCS4
    for character in text:
        number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
        if before >= 0:
            there[before * ALL + number] = 1
        before = number
    return pairs


def pair(first: str, second: str) -> int:
    """The number of two characters side by side.

    >>> pair("!", "1"), pair("–", "1") == pair("…", "1")
    (8497, True)
    """
    return min(ord(first), ALL - 1) * ALL + min(ord(second), ALL - 1)


def may_hold(pairs: bytearray, sought: str) -> bool:
    """Whether all that stand side by side in a string do so in the text of these neighbours.

    >>> may_hold(neighbours("abca"), "abc"), may_hold(neighbours("abca"), "ac")
    (True, False)

    It says nothing of a single character:

    >>> may_hold(neighbours("abca"), "x")
    True
    """
    there: cython.const[cython.uchar][::1] = pairs
    before: cython.Py_ssize_t = -1
    number: cython.Py_ssize_t
    character: cython.Py_UCS4
    for character in sought:
        number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
        if before >= 0 and not there[before * ALL + number]:
            return False
        before = number
    return True
