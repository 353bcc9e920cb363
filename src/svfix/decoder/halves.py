"""Halves: parts of words that are no words of their own, and are not to be judged as such.

A hyphen at the end of a token joins it to what follows: to the next token in `öf-verste`, whose
line break was lost, or to the next line behind a note on the margin or a table's rule.  Where the
two make a word, neither is misread.  A short one that joins nothing (`pre-`, `kvasi-`) tells too
little.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from svfix.text.chunks import Kind
from svfix.text.line_breaks import SUSPENDED_BEFORE
from svfix.text.tokens import Tokens

if TYPE_CHECKING:
    from svfix.search.vocabulary import Vocabulary

SHORT = 8  # letters of a part that is looked at by itself


def guarded(tokens: Tokens, words: Vocabulary) -> Tokens:
    """The tokens, with halves of words guarded.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> words = vocabulary(lexicon.default(), ())
    >>> def read(text):
    ...     return [t.form for t in guarded(tokenise(text, [], words.chunk), words) if not t.kind]
    >>> read("hvilket öf-verste Berg och skolans bostadslägenhe- FA |\\nter med kvasi-toppvärden")
    ['hvilket', 'Berg', 'och', 'skolans', 'FA', 'med', 'toppvärden']

    A hyphen that stands for the part of a word to come leaves a word:

    >>> read("hälso- och sjukvård")
    ['hälso-', 'och', 'sjukvård']
    """
    hyphened = {number for number, form in enumerate(tokens.forms) if form.endswith("-")}
    if not hyphened:
        return tokens
    kind = array("b", tokens.kind.tobytes())
    joining = (i for i, number in enumerate(tokens.form.tolist()) if number in hyphened)
    for i in [i for i in joining if kind[i] == Kind.WORD]:
        bare = tokens.forms[tokens.form[i]][:-1]
        rest = second(tokens, i, bare, words)
        if rest is not None:
            kind[i] = kind[rest] = Kind.GUARDED
        elif len(bare) < SHORT and following(tokens, i) not in SUSPENDED_BEFORE:
            kind[i] = Kind.GUARDED
    return replace(tokens, kind=kind)


def second(tokens: Tokens, first: int, bare: str, words: Vocabulary) -> int | None:
    """The token that is the other half of a word, next to the first or at the next line's head."""
    if first + 1 < len(tokens) and tokens.start[first + 1] == tokens.end[first]:
        found = first + 1
    else:
        lines = (i for i in range(first + 1, len(tokens)) if tokens.line[i])
        found = next(lines, first)
        if found == first:
            return None
    form = tokens.forms[tokens.form[found]]
    return found if form.islower() and words.is_word(bare + form) else None


def following(tokens: Tokens, place: int) -> str:
    """The form of the token behind one, or nothing."""
    return tokens.forms[tokens.form[place + 1]] if place + 1 < len(tokens) else ""
