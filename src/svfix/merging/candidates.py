"""Candidates: what may have stood on the page in each place."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from rapidfuzz.distance import Levenshtein

from svfix.channel.model import Channel
from svfix.merging.places import Kind, Place
from svfix.search.hypotheses import Hypotheses, hypothesise
from svfix.search.vocabulary import Vocabulary
from svfix.text.capitals import all_capitals

DIRT = r"(?:[^\w\s]+\s*|\s+[^\w\s]+)"
BETWEEN = re.compile(rf"(?<=\w){DIRT}(?=[^\W\d])|(?<=[^\W\d]){DIRT}(?=\d)")  # not in a number
MOST_APART = 3  # stretches in which two words differ that each is right in some of
SHORTEST = 2  # letters of a word whose hypotheses are looked for


def candidates(
    places: Sequence[Place], channels: Sequence[Channel], vocabulary: Vocabulary
) -> list[list[str]]:
    """By place, what the readings say and had observed there, and what each may have misread.

    What the first reading says comes first. Hypotheses of a word are those under the channel
    of the reading that had it.
    """
    found = [{*place.said, *place.observed} for place in places]
    for reading, channel in enumerate(channels):
        asked = [
            (place.observed[place.heard.index(reading)], known)
            for place, known in zip(places, found, strict=True)
            if place.kind is Kind.WORD and reading in place.heard
        ]
        forms = [form for form, _ in asked]
        for (_, known), more in zip(asked, _hypotheses(forms, channel, vocabulary), strict=True):
            known.update(more)
    for place, known in zip(places, found, strict=True):
        if place.kind is not Kind.MARKS:
            for one, other in combinations(sorted(set(place.said)), 2):
                known.update(crossed(one, other))
        if place.kind is Kind.WORDS:
            known.update(map(spaced, place.said))
    return [
        [place.said[0], *sorted(known - {place.said[0]})]
        for place, known in zip(places, found, strict=True)
    ]


def crossed(one: str, other: str) -> list[str]:
    """What may have stood there if each of two words is right in some of where they differ.

    >>> crossed("verkstvgsstöd", "verkstygsstéd")
    ['verkstvgsstéd', 'verkstygsstöd']
    >>> crossed("bok", "bck")
    []
    """
    blocks = Levenshtein.opcodes(one, other)
    sides = [
        dict.fromkeys((one[b.src_start : b.src_end], other[b.dest_start : b.dest_end]))
        for b in blocks
    ]
    if not 1 < sum(len(side) > 1 for side in sides) <= MOST_APART:
        return []
    return [text for text in map("".join, product(*sides)) if text not in (one, other)]


def spaced(text: str) -> str:
    """A text with spaces in the place of the marks inside, as where dirt lies in a space.

    >>> spaced("pa.8"), spaced("1.2. Bakgrund."), spaced("-stilla")
    ('pa 8', '1.2 Bakgrund.', '-stilla')
    """
    return BETWEEN.sub(" ", text)


def _hypotheses(
    forms: Sequence[str], channel: Channel, vocabulary: Vocabulary
) -> Iterable[list[str]]:
    """What each form may have been, in its own capitals."""
    distinct = [form for form in dict.fromkeys(forms) if len(form) >= SHORTEST]
    known: dict[str, list[str]] = {}
    if distinct:
        found = hypothesise(distinct, vocabulary, channel)
        known = {form: _texts(found, number) for number, form in enumerate(distinct)}
    return [known.get(form, []) for form in forms]


def _texts(found: Hypotheses, form: int) -> list[str]:
    """The hypotheses of a form as they would be written."""
    start, count = found.start[form], found.count[form]
    read = found.forms[form]
    texts = []
    for row, one in zip(
        range(start, start + count), found.at(array("q", range(start, start + count))), strict=True
    ):
        if found.rows.is_identity[row]:
            continue
        if one.own:
            texts.append(one.text)
        elif all_capitals(read):
            texts.append(one.text.upper())
        else:
            texts.append(one.text[:1].upper() + one.text[1:] if one.titled else one.text)
    return texts
