"""Spaces: those put where none can be, before an ending or between the letters of a word.

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
LONGEST = 8
"""How many characters beside a colon settle whether an ending comes after it."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close gaps where none can be: `Maj :t`, `EU: s`, `5 :e`, `s p ä r r a d`.

    Returns edits tagged ``spaces.ending`` and ``spaces.spaced``.
    """
    edits = [*endings(context.places(text)), *spaced(text, context)]
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
