"""Spaces: those put where none can be: before an ending, in numbers, addresses and spaced words.

Whether two words were run together, or one cut in two, is the decoder's to weigh. How a page is set
out (indents, columns, no-break spaces, a space before a comma) is nobody's error, and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.places import LETTER, SPACE, Places, Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.context import Context

# An ending after a colon: on `Maj`, an abbreviation in capitals or a figure, and on nothing else.
# After a figure only a space before the colon tells: `bilaga 1: a)`.
_ENDING = re.compile(
    r"""(?<!\w)(?:Maj|[A-ZÅÄÖ]{2,6}|\d+(?=[ ]:))(?P<colon>[ ]:|:[ ])
        (?:(?<=Maj..)ts?|(?<=[A-ZÅÄÖ]..)(?:s|n|en|et|ns|ens|ar|er)|(?<=\d..)[ae])(?![\w:])""",
    re.VERBOSE,
)
_COLONS = " :", ": "
_SPACED = Sought(  # four letters and more
    re.compile(r"[^\W\d_](?<!\S.)(?: [^\W\d_]){3,}(?!\S)"),
    (LETTER, SPACE, LETTER, SPACE, LETTER, SPACE, LETTER),
    lead=1,
)
# A number of a law or a bill, `(2005: 1121)` and `2024/25: 179`, and an address.
_INSIDE = re.compile(
    r":[ ](?:(?<=\(\d{4}:.)(?=\d{1,4}\))|(?<=[12]\d{3}/\d\d:.)(?=\d{1,3}(?![\w:/]))"
    r"|(?:(?<=https:.)|(?<=http:.))(?=//))"
)
LONGEST = 8
"""How many characters beside a colon settle whether an ending comes after it."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close gaps where none can be: `Maj :t`, `EU: s`, `(2005: 1121)`, `s p ä r r a d`.

    Returns edits tagged ``spaces.ending``, ``spaces.inside`` and ``spaces.spaced``.
    """
    places = context.places(text)
    edits = [*endings(places), *inside(places), *spaced(text, context)]
    return sorted(edits, key=lambda edit: edit.start)


def endings(places: Places) -> Iterator[Edit]:
    """An ending after a colon stands beside it."""
    around = (
        _ENDING.search(places.text, max(0, colon - LONGEST), colon + 2 + LONGEST)
        for colon in colons(places)
    )
    found = {match.span("colon"): match["colon"] for match in around if match}
    for span, colon in found.items():
        yield Edit(*span, colon, ":", "spaces.ending", 0.97)


def inside(places: Places) -> Iterator[Edit]:
    """A number or an address with a colon has no space behind it."""
    for colon in places.of(":"):
        if _INSIDE.match(places.text, colon):
            yield Edit(colon, colon + 2, ": ", ":", "spaces.inside", 0.97)


def colons(places: Places) -> Iterator[int]:
    """Where colons stand with a space before or behind them: the place of the first of the two."""
    end = 0
    for colon in places.of(":"):
        for start in (colon - 1, colon):
            if start >= end and places.text[start : start + 2] in _COLONS:
                end = start + 2
                yield start


def spaced(text: str, context: Context) -> Iterator[Edit]:
    """A word set in spaced letters is that word; letters that make none stay: `a b c d`."""
    for found in context.places(text).find(_SPACED):
        word = found[0].replace(" ", "")
        if context.is_word(word):
            yield Edit(*found.span(), found[0], word, "spaces.spaced", 0.97)
