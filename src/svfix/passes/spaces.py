"""Spaces: those put where none can be.

Whether two words were run together, or one cut in two, is the decoder's to weigh. How a page is set
out (indents, columns, no-break spaces, a space before a comma) is nobody's error, and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit

if TYPE_CHECKING:
    from svfix.pipeline import Context

# An ending after a colon: on `Maj`, an abbreviation in capitals or a figure, and on nothing else.
# After a figure only a space before the colon tells: `bilaga 1: a)`.
_ENDING = re.compile(
    r"""(?<!\w)(?:Maj|[A-ZÅÄÖ]{2,6}|\d+(?=[ ]:))(?P<colon>[ ]:|:[ ])
        (?:(?<=Maj..)ts?|(?<=[A-ZÅÄÖ]..)(?:s|n|en|et|ns|ens|ar|er)|(?<=\d..)[ae])(?![\w:])""",
    re.VERBOSE,
)
_COLON = re.compile(" :|: ")
LONGEST = 8
"""How many characters beside a colon settle whether an ending comes after it."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close the gap before an ending: `Maj :t`, `EU: s`, `5 :e`.

    Returns edits tagged ``spaces.ending``.
    """
    around = (
        _ENDING.search(text, max(0, colon.start() - LONGEST), colon.end() + LONGEST)
        for colon in _COLON.finditer(text)
    )
    found = {match.span("colon"): match["colon"] for match in around if match}
    return [Edit(*span, colon, ":", "spaces.ending", 0.97) for span, colon in found.items()]
