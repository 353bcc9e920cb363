"""Patterns that are compiled when a text first needs them: most need few, and each takes time."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

ASKED = frozenset("match search fullmatch finditer findall sub subn split groups flags".split())
"""What is asked of a pattern; each is kept once it was, so that asking again costs nothing more."""


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""A pattern that is compiled at its first use.

    >>> number = pattern(r"\d+")
    >>> number.findall("3 av 10"), number.pattern
    (['3', '10'], '\\d+')
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a compiled pattern."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in ASKED:
            raise AttributeError(name)
        made = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, made)
        return made
