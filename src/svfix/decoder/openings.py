"""Openings: where a capital may begin, by what stands before a word and how the lines are laid out.

A capital that was read is one where a sentence, an item, a heading or a cell opens, and hardly one
inside a sentence, where an engine takes `ö` for an `O`.  Whether something opens is not always
plain: a line goes on with the sentence before it or is one of a list, and some write the items of
a list with capitals and some without.  So each place has a share: how often something opens there.
What the lines around begin with counts, as those of one list, or of verse, are alike.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.decoder.items import ITEM, items
from svfix.decoder.lines import Layout, early
from svfix.patterns import pattern
from svfix.text.capitals import all_capitals
from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens
from svfix.uncompiled import Buffer

if cython.compiled:
    from cython.cimports.libc.math import exp
else:
    from math import exp

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon

COMMA = 0.02  # how often what was read as a comma is the stop that ends a sentence
LINE = 0.1  # how often a line opens a sentence though no stop precedes it
EARLY = 0.5  # the same where the line before had room for more
CELL = 0.5  # how often a cell of a table has a capital: 32 and 78 % in two sets of texts
STOPPED = 0.98  # the same of what follows a stop, however it was read: in scans 1 to 2 % have none

CAPITAL, SMALL = log(0.95 / 0.1), log(0.05 / 0.9)
"""Nats that one of them says: 95 % of the lines of verse begin with a capital, of prose 10 %."""

ABBREVIATED = 3.0  # nats by which a word is commoner than with a point, where that is no stop
SHORTENED = 3  # letters of an abbreviation that no list has, at most
AROUND = cython.declare(cython.int, 3)  # lines, or items, on either side that show how others begin
WIDE = cython.declare(cython.int, 3)  # characters between words with more than a mark and a space
LONGEST = cython.declare(cython.int, 40)  # characters between words that are looked at
WORD = cython.declare(cython.int, int(Kind.WORD))
NUMBER = cython.declare(cython.int, int(Kind.NUMBER))

_DASHED = pattern(r"\s?[.!?:…][\"'”“„»«’‘)\]]*\s+(?:[\"'”“„»«’‘(\[–—-]+\s*)+")
_CELL = pattern(r"[^\n]*(?:\t[ ]*|[ ]{3})[\"'”“„»«’‘(\[]*")


def shares(text: str, tokens: Tokens, asked: Buffer, lexicon: Lexicon) -> Buffer:
    """By token, how likely a sentence, an item or the like opens with it; 0 where it is not asked.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> def opening(text):
    ...     tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     asked = array("B", [1] * len(tokens))
    ...     found = shares(text, tokens, asked, lexicon.default())
    ...     return [token.form for token, share in zip(tokens, found) if share > 0.5]
    >>> opening("Till mötet hör:\\n- Okad takt\\n- Ovriga frågor,\\nsom kom till sent\\n§ 5 Over")
    ['Till', 'Okad', 'Ovriga', 'Over']
    >>> opening("Arende\\nAtgard\\nOvrigt")
    ['Arende', 'Atgard', 'Ovrigt']

    In running text a line goes on with the sentence:

    >>> opening("De som kommer hit på våren vill mest gå\\nGver ån och upp till kyrkan")
    ['De']
    """
    wanted: cython.const[cython.uchar][::1] = asked
    made = array("d", bytes(8 * len(tokens)))
    share: cython.double[::1] = made
    places: Openings | None = None
    i: cython.Py_ssize_t
    for i in range(len(wanted)):
        if wanted[i]:
            if places is None:
                places = Openings(text, tokens, lexicon)
            share[i] = places.share(i)
    return made


@cython.final
@cython.cclass
class Openings:
    """The places of a text where something may open.

    `of_line` is by token the share of a line or an item that it begins, or -1; `rule` is the number
    of the form `|`, or -1.
    """

    layout: Layout
    lexicon: Lexicon
    of_line: cython.double[::1]
    rule: cython.longlong

    def __init__(self, text: str, tokens: Tokens, lexicon: Lexicon) -> None:
        self.layout, self.lexicon = Layout(text, tokens), lexicon
        self.rule = tokens.forms.index("|") if "|" in tokens.forms else -1
        self.of_line = array("d", [-1.0]) * len(tokens)
        self.begin(text, tokens)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def begin(self, text: str, tokens: Tokens) -> cython.int:
        """Fill in the shares of lines and items.

        A capital that follows the end of a sentence says nothing of the lines around.
        """
        layout: Layout = self.layout
        heads: list[int] = [i for i in range(layout.size) if layout.breaks(i)]
        found = [*items(text, tokens, heads)]
        marked = {item.head for item in found}
        plain: list[int] = [i for i in heads if i not in marked] if marked else heads
        new: cython.uchar[::1] = early(text, tokens)
        share: cython.double[::1] = array("d", [LINE]) * len(plain)
        said: cython.double[::1] = array("d", bytes(8 * len(plain)))
        token: cython.Py_ssize_t
        i: cython.Py_ssize_t
        for i in range(len(share)):
            token = plain[i]
            if new[token] or self.spaced(token):
                share[i] = EARLY
            if layout.breaks(token) == 1 and not self.stopped(token):
                said[i] = self.spoken(token)
        self.agree(plain, share, said)
        if found:
            words: list[int] = [item.word for item in found]
            said = array("d", [self.spoken(token) for token in words])
            self.agree(words, array("d", [item.share for item in found]), said)
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def agree(
        self, which: list[int], share: cython.double[::1], said: cython.double[::1]
    ) -> cython.int:
        """Set the shares of lines, or of items, that begin with these tokens."""
        agreed: cython.double[::1] = in_agreement(share, said)
        token: cython.Py_ssize_t
        i: cython.Py_ssize_t
        for i in range(len(agreed)):
            token = which[i]
            self.of_line[token] = agreed[i]
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def share(self, token: cython.Py_ssize_t) -> cython.double:
        """How likely something opens with a token."""
        layout: Layout = self.layout
        if layout.opens[token]:
            return 1
        if self.stopped(token) and layout.kind[token] == WORD:
            mark: str = layout.at(layout.end[token - 1])
            if ends_sentence(layout.said(token - 1), mark, self.lexicon):
                return STOPPED
        if self.of_line[token] >= 0:
            return self.of_line[token]
        return EARLY if layout.headed(token) else self.inside(token)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def inside(self, token: cython.Py_ssize_t) -> cython.double:
        """The share of a word inside a line.

        It may open a cell, an item (`a) Översyn, b) Ändring`) or a sentence with marks (`. – Ar`).
        """
        layout: Layout = self.layout
        before: cython.Py_ssize_t = token - 1
        share: cython.double = COMMA if layout.listed(token) else 0
        if before < 0:
            return share
        end: cython.longlong = layout.end[before]
        start: cython.longlong = layout.start[token]
        if layout.form[before] == self.rule:
            return CELL
        short: cython.bint = layout.kind[before] == NUMBER or len(layout.said(before)) == 1
        if short and layout.at(end) == ")":
            return ITEM
        if WIDE <= start - end <= LONGEST or layout.at(start - 1) == "\t":
            share = max(share, between(layout.text[end:start]))
        return share

    @cython.cfunc
    @cython.exceptval(check=False)
    def stopped(self, token: cython.Py_ssize_t) -> cython.bint:
        """Whether there is a stop behind the token before this one, and then white space."""
        layout: Layout = self.layout
        if not token:
            return False
        end: cython.longlong = layout.end[token - 1]
        return layout.at(end) in ".!?" and layout.at(end + 1) in " \n"

    @cython.cfunc
    @cython.exceptval(check=False)
    def spaced(self, token: cython.Py_ssize_t) -> cython.bint:
        """Whether spaces stand before a token, as before cells and what is set in, or markup."""
        start: cython.longlong = self.layout.start[token]
        spaces: cython.longlong = 0
        while spaces < WIDE and self.layout.at(max(start - 1 - spaces, 0)) == " ":
            spaces += 1
        return spaces == WIDE

    @cython.cfunc
    @cython.exceptval(-100, check=False)
    def spoken(self, token: cython.Py_ssize_t) -> cython.double:
        """The nats by which the first letter of a token says that those beside have a capital."""
        form: str = self.layout.said(token)
        if self.layout.kind[token] != WORD or not form or not form[0].isalpha():
            return 0
        if form.isupper() and all_capitals(form):
            return 0
        return CAPITAL if form[0].isupper() else SMALL


@cython.ccall
def in_agreement(alone: cython.double[::1], said: cython.double[::1]) -> object:
    """Shares of lines that follow each other, given what (nats) each one says of the others.

    `alone` are their shares before that.

    >>> def agreed(said):
    ...     found = in_agreement(array("d", [LINE] * len(said)), array("d", said))
    ...     return [round(share, 2) for share in found]
    >>> agreed([CAPITAL, CAPITAL, CAPITAL, CAPITAL]), agreed([SMALL, CAPITAL, SMALL])
    ([0.99, 0.99, 0.99, 0.99], [0.06, 0.0, 0.06])
    """
    made = array("d", bytes(8 * len(alone)))
    found: cython.double[::1] = made
    others: cython.double
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    for i in range(len(found)):
        others = 0
        for j in range(max(i - AROUND, 0), min(i + AROUND + 1, len(found))):
            if j != i:
                others += said[j]
        found[i] = 1 / (1 + (1 / alone[i] - 1) * exp(-others))
    return made


@lru_cache(maxsize=256)
def between(gap: str) -> float:
    """How often something opens behind what stands between two words.

    >>> between('. – '), between("\\t"), between(" – ")
    (0.98, 0.5, 0.0)
    """
    if _DASHED.fullmatch(gap):
        return STOPPED
    return CELL if _CELL.fullmatch(gap) else 0.0


def ends_sentence(form: str, mark: str, lexicon: Lexicon) -> bool:
    """Whether a mark behind a form ends a sentence, and is no point of an abbreviation.

    >>> from svfix import lexicon
    >>> [ends_sentence(*pair, lexicon.default()) for pair in [("kväll", "."), ("inkl", ".")]]
    [True, False]
    """
    if mark != ".":
        return True
    worded = len(form) > SHORTENED or lexicon.is_word(form)
    return worded and form.isalpha() and lexicon.logp(form) > lexicon.logp(form + ".") + ABBREVIATED
