"""Readings: each repaired by itself, its words beside what was read in their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from svfix.alignment.folding import DEFAULT, Folder
from svfix.alignment.order import arrange
from svfix.alignment.words import Words, cut
from svfix.result import Result

FOLD = Folder(DEFAULT)
UNKNOWN = 0.05  # share of words taken for wrong where the words pass was left out
BROKEN = re.compile("[-\u00ad¬‐][^\\S\n]*\n\\s*")


@dataclass(frozen=True, eq=False)
class Reading:
    """One reading of a page: its `result`, repaired by itself, cut into `words`.

    By word, `starts` and `ends` say what of the original stands behind it, debris beside it left
    out, `sure` is the confidence of the least sure edit in it (1 for none), and `tied` says whether
    an edit holds it and the next one together. `rate` is the share of its words expected to be
    wrong still.
    """

    result: Result
    words: Words
    starts: Sequence[int]
    ends: Sequence[int]
    sure: Sequence[float]
    tied: Sequence[bool]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def rate(self) -> float:
        quality = self.result.quality
        return quality.after if quality else UNKNOWN

    @property
    def damage(self) -> float:
        """The share of its words expected to be wrong as they were read."""
        quality = self.result.quality
        return quality.before if quality else UNKNOWN

    def said(self, span: tuple[int, int]) -> str:
        """Some words as they were repaired, folded."""
        return " ".join(self.words.folded[slice(*span)])

    def observed(self, span: tuple[int, int]) -> str:
        """What was read where some words are, folded."""
        start, end = span
        if start == end:
            return ""
        text = self.result.original[self.starts[start] : self.ends[end - 1]]
        return " ".join(map(FOLD, BROKEN.sub("", text).split()))

    def shown(self, span: tuple[int, int]) -> str:
        """Some words as they were repaired, with the marks of this reading."""
        return " ".join(self.words.shown(i) for i in range(*span))

    def confidence(self, span: tuple[int, int]) -> float:
        """How sure the least sure edit in some words is."""
        return min(self.sure[slice(*span)], default=1.0)

    def arranged(self, base: Reading) -> Reading:
        """The same with its blocks in the order that those of another reading are in."""
        words, moves = arrange(base.words, self.words)
        if not moves:
            return self
        place = {start: i for i, start in enumerate(self.words.starts.tolist())}
        order = [place[start] for start in words.starts.tolist()]
        starts, ends = ([column[i] for i in order] for column in (self.starts, self.ends))
        sure = [self.sure[i] for i in order]
        follows = [after == before + 1 for before, after in pairwise(order)]
        tied = [self.tied[i] and then for i, then in zip(order, [*follows, False], strict=True)]
        return replace(self, words=words, starts=starts, ends=ends, sure=sure, tied=tied)


def readings(results: Sequence[Result]) -> list[Reading]:
    """Readings of one page, each repaired by itself, with their words in the first one's order."""
    texts = cut([result.text for result in results], FOLD)
    found = [behind(*both) for both in zip(results, texts, strict=True)]
    return [found[0], *(other.arranged(found[0]) for other in found[1:])]


def behind(result: Result, words: Words) -> Reading:
    """A repaired text's words, beside what was read in their places."""
    edits = result.edits
    grown = [0, *accumulate(len(edit.after) - len(edit.before) for edit in edits)]
    opens = [edit.start + more for edit, more in zip(edits, grown, strict=False)]
    closes = [start + len(edit.after) for edit, start in zip(edits, opens, strict=True)]
    starts, ends, sure, tied = [], [], [], []
    following = [*words.starts.tolist()[1:], len(result.text) + 1][: len(words)]
    rows = zip(words.starts.tolist(), words.ends.tolist(), following, strict=True)
    for start, end, after in rows:
        first = bisect_right(closes, start)  # what ends here stands before the word
        last = bisect_left(opens, end, first)
        inside = edits[first:last]
        from_edit = bool(inside) and opens[first] < start
        to_edit = bool(inside) and closes[last - 1] > end
        starts.append(edits[first].start if from_edit else start - grown[first])
        ends.append(edits[last - 1].end if to_edit else end - grown[last])
        sure.append(min((edit.confidence for edit in inside), default=1.0))
        tied.append(to_edit and closes[last - 1] > after)
    return Reading(result, words, starts, ends, sure, tied)
