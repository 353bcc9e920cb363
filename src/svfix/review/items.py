"""Items: what a person is asked about on a page, in the order of its text.

That is each edit; each number that is in doubt; each word that was left as it is and is likelier
wrong than right; and each that no list and no compound explains, unless it is surely right.  Each
says what else it may have been.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from svfix.doubts import Doubt
from svfix.edits import Edit
from svfix.options import Options
from svfix.result import Result
from svfix.review.alternatives import Weighed, Weighing

EDIT, NUMBER, WORD, UNKNOWN = "edit", "number", "word", "unknown"
"""The kinds of items."""

DOUBTED = 0.5
"""How sure a word is as it was read, below which it is asked about: a probability."""

UNEXPLAINED = 0.9
"""The same of a word of no list. Of 23,000 clean words 5 are below, of the 1,500 of misread minutes
137, of which svfix mends none by itself."""

NO_TELLING = 0.5  # how sure a number is that may be misread: nobody knows


class Item(NamedTuple):
    """One thing to decide: a stretch of a text, and what svfix made of it.

    `confidence` is how sure svfix is of what it proposes, which is `before` itself where it left
    the word alone; `rule` is that of an edit, `reason` says what is wrong with a number; `name`
    says whether it may be one, and `hypotheses` what else may have stood there.
    """

    text: int
    start: int
    end: int
    before: str
    proposed: str
    kind: str
    rule: str
    confidence: float
    reason: str
    name: bool
    hypotheses: tuple[str, ...] = ()


def items(
    results: Sequence[Result], options: Options, alternatives: bool = True
) -> tuple[list[Item], list[Weighing]]:
    """The items of the texts of a page, and the weighing of each text.

    Without `alternatives` what else they may have been is left out, which takes less time.
    """
    found: list[Item] = []
    weighings: list[Weighing] = []
    for number, result in enumerate(results):
        weighing = Weighing(result.original, options)
        found += of_text(result, number, weighing, alternatives)
        weighings.append(weighing)
    return found, weighings


def of_text(
    result: Result, number: int, weighing: Weighing, alternatives: bool = True
) -> list[Item]:
    """The items of one text, in order and apart from each other."""
    starts = [edit.start for edit in result.edits]
    doubts = [doubt for doubt in result.doubts if not _edited(result.edits, starts, doubt)]
    doubtful = [
        word
        for word in weighing.words
        if word.sure < (DOUBTED if word.listed else UNEXPLAINED)
        and not _edited(result.edits, starts, word)
        and not any(doubt.start < word.end and word.start < doubt.end for doubt in doubts)
    ]
    beside = _words_of(result.edits, weighing.words)
    found = [
        *(_of_edit(edit, number, beside.get(at)) for at, edit in enumerate(result.edits)),
        *(_of_doubt(doubt, number) for doubt in doubts),
        *(_of_word(word, number, result) for word in doubtful),
    ]
    if alternatives:
        asked = [*beside.items(), *((len(result.edits) + len(doubts) + i, word)
                                    for i, word in enumerate(doubtful))]  # fmt: skip
        others = weighing.alternatives([word for _, word in asked])
        for (at, _), texts in zip(asked, others, strict=True):
            one = found[at]
            rest = tuple(text for text in texts if text not in (one.before, one.proposed))
            found[at] = one._replace(hypotheses=rest)
    return sorted(found, key=lambda item: (item.start, item.end))


def _edited(edits: Sequence[Edit], starts: Sequence[int], span: Weighed | Doubt) -> bool:
    """Whether an edit changes some of a stretch, or puts something into it."""
    last = bisect_left(starts, span.end) - 1
    if last >= 0 and edits[last].end > span.start:
        return True
    return any(span.start <= edit.start < span.end for edit in edits[max(0, last) : last + 1])


def _words_of(edits: Sequence[Edit], words: Sequence[Weighed]) -> dict[int, Weighed]:
    """The words that edits are of, by the number of the edit: those that are just that."""
    at = {(word.start, word.end): word for word in words}
    pairs = ((i, at.get((edit.start, edit.end))) for i, edit in enumerate(edits))
    return {i: word for i, word in pairs if word}


def _of_edit(edit: Edit, number: int, word: Weighed | None) -> Item:
    return Item(number, edit.start, edit.end, edit.before, edit.after, EDIT, edit.rule,
                edit.confidence, "", bool(word and _is_name(edit.after, word)))  # fmt: skip


def _of_doubt(doubt: Doubt, number: int) -> Item:
    return Item(number, doubt.start, doubt.end, doubt.text, doubt.text, NUMBER, "", NO_TELLING,
                doubt.reason, name=False)  # fmt: skip


def _of_word(word: Weighed, number: int, result: Result) -> Item:
    text = result.original[word.start : word.end]
    kind = WORD if word.listed else UNKNOWN
    return Item(number, word.start, word.end, text, text, kind, "", round(word.sure, 4), "",
                _is_name(text, word))  # fmt: skip


def _is_name(text: str, word: Weighed) -> bool:
    """Whether a word may be a name: it has a capital, and no sentence begins with it."""
    return word.inside and text[:1].isupper()


def context(text: str, start: int, end: int, reach: int = 60) -> tuple[str, str]:
    """What stands before and behind a stretch, on its line.

    >>> context("en rad\\nhar varlt här\\n", 11, 16)
    ('har ', ' här')
    """
    before = text[max(0, start - reach) : start].rpartition("\n")[2]
    behind = text[end : end + reach].partition("\n")[0]
    return before, behind


def nearest(words: Sequence[Weighed], start: int, end: int) -> Weighed | None:
    """The word that stands at a place, None where there is none or it is another stretch."""
    at = bisect_right([word.start for word in words], start) - 1
    if at >= 0 and (words[at].start, words[at].end) == (start, end):
        return words[at]
    return None
