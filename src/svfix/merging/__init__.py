"""Merging: several readings of one page, made one text.

Each reading is repaired by itself; their words are aligned (`units`), and where they differ the
`candidates` of all are weighed by what every reading had observed, each under its own channel
(`weighing`), and the likeliest is chosen (`choice`). The first reading is the base: its lines and
spaces are kept, its marks unless they do not go with what follows, and the edits are edits of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from svfix.alignment.folding import bare
from svfix.doubts import LACKING, Doubt
from svfix.edits import Edit, apply, compose
from svfix.merging.choice import Choice
from svfix.merging.had import had
from svfix.merging.readings import Reading, readings
from svfix.merging.rewriting import MISSING, rewritten, settled
from svfix.merging.units import Unit, units
from svfix.merging.weighing import BLIND, weighed
from svfix.offsets import Offsets
from svfix.quality import Quality
from svfix.result import Result
from svfix.search.vocabulary import Vocabulary

__all__ = ["OtherPage", "merged"]

SAME_PAGE = 0.35
"""The share of the shorter reading's words that two readings of one page have in common at least:
of pages of bench/dev one and another have at most 0.2, two readings of one at least 0.6."""

LEAST_WORDS = 20  # of a reading, from which on its words tell it from one of another page
ALIKE = 0.5
"""The share of the letters that shorter readings have in common at least."""


class OtherPage(ValueError):
    """Readings that are not of one page: `which` is the number, from 0, of the one that is not."""

    def __init__(self, which: int, words: int, same: int) -> None:
        self.which = which
        super().__init__(
            f"reading {which + 1} is not of the same page as reading 1: "
            f"of {words} words they have {same} in common"
        )


def merged(
    results: Sequence[Result], vocabulary: Vocabulary, least: float, leave_missing: bool = False
) -> Result:
    """The first of some results of repairing readings of one page, with what the others add.

    `least` is how sure an edit has to be; with `leave_missing` the words that the first lacks are
    doubts, not edits. Raises OtherPage where a reading is of another page.
    """
    if len({result.original for result in results}) == 1:
        return results[0]
    found = readings(results)
    together = units(found)
    for i in range(1, len(found)):
        check(found, together, i)
    made = weighed(found, together, vocabulary)
    base = results[0]
    own = settled(found, together, made, least)
    new: list[Edit] = []
    left: list[Edit] = []
    for edit in rewritten(found, made, least):
        (left if leave_missing and edit.rule == MISSING else new).append(edit)
    both = compose(base.original, own, new, base.text)
    whole = [edit for edit in both if edit.confidence >= least]  # what one took back of the other
    text = apply(base.original, whole)
    return replace(
        base,
        text=text,
        edits=tuple(whole),
        quality=quality(found, together, made),
        doubts=(*base.doubts, *lacking(base, left)) if left else base.doubts,
        readings=tuple(had(found, together, whole)),
    )


def lacking(base: Result, left: Sequence[Edit]) -> Iterator[Doubt]:
    """The doubts about words that a text lacks: where others have them, and what they have."""
    places = Offsets(base.edits)
    for edit in left:
        start, end = places.original(edit.start, edit.end)
        reason = f"{LACKING} {edit.after.strip()!r} here"
        yield Doubt(start, end, base.original[start:end], reason)


def quality(found: Sequence[Reading], together: Sequence[Unit], made: Sequence[Choice]) -> Quality:
    """The expected quality of merged readings: before, as the first one was read."""
    right: dict[Unit, float] = {}
    for choice in made:
        right[choice.place.unit] = right.get(choice.place.unit, 1.0) * choice.probability
    blind = BLIND * min(reading.rate for reading in found)
    wrong = sum(1 - share for share in right.values()) + blind * (len(together) - len(right))
    before = found[0].result.quality
    words = before.words if before else len(found[0])
    after = wrong / len(together) if together else 0.0
    return Quality(words, before.before if before else after, after)


def check(found: Sequence[Reading], together: Sequence[Unit], which: int) -> None:
    """Raise OtherPage where a reading shares too few words with the first one."""
    base, other = found[0], found[which]
    least = min(len(base), len(other))
    same = sum(base.said(unit[0]) == other.said(unit[which]) != "" for unit in together)
    if least >= LEAST_WORDS:
        belong = same >= SAME_PAGE * least
    else:
        one, two = (bare(" ".join(each.words.folded)).lower() for each in (base, other))
        belong = not least or Levenshtein.normalized_similarity(one, two) >= ALIKE
    if not belong:
        raise OtherPage(which, least, same)
