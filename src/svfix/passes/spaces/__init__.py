"""Spaces: those put where none can be: before an ending, in numbers, addresses and spaced words.

Whether two words were run together, or one cut in two, is the decoder's to weigh. How a page is set
out (indents, columns, no-break spaces, a space before a comma) is nobody's error, and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.matching import Around
from svfix.passes.rules import edit_by
from svfix.passes.spaces.letterspacing import APART, parted, spaced
from svfix.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.context import Context
    from svfix.text.places import Places

# An ending after a colon: on `Maj`, an abbreviation in capitals or a figure, and on nothing else.
# After a figure only a space before the colon tells: `bilaga 1: a)`.
_ENDING = pattern(
    r"""(?<!\w)(?:Maj|[A-ZÅÄÖ]{2,6}|\d+(?=[ ]:))(?P<colon>[ ]:|:[ ])
        (?:(?<=Maj..)ts?|(?<=[A-ZÅÄÖ]..)(?:s|n|en|et|ns|ens|ar|er)|(?<=\d..)[ae])(?![\w:])""",
    re.VERBOSE,
)
_CLOSED = pattern(r"\b(?:Maj:ts?|[A-ZÅÄÖ]{2,6}:(?:s|n|en|et|ns|ens|ar|er)|\d+:[ae])(?![\w:])")
_COLONS = " :", ": "
# What stands before and behind the colon in the number of a law, `(2005: 1121)`, of a bill,
# `2024/25: 179`, in an address and in a time of day.
_LAW = Around(pattern(r"\(\d{4}\Z"), pattern(r":[ ]?(?=\d{1,4}\))"))
_BILL = Around(pattern(r"[12]\d{3}/\d\d\Z"), pattern(r":[ ]?(?=\d{1,4}(?![\w:/]))"))
_ADDRESS = Around(pattern(r"https?\Z"), pattern(r":[ ](?=//)"))
_CLOCK = Around(
    pattern(r"(?<![\d:.,])(?:\d|[01]\d|2[0-3])[ ]\Z"), pattern(r":(?=[0-5]\d(?![\d:]))")
)
_HOST = pattern(r"(?<![\w.])www\.[ ](?=[\w-]+(?:\.[\w-]+)*\.(?:se|nu|com|org|net|eu|fi|no|dk)\b)")
_TIME = pattern(r"(?<![\d:.,])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])")
MOSTLY = 3
"""How often a text must close such a number, and how many times as often as not, for a space in one
to be no habit of its own. In real documents with both, such spaces were on the page."""

LONGEST = 8
"""How many characters beside a colon settle whether an ending comes after it."""


def may_act(places: Places) -> bool:
    """Whether a text has a colon, two letters by themselves, or a host's name with a space."""
    return ":" in places.characters or bool(places.where(*APART)) or "www. " in places.text


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close gaps where none can be: `Maj :t`, `EU: s`, `(2005: 1121)`, `s p ä r r a d`.

    Returns edits tagged ``spaces.ending``, ``spaces.inside``, ``spaces.host``, ``spaces.clock``
    and ``spaces.spaced``.
    """
    places = context.places(text)
    edits = [*hosts(places), *spaced(text, context)]
    if ":" in places.characters:
        edits += [*endings(places), *inside(places), *clocks(places)]
    return sorted(edits, key=lambda edit: edit.start)


def endings(places: Places) -> Iterator[Edit]:
    """An ending after a colon stands beside it.

    Left alone are the spaces before colons of a text that parts all marks from its words, and those
    behind them in one that has `EU: s` as often as not.
    """
    around = (
        _ENDING.search(places.text, max(0, colon - LONGEST), colon + 2 + LONGEST)
        for colon in colons(places)
    )
    found = {match.span("colon"): match["colon"] for match in around if match}
    behind = Counter(found.values())[": "]
    habits = {
        " :": bool(found) and parted(places.text),
        ": ": len(_CLOSED.findall(places.text)) < 2 * behind if behind else False,
    }
    for span, colon in found.items():
        if not habits[colon]:
            yield edit_by("spaces.ending", *span, colon, ":")


def inside(places: Places) -> Iterator[Edit]:
    """An address has no space behind its colon, nor has a number in a text that mostly has none.

    `https: //kommunen.se`, and `(1937: 249)` where `(1937:248)` stands often; a text that has
    `1978/79: 788` again and again has it from its page.
    """
    text, colons = places.text, places.of(":")
    numbers = [colon for colon in colons if _LAW.at(text, colon) or _BILL.at(text, colon)]
    opened = [colon for colon in numbers if text[colon + 1] == " "]
    if len(numbers) - len(opened) < MOSTLY * max(1, len(opened)):
        opened = []
    addresses = [colon for colon in colons if _ADDRESS.at(text, colon)]
    for colon in sorted([*opened, *addresses]):
        yield edit_by("spaces.inside", colon, colon + 2, ": ", ":")


def hosts(places: Places) -> Iterator[Edit]:
    """The name of a host on the web has no space in it: `www. vimmerby.se`."""
    if "www. " in places.text:
        for found in _HOST.finditer(places.text):
            yield edit_by("spaces.host", found.end() - 1, found.end(), " ", "")


def clocks(places: Places) -> Iterator[Edit]:
    """A time of day has none before its colon, beside another one that has none: `11 :00`."""
    apart = [colon for colon in places.of(":") if _CLOCK.at(places.text, colon)]
    if apart and _TIME.search(places.text):
        for colon in apart:
            yield edit_by("spaces.clock", colon - 1, colon, " ", "")


def colons(places: Places) -> Iterator[int]:
    """Where colons stand with a space before or behind them: the place of the first of the two."""
    end = 0
    for colon in places.of(":"):
        for start in (colon - 1, colon):
            if start >= end and places.text[start : start + 2] in _COLONS:
                end = start + 2
                yield start
