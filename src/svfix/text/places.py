"""Places: where in a text a pattern may match, found for the whole text at once.

The passes' patterns say what is damage and what is not, and on right text they are tried at nearly
every character in vain.  What kinds of characters stand around a place rules most places out;
that is worked out in numpy (`Places.where`), and a pattern is tried at those that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.text.code_points import code_points, looked_up

Longs = npt.NDArray[np.int64]

SPACE, LETTER, LOWER, DIGIT, MARK, BREAK, UPPER = (1 << bit for bit in range(7))
ANY = 255  # the kind of a character that the table does not have: it may be of each of these
BY_RARITY = UPPER, DIGIT, MARK, SPACE  # of the other kinds are most characters of a text
SWEDISH = "abcdefghijklmnopqrstuvwxyzåäöéü"  # what is `LOWER`
SMALL = "a-zåäöéü"  # the same, in the brackets of a pattern
BREAKS = " \n"  # what is `SPACE | BREAK`, and nothing else is
COMMON = (range(0x250), range(0x2000, 0x2070))  # code points: Latin letters and punctuation
SPACES = 0x1680, 0x3000  # and the rest of white space
BLOCK = 1 << 16  # characters looked up at a time, so that they stay in the processor's cache
EDGE = 8  # characters that one may look beyond the ends of a text
ENDING = ".,!?"  # marks that stand close to the word before them
ALONE = SPACE, MARK, SPACE | MARK  # marks that stand by themselves, or lead others that do


def kind_of(character: str) -> int:
    r"""The kind of a character: what `\s`, `[^\W\d_]` and `\d` match, and what none of them do."""
    if character.isspace():
        return SPACE | BREAK if character in BREAKS else SPACE
    if character.isalpha():
        case = LOWER if character in SWEDISH else UPPER if character.isupper() else 0
        return LETTER | case
    if character.isdecimal():
        return DIGIT
    return ANY if character.isalnum() else MARK  # ½ is a letter to `[^\W\d_]` alone


def _table() -> npt.NDArray[np.uint8]:
    """The kinds by code point; the last is that of all others."""
    table = np.full(max(SPACES) + 2, ANY, np.uint8)
    for points in map(list, (*COMMON, SPACES)):
        table[points] = [kind_of(chr(point)) for point in points]
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


class Places:
    """A text's characters by kind, to find places by what stands around them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._kind = np.full(len(text) + 2 * EDGE, ANY, np.uint8)
        self._of_kind: dict[int, Longs] = {}
        self._where: dict[tuple[int, ...], list[int]] = {}
        seen: set[int] = set()
        for start in range(0, len(text), BLOCK):
            points = code_points(text[start : start + BLOCK])
            self._kind[EDGE + start : EDGE + start + len(points)] = looked_up(points, KIND)
            seen.update(np.flatnonzero(np.bincount(points)).tolist())
        self.characters = frozenset(map(chr, seen))

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
            rare = rarest(around)
            at = self._all(around[rare]) + (1 - rare)
            at = at[(at >= EDGE) & (at < EDGE + len(self.text))]
            for offset, kind in enumerate(around, -1):
                if offset != rare - 1:
                    at = at[self._kind[at + offset] & kind != 0]
            self._where[around] = (at - EDGE).tolist()
        return self._where[around]

    def _all(self, kind: int) -> Longs:
        if kind not in self._of_kind:
            self._of_kind[kind] = (self._kind & kind).nonzero()[0]
        return self._of_kind[kind]

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

    def chunks(self, places: list[int]) -> set[str]:
        r"""What stands around some places, between spaces and the ends of lines.

        >>> sorted(Places("så var det,\nsa han").chunks([4, 5, 13]))
        ['sa', 'var']
        """
        if not places:
            return set()
        behind = np.unique(np.searchsorted(self._breaks, np.array(places, np.int64)))
        spans = zip(self._breaks[behind - 1].tolist(), self._breaks[behind].tolist(), strict=True)
        return {self.text[start + 1 : end] for start, end in spans}

    @cached_property
    def _breaks(self) -> Longs:
        between = np.flatnonzero(self._kind[EDGE:-EDGE] == SPACE | BREAK)
        return np.concatenate([[-1], between, [len(self.text)]])
