"""Results: a repaired text and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    order and with offsets in `original` too.
    """

    text: str
    original: str
    edits: tuple[Edit, ...]
    profile: Profile | None
    quality: Quality | None = None
    doubts: tuple[Doubt, ...] = ()
