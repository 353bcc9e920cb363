"""Openings: where a capital may begin, by what stands before a word and how the lines are laid out.

A capital that was read is one where a sentence, an item, a heading or a cell opens, and hardly one
inside a sentence, where an engine takes `ö` for an `O`.  Whether something opens is not always
plain: a line goes on with the sentence before it or is one of a list, and some write the items of
a list with capitals and some without.  So each place has a share: how often something opens there.
What the lines around begin with counts, as those of one list, or of verse, are alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.decoder.items import ITEM, items
from svfix.decoder.lines import early, headed, listed
from svfix.text.capitals import in_capitals, with_capital
from svfix.text.chunks import Kind
from svfix.text.code_points import Points, code_points
from svfix.text.tokens import Tokens, line_ends

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]

COMMA = 0.02  # how often what was read as a comma is the stop that ends a sentence
LINE = 0.1  # how often a line opens a sentence though no stop precedes it
EARLY = 0.5  # the same where the line before had room for more
CELL = 0.5  # how often a cell of a table has a capital: 32 and 78 % in two sets of texts
STOPPED = 0.98  # the same of what follows a stop, however it was read: in scans 1 to 2 % have none

AROUND = 3  # lines, or items, before and behind that show how the others begin
CAPITAL, SMALL = float(np.log(0.95 / 0.1)), float(np.log(0.05 / 0.9))
"""Nats that one of them says: 95 % of the lines of verse begin with a capital, of prose 10 %."""

ABBREVIATED = 3.0  # nats by which a word is commoner than with a point, where that is no stop
SHORTENED = 3  # letters of an abbreviation that no list has, at most
WIDE = 3  # characters between two words that may hold more than a mark and a space
LONGEST = 40  # characters between words that are looked at
ENDS = np.array(list(map(ord, ".!?")))

_DASHED = re.compile(r"\s?[.!?:…][\"'”“„»«’‘)\]]*\s+(?:[\"'”“„»«’‘(\[–—-]+\s*)+")
_CELL = re.compile(r"[^\n]*(?:\t[ ]*|[ ]{3})[\"'”“„»«’‘(\[]*")


def shares(text: str, tokens: Tokens, asked: Flags, lexicon: Lexicon) -> Doubles:
    """By token, how likely a sentence, an item or the like opens with it, where that is asked for.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> def opening(text):
    ...     tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     found = shares(text, tokens, np.full(len(tokens), True), lexicon.default())
    ...     return [token.form for token, share in zip(tokens, found) if share > 0.5]
    >>> opening("Till mötet hör:\\n- Okad takt\\n- Ovriga frågor,\\nsom kom till sent\\n§ 5 Over")
    ['Till', 'Okad', 'Ovriga', 'Over']
    >>> opening("Arende\\nAtgard\\nOvrigt")
    ['Arende', 'Atgard', 'Ovrigt']

    In running text a line goes on with the sentence:

    >>> opening("De som kommer hit på våren vill mest gå\\nGver ån och upp till kyrkan")
    ['De']
    """
    share = np.zeros(len(tokens))
    if not asked.any():
        return share
    points = code_points(text + "\n ")
    share[listed(text, tokens)] = COMMA
    apart(text, points, tokens, asked, share)
    share[headed(tokens)] = EARLY
    lines = line_ends(points, tokens.start, tokens.end)
    lines[:1] = 2  # a text begins as a paragraph does
    stopped = behind_stop(points, tokens)
    of_lines(text, points, tokens, np.flatnonzero(lines > 0), stopped | (lines > 1), share)
    lower = asked & stopped & ~tokens.opens & (tokens.kind == Kind.WORD)
    for i in np.flatnonzero(lower).tolist():
        before = tokens.forms[tokens.form[i - 1]]
        if ends_sentence(before, text[tokens.end[i - 1]], lexicon):
            share[i] = STOPPED
    share[tokens.opens] = 1
    return share


def of_lines(
    text: str, points: Points, tokens: Tokens, heads: Longs, opened: Flags, share: Doubles
) -> None:
    """Set the shares of lines, which the tokens `heads` begin, and of items.

    `opened` says by token that a sentence ended before it, so that its capital says nothing.
    """
    found = [*items(text, points, tokens, heads)]
    plain = heads[~np.isin(heads, [item.head for item in found])]
    new = early(text, tokens)[plain] | behind_spaces(points, tokens.start[plain])
    said = spoken(tokens, plain) * ~opened[plain]
    share[plain] = agreed(np.where(new, EARLY, LINE), said)
    if found:
        first = np.array([item.word for item in found])
        share[first] = agreed(np.array([item.share for item in found]), spoken(tokens, first))


def behind_spaces(points: Points, start: Longs) -> Flags:
    """Whether some places have spaces before them, as cells and what is set in, or markup there."""
    before = np.maximum(start[:, None] - 1 - np.arange(WIDE), 0)
    return np.asarray((points[before] == ord(" ")).all(1))


def spoken(tokens: Tokens, which: Longs) -> Doubles:
    """The nats by which the first letters of some tokens say that those beside have a capital."""
    forms = [tokens.forms[i] for i in tokens.form[which].tolist()]
    letter = np.fromiter((form[:1].isalpha() for form in forms), bool, len(forms))
    letter &= ~in_capitals(forms) & (tokens.kind[which] == Kind.WORD)
    return np.asarray(np.where(with_capital(forms), CAPITAL, SMALL) * letter)


def agreed(share: Doubles, said: Doubles) -> Doubles:
    """Shares of lines that follow each other, given what each one says of the others.

    >>> agreed(np.full(4, LINE), np.array([CAPITAL] * 4)).round(2).tolist()
    [0.99, 0.99, 0.99, 0.99]
    >>> agreed(np.full(3, LINE), np.array([SMALL, CAPITAL, SMALL])).round(2).tolist()
    [0.06, 0.0, 0.06]
    """
    total = np.concatenate([[0], np.cumsum(said)])
    place = np.arange(len(said))
    first, behind = np.maximum(place - AROUND, 0), np.minimum(place + AROUND + 1, len(said))
    others = total[behind] - total[first] - said
    return np.asarray(1 / (1 + (1 / share - 1) * np.exp(-others)))


def apart(text: str, points: Points, tokens: Tokens, asked: Flags, share: Doubles) -> None:
    """Set the shares of words that open a cell, an item, or a sentence with marks: `. – Ar`."""
    gap = tokens.start[1:] - tokens.end[:-1]
    wide = (gap >= WIDE) & (gap <= LONGEST) | (points[tokens.start[1:] - 1] == ord("\t"))
    for i in (1 + np.flatnonzero(wide & asked[1:])).tolist():
        share[i] = max(share[i], between(text[tokens.end[i - 1] : tokens.start[i]]))
    counted = (tokens.sizes[:-1] == 1) | (tokens.kind[:-1] == Kind.NUMBER)
    share[1:][counted & (points[tokens.end[:-1]] == ord(")"))] = ITEM  # a) Översyn, b) Ändring
    if "|" in tokens.forms:
        share[1:][tokens.form[:-1] == tokens.forms.index("|")] = CELL


@lru_cache(maxsize=256)
def between(gap: str) -> float:
    """How often something opens behind what stands between two words.

    >>> between('. – '), between("\\t"), between(" – ")
    (0.98, 0.5, 0.0)
    """
    if _DASHED.fullmatch(gap):
        return STOPPED
    return CELL if _CELL.fullmatch(gap) else 0.0


def behind_stop(points: Points, tokens: Tokens) -> Flags:
    """By token, whether the one before it has a stop behind it, and then white space."""
    behind = tokens.end[:-1]
    gap = points[behind + 1]
    found = (points[behind][:, None] == ENDS).any(1) & ((gap == ord(" ")) | (gap == ord("\n")))
    return np.concatenate([[False], found])


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
