"""Places: what the readings have in each unit, a word apart from the marks around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from svfix.merging.readings import Reading
from svfix.merging.units import Unit, heard

_PARTS = re.compile(r"(\W*)(.*\w)(\W*)", re.DOTALL)


class Kind(str, Enum):
    """What a place is: a word, the marks before or behind one, or words of which some lack."""

    WORD = "word"
    MARKS = "marks"
    WORDS = "words"


class Parts(NamedTuple):
    """A word between its marks."""

    before: str
    word: str
    behind: str

    @staticmethod
    def of(text: str) -> Parts | None:
        """The parts of a single word; None of several, of none, and of marks alone.

        >>> Parts.of("(år),"), Parts.of("i år"), Parts.of("-")
        (Parts(before='(', word='år', behind='),'), None, None)
        """
        found = None if " " in text else _PARTS.fullmatch(text)
        return Parts(*found.groups()) if found else None


@dataclass(frozen=True)
class Place:
    """One thing to choose: what each reading says after its repair, and what it had observed.

    `part` is which of the parts of a word it is, None for a whole unit; `sure` is how sure each
    reading's repair is. `heard` are the numbers of the readings that are not silent, the only ones
    that these tell of.
    """

    unit: Unit
    kind: Kind
    part: int | None
    said: tuple[str, ...]
    observed: tuple[str, ...]
    sure: tuple[float, ...]
    heard: tuple[int, ...]


def places(readings: Sequence[Reading], units: Sequence[Unit]) -> list[Place]:
    """The places where the readings differ, each as it was repaired."""
    return [place for unit in units for place in _of_unit(readings, unit)]


def _of_unit(readings: Sequence[Reading], unit: Unit) -> Iterator[Place]:
    who = heard(unit)
    both = [(readings[i], unit[i]) for i in who]
    said = tuple(reading.said(span) for reading, span in both)
    if len(set(said)) == 1:
        return
    observed = tuple(reading.observed(span) for reading, span in both)
    sure = tuple(reading.confidence(span) for reading, span in both)
    parts, read = [*map(Parts.of, said)], [*map(Parts.of, observed)]
    if not (all(parts) and all(read)):
        yield Place(unit, Kind.WORDS, None, said, observed, sure, who)
        return
    for part, kind in enumerate((Kind.MARKS, Kind.WORD, Kind.MARKS)):
        one, other = (tuple(p[part] for p in texts if p) for texts in (parts, read))
        if len(set(one)) > 1:
            yield Place(unit, kind, part, one, other, sure, who)
