"""Lines: where a new item is likely to begin, and where names and the items of a list are.

A line that ends though the next word had room on it, and the number of a heading, say that an item
begins; a word with a capital says that another one behind it is a name too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.text.capitals import with_capital
from svfix.text.chunks import Kind
from svfix.text.code_points import code_points
from svfix.text.tokens import Tokens

NEAR = 5  # lines before and behind that show how wide lines are here
NARROWEST = 22  # characters of a line of running text in the narrowest column
FULL = 0.9  # the share of that width which a full line reaches at least


def early(text: str, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """By token, whether it begins a line though there was room for it on the line before.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
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
    width = np.full(len(lines) + 2 * NEAR, NARROWEST)
    for i in range(2 * NEAR + 1):  # of each line itself and of those around it
        np.maximum(width[i : i + len(lines)], length, width[i : i + len(lines)])
    width = width[NEAR:-NEAR]
    line = np.searchsorted(starts, tokens.start[first], side="right") - 1
    filled = length[line - 1] + 1 + tokens.sizes[first]
    found[first] = (line > 0) & (filled <= FULL * width[line - 1])
    return found


def headed(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """By token, whether a heading's number stands before it: `4.17 Överlåtelse`, `Bilaga 3 Syfte`.

    That is a number that begins a line or is its second word, or has points or slashes in it.
    """
    parted = np.array(["." in form or "/" in form for form in tokens.forms], bool)
    capital = np.array([form[:1].isupper() for form in tokens.forms], bool)[tokens.form]
    second = behind(tokens.line & capital)
    number = (tokens.kind == Kind.NUMBER) & (tokens.line | second | parted[tokens.form])
    return behind(number)


def named(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """By token, whether it has a capital and stands beside another one behind it.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> chunk = vocabulary(lexicon.default(), ()).chunk
    >>> tokens = tokenise("som S. Brost och Miranda Hart", [], chunk)
    >>> [token.form for token, found in zip(tokens, named(tokens)) if found]
    ['Brost', 'Hart']
    """
    capital = with_capital(tokens.forms)
    titled = np.flatnonzero(capital)
    capital[titled] = [not tokens.forms[i][1:].isupper() for i in titled.tolist()]
    capital = capital[tokens.form]
    between = tokens.start[1:] - tokens.end[:-1]
    beside = (between == 1) | ((between == 2) & (tokens.sizes[:-1] == 1))  # an initial has a point
    beside &= tokens.chunk[1:] != tokens.chunk[:-1]
    found = behind(capital) & capital
    found[1:] &= beside
    return np.asarray(found, bool)


def listed(text: str, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """By token, whether a comma stands before it.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> chunk = vocabulary(lexicon.default(), ()).chunk
    >>> text = "Anna, Eva och Lars"
    >>> [bool(found) for found in listed(text, tokenise(text, [], chunk))]
    [False, True, False, False]
    """
    points = code_points("  " + text)
    gap = points[tokens.start + 1]
    return np.asarray((points[tokens.start] == ord(",")) & ((gap == ord(" ")) | (gap == ord("\n"))))


def behind(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """By token, the flag of the one before it."""
    return np.concatenate([np.zeros(min(len(flags), 1), bool), flags[:-1]])
