"""Edits: the one room of the house that changes text.

A pass proposes edits; the functions here apply them, compose two lists of them into one, and take
them back. An edit's offsets count characters (code points) of the text it was proposed for.

A list of edits is in order when each edit starts where the one before it ends, or later. Edits may
touch, but two insertions at one place are not allowed: nothing would say which comes first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: ``text[start:end]``, which is ``before``, becomes ``after``.

    `rule` names the pass and the rule that proposed it (``"words.confusion"``); `confidence` is the
    estimated chance, 0 to 1, that the change is right.

    >>> Edit(4, 8, "ndjd", "nöjd", "words.confusion", 0.99).after
    'nöjd'
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float


def moved(edit: Edit, by: int) -> Edit:
    """The same edit at another place of a text."""
    start, end = edit.start + by, edit.end + by
    return Edit(start, end, edit.before, edit.after, edit.rule, edit.confidence)


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that reach into one before.

    >>> letter, word = Edit(3, 4, "é", "ö", "a", 0.9), Edit(0, 4, "uppé", "uppö", "b", 0.9)
    >>> disjoint([letter, word]) == [word]
    True
    """
    apart: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if not apart or edit.start >= apart[-1].end:
            apart.append(edit)
    return apart


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with `edits` made; what lies outside them is copied unchanged.

    Raises ValueError when the edits overlap or are out of order, or when an edit's `before` is not
    what the text holds at its place.

    >>> apply("de ar nöjda", [Edit(3, 5, "ar", "är", "words.confusion", 0.9)])
    'de är nöjda'
    >>> apply("de är nöjda", [])
    'de är nöjda'
    """
    pieces: list[str] = []
    position = 0
    for edit in _in_order(edits):
        _expect(text, edit.start, edit.before, edit)
        pieces += text[position : edit.start], edit.after
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def revert(fixed: str, edits: Sequence[Edit]) -> str:
    """Return the text that `edits` turned into `fixed`: ``revert(apply(t, e), e) == t``.

    `edits` are as given to `apply`, their offsets in the text before the change. Raises ValueError
    when `fixed` is not what they made.

    >>> revert("de är nöjda", [Edit(3, 5, "ar", "är", "words", 0.9)])
    'de ar nöjda'
    """
    pieces: list[str] = []
    position = shift = 0
    for edit in _in_order(edits):
        start = edit.start + shift
        _expect(fixed, start, edit.after, edit)
        pieces += fixed[position:start], edit.before
        position = start + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    pieces.append(fixed[position:])
    return "".join(pieces)


def compose(
    original: str, first: Sequence[Edit], second: Sequence[Edit], between: str | None = None
) -> list[Edit]:
    """Return one list of edits that does to `original` what `first` and then `second` do.

    The offsets of `second` count in ``apply(original, first)``, which may be given as `between`
    where it is known; those of the result in `original`.
    Edits that overlap become one, as do edits that meet where one of them is empty in the text
    between (an insertion or a deletion there has no side of its own); other edits stay apart. A
    merged edit's rule joins the rules with ``+``, and it is as sure as the least sure of its parts.
    So it is never below what is asked of each part. Edits that cancel out vanish.

    The parts are not independent: a later one is proposed because of what the former made. On the
    pages of bench/dev, dev-1840-1920, scans and proofread 12 of 16 merged edits were right whose
    parts' product is below 0.7; the product claims 53 % of them, the least 59 %.

    >>> first = [Edit(4, 7, "ﬁng", "fing", "characters.ligature", 1.0)]
    >>> second = [Edit(6, 7, "n", "nn", "words.confusion", 0.9)]
    >>> [edit] = compose("han ﬁng", first, second)
    >>> edit.before, edit.after, edit.rule, edit.confidence
    ('ﬁng', 'finng', 'characters.ligature+words.confusion', 0.9)

    What the first changed and the second changed back was never changed:

    >>> compose("ar", [Edit(0, 1, "a", "ä", "words", 0.9)], [Edit(0, 1, "ä", "a", "words", 0.9)])
    []
    """
    if not first or not second:
        return [edit for edit in (first or second) if edit.before != edit.after]
    between = apply(original, first) if between is None else between
    made, asked = _Placed.written(first), _Placed.replaced([*_in_order(second)])
    composed: list[Edit] = []
    i = j = 0
    while i < len(first) or j < len(asked.edits):
        # what nothing of the other list is near is taken as it is
        done = made.before(i, asked.starts[j] if j < len(asked.edits) else None)
        composed += _alone(original, between, made, i, done, made.shrunk[i])
        shift = made.shrunk[done]
        after = asked.before(j, made.starts[done] if done < len(first) else None)
        composed += _alone(original, between, asked, j, after, shift)
        i, j, cluster = _cluster(made, done, asked, after)
        composed += _of_cluster(original, between, shift, cluster)
    return [edit for edit in composed if edit.before != edit.after]


_Span = tuple[int, int, bool, Edit]
"""An edit, whether it is of the second list, and the start and end of its place in the text between
two lists: what the first wrote or the second replaces."""


@dataclass(frozen=True)
class _Placed:
    """The edits of a list, in order, with their places in the text between two lists.

    `meeting` are the numbers of those that meet the one before them in one of the two that is
    empty; `shrunk` is what leads from the text between to the original before each edit, and
    behind the last.
    """

    edits: Sequence[Edit]
    starts: list[int]
    ends: list[int]
    meeting: list[int]
    shrunk: list[int]
    is_second: bool

    @staticmethod
    def written(edits: Sequence[Edit]) -> _Placed:
        """The edits of the first list, where they wrote."""
        shrunk = [0, *accumulate(map(_shrinkage, edits))]
        starts = [edit.start - less for edit, less in zip(edits, shrunk, strict=False)]
        ends = [edit.end - less for edit, less in zip(edits, shrunk[1:], strict=True)]
        return _Placed(edits, starts, ends, _meeting(starts, ends), shrunk, False)

    @staticmethod
    def replaced(edits: Sequence[Edit]) -> _Placed:
        """The edits of the second list, where they replace."""
        starts = [edit.start for edit in edits]
        ends = [edit.end for edit in edits]
        return _Placed(edits, starts, ends, _meeting(starts, ends), [], True)

    def before(self, at: int, place: int | None) -> int:
        """Where from `at` on the first edit is that reaches a place, or meets one that does."""
        if place is None:
            return len(self.edits)
        found = bisect_left(self.ends, place, at)
        while found > at and self._meets(found):
            found -= 1
        return found

    def _meets(self, at: int) -> bool:
        place = bisect_left(self.meeting, at)
        return place < len(self.meeting) and self.meeting[place] == at

    def span(self, at: int) -> _Span:
        return self.starts[at], self.ends[at], self.is_second, self.edits[at]


def _meeting(starts: list[int], ends: list[int]) -> list[int]:
    """The numbers of edits that meet the one before them, where one of the two is empty."""
    return [
        i
        for i in range(1, len(starts))
        if ends[i - 1] == starts[i] and starts[i] in (starts[i - 1], ends[i])
    ]


def _alone(
    original: str, between: str, placed: _Placed, start: int, end: int, shift: int
) -> Iterable[Edit]:
    """Edits of one list that none of the other is near, in the original."""
    edits = placed.edits[start:end]
    if bisect_left(placed.meeting, start + 1) != bisect_left(placed.meeting, end):
        return _of_cluster(original, between, shift, [*map(placed.span, range(start, end))])
    if placed.is_second and shift:
        return [moved(edit, shift) for edit in edits]
    return edits


def _cluster(made: _Placed, i: int, asked: _Placed, j: int) -> tuple[int, int, list[_Span]]:
    """The next edits of both lists that touch each other, and where the lists go on."""
    if j == len(asked.edits):
        return i, j, []
    spans = [asked.span(j)]
    reach = asked.ends[j]
    j += 1
    while True:
        if i < len(made.edits) and made.starts[i] <= reach:
            spans.append(made.span(i))
            i += 1
        elif j < len(asked.edits) and asked.starts[j] <= reach:
            spans.append(asked.span(j))
            j += 1
        else:
            break
        reach = max(reach, spans[-1][1])
    # Stable, and without comparing edits: edits of one list keep their order where they are empty.
    spans.sort(key=lambda span: (span[0], span[1], not span[2]))
    return i, j, spans


def _of_cluster(
    original: str, between: str, shift: int, cluster: Sequence[_Span]
) -> Iterator[Edit]:
    """What edits that touch each other amount to; `shift` leads from their text to the original."""
    for group in _groups(cluster):
        start, end, is_second, edit = group[0]
        if len(group) > 1:
            start += shift
            shift += sum(_shrinkage(edit) for _, _, is_second, edit in group if not is_second)
            end = max(span[1] for span in group) + shift
            yield _merged(original[start:end], start, end, between, group)
        elif not is_second:
            shift += _shrinkage(edit)
            yield edit
        else:
            yield moved(edit, shift) if shift else edit


def _groups(spans: Iterable[_Span]) -> Iterable[list[_Span]]:
    """Gather the spans that have to become one edit: they overlap, or meet and one is empty."""
    group: list[_Span] = []
    end = 0
    for span in spans:
        if group and span[0] >= end:
            meets_empty = span[0] == end and end in (span[1], group[-1][0])
            if not meets_empty:
                yield group
                group = []
                end = span[0]
        group.append(span)
        end = max(end, span[1])
    if group:
        yield group


def _merged(before: str, start: int, end: int, between: str, group: Sequence[_Span]) -> Edit:
    """Return the edit of some text, at its place in the original, that a group amounts to."""
    edits = [edit for *_, edit in group]
    confidence = min(edit.confidence for edit in edits)
    rule = "+".join(dict.fromkeys(part for edit in edits for part in edit.rule.split("+")))
    return Edit(start, end, before, _written(between, group), rule, confidence)


def _written(between: str, group: Sequence[_Span]) -> str:
    """Return what the second list writes over the stretch of text a group covers."""
    pieces: list[str] = []
    position = group[0][0]
    for start, end, is_second, edit in group:
        if is_second:
            pieces += between[position:start], edit.after
            position = end
    pieces.append(between[position : max(position, *(span[1] for span in group))])
    return "".join(pieces)


def _shrinkage(edit: Edit) -> int:
    return len(edit.before) - len(edit.after)


def _in_order(edits: Iterable[Edit]) -> Iterable[Edit]:
    """Pass the edits on, and raise ValueError at the first that overlaps the one before it."""
    previous: Edit | None = None
    for edit in edits:
        if edit.start < 0 or edit.end < edit.start:
            raise ValueError(f"not a place in a text: {edit}")
        if previous is not None:
            same = edit.start == edit.end == previous.start
            if edit.start < previous.end or same:
                raise ValueError(f"edits overlap or are out of order: {previous}, then {edit}")
        previous = edit
        yield edit


def _expect(text: str, start: int, expected: str, edit: Edit) -> None:
    """Raise ValueError unless `text` holds `expected` at `start`, as `edit` says it does."""
    consistent = edit.end - edit.start == len(edit.before)
    if not consistent or not text.startswith(expected, start):
        found = text[start : start + len(expected)]
        raise ValueError(f"at {start} the text holds {found!r}, not {expected!r}: {edit}")
