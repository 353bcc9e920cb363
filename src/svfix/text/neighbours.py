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
    """Which characters stand side by side in a text: a bit for each pair of them, and for each.

    >>> pairs = Neighbours("abca")
    >>> pairs.may_hold("abc"), pairs.may_hold("ac")
    (True, False)

    They say nothing of a single character, others do:

    >>> pairs.may_hold("x"), pairs.has_any("xa"), pairs.has_any("xy")
    (True, True, False)
    """

    text: str
    bits: cython.uchar[::1]
    there: cython.uchar[::1]

    def __init__(self, text: str) -> None:
        self.text, self.there = text, bytearray(ALL)
        before: cython.Py_ssize_t = -1
        number: cython.Py_ssize_t
        character: cython.Py_UCS4
        self.bits = bytearray(ALL * ALL // 8)
        for character in text:
            number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
            self.there[number] = 1
            if before >= 0:
                self.bits[(before * ALL + number) >> 3] |= 1 << (number & 7)
            before = number

    @cython.ccall
    @cython.exceptval(-1, check=False)
    def has_any(self, marks: str) -> cython.bint:
        """Whether any of some characters is in the text."""
        number: cython.Py_ssize_t
        character: cython.Py_UCS4
        for character in marks:
            number = min(cython.cast(cython.Py_ssize_t, ord(character)), ALL - 1)
            if self.there[number] and (number < ALL - 1 or character in self.text):
                return True
        return False

    def may_hold_any(self, sought: tuple[str, ...]) -> bool:
        """Whether any of some strings may be in the text."""
        return any(map(self.may_hold, sought))

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
