"""Lines: where they end between the words of a reading, and which words are beside a place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from svfix.merging.language import NEIGHBOURS, Around, ends_sentence
from svfix.merging.places import Place
from svfix.merging.readings import Reading


def ends_of_lines(reading: Reading) -> dict[int, int]:
    """By gap between words of a reading how many lines end there."""
    text, words = reading.result.text, reading.words
    gaps: Iterable[tuple[int, int]] = zip(
        words.ends.tolist()[:-1], words.starts.tolist()[1:], strict=True
    )
    ends = {i + 1: text[end:start].count("\n") for i, (end, start) in enumerate(gaps)}
    return ends | {len(words): 2}


def breaks(ends: dict[int, int], base: Sequence[str]) -> set[int]:
    """The gaps between words where a paragraph ends without a sentence, as heads do.

    None where all lines have space between.
    """
    lines = sum(count > 0 for count in ends.values())
    found = {gap for gap, count in ends.items() if count > 1}
    if len(found) * 2 >= lines:
        return set()
    return {gap for gap in found if gap and not ends_sentence(base[gap - 1])}


def beside(place: Place, base: Sequence[str], gaps: Container[int]) -> Around:
    """The words before and behind a place, as far as no paragraph ends in one of the gaps."""
    start, end = first, last = place.unit[0]
    while first and start - first < NEIGHBOURS and first not in gaps:
        first -= 1
    while last < len(base) and last - end < NEIGHBOURS and last not in gaps:
        last += 1
    return base[first:start], base[end:last]
