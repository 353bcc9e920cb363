"""Tokens: what the decoder reads of a text, and what it leaves alone.

A text is cut at white space; what stands between is a chunk, and `chunks.read` says which words and
numbers are in it.  Most chunks are words of letters with a mark behind them at most, which is seen
without reading them.  A word broken over a line's end is read as one, in the chunk where it begins.
Start reading from `tokenise`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.text.chunks import EDGE_RIGHT, LONGEST_FORM, STOPS, Chunk, Kind
from svfix.text.line_breaks import Break
from svfix.uncompiled import Buffer

KINDS = tuple(Kind)  # by number
NEWLINE = ord("\n")
WORD = cython.declare(cython.int, Kind.WORD)
LONGEST = cython.declare(cython.Py_ssize_t, LONGEST_FORM)
NOWHERE = Break(-1, -1, -1, -1, "")  # behind the last break
FEW = 256  # tokens that there is room for at first


class Token(NamedTuple):
    """One token of a text.

    `form` is what was read, without a break inside it; `opens` says that a sentence begins here,
    `line` that a line does.
    """

    start: int
    end: int
    form: str
    kind: Kind
    opens: bool
    line: bool
    cut: int = 0  # where in `form` a line ended, or 0


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text in columns; `forms[form[i]]` is the form of token `i`."""

    forms: list[str]
    form: Buffer  # 64 bits
    start: Buffer  # 64 bits: its place in the text
    end: Buffer  # 64 bits: the place behind it
    kind: Buffer  # 8 bits: a `Kind`
    opens: Buffer  # 0 or 1
    line: Buffer  # 0 or 1
    chunk: Buffer  # 64 bits: the number of the stretch between white space that each stands in
    cut: Buffer  # 64 bits

    def __len__(self) -> int:
        return len(self.form)

    def __getitem__(self, at: int) -> Token:
        return Token(
            int(self.start[at]),
            int(self.end[at]),
            self.forms[self.form[at]],
            KINDS[self.kind[at]],
            bool(self.opens[at]),
            bool(self.line[at]),
            int(self.cut[at]),
        )

    def __iter__(self) -> Iterator[Token]:
        return map(self.__getitem__, range(len(self)))

    def at(self, which: Buffer) -> Iterator[Token]:
        """Some of the tokens, by their numbers."""
        return map(self.__getitem__, which.tolist())


def tokenise(text: str, breaks: Sequence[Break], read: Callable[[str], Chunk]) -> Tokens:
    """The tokens of a text, in order.

    `breaks` are its words broken over line ends, in order; `read` says what a chunk holds
    (`chunks.read`).

    >>> from svfix.text import chunks, line_breaks
    >>> def forms(text):
    ...     breaks = line_breaks.line_breaks(text)
    ...     return [t.form for t in tokenise(text, breaks, lambda c: chunks.read(c, str.isalpha))]
    >>> forms("Den 3 maj (före), upp-\\nföljt: ge-\\nnomfört!")
    ['Den', '3', 'maj', 'före', 'uppföljt', 'genomfört']
    """
    found = Found(text, read)
    character: cython.Py_UCS4
    start: cython.Py_ssize_t = -1  # of the chunk that was entered, if one was
    letters: cython.Py_ssize_t = 0  # in it
    lines: cython.Py_ssize_t = 1  # that ended before it; a text begins with a line
    broken: Break | None = None  # the word in it that is
    joined: cython.Py_ssize_t = 0  # where that word ends
    coming = [*breaks, NOWHERE]
    number: cython.Py_ssize_t = 0  # of the break ahead
    ahead: cython.Py_ssize_t = coming[0].start
    i: cython.Py_ssize_t
    for i, character in enumerate(text + "\n"):  # which ends the last chunk
        if i == ahead:
            if broken is None:  # else the word before it goes on to here
                broken, joined = coming[number], coming[number].end
            number += 1
            ahead = coming[number].start
        if not character.isspace():
            if start < 0:
                start, letters = i, 0
            if character.isalpha():
                letters += 1
        elif start < 0:
            if character == "\n":
                lines += 1
        elif i >= joined:
            found.read_chunk(start, i, letters, lines, broken)
            start, broken = -1, None
            lines = 1 if character == "\n" else 0
    return found.tokens()


