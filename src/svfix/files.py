"""Files: read as text with nothing lost, written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from svfix import charsets


class FileError(Exception):
    """A file that cannot be read or written: what is wrong, and what to do about its encoding."""

    def __init__(self, fault: str, advice: str = "") -> None:
        super().__init__(f"{fault}. {advice}" if advice else fault)
        self.fault, self.advice = fault, advice


NAME_IT = (
    "Name its encoding with --encoding NAME (such as cp1252), or let svfix find it with "
    "--encoding auto"
)


class Document(NamedTuple):
    """A text and the character set it was in."""

    text: str
    encoding: str


def read(path: Path, encoding: str | None = None) -> Document:
    """Read a file; line ends, byte order mark and every other character are kept.

    Raises FileError, as `decode` does, and for a path that cannot be read.
    """
    try:
        if path.is_dir():
            raise FileError(f"{path} is a directory; name the files in it")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    return decode(data, str(path), encoding)


def decode(data: bytes, name: str, encoding: str | None = None) -> Document:
    """Decode the bytes of a document that is called `name` in messages.

    `encoding` is None for UTF-8 text, ``"auto"`` to detect the character set, or its name. Raises
    FileError for bytes that are not text in it, and for an encoding that does not exist.

    >>> decode("f\\u00f6r\\r\\n".encode(), "page.txt").text
    'för\\r\\n'
    >>> decode("f\\u00f6r".encode("cp850"), "page.txt", "auto")
    Document(text='för', encoding='cp850')
    >>> decode("f\\u00f6r".encode("cp1252"), "page.txt")
    Traceback (most recent call last):
    svfix.files.FileError: page.txt is not UTF-8: byte 0xF6 on line 1 (offset 1). Name its \
encoding with --encoding NAME (such as cp1252), or let svfix find it with --encoding auto
    """
    if encoding in (None, "auto"):
        mark = charsets.marked(data)
        _refuse_binary(data, name, mark)
        encoding = (charsets.detect(data) if encoding == "auto" else mark) or encoding or "utf-8"
    if encoding == "auto":
        raise FileError(f"{name} is in no encoding that svfix detects; name it: --encoding NAME")
    try:
        return Document(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise FileError(_where(data, name, encoding, error.start), NAME_IT) from None
    except (LookupError, UnicodeError):
        raise FileError(f"there is no encoding {encoding!r}; try cp1252, or auto") from None


def _refuse_binary(data: bytes, name: str, mark: str | None) -> None:
    """Raise FileError for bytes with a NUL that no Unicode mark accounts for."""
    if (mark is None or mark == "utf-8") and (at := data.find(b"\0")) >= 0:
        raise FileError(
            f"{name} looks binary: it has a NUL byte at offset {at}",
            "If it is text all the same, name its encoding with --encoding NAME (such as utf-8 or "
            "utf-16-le)",
        )


def _where(data: bytes, name: str, encoding: str, offset: int) -> str:
    """The sentence that says which byte is not of the encoding."""
    line = data.count(b"\n", 0, offset) + 1
    shown = "UTF-8" if encoding == "utf-8" else encoding
    return f"{name} is not {shown}: byte 0x{data[offset]:02X} on line {line} (offset {offset})"


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a reader sees the old content or the new.

    A link keeps pointing to what it did; a device or pipe is written to. Raises FileError.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}") from None


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # slow to import, and a filter does without

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions a file has, or would get from an ordinary open."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
