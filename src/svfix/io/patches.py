"""Patches: what lies between two versions of a file, in bytes, whatever its format.

A file is cut into pieces, lines or also tags, and two versions are walked side by side; where they
part, the nearest place where they agree again is looked for.  That is not always the shortest
patch, but it is always a true one, and it takes time in proportion to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LINES = re.compile(rb"[^\n]*\n|[^\n]+")
PIECES = re.compile(rb"[^\n>]*[\n>]|[^\n>]+")  # lines and tags: a page may be one line of XML

AGREE = 3  # equal pieces in a row that count as being together again: closing tags are all alike
REACH = 48  # pieces to look ahead, in both versions together


class Block(NamedTuple):
    """Pieces ``[i:i_end]`` of the old version that became ``[j:j_end]`` of the new."""

    i: int
    i_end: int
    j: int
    j_end: int


class Splice(NamedTuple):
    """Bytes of the old version, from `start`, and what stands in their place in the new."""

    start: int
    removed: bytes
    inserted: bytes


def splices(old: bytes, new: bytes) -> list[Splice]:
    r"""What turns `old` into `new`.

    >>> splices(b"<w>ar</w><w>nu</w>", b"<w>\xc3\xa4r</w><w>nu</w>")
    [Splice(start=3, removed=b'ar</w>', inserted=b'\xc3\xa4r</w>')]
    >>> splices(b"the same", b"the same")
    []
    """
    if new.startswith(old):  # of an update behind a PDF there is nothing to look for
        return [Splice(len(old), b"", new[len(old) :])] if new != old else []
    before, after = PIECES.findall(old), PIECES.findall(new)
    found, start, done = [], 0, 0
    for block in blocks(before, after):
        start += sum(map(len, before[done : block.i]))
        removed = b"".join(before[block.i : block.i_end])
        found.append(Splice(start, removed, b"".join(after[block.j : block.j_end])))
        start, done = start + len(removed), block.i_end
    return found


def undo(new: bytes, made: Sequence[tuple[int, bytes, int]]) -> bytes:
    r"""The old version: `made` are splices, of what they inserted only the length.

    >>> undo(b"de \xc3\xa4r", [(0, b"de ar", 6)])
    b'de ar'
    """
    kept: list[bytes] = []
    at = shift = 0
    for start, removed, inserted in made:
        kept += new[at : start + shift], removed
        at = start + shift + inserted
        shift += inserted - len(removed)
    return b"".join([*kept, new[at:]])


def blocks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Block]:
    """The stretches that differ, in order; none touches the next.

    Where as many pieces are left in both, they are taken to go in step: words change, lines stay.
    """
    i = j = 0
    while True:
        while i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
        if i == len(old) and j == len(new):
            return
        first = i, j
        in_step = False
        while not in_step and not _agree(old, new, i, j):
            if len(old) - i == len(new) - j:
                i, j = i + 1, j + 1
                in_step = old[i : i + 1] == new[j : j + 1]
            else:
                i, j, in_step = _together(old, new, i, j)
        yield Block(first[0], i, first[1], j)


def _together(old: Sequence[bytes], new: Sequence[bytes], i: int, j: int) -> tuple[int, int, bool]:
    """The nearest place where both go on alike; where there is none near, a piece on in each."""
    for reach in range(1, REACH + 1):
        for a in sorted(range(reach + 1), key=lambda a: abs(2 * a - reach)):
            if _agree(old, new, i + a, j + reach - a):
                return i + a, j + reach - a, True
    i, j = min(i + 1, len(old)), min(j + 1, len(new))
    return i, j, i < len(old) and j < len(new) and old[i] == new[j]


def _agree(old: Sequence[bytes], new: Sequence[bytes], i: int, j: int) -> bool:
    if i > len(old) or j > len(new):
        return False
    return old[i : i + AGREE] == new[j : j + AGREE]


def unified(name: str, old: bytes, new: bytes, context: int = 3) -> bytes:
    r"""A unified diff, as `diff -u` writes it and `patch` reads it.

    >>> print(unified("a.txt", b"en\ntva\n", "en\ntvå\n".encode()).decode(), end="")
    --- a.txt
    +++ a.txt (repaired)
    @@ -1,2 +1,2 @@
     en
    -tva
    +två
    """
    before, after = LINES.findall(old), LINES.findall(new)
    out = []
    for group in _grouped(blocks(before, after), context):
        out.append(_hunk(group, before, after, context))
    if not out:
        return b""
    shown = name.encode("utf-8", "backslashreplace")
    return b"--- %s\n+++ %s (repaired)\n" % (shown, shown) + b"".join(out)


def _grouped(found: Iterator[Block], context: int) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in found:
        if group and block.i - group[-1].i_end > 2 * context:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _hunk(
    group: list[Block], before: Sequence[bytes], after: Sequence[bytes], context: int
) -> bytes:
    first, last = group[0], group[-1]
    lead = min(context, first.i)
    tail = min(context, len(before) - last.i_end)
    rows, at = [], first.i - lead
    for block in group:
        rows += [_row(b" ", line) for line in before[at : block.i]]
        rows += [_row(b"-", line) for line in before[block.i : block.i_end]]
        rows += [_row(b"+", line) for line in after[block.j : block.j_end]]
        at = block.i_end
    rows += [_row(b" ", line) for line in before[at : last.i_end + tail]]
    old_span = _span(first.i - lead, last.i_end + tail)
    new_span = _span(first.j - lead, last.j_end + tail)
    return b"@@ -%s +%s @@\n" % (old_span, new_span) + b"".join(rows)


def _span(start: int, end: int) -> bytes:
    return b"%d,%d" % (start + (end > start), end - start)


def _row(mark: bytes, line: bytes) -> bytes:
    end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
    return mark + line + end
