"""The layout of a document: its words in lines, blocks and pages, as the one text the fixer sees.

A *unit* is what carries text in a document: the element of a word or, in documents without words,
that of a line or a region. `Layout` puts the units together as the page reads:

    words by a space · lines by a line end · blocks by an empty line · pages by a form feed

and takes a result apart again: which units have which new words (`Layout.changes`). A stretch of
the text in which an edit touches a gap between words is decoded as a whole, so there the new words
are first told from the old: each is a word kept or changed, one of several that an old word was
parted into, or several old ones united; old words that are none of these were specks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from svfix.edits import Edit, apply
from svfix.formats.matching import matched

NEW_PAGE, NEW_BLOCK, NEW_LINE, NEW_WORD = "\n\f", "\n\n", "\n", " "

_PIECE = re.compile(r"\S+")


class Unit(NamedTuple):
    """What carries text, and the numbers of the page, block and line it stands in."""

    text: str
    page: int
    block: int
    line: int


class Word(NamedTuple):
    """A word of the text: its place there, its unit, and its place in the unit's text."""

    start: int
    end: int
    unit: int
    at: int


Share = tuple[int, float, float]
"""A part of a unit's box: the unit, and where the part begins and ends, as shares of its width."""


class Token(NamedTuple):
    """A new word, and the shares that make its box."""

    text: str
    shares: tuple[Share, ...]


class Change(NamedTuple):
    """What becomes of a unit: edits of its text, its box if that is new, and words behind it.

    `edits` are (start, end, new text) in the unit's text, in order; `words` are the tokens that the
    unit reads after the change, the first of them its own, the others in need of an element.
    """

    edits: list[tuple[int, int, str]]
    shares: tuple[Share, ...] | None
    more: tuple[Token, ...]


