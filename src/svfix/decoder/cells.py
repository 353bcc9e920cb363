"""Cells: a figure with one letter, which a word may be read as, but not among numbers.

`6l` may have been `öl`, and `d4` `då`. In a row of a table the letter is its rule (`8l 5l 16`,
`18 l 12`), and in a game of chess the two are a square (`1. d4 d5 2. c4`): there they are left, as
numbers are.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import product

from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens

RULED = frozenset(map("".join, product(("", "l"), "0123456789", "l")))
SQUARES = frozenset(map("".join, product("abcdefgh", "12345678")))
RULES = frozenset("l|")
CELLS = RULED | SQUARES | RULES


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
    if CELLS.isdisjoint(tokens.forms):
        return tokens
    cells = {number: form for number, form in enumerate(tokens.forms) if form in CELLS}
    kind, form = tokens.kind.tolist(), tokens.form.tolist()
    said = {i: cells[of] for i, of in enumerate(form) if of in cells and kind[i] == Kind.WORD}
    numbers = {i for i, cell in said.items() if cell not in RULES}
    guarded = array("b", kind)
    for i, cell in said.items():
        beside = [
            j in numbers or kind[j] == Kind.NUMBER for j in (i - 1, i + 1) if 0 <= j < len(kind)
        ]
        if any(beside) if cell in RULED else sum(beside) == 2:
            guarded[i] = Kind.NUMBER
    return replace(tokens, kind=guarded)
