"""Standard output and standard error: bytes and lines that go out whole, coloured on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from svfix.io.files import FileError

Line = list[tuple[str, str]]
"""Pieces of text, each with its style, "" for none."""


DIFF_STYLES = {"-": "red", "+": "green", "@": "cyan"}


def put(data: bytes) -> None:
    """Write all of `data` to standard output, which may take it in parts if it is unbuffered."""
    if sys.stdout is None:
        raise FileError("standard output is closed")
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def say(line: str) -> None:
    """Write a line to standard output."""
    put(f"{line}\n".encode("utf-8", "backslashreplace"))


def tell(message: str) -> None:
    """Write a message to standard error."""
    print(f"svfix: {printable(message)}", file=sys.stderr)


def printable(text: str) -> str:
    """The text with nothing in it that a terminal would obey: a file may have any name.

    >>> printable("rad\\x1b[2J.txt"), printable("blåbär.txt")
    ('rad\\\\x1b[2J.txt', 'blåbär.txt')
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def show_diff(diff: bytes) -> None:
    """Write a unified diff to standard output: as it is, or in colours on a terminal."""
    if not (sys.stdout and sys.stdout.isatty()):
        put(diff)
        return
    rows = diff.decode("utf-8", "replace").splitlines()
    show([(printable(row.replace("\t", "    ")), DIFF_STYLES.get(row[:1], ""))] for row in rows)


def show(lines: Iterable[Line]) -> None:
    """Write lines to standard output, in their styles on a terminal unless NO_COLOR is set."""
    if sys.stdout and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _show_coloured(lines)
    else:
        for line in lines:
            say("".join(text for text, _ in line).rstrip())


def _show_coloured(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line))


def give_up() -> None:
    """Point standard output nowhere: Python flushes it once more at exit, which would fail too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
