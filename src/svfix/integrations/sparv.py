"""Sparv: the tokens of a text with what they were misread from, without Sparv itself.

`svfix_sparv`, the plugin, hands on what this says of a source file's tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from svfix.channel.profile import Profile
from svfix.cli.word_lists import read_words
from svfix.edits import Edit
from svfix.formats.layout import Change, Layout, Unit
from svfix.options import MIN_CONFIDENCE
from svfix.pipeline import Fixer

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


class Corrected(NamedTuple):
    """A token as it was on the page, the rules that say so, and how sure the least sure edit is.

    `form` is empty where the token is part of the word before it, and has a space where it was two
    words. Without edits there are no rules, and no confidence (None).
    """

    form: str
    rules: tuple[str, ...] = ()
    confidence: float | None = None


def fixer(
    words: str | None = None,
    profile: str | None = None,
    min_confidence: float | None = None,
) -> Fixer:
    """The fixer that a corpus chose, by the names of its files; raises FileError and ValueError.

    >>> fixer(min_confidence=0.9).options.min_confidence
    0.9
    """
    return Fixer(
        words=read_words(words) if words else (),
        profile=Profile.load(profile) if profile else None,
        min_confidence=MIN_CONFIDENCE if min_confidence is None else min_confidence,
    )


def corrected(text: str, spans: Iterable[tuple[int, int]], fixer: Fixer) -> list[Corrected]:
    """What each token of a text, by its span, was; the spans are in order and do not overlap.

    >>> text = "Namnden foreslar att verksam heten andras,"
    >>> spans = [(0, 7), (8, 16), (17, 20), (21, 28), (29, 34), (35, 41), (41, 42)]
    >>> found = corrected(text, spans, Fixer())
    >>> [token.form for token in found]
    ['Nämnden', 'föreslår', 'att', 'verksamheten', '', 'ändras', ',']
    >>> found[3].rules, found[2].rules
    (('words.split',), ())
    """
    layout = Layout([*_units(text, spans)])
    edits = fixer.explain(layout.text).edits
    changes = layout.changes(edits)
    why = _why(layout, edits)
    return [
        _corrected(unit.text, changes[number], why.get(number, ()))
        if number in changes
        else Corrected(unit.text)
        for number, unit in enumerate(layout.units)
    ]


def _units(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Unit]:
    """Tokens with the numbers of the lines and the paragraphs that they stand in."""
    block = line = last = 0
    for start, end in spans:
        gap = text[last:start]
        line += "\n" in gap
        block += _PARAGRAPH.search(gap) is not None
        yield Unit(text[start:end], 0, block, line, glued=not gap and start > 0)
        last = end


def _why(layout: Layout, edits: Sequence[Edit]) -> dict[int, list[Edit]]:
    """The edits that touch each unit."""
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        for number in layout.touched(edit.start, edit.end):
            found.setdefault(number, []).append(edit)
    return found


def _corrected(text: str, change: Change, edits: Sequence[Edit]) -> Corrected:
    for start, end, new in reversed(change.edits):
        text = text[:start] + new + text[end:]
    form = " ".join([text, *(token.text for token in change.more)]).strip()
    rules = tuple(dict.fromkeys(edit.rule for edit in edits))
    return Corrected(form, rules, min((edit.confidence for edit in edits), default=None))
