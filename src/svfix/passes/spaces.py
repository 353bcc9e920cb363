"""Spaces: those put where none can be, before an ending or between the letters of a word.

Whether two words were run together, or one cut in two, is the decoder's to weigh. How a page is set
out (indents, columns, no-break spaces, a space before a comma) is nobody's error, and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.pipeline import Context

# An ending after a colon: on `Maj`, an abbreviation in capitals or a figure, and on nothing else.
# After a figure only a space before the colon tells: `bilaga 1: a)`.
_ENDING = re.compile(
    r"""(?<!\w)(?:Maj|[A-ZÅÄÖ]{2,6}|\d+(?=[ ]:))(?P<colon>[ ]:|:[ ])
        (?:(?<=Maj..)ts?|(?<=[A-ZÅÄÖ]..)(?:s|n|en|et|ns|ens|ar|er)|(?<=\d..)[ae])(?![\w:])""",
    re.VERBOSE,
)
_COLON = re.compile(" :|: ")
_SPACED = re.compile(r"[^\W\d_](?<!\S.)(?: [^\W\d_]){3,}(?!\S)")  # four letters and more
LONGEST = 8
"""How many characters beside a colon settle whether an ending comes after it."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close gaps where none can be: `Maj :t`, `EU: s`, `5 :e`, `s p ä r r a d`.

    Returns edits tagged ``spaces.ending`` and ``spaces.spaced``.
    """
    edits = [*endings(text), *spaced(text, context)]
    return sorted(edits, key=lambda edit: edit.start)


def endings(text: str) -> Iterator[Edit]:
    """An ending after a colon stands beside it."""
    around = (
        _ENDING.search(text, max(0, colon.start() - LONGEST), colon.end() + LONGEST)
        for colon in _COLON.finditer(text)
    )
    found = {match.span("colon"): match["colon"] for match in around if match}
    for span, colon in found.items():
        yield Edit(*span, colon, ":", "spaces.ending", 0.97)


def spaced(text: str, context: Context) -> Iterator[Edit]:
    """A word set in spaced letters is that word; letters that make none stay: `a b c d`."""
    for found in _SPACED.finditer(text):
        word = found[0].replace(" ", "")
        if context.is_word(word):
            yield Edit(*found.span(), found[0], word, "spaces.spaced", 0.97)
