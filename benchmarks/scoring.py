"""Scores: what a repair did to the words of a page, counted on one three-way alignment.

A page has three texts: what the engine *observed*, the repaired *hypothesis* and the true
*reference*. Both others are aligned with the reference word by word, so each place (`Slot`) knows
all three words, and the outcomes add up:

    errors before = fixed  + missed + miscorrected
    errors after  = broken + missed + miscorrected
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

FOLDING = (
    "NFC; quotes “”„»«→\" ‘’´`→'; dashes –—−‐‑→-; …→...; soft hyphen dropped; words by white space"
)
_FOLDED = str.maketrans(
    dict.fromkeys("“”„»«", '"')
    | dict.fromkeys("‘’´`", "'")
    | dict.fromkeys("–—−‐‑", "-")
    | {"…": "...", "\u00ad": ""}
)
_CHUNK = re.compile(r"\S+")


class Word(NamedTuple):
    """A folded word and where it stands in the text as given."""

    text: str
    start: int
    end: int


class Pair(NamedTuple):
    """Indices of two aligned words; None where one side has no word."""

    left: int | None
    right: int | None


@dataclass(frozen=True)
class Slot:
    """One place of the alignment: three words, each "" where a text has none there."""

    reference: str
    observed: str
    hypothesis: str
    position: int  # the reference word here, or the next one
    hypothesis_at: int | None = None
    observed_at: int | None = None

    @property
    def outcome(self) -> str:
        """'right', 'fixed', 'broken', 'missed' or 'miscorrected'."""
        if self.hypothesis == self.reference:
            return "right" if self.observed == self.reference else "fixed"
        if self.observed == self.reference:
            return "broken"
        return "missed" if self.hypothesis == self.observed else "miscorrected"


OUTCOMES = ("fixed", "broken", "missed", "miscorrected")


def fold(text: str) -> str:
    """Fold what the score does not count, save white space: quotes, dashes, ellipses.

    >>> fold("”Nej”, sa hon – och gick…")
    '"Nej", sa hon - och gick...'
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def words(text: str) -> list[Word]:
    """The folded words of a text, between white space, with their offsets in it.

    >>> words("”Nej” \\u00ad då…")
    [Word(text='"Nej"', start=0, end=5), Word(text='då...', start=8, end=11)]
    """
    chunks = (Word(fold(m.group()), m.start(), m.end()) for m in _CHUNK.finditer(text))
    return [word for word in chunks if word.text]


