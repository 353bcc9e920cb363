"""Rewriting: choices as edits of the first reading, its lines and spaces left as they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from svfix.edits import Edit
from svfix.merging import signs
from svfix.merging.choice import Choice
from svfix.merging.language import core
from svfix.merging.places import Kind, Parts, Place
from svfix.merging.readings import BROKEN, Reading
from svfix.merging.units import Span, Unit, heard

RULES = {Kind.WORD: "merge.word", Kind.MARKS: "merge.marks", Kind.WORDS: "merge.spaces"}
MISSING, DEBRIS = "merge.missing", "merge.debris"
DECIMALS = 4  # of a confidence
REPLACED = 0.55
"""How likely another word is at least that takes the place of one the first reading was not
repaired to: on pages that were not learned from, a tenth fewer right words are broken than at 0.5,
and two in a hundred more wrong ones are left."""

PUT_IN = 0.7
"""How likely marks are at least that are put in by themselves: of 19 less likely ones, 6 stood on
the page; of 21 others, all."""

AS_READ = 0.9997
"""How likely a repair is right that another reading had without one: 37,961 of 37,969 words of
bench/train, two or three readings of four engines together."""

_SPACES = re.compile(r"\s+")


def rewritten(
    readings: Sequence[Reading], choices: Sequence[Choice], least: float
) -> Iterator[Edit]:
    """The edits of the first reading's repaired text that make it what was chosen.

    What is less sure than `least` is left as the first reading has it, and as it was observed where
    its own repair is not the likeliest.
    """
    for unit, group in groupby(choices, key=lambda choice: choice.place.unit):
        made = list(group)
        kept = [taken(choice, least) for choice in made]
        changed = [
            (choice, text)
            for choice, text in zip(made, kept, strict=True)
            if text != choice.place.said[0]
        ]
        if changed:
            sure = min(choice.probability for choice, _ in changed)
            rule = _rule(unit, changed)
            yield from _of_unit(readings, unit, changed, rule, round(sure, DECIMALS))


def settled(
    readings: Sequence[Reading], units: Sequence[Unit], choices: Sequence[Choice], least: float
) -> list[Edit]:
    """The first reading's own edits, as sure as they are now that the others were heard.

    One whose word is chosen anew leaves its confidence to what is made of that.
    """
    edits = list(readings[0].result.edits)
    starts = [edit.start for edit in edits]
    differ = {
        unit: list(group) for unit, group in groupby(choices, key=lambda choice: choice.place.unit)
    }
    base = readings[0]
    for unit in units:
        first, last = unit[0]
        if first == last:
            continue
        made = differ.get(unit, [])
        if any(taken(choice, least) != choice.place.said[0] for choice in made):
            sure = 1.0
        elif made:
            sure = min(choice.probability for choice in made)
        else:
            sure = confirmed(readings, unit)
        at = bisect_left(starts, base.starts[first])
        while at and edits[at - 1].end > base.starts[first]:
            at -= 1
        while at < len(edits) and edits[at].start < base.ends[last - 1]:
            edits[at] = replace(edits[at], confidence=round(sure, DECIMALS))
            at += 1
    return edits


def confirmed(readings: Sequence[Reading], unit: Unit) -> float:
    """How sure a repair is that all readings agree on: as the surest of them, or as one had it."""
    said = readings[0].said(unit[0])
    both = [(readings[i], unit[i]) for i in heard(unit)]
    if any(reading.observed(span) == said for reading, span in both):
        return AS_READ
    return max(reading.confidence(span) for reading, span in both)


def taken(choice: Choice, least: float) -> str:
    """What is made of a place: the likeliest candidate if it is sure enough.

    A word that the first reading has, and that it was not repaired to, asks for more, and so do
    marks by themselves that it lacks.
    """
    said, observed = choice.place.said[0], choice.place.observed[0]
    if not said and not signs.size(choice.text) and choice.probability < PUT_IN:
        return said
    if said and said == observed and choice.probability < REPLACED:
        return said
    if choice.probability >= least:
        return choice.text
    return observed if said != observed else said


def _rule(unit: Unit, changed: Sequence[tuple[Choice, str]]) -> str:
    start, end = unit[0]
    if start == end:
        return MISSING
    if not changed[0][1] and changed[0][0].place.kind is Kind.WORDS:
        return DEBRIS
    if any(_puts_in(choice.place.said[0], text) for choice, text in changed):
        return MISSING
    kinds = {choice.place.kind for choice, _ in changed}
    if kinds == {Kind.WORDS} and _same_spaces(*changed[0]):
        return RULES[Kind.WORD]
    return RULES[Kind.WORD if Kind.WORD in kinds else next(iter(kinds))]


def _puts_in(said: str, text: str) -> bool:
    """Whether a text has all the words of another, and more.

    >>> _puts_in("sig.", "sig i frågan."), _puts_in("kun skaper", "kunskaper"), _puts_in("a", "b c")
    (True, False, False)
    """
    words, fewer = (list(filter(None, map(core, one.split()))) for one in (text, said))
    return len(words) > len(fewer) > 0 and not Counter(fewer) - Counter(words)


def _same_spaces(choice: Choice, text: str) -> bool:
    return choice.place.said[0].count(" ") == text.count(" ")


def _of_unit(
    readings: Sequence[Reading],
    unit: Unit,
    changed: Sequence[tuple[Choice, str]],
    rule: str,
    sure: float,
) -> Iterator[Edit]:
    base = readings[0]
    start, end = unit[0]
    target = written(readings, unit, changed)
    if start == end:
        yield _put_in(readings, unit, target, sure)
        return
    text = base.result.text
    span = int(base.words.starts[start]), int(base.words.ends[end - 1])
    if not target:
        yield _taken_out(base, unit[0], sure)
        return
    yield from replaced(text, span, target, rule, sure)


def written(readings: Sequence[Reading], unit: Unit, changed: Sequence[tuple[Choice, str]]) -> str:
    """What a unit becomes, with the marks of the reading that it is taken from."""
    first = changed[0][0].place
    if first.part is None:
        return as_shown(readings, first, changed[0][1])
    parts = [*(Parts.of(readings[0].shown(unit[0])) or Parts.of(readings[0].said(unit[0])) or ())]
    for choice, text in changed:
        parts[choice.place.part or 0] = as_shown(readings, choice.place, text)
    return "".join(parts)


def as_shown(readings: Sequence[Reading], place: Place, text: str) -> str:
    """A folded text as the first reading that says it has it."""
    for which, words in zip(place.heard, place.said, strict=True):
        if words != text:
            continue
        shown = readings[which].shown(place.unit[which])
        if place.part is None:
            return shown
        parts = Parts.of(shown)
        return parts[place.part] if parts else text
    return text


def replaced(text: str, span: Span, target: str, rule: str, sure: float) -> Iterator[Edit]:
    """The edits that make a stretch of text another, its line breaks left where they are.

    >>> [edit.after for edit in replaced("en upp-\\nfoljning", (3, 17), "uppföljning", "r", 1.0)]
    ['ö']
    >>> [edit.after for edit in replaced("en foljd", (3, 8), "följd", "r", 1.0)]
    ['följd']
    """
    start, end = span
    before = text[start:end]
    if not (_SPACES.search(before) or " " in target):
        yield Edit(start, end, before, target, rule, sure)
        return
    shown, places = _on_one_line(before)
    for block in Levenshtein.opcodes(shown, target):
        if block.tag == "equal":
            continue
        first = start + places[block.src_start]
        last = start + (places[block.src_end - 1] + 1 if block.src_end > block.src_start else 0)
        last = max(first, last)
        after = target[block.dest_start : block.dest_end]
        yield Edit(first, last, text[first:last], after, rule, sure)


def _on_one_line(text: str) -> tuple[str, list[int]]:
    """A text with words broken over lines put together and single spaces, and where each is."""
    broken = {i for found in BROKEN.finditer(text) for i in range(*found.span())}
    shown: list[str] = []
    places: list[int] = []
    for i, character in enumerate(text):
        if i in broken or (character.isspace() and shown[-1:] == [" "]):
            continue
        shown.append(" " if character.isspace() else character)
        places.append(i)
    return "".join(shown), [*places, len(text)]


def _put_in(readings: Sequence[Reading], unit: Unit, target: str, sure: float) -> Edit:
    """The edit that puts words in that the first reading lacks."""
    base, gap = readings[0], unit[0][0]
    for reading, (first, last) in zip(readings[1:], unit[1:], strict=True):
        if reading.shown((first, last)) == target:
            target, opens, closes = _lines(reading, first, last)
            break
    else:
        opens = closes = False
    if gap < len(base) and (not gap or (opens and not closes)):
        place = int(base.words.starts[gap])
        return Edit(place, place, "", target + ("\n" if closes else " "), MISSING, sure)
    place = int(base.words.ends[gap - 1]) if gap else 0
    return Edit(place, place, "", ("\n" if opens else " ") + target, MISSING, sure)


def _lines(reading: Reading, first: int, last: int) -> tuple[str, bool, bool]:
    """Some words of a reading as they lie on their lines, and whether they open and close one."""
    text, words = reading.result.text, reading.words
    start, end = int(words.starts[first]), int(words.ends[last - 1])
    before = text[int(words.ends[first - 1]) if first else 0 : start]
    behind = text[end : int(words.starts[last]) if last < len(words) else len(text)]
    return text[start:end], "\n" in before or not first, "\n" in behind or last == len(words)


def _taken_out(base: Reading, span: Span, sure: float) -> Edit:
    """The edit that takes words out, with the space on one side of them."""
    text, words = base.result.text, base.words
    start, end = int(words.starts[span[0]]), int(words.ends[span[1] - 1])
    while start and text[start - 1] in " \t":
        start -= 1
    at_line_start = not start or text[start - 1] in "\r\n\f"
    while at_line_start and end < len(text) and text[end] in " \t":
        end += 1
    return Edit(start, end, text[start:end], "", DEBRIS, sure)
