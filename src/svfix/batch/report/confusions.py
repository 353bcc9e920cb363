"""Confusions: what was read for what in a batch, and which edits came again and again."""

from __future__ import annotations

from collections import Counter
from typing import Any

MOST = 5_000
"""Pairs that are counted; of more, those that came but once or twice are forgotten."""

LETTERS = 3  # a confusion of more is no confusion of letters


class Confusions:
    """Counts of letters that became others, and of words that did."""

    def __init__(self) -> None:
        self.letters: Counter[tuple[str, str]] = Counter()
        self.words: Counter[tuple[str, str]] = Counter()

    def add(self, edit: dict[str, Any]) -> None:
        """Note an edit: its words, and the letters that are not the same.

        >>> found = Confusions()
        >>> found.add({"before": "uppféljnmg", "after": "uppföljning", "rule": "words.confusion"})
        >>> sorted(found.letters)
        [('m', 'in'), ('é', 'ö')]
        """
        before, after = edit["before"], edit["after"]
        if before.strip() and after.strip():
            _count(self.words, before.strip(), after.strip())
        if not edit["rule"].startswith("words."):
            return
        from rapidfuzz.distance import Levenshtein

        start = end = (0, 0)
        for step in Levenshtein.opcodes(before, after):
            here = step.src_start, step.dest_start
            if step.tag == "equal":
                self._letters(before, after, start, end)
                start = end = (step.src_end, step.dest_end)
            else:
                start = here if start == end else start
                end = step.src_end, step.dest_end
        self._letters(before, after, start, end)

    def _letters(
        self, before: str, after: str, start: tuple[int, int], end: tuple[int, int]
    ) -> None:
        read, now = before[start[0] : end[0]], after[start[1] : end[1]]
        if read != now and max(len(read), len(now)) <= LETTERS:
            _count(self.letters, read, now)


def _count(counts: Counter[tuple[str, str]], before: str, after: str) -> None:
    counts[before, after] += 1
    if len(counts) > 2 * MOST:
        kept = dict(counts.most_common(MOST))
        counts.clear()
        counts.update(kept)
