"""Neighbours: which characters stand side by side in a text, to rule out what it cannot hold."""

from __future__ import annotations

from functools import lru_cache

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

# Characters told apart; the last one stands for all beyond Latin-1.
ALL = cython.declare(cython.Py_ssize_t, 256)


@cython.final
@cython.cclass
class Neighbours:
    """Which characters stand side by side in a text: a bit for each pair of them.

    >>> pairs = Neighbours("abca")
    >>> pairs.may_hold("abc"), pairs.may_hold("ac")
    (True, False)

    They say nothing of a single character:

    >>> pairs.may_hold("x")
    True
    """

    bits: cython.uchar[::1]

    def __init__(self, text: str) -> None:
        before: cython.Py_ssize_t = -1
        number: cython.Py_ssize_t
        character: cython.Py_UCS4
        self.bits = bytearray(ALL * ALL // 8)
        for character in text:
            number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
            if before >= 0:
                self.bits[(before * ALL + number) >> 3] |= 1 << (number & 7)
            before = number

    @cython.ccall
    @cython.exceptval(check=False)
    def may_hold(self, sought: str) -> cython.bint:
        """Whether all that stand side by side in a string do so in the text."""
        before: cython.Py_ssize_t = -1
        number: cython.Py_ssize_t
        character: cython.Py_UCS4
        for character in sought:
            number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
            if before >= 0 and not self.bits[(before * ALL + number) >> 3] >> (number & 7) & 1:
                return False
            before = number
        return True


neighbours = lru_cache(maxsize=4)(Neighbours)
"""The neighbours in a text, remembered for the texts that were asked for last."""
