"""Detection: which format a document is in, told by its content.

A file's name says what someone took it for; its first bytes say what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from svfix.formats.encodings import announced
from svfix.formats.model import FormatError, Names, named
from svfix.io.signatures import kind_of
from svfix.patterns import pattern

HEAD = 4096
"""How many bytes are looked at, at most; of JSON and CSV some whole lines of them."""

_ROOT = pattern(r"<(?![?!/])(?:[^\s<>/:]+:)?([^\s<>/:]+)")
_HOCR = pattern(r"""\bclass\s*=\s*["']?[^"'>]*\bocrx?_""")
_ROOTS = {
    "alto": "alto",
    "PcGts": "page",
    **dict.fromkeys(("TEI", "teiCorpus", "TEI.2"), "tei"),
}
_TSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t"


def detect(data: bytes, field: Names = None) -> str:
    """Return the name of the format of `data`, told by its content; `text` is what is no other.

    A table is told by its column `field` (or several), which is `text` unless it is named. Raises
    FormatError for XML of another kind, and for what `svfix.io.signatures` knows to be no text to
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
    return "csv" if _is_csv(head, named(field) or ("text",)) else "text"


def is_index(data: bytes) -> bool:
    """Whether some bytes are METS, which lies beside the texts that it lists.

    >>> is_index(b"<?xml version='1.0'?><mets:mets xmlns:mets='http://www.loc.gov/METS/'>")
    True
    """
    head = re.sub(r"<!--.*?-->", "", _decoded(data), flags=re.DOTALL)
    root = _ROOT.search(head) if head.lstrip("\ufeff \t\r\n").startswith("<") else None
    return root is not None and root[1] == "mets"


def _decoded(data: bytes) -> str:
    return data[:HEAD].decode(announced(data) or "utf-8", "replace")


def _markup(head: str, data: bytes) -> str:
    declared = head[:9].lower().startswith(("<?xml", "<!doctype"))
    root = _ROOT.search(re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL))
    name = root[1] if root else ""
    if name == "document" and "abbyy.com/" in head:
        return "abbyy"
    if name in _ROOTS:
        return _ROOTS[name]
    if name.lower() == "html" and (_HOCR.search(head) or b"ocr_page" in data):
        return "hocr"
    if name.lower() == "html" or head[:14].lower().startswith("<!doctype html"):
        return "html"
    if name == "mets":
        raise FormatError(
            "this is a list of files and no text (its root is mets); to repair the files of one of "
            "its groups, name the format: mets"
        )
    if declared:
        what = f"its root is {name}" if name else "it has no root"
        raise FormatError(
            f"this is XML of no format that svfix knows ({what}); "
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


def _is_csv(head: str, fields: Sequence[str]) -> bool:
    """Whether the lines are of a table: a row of names, and as many fields in each row below."""
    from svfix.formats.csv import DELIMITERS, rows

    first = head.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    names = [name.text for row in rows(first, delimiter) for name in row]
    if not set(fields) <= set(names) or not len(set(names)) == len(names) > 1:
        return False
    table = [len(row) for row in rows(head, delimiter)]
    if len(head.encode()) >= HEAD - 8:
        table.pop()  # it may be cut off
    return len(table) > 1 and set(table) == {len(names)}
