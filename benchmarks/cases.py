"""Cases: texts with the kinds of faults that people met, and what each has to become.

`cases.tsv` of the shared folder has rows of kind, input, expected, why, and what svfix made of it
when the row was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from report import table
from sets import Missing, read

CONTEXT = 15  # characters shown on each side of a difference
LONGEST = 150  # characters shown of a text that differs in many places
_ESCAPES = {"\n": r"\n", "\0": r"\0", "\\": r"\\"}
_DOUBT = re.compile(r"\b(?:doubtful|uncertain)\b")


class Case(NamedTuple):
    """A row: the text, what it has to become and why, and what it became when it was written."""

    kind: str
    text: str
    expected: str
    why: str
    earlier: str

    @property
    def is_doubtful(self) -> bool:
        """Whether the row itself says that another answer may do as well."""
        return bool(_DOUBT.search(self.why))

    @property
    def group(self) -> str:
        """What a row is counted with: a lone fault in a clean paragraph, or any other."""
        if self.is_doubtful:
            return "doubtful"
        return "all sparse.*" if self.kind.startswith("sparse.") else "all others"


class Tried(NamedTuple):
    """A case and what the repair made of it."""

    case: Case
    got: str

    @property
    def is_right(self) -> bool:
        """Whether it became what it had to."""
        return self.got == self.case.expected


def load(shared: Path) -> list[Case]:
    """The rows of the file.

    Raises:
        Missing: the file is not there.
    """
    path = shared / "bench" / "cases.tsv"
    try:
        lines = read(path).split("\n")[1:]
    except FileNotFoundError:
        raise Missing(f"the cases are not tried: {path} is not there") from None
    return [parsed(line) for line in lines if line]


def parsed(line: str) -> Case:
    """The case of a line."""
    kind, text, expected, why, earlier = line.split("\t")
    return Case(kind, unescaped(text), unescaped(expected), why, unescaped(earlier))


def unescaped(text: str) -> str:
    r"""A text of the file as it is meant: ``\n``, ``\0`` and ``\\`` are one character each.

    >>> unescaped(r"\\item\n") == "\\item" + chr(10)
    True
    """
    meant = {escape: char for char, escape in _ESCAPES.items()}
    return re.sub(r"\\.", lambda escape: meant[escape.group()], text)


def escaped(text: str) -> str:
    """A text on one line, as the file has it."""
    return "".join(_ESCAPES.get(char, char) for char in text)


def tried(cases: Iterable[Case], repair: Callable[[str], str]) -> list[Tried]:
    """Each case with what the repair makes of it."""
    return [Tried(case, repair(case.text)) for case in cases]


COLUMNS = ("kind", "rows", "right", "when written", "to stay", "untouched")


def row(name: str, found: Sequence[Tried]) -> list[str]:
    """One line of the table: how many are right, and of those that have to stay as they are."""
    stay = [one for one in found if one.case.text == one.case.expected]
    earlier = sum(one.case.earlier == one.case.expected for one in found)
    counts = len(found), sum(one.is_right for one in found), earlier
    return [name, *map(str, (*counts, len(stay), sum(one.is_right for one in stay)))]


def report(found: Sequence[Tried], markdown: bool = False) -> str:
    """The table by kind with its totals, and the cases that are wrong; doubtful rows apart."""
    sure = [one for one in found if not one.case.is_doubtful]
    doubtful = [one for one in found if one.case.is_doubtful]
    kinds = grouped(sure, lambda case: case.kind)
    totals = grouped(found, lambda case: case.group)
    rows = [row(name, group) for name, group in [*sorted(kinds.items()), *sorted(totals.items())]]
    sections = [table(COLUMNS, rows, markdown, names=1)]
    for title, group in (("wrong", sure), ("wrong, but doubtful", doubtful)):
        lines = [listed(one) for one in group if not one.is_right]
        if lines:
            sections.append("\n".join([f"{title}: kind, input, got, expected", *lines]))
    return "\n\n".join(sections)


def grouped(found: Iterable[Tried], key: Callable[[Case], str]) -> dict[str, list[Tried]]:
    """The cases by a key."""
    groups: dict[str, list[Tried]] = {}
    for one in found:
        groups.setdefault(key(one.case), []).append(one)
    return groups


def listed(one: Tried) -> str:
    """A case on one line, its texts shortened around where they differ."""
    texts = shortened(one.case.text, one.got, one.case.expected)
    cells = (text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in texts)
    return "\t".join([one.case.kind, *map(escaped, cells)])


def shortened(*texts: str) -> list[str]:
    """Texts without most of what they share at their beginning and at their end.

    >>> shortened("Från början var det byn sorn", "Från början var det byn som")
    ['… var det byn sorn', '… var det byn som']
    """
    sides = list(texts)
    for _ in range(2):  # the beginning, then the end: each time the sides are turned round
        spare = sum(1 for _ in takewhile(all_alike, zip(*sides, strict=False))) - CONTEXT
        sides = [f"…{side[spare:]}"[::-1] if spare > 0 else side[::-1] for side in sides]
    return sides


def all_alike(chars: Sequence[str]) -> bool:
    """Whether characters are all the same."""
    return len(set(chars)) == 1
