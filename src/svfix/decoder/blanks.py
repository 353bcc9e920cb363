"""Blanks: spaces that stand where letters were lost (`N mnden f reslog att st nga`).

Each space of a line is one, or a letter that is gone.  The likeliest way to take them all is found
by dynamic programming over the words they leave, each by itself: a text without its letters is full
of pieces that are no words.  Where few words come together of such pieces, or more of these are
left than come together, no space is taken for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from svfix.decoder.lost import STAND_IN, likeliest
from svfix.lexicon.store import Lexicon
from svfix.patterns import pattern

Score = Mapping[str, float]
"""log P of forms that are words; those that are none it has not."""

MOST = 4  # letters that a word lost
LONGEST = 40  # characters of a word
GONE = 1.5  # nats: 22 % of the spaces in bench/clean with its letters gone were letters
STRANGE = -20.0  # log P of a piece that is no word
TWICE = -12.0  # log P of two spaces in a row
COMMON, WHOLE = -9.5, 3  # log P and letters of words two of which are none together
RARE = -12.5  # log P of pieces that are hardly words: `nga`, `ven`
FEWEST = 2
"""How many different words have to come together with a piece of `WHOLE` letters that is rare or
none. Of 23,657 lines, paragraphs and pages of OCR, whose letters may be read as anything, and of
clean records, no two do; of sentences whose letters are gone, 44 in 100 have them."""
SHARE = 2  # of them for each piece that is no word and belongs to none
SINGLES = 2, 0.05
"""How many consonants stand alone, at the least and to a space, where letters are gone. In
bench/clean and bench/dev with their letters gone it is 0.12 to a space and more, and as they are
0.014 at most."""

_SINGLE = pattern(r"(?<!\S)[b-df-hj-np-tv-xz](?![^\s.,])", re.IGNORECASE)
_STRETCH = pattern(
    r"""(?: (?: ^ | (?<=[ ]) ) [ ] )?
        [^\W\d_] (?: [^\W\d_] | [ ]{1,2}(?=[^\W\d_]) )*
        (?: [ ](?=[.,;:!?)\n]) )?""",
    re.VERBOSE | re.MULTILINE,
)


def blanks(text: str, lexicon: Lexicon) -> list[int]:
    """The places of spaces in a text that were letters.

    >>> from svfix import lexicon
    >>> words = lexicon.default()
    >>> blanks("N mnden f reslog att skolan skulle st ngas", words)
    [1, 9, 37]
    >>> blanks("Sal A, rad f, plats 12. Bladen m n o saknas, k l finns.", words)
    []
    """
    if not suspected(text):
        return []
    stretches = [*split(text)]
    alone = {piece for _, pieces in stretches for piece in pieces if 0 < len(piece) <= LONGEST}
    score = likeliest(sorted(alone), lexicon)
    together = {form for _, pieces in stretches for form in joined(pieces, score)}
    score |= likeliest(sorted(together), lexicon)
    words = [(start, taken(pieces, score)) for start, pieces in stretches]
    if not told([word for _, some in words for word in some], score):
        return []
    return [place for start, some in words for place in gone(start, some)]


def suspected(text: str) -> bool:
    """Whether a text has as many consonants alone as one whose letters became spaces.

    >>> suspected("N mnden f reslog att skolan skulle st ngas"), suspected("rad f, plats 12")
    (True, False)
    """
    least, share = SINGLES
    return len(_SINGLE.findall(text)) >= max(least, share * text.count(" "))


def split(text: str) -> Iterator[tuple[int, list[str]]]:
    """The stretches of letters and spaces in a text: where each starts, and its pieces."""
    for found in _STRETCH.finditer(text):
        stretch = found[0].lower()
        if len(stretch) == len(found[0]):
            yield found.start(), stretch.split(" ")


def joined(pieces: Sequence[str], score: Score) -> Iterator[str]:
    """The words that neighbours among some pieces may have been together."""
    for last in range(len(pieces)):
        for first in firsts(pieces, last, score):
            yield STAND_IN.join(pieces[first : last + 1])


def firsts(pieces: Sequence[str], last: int, score: Score) -> Iterator[int]:
    """The first pieces of the words of more than one that a certain piece may be the last of."""
    size = len(pieces[last])
    for first in range(last - 1, max(-1, last - MOST - 1), -1):
        size += 1 + len(pieces[first])
        if size > LONGEST or all(map(common, pieces[first : first + 2], [score] * 2)):
            return
        yield first


def common(piece: str, score: Score) -> bool:
    """Whether a piece is a word that is met often."""
    return len(piece) >= WHOLE and score.get(piece, STRANGE) >= COMMON


def taken(pieces: Sequence[str], score: Score) -> list[list[str]]:
    """The likeliest words of some pieces: each one piece, or several with letters gone between.

    >>> taken(["f", "r", "alla"], {"fꟷr": -4.0, "alla": -6.0, "f": -9.0})
    [['f', 'r'], ['alla']]
    """
    best, start = [0.0], [0]
    for last, piece in enumerate(pieces):
        edge = not piece and last in (0, len(pieces) - 1)
        alone = TWICE * (not edge) if not piece else score.get(piece, STRANGE)
        ways = [(best[last] + alone, last)]
        for first in firsts(pieces, last, score):
            if (word := STAND_IN.join(pieces[first : last + 1])) in score:
                ways.append((best[first] + score[word] - GONE * (last - first), first))
        most, first = max(ways)
        best.append(most)
        start.append(first)
    words: list[list[str]] = []
    end = len(pieces)
    while end:
        words.append([*pieces[start[end] : end]])
        end = start[end]
    return words[::-1]


def told(words: Sequence[list[str]], score: Score) -> bool:
    """Whether words that come together of pieces that are none tell that letters are gone."""
    together = {
        STAND_IN.join(word)
        for word in words
        if len(word) > 1
        and any(len(piece) >= WHOLE and score.get(piece, STRANGE) <= RARE for piece in word)
    }
    left = {word[0] for word in words if len(word) == 1 and word[0] and word[0] not in score}
    return len(together) >= max(FEWEST, SHARE * len(left))


def gone(start: int, words: Sequence[list[str]]) -> Iterator[int]:
    """The places of the letters that the words of a stretch have lost."""
    for word in words:
        for piece in word[:-1]:
            start += len(piece) + 1
            yield start - 1
        start += len(word[-1]) + 1
