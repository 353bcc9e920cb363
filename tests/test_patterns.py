"""Patterns that are compiled at their first use."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from svfix import patterns
from svfix.patterns import pattern


def test_a_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def spied(text: str, flags: int) -> Any:
        made.append(text)
        return re.compile(text, flags)

    monkeypatch.setattr(patterns, "re", SimpleNamespace(compile=spied))
    number = pattern(r"\d+")
    assert made == []
    assert [found[0] for found in number.finditer("3 av 10")] == ["3", "10"]
    assert [found[0] for found in number.finditer("8")] == ["8"]
    assert made == [r"\d+"]


def test_what_no_pattern_has_is_missing() -> None:
    with pytest.raises(AttributeError):
        getattr(pattern("a"), "replace")  # noqa: B009
    assert pattern(b"a+", re.IGNORECASE).findall(b"aA") == [b"aA"]
