"""Options: what a user may choose, and the names of the passes to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svfix.channel.profile import Profile

ABOUT = {
    "encoding": (
        "text decoded with the wrong character set, or not at all: fÃ¶r, f{r, f=F6r, f&ouml;r"
    ),
    "pieces": "letters that came apart: f ̈or, paº, speci fi kation, o\0ciell",
    "characters": "letters in disguise: ﬁ, ſ, invisible and Cyrillic ones",
    "lost": "å, ä and ö that became one mark all over: n�mnden, n?mnden, n_mnden",
    "spaces": "spaces put where none can be: Maj :t",
    "sections": "section signs read as other marks: 12 $ i stadgarna, 6 kap. 14 S",
    "numbers": "letters read for figures: l964, 2O15, 1O OOO kr",
    "margins": "specks on dirty margins, read as marks and letters: : och så | SS",
    "hyphens": "words broken over lines, joined if asked to",
    "words": "words misread, run together or split",
    "scraps": "letters and figures read in the dirt on margins: om du 3 | vill resa",
    "specks": "specks read as marks in a sentence: om.hur, införande. av",
    "stops": "stops read as commas, or lost at the end of a sentence",
    "punctuation": "quotes, dashes and bars the engine misread",
}
"""What each pass does, in a line, in the order in which they run."""

PASS_NAMES = tuple(ABOUT)

MIN_CONFIDENCE = 0.5
"""How sure an edit has to be where nobody said: a probability."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a user may choose. Sequences are kept as tuples, `passes` in the order they run.

    Raises TypeError for a value of the wrong type and ValueError for one out of range.

    >>> Options(passes=["words", "encoding"]).passes
    ('encoding', 'words')
    """

    words: Sequence[str] = ()
    min_confidence: float = MIN_CONFIDENCE
    join_hyphens: bool = False
    passes: Sequence[str] = PASS_NAMES
    profile: Profile | None = None

    def __post_init__(self) -> None:
        if isinstance(self.min_confidence, bool) or not isinstance(
            self.min_confidence, (int, float)
        ):
            raise TypeError(f"min_confidence must be a number, not {kind_of(self.min_confidence)}")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence must be from 0 to 1, not {self.min_confidence}")
        if not isinstance(self.join_hyphens, bool):
            raise TypeError(f"join_hyphens must be True or False, not {kind_of(self.join_hyphens)}")
        if self.profile is not None:
            from svfix.channel.profile import (
                Profile,  # numpy with it, which `import svfix` does without
            )

            if not isinstance(self.profile, Profile):
                raise TypeError(f"profile must be a Profile, not {kind_of(self.profile)}")
        passes = _strings("passes", self.passes)
        if unknown := [name for name in passes if name not in PASS_NAMES]:
            known = ", ".join(PASS_NAMES)
            raise ValueError(f"there is no pass {unknown[0]!r}; the passes are {known}")
        object.__setattr__(self, "words", _strings("words", self.words))
        object.__setattr__(self, "passes", tuple(n for n in PASS_NAMES if n in passes))


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
