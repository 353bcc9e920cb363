"""Spared: stretches of a text that no edit may touch, such as its markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from svfix.edits import Edit

Span = tuple[int, int]


def touched(start: int, end: int, spans: Sequence[Span]) -> Sequence[Span]:
    """Those of some disjoint spans, in order, that a stretch overlaps.

    What is put in at the edge of a span touches none.

    >>> touched(2, 6, [(0, 2), (5, 8), (9, 12)]), touched(6, 6, [(5, 8)]), touched(5, 5, [(5, 8)])
    ([(5, 8)], [(5, 8)], [])
    """
    first = bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, key=lambda span: span[0])]


def sparing(edits: Sequence[Edit], spans: Sequence[Span]) -> list[Edit]:
    """The edits of a text that touch none of some spans.

    One that writes a span back as it was is cut in two there: a word with tags in it may be
    repaired as one.

    >>> text, after = "<i>fÃ¶r</i>", "<i>för</i>"
    >>> [edit] = sparing([Edit(0, 11, text, after, "encoding", 0.99)], [(0, 3), (7, 11)])
    >>> edit.start, edit.before, edit.after
    (3, 'fÃ¶r', 'för')
    >>> sparing([Edit(0, 11, text, "för", "encoding", 0.99)], [(0, 3), (7, 11)])
    []
    """
    if not spans:
        return list(edits)
    spared: list[Edit] = []
    for edit in edits:
        inside = touched(edit.start, edit.end, spans)
        spared += _between(edit, inside) if inside else [edit]
    return spared


def carried(spans: Sequence[Span], edits: Sequence[Edit]) -> list[Span]:
    """Where disjoint spans lie once edits are made that touch none of them; both are in order.

    >>> edits = [Edit(3, 5, "aa", "å", "words", 0.9), Edit(8, 8, "", " ", "words", 0.9)]
    >>> carried([(0, 2), (8, 12)], edits)
    [(0, 2), (8, 12)]
    """
    places: list[Span] = []
    moved, done = 0, 0
    for start, end in spans:
        while done < len(edits) and edits[done].end <= start:
            moved += len(edits[done].after) - len(edits[done].before)
            done += 1
        places.append((start + moved, end + moved))
    return places


def _between(edit: Edit, spans: Sequence[Span]) -> Iterator[Edit]:
    """What an edit does between the spans it touches, if it leaves these as they are."""
    if edit.start == edit.end:
        return
    pieces: list[Edit] = []
    start, written = edit.start, 0  # where a piece begins in the text, and in what is written
    for first, behind in spans:
        first, behind = max(first, edit.start), min(behind, edit.end)
        kept = edit.before[first - edit.start : behind - edit.start]
        place = edit.after.find(kept, written)
        if place < 0 or (first == start and place > written):
            return
        pieces.append(_piece(edit, start, first, edit.after[written:place]))
        start, written = behind, place + len(kept)
    if start == edit.end and written < len(edit.after):
        return
    pieces.append(_piece(edit, start, edit.end, edit.after[written:]))
    yield from (piece for piece in pieces if piece.before != piece.after)


def _piece(edit: Edit, start: int, end: int, after: str) -> Edit:
    before = edit.before[start - edit.start : end - edit.start]
    return Edit(start, end, before, after, edit.rule, edit.confidence)
