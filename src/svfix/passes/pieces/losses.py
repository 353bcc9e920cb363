"""Losses: ligatures that left nothing behind: `specikationen`, `nns`, `ofciella`.

Where a program has no letters for the glyph of `fi`, it may leave it out, all over a text. So such
a text has hardly any, and words that lack them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import TYPE_CHECKING

from svfix.decoder.blanks import blanks
from svfix.passes.pieces.glyphs import JOINED
from svfix.passes.pieces.joining import Chunk, Words
from svfix.patterns import pattern

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.text.places import Places

SELDOM = 2_500
"""The letters of a text to each `fi` or `fl` in it, if it has them seldom: of 36 texts of more than
3,000 letters that with the fewest had one to 2,400, most have one to 700."""

LEAST = 3
"""How many distinct words have to lack a ligature before it is believed that they were lost."""

KNOWN = 5.0
"""How much likelier (nats) it has to be than a known word between the same neighbours, as in
`i era skolor` both will do: 150 to one."""

SAMPLE = 32
"""How many of the unknown words are asked, in order: a book in Finnish has few `fi` either."""

FIRST = 10
"""How many are asked first: where none of them lacks one, no more are asked. Where as few do as are
wanted of all, it happens in one text of ten; where ligatures were lost, most of them do."""

SHARE = 1 / 5
"""What share of the unknown words, and two more, have to lack one: of those of 18 clean and misread
texts that have their ligatures, at most one in fifteen becomes a word with one more."""

LONGEST = 30
"""How many letters such a word, or a piece of one, has at most."""

MARGIN = 3.0
"""How much likelier (nats) one reading has to be than any other."""

_WORD = pattern(rf"(?<![\w\-.@/\\])[^\W\d_]{{1,{LONGEST}}}(?![\w\-@/\\])")
_PAIR = pattern(rf"([^\W\d_]{{1,{LONGEST}}})[ ]([^\W\d_]{{1,{LONGEST}}})(?![\w\-@/\\])")
_PAIR_OF_WORDS = pattern(
    rf"(?<![\w\-.@/\\])([^\W\d_]{{1,{LONGEST}}})(?= ([^\W\d_]{{1,{LONGEST}}})(?![\w\-@/\\]))"
)
_LEFT = pattern(r"(?<![^\W_])([^\W\d_]+)[ ]\Z")
_RIGHT = pattern(r"[ ]([^\W\d_]+)")


def may_lack(places: Places) -> bool:
    """Whether a text has hardly any `fi` and `fl`."""
    text = places.text
    return SELDOM * (text.count("fi") + text.count("fl")) <= len(text)


def losses(text: str, context: Context) -> Iterator[Edit]:
    """Ligatures that were lost are put back, where many of the unknown words lack one.

    Left alone are texts that have `fi` and `fl` as often as others.
    """
    if context.is_plain(text):  # all its words are known
        return
    forms = (form for form in dict.fromkeys(_WORD.findall(text)) if form[1:].islower())
    unlisted = [form for form in forms if not context.is_word(form)]
    if len(unlisted) < LEAST:
        return
    words = Words(context)
    unknown = (word for word in unlisted if not words.known(word))
    sample = [*islice(unknown, FIRST)]
    if len(sample) < LEAST or not _lacking(text, sample, words):
        return
    sample += islice(unknown, SAMPLE - FIRST)
    lacking = _lacking(text, sample, words)
    if lacking < max(LEAST, 2 + SHARE * len(sample)) or blanks(text, context.lexicon):
        return  # its spaces are å, ä and ö
    sample += unknown
    gaps = _gaps(text, {*sample}, words)
    read = {word: _whole(word, words) for word in sample}
    end = 0
    for found in _WORD.finditer(text):
        if found.start() < end:
            continue
        pair = _PAIR.match(text, found.start())
        whole = gaps.get((found[0], pair[2]), "") if pair else ""
        if pair and whole:
            end = pair.end()
            yield Chunk(found.start(), pair[0]).edit(whole, "loss")
        elif whole := read.get(found[0]) or _likelier(found, read, words, context):
            yield Chunk(found.start(), found[0]).edit(whole, "loss")


def _lacking(text: str, sample: list[str], words: Words) -> int:
    """How many of some unknown words lack a ligature, inside or towards their neighbour."""
    beside = {piece for pair in _gaps(text, {*sample}, words) for piece in pair}
    return sum(word in beside or bool(_whole(word, words)) for word in sample)


def _gaps(text: str, unknown: set[str], words: Words) -> dict[tuple[str, str], str]:
    """Words with a space where a ligature was, `de nitionen`, by their two pieces."""
    gaps: dict[tuple[str, str], str] = {}
    for found in _PAIR_OF_WORDS.finditer(text):
        left, right = found.groups()
        if left in unknown or right in unknown:
            wholes = words.all_listed(f"{left}{each}{right}" for each in JOINED)
            if whole := _likeliest(wholes):
                gaps[left, right] = whole
    return gaps


def _likelier(found: re.Match[str], read: dict[str, str], words: Words, context: Context) -> str:
    """The word of which a known one lacks a ligature, if it fits far better between its neighbours.

    `det nns era skäl` has lost one of *flera*; `era barn` has not. `read` is what unknown ones are.
    """
    word, text = found[0], found.string
    left = _LEFT.search(text, max(0, found.start() - LONGEST - 1), found.start())
    right = _RIGHT.match(text, found.end())
    if not (left and right):
        return ""
    sides = [read.get(side[1]) or side[1] for side in (left, right)]

    def fit(middle: str) -> float:
        return context.lexicon.likelihood(sides[0], middle, sides[1])

    as_it_is = fit(word) + KNOWN
    wholes = {whole: fit(whole) for whole in _wholes(word, words)}
    best = max(wholes, key=wholes.__getitem__, default="")
    return best if best and wholes[best] > as_it_is else ""


def _whole(word: str, words: Words) -> str:
    """The word that one lacks a ligature of, if it is the only one or by far the likeliest."""
    return _likeliest(_wholes(word, words))


def _wholes(word: str, words: Words) -> dict[str, float]:
    """The words that lists have of which one lacks a ligature, with log P of each."""
    places = product(range(len(word) + 1), JOINED)
    return words.all_listed(word[:place] + each + word[place:] for place, each in places)


def _likeliest(wholes: dict[str, float]) -> str:
    """The only one of some words, or the one by far the likeliest; else nothing.

    >>> _likeliest({"fick": -8.0, "flick": -14.0}), _likeliest({"fina": -9.0, "flina": -11.0})
    ('fick', '')
    """
    best = sorted(wholes, key=lambda whole: wholes[whole])[-2:]
    if not best or (len(best) > 1 and wholes[best[1]] < wholes[best[0]] + MARGIN):
        return ""
    return best[-1]
