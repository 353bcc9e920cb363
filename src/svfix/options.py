"""Options: what a user may choose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from svfix.table import PASS_NAMES, PASSES, givers

if TYPE_CHECKING:
    from svfix.channel.profile import Profile

MIN_CONFIDENCE = 0.5
"""How sure an edit has to be where nobody said: a probability."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a user may choose. Sequences are kept as tuples, `passes` in the order they run.

    Raises TypeError for a value of the wrong type and ValueError for one out of range, or for a
    pass that could never find anything beside the others:

    >>> Options(passes=["words", "encoding"]).passes
    ('encoding', 'words')
    >>> Options(passes=["stops"])
    Traceback (most recent call last):
    ValueError: stops acts only on what margins, words or debris find: choose one of these, too
    """

    words: Sequence[str] = ()
    min_confidence: float = MIN_CONFIDENCE
    join_hyphens: bool = False
    passes: Sequence[str] = PASS_NAMES
    profile: Profile | None = None
    leave_missing: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.min_confidence, bool) or not isinstance(
            self.min_confidence, (int, float)
        ):
            raise TypeError(f"min_confidence must be a number, not {kind_of(self.min_confidence)}")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence must be from 0 to 1, not {self.min_confidence}")
        for name in ("join_hyphens", "leave_missing"):
            if not isinstance(value := getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False, not {kind_of(value)}")
        if self.profile is not None:
            from svfix.channel.profile import (
                Profile,  # which takes its time to load
            )

            if not isinstance(self.profile, Profile):
                raise TypeError(f"profile must be a Profile, not {kind_of(self.profile)}")
        passes = _strings("passes", self.passes)
        if unknown := [name for name in passes if name not in PASS_NAMES]:
            known = ", ".join(PASS_NAMES)
            raise ValueError(f"there is no pass {unknown[0]!r}; the passes are {known}")
        _check_needs(passes)
        object.__setattr__(self, "words", _strings("words", self.words))
        object.__setattr__(self, "passes", tuple(n for n in PASS_NAMES if n in passes))


def as_json(options: Options) -> str:
    """Options as a text, the same for the same options, and nothing lost of them.

    >>> as_json(Options(words=["IGO-R"], passes=["characters"]))[:70]
    '{"words": ["IGO-R"], "min_confidence": 0.5, "join_hyphens": false, "pa'
    """
    profile = options.profile
    said = {name: value for name, value in vars(options).items() if name != "profile"}
    if profile is not None:
        said["profile"] = [getattr(profile, field.name) for field in fields(profile)]
    return json.dumps(said)


def from_json(text: str) -> dict[str, Any]:
    """The options that `as_json` made a text of, by name."""
    said: dict[str, Any] = json.loads(text)
    if "profile" in said:
        from svfix.channel.profile import Profile

        said["profile"] = Profile(*map(_frozen, said["profile"]))
    return said


def _frozen(value: Any) -> Any:
    """A value with tuples in the place of lists."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _check_needs(passes: Sequence[str]) -> None:
    """Refuse a pass that does nothing by itself, where none that it goes by is chosen."""
    for row in PASSES:
        if row.idle and row.name in passes and not (before := set(givers(row))) & set(passes):
            *some, last = (name for name in PASS_NAMES if name in before)
            found = f"{', '.join(some)} or {last} find" if some else f"{last} finds"
            more = "one of these" if some else "it"
            raise ValueError(f"{row.name} acts only on what {found}: choose {more}, too")


def _strings(name: str, value: Sequence[str]) -> tuple[str, ...]:
    """Return `value` as a tuple; a single string is most often a forgotten bracket."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{name} must be a list of strings, not one string")
    try:
        values = tuple(value)
    except TypeError:
        raise TypeError(f"{name} must be a list of strings, not {kind_of(value)}") from None
    for item in values:
        if not isinstance(item, str):
            raise TypeError(f"{name} must be a list of strings, with no {kind_of(item)} in it")
    return values


def kind_of(value: object) -> str:
    """The name of a value's type, as a message says it."""
    return type(value).__name__