@cython.final
@cython.cclass
class Found:
    """The tokens found so far, in columns, while a text is read chunk by chunk."""

    text: str
    read: Callable[[str], Chunk]
    number: dict[str, int]  # of each form, in the order in which they come
    columns: list[array[int]]  # the four that are next
    form: cython.longlong[::1]
    start: cython.longlong[::1]
    end: cython.longlong[::1]
    chunk: cython.longlong[::1]
    kind: bytearray
    opens: bytearray
    line: bytearray
    cut: dict[int, int]  # by token, where it is cut
    size: cython.Py_ssize_t  # how many tokens there are
    passed: cython.Py_ssize_t  # and chunks before this one
    ended: cython.bint  # the chunk before can end a sentence
    opened: cython.bint  # one opens with this chunk, or did before it in chunks without words

    def __init__(self, text: str, read: Callable[[str], Chunk]) -> None:
        self.text, self.read = text, read
        self.number = {}
        self.columns = [numbers(FEW) for _ in range(4)]
        self.form, self.start, self.end, self.chunk = self.columns
        self.kind, self.opens, self.line = bytearray(), bytearray(), bytearray()
        self.cut = {}
        self.size = self.passed = 0
        self.ended = self.opened = True

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def read_chunk(
        self,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        letters: cython.Py_ssize_t,
        lines: cython.Py_ssize_t,
        broken: Break | None,
    ) -> cython.int:
        """Take in the tokens of a chunk, before which some lines ended; `broken` is its `Break`."""
        text: str = self.text
        first: cython.Py_ssize_t = self.size
        word: cython.Py_ssize_t = end - start  # characters of the word that it is
        ends: cython.bint = False
        if letters == word - 1 and text[end - 1] in EDGE_RIGHT:
            word -= 1
            ends = text[end - 1] in STOPS
        if broken is None and letters == word and 1 < word <= LONGEST:
            self.enter(not text[start].islower(), lines)
            self.add(text[start : start + word], start, start + word, WORD)
        else:
            said = text[start:end]
            if broken is not None:
                said = text[start : broken.start] + broken.word + text[broken.end : end]
            chunk = self.read(said)
            ends = chunk.ends
            self.enter(chunk.opens, lines)
            self.parts(start, chunk, broken)
        if self.size > first:
            self.opens[first] = 1 if self.opened else 0
            self.line[first] = 1 if lines > 0 else 0
            self.opened = False
        self.ended = ends
        self.passed += 1
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def enter(self, opens: cython.bint, lines: cython.Py_ssize_t) -> cython.void:
        """See whether a sentence opens with a chunk, which looks as if one did or did not."""
        if (self.ended and opens) or lines > 1:
            self.opened = True

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def parts(self, place: cython.Py_ssize_t, chunk: Chunk, broken: Break | None) -> cython.int:
        """Take in the parts of a chunk that begins at a place; where a word in it is broken."""
        for (start, end, kind), form in zip(chunk.parts, chunk.forms, strict=True):
            if broken is None:
                self.add(form, place + start, place + end, kind)
                continue
            cut = broken.hyphen - place - start
            if 0 < cut < end - start:
                self.cut[self.size] = cut
            first = behind(start, False, place, broken)
            self.add(form, first, behind(end, True, place, broken), kind)
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def add(
        self, form: str, start: cython.Py_ssize_t, end: cython.Py_ssize_t, kind: cython.int
    ) -> cython.int:
        """Take in a token."""
        number = self.number.get(form)
        if number is None:
            number = self.number[form] = len(self.number)
        if self.size == len(self.form):
            self.make_room()
        self.form[self.size] = number
        self.start[self.size] = start
        self.end[self.size] = end
        self.chunk[self.size] = self.passed
        self.kind.append(kind)
        self.opens.append(0)
        self.line.append(0)
        self.size += 1
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def make_room(self) -> cython.int:
        """Make the columns twice as long."""
        more = numbers(self.size)
        self.columns = [column + more for column in self.columns]
        self.form, self.start, self.end, self.chunk = self.columns
        return 0

    def tokens(self) -> Tokens:
        """All of them."""
        cut = numbers(self.size)
        for token, place in self.cut.items():
            cut[token] = place
        return Tokens(
            forms=list(self.number),
            form=self.columns[0][: self.size],
            start=self.columns[1][: self.size],
            end=self.columns[2][: self.size],
            kind=array("b", self.kind),
            opens=array("B", self.opens),
            line=array("B", self.line),
            chunk=self.columns[3][: self.size],
            cut=cut,
        )


def numbers(size: int) -> array[int]:
    """Room for whole numbers of 64 bits."""
    return array("q", bytes(8 * size))


def behind(inside: int, right: bool, chunk: int, broken: Break) -> int:
    """The place in the text of a place inside a chunk with a broken word, which begins at `chunk`.

    Between the word's two halves it is the end of the first one if it is the right end of a part.
    """
    hyphen = broken.hyphen - chunk
    if inside < hyphen or (right and inside == hyphen):
        return chunk + inside
    return broken.end - (len(broken.word) - (inside - (broken.start - chunk)))


def line_ends(text: str, start: Buffer, end: Buffer) -> Buffer:
    """How many lines end right before each of some stretches that follow each other: 64 bits.

    `start` and `end` are the stretches' places (64 bits) in the text.
    """
    starts: cython.const[cython.longlong][::1] = start
    ends: cython.const[cython.longlong][::1] = end
    found = numbers(len(starts))
    lines: cython.longlong[::1] = found
    at: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(starts)):
        lines[i] = text.count("\n", at, starts[i])
        at = ends[i]
    return found
