r"""Parts: a text of many hundred pages is repaired a part at a time, so that it fits into memory.

While a text is repaired it takes 50 times its own size.  A part ends where a page does, or else a
paragraph.  It has so many lines, rather than characters, as repairs leave these as they are: a book
that is repaired again comes apart in the same places.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import cast, overload

from svfix.edits import Edit
from svfix.pipeline import Fixer
from svfix.result import Result

LINES = 20_000
"""Lines of a part: some 500 pages, far more than it takes to tell how a scan was misread."""

LONGEST = 2_000_000
"""Characters of a part of long lines, which takes 100 MB: also of any text that is in one part."""

NEAR = 100_000
"""Characters within which an end of a page or a paragraph is looked for."""

ENDS = tuple(re.compile(end) for end in ("\f", r"\n[ \t\r]*\n", r"\n", r"\s"))
"""What a part ends behind, the best first."""


def explain(text: str, fixer: Fixer) -> Result:
    """The result of a text of any length, that of a long one joined from its parts."""
    if len(text) <= LONGEST:
        return fixer.explain(text)
    edits, repaired, doubts, profiles, qualities = Packed(text), [], [], [], []
    for start, end in parts(text):
        found = fixer.explain(text[start:end])
        edits.add(found.edits, start)
        repaired.append(found.text)
        doubts += [d._replace(start=d.start + start, end=d.end + start) for d in found.doubts]
        profiles += [(found.profile, end - start)] if found.profile else []
        qualities += [found.quality] if found.quality else []
    from svfix.channel.profile import Profile
    from svfix.quality import merged

    return Result(
        "".join(repaired),
        text,
        cast("tuple[Edit, ...]", edits),  # any sequence will do for those who read them
        Profile.merged(profiles) if profiles else None,
        merged(qualities) if qualities else None,
        tuple(doubts),
    )


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a text are: together they are all of it."""
    start = 0
    while len(text) - start > LONGEST:
        end = cut(text, behind_lines(text, start))
        yield start, end
        start = end
    yield start, len(text)


def behind_lines(text: str, start: int) -> int:
    """The place behind enough lines of a text, or enough characters where these are long."""
    at, last = start, start + LONGEST - NEAR
    for _ in range(LINES):
        at = text.find("\n", at, last) + 1
        if not at:
            return last
    return at


def cut(text: str, at: int) -> int:
    r"""The place from some place on where a text is best cut in two.

    >>> cut("en rad\ntill\n\nny sida\fslut", 3), cut("en rad\ntill", 3), cut("enordslut", 3)
    (21, 7, 3)
    """
    near = (end.search(text, at, at + NEAR) for end in ENDS)
    return next((found.end() for found in near if found), at)


class Packed(Sequence[Edit]):
    """Edits of a text in a tenth of the memory: what they take out is in the text.

    >>> packed = Packed("de ar nöjda")
    >>> packed.add([Edit(0, 2, "ar", "är", "words.confusion", 0.9)], 3)
    >>> list(packed)
    [Edit(start=3, end=5, before='ar', after='är', rule='words.confusion', confidence=0.9)]
    >>> packed[0] == packed[-1], len(packed[:1])
    (True, 1)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts, self._ends, self._confidence = array("q"), array("q"), array("d")
        self._rules: dict[str, int] = {}
        self._rule = array("I")
        self._written = bytearray()  # what they write, in UTF-8, up to a place each
        self._behind = array("q")

    def add(self, edits: Sequence[Edit], by: int) -> None:
        """Put edits behind the others, of a part that begins at some place of the text."""
        rules = self._rules
        for edit in edits:
            self._starts.append(edit.start + by)
            self._ends.append(edit.end + by)
            self._confidence.append(edit.confidence)
            self._rule.append(rules.setdefault(edit.rule, len(rules)))
            self._written += edit.after.encode("utf-8", "surrogatepass")
            self._behind.append(len(self._written))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Edit: ...

    @overload
    def __getitem__(self, at: slice) -> list[Edit]: ...

    def __getitem__(self, at: int | slice) -> Edit | list[Edit]:
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        at = range(len(self))[at]
        start, end = self._starts[at], self._ends[at]
        written = self._written[self._behind[at - 1] if at else 0 : self._behind[at]]
        rule = [*self._rules][self._rule[at]]
        after = written.decode("utf-8", "surrogatepass")
        return Edit(start, end, self._text[start:end], after, rule, self._confidence[at])
