"""JSON: objects one a line (or one after another, or in a list), with fields that are texts.

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

from svfix.formats.json_tree import edited
from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result

DEFAULT = "text"
"""The field that is taken where none is named."""

SERVICES = {
    '"DoclingDocument"': "docling",
    '"analyzeResult"': "azure",
    '"BlockType"': "textract",
    '"fullTextAnnotation"': "gcv",
    '"full_text_annotation"': "gcv",
}
"""What a document has that is JSON of another format, and that format."""

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class String(NamedTuple):
    """A string that is a text: what it says, its place within its quotes, record and field."""

    text: str
    start: int
    end: int
    record: int
    field: str


class Records:
    """The records of a document in JSON."""

    format = "jsonl"

    def __init__(self, source: str, strings: Sequence[String]) -> None:
        self.source, self.strings = source, strings
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
        edits = ((edit.start, edit.end, edit.after) for edit in result.edits)
        return edited(self.source, string.start, string.end, edits)

    def place(self, text: int, start: int, end: int) -> Place:
        """The number of the record, from 1, and the field."""
        return {"record": self.strings[text].record, "field": self.strings[text].field}


def read(source: Source) -> Records:
    """Read records of JSON; raises FormatError where one is no JSON, or none has the field."""
    text = decoded(source)
    names = source.fields or (DEFAULT,)
    strings = list(_strings(text, [name.split(".") for name in names]))
    known = {string.field for string in strings}
    if text.strip("\ufeff \t\r\n"):
        for name in names:
            if name not in known:
                raise FormatError(f"no record has a text in the field {name!r}; {_advice(text)}")
    return Records(text, strings)


def _advice(text: str) -> str:
    """What to do about a field that is not there."""
    keys = _keys(text)
    service = next((name for mark, name in SERVICES.items() if mark in text), "")
    if service:
        return f"name the format: --format {service}"
    more = f", out of: {', '.join(keys)}" if keys else ""
    return f"name the one with the text with --field{more}"


def _strings(source: str, paths: Sequence[Path]) -> Iterator[String]:
    """The texts of all records, in order."""
    position = len(source) - len(source.lstrip("\ufeff"))
    record = 0
    try:
        while (position := _skip(source, position)) < len(source):
            walk = _Walk(source)
            position = walk.value(position, 0, paths)
            for start, end, number, path in walk.found:
                value, _ = scanstring(source, start, False)
                yield String(value, start, end - 1, record + number, ".".join(path))
            record += walk.records
    except (ValueError, RecursionError) as error:
        at = min(getattr(error, "pos", position), len(source))
        line = source.count("\n", 0, at) + 1
        what = getattr(error, "msg", "values lie too deep in each other")
        raise FormatError(
            f"record {record + 1} is not JSON: {what} on line {line}; repair or leave out that line"
        ) from None


Path = Sequence[str]
"""The keys on the way to a field, one in the other."""


class _Walk:
    """One value of JSON, in which the strings at the ends of paths are found.

    `found` are the places of strings, from behind the first quote to behind the last, the numbers
    of their records, and their paths; a list at the top holds records, anything else is one.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[tuple[int, int, int, Path]] = []
        self.records = 0

    def value(self, position: int, depth: int, paths: Sequence[Path]) -> int:
        """Go through a value that begins at `position`; return where it ends."""
        kind = self.source[position : position + 1]
        if depth == 0 and kind != "[":
            self.records += 1
        if kind == "[":
            return self._items(position, depth, paths)
        if kind == "{" and any(depth < len(path) for path in paths):
            return self._members(position, depth, paths)
        _, end = _DECODER.raw_decode(self.source, position)
        here = next((path for path in paths if len(path) == depth), None)
        if kind == '"' and here is not None:
            self.found.append((position + 1, end, self.records, here))
        return end

    def _items(self, position: int, depth: int, paths: Sequence[Path]) -> int:
        position = _skip(self.source, position + 1)
        while self.source[position : position + 1] != "]":
            position = _skip(self.source, self.value(position, depth, paths))
            position = self._next(position, "]")
        return position + 1

    def _members(self, position: int, depth: int, paths: Sequence[Path]) -> int:
        position = _skip(self.source, position + 1)
        while self.source[position : position + 1] != "}":
            if self.source[position : position + 1] != '"':
                raise json.JSONDecodeError("a key is wanting", self.source, position)
            key, position = scanstring(self.source, position + 1)
            position = _skip(self.source, position)
            if self.source[position : position + 1] != ":":
                raise json.JSONDecodeError("a colon is wanting", self.source, position)
            position = _skip(self.source, position + 1)
            inside = [path for path in paths if depth < len(path) and path[depth] == key]
            if inside:
                position = self.value(position, depth + 1, inside)
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
