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


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to close the gap before an ending: `Maj :t`, `EU: s`, `5 :e`.

    Returns edits tagged ``spaces.ending``.
    """
    return [
        Edit(*found.span("colon"), found["colon"], ":", "spaces.ending", 0.97)
        for found in _ENDING.finditer(text)
    ]
