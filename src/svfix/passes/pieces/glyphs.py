"""Glyphs: one character that stands for two or three letters: `o\\0ciell`, `de®nition`, `Vaﬂe`.

A font draws `fi` or `rj` as one, and where it does not say what that is, a program gives another
character for it, the same all over a text, or one for all that it cannot tell. What it stands for
is found from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from svfix.passes.characters import LIGATURES
from svfix.passes.pieces.joining import LONGEST, Words, chunks, head
from svfix.text.places import LOWER, SWEDISH, UPPER

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.passes.pieces.joining import Chunk, Price
    from svfix.text.places import Places

JOINED = "fi", "fl", "ff", "ffi", "ffl"
"""What most fonts draw as one."""

BOUND = "rj", "lj", "tj", "fj", "ft", "tt", "ti", "tf"
"""What some draw as one, or so near that an engine reads it as one."""

CONTROLS = frozenset(map(chr, (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0))))
PRIVATE = frozenset(map(chr, range(0xE000, 0xF900)))

MOST = 2
"""How many such characters a word may have."""

MARGIN = 3.0
"""How much likelier (nats) a word has to be than what stands there: e³ is twenty to one."""


class Kind(NamedTuple):
    """Characters that stand for letters.

    `letters` are what they may stand for, and `itself` is what one is if it stands for none of
    them: other letters, a gap between words, nothing, or (None) what it is. `one` tells that all of
    a text stand for the same, `least` how many distinct words have to tell it. `rivals` are letters
    that they stand for sooner.
    """

    marks: frozenset[str]
    letters: tuple[str, ...]
    itself: str | None
    one: bool
    least: int
    rivals: str = ""


KINDS = (
    Kind(CONTROLS | PRIVATE, JOINED, "", one=False, least=1),
    Kind(frozenset("\f\v"), JOINED, " ", one=False, least=2),
    Kind(frozenset("\ufffd"), JOINED, "", one=False, least=2, rivals="åäöÅÄÖé"),
    Kind(frozenset("®¯"), JOINED, " ", one=True, least=2),
    Kind(frozenset("Þß"), JOINED, None, one=True, least=2),
    Kind(frozenset("ƟƩŌƞ"), (*BOUND, *JOINED), None, one=True, least=1),
    *(
        Kind(frozenset(mark), (*BOUND, *JOINED), letters, one=True, least=2)
        for mark, letters in LIGATURES.items()
    ),
    Kind(frozenset("Uü"), ("lj",), None, one=True, least=2),
)


ALL = frozenset[str]().union(*(kind.marks for kind in KINDS))

Letters = tuple[tuple[str, str], ...]
"""What the characters of a word stand for: each of them with its letters."""


Tally = dict[tuple[str, str], tuple[int, float]]


class Word(NamedTuple):
    """A word with such characters: log P of it as it stands, and of each reading."""

    itself: float
    readings: dict[Letters, float]

    @property
    def gains(self) -> list[Letters]:
        """What makes a word far likelier than what stands there."""
        least = self.itself + MARGIN if self.itself else -inf
        return [letters for letters, logp in self.readings.items() if logp > least]


def may_stand(places: Places) -> bool:
    """Whether there is such a character, a U only behind a small letter."""
    there = places.characters & ALL
    return bool(there) and (there != {"U"} or bool(places.where(LOWER, UPPER)))


def glyphs(text: str, context: Context) -> Iterator[Edit]:
    """Characters that stand for letters become those letters, where more words than not tell it.

    Left alone are `Windows®`, `straße`, `Müller`, pages with form feeds between them, and `ﬂ` for
    fl, which is the `characters` pass's.
    """
    there = context.places(text).characters & ALL
    for kind in KINDS if there else ():
        if (marks := there & kind.marks) and (kind.itself is not None or _inside(marks, text)):
            yield from _of(kind, "".join(sorted(marks)), text, context)


def _inside(marks: frozenset[str], text: str) -> bool:
    """Whether some of the characters stand behind a small letter: most U head their words.

    Those beyond Latin-1 are rare enough to be looked at wherever they stand.
    """
    for mark in marks:
        if mark > "\xff":
            return True
        place = text.find(mark, 1)
        while place > 0:
            if text[place - 1] in SWEDISH:
                return True
            place = text.find(mark, place + 1)
    return False


def _of(kind: Kind, marks: str, text: str, context: Context) -> Iterator[Edit]:
    found = list(_chunks(marks, text, context))
    known = Words(context).known
    words = {chunk.text: _word(kind, marks, chunk.text, known) for chunk in found}
    tally = _tally(words.values())
    if kind.one:
        tally = _first_of_each(tally)
    told = {text for text, word in words.items() if _best(kind, word, word.gains, tally)}
    against = {w for w in words.keys() - told if w[0] not in marks and w[-1] not in marks}
    if len(told) < max(kind.least, len(against) + 1):
        return
    for chunk in found:
        word = words[chunk.text]
        # where nothing stands, a known word without it is none either: `\0era`
        choices = word.readings if kind.itself == "" else word.gains
        if letters := _best(kind, word, choices, tally):
            yield chunk.edit(_written(chunk.text, marks, letters), "glyph")


def _tally(words: Iterable[Word]) -> Tally:
    """For each character and what it may stand for: how many words tell it, and log P of them."""
    tally: Tally = {}
    for word in words:
        likeliest: dict[tuple[str, str], float] = {}
        for letters in word.gains:
            for each in letters:
                likeliest[each] = max(word.readings[letters], likeliest.get(each, -inf))
        for each, logp in likeliest.items():
            count, total = tally.get(each, (0, 0.0))
            tally[each] = count + 1, total + logp
    return tally


def _first_of_each(tally: Tally) -> Tally:
    """For each character, only those letters that the most words tell; of as many, the likeliest.

    >>> _first_of_each({("ﬂ", "lj"): (2, -30.0), ("ﬂ", "rj"): (2, -18.0), ("ﬁ", "tt"): (1, -9.0)})
    {('ﬁ', 'tt'): (1, -9.0), ('ﬂ', 'rj'): (2, -18.0)}
    """
    last = {pair[0]: pair for pair in sorted(tally, key=tally.__getitem__)}
    return {pair: tally[pair] for pair in last.values()}


def _chunks(marks: str, text: str, context: Context) -> Iterator[Chunk]:
    """The words with such characters in them, but for those in capitals."""
    letters = rf"[^\W\d_{re.escape(marks)}]{{0,{LONGEST}}}"
    pattern = re.compile(rf"{letters}(?:[{re.escape(marks)}]{letters}){{1,{MOST}}}")
    starts = (head(text, place) for place in context.places(text).of(marks))
    for chunk in chunks(text, pattern, starts):
        end = chunk.start + len(chunk.text)
        beside = {text[chunk.start - 1 : chunk.start], text[end : end + 1]}
        if beside.isdisjoint(marks) and any(map(str.islower, chunk.text)):
            yield chunk


def _word(kind: Kind, marks: str, word: str, known: Price) -> Word:
    there = [c for c in word if c in marks]
    as_is = "".join(kind.itself if c in marks and kind.itself is not None else c for c in word)
    parts = [known(part) for part in as_is.split()]
    rivals = product(*(product(mark, kind.rivals) for mark in there))
    if any(known(_written(word, marks, letters)) for letters in rivals):
        return Word(0.0, {})
    choices = product(*(product([mark], kind.letters) for mark in there))
    readings = {letters: known(_written(word, marks, letters)) for letters in choices}
    readings = {letters: logp for letters, logp in readings.items() if logp}
    return Word(sum(parts) if all(parts) else 0.0, readings)


def _written(word: str, marks: str, letters: Letters) -> str:
    """A word with letters in the place of its marks, in their order."""
    each = iter(letters)
    return "".join(next(each)[1] if c in marks else c for c in word)


def _best(kind: Kind, word: Word, choices: Iterable[Letters], tally: Tally) -> Letters:
    """Of what a word may be, what most words of the text tell, and the likeliest of these."""
    allowed = [letters for letters in choices if not kind.one or all(p in tally for p in letters)]

    def weight(letters: Letters) -> tuple[int, float]:
        return sum(tally.get(pair, (0, 0))[0] for pair in letters), word.readings[letters]

    return max(allowed, key=weight, default=())
