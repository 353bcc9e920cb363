"""Tokens: what the decoder reads of a text, and what it leaves alone.

A text is cut at white space; what stands between is a chunk, and `chunks.read` says which words and
numbers are in it.  Most chunks are words of letters with a mark behind them at most, which is seen
without reading them.  Texts repeat themselves, so each distinct chunk is read once; where its parts
stand in the text, and where sentences and lines begin, is then worked out for all chunks at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, compress, count
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from svfix.text.chunks import EDGE_RIGHT, LONGEST_FORM, STOPS, Chunk, Kind, Part
from svfix.text.code_points import Points, code_points, looked_up
from svfix.text.line_breaks import Break
from svfix.text.places import BREAK, KIND, LETTER, LOWER, SPACE, UPPER
from svfix.text.runs import ragged

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

KINDS = tuple(Kind)  # by number
NEWLINE = ord("\n")
CASED = LOWER | UPPER


def _follows() -> npt.NDArray[np.uint8]:
    """By code point, 1 for what may follow a word in its chunk, 2 where it can end a sentence."""
    table = np.zeros(max(map(ord, EDGE_RIGHT)) + 2, np.uint8)
    table[[ord(mark) for mark in EDGE_RIGHT]] = [1 + (mark in STOPS) for mark in EDGE_RIGHT]
    return table


FOLLOWS = _follows()


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
class Tokens(Sequence[Token]):
    """The tokens of a text in columns; `forms[form[i]]` is the form of token `i`."""

    forms: list[str]
    form: Longs
    start: Longs
    end: Longs
    kind: npt.NDArray[np.int8]
    opens: Flags
    line: Flags
    chunk: Longs  # the number of the stretch between white space that each stands in
    cut: Longs

    @cached_property
    def sizes(self) -> Longs:
        """How many characters the form of each token has."""
        return np.fromiter(map(len, self.forms), np.int64, len(self.forms))[self.form]

    def __len__(self) -> int:
        return len(self.form)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Tokens: ...
    def __getitem__(self, at: int | slice) -> Token | Tokens:
        if isinstance(at, slice):
            columns = ("form", "start", "end", "kind", "opens", "line", "chunk", "cut")
            return replace(self, **{name: getattr(self, name)[at] for name in columns})
        return next(self.at(np.array([at])))

    def __iter__(self) -> Iterator[Token]:
        return self.at(np.arange(len(self)))

    def at(self, which: Longs) -> Iterator[Token]:
        """Some of the tokens, by their numbers."""
        return map(
            Token,
            self.start[which].tolist(),
            self.end[which].tolist(),
            map(self.forms.__getitem__, self.form[which].tolist()),
            map(KINDS.__getitem__, self.kind[which].tolist()),
            self.opens[which].tolist(),
            self.line[which].tolist(),
            self.cut[which].tolist(),
        )


@dataclass(frozen=True)
class Chunks:
    """The chunks of a text: where they stand and what they say, with breaks by place.

    What follows a word of letters is not said: `stops` tells whether it can end a sentence.
    """

    start: Longs
    end: Longs
    text: list[str]
    stops: Flags
    breaks: dict[int, Break]


@dataclass(frozen=True)
class Parts:
    """The parts of distinct chunks in columns, chunk by chunk; `size` is how many each has.

    `ends` and `opens` are those of the chunks (`chunks.Chunk`); `forms[form[i]]` is part `i`.
    """

    size: Longs
    ends: Flags
    opens: Flags
    forms: list[str]
    form: Longs
    start: Longs
    end: Longs
    kind: npt.NDArray[np.int8]


def tokenise(text: str, breaks: Sequence[Break], read: Callable[[str], Chunk]) -> Tokens:
    """The tokens of a text, in order.

    `breaks` are its words broken over line ends; `read` says what a chunk holds (`chunks.read`).
    """
    points = code_points(text)
    chunks = mended(text, split(text, points), breaks)
    said, which = numbered(chunks.text)
    parts = parts_of(said, read)
    size = parts.size[which]
    owner, nth = np.repeat(np.arange(len(which)), size), ragged(size)
    row = (np.cumsum(parts.size) - parts.size)[which[owner]] + nth
    lines = line_ends(points, chunks.start, chunks.end)
    lines[:1] = np.maximum(lines[:1], 1)  # a text begins with a line
    opens = opening(chunks.stops | parts.ends[which], parts.opens[which], size > 0, lines)
    tokens = Tokens(
        forms=parts.forms,
        form=parts.form[row],
        start=chunks.start[owner] + parts.start[row],
        end=chunks.start[owner] + parts.end[row],
        kind=parts.kind[row],
        opens=opens[owner] & (nth == 0),
        line=(lines > 0)[owner] & (nth == 0),
        chunk=owner,
        cut=np.zeros(len(row), np.int64),
    )
    for chunk, broken in chunks.breaks.items():
        for token in np.flatnonzero(owner == chunk).tolist():
            place(tokens, token, int(chunks.start[chunk]), broken)
    return tokens


def parts_of(said: list[str], read: Callable[[str], Chunk]) -> Parts:
    """The parts of distinct chunks, most of which are a word of letters and nothing else."""
    lengths = np.fromiter(map(len, said), np.int64, len(said))
    plain = np.fromiter(map(str.isalpha, said), bool, len(said))
    plain &= (lengths > 1) & (lengths <= LONGEST_FORM)
    others = np.flatnonzero(~plain)
    chunks = [read(said[i]) for i in others.tolist()]
    size = np.ones(len(said), np.int64)
    size[others] = [len(chunk.parts) for chunk in chunks]
    ends, opens = np.zeros((2, len(said)), bool)
    ends[others] = [chunk.ends for chunk in chunks]
    opens[others] = [chunk.opens for chunk in chunks]
    opens[plain] = [not text[0].islower() for text in compress(said, plain)]
    split: list[Sequence[str]] = list(zip(said, strict=True))
    for i, chunk in zip(others.tolist(), chunks, strict=True):
        split[i] = chunk.forms
    table = np.zeros((int(size.sum()), len(Part._fields)), np.int64)
    of_plain = np.repeat(plain, size)
    table[of_plain] = Part(0, 0, Kind.WORD)
    table[of_plain, 1] = lengths[plain]
    table[~of_plain] = [part for chunk in chunks for part in chunk.parts] or table[:0]
    forms, form = numbered([*chain.from_iterable(split)])
    start, end, kind = table.T
    return Parts(size, ends, opens, forms, form, start, end, kind.astype(np.int8))


def numbered(texts: list[str]) -> tuple[list[str], Longs]:
    """The distinct texts, in the order in which they first come, and the number of each text."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    which = np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))
    return list(number), which


