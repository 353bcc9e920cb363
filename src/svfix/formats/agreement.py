"""Agreement: edits of a text as edits of another that says the same.

Documents say a word in several places: in its element, in its line, in its region, in plain
letters. These differ in white space, and may differ in letters. An edit of one is carried to the
same letters of the other, and all else there stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TextEdit = tuple[int, int, str]
"""What becomes of a stretch of a text: where it begins and ends, and what it reads then."""

MOST = 10_000
"""How many letters two texts have that are compared letter by letter: that takes 12 MB."""


class Places:
    """Where the places of one string are in another that it became, as few letters as can differ.

    >>> places = Places("uppféljningen,", "uppföljningen ,")
    >>> places.of(0), places.of(13), places.of(14)
    (0, 14, 15)
    """

    def __init__(self, old: str, new: str) -> None:
        from rapidfuzz.distance import Levenshtein  # takes its time, and few documents need it

        self._at = list(range(len(old) + 1))
        if old == new:
            return
        for step in Levenshtein.opcodes(old, new):
            for place in range(step.src_start, step.src_end):
                self._at[place] = min(step.dest_start + place - step.src_start, step.dest_end)
            self._at[step.src_end] = step.dest_end

    def of(self, place: int) -> int:
        """The place that has become of one; what was put there stands before it."""
        return self._at[place]


def carried(text: str, other: str, edits: Iterable[TextEdit]) -> list[TextEdit] | None:
    """The edits of `text` as edits of `other`, None where these are too long and too unlike.

    A word that `other` does not have is not put there, and white space only where none is.

    >>> carried("upp , och", "upp, och", [(0, 3, "opp"), (6, 9, "samt")])
    [(0, 3, 'opp'), (5, 8, 'samt')]
    >>> carried("av den", "avden", [(3, 3, " ")]), carried("av den", "av  den", [(3, 3, " ")])
    ([(2, 2, ' ')], [])
    >>> carried("ſkog", "skog", [(2, 3, "ö")]), carried("av den", "av  den", [(3, 3, "(")])
    ([(2, 3, 'ö')], [(4, 4, '(')])
    """
    mine, theirs = letters(text), letters(other)
    own, there = ("".join(s[i] for i in at) for s, at in ((text, mine), (other, theirs)))
    if own != there and max(len(own), len(there)) > MOST:
        return None
    places = Places(own, there)
    counts = _counts(text)
    made: list[TextEdit] = []
    for start, end, new in edits:
        first, last = places.of(counts[start]), places.of(counts[end])
        if first < last:
            made.append((theirs[first], theirs[last - 1] + 1, new))
        elif counts[start] == counts[end] and theirs and new:
            heads = not text[start - 1 : start].strip() and first < len(theirs)
            at = theirs[first] if heads or not first else theirs[first - 1] + 1
            if new.strip() or not any(map(str.isspace, other[max(at - 1, 0) : at + 1])):
                made.append((at, at, new))
    return made


def letters(text: str) -> list[int]:
    """Where the characters are that are no white space."""
    return [at for at, char in enumerate(text) if not char.isspace()]


def _counts(text: str) -> Sequence[int]:
    """How many characters that are no white space stand before each place."""
    counts = [0]
    for char in text:
        counts.append(counts[-1] + (not char.isspace()))
    return counts
