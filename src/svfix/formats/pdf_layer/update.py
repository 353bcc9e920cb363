"""The update: a PDF with some objects new, and every byte that was there before them as it was.

What a PDF is allowed to grow by, an incremental update, is written behind it: the new objects, and
a table of where they are that leads on to the table before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from svfix.formats.model import FormatError

TAIL = 2048
"""How many bytes at the end are looked through for where the last table is."""

KEPT = ("/Root", "/Info")

_START = re.compile(rb"startxref\s+(\d+)")


def updated(data: bytes, pdf: Any, objects: Iterable[Any]) -> bytes:
    """The bytes of a PDF with `objects`, those of `pdf` that are new or changed, written behind.

    Raises FormatError for a PDF that does not say where its table is.
    """
    found = _START.findall(data, max(0, len(data) - TAIL))
    if not found:
        raise FormatError("the PDF does not say where its table of objects is; " + WHOLE)
    table, header = int(found[-1]), data.index(b"%PDF-")
    pieces, offsets = [data, b"" if data.endswith(b"\n") else b"\n"], {}
    at = len(data) + len(pieces[-1]) - header
    for one in sorted(objects, key=lambda each: each.objgen):
        number, generation = one.objgen
        body = b"%d %d obj\n%b\nendobj\n" % (number, generation, _body(one))
        offsets[number] = at, generation
        pieces.append(body)
        at += len(body)
    rows = _trailer(pdf, pieces[1:], max(int(pdf.trailer.Size), *(n + 1 for n in offsets)), table)
    if data[table + header : table + header + 4] == b"xref":
        pieces.append(_table(offsets) + b"trailer\n%b\n" % _unparsed(rows))
    else:
        pieces.append(_stream(rows, offsets, at))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(pieces)


WHOLE = "write it anew first: qpdf scan.pdf whole.pdf"


def _unparsed(dictionary: Any) -> bytes:
    return bytes(pikepdf.Dictionary(dictionary).unparse())


def _body(one: Any) -> bytes:
    """The source of an object."""
    if not isinstance(one, pikepdf.Stream):
        return bytes(one.unparse(resolved=True))
    data = one.read_raw_bytes()
    rows = {str(key): value for key, value in one.stream_dict.items()} | {"/Length": len(data)}
    return b"%b\nstream\n%b\nendstream" % (_unparsed(rows), data)


def _trailer(pdf: Any, new: Iterable[bytes], size: int, table: int) -> dict[str, Any]:
    rows = {key: pdf.trailer[key] for key in KEPT if key in pdf.trailer}
    rows |= {"/Size": size, "/Prev": table}
    if "/ID" in pdf.trailer:  # its first half stays: it is the same document
        digest = hashlib.md5(b"".join(new), usedforsecurity=False).digest()
        rows["/ID"] = pikepdf.Array([pdf.trailer.ID[0], pikepdf.String(digest)])
    return rows


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers as runs: the first and how many.

    >>> list(_runs([1, 2, 3, 7]))
    [(1, 3), (7, 1)]
    """
    first = count = 0
    for number in numbers:
        if count and number == first + count:
            count += 1
            continue
        if count:
            yield first, count
        first, count = number, 1
    if count:
        yield first, count


def _table(offsets: dict[int, tuple[int, int]]) -> bytes:
    pieces = [b"xref\n"]
    for first, count in _runs(offsets):
        pieces.append(b"%d %d\n" % (first, count))
        pieces += [b"%010d %05d n\r\n" % offsets[first + n] for n in range(count)]
    return b"".join(pieces)


def _stream(rows: dict[str, Any], offsets: dict[int, tuple[int, int]], at: int) -> bytes:
    """The table as a stream, which documents that have one go on with."""
    number = rows["/Size"]
    offsets = offsets | {number: (at, 0)}
    body = b"".join(
        b"\1" + offset.to_bytes(5, "big") + generation.to_bytes(2, "big")
        for offset, generation in offsets.values()
    )
    index = [value for run in _runs(offsets) for value in run]
    dictionary = rows | {
        "/Type": pikepdf.Name.XRef, "/Size": number + 1, "/W": pikepdf.Array([1, 5, 2]),
        "/Index": pikepdf.Array(index), "/Length": len(body),
    }  # fmt: skip
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, _unparsed(dictionary), body)
