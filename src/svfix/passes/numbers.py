"""Numbers: letters read for figures, settled by the type of number they stand in.

`TYPES` is the table of what a number is. A letter that looks like a figure becomes one where the
type leaves it no other reading (`år l964`, `(2022:s24)`, `1O OOO kr`); a number that its own type
rules out (31 februari, a check digit that disagrees) and a letter that may be a letter after all
(`1O`, `2O1S`) are doubts: they are told of and left. A figure is never changed into another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit
from svfix.passes.matching import parted
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.chunks import ADDRESS
from svfix.text.numbers.figures import as_figures
from svfix.text.numbers.rows import in_row
from svfix.text.numbers.types import SUSPECT, TYPES, Type
from svfix.text.numbers.zeros import REPEATED, zeros

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.text.places import Places

NEAR = 80  # characters looked at on each side for what tells a type, an address or a table

IN_ROWS = frozenset({"thousands", "amount", "reference", "year", "statute", "day", "inside"})
"""Types of number that stand in tables, whose rules are read as l, I and |: `58l 214`, `64 I37`."""

_RULE = pattern(r"[lI|]")
_TOLD = pattern(r"\bden\s\Z")  # what stands before the day of a date in running text
_SPACE = pattern(r"\s")


class Finding(NamedTuple):
    """A number that is not in order: to be settled as `after`, or doubted for the `reason`."""

    start: int
    end: int
    before: str
    after: str
    type: Type
    reason: str


def may_act(places: Places) -> bool:
    """Whether a text has what is suspect in a number, or several that may be zeros."""
    text = places.text
    return text.count("O") >= REPEATED or SUSPECT.search(text) is not None


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the figures for letters that can be nothing else.

    Returns edits tagged ``numbers.<type>`` for the types in `TYPES`, and ``numbers.zero`` for the
    zeros that a text shows again and again (`svfix.text.numbers.zeros`).
    """
    return parted([*repeated(text, context), *settled(text, context)])


def settled(text: str, context: Context) -> Iterator[Edit]:
    """The numbers whose types leave their letters one reading."""
    for f in context.memory.recall(findings, text):
        if not f.reason:
            yield edit_by(f"numbers.{f.type.name}", *f[:4])


def repeated(text: str, context: Context) -> Iterator[Edit]:
    """The zeros of a text that shows several, with the spaces lost behind them."""
    for zero in zeros(text, context.is_word) if text.count("O") >= REPEATED else ():
        before = text[zero.start : zero.end]
        yield edit_by("numbers.zero", zero.start, zero.end, before, zero.after)


def findings(text: str) -> list[Finding]:
    """The numbers of a text that are not in order, in order and disjoint.

    >>> [(f.before, f.after, f.reason) for f in findings("år l964, den 31 april")]
    [('l964', '1964', ''), ('31', '31', 'april has 30 days')]

    Codes, formulas, litres and Roman numerals are nobody's numbers:

    >>> findings("B12, E4, CO2, H2O, SS-EN 1, Karl XII, avd. II, 5 l, 10 l/m och 2:o")
    []
    """
    found: list[Finding] = []
    for start, end in _stretches(text):
        taken: set[int] = set()
        for kind in TYPES:
            for match in kind.pattern.finditer(text, start, end):
                finding = _judged(kind, match)
                if finding and taken.isdisjoint(range(finding.start, finding.end)):
                    taken.update(range(finding.start, finding.end))
                    if finding.reason or finding.before != finding.after:
                        found.append(finding)
    return sorted(found)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The few stretches of a text to look at: around what is suspect, to the end of a chunk."""
    first, last = 0, -1
    for suspect in SUSPECT.finditer(text):
        start = max(0, suspect.start() - NEAR)
        if start > last:
            if last >= 0:
                yield first, last
            first = start
        if suspect.end() + NEAR > last:
            space = _SPACE.search(text, suspect.end() + NEAR)
            last = space.start() if space else len(text)
    if last >= 0:
        yield first, last


def _judged(kind: Type, match: re.Match[str]) -> Finding | None:
    """What is to be done about one match, None where it is no number."""
    before = match["n"]
    after = as_figures(before.replace(" ", "") if kind.whole else before)
    reason = kind.check(match, after)
    if reason is None:
        return None
    if before != after:
        if _in_code(match):
            return None
        if not reason and _may_be_rule(kind, match):
            reason = f"may be {after}"
        if kind.is_doubt:
            reason = reason or f"may be {after}"
    return Finding(*match.span("n"), before, before if reason else after, kind, reason)


def _may_be_rule(kind: Type, match: re.Match[str]) -> bool:
    """Whether a letter of a number may be the rule of a table, as no word tells that it is not."""
    if kind.name not in IN_ROWS or not _RULE.search(match["n"]):
        return False
    text, (start, end) = match.string, match.span("n")
    if kind.name == "year" and match.start() < start:  # år l964, (l964)
        return False
    return not _TOLD.search(text, max(0, start - NEAR), start) and in_row(text, start, end)


def _in_code(match: re.Match[str]) -> bool:
    """Whether a number stands in an address, or its bars are those of a table."""
    text, (start, end) = match.string, match.span("n")
    around = text[max(0, start - NEAR) : start] + " " + text[end : end + NEAR]
    if "|" in match["n"] and "|" in around:
        return True
    chunk = text[max(0, start - NEAR) : end + NEAR]
    at = min(start, NEAR)
    first, last = chunk.rfind(" ", 0, at) + 1, chunk.find(" ", at)
    return bool(ADDRESS.search(chunk[first : last if last >= 0 else None]))
