"""Tokens: what the decoder reads of a text, and what it leaves alone.

A text is cut at white space; what stands between is a chunk, and `chunks.cut` says which words and
numbers are in it.  Texts repeat themselves, so each distinct chunk is cut once; where its parts
stand in the text, and where sentences and lines begin, is then worked out for all chunks at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from svfix.decoder.chunks import Chunk, Kind
from svfix.lexicon.alphabet import Points, code_points, looked_up
from svfix.passes.hyphens import Break
from svfix.runs import ragged

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SPACES = [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]
SPACES += [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
IS_SPACE = np.isin(np.arange(max(SPACES) + 2), SPACES)  # by code point; the last is all others
NEWLINE = ord("\n")


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

    @property
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
        return Token(
            int(self.start[at]),
            int(self.end[at]),
            self.forms[self.form[at]],
            Kind(int(self.kind[at])),
            bool(self.opens[at]),
            bool(self.line[at]),
            int(self.cut[at]),
        )


@dataclass(frozen=True)
class Chunks:
    """The chunks of a text: where they stand and what they say, with breaks by place."""

    start: Longs
    end: Longs
    text: list[str]
    breaks: dict[int, Break]


def tokenise(text: str, breaks: Sequence[Break], read: Callable[[str], Chunk]) -> Tokens:
    """The tokens of a text, in order.

    `breaks` are its words broken over line ends; `read` says what a chunk holds (`chunks.read`).
    """
    points = code_points(text)
    chunks = mended(text, split(text, points), breaks)
    said, which = numbered(chunks.text)
    distinct = [read(chunk) for chunk in said]
    sizes = np.array([len(chunk.parts) for chunk in distinct], np.int64)
    parts = np.array([part for chunk in distinct for part in chunk.parts], np.int64).reshape(-1, 3)
    forms: dict[str, int] = {}
    form = [forms.setdefault(form, len(forms)) for chunk in distinct for form in chunk.forms]
    size = sizes[which]
    owner, nth = np.repeat(np.arange(len(which)), size), ragged(size)
    row = (np.cumsum(sizes) - sizes)[which[owner]] + nth
    lines = line_ends(points, chunks.start, chunks.end)
    lines[:1] = np.maximum(lines[:1], 1)  # a text begins with a line
    opens = opening([distinct[i] for i in which.tolist()], lines)
    tokens = Tokens(
        forms=list(forms),
        form=np.array(form, np.int64)[row],
        start=chunks.start[owner] + parts[row, 0],
        end=chunks.start[owner] + parts[row, 1],
        kind=parts[row, 2].astype(np.int8),
        opens=opens[owner] & (nth == 0),
        line=(lines > 0)[owner] & (nth == 0),
        chunk=owner,
        cut=np.zeros(len(row), np.int64),
    )
    for chunk, broken in chunks.breaks.items():
        for token in np.flatnonzero(owner == chunk).tolist():
            place(tokens, token, int(chunks.start[chunk]), broken)
    return tokens


def numbered(texts: list[str]) -> tuple[list[str], Longs]:
    """The distinct texts, in the order in which they first come, and the number of each text."""
    number = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    return list(number), np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))


def split(text: str, points: Points) -> Chunks:
    """The chunks between white space."""
    space = np.ones(len(points) + 2, bool)
    space[1:-1] = looked_up(points, IS_SPACE)
    edges = np.flatnonzero(space[1:] != space[:-1])
    return Chunks(edges[::2], edges[1::2], text.split(), {})


def mended(text: str, chunks: Chunks, breaks: Sequence[Break]) -> Chunks:
    """The chunks with each broken word put together in the one where it begins."""
    if not breaks:
        return chunks
    first = np.searchsorted(chunks.start, [b.start for b in breaks], side="right") - 1
    last = np.searchsorted(chunks.start, [b.end - 1 for b in breaks], side="right") - 1
    end, said, gone = chunks.end.copy(), list(chunks.text), np.zeros(len(chunks.text), bool)
    found = {}
    for a, b, broken in zip(first.tolist(), last.tolist(), breaks, strict=True):
        if gone[a]:
            continue  # the word before it goes on to here
        gone[a + 1 : b + 1] = True
        end[a] = end[b]
        said[a] = text[chunks.start[a] : broken.start] + broken.word + text[broken.end : end[b]]
        found[a] = broken
    kept = np.flatnonzero(~gone)
    shift = np.cumsum(gone)
    return Chunks(
        chunks.start[kept],
        end[kept],
        [said[i] for i in kept.tolist()],
        {a - int(shift[a]): broken for a, broken in found.items()},
    )


def line_ends(points: Points, start: Longs, end: Longs) -> Longs:
    """How many lines end right before each of some stretches that follow each other."""
    ends = np.concatenate([[0], np.cumsum(points == NEWLINE)])
    return np.asarray(ends[start] - ends[np.append(0, end[:-1])], np.int64)


def opening(chunks: Sequence[Chunk], lines: Longs) -> Flags:
    """Whether a sentence opens with each chunk, or did before it in chunks without words."""
    ends = np.array([True, *(chunk.ends for chunk in chunks[:-1])], bool)[: len(chunks)]
    opens = np.array([chunk.opens for chunk in chunks], bool)
    opens = (ends & opens) | (lines > 1)
    opens[:1] = True
    worded = np.array([bool(chunk.parts) for chunk in chunks], bool)
    so_far = np.concatenate([[0], np.cumsum(opens)])
    words = np.maximum.accumulate(np.where(worded, np.arange(1, len(chunks) + 1), 0))
    since = np.concatenate([[0], words[:-1]])[: len(chunks)]
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