def align(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Align two word lists with the fewest edits; among those, pair the words that look alike.

    >>> [tuple(pair) for pair in align(["Metoden", "för", "det"], ["Metodenfor", "det"])]
    [(0, 0), (1, None), (2, 1)]
    """
    pairs: list[Pair] = []
    for equal, group in groupby(Levenshtein.opcodes(left, right), lambda op: op.tag == "equal"):
        ops = list(group)
        lefts = range(ops[0].src_start, ops[-1].src_end)
        rights = range(ops[0].dest_start, ops[-1].dest_end)
        pairs += map(Pair, lefts, rights) if equal else _pair_up(left, right, lefts, rights)
    return pairs


def _pair_up(left: Sequence[str], right: Sequence[str], lefts: range, rights: range) -> list[Pair]:
    """Align a run of differing words: fewest edits first, then the least character distance."""
    if not lefts or not rights:
        return [Pair(i, None) for i in lefts] + [Pair(None, j) for j in rights]
    costs = _costs([left[i] for i in lefts], [right[j] for j in rights])
    pairs: list[Pair] = []
    i, j = len(lefts), len(rights)
    while i or j:
        step = costs[i][j][1]
        i -= step != "right"
        j -= step != "left"
        pairs.append(
            Pair(
                lefts[i] if step != "right" else None,
                rights[j] if step != "left" else None,
            )
        )
    return pairs[::-1]


# Of one word edit; character distances are below 1, so they only settle ties.
_EDIT = 1000.0


def _costs(left: Sequence[str], right: Sequence[str]) -> list[list[tuple[float, str]]]:
    """The table of least costs, each with the step that led there."""
    table = [[(j * _EDIT, "right") for j in range(len(right) + 1)]]
    for i, word in enumerate(left, 1):
        above, row = table[-1], [(i * _EDIT, "left")]
        for j, other in enumerate(right, 1):
            differ = _EDIT + Levenshtein.normalized_distance(word, other) if word != other else 0.0
            row.append(
                min(
                    (above[j - 1][0] + differ, "both"),
                    (above[j][0] + _EDIT, "left"),
                    (row[j - 1][0] + _EDIT, "right"),
                )
            )
        table.append(row)
    return table


def slots(
    reference: Sequence[str], observed: Sequence[str], hypothesis: Sequence[str]
) -> list[Slot]:
    """Align three word lists; the reference is the spine.

    >>> [s.outcome for s in slots(["två", "år", "nu"], ["tva", "ar", "nu"], ["två", "ar", "nö"])]
    ['fixed', 'missed', 'broken']
    """
    seen, made = (
        _by_reference(align(reference, observed)),
        _by_reference(align(reference, hypothesis)),
    )
    found: list[Slot] = []
    for position in range(len(reference) + 1):
        found += _inserted(position, observed, hypothesis, seen.gaps[position], made.gaps[position])
        if position < len(reference):
            at, to = seen.words.get(position), made.words.get(position)
            found.append(
                Slot(reference[position], _at(observed, at), _at(hypothesis, to), position, to, at)
            )
    return found


def _at(words: Sequence[str], index: int | None) -> str:
    return "" if index is None else words[index]


class _Aligned(NamedTuple):
    """An alignment seen from its reference: the word at each place, the extra ones before it."""

    words: dict[int, int]
    gaps: dict[int, list[int]]


def _by_reference(pairs: Iterable[Pair]) -> _Aligned:
    aligned = _Aligned({}, defaultdict(list))
    position = 0
    for left, right in pairs:
        if left is None and right is not None:
            aligned.gaps[position].append(right)
        elif left is not None:
            position = left + 1
            if right is not None:
                aligned.words[left] = right
    return aligned


def _inserted(
    position: int,
    observed: Sequence[str],
    hypothesis: Sequence[str],
    seen: Sequence[int],
    made: Sequence[int],
) -> list[Slot]:
    """Slots for the words that stand in one gap of the reference, where it has none."""
    pairs = align([observed[i] for i in seen], [hypothesis[j] for j in made])
    found = []
    for left, right in pairs:
        at = None if left is None else seen[left]
        to = None if right is None else made[right]
        found.append(Slot("", _at(observed, at), _at(hypothesis, to), position, to, at))
    return found


@dataclass
class Score:
    """Counts over pages; add them with `+=`, so every figure is a ratio of sums."""

    pages: int = 0
    words: int = 0
    characters: int = 0
    characters_before: int = 0  # character errors
    characters_after: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    edits_right: int = 0
    seconds: float = 0.0

    def __iadd__(self, other: Score) -> Score:
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))
        return self

    @property
    def before(self) -> int:
        """Word errors of the observed text."""
        return self.after - self.outcomes["broken"] + self.outcomes["fixed"]

    @property
    def after(self) -> int:
        """Word errors of the hypothesis."""
        return sum(self.outcomes[name] for name in ("broken", "missed", "miscorrected"))

    def rate(self, errors: int) -> float:
        """Errors a reference word; 0 for an empty reference without errors, else infinite."""
        return ratio(errors, self.words)

    @property
    def reduction(self) -> float:
        """Share of the observed word errors that are gone (negative: more errors than before)."""
        return 1 - ratio(self.after, self.before) if self.before else 0.0

    @property
    def precision(self) -> float:
        """Share of the edits after which every word touched is right; 1 where there are none."""
        return ratio(self.edits_right, self.edits) if self.edits else 1.0


def ratio(part: int, whole: int) -> float:
    """part / whole, with 0/0 = 0 and x/0 = infinity."""
    if whole:
        return part / whole
    return float("inf") if part else 0.0


def score(reference: str, observed: str, hypothesis: str) -> tuple[Score, list[Slot]]:
    """Score one page; texts as they are, folding is done here.

    >>> found, _ = score("Metoden för det", "Metodenfor det", "Metoden för det")
    >>> found.before, found.after, found.outcomes["fixed"]
    (2, 0, 2)
    """
    texts = [[word.text for word in words(text)] for text in (reference, observed, hypothesis)]
    found = slots(*texts)
    truth, seen, made = (" ".join(text) for text in texts)
    counts = Counter(slot.outcome for slot in found)
    del counts["right"]
    return Score(
        pages=1,
        words=len(texts[0]),
        characters=len(truth),
        characters_before=Levenshtein.distance(truth, seen),
        characters_after=Levenshtein.distance(truth, made),
        outcomes=counts,
    ), found
