"""JSON: objects one a line (or one after another, or in a list), with a field that is the text.

The field may lie in objects and lists: ``pages.text`` is the `text` of each of the `pages`. Only
what an edit changes in a string is written anew; the order of keys, the indentation and the escapes
around it stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NamedTuple

from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result

DEFAULT = "text"
"""The field that is taken where none is named."""

_SPACE = re.compile(r"[ \t\r\n]*")
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_LETTER = re.compile(rf"{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.|.", re.DOTALL)
_DECODER = json.JSONDecoder()


class String(NamedTuple):
    """A string that is a text: what it says, its place within its quotes, and its record."""

    text: str
    start: int
    end: int
    record: int


class Records:
    """The records of a document in JSON."""

    format = "jsonl"

    def __init__(self, source: str, name: str, strings: Sequence[String]) -> None:
        self.source, self.name, self.strings = source, name, strings
        self.texts: Sequence[str] = [string.text for string in strings]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the records with the edits made in their strings, in UTF-8."""
        check(self.texts, results)
        splices = [
            splice
            for string, result in zip(self.strings, results, strict=True)
            if result.edits
            for splice in self._splices(string, result)
        ]
        return encoded(spliced(self.source, splices))

    def _splices(self, string: String, result: Result) -> Iterator[Splice]:
        """The edits, at the places in the source where their letters are."""
        raw = self.source[string.start : string.end]
        ascii_only = raw.isascii() and r"\u" in raw
        places = [string.start]
        for found in _LETTER.finditer(self.source, string.start, string.end):
            places.append(found.end())
        for edit in result.edits:
            new = json.dumps(edit.after, ensure_ascii=ascii_only)[1:-1]
            if not ascii_only and not new.isprintable():  # half a surrogate pair is no UTF-8
                new = re.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", new)
            yield Splice(places[edit.start], places[edit.end], new)

    def place(self, text: int, start: int, end: int) -> Place:
        """The number of the record, from 1, and the field."""
        return {"record": self.strings[text].record, "field": self.name}


def read(source: Source) -> Records:
    """Read records of JSON; raises FormatError where one is no JSON, or none has the field."""
    text = decoded(source)
    name = source.field or DEFAULT
    strings = list(_strings(text, name.split(".")))
    if not strings and text.strip("\ufeff \t\r\n"):
        keys = _keys(text)
        raise FormatError(
            f"no record has a text in the field {name!r}; name the one with the text with --field"
            + (f", out of: {', '.join(keys)}" if keys else "")
        )
    return Records(text, name, strings)


def _strings(source: str, path: Sequence[str]) -> Iterator[String]:
    """The texts of all records, in order."""
    position = len(source) - len(source.lstrip("\ufeff"))
    record = 0
    try:
        while (position := _skip(source, position)) < len(source):
            walk = _Walk(source, path)
            position = walk.value(position, 0)
            for start, end, number in walk.found:
                value, _ = scanstring(source, start, False)
                yield String(value, start, end - 1, record + number)
            record += walk.records
    except (ValueError, RecursionError) as error:
        at = min(getattr(error, "pos", position), len(source))
        line = source.count("\n", 0, at) + 1
        what = getattr(error, "msg", "values lie too deep in each other")
        raise FormatError(
            f"record {record + 1} is not JSON: {what} on line {line}; repair or leave out that line"
        ) from None


class _Walk:
    """One value of JSON, in which the strings at the end of a path are found.

    `found` are the places of strings, from behind the first quote to behind the last, and the
    numbers of their records; a list at the top holds records, anything else is one.
    """

    def __init__(self, source: str, path: Sequence[str]) -> None:
        self.source, self.path = source, path
        self.found: list[tuple[int, int, int]] = []
        self.records = 0

    def value(self, position: int, depth: int) -> int:
        """Go through a value that begins at `position`; return where it ends."""
        kind = self.source[position : position + 1]
        if depth == 0 and kind != "[":
            self.records += 1
        if kind == "[":
            return self._items(position, depth)
        if kind == "{" and depth < len(self.path):
            return self._members(position, depth)
        _, end = _DECODER.raw_decode(self.source, position)
        if kind == '"' and depth == len(self.path):
            self.found.append((position + 1, end, self.records))
        return end

    def _items(self, position: int, depth: int) -> int:
        position = _skip(self.source, position + 1)
        while self.source[position : position + 1] != "]":
            position = _skip(self.source, self.value(position, depth))
            position = self._next(position, "]")
        return position + 1

    def _members(self, position: int, depth: int) -> int:
        position = _skip(self.source, position + 1)
        while self.source[position : position + 1] != "}":
            if self.source[position : position + 1] != '"':
                raise json.JSONDecodeError("a key is wanting", self.source, position)
            key, position = scanstring(self.source, position + 1)
            position = _skip(self.source, position)
            if self.source[position : position + 1] != ":":
                raise json.JSONDecodeError("a colon is wanting", self.source, position)
            position = _skip(self.source, position + 1)
            if key == self.path[depth]:
                position = self.value(position, depth + 1)
            else:
                _, position = _DECODER.raw_decode(self.source, position)
            position = self._next(_skip(self.source, position), "}")
        return position + 1

    def _next(self, position: int, end: str) -> int:
        """Go past a comma; the end of the list or object stays."""
        mark = self.source[position : position + 1]
        if mark == ",":
            return _skip(self.source, position + 1)
        if mark != end:
            raise json.JSONDecodeError(f"a comma or {end} is wanting", self.source, position)
        return position


def _skip(source: str, position: int) -> int:
    found = _SPACE.match(source, position)
    return found.end() if found else position


def _keys(source: str) -> list[str]:
    """The keys of the first record."""
    start = source.find("{")
    if start < 0:
        return []
    value, _ = _DECODER.raw_decode(source, start)
    return list(value)
