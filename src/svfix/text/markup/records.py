"""Records: catalogues of messages (PO), JSON and CSV, of which only the values are prose."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, outside, verbose

_MESSAGE = verbose(r"""
    ^(?: \#[:,.|~].*
       | (?P<key>msg(?:id|id_plural|ctxt|str)(?:\[\d\])?)[ \t]+"(?P<value>.*)"[ \t\r]*
       | [ \t]*"(?P<more>.*)"[ \t\r]* )$
""")
_HEADER = verbose(r"[A-Za-z][\w-]*:[ ].*\\n$")
_STRING = verbose(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?')
_BESIDE = {mark: verbose(rf"""{mark}[\w"'-](?<=[\w"']..)""") for mark in (";", "\t", ",")}
_NAME = verbose(r'"?[A-Za-zÅÄÖåäö_][\w .%()/-]{0,40}"?$')
_IDENTIFIER = verbose(r'"?(?:[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[A-Za-z]+_\w+)"?$')


def find(text: str) -> Iterator[Span]:
    """What of a text is the structure of records."""
    yield from messages(text)
    yield from objects(text)
    yield from rows(text)


def messages(text: str) -> Iterator[Span]:
    r"""A catalogue of messages: all but what stands between the quotes of a translation.

    >>> text = '#: a.c:4\nmsgid "no file"\nmsgstr "ingen fil"\n'
    >>> [text[a:b] for a, b in messages(text)]
    ['#: a.c:4', 'msgid "no file"', 'msgstr "', '"']
    """
    if 'msgid "' not in text:
        return
    translated = False
    for line in _MESSAGE.finditer(text):
        if line["key"]:
            translated = line["key"].startswith("msgstr")
        group = "value" if line["key"] else "more"
        if translated and line[group] and not _HEADER.match(line[group]):
            yield line.start(), line.start(group)
            yield line.end(group), line.end()
        else:
            yield line.span()


def objects(text: str) -> Iterator[Span]:
    """JSON, as a whole or line by line: all but the strings that are values.

    >>> text = '{"ort": "Malmo", "id": 4}'
    >>> [text[a:b] for a, b in objects(text)]
    ['{"ort": "', '", "id": 4}']
    >>> list(objects('{var} ["1] och "sa"'))
    []
    """
    if '"' not in text or not ("{" in text or "[" in text):
        return
    if is_json(text):
        yield from structure(text, 0, len(text))
    elif '{"' in text or '["' in text:
        at = 0
        for line in text.split("\n"):
            if is_json(line):
                yield from structure(text, at, at + len(line))
            at += len(line) + 1


def is_json(text: str) -> bool:
    """Whether a text is an object or an array, with strings in it."""
    inside = text.strip()
    if inside[:1] + inside[-1:] not in ("{}", "[]") or '"' not in inside:
        return False
    import json  # which few texts ask for

    try:
        json.loads(inside)
    except (ValueError, RecursionError):
        return False
    return True


def structure(text: str, start: int, end: int) -> Iterator[Span]:
    """What of valid JSON is no string that is a value."""
    strings = _STRING.finditer(text, start, end)
    return outside((s.span(1) for s in strings if s[2] is None and s[1]), start, end)


def rows(text: str) -> Iterator[Span]:
    """The head of a table of values and what separates them, if every line has as many.

    >>> text = "id;namn;ar\\n1;Eken;2012\\n2;Asken;2013"
    >>> [text[a:b] for a, b in rows(text)]
    ['id;namn;ar', ';', ';', ';', ';']
    >>> list(rows("hej; då\\noch; så; ja")), list(rows("a, b\\nc, d\\ne, f"))
    ([], [])
    """
    for mark, beside in _BESIDE.items():
        if mark not in text or not beside.search(text):
            continue
        at = 0
        for block in text.split("\n\n"):
            if mark in block and is_table(block.split("\n"), mark):
                head = block.index("\n", len(block) - len(block.lstrip()))
                yield at, at + head
                yield from (
                    (at + i, at + i + 1) for i in range(head, len(block)) if block[i] == mark
                )
            at += len(block) + 2


def is_table(lines: list[str], mark: str) -> bool:
    """Whether lines are the rows of a table under a row of names."""
    lines = [line for line in lines if line.strip()]
    count = lines[0].count(mark) if lines else 0
    if len(lines) < 2 or count < 2 or any(line.count(mark) != count for line in lines):
        return False
    names = lines[0].strip().split(mark)
    if len(set(names)) < len(names) or not all(map(_NAME.match, names)):
        return False
    if any(f"{mark} " in line for line in lines):
        return False
    if mark == ";":
        return True
    figures = any(cell[:1].isdigit() for line in lines[1:] for cell in line.split(mark))
    return figures and all(map(_IDENTIFIER.match, names))
