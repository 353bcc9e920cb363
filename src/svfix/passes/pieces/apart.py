"""Letters that stand apart: `f ö r`, `n ä mnden`, `speci fi kationen`, `fl ytande`.

What a font has in another place than the rest (letters with marks, ligatures) is given with a space
on one side or both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svfix.passes.pieces.joining import LONGEST, SINGLE, Chunk, Price, Words, chunks, head, together
from svfix.patterns import pattern
from svfix.text.places import LOWER, SPACE

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.text.places import Places

MOST_PIECES = 60
"""How many pieces a stretch has at most."""


_BETWEEN = r"(?<![^\W_][^\W_])(?<=[^\W\d_])[ ](?=[^\W\d_](?![^\W_]))"


class Kind(NamedTuple):
    """Letters that come to stand apart.

    `signs` are what a text without it hardly has (None: letters by themselves), and `least` is how
    many distinct words, put together, have to tell it. Where `inside`, a word that ends in such
    letters tells nothing: `sci fi`.
    """

    rule: str
    letters: tuple[str, ...]
    signs: tuple[str, ...] | None
    least: int
    inside: bool


@cache
def _space(kind: Kind) -> re.Pattern[str]:
    """The pattern of a space beside such letters, or between two letters by themselves."""
    between = "" if kind.inside else f"|{_BETWEEN}"
    ends = "|".join(sorted({letters[-2:] for letters in kind.letters}))
    return re.compile(rf"(?:[ ](?={'|'.join(kind.letters)})|(?<={ends})[ ]{between})")


@cache
def _stretch(kind: Kind) -> re.Pattern[str]:
    """The pattern of pieces with such a space between each two of them."""
    piece = rf"[^\W\d_]{{1,{LONGEST}}}"
    return re.compile(rf"{piece}(?:{_space(kind).pattern}{piece}){{1,{MOST_PIECES}}}")


@cache
def _parting(kind: Kind) -> re.Pattern[str]:
    """The pattern of such a space behind a letter."""
    return re.compile(rf"(?<=[^\W\d_]){_space(kind).pattern}")


KINDS = (
    Kind("letter", tuple("åäöÅÄÖ"), None, least=2, inside=False),
    Kind("ligature", ("ffi", "ffl", "fi", "fl", "ff"), ("fi ", "fl ", "ff "), least=1, inside=True),
)


def may_stand(places: Places) -> bool:
    """Whether there are letters by themselves, or what ends in a ligature."""
    singles = places.where(SPACE, LOWER, SPACE)
    if any(places.text[place] != "i" for place in singles):
        return True
    return any(sign in places.text for kind in KINDS for sign in kind.signs or ())


def apart(text: str, context: Context) -> Iterator[Edit]:
    """Letters that stand apart go back into their words, where more words than not are known then.

    Left alone are words (`en ö`, `å ena sidan`), lists (`å ä ö`), letter-spaced words, which are
    another rule's, and what has a meaning by itself: `s. 5 ff`, `sci fi`.
    """
    for kind in KINDS:
        signs = _signs(kind, text, context)
        if len(signs) >= kind.least:
            yield from _of(kind, signs, text, Words(context))


def _of(kind: Kind, signs: list[int], text: str, words: Words) -> Iterator[Edit]:
    there = {chunk.text for chunk in _chunks(kind, text, signs)}
    if not _is_told(kind, {chunk: _read(kind, chunk, words) for chunk in there}, words):
        return
    read: dict[str, str] = {}
    for chunk in _chunks(kind, text, _spaces(kind, text)):
        if chunk.text not in read:
            read[chunk.text] = _read(kind, chunk.text, words, told=True)
        if read[chunk.text] not in ("", chunk.text):
            yield chunk.edit(read[chunk.text], kind.rule)


def _is_told(kind: Kind, read: dict[str, str], words: Words) -> bool:
    """Whether of some stretches, with what they were read as, more became words than did not."""
    confirmed = contradicted = 0
    for chunk, reading in read.items():
        pieces = chunk.split(" ")
        if reading:
            confirmed += not (kind.inside and words.known(pieces[-1]))
        else:
            contradicted += not all(map(_price(kind, pieces, words), pieces))
    return confirmed >= max(kind.least, contradicted + 1)


def _read(kind: Kind, chunk: str, words: Words, told: bool = False) -> str:
    """The words of a stretch with pieces that are none, if all are known then; else nothing.

    Once a text has `told` that its letters stand apart, such a letter is not taken for a word
    unless that is likelier: `tv å` is *två*.
    """
    pieces = chunk.split(" ")
    price = _price(kind, pieces, words)
    if all(map(price, pieces)) and not (told and any(piece in kind.letters for piece in pieces)):
        return ""
    return str(together(pieces, price) or "")


def _price(kind: Kind, pieces: list[str], words: Words) -> Price:
    """What tells log P of a word, and 0 of what is none: as such letters by themselves are not.

    What is put together has such letters, and of pieces none of which is a letter by itself only
    words are made that lists have.
    """
    orphans = any(_is_orphan(piece) or piece in kind.letters for piece in pieces)

    def price(word: str) -> float:
        if word in kind.letters and len(word) > 1:
            return 0.0
        if word in pieces:
            return words.known(word)
        if not any(letters in word for letters in kind.letters):
            return 0.0
        return words.known(word) if orphans else words.listed(word)

    return price


def _is_orphan(piece: str) -> bool:
    """Whether a piece is a letter that is no word by itself, and no initial."""
    return len(piece) == 1 and piece.islower() and piece not in SINGLE


def _chunks(kind: Kind, text: str, places: Iterable[int]) -> Iterator[Chunk]:
    """The stretches of pieces, with such a space between each two of them, around some spaces.

    Left out are those beside a letter or a figure by itself that belongs to none of them: it may
    be a part of a word set in spaced letters.
    """
    found = [*chunks(text, _stretch(kind), _starts(text, places, _space(kind)))]
    starts = {chunk.start for chunk in found}
    ends = {chunk.start + len(chunk.text) for chunk in found}
    for chunk in found:
        end = chunk.start + len(chunk.text)
        before = text[max(0, chunk.start - 3) : chunk.start]
        alone = chunk.start - 1 in ends or not _BEFORE.search(before)
        if alone and (end + 1 in starts or not _BEHIND.match(text, end)):
            yield chunk


_BEFORE = pattern(r"(?<![^\W_])[^\W_](?<![iIåÅöÖA-Z])[ ]\Z")
_BEHIND = pattern(r"[ ][^\W_](?<![iIåÅöÖ])(?![^\W_])")


def _starts(text: str, places: Iterable[int], space: re.Pattern[str]) -> Iterator[int]:
    """Where the stretches begin that some spaces, in order, are in."""
    last, start = -1, 0
    for place in places:
        of_last, start = start, head(text, place)
        while start and space.match(text, start - 1):
            before = head(text, start - 1)
            if before == start - 1:
                break
            start = of_last if start - 1 <= last else before
            if start == of_last:
                break
        last = place
        yield start


def _signs(kind: Kind, text: str, context: Context) -> list[int]:
    """The spaces beside signs that such letters came to stand apart."""
    if kind.signs is None:
        singles = context.places(text).where(SPACE, LOWER, SPACE)
        beside = (place + side for place in singles if text[place] != "i" for side in (-1, 1))
        return [place for place in beside if text[place : place + 1] == " "]
    places = []
    for sign in kind.signs:
        place = text.find(sign)
        while place >= 0:
            places.append(place + len(sign) - 1)
            place = text.find(sign, place + 1)
    return sorted(places)


def _spaces(kind: Kind, text: str) -> Iterator[int]:
    """All spaces beside such letters."""
    return (found.start() for found in _parting(kind).finditer(text))