def split(text: str, points: Points) -> Chunks:
    """The chunks between white space."""
    kind = looked_up(points, KIND)
    space = np.ones(len(points) + 2, bool)
    space[1:-1] = kind | BREAK == SPACE | BREAK
    edges = np.flatnonzero(space[1:] != space[:-1])
    start, end = edges[::2], edges[1::2]
    letters = np.concatenate([[0], np.cumsum(kind | CASED == LETTER | CASED)])
    last = end - 1
    mark = looked_up(points[last], FOLLOWS)
    marked = (letters[last] - letters[start] == last - start) & (last > start) & (mark > 0)
    said = text.split()
    for i in np.flatnonzero(marked).tolist():
        said[i] = said[i][:-1]
    return Chunks(start, end, said, marked & (mark > 1), {})


def mended(text: str, chunks: Chunks, breaks: Sequence[Break]) -> Chunks:
    """The chunks with each broken word put together in the one where it begins."""
    if not breaks:
        return chunks
    first = np.searchsorted(chunks.start, [b.start for b in breaks], side="right") - 1
    last = np.searchsorted(chunks.start, [b.end - 1 for b in breaks], side="right") - 1
    end, said, stops = chunks.end.copy(), list(chunks.text), chunks.stops.copy()
    gone = np.zeros(len(said), bool)
    found = {}
    for a, b, broken in zip(first.tolist(), last.tolist(), breaks, strict=True):
        if gone[a]:
            continue  # the word before it goes on to here
        gone[a + 1 : b + 1] = True
        end[a], stops[a] = end[b], False
        said[a] = text[chunks.start[a] : broken.start] + broken.word + text[broken.end : end[b]]
        found[a] = broken
    kept = np.flatnonzero(~gone)
    shift = np.cumsum(gone)
    return Chunks(
        chunks.start[kept],
        end[kept],
        [said[i] for i in kept.tolist()],
        stops[kept],
        {a - int(shift[a]): broken for a, broken in found.items()},
    )


def line_ends(points: Points, start: Longs, end: Longs) -> Longs:
    """How many lines end right before each of some stretches that follow each other."""
    ends = np.concatenate([[0], np.cumsum(points == NEWLINE)])
    return np.asarray(ends[start] - ends[np.append(0, end[:-1])], np.int64)


def opening(ends: Flags, opens: Flags, worded: Flags, lines: Longs) -> Flags:
    """Whether a sentence opens with each chunk, or did before it in chunks without words.

    Given which chunks can end a sentence, which can open one, which have words, and how many lines
    end before each.
    """
    opens = (np.append(True, ends[:-1])[: len(ends)] & opens) | (lines > 1)
    opens[:1] = True
    so_far = np.concatenate([[0], np.cumsum(opens)])
    words = np.maximum.accumulate(np.where(worded, np.arange(1, len(ends) + 1), 0))
    since = np.concatenate([[0], words[:-1]])[: len(ends)]
    return np.asarray(so_far[1:] > so_far[since])


def place(tokens: Tokens, token: int, chunk: int, broken: Break) -> None:
    """Put a token of a chunk with a broken word where it stands in the text."""
    first, size = broken.start - chunk, broken.hyphen - broken.start

    def offset(place: int, right: bool) -> int:
        inside = place - first
        if inside < size or (right and inside == size):
            return chunk + place
        return broken.end - (len(broken.word) - inside)

    a, b = int(tokens.start[token]) - chunk, int(tokens.end[token]) - chunk
    end = first + size - a
    tokens.start[token], tokens.end[token] = offset(a, False), offset(b, True)
    tokens.cut[token] = end if 0 < end < b - a else 0
