"""Spans: is what stands in a place of a text what the page has there?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from scoring import fold


def true_spans(text: str, spans: Iterable[tuple[int, int]], reference: str) -> list[bool]:
    """Say of each span of a text whether what is written there is what the page has there.

    Judged by characters, folded, so that a mark read amiss beside a word does not count against
    the word; but the word on the page must not be longer.  An empty span is wrong.

    >>> true_spans("för,det är", [(0, 3), (4, 7), (8, 10)], "för det år")
    [True, True, False]
    >>> true_spans("för att", [(0, 3), (4, 7)], "förr att")
    [False, True]
    """
    (made, place), (truth, _) = (_one_line(side) for side in (text, reference))
    at = [_NOWHERE] * len(made)
    for op in Levenshtein.opcodes(made, truth):
        if op.tag == "equal":
            at[op.src_start : op.src_end] = range(op.dest_start, op.dest_end)
    found = []
    for start, end in spans:
        first, last = place[start], place[end] - 1
        whole = first <= last and all(
            at[i] - at[first] == i - first for i in range(first, last + 1)
        )
        found.append(
            whole
            and at[first] >= 0
            and (not made[first].isalnum() or _cut_there(made, first - 1, truth, at[first] - 1, at))
            and (not made[last].isalnum() or _cut_there(made, last + 1, truth, at[last] + 1, at))
        )
    return found


def absent_spans(text: str, spans: Iterable[tuple[int, int]], reference: str) -> list[bool]:
    """Say of each span of a text whether nothing of it is on the page, not even misread.

    >>> absent_spans("gick in = väggen |.", [(8, 9), (5, 7), (17, 18)], "gick in väggen I.")
    [True, False, False]
    """
    (read, place), (truth, _) = (_one_line(side) for side in (text, reference))
    spare = [False] * len(read)
    for op in Levenshtein.opcodes(read, truth):
        if op.tag == "delete":
            spare[op.src_start : op.src_end] = [True] * (op.src_end - op.src_start)
    return [
        all(spare[i] or read[i] == " " for i in range(place[start], place[end]))
        for start, end in spans
    ]


_NOWHERE = -(10**9)  # the place in the reference of a character that is not there


def _cut_there(made: str, here: int, truth: str, there: int, at: Sequence[int]) -> bool:
    """Whether a word ends at both places, or goes on with the same character."""
    sides = (made, here), (truth, there)
    if not any(0 <= i < len(side) and side[i].isalnum() for side, i in sides):
        return True
    return 0 <= here < len(made) and at[here] == there


def _one_line(text: str) -> tuple[str, list[int]]:
    """The folded text with single spaces, and the place in it of each character of the text."""
    pieces: list[str] = []
    place = []
    size, spaced = 0, True
    for char in text:
        place.append(size)
        piece = " " if char.isspace() else fold(char)
        if piece == " " and spaced:
            continue
        pieces.append(piece)
        size += len(piece)
        spaced = piece == " "
    return "".join(pieces), [*place, size]
