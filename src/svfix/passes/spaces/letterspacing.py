"""Letter-spacing: words set with a space between their letters, as old print sets what it stresses.

    b e g r e p p, (n o g a), g 1 f t e r   →   begrepp, (noga), gifter
    d e ris k e r fö r   →   de risker för

A row of letters is a word only if the lexicon knows it, so that `a b c d` and `S K F` stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.places import DIGIT, LETTER, SPACE

if TYPE_CHECKING:
    from svfix.context import Context

_LETTER = LETTER | DIGIT  # l and i are read as 1
APART = _LETTER, SPACE, _LETTER, SPACE, _LETTER, SPACE  # two letters by themselves
_SPACED = pattern(  # four letters and more, with marks beside them
    r"[^\W\d_](?<![^\s(\[”\"»'’].)(?: (?:[^\W\d_]|1)){3,}"
    r"(?=(?P<gap> ?)[-.,;:!?)\]”\"»'’]*(?!\S))"
)
_PIECE = pattern(r"(?<!\S)[^\W\d_]{1,3}(?!\S)")
_ROW = pattern(r"(?<!\S)[^\W\d_]{1,3}(?: [^\W\d_]{1,3})+(?=[.,;:!?]*(?!\S))")
_BEFORE = pattern(r"(?<!\S)[^\W\d_]{1,3} \Z")
_BROKEN = pattern(r"(?<![^\W_])([^\W\d_]{2,40})-[ \t]*\r?\n[ \t]*\Z")

REACH = 60
"""How far a row of letters and pieces of words goes, at most, on each side of its letters."""

ANCHOR = 4
"""How many pieces one word in a row has to have, letters among them, to tell that it is one."""

FEWEST, RARE = 4, -13.0
"""A word of so few letters has to be this common (nats) to be told from a row of letters."""

MISREAD = 4
"""How many letters of a spaced word may have been read as figures."""

MARKS = frozenset("-.,;:!?")
"""Marks that stand beside the word before them."""

PREPOSITIONS = frozenset("iIåÅ")

INITIAL = -10.0
"""log-probability of a letter that is a word by itself."""


class Word(NamedTuple):
    """A word in pieces: its place, and theirs."""

    start: int
    end: int
    pieces: list[tuple[int, int]]

    @property
    def mixed(self) -> bool:
        """Whether some of its pieces are longer than a letter."""
        return any(end - start > 1 for start, end in self.pieces)

    def spelled(self, text: str) -> str:
        """The word without its spaces."""
        return text[self.start : self.end].replace(" ", "")


def parted(text: str) -> bool:
    """Whether a text parts its commas and stops from the words before them, as corpora do.

    >>> parted("Han sade : jag kommer inte , men hälsa ."), parted("Han sade, att han kom .")
    (True, False)
    """
    return 2 * (text.count(" ,") + text.count(" .")) > text.count(",") + text.count(".")


def spaced(text: str, context: Context) -> Iterator[Edit]:
    """The words that are set in spaced letters, or in pieces of them."""
    places = context.places(text).where(*APART)
    closes = MARKS if places and not parted(text) else frozenset()
    end = done = 0
    for place in places:
        if place < end:
            continue
        whole = _SPACED.match(text, place - 1) or _SPACED.match(text, place + 1)
        edits = [*letters(text, whole, closes, context)] if whole else []
        mixed = None if edits else _row(text, place)
        edits += pieces(text, mixed, context) if mixed else []
        edits = [edit for edit in edits if edit.start >= done]  # a long row is met more than once
        done = max([done, *(edit.end for edit in edits)])
        end = max([done, *(row.end() for row in (whole, mixed) if row)])
        yield from edits


def letters(
    text: str, row: re.Match[str], closes: frozenset[str], context: Context
) -> Iterator[Edit]:
    """A word set in spaced letters is that word: `b e g r e p p`, `(n o g a)`, `g 1 f t e r`.

    Letters that make none stay: `a b c d`, `S K F`. Marks that `closes` has are spaced as the
    letters are.
    """
    first, word = _spelled(row[0].replace(" ", ""), context)
    if word:
        start, end = row.start() + 2 * first, row.end()
        end += bool(row["gap"]) and text[end + 1 : end + 2] in closes
        yield edit_by("spaces.spaced", start, end, text[start:end], word)


def _spelled(letters: str, context: Context) -> tuple[int, str]:
    """The only word that some letters spell, and with which of them it begins; "" if none is.

    A preposition may stand before it: `i n o g a`.
    """
    if not _one_case(letters) or letters.count("1") > MISREAD:
        return 0, ""
    ones = "LI" if letters.isupper() else "li"
    for first in range(1 + (letters[0] in PREPOSITIONS and len(letters) > FEWEST)):
        spellings = product(*(ones if c == "1" else c for c in letters[first:]))
        words = [word for word in map("".join, spellings) if common(word, context)]
        if len(words) == 1:
            return first, words[0]
    return 0, ""


def _one_case(word: str) -> bool:
    """Whether a word is in small letters, after its first one, or in capitals."""
    return word[1:].islower() or word.isupper() or word.islower()


def common(word: str, context: Context) -> bool:
    """Whether a word is one, and no rare one of few letters, which any letters might make."""
    rare = len(word) <= FEWEST and context.lexicon.logp(word) < RARE
    return context.is_word(word) and not rare


def pieces(text: str, row: re.Match[str], context: Context) -> Iterator[Edit]:
    """Words in a row of letters and pieces, if it can be read whole: `r e gl e r n a i T F`.

    Left alone are rows without a word in four pieces: `p g a för`, `t o m en`, `a i den`.
    """
    broken = _BROKEN.search(text, max(0, row.start() - REACH), row.start())
    spans = [piece.span() for piece in _PIECE.finditer(text, *row.span())]
    for word in _read(text, spans, broken[1] if broken else "", context):
        before = text[word.start : word.end]
        yield edit_by("spaces.spaced:pieces", word.start, word.end, before, word.spelled(text))


def _row(text: str, place: int) -> re.Match[str] | None:
    """The row of letters and short pieces in which a space stands."""
    start = place + 1
    while start > max(0, place - REACH):
        before = _BEFORE.search(text, max(0, start - 5), start)
        if before is None:
            break
        start = before.start()
    row = _ROW.match(text, start, place + REACH)
    return row if row and not text[row.end() : row.end() + 1].isalpha() else None


def _read(text: str, spans: list[tuple[int, int]], left: str, context: Context) -> list[Word]:
    """The words that pieces make, if each piece is of one and the longest has pieces enough.

    `left` is the part of the first one that stands on the line before.
    """
    best: list[tuple[float, list[Word]] | None] = [(0.0, [])]  # of the first pieces: logp, words
    for last in range(len(spans)):
        readings = []
        for first, so_far in enumerate(best):
            if so_far is None:
                continue
            word = Word(spans[first][0], spans[last][1], spans[first : last + 1])
            logp = _logp(word.spelled(text), word.pieces, "" if first else left, context)
            if logp:
                readings.append((so_far[0] + logp, [*so_far[1], word]))
        best.append(max(readings, default=None, key=itemgetter(0)))
    words = [word for word in (best[-1] or (0.0, []))[1] if len(word.pieces) > 1]
    told = any(len(word.pieces) >= ANCHOR and word.mixed for word in words)
    return words if told else []


def _logp(word: str, pieces: list[tuple[int, int]], left: str, context: Context) -> float:
    """How common the word is that some pieces make, 0 where they make none.

    Half of its pieces at least are letters; a piece alone may be a word, or an initial.
    """
    single = sum(end - start == 1 for start, end in pieces)
    if len(pieces) == 1 and single:
        return INITIAL if word in PREPOSITIONS or word.isupper() else 0.0
    if not _one_case(word) or (len(pieces) > 1 and 2 * single < len(pieces)):
        return 0.0
    known = context.is_word(left + word)
    return context.lexicon.logp(left + word) if known else 0.0
