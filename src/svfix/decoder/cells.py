"""Cells: a figure with one letter, which a word may be read as, but not among numbers.

`6l` may have been `öl`, and `d4` `då`. In a row of a table the letter is its rule (`8l 5l 16`,
`18 l 12`), and in a game of chess the two are a square (`1. d4 d5 2. c4`): there they are left, as
numbers are.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens

_RULED = re.compile(r"l?\dl")
_AMONG = re.compile(r"[a-h][1-8]|[l|]")
LONGEST = 3


def guarded(tokens: Tokens) -> Tokens:
    """The tokens with cells as the numbers that they are.

    One with an l has a number on either side; a square, or a rule by itself, on both sides.

    >>> from svfix.text.chunks import read
    >>> from svfix.text.tokens import tokenise
    >>> def words(text: str) -> list[str]:
    ...     tokens = tokenise(text, [], lambda chunk: read(chunk, lambda form: False))
    ...     return [token.form for token in guarded(tokens) if token.kind is Kind.WORD]
    >>> words("8l 5l 16 l 12"), words("1. d4 d5 2. c4"), words("ett 6l kl. 12 d4")
    ([], [], ['ett', '6l', 'kl', 'd4'])
    """
    short = [(i, form) for i, form in enumerate(tokens.forms) if len(form) <= LONGEST]
    ruled, among = np.zeros((2, len(tokens.forms)), bool)
    ruled[[i for i, form in short if _RULED.fullmatch(form)]] = True
    among[[i for i, form in short if _AMONG.fullmatch(form)]] = True
    if not (ruled.any() or among.any()):
        return tokens
    word = tokens.kind == Kind.WORD
    ruled, among = word & ruled[tokens.form], word & among[tokens.form]
    number = (tokens.kind == Kind.NUMBER) | ruled | (among & (tokens.sizes > 1))
    before, behind = np.append(False, number[:-1]), np.append(number[1:], False)
    cells = (ruled & (before | behind)) | (among & before & behind)
    return replace(tokens, kind=np.where(cells, np.int8(Kind.NUMBER), tokens.kind))
