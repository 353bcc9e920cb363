"""Runs: the prose of a document as one text, put together from stretches of its source.

A *piece* is a stretch of the source that is prose, or what is put between two of them for the fixer
to read, such as an empty line between paragraphs. An edit of the text becomes splices of the
pieces that it touches; what stands between them in the source, as a tag inside a word, stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from svfix.edits import Edit
from svfix.formats.agreement import Places
from svfix.formats.model import of_edits
from svfix.formats.splices import Splice, trimmed
from svfix.result import Result


class Piece(NamedTuple):
    """Text, and where that stands in the source: nowhere (`start` < 0) if it was put between.

    `quote` says how text is written there (see `Chunk`). Where the source is longer or shorter than
    the text, as that of a reference is, it is written anew as a whole when some of it changes.
    """

    text: str
    start: int
    end: int
    quote: str = ""

    @property
    def is_between(self) -> bool:
        """Whether it stands nowhere in the source."""
        return self.start < 0


def between(text: str) -> Piece:
    """A piece that is put between others."""
    return Piece(text, -1, -1)


class Part(NamedTuple):
    """What an edit does to one piece: where, and what that reads then."""

    piece: Piece
    start: int
    end: int
    new: str


class Runs:
    """The text of pieces, and the way back from it."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = [piece for piece in pieces if piece.text]
        self._starts: list[int] = []
        at = 0
        for piece in self.pieces:
            self._starts.append(at)
            at += len(piece.text)
        self.text = "".join(piece.text for piece in self.pieces)

    def source_of(self, offset: int) -> int:
        """Where in the source a place of the text stands, or what is before it."""
        number = bisect_right(self._starts, offset) - 1
        while number >= 0 and self.pieces[number].is_between:
            number -= 1
        if number < 0:
            return 0
        piece = self.pieces[number]
        return min(piece.start + offset - self._starts[number], piece.end)

    def made(self, result: Result) -> Result:
        """A result with those of its edits that can be made: they leave what was put between.

        >>> runs = Runs([Piece("for verksam-", 0, 12), between("\\n"), Piece("heten", 16, 21)])
        >>> edits = Edit(0, 3, "for", "för", "words", 0.9), Edit(11, 13, "-\\n", "", "hyphens", 0.9)
        >>> made = runs.made(Result("för verksamheten", runs.text, edits, None))
        >>> [edit.after for edit in made.edits]
        ['för']
        """
        return of_edits(result, [*self._makeable(result.edits)])

    def _makeable(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """The edits that can be made, without those that only follow one that cannot.

        Where a word is joined over a line end, that end goes behind it by an edit of its own.
        """
        left: Edit | None = None
        for edit in edits:
            follows = left and edit.rule == left.rule and not (edit.before + edit.after).strip()
            is_made = edit.end <= len(self.text) and self.parts(edit) is not None
            left = None if is_made else edit
            if is_made and not follows:
                yield edit

    def splices(
        self, edits: Sequence[Edit], written: Callable[[str, str], str]
    ) -> Iterator[Splice]:
        """The splices that make edits; `written` says how text is written with a quote.

        >>> runs = Runs([Piece("mån", 0, 3), Piece("ag", 6, 8), between("\\n"), Piece("ar", 9, 11)])
        >>> edits = [Edit(0, 5, "månag", "måndag", "", 0.9), Edit(6, 8, "ar", "är", "", 0.9)]
        >>> [tuple(splice) for splice in runs.splices(edits, lambda text, quote: text)]
        [(3, 3, 'd'), (9, 10, 'ä')]
        """
        ready: list[Part] = []
        for edit in edits:
            for part in self.parts(edit) or ():
                if ready and (ready[0].piece is not part.piece or not _is_whole(part.piece)):
                    yield from _made(ready, written)
                    ready = []
                ready.append(part)
        yield from _made(ready, written)

    def parts(self, edit: Edit) -> list[Part] | None:
        """What an edit does to each piece; None where it would change what was put between."""
        start, end, new = trimmed(edit.before, 0, len(edit.before), edit.after)
        touched = list(self.touched(edit.start + start, edit.start + end))
        if len(touched) == 1:
            piece, first, last = touched[0]
            return None if piece.is_between else [Part(piece, first, last, new)]
        places = Places(edit.before[start:end], new)
        at = done = 0
        parts = []
        for piece, first, last in touched:
            at += last - first
            until = len(new) if at == end - start else places.of(at)
            is_kept = new[done:until] == piece.text[first:last]
            if piece.is_between and not is_kept:
                return None
            if not is_kept:
                parts.append(Part(piece, first, last, new[done:until]))
            done = until
        return parts

    def touched(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """The pieces that a stretch of the text lies in, with the part of each that is in it.

        What is put between two pieces belongs to the one before, if that is of the source.
        """
        number = max(bisect_right(self._starts, start) - 1, 0)
        if start == end:
            if self._starts[number] == start and number:
                before = self.pieces[number - 1]
                if not before.is_between:
                    number -= 1
            at = start - self._starts[number]
            yield self.pieces[number], at, at
            return
        while number < len(self.pieces) and self._starts[number] < end:
            piece, at = self.pieces[number], self._starts[number]
            yield piece, max(start - at, 0), min(end - at, len(piece.text))
            number += 1


def _is_whole(piece: Piece) -> bool:
    """Whether a piece is written anew as a whole when some of it changes."""
    return len(piece.text) != piece.end - piece.start


def _made(parts: Sequence[Part], written: Callable[[str, str], str]) -> Iterator[Splice]:
    """The splice of a part, or of several parts of a piece that is written anew."""
    if not parts:
        return
    piece, start, end, new = parts[0]
    if not _is_whole(piece):
        yield Splice(piece.start + start, piece.start + end, written(new, piece.quote))
        return
    text = piece.text
    for _, start, end, new in reversed(parts):
        text = text[:start] + new + text[end:]
    yield Splice(piece.start, piece.end, written(text, piece.quote))
