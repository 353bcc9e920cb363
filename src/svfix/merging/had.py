"""What each reading had in the place of an edit, as it was read: for whoever looks an edit over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from svfix.edits import Edit
from svfix.merging.readings import Reading
from svfix.merging.rewriting import MISSING
from svfix.merging.units import SILENT, Span, Unit


def had(
    readings: Sequence[Reading], units: Sequence[Unit], edits: Sequence[Edit]
) -> Iterator[tuple[str, ...]]:
    """By edit, what every reading had in its place: the words there, the first reading's first.

    Of an edit to what stands between words it is what each has between them.
    """
    spans = [_place(readings[0], unit[0]) for unit in units]
    ends = [end for _, end in spans]
    for edit in edits:
        place = bisect_left(ends, edit.start)
        near = []
        while place < len(spans) and spans[place][0] <= edit.end:
            near.append(place)
            place += 1
        inside = [place for place in near if _is_in(edit, units[place][0], spans[place])]
        if not inside and edit.start == edit.end:  # put in at an end of a word, or between two
            inside = [place for place in near if units[place][0][0] < units[place][0][1]]
        if inside:
            yield tuple(
                _in_words(reading, [units[place][which] for place in inside])
                for which, reading in enumerate(readings)
            )
            continue
        after = next((n for n in near if spans[n][0] >= edit.end), place)
        gaps = units[after] if after < len(units) else [(len(reading), 0) for reading in readings]
        others = zip(readings[1:], gaps[1:], strict=True)
        yield (edit.before, *(_between(reading, gap) for reading, (gap, _) in others))


def _place(base: Reading, span: Span) -> Span:
    """Where some words of the first reading stand in it; of none, the place where they lack."""
    first, last = span
    if first < last:
        return base.starts[first], base.ends[last - 1]
    place = base.ends[first - 1] if first else base.starts[0] if len(base) else 0
    return place, place


def _is_in(edit: Edit, words: Span, span: Span) -> bool:
    """Whether an edit is one of some words, or puts them in."""
    if words[0] == words[1]:
        return MISSING in edit.rule and edit.start <= span[0] <= edit.end
    return edit.start < span[1] and span[0] < edit.end


def _in_words(reading: Reading, spans: Sequence[Span]) -> str:
    """What was read of some words, those that an edit holds together once."""
    text, found = reading.result.original, []
    spoken = [span for span in spans if span != SILENT] or [(0, 0)]
    first = spoken[0][0]
    for i in range(first, spoken[-1][1]):
        if i == first or reading.starts[i] != reading.starts[i - 1]:
            found.append(text[reading.starts[i] : reading.ends[i]])
    return " ".join(found)


def _between(reading: Reading, gap: int) -> str:
    """What was read between two words, spaces at its ends left out; "" of who is silent there."""
    if gap < 0:
        return ""
    start = reading.ends[gap - 1] if gap else 0
    end = reading.starts[gap] if gap < len(reading) else len(reading.result.original)
    return reading.result.original[start:end].strip()
