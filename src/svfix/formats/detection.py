"""Detection: which format a document is in, told by its content.

A file's name says what someone took it for; its first bytes say what it is.
"""

from __future__ import annotations

import codecs
import json
import re

from svfix.formats.model import FormatError
from svfix.io.signatures import kind_of
from svfix.patterns import pattern

HEAD = 4096
"""How many bytes are looked at, at most; of JSON and CSV some whole lines of them."""

_ROOT = pattern(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_HOCR = pattern(r"""\bclass\s*=\s*["']?[^"'>]*\bocrx?_""")
_ROOTS = {"alto": "alto", "PcGts": "page"}
_TSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def detect(data: bytes, field: str | None = None) -> str:
    """Return the name of the format of `data`, told by its content; `text` is what is no other.

    A table is told by its column `field`, which is `text` unless it is named. Raises FormatError
    for XML and HTML of another kind, and for what `svfix.io.signatures` knows to be no text to
    repair.

    >>> detect(b"Bara text.")
    'text'
    >>> detect(b'{"id": 1, "text": "Bara text."}')
    'jsonl'
    >>> detect(b"<b>Text i fetstil, men inget dokument</b>")
    'text'
    """
    if b"%PDF-" in data[:1024] and b"\0" not in data[: data.index(b"%PDF-")]:
        return "pdf"
    if kind := kind_of(data):
        raise FormatError(f"the document {kind.refusal}")
    head = _decoded(data).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _markup(head, data)
    if head.startswith(_TSV):
        return "tsv"
    if head.startswith(("{", "[")) and _is_json(head):
        return "jsonl"
    return "csv" if _is_csv(head, field or "text") else "text"


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    return data[:HEAD].decode(encoding, "replace")


def _markup(head: str, data: bytes) -> str:
    declared = head[:9].lower().startswith(("<?xml", "<!doctype"))
    root = _ROOT.search(re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL))
    name = root[1] if root else ""
    if name in _ROOTS:
        return _ROOTS[name]
    if name.lower() == "html" and (_HOCR.search(head) or b"ocr_page" in data):
        return "hocr"
    if declared or name.lower() == "html":
        what = f"its root is {name}" if name else "it has no root"
        raise FormatError(
            f"this is XML or HTML, but not hOCR, ALTO or PAGE ({what}); "
            "to repair it as plain text all the same, name the format: text"
        )
    return "text"


def _is_json(head: str) -> bool:
    """Whether a JSON object stands there, as far as can be seen."""
    start = head.find("{")
    if start < 0 or head[:start].strip(" \t\r\n[") or not re.match(r'\{\s*("|\})', head[start:]):
        return False
    try:
        json.JSONDecoder().raw_decode(head, start)
    except RecursionError:
        return True  # that is told where it is read
    except ValueError as error:
        reached = getattr(error, "pos", 0)
        return len(head.encode()) >= HEAD - 8 and (
            "Unterminated" in str(error) or reached >= len(head) - 8
        )
    return True


def _is_csv(head: str, field: str) -> bool:
    """Whether the lines are of a table: a row of names, and as many fields in each row below."""
    from svfix.formats.csv import DELIMITERS, rows

    first = head.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    names = [name.text for row in rows(first, delimiter) for name in row]
    if field not in names or not len(set(names)) == len(names) > 1:
        return False
    table = [len(row) for row in rows(head, delimiter)]
    if len(head.encode()) >= HEAD - 8:
        table.pop()  # it may be cut off
    return len(table) > 1 and set(table) == {len(names)}
