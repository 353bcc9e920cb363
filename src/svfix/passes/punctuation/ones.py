"""Ones: the figure that an i or an I was read as, `stod 1 boken` and `1 propositionen föreslås`.

A 1 may stand in all of these places, so that the words beside it have to tell. In a text that was
misread it is enough that a letter is likelier there; in any other it has to be so likely that none
of the places of clean text is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.rules import edit_by, word_list
from svfix.patterns import pattern
from svfix.text.numbers.figures import MONTHS
from svfix.text.places import DIGIT, LETTER, SMALL, SPACE

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

CLEARLY_I = 3.0
"""How much likelier (nats) an i is in its place than a figure, to have been read as a 1. On OCR
beside its truth it is 0.2 nats at most where a 1 is right, and 1.7 at least where an i is; 10 of
4,900 places of clean text with a 1 have as much as is asked for."""

SURELY_I = 8.5
"""The same in a text of which nothing else tells that it was misread. In 44 million words of clean
text 3 of 22,153 places have as much, and there the page had an i; of the i's 50 % have it."""

HEAD = 1.5
"""How much likelier an I has to be at the head of a sentence where other things tell as well. There
an l is an I in 5 of 5 places of the same text."""

SURELY_HEAD = 7.5
"""The same where only the two words behind it tell, summed over both. In 44 million words of clean
text 10 of 531 places have as much, and all of them were an I; of the I's 78 % have it."""

SHOWN = 2
"""How many such heads tell that a document has more."""

NOT_ONE = word_list("not_one")
COUNTED = word_list("counted") | frozenset(MONTHS)

REACH = 40  # characters before a 1 in which its word stands
LIST = 2000  # characters behind a 1 in which the 2 of a list would stand

_BEFORE = pattern(rf"(?<!\w)[{SMALL}]{{2,}}\Z")
_ONE = pattern(rf"1(?<=[{SMALL}][ \n]1)(?=\s[\[(]?([A-ZÅÄÖ]?[{SMALL}]+))")
_HEAD = pattern(
    rf"(?P<one>[1l])[ \n](?:(?P<word>[{SMALL}]+)(?:[ \n](?P<next>[{SMALL}]+))?"
    r"|\d{1,3}(?:\s[a-z])?(?:\s?[-–]\s?\d{1,3}|\soch\s\d{1,3})?\s?(?P<section>§))"
)
_OPENS = pattern(r"(?:[.!?][”\"')]{0,2}\s+|\n[ \t]*\r?\n\s*|\A\s*)\Z")
_LAST = pattern(r"(?<!\S)[(\"”]?(\S+\.)\s*\Z")  # what the point before a 1 is part of
_ABBREVIATED = pattern(r"\d{1,2}\.|\w\.|\S*\.\S*\.|(?:bil|tab|fig|del|punkt)\.", re.IGNORECASE)
_LISTED = pattern(r"\n[ \t]*2[ .)]")


def inside(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A figure that stands where an i does in Swedish: `stod 1 boken`, not `bilaga 1 till`."""
    enough = CLEARLY_I if evidence.misread else SURELY_I
    weighed: dict[tuple[str, str], bool] = {}
    for found in _ONE.finditer(text):
        right = found[1]
        if text[found.start() - 1] == "\n" and not (evidence.misread and right.islower()):
            continue  # the number of a heading
        left = _BEFORE.search(text, max(0, found.start() - REACH), found.start() - 1)
        if left is None or right in COUNTED:
            continue
        beside = left[0], right
        if beside not in weighed:
            weighed[beside] = _likelier(*beside, context) >= enough
        if weighed[beside]:
            yield edit_by("punctuation.one", *found.span(), "1", "i")


def heads(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A figure or an l that opens a sentence where an I does: `1 det nya`, `l sak`, `1 3 § sägs`.

    Left alone are numbers of things, of months and of lists: `1 kap.`, `1 mars`, `1 Inledning`. On
    OCR beside its truth 12 of 12 are right, and 87 of 87 of those in a long bill, judged by hand.
    """
    places = (_HEAD.match(text, place) for place in alone(context.places(text)))
    found = [head for head in places if head and _opens(text, head, context)]
    if not found:
        return
    pairs = [(head["word"], head["next"]) for head in found]
    weighed = {(word, after): _weight(word, after, context) for word, after in set(pairs)}
    weights = [weighed[pair] for pair in pairs]
    sure = [_sure(head, *weight) for head, weight in zip(found, weights, strict=True)]
    shown = evidence.misread or sum(sure) >= SHOWN
    for head, weight, certain in zip(found, weights, sure, strict=True):
        if certain or (shown and weight[0] >= HEAD and sum(weight) >= CLEARLY_I):
            yield edit_by("punctuation.head", *head.span("one"), head["one"], "I")


def _sure(head: re.Match[str], word: float, following: float) -> bool:
    """Whether what stands behind a head leaves it one reading."""
    if head["section"]:
        return True
    if word >= HEAD and (head["one"] == "l" or head["word"] in NOT_ONE):
        return True
    return word + following >= SURELY_HEAD


def _weight(word: str | None, following: str | None, context: Context) -> tuple[float, float]:
    """How much likelier an I is than a number, by the word behind it and by the one behind that."""
    if not word:
        return 0.0, 0.0
    here = _likelier("<s>", word, context)
    if not following:
        return here, 0.0
    letter = context.lexicon.likelihood("i", word, following)
    return here, letter - context.lexicon.likelihood("<num>", word, following)


def _likelier(left: str, right: str, context: Context) -> float:
    letter = context.lexicon.likelihood(left, "i", right)
    return letter - context.lexicon.likelihood(left, "<num>", right)


def alone(places: Places) -> list[int]:
    """Where a 1 or an l stands by itself, in order."""
    text = places.text
    return [
        place
        for place in places.where(SPACE, LETTER | DIGIT, SPACE)
        if text[place] in "1l"
        and text[place + 1 : place + 2] in (" ", "\n")
        and (not place or text[place - 1] in " \n")
    ]


def _opens(text: str, head: re.Match[str], context: Context) -> bool:
    """Whether a 1 opens a sentence, and no list, and no abbreviation stands before it."""
    start = head.start()
    before = text[max(0, start - REACH) : start]
    if not _OPENS.search(before) or (start > REACH and not before.strip()):
        return False
    last = _LAST.search(before)
    if last and (_ABBREVIATED.fullmatch(last[1]) or context.is_word(last[1])):
        return False
    if head["word"] == "ex":  # `l ex` was `t ex`
        return False
    listed = _LISTED.search(text, start, start + LIST)
    return not (listed and before[-1:] in ("", "\n"))
