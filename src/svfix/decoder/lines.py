"""Lines: where a line ends though the next word had room on it, a new item is likely to begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from svfix.decoder.tokens import Token

NEAR = 5  # lines before and behind that show how wide lines are here
FULL = 0.9  # the share of that width which a full line reaches at least


def early(text: str, tokens: Sequence[Token]) -> npt.NDArray[np.bool_]:
    """By token, whether it begins a line though there was room for it on the line before.

    >>> from svfix.decoder.tokens import Kind
    >>> text = "Bättre möten\\nOkad tydlighet\\nTid nog för alla som är där"
    >>> early(text, [Token(13, 17, "Okad", Kind.WORD, False, True)]).tolist()
    [True]

    Running text breaks its lines where they are full:

    >>> text = "Bättre möten för\\nalla som är här"
    >>> early(text, [Token(17, 21, "alla", Kind.WORD, False, True)]).tolist()
    [False]
    """
    found = np.zeros(len(tokens), bool)
    first = np.flatnonzero(np.array([token.line for token in tokens], bool))
    if not len(first):
        return found
    lines = text.split("\n")
    length = np.array([len(line.strip()) for line in lines])
    starts = np.cumsum([0] + [len(line) + 1 for line in lines[:-1]])
    padded = np.pad(length, NEAR)
    width = np.max([padded[i : i + len(length)] for i in range(2 * NEAR + 1)], 0)
    begins = np.array([tokens[i].start for i in first.tolist()])
    size = np.array([len(tokens[i].form) for i in first.tolist()])
    line = np.searchsorted(starts, begins, side="right") - 1
    filled = length[line - 1] + 1 + size
    found[first] = (line > 0) & (filled <= FULL * width[line - 1])
    return found
