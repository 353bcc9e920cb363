"""Quality: how many words of a text are expected to be wrong, with no reference to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.patterns import pattern

if TYPE_CHECKING:
    from svfix.text.places import Places

_MARK = r"[|:;.,'’‘`~_<>©®^]"
STRAY = pattern(rf"{_MARK}(?<!\S.){_MARK}?(?!\S)")  # looks behind the mark, which is fast
STRAY_WRONG = 0.95  # of such marks on pages read by an engine


@dataclass(frozen=True)
class Quality:
    """The expected share of wrong words in a text, as it was read and as it was delivered.

    `words` is how many were weighed; words run together count as what they are made of.  `before`
    and `after` are shares, 0 to 1, and 0.0 for a text without words.

    >>> from svfix import explain
    >>> quality = explain("Metoden for uppféljningen har varit intervjuer").quality
    >>> quality.words, quality.before > 0.3, quality.after < 0.05
    (6, True, True)
    >>> explain("").quality
    Quality(words=0, before=0.0, after=0.0)
    """

    words: int
    before: float
    after: float


def merged(parts: Iterable[Quality]) -> Quality:
    """The quality of a text of several parts.

    >>> merged([Quality(100, 0.3, 0.1), Quality(300, 0.1, 0.1)])
    Quality(words=400, before=0.15, after=0.1)
    """
    parts = list(parts)
    words = sum(part.words for part in parts)
    if not words:
        return Quality(0, 0.0, 0.0)
    before = sum(part.words * part.before for part in parts) / words
    after = sum(part.words * part.after for part in parts) / words
    return Quality(words, before, after)


def with_marks(
    quality: Quality, original: Places, repaired: Places, edits: Sequence[Edit]
) -> Quality:
    """The quality with what is not the words' business: marks by themselves, and other edits.

    `edits` are those that no word was weighed for; each mends a word, or takes a stray mark away.
    """
    if not quality.words:
        return quality
    marks = stray(original)
    left = marks if repaired is original else stray(repaired)
    if not (edits or marks or left):
        return quality
    mended = sum(edit.confidence for edit in edits if edit.after)
    spoilt = sum(1 - edit.confidence for edit in edits)
    before = quality.before + (mended + STRAY_WRONG * marks) / quality.words
    after = quality.after + (spoilt + STRAY_WRONG * left) / quality.words
    return Quality(quality.words, min(1.0, before), min(1.0, after))


def stray(places: Places) -> int:
    r"""How many marks stand by themselves in a text as no writer leaves them, outside tables.

    >>> from svfix.text.places import Places
    >>> stray(Places("| En rad :\nen ~ till"))
    3
    >>> stray(Places("- en lista – så ...\n| en | tabell |"))
    0
    """
    from svfix.text.places import ALONE, Sought  # which takes its time to load

    if not places.where(*ALONE):
        return 0
    marks = list(places.find(Sought(STRAY, ALONE)))
    bars = [found.start() for found in marks if found[0] == "|"]
    return len(marks) - len(bars) + (len(lone(places.text).intersection(bars)) if bars else 0)


def lone(text: str) -> set[int]:
    r"""The places of bars that are the only one in their line.

    >>> lone("en | tva\n| tre | fyra |\n|") == {3, 24}
    True
    """
    found, at = set(), 0
    for line in text.split("\n"):
        bar = line.find("|")
        if bar >= 0 and line.find("|", bar + 1) < 0:
            found.add(at + bar)
        at += len(line) + 1
    return found
