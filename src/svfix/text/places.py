"""Places: where in a text a pattern may match, found for the whole text at once.

The passes' patterns say what is damage and what is not, and on right text they are tried at nearly
every character in vain.  What kinds of characters stand around a place rules most places out;
that is one loop over the text (`Places.where`), and a pattern is tried at those that are left.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

SPACE, LETTER, LOWER, DIGIT, MARK, BREAK, UPPER, OTHER = (1 << bit for bit in range(8))
NOT_SMALL = UPPER | OTHER | DIGIT  # what of letters and figures is not `LOWER`
ANY = 255  # the kind of a character that the table does not have: it may be of each of these
BY_RARITY = UPPER, DIGIT, MARK, SPACE  # of the other kinds are most characters of a text
SWEDISH = "abcdefghijklmnopqrstuvwxyzåäöéü"  # what is `LOWER`
SMALL = "a-zåäöéü"  # the same, in the brackets of a pattern
BREAKS = " \n"  # what is `SPACE | BREAK`, and nothing else is
COMMON = (range(0x250), range(0x2000, 0x2070))  # code points: Latin letters and punctuation
SPACES = 0x1680, 0x3000  # and the rest of white space
EDGE = cython.declare(cython.Py_ssize_t, 8)  # characters that one may look beyond a text's ends
ENDING = ".,!?"  # marks that stand close to the word before them
ALONE = SPACE, MARK, SPACE | MARK  # marks that stand by themselves, or lead others that do


def kind_of(character: str) -> int:
    r"""The kind of a character: what `\s`, `[^\W\d_]` and `\d` match, and what none of them do."""
    if character.isspace():
        return SPACE | BREAK if character in BREAKS else SPACE
    if character.isalpha():
        case = LOWER if character in SWEDISH else UPPER if character.isupper() else OTHER
        return LETTER | case
    if character.isdecimal():
        return DIGIT
    return ANY if character.isalnum() else MARK  # ½ is a letter to `[^\W\d_]` alone


def _table() -> array[int]:
    """The kinds by code point, a byte each; the last is that of all others."""
    table = array("B", [ANY]) * (max(SPACES) + 2)
    for points in (*COMMON, SPACES):
        for point in points:
            table[point] = kind_of(chr(point))
    return table


KIND = _table()


class Sought(NamedTuple):
    """A pattern, and the kinds of characters that stand around each of its matches.

    `around` are the kinds of a character, after that of the one before it and before those of the
    ones behind it; a match begins `lead` characters before that character.
    """

    pattern: re.Pattern[str]
    around: tuple[int, ...]
    lead: int = 0


@cache
def rarest(around: tuple[int, ...]) -> int:
    """Which of some kinds of characters is the rarest in most texts."""
    return min(range(len(around)), key=lambda i: [*BY_RARITY, around[i]].index(around[i]))


@cython.final
@cython.cclass
class Kinds:
    """The kinds of the characters of a text, a byte each, between `EDGE` of any on each side."""

    kind: cython.uchar[::1]
    wanted: cython.uchar[::1]  # of the characters around a place, `EDGE` at most
    characters: frozenset[str]  # of the text

    def __init__(self, text: str) -> None:
        table: cython.const[cython.uchar][::1] = KIND
        last: cython.Py_ssize_t = len(KIND) - 1
        at: cython.Py_ssize_t = EDGE
        character: cython.Py_UCS4
        self.kind = bytearray(b"\xff") * (len(text) + 2 * EDGE)
        self.wanted = bytearray(EDGE)
        seen: cython.uchar[::1] = bytearray(last + 1)
        point: cython.Py_ssize_t
        there = set()
        for character in text:
            point = ord(character)
            self.kind[at] = table[min(point, last)]
            at += 1
            if point >= last:
                there.add(character)
            elif not seen[point]:
                seen[point] = 1
                there.add(character)
        self.characters = frozenset(there)

    def where(self, around: tuple[int, ...], rare: int) -> list[int]:
        """The places of the characters that `Places.where` asks for.

        `rare` says which of those around is the rarest, which is looked for first.

        >>> Kinds("en 8").where((LETTER, SPACE), 1)
        [2]
        """
        found: list[int] = []
        offset: cython.Py_ssize_t = rare
        size: cython.Py_ssize_t = len(around)
        first: cython.Py_ssize_t  # the place of the character before
        i: cython.Py_ssize_t
        for i in range(size):
            self.wanted[i] = around[i]
        sought: cython.uchar = self.wanted[offset]
        for first in range(EDGE - 1, len(self.kind) - EDGE - 1):
            if not self.kind[first + offset] & sought:
                continue
            i = 0
            while i < size and self.kind[first + i] & self.wanted[i]:
                i += 1
            if i == size:
                found.append(first + 1 - EDGE)
        return found


class Places:
    """A text's characters by kind, to find places by what stands around them."""

    def __init__(self, text: str) -> None:
        self.text = text
        kinds: Kinds = Kinds(text)
        self._kinds, self.characters = kinds, kinds.characters
        self._where: dict[tuple[int, ...], list[int]] = {}
        self._told: dict[Callable[[Places], bool], bool] = {}

    def tells(self, question: Callable[[Places], bool]) -> bool:
        """The answer to a question about the text, worked out once."""
        told = self._told.get(question)
        if told is None:
            told = self._told[question] = question(self)
        return told

    def find(self, sought: Sought) -> Iterator[re.Match[str]]:
        """What `sought.pattern.finditer` finds."""
        end = 0
        for place in self.where(*sought.around):
            start = place - sought.lead
            if start >= end and (match := sought.pattern.match(self.text, start)):
                end = match.end()
                yield match

    def where(self, *around: int) -> list[int]:
        """The places of characters by their kind and the kinds of those around, as in `Sought`.

        What stands beyond the ends of the text is of any kind.

        >>> Places("så . Nu, en").where(SPACE, MARK, SPACE), Places("- en").where(SPACE, MARK)
        ([3], [0])
        """
        if around not in self._where:
            self._where[around] = self._kinds.where(around, rarest(around))
        return self._where[around]

    @cached_property
    def tokenised(self) -> bool:
        """Whether marks stand apart from the words of the text, which is its style then.

        >>> Places("Han sade : ja , nu .").tokenised, Places("Han sade : ja, nu.").tokenised
        (True, False)
        """
        alone, close = (
            sum(self.text[place] in ENDING for place in self.where(kind, MARK, SPACE))
            for kind in (SPACE, LETTER | DIGIT)
        )
        return alone > close

    def of(self, characters: Iterable[str]) -> list[int]:
        """The places of some characters, which should be rare.

        >>> Places("[en] {två}").of("[{")
        [0, 5]
        """
        found: list[int] = []
        for character in self.characters.intersection(characters):
            place = self.text.find(character)
            while place >= 0:
                found.append(place)
                place = self.text.find(character, place + 1)
        return sorted(found)

    def chunks(self, places: Iterable[int]) -> set[str]:
        r"""What stands around some places, in order, between spaces and the ends of lines.

        >>> sorted(Places("så var det,\nsa han").chunks([4, 5, 13]))
        ['sa', 'var']
        """
        found = set()
        end = -1
        for place in places:
            if place > end:  # else it is in the same chunk as the one before it
                start = end = place
                while start > 0 and self.text[start - 1] not in BREAKS:
                    start -= 1
                while end < len(self.text) and self.text[end] not in BREAKS:
                    end += 1
                found.add(self.text[start:end])
        return found
