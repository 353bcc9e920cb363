"""Results: a repaired text and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from svfix.edits import Edit
from svfix.quality import Quality

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.doubts import Doubt


@dataclass(frozen=True)
class Result:
    """A repaired text and how it came about.

    `text` is the repaired text, `original` the text as given, `edits` what lies between them, in
    order and with offsets in `original`; `profile` is the channel the words were decoded with, and
    `quality` the share of words expected to be wrong before and after: both are None when the words
    pass was left out; `doubts` are the numbers that may be misread and were left as they are, in
    order and with offsets in `original` too; `readings` says of each edit what every reading had in
    its place, the first one's first: empty for a text that was repaired by itself.
    """

    text: str
    original: str
    edits: tuple[Edit, ...]
    profile: Profile | None
    quality: Quality | None = None
    doubts: tuple[Doubt, ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()

    error: ClassVar[str] = ""
    """Nothing went wrong: see `Unrepaired`."""


@dataclass(frozen=True)
class Unrepaired:
    """What a `pipe` gives in the place of a result, for an item that it could not repair.

    `error` says what is wrong, with the index of the item; `text` and `original` are the item as it
    was given, whatever that is, so that what asks for texts goes on.

    >>> import svfix
    >>> good, bad = svfix.pipe(["Metoden for uppféljningen", 17])
    >>> good.error, bad.error
    ('', 'item 1 is int, not str')
    >>> bad.text
    17
    """

    original: Any
    index: int
    error: str
    edits: ClassVar[tuple[Edit, ...]] = ()
    profile: ClassVar[None] = None
    quality: ClassVar[None] = None
    doubts: ClassVar[tuple[Doubt, ...]] = ()
    readings: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @property
    def text(self) -> Any:
        """The item as it was given."""
        return self.original
