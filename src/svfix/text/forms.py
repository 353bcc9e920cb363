"""Forms: what markup looks like, a row for each kind.

A pattern is tried only on lines that have what each of its matches has, so that prose, which has
none of it, costs next to nothing.  Every pattern takes linear time: what repeats in it is bounded,
or ends at a character that it cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from svfix.patterns import pattern
from svfix.text.neighbours import neighbours

Span = tuple[int, int]
"""A stretch of a text: where it starts, and where what follows it does."""


class Form(NamedTuple):
    """One kind of markup.

    `needs` are strings of which one stands in each match, and `mark` is a character that they
    share, if they do; the groups of `pattern` are the markup, or all of a match if it has none;
    `why` says what it is for, and what it must not take.
    """

    name: str
    mark: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    why: str


Table = dict[str, tuple[Form, ...]]
"""Forms by their marks, so that a mark that a text has not is looked for once."""


def form(name: str, needs: str, text: str, why: str) -> Form:
    """A row of a table: `text` is that of a verbose pattern, `needs` has spaces between strings.

    A space in one of these is written `␣`.
    """
    wanted = tuple(need.replace("␣", " ") for need in needs.split())
    shared = sorted(set.intersection(*map(set, wanted)), key=lambda c: (c.isalnum(), c))
    return Form(name, shared[0] if shared else "", wanted, verbose(text), why)


def table(*forms: Form) -> Table:
    """The forms by their marks."""
    marks = dict.fromkeys(row.mark for row in forms)
    return {mark: tuple(row for row in forms if row.mark == mark) for mark in marks}


def verbose(text: str) -> re.Pattern[str]:
    """A verbose pattern, of lines, that is compiled when a text first needs it: most never do."""
    return pattern(text, re.VERBOSE | re.MULTILINE)


def found(forms: Table, text: str) -> Iterator[Span]:
    r"""What the forms find in a text, form by form.

    >>> rows = table(form("percent", "%", "[0-9]([%])", "an example"))
    >>> list(found(rows, "100% av\n30%")), list(found(rows, "alla"))
    ([(3, 4), (10, 11)], [])
    """
    pairs = neighbours(text)
    for mark, rows in forms.items():
        if mark and not pairs.has_any(mark):
            continue
        for row in rows:
            if not pairs.may_hold_any(row.needs):
                continue
            for span in lines(text, row.needs):
                groups = range(1, row.pattern.groups + 1) or (0,)
                for match in row.pattern.finditer(text, *span):
                    yield from (match.span(group) for group in groups if match[group])


def lines(text: str, needs: Iterable[str]) -> list[Span]:
    r"""The lines of a text that have one of some strings in them, in order.

    >>> lines("a\nb=c\nd\ne;f=g", "=;")
    [(2, 5), (8, 13)]
    """
    there: set[Span] = set()
    for need in needs:
        place = text.find(need)
        while place >= 0:
            span = line(text, place)
            there.add(span)
            place = text.find(need, span[1])
    return sorted(there)


def line(text: str, place: int) -> Span:
    r"""The line of a text that a place is on.

    >>> line("en\n rad\n", 4)
    (3, 7)
    """
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with those that overlap or touch as one.

    >>> merged([(4, 6), (0, 2), (5, 9), (2, 3)])
    [(0, 3), (4, 9)]
    """
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            if end > whole[-1][1]:
                whole[-1] = whole[-1][0], end
        elif end > start:
            whole.append((start, end))
    return whole


def outside(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """What disjoint spans, in order, leave of a stretch.

    >>> list(outside([(2, 3), (5, 9)], 0, 7))
    [(0, 2), (3, 5)]
    """
    for first, behind in spans:
        if first > start:
            yield start, min(first, end)
        start = max(start, behind)
    if start < end:
        yield start, end


def head(text: str, place: int, least: int, marks: str = "") -> int:
    """Where the letters, figures and some marks before a place begin, from another on at the least.

    >>> head("se csv_fil.md", 10, 0), head("se csv_fil.md", 10, 0, "_")
    (7, 3)
    """
    while place > least and (text[place - 1].isalnum() or text[place - 1] in marks):
        place -= 1
    return place


def tail(text: str, place: int, marks: str = "") -> int:
    """Where the letters, figures and some marks behind a place end.

    >>> tail("se csv_fil.md", 3), tail("se csv_fil.md", 3, "_")
    (6, 10)
    """
    while place < len(text) and (text[place].isalnum() or text[place] in marks):
        place += 1
    return place


def glued(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans with the letters beside them.

    >>> list(glued("se T&auml;vling", [(4, 10)]))
    [(3, 15)]
    """
    done = 0
    for start, end in sorted(spans):
        while start > done and text[start - 1].isalpha():
            start -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        yield start, end
        done = end
