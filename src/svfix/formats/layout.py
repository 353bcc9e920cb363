"""The layout of a document: its words in lines, blocks and pages, as the one text the fixer sees.

A *unit* is what carries text in a document: the element of a word or, in documents without words,
that of a line or a region. `Layout` puts the units together as the page reads:

    words by a space · lines by a line end · blocks by an empty line · pages by a form feed

and takes a result apart again: which units have which new words (`Layout.changes`). A stretch of
the text in which an edit touches a gap between words is decoded as a whole, so there the new words
are first told from the old: each is a word kept or changed, one of several that an old word was
parted into, or several old ones united; old words that are none of these were specks.

Units may be *glued*: a comma may have an element of its own right behind that of its word. Then
they are compared as one word, and each gets its own letters of what that becomes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from svfix.edits import Edit, apply
from svfix.formats.matching import matched
from svfix.formats.spacing import PIECE, dealt, with_gaps, words_of

NEW_PAGE, NEW_BLOCK, NEW_LINE, NEW_WORD = "\n\f", "\n\n", "\n", " "


class Unit(NamedTuple):
    """What carries text, and the numbers of the page, block and line it stands in.

    `glued` says that no space stands between the unit before and it.
    """

    text: str
    page: int
    block: int
    line: int
    glued: bool = False

    @property
    def place(self) -> tuple[int, int, int]:
        """The page, the block and the line."""
        return self.page, self.block, self.line


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
    `apart` says that a unit that was glued has a space before it now, or (False) that one that was
    not is part of the word before it.
    """

    edits: list[tuple[int, int, str]]
    shares: tuple[Share, ...] | None
    more: tuple[Token, ...]
    apart: bool | None = None


Spelling = tuple[list[Token], bool | None]
"""What becomes of a word: its tokens, and whether it is apart now, as in `Change`."""


