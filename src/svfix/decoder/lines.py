"""Lines: where a line ends though the next word had room on it, a new item is likely to begin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.decoder.tokens import Tokens

NEAR = 5  # lines before and behind that show how wide lines are here
FULL = 0.9  # the share of that width which a full line reaches at least


def early(text: str, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """By token, whether it begins a line though there was room for it on the line before.

    >>> from svfix import lexicon
    >>> from svfix.decoder.tokens import tokenise
    >>> from svfix.decoder.vocabulary import vocabulary
    >>> def items(text):
    ...     tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     return [token.form for token, new in zip(tokens, early(text, tokens)) if new]
    >>> items("Bättre möten\\nOkad tydlighet\\nTid nog för alla som är där")
    ['Okad', 'Tid']

    Running text breaks its lines where they are full:

    >>> items("Bättre möten för\\nalla som är här")
    []
    """
    found = np.zeros(len(tokens), bool)
    first = np.flatnonzero(tokens.line)
    if not len(first):
        return found
    lines = text.split("\n")
    length = np.array([len(line.strip()) for line in lines])
    starts = np.cumsum([0] + [len(line) + 1 for line in lines[:-1]])
    padded = np.pad(length, NEAR)
    width = np.max([padded[i : i + len(length)] for i in range(2 * NEAR + 1)], 0)
    line = np.searchsorted(starts, tokens.start[first], side="right") - 1
    filled = length[line - 1] + 1 + tokens.sizes[first]
    found[first] = (line > 0) & (filled <= FULL * width[line - 1])
    return found
