"""Patterns that are compiled at their first use."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from svfix import packing, patterns
from svfix.patterns import Code, pattern


def test_a_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def spied(text: str, flags: int) -> Any:
        made.append(text)
        return re.compile(text, flags)

    monkeypatch.setattr(patterns, "re", SimpleNamespace(compile=spied))
    number = pattern(r"(?:)\d+")  # which is packed nowhere
    assert made == []
    assert [found[0] for found in number.finditer("3 av 10")] == ["3", "10"]
    assert [found[0] for found in number.finditer("8")] == ["8"]
    assert made == [r"(?:)\d+"]


def test_what_no_pattern_has_is_missing() -> None:
    with pytest.raises(AttributeError):
        getattr(pattern("a"), "replace")  # noqa: B009
    assert pattern(b"a+", re.IGNORECASE).findall(b"aA") == [b"aA"]


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The patterns of all modules that repair texts, packed."""
    packing.collect()
    packing.main(str(path := tmp_path / "patterns.bin"))
    return path


def kept(path: Path) -> tuple[dict[tuple[str, int], list[Any]], bytes]:
    """What is kept in a file, and not what was read before."""
    return patterns._kept.__wrapped__(path)


def test_what_is_packed_is_what_is_compiled(packed: Path) -> None:
    rows, codes = kept(packed)
    assert len(rows) > 100
    for text, flags in patterns.ALL:
        made, whole = patterns._made(text, Code(*rows[text, flags]), codes), re.compile(text, flags)
        assert made == whole  # its code, too
        assert (made.flags, made.groups) == (whole.flags, whole.groups)
        assert made.groupindex == whole.groupindex


def test_another_pythons_patterns_are_compiled_anew(packed: Path) -> None:
    data = packed.read_bytes()
    for other in (b"[]", b"", data[:-4], data.replace(b"cpython", b"jython", 1), b"{}\n"):
        packed.write_bytes(other)
        assert kept(packed) == ({}, b"")
    packed.unlink()
    assert kept(packed) == ({}, b"")


@pytest.mark.parametrize(
    "damaged",
    [
        [0, 0, 0, 1, {}],  # no code
        [0, 0, 4, 1, {"name": 7}],
        [0, 0, 4, 1, 5],
        [0, 0, 4, 1],
        ["0", 0, 4, 1, {}],
    ],
)
def test_a_damaged_pattern_is_compiled_anew(
    damaged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = bytes(range(16))
    monkeypatch.setattr(patterns, "_kept", lambda: ({("(?:)a+b", 0): damaged}, codes))
    patterns.compiled.cache_clear()
    assert patterns.compiled("(?:)a+b").findall("aab") == ["aab"]


def test_no_pattern_is_kept_where_the_library_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "COMPILER", "re.of_another_time")
    monkeypatch.setattr(packing, "ALL", dict(patterns.ALL))
    packing.main(str(path := tmp_path / "patterns.bin"))
    assert patterns._kept.__wrapped__(path) == ({}, b"")
