"""JSON with the place of every value in its source, and of every letter of its strings.

What changes in a string is spliced into it; the order of keys, the indentation and the escapes
around it stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]

from svfix.formats.agreement import TextEdit
from svfix.formats.boxes import parsed
from svfix.formats.model import FormatError
from svfix.formats.splices import Splice

_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_LETTER = re.compile(rf"{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.|.", re.DOTALL)
_TOKEN = re.compile(
    r"""[\s,:]*(?:([{\[])|([}\]])|("[^"\\]*(?:\\.[^"\\]*)*")|([^\s,:{}\[\]"]+))""", re.DOTALL
)


_NO_MEMBERS: dict[str, Json] = {}
_NO_ITEMS: list[Json] = []


class Json:
    """A value: ``source[start:end]``, and the values in it, by key or by number.

    A file has many values, and most of them are no containers: these share an empty one.
    """

    __slots__ = ("_text", "end", "items", "members", "source", "start")

    def __init__(self, source: str, start: int, end: int = -1) -> None:
        self.source, self.start, self.end = source, start, end
        self.members = _NO_MEMBERS
        self.items = _NO_ITEMS
        self._text: str | None = None

    def get(self, *keys: str) -> Json | None:
        """The value under keys, one in the other; None where there is none."""
        value: Json | None = self
        for key in keys:
            value = value.members.get(key) if value else None
        return value

    def list_of(self, *keys: str) -> list[Json]:
        """The values in the list under keys; none where there is no list."""
        value = self.get(*keys)
        return value.items if value else []

    def string(self, *keys: str) -> str | None:
        """The string under keys; None where there is none."""
        value = self.get(*keys)
        return value.text if value and value.is_string else None

    def number(self, *keys: str) -> float | None:
        """The number under keys; None where there is none."""
        value = self.get(*keys)
        raw = value.source[value.start : value.end] if value else ""
        if raw[:1] not in set("-0123456789"):
            return None
        return parsed(raw)

    @property
    def is_string(self) -> bool:
        """Whether it is a string."""
        return self.source[self.start] == '"'

    @property
    def text(self) -> str:
        """What a string says."""
        if self._text is None:
            self._text = str(scanstring(self.source, self.start + 1, False)[0])
        return self._text

    def walk(self) -> Iterator[Json]:
        """The value and all in it, in the order of the source."""
        stack = [self]
        while stack:
            value = stack.pop()
            yield value
            stack.extend(reversed(value.members.values()))
            stack.extend(reversed(value.items))

    def letters(self) -> list[int]:
        """Where the letters of a string stand: where each begins, and where the last ends."""
        return letters(self.source, self.start + 1, self.end - 1)

    def edited(self, edits: Iterable[TextEdit]) -> Iterator[Splice]:
        """The splices that make edits of a string's text."""
        return edited(self.source, self.start + 1, self.end - 1, edits)


def letters(source: str, start: int, end: int) -> list[int]:
    """Where the letters of what stands between two quotes begin, and where the last ends."""
    return [start, *(found.end() for found in _LETTER.finditer(source, start, end))]


def edited(source: str, start: int, end: int, edits: Iterable[TextEdit]) -> Iterator[Splice]:
    r"""The splices of what stands between two quotes that make edits of what that says.

    >>> [splice.new for splice in edited('"f\\u00f6r ar"', 1, 12, [(4, 6, "är")])]
    ['\\u00e4r']
    """
    raw = source[start:end]
    ascii_only = raw.isascii() and r"\u" in raw
    places = letters(source, start, end)
    for first, last, new in edits:
        yield Splice(places[first], places[last], quoted(new, ascii_only))


def quoted(text: str, ascii_only: bool = False) -> str:
    """Text as it is written between quotes."""
    new = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    if not ascii_only and not new.isprintable():  # half a surrogate pair is no UTF-8
        new = re.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", new)
    return new


def tree(source: str) -> Json:
    """The value that a source is. Raises FormatError where that is no JSON.

    >>> tree('{"a": [1, {"b": "f\\u00f6r"}]}').list_of("a")[1].string("b")
    'för'
    """
    source_of = source.removeprefix("\ufeff")
    try:
        json.loads(source_of)
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        usual = "values lie too deep" if deep else "a number has too many digits"
        line, what = getattr(error, "lineno", 1), getattr(error, "msg", usual)
        raise FormatError(
            f"the document is not JSON: {what} on line {line}; get it anew from where it was made"
        ) from None
    top = Json(source, 0)
    top.items = []
    stack, key = [top], ""
    for found in _TOKEN.finditer(source, len(source) - len(source_of)):
        here = stack[-1]
        if found[2]:
            here.end = found.end()
            stack.pop()
            continue
        start = found.start(found.lastindex or 0)
        is_object = here.members is not _NO_MEMBERS
        if is_object and not key and found[3]:
            key = scanstring(source, start + 1, False)[0] or "\0"
            continue
        value = Json(source, start, found.end())
        if is_object:
            here.members[key.strip("\0")] = value
            key = ""
        else:
            here.items.append(value)
        if found[1]:
            stack.append(value)
            if found[1] == "{":
                value.members = {}
            else:
                value.items = []
    return top.items[0] if top.items else top