class Layout:
    """The text of units in reading order, and the way back from it."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.words: list[Word] = []
        self.text = "".join(self._pieces())
        self._starts = [word.start for word in self.words]
        self._ends = [word.end for word in self.words]
        self._counts = [0] * len(units)
        self._groups: list[int] = []  # the first words of those that are glued
        for number, word in enumerate(self.words):
            self._counts[word.unit] += 1
            if not self._is_glued(number):
                self._groups.append(number)

    def _is_glued(self, number: int) -> bool:
        """Whether a word stands right behind the one before it."""
        return number > 0 and self.words[number - 1].end == self.words[number].start

    def _pieces(self) -> Iterator[str]:
        position = 0
        before: Unit | None = None
        for number, unit in enumerate(self.units):
            gap = _gap(before, unit)
            position += len(gap)
            for found in PIECE.finditer(unit.text):
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
        ...     layout = Layout([Unit(text, 0, 0, 0, text == ",") for text in units])
        ...     for unit, change in layout.changes([Edit(*e, "words", 0.9) for e in edits]).items():
        ...         print(unit, *change[:3])
        >>> show(["de", "ar"], (3, 5, "ar", "är"))
        1 [(0, 2, 'är')] None ()
        >>> show(["av1"], (2, 2, "", " "))
        0 [(0, 3, 'av')] ((0, 0.0, 0.5),) (Token(text='1', shares=((0, 0.75, 1.0),)),)
        >>> show(["upp", "gift"], (3, 4, " ", ""))
        0 [(0, 3, 'uppgift')] ((0, 0.0, 1.0), (1, 0.0, 1.0)) ()
        1 [(0, 4, '')] None ()
        >>> show(["och", ":", "att"], (3, 5, " :", ""))
        1 [(0, 1, '')] None ()

        Of words that are glued (here a comma) only the one that changes does:

        >>> show(["och", "da", ","], (4, 6, "da", "då"))
        1 [(0, 2, 'då')] None ()
        """
        spellings: dict[int, Spelling] = {}
        for first, last, inside in self._stretches(edits):
            spellings.update(self._spell(first, last, inside))
        changes: dict[int, Change] = {}
        for number, (tokens, apart) in sorted(spellings.items()):
            word = self.words[number]
            if self._counts[word.unit] == 1:
                changes[word.unit] = self._change(word, tokens)._replace(apart=apart)
            else:
                change = changes.get(word.unit, Change([], None, (), apart))
                new = " ".join(token.text for token in tokens)
                change.edits.append((word.at, word.at + word.end - word.start, new))
                changes[word.unit] = change
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
        """Ranges of words that edits touch, as first and last word and the edits in them.

        Words that are glued are in one of them.
        """
        stretches: list[tuple[int, int, list[Edit]]] = []
        for edit in edits:
            first = bisect_left(self._ends, edit.start)
            last = bisect_right(self._starts, edit.end) - 1
            if first > last:  # between words: white space changed, or something put there
                if not edit.after.strip() or not self.words:
                    continue
                first = last = max(last, 0)
            group = bisect_right(self._groups, last)
            first = self._groups[bisect_right(self._groups, first) - 1]
            last = self._groups[group] - 1 if group < len(self._groups) else len(self.words) - 1
            if stretches and first <= stretches[-1][1]:
                before = stretches.pop()
                stretches.append((before[0], max(before[1], last), [*before[2], edit]))
            else:
                stretches.append((first, last, [edit]))
        return stretches

    def _spell(self, first: int, last: int, edits: list[Edit]) -> Iterator[tuple[int, Spelling]]:
        """The new words of each old word of a stretch that changes, and whether it is apart now."""
        start = min(self.words[first].start, edits[0].start)
        end = max(self.words[last].end, edits[-1].end)
        new = words_of(apply(self.text[start:end], [_moved(edit, -start) for edit in edits]))
        here = bisect_left(self._groups, first), bisect_right(self._groups, last)
        edges = [*self._groups[slice(*here)], last + 1]
        groups = [range(*pair) for pair in pairwise(edges)]
        old = ["".join(map(self._form, group)) for group in groups]
        for (a, b), (c, d) in matched(old, new):
            if old[a:b] != new[c:d]:
                yield from self._regrouped(groups[a:b], new[c:d])

    def _regrouped(
        self, groups: Sequence[range], new: Sequence[str]
    ) -> Iterator[tuple[int, Spelling]]:
        """What becomes of the words of groups that `new` came of.

        Between two groups a space went, and what stood there is one word; glued words keep theirs.
        """
        members = range(groups[0].start, groups[-1].stop)
        edges = [number for number in members if number == members[0] or self._is_glued(number)]
        clusters = [range(*pair) for pair in zip(edges, [*edges[1:], members.stop], strict=True)]
        parts = ["".join(map(self._form, cluster)) for cluster in clusters]
        for cluster, part, (piece, apart) in zip(clusters, parts, dealt(parts, new), strict=True):
            if len(cluster) > 1:
                united = self._united(cluster)
                yield cluster[0], ([Token(word, united) for word in words_of(piece)], apart or None)
                yield from ((number, ([], False)) for number in cluster[1:])
            elif piece != part or apart:
                word = self.words[cluster[0]]
                yield cluster[0], (list(_parted(words_of(piece), word.unit)), apart or None)

    def _form(self, number: int) -> str:
        """A word as it was read."""
        word = self.words[number]
        return self.text[word.start : word.end]

    def _united(self, numbers: range) -> tuple[Share, ...]:
        """Whole boxes of words that become one, those on the line of the first."""
        units = [self.words[number].unit for number in numbers]
        line = self.units[units[0]].place
        return tuple((u, 0.0, 1.0) for u in dict.fromkeys(units) if self.units[u].place == line)


def _gap(before: Unit | None, unit: Unit) -> str:
    if before is None:
        return ""
    if before.page != unit.page:
        return NEW_PAGE
    if before.block != unit.block:
        return NEW_BLOCK
    if before.line != unit.line:
        return NEW_LINE
    return "" if unit.glued else NEW_WORD


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