class Layout:
    """The text of units in reading order, and the way back from it."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.words: list[Word] = []
        self.text = "".join(self._pieces())
        self._starts = [word.start for word in self.words]
        self._ends = [word.end for word in self.words]
        self._counts = [0] * len(units)
        for word in self.words:
            self._counts[word.unit] += 1

    def _pieces(self) -> Iterator[str]:
        position = 0
        before: Unit | None = None
        for number, unit in enumerate(self.units):
            gap = _gap(before, unit)
            position += len(gap)
            for found in _PIECE.finditer(unit.text):
                start, end = found.span()
                self.words.append(Word(position + start, position + end, number, start))
            position += len(unit.text)
            before = unit
            yield gap
            yield unit.text
        if self.units:
            yield NEW_LINE

    def touched(self, start: int, end: int) -> list[int]:
        """The units that a stretch of the text lies in, or that it borders on if it lies in none.

        >>> layout = Layout([Unit("de", 0, 0, 0), Unit("ar", 0, 0, 0), Unit("dar", 0, 0, 1)])
        >>> layout.text, layout.touched(3, 9)
        ('de ar\\ndar\\n', [1, 2])
        """
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first >= last:
            first = bisect_left(self._ends, start)
            last = bisect_right(self._starts, max(start, end))
        return list(dict.fromkeys(word.unit for word in self.words[first:last]))

    def changes(self, edits: Sequence[Edit]) -> dict[int, Change]:
        """What the edits of the text make of its units: by unit, those that change.

        >>> def show(units, *edits):
        ...     layout = Layout([Unit(text, 0, 0, 0) for text in units])
        ...     for unit, change in layout.changes([Edit(*e, "words", 0.9) for e in edits]).items():
        ...         print(unit, *change)
        >>> show(["de", "ar"], (3, 5, "ar", "är"))
        1 [(0, 2, 'är')] None ()
        >>> show(["av1"], (2, 2, "", " "))
        0 [(0, 3, 'av')] ((0, 0.0, 0.5),) (Token(text='1', shares=((0, 0.75, 1.0),)),)
        >>> show(["upp", "gift"], (3, 4, " ", ""))
        0 [(0, 3, 'uppgift')] ((0, 0.0, 1.0), (1, 0.0, 1.0)) ()
        1 [(0, 4, '')] None ()
        >>> show(["och", ":", "att"], (3, 5, " :", ""))
        1 [(0, 1, '')] None ()
        """
        spellings: dict[int, list[Token]] = {}
        for first, last, inside in self._stretches(edits):
            spellings.update(self._spell(first, last, inside))
        changes: dict[int, Change] = {}
        for number, tokens in sorted(spellings.items()):
            word = self.words[number]
            if self._counts[word.unit] == 1:
                changes[word.unit] = self._change(word, tokens)
            else:
                change = changes.setdefault(word.unit, Change([], None, ()))
                new = " ".join(token.text for token in tokens)
                change.edits.append((word.at, word.at + word.end - word.start, new))
        return {
            number: change._replace(edits=with_gaps(self.units[number].text, change.edits))
            for number, change in changes.items()
        }

    def _change(self, word: Word, tokens: Sequence[Token]) -> Change:
        """The change of a unit that is one word."""
        own = tokens[0] if tokens else Token("", ())
        whole = ((word.unit, 0.0, 1.0),)
        shares = own.shares if tokens and own.shares != whole else None
        edit = (word.at, word.at + word.end - word.start, own.text)
        return Change([edit], shares, tuple(tokens[1:]))

    def _stretches(self, edits: Sequence[Edit]) -> list[tuple[int, int, list[Edit]]]:
        """Ranges of words that edits touch, as first and last word and the edits in them."""
        stretches: list[tuple[int, int, list[Edit]]] = []
        for edit in edits:
            first = bisect_left(self._ends, edit.start)
            last = bisect_right(self._starts, edit.end) - 1
            if first > last:  # between words: white space changed, or something put there
                if not edit.after.strip() or not self.words:
                    continue
                first = last = max(last, 0)
            if stretches and first <= stretches[-1][1]:
                before = stretches.pop()
                stretches.append((before[0], max(before[1], last), [*before[2], edit]))
            else:
                stretches.append((first, last, [edit]))
        return stretches

    def _spell(self, first: int, last: int, edits: list[Edit]) -> Iterator[tuple[int, list[Token]]]:
        """The new words of each old word of a stretch that changes."""
        start = min(self.words[first].start, edits[0].start)
        end = max(self.words[last].end, edits[-1].end)
        new = apply(self.text[start:end], [_moved(edit, -start) for edit in edits]).split()
        old = [self.text[word.start : word.end] for word in self.words[first : last + 1]]
        for (a, b), (c, d) in matched(old, new):
            numbers = range(first + a, first + b)
            if old[a:b] == new[c:d]:
                continue
            if b - a > 1:
                yield numbers[0], [Token(new[c], self._united(numbers))]
                yield from ((number, []) for number in numbers[1:])
            else:
                yield numbers[0], list(_parted(new[c:d], self.words[numbers[0]].unit))

    def _united(self, numbers: range) -> tuple[Share, ...]:
        """Whole boxes of words that become one, those on the line of the first."""
        units = [self.words[number].unit for number in numbers]
        line = self.units[units[0]][1:]
        return tuple((u, 0.0, 1.0) for u in dict.fromkeys(units) if self.units[u][1:] == line)


def with_gaps(text: str, edits: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Edits of words, of which those that take a word out take a space beside it too.

    >>> with_gaps("av den", [(3, 6, "")]), with_gaps("av den", [(0, 2, ""), (3, 6, "")])
    ([(2, 6, '')], [(0, 3, ''), (3, 6, '')])
    """
    made: list[tuple[int, int, str]] = []
    last = 0
    for start, end, new in edits:
        if not new and last < start and text[start - 1] == " ":
            start -= 1
        elif not new and text[end : end + 1] == " ":
            end += 1
        made.append((start, end, new))
        last = end
    return made


def _gap(before: Unit | None, unit: Unit) -> str:
    if before is None:
        return ""
    if before.page != unit.page:
        return NEW_PAGE
    if before.block != unit.block:
        return NEW_BLOCK
    return NEW_LINE if before.line != unit.line else NEW_WORD


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.before, edit.after, edit.rule, edit.confidence)


def _parted(words: Sequence[str], unit: int) -> Iterator[Token]:
    """The words that one unit's box is parted among."""
    length = len(" ".join(words))
    position = 0
    for word in words:
        end = position + len(word)
        yield Token(word, ((unit, position / length, end / length),))
        position = end + 1
