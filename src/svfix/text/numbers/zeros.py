"""Zeros: the letter O read for the figure, where a document shows it again and again.

One `1O` may be a code. But a text that has `1OMHz`, `O dB` and `från Otill 9` has misread zeros:
the units, ranges and words that its numbers run into tell. There each of them is settled, and so is
a `1O` of which nothing tells. Where a word or a unit ran into a number, the space comes back that
the document has elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from svfix.patterns import pattern

REPEATED = 3
"""How many zeros that something tells of make the others of a text zeros too."""

NEAR = 40
"""How many characters beside an O are looked at."""

OFTEN = 3
"""How often a text must part its numbers from a unit for that to be its style."""

UNITS = r"(?:[kMG]?Hz|dB[mWi]?|[mkµ][VA]|[mkM]W|kWh|[kM]?ohm|[pnµ]F|[mµ]H|[kM]bit)(?![^\W_])"
"""Units that are no word and no other mark, whatever stands beside them."""

_SHORT = r"[VAW](?![^\W_])"
_APART = rf"[ \xa0](?:{UNITS}|{_SHORT}|(?:[mcd]?m|[mµn]s|watt|volt|ampere|meter|gånger|grader)\b)"
_ALONE = r"(?<![\w.,:/§&+|-])"  # where a number begins
_ZERO = rf"{_ALONE}(?<![ilI1]\s)(?P<n>O)"  # `i O MHz` is 10 MHz
_TO = r"\s?[-–]\s?[0-9]|\s(?:och|till|eller)\s[0-9]"  # the rest of a range


class Zero(NamedTuple):
    """An O that may be a zero, in the number that is `text[start:end]` and is to be `after`.

    `told` says that something tells of it.
    """

    start: int
    end: int
    after: str
    told: bool


class Kind(NamedTuple):
    """One way to meet a zero: a pattern with the number as `n` and what it ran into as `w`."""

    pattern: re.Pattern[str]
    told: bool


def _kind(text: str, told: bool = True) -> Kind:
    return Kind(pattern(text), told)


KINDS = (
    # 1O MHz, 1OMHz, 2,O dB, 1O gånger
    _kind(rf"{_ALONE}(?P<n>[1-9][0-9]*(?:,[0-9]*)?[Oo])(?=(?P<w>{UNITS}|{_SHORT})|{_APART})"),
    # 29300-2951 O kHz, 50,11 O MHz
    _kind(rf"(?<![\w.,:/])(?P<n>[0-9]+(?:,[0-9]+)?[ ]O)(?=(?P<w>{UNITS})|{_APART})"),
    # mellan 1O och 50, 1O-15
    _kind(rf"{_ALONE}(?P<n>[1-9][0-9]*O)(?={_TO})"),
    # från Otill 9, Ooch 1; 2921 Ot.o.m. 29290
    _kind(rf"{_ALONE}(?P<n>(?:[0-9]{{2,}}[ ])?O)(?P<w>till|och|eller|t\.o\.m\.)(?=\s[0-9])"),
    # OdB, O dB(W)
    _kind(rf"{_ZERO}(?=(?P<w>{UNITS})|[ ]{UNITS})"),
    # från O - 120, O- 9
    _kind(rf"{_ZERO}(?=\s?[-–]\s?[0-9])"),
    # 1Ometer, 1Oär
    _kind(rf"{_ALONE}(?P<n>[1-9][0-9]*O)(?P<w>[a-zåäö]{{2,}})(?![\w-])"),
    # 1O-potenser, 1O; OV
    _kind(rf"{_ALONE}(?P<n>[1-9][0-9]*O)(?![\w|&+])(?![.,:/–]\w|-(?![a-zåäö]{{3}}))", told=False),
    _kind(rf"{_ZERO}(?P<w>{_SHORT})", told=False),
)

NUMBER = pattern(  # what any of the kinds has
    r"[0-9],?[ ]?[Oo]|O(?:(?:till|och|eller|t\.o\.m\.)\s[0-9]|\s?[-–]\s?[0-9]"
    rf"|[ ]?{UNITS}|{_SHORT})"
)
_RUN_IN = pattern(r"[0-9]([ -]?)([^\W\d_]+)")
_LIKELY = pattern(
    r"O(?:(?<=[0-9].)|(?<=[0-9] O)|(?<![^\W_].)(?=\s?[-–dkmMGHVAWµpn]|till|och|eller|t\.o))"
)


def zeros(text: str, is_word: Callable[[str], bool]) -> list[Zero]:
    """The zeros of a text that shows several of them, in order and disjoint.

    >>> known = {"till", "watt"}.__contains__
    >>> [z.after for z in zeros("från Otill 9 dB, 1O dB och 1O. Sist 1Owatt, 1OW", known)]
    ['0 ', '10', '10', '10 ', '10']

    In a text that shows none, `1O` may be anything:

    >>> zeros("rum 1O och rum 2O, Om inte", known)
    []
    """
    stretches = [stretch for stretch in _stretches(text) if NUMBER.search(text, *stretch)]
    habits = Counter(_RUN_IN.findall(text)) if stretches else Counter()
    found: dict[int, Zero] = {}
    for kind, (start, end) in product(KINDS, stretches):
        for match in kind.pattern.finditer(text, start, end):
            word = match.groupdict().get("w") or ""
            gap = _gap(word, habits)
            if word.islower() and not _apart(word, gap, is_word):
                continue
            after = re.sub("[Oo]", "0", match["n"].replace(" ", "")) + gap
            zero = Zero(*match.span("n"), after, kind.told)
            if found.keys().isdisjoint(range(zero.start, zero.end)):
                found.update(dict.fromkeys(range(zero.start, zero.end), zero))
    distinct = [zero for place, zero in sorted(found.items()) if place == zero.start]
    return distinct if sum(zero.told for zero in distinct) >= REPEATED else []


def _apart(word: str, gap: str, is_word: Callable[[str], bool]) -> bool:
    """Whether an O is no letter of the word behind it: `Otill`, and `1Otal` if there is `2-tal`."""
    return is_word(word) and (gap == "-" or not is_word("O" + word))


def _gap(word: str, habits: Counter[tuple[str, str]]) -> str:
    """What a text has between a number and what ran into it: a space, a hyphen or nothing.

    A unit may stand beside its number, where the text does not mostly part them.
    """
    apart, joined = habits[" ", word], habits["-", word]
    if len(word) > 1 and word.islower():
        return "-" if joined > apart else " "
    return " " if apart >= max(OFTEN, 4 * habits["", word]) else ""


def _stretches(text: str) -> list[tuple[int, int]]:
    """What is to be looked at in a text: what stands around each O that is likely to be a zero."""
    likely = [match.start() for match in _LIKELY.finditer(text)]
    found: list[tuple[int, int]] = []
    for place in likely if len(likely) >= REPEATED else ():
        start = max(place - NEAR, 0)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, place + NEAR))
    return found
