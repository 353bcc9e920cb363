"""The model that the formats share: what a document is to the rest of svfix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, NamedTuple, Protocol

from svfix.edits import Edit, apply
from svfix.result import Result

Place = dict[str, Any]
"""Where a stretch of text stands: `page` (from 1) and, as the format has them, `line`, `record`,
`field`, `word_id` (several apart by spaces) and `box`: left, top, right, bottom in its units."""


Names = str | Sequence[str] | None
"""The name of a field or a column, several of them, or None for those that are taken unnamed."""


def named(fields: Names) -> tuple[str, ...]:
    """The fields that a user named.

    >>> named("text"), named(["title", "text"]), named(None)
    (('text',), ('title', 'text'), ())
    """
    return (fields,) if isinstance(fields, str) else tuple(fields or ())


class FormatError(ValueError):
    """A document that cannot be read or written: what is wrong, where, and what to do."""


class Source(NamedTuple):
    """What a document is read from: its bytes, and what the user said about them."""

    data: bytes
    fields: tuple[str, ...] = ()
    encoding: str = "utf-8"


class Document(Protocol):
    """A document that was read.

    `format` is its name in `FORMATS`, `texts` are what the fixer sees, words joined as they are
    read. Some have `made(results)` too, which leaves out the edits that they cannot hold; `write`
    leaves them out as well.
    """

    format: str

    @property
    def texts(self) -> Sequence[str]: ...

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits of `results`, one for each text, in order.

        Without edits that is what was read. Raises ValueError for results of other texts.
        """
        ...

    def place(self, text: int, start: int, end: int) -> Place:
        """Say where ``texts[text][start:end]`` stands in the document."""
        ...


def check(texts: Sequence[str], results: Sequence[Result]) -> None:
    """Raise ValueError unless there is one result for each text, of that text."""
    if len(texts) != len(results):
        raise ValueError(f"{len(texts)} texts need {len(texts)} results, not {len(results)}")
    for number, (text, result) in enumerate(zip(texts, results, strict=True)):
        if result.original != text:
            raise ValueError(f"result {number} is of another text")


def of_edits(result: Result, edits: Sequence[Edit]) -> Result:
    """A result with some of its edits only, and what else is said of these.

    >>> edits = Edit(0, 1, "a", "å", "words", 0.9), Edit(2, 3, "o", "ö", "words", 0.9)
    >>> result = Result("å ö", "a o", edits, None, readings=(("a", "å"), ("o", "ö")))
    >>> kept = of_edits(result, edits[1:])
    >>> kept.text, kept.readings
    ('a ö', (('o', 'ö'),))
    """
    if len(edits) == len(result.edits):
        return result
    known = zip_longest(result.edits, result.readings)
    readings = tuple(had for edit, had in known if had and edit in edits)
    quality = result.quality
    if quality and not edits:
        quality = replace(quality, after=quality.before)
    text = apply(result.original, edits)
    return replace(result, text=text, edits=tuple(edits), quality=quality, readings=readings)
