"""Patterns that are compiled when a text first needs them: most need few, and each takes time.

What the standard library makes of a pattern can be kept: the code of each is in a file that is
written where svfix is built (`svfix.packing`).  It serves the Python that wrote it alone; any other
compiles anew, and so it does with what the file has not.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import json
import re
import sys
from array import array
from functools import cache
from pathlib import Path
from typing import Any, AnyStr, NamedTuple, cast

ASKED = frozenset("match search fullmatch finditer findall sub subn split groups flags".split())
"""What is asked of a pattern; each is kept once it was, so that asking again costs nothing more."""

PACKED = Path(__file__).parent / "_data" / "patterns.bin"
PYTHON = f"{sys.implementation.cache_tag} {_sre.MAGIC} {sys.byteorder}"
"""Whose code it is: what patterns are compiled to changes with that number."""

ALL: dict[tuple[str, int], None] = {}
"""The patterns of all modules that are imported: text and flags."""


class Code(NamedTuple):
    """What a pattern is compiled to, as `_sre.compile` asks for it; the code is `codes[start:end]`.

    `groups` counts all of a match as one, `names` says which numbers the groups with names have.
    """

    flags: int
    start: int
    end: int
    groups: int
    names: dict[str, int]


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""A pattern that is compiled at its first use.

    >>> number = pattern(r"\d+")
    >>> number.findall("3 av 10"), number.pattern
    (['3', '10'], '\\d+')
    """
    if isinstance(text, str):
        ALL[text, flags] = None
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a compiled pattern."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in ASKED:
            raise AttributeError(name)
        text = self.pattern
        found: Any = (
            compiled(text, self._flags) if isinstance(text, str) else re.compile(text, self._flags)
        )
        made = getattr(found, name)
        setattr(self, name, made)
        return made


@cache
def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled: from its code where that is kept.

    >>> compiled("a+").findall("aab")
    ['aa']
    """
    kept, codes = _kept()
    row = kept.get((text, int(flags)))
    if row is not None:
        try:
            return _made(text, Code(*row), codes)
        except (ValueError, TypeError, LookupError, RuntimeError, AttributeError):  # damaged
            pass
    return re.compile(text, flags)


def _made(text: str, code: Code, codes: bytes) -> re.Pattern[str]:
    """A pattern made of its code, which is checked on the way."""
    numbers = array("I", codes[4 * code.start : 4 * code.end]).tolist()
    names: list[str | None] = [None] * code.groups
    for name, group in code.names.items():
        names[group] = name
    made: re.Pattern[str] = _sre.compile(
        text, code.flags, numbers, code.groups - 1, code.names, tuple(names)
    )
    return made


@cache
def _kept(path: Path = PACKED) -> tuple[dict[tuple[str, int], list[Any]], bytes]:
    """The fields of codes by pattern, and their numbers, in a file; none in one that is no good."""
    try:
        head, codes = path.read_bytes().split(b"\n", 1)
        python, size, rows = json.loads(head)
        if python == PYTHON and size == len(codes):
            return {(text, flags): row for text, flags, row in rows}, codes
    except (OSError, ValueError, TypeError):
        pass
    return {}, b""
