"""Lines: where a new item is likely to begin, and where names and the items of a list are.

A line that ends though the next word had room on it, and the number of a heading, say that an item
begins; a word with a capital says that another one behind it is a name too.
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens
from svfix.uncompiled import Buffer

NEAR = cython.declare(cython.int, 5)  # lines before and behind that show how wide lines are here
NARROWEST = cython.declare(cython.int, 22)  # characters of a line of text in the narrowest column
FULL = cython.declare(cython.double, 0.9)  # of that width, which a full line reaches at least
NUMBER = cython.declare(cython.int, int(Kind.NUMBER))


@cython.final
@cython.cclass
class Layout:
    """A text and where its tokens stand in it; what is asked is of one of them, by its number.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> def layout(text):
    ...     return Layout(text, tokenise(text, [], vocabulary(lexicon.default(), ()).chunk))
    >>> [layout("Anna, Eva och Lars").listed(i) for i in range(4)]
    [False, True, False, False]
    >>> [layout("Bilaga 3 Syfte och 2 mål").headed(i) for i in range(6)]
    [False, False, True, False, False, False]
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text, self.forms, self.size = text, tokens.forms, len(tokens)
        self.start, self.end = tokens.start, tokens.end
        self.form, self.kind = tokens.form, tokens.kind
        self.opens, self.line = tokens.opens, tokens.line

    @cython.ccall
    def said(self, token: cython.Py_ssize_t) -> str:
        """The form of a token."""
        form: str = self.forms[self.form[token]]
        return form

    @cython.ccall
    @cython.exceptval(check=False)
    def at(self, place: cython.Py_ssize_t) -> cython.Py_UCS4:
        """The character at a place of the text; before and behind it lines end."""
        if 0 <= place < len(self.text):
            return self.text[place]
        return "\n"

    @cython.ccall
    @cython.exceptval(check=False)
    def breaks(self, token: cython.Py_ssize_t) -> cython.int:
        """How many lines end right before a token; a text begins as a paragraph does."""
        count: cython.int = 0
        place: cython.Py_ssize_t
        if not token:
            return 2
        for place in range(self.end[token - 1], self.start[token]):
            count += self.at(place) == "\n"
        return count

    @cython.ccall
    @cython.exceptval(check=False)
    def listed(self, token: cython.Py_ssize_t) -> cython.bint:
        """Whether a comma stands before a token."""
        start: cython.Py_ssize_t = self.start[token]
        return self.at(start - 2) == "," and self.at(start - 1) in " \n"

    @cython.ccall
    @cython.exceptval(-1)
    def headed(self, token: cython.Py_ssize_t) -> cython.bint:
        """Whether a heading's number stands before a token: `4.17 Överlåtelse`, `Bilaga 3 Syfte`.

        That is a number that begins a line or is its second word, or has points or slashes in it.
        """
        before: cython.Py_ssize_t = token - 1
        if before < 0 or self.kind[before] != NUMBER:
            return False
        if self.line[before]:
            return True
        if before and self.line[before - 1] and titled(self.said(before - 1)):
            return True
        number: str = self.said(before)
        return "." in number or "/" in number


def early(text: str, tokens: Tokens) -> array[int]:
    """By token (0 or 1), whether it begins a line though there was room on the line before.

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
    found = array("B", bytes(len(tokens)))
    lines = text.split("\n")
    if len(lines) == 1:
        return found
    new: cython.uchar[::1] = found
    length: cython.int[::1] = array("i", [len(line.strip()) for line in lines])
    start: cython.const[cython.longlong][::1] = tokens.start
    form: cython.const[cython.longlong][::1] = tokens.form
    first: cython.const[cython.uchar][::1] = tokens.line
    forms: list[str] = tokens.forms
    number: cython.Py_ssize_t = 0  # of the token's line
    behind: cython.Py_ssize_t = len(lines[0]) + 1  # where the next one begins
    i: cython.Py_ssize_t
    for i in range(len(new)):
        if not first[i]:
            continue
        while behind <= start[i]:
            number += 1
            behind += len(lines[number]) + 1
        if number:
            filled: cython.int = length[number - 1] + 1 + len(forms[form[i]])
            new[i] = filled <= FULL * width(length, number - 1)
    return found


@cython.cfunc
@cython.exceptval(check=False)
def width(length: cython.int[::1], line: cython.Py_ssize_t) -> cython.int:
    """How wide (characters) lines are around one of them."""
    widest: cython.int = NARROWEST
    i: cython.Py_ssize_t
    for i in range(max(line - NEAR, 0), min(line + NEAR + 1, len(length))):
        widest = max(widest, length[i])
    return widest


def named(tokens: Tokens) -> Buffer:
    """By token (0 or 1), whether it has a capital and stands beside another one behind it.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> chunk = vocabulary(lexicon.default(), ()).chunk
    >>> tokens = tokenise("som S. Brost och Miranda Hart", [], chunk)
    >>> [token.form for token, found in zip(tokens, named(tokens)) if found]
    ['Brost', 'Hart']
    """
    start: cython.const[cython.longlong][::1] = tokens.start
    end: cython.const[cython.longlong][::1] = tokens.end
    form: cython.const[cython.longlong][::1] = tokens.form
    chunk: cython.const[cython.longlong][::1] = tokens.chunk
    forms: list[str] = tokens.forms
    made = array("B", bytes(len(tokens)))
    found: cython.uchar[::1] = made
    before: cython.bint = False  # whether the token before has a capital
    here: cython.bint
    gap: cython.longlong
    i: cython.Py_ssize_t
    for i in range(len(found)):
        here = capital(forms[form[i]])
        if here and before and chunk[i] != chunk[i - 1]:
            gap = start[i] - end[i - 1]
            found[i] = gap == 1 or (gap == 2 and len(forms[form[i - 1]]) == 1)  # `S. Brost`
        before = here
    return made


@cython.cfunc
@cython.exceptval(-1, check=False)
def capital(form: str) -> cython.bint:
    """Whether a form begins with a capital and is not all in capitals."""
    return titled(form) and not form[1:].isupper()


@cython.cfunc
@cython.exceptval(-1, check=False)
def titled(form: str) -> cython.bint:
    """Whether a form begins with a capital."""
    return len(form) > 0 and form[0].isupper()
