"""Marks that came off their letters: `f ̈or`, `fo ̈r`, `f¨or`, `pa °`, `fraºn`.

A program that reads a PDF may give dots and ring as characters of their own, before the letter they
stand over (as TeX sets them) or behind it, and Unicode's NFKC puts a space before each. A text does
it in one way all over, and the words tell which one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svfix.passes.confirmation import MANY_TYPES, MOST
from svfix.passes.pieces.joining import LONGEST, Reading, Words, chunks, head, together

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.text.places import Places

DOTS, RING, ACUTE = "\u0308", "\u030a", "\u0301"
BASES = {DOTS: "aouAOU", RING: "aA", ACUTE: "eE"}
"""The combining marks of Swedish letters, and the letters they go on."""


class Kind(NamedTuple):
    """Marks that come off in one way: each with the combining mark it is, and the rule's name.

    `loose` are those that a space may part from their letter: `20 °a` and `sade ´en` have others.
    """

    rule: str
    marks: dict[str, str]
    loose: bool


KINDS = (
    Kind("mark", {DOTS: DOTS, RING: RING, ACUTE: ACUTE}, loose=True),
    Kind("mark", {"¨": DOTS, "˚": RING}, loose=True),
    Kind("ring", {"°": RING, "º": RING}, loose=False),
    Kind("accent", {"´": ACUTE}, loose=False),
)

MARKS = "".join(mark for kind in KINDS for mark in kind.marks)

MOST_MARKS = 60
"""How many marks may follow each other in a chunk."""

OPENS = frozenset("([{<”\"'»«/-\u00ad")
"""Behind such a mark no word has a space before it."""


class Way(NamedTuple):
    """A way in which marks came off, with the words it gives."""

    first: bool
    read: dict[str, Reading]
    unread: list[str]

    @property
    def evidence(self) -> tuple[int, float]:
        """What the words say for it; where as many are known, the likelier ones decide.

        An å alone says nothing: `A° 1698` is another word shortened, `a°` an angle.
        """
        told = [reading.logp for reading in self.read.values() if len(str(reading)) > 1]
        return len(told), sum(told)

    @property
    def is_sure(self) -> bool:
        """Whether it may be believed of words that are not known, as a misread character set is."""
        return self.evidence[0] >= max(MANY_TYPES, MOST * len(self.unread))


def may_stand(places: Places) -> bool:
    """Whether there is such a mark."""
    return not places.characters.isdisjoint(MARKS)


def marks(text: str, context: Context) -> Iterator[Edit]:
    """Marks go back on their letters, on the side that gives words.

    Left alone are degrees, `nº 5`, and marks of which the lexicon cannot tell.
    """
    there = context.places(text).characters
    for kind in KINDS:
        if there.intersection(kind.marks):
            yield from _of(kind, text, context)


def _of(kind: Kind, text: str, context: Context) -> Iterator[Edit]:
    pattern = _chunk("".join(kind.marks), kind.loose)
    found = list(chunks(text, pattern, _starts(kind, text, context)))
    if not found:
        return
    distinct = dict.fromkeys(chunk.text for chunk in found)
    apart = any(chunk.text[0] == " " == text[chunk.start - 1 : chunk.start] for chunk in found)
    words = Words(context)
    ways = [_way(kind, first, distinct, apart, words) for first in (True, False)]
    best = max(ways, key=lambda way: way.evidence)
    if best.evidence[0] <= len(best.unread) or ways[0].evidence == ways[1].evidence:
        return
    written = {chunk: str(reading) for chunk, reading in best.read.items()}
    if best.is_sure and kind.loose:
        written |= dict(_guesses(kind, best, words))
    for chunk in found:
        if chunk.text in written:
            gap = " " if chunk.text[0] == " " and not _opens(text, chunk.start) else ""
            rule = kind.rule if chunk.text in best.read else f"{kind.rule}:unknown"
            yield chunk.edit(gap + written[chunk.text], rule)


def _starts(kind: Kind, text: str, context: Context) -> Iterator[int]:
    """Where words begin whose marks came off: each with a letter of its own beside it."""
    for place in context.places(text).of(kind.marks):
        bases = BASES[kind.marks[text[place]]]
        before, after = text[max(0, place - 2) : place], text[place + 1 : place + 3]
        if text[place] in BASES and before and before[-1] in bases:
            continue  # it is on its letter: `characters` writes both as one
        gap = kind.loose and before.endswith(" ")
        if kind.loose:
            before, after = before.removesuffix(" "), after.removeprefix(" ")
        if (before and before[-1] in bases) or (after and after[0] in bases):
            yield head(text, place - gap)


@cache
def _chunk(marks: str, loose: bool) -> re.Pattern[str]:
    """The pattern of words with such marks in them, or beside them."""
    letters, gap = rf"[^\W\d_]{{0,{LONGEST}}}", "[ ]?" if loose else ""
    after = rf"(?:{gap}[^\W\d_]{{1,{LONGEST}}})?"
    return re.compile(rf"{letters}(?:{gap}[{marks}]{after}){{1,{MOST_MARKS}}}")


def _way(kind: Kind, first: bool, distinct: dict[str, None], apart: bool, words: Words) -> Way:
    """What the words are if each mark stands before its letter, or behind it.

    A space beside a mark may be one between words. In a text with two spaces where words are
    `apart`, a single one before a mark is in a word; and where marks mostly have no false space
    beside them, pieces that are words stay apart: `p˚a g˚a`.
    """
    pieces = {chunk: _pieces(kind, first, chunk) for chunk in distinct}
    whole = {chunk for chunk, found in pieces.items() if found and all(map(words.known, found))}
    joined = {chunk: together(found, words.known) for chunk, found in pieces.items()}
    split = sum(chunk not in whole for chunk, reading in joined.items() if reading)
    spaced = sum(len(pieces[chunk]) > 1 for chunk in whole)
    read: dict[str, Reading] = {}
    for chunk, reading in joined.items():
        if chunk in whole and split <= spaced:
            reading = Reading(tuple(pieces[chunk]), sum(map(words.known, pieces[chunk])))
        if apart and first and not (reading and all(len(word) > 1 for word in reading.words)):
            reading = together(["".join(pieces[chunk])], words.known)
        if reading:
            read[chunk] = reading
    return Way(first, read, [chunk for chunk in distinct if chunk not in read])


def _pieces(kind: Kind, first: bool, chunk: str) -> list[str]:
    """The pieces of a chunk with its marks on their letters; none if a mark has no letter there."""
    chunk = unicodedata.normalize("NFC", chunk).removeprefix(" ")
    for mark, combining in kind.marks.items():
        on = rf"([{BASES[combining]}])"
        pattern = rf"{mark} ?{on}" if first else rf"{on} ?{mark}"
        chunk = re.sub(pattern, rf"\g<1>{combining}", chunk)
    pieces = unicodedata.normalize("NFC", chunk).split(" ")
    return pieces if all(map(str.isalpha, pieces)) else []


def _guesses(kind: Kind, way: Way, words: Words) -> Iterator[tuple[str, str]]:
    """What chunks are with words that are not known, in a text that shows where its marks go."""
    for chunk in way.unread:
        pieces = _pieces(kind, way.first, chunk)
        if reading := together(pieces, words.any):
            yield chunk, str(reading)


def _opens(text: str, place: int) -> bool:
    """Whether a word may stand at a place without a space before it."""
    before = text[place - 1 : place]
    return not before or before.isspace() or before in OPENS
