"""Files: read as text with nothing lost, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, NamedTuple

from svfix.io import attributes, charsets
from svfix.io.signatures import kind_of


class FileError(Exception):
    """A file that cannot be read or written: what is wrong, and what to do about its encoding."""

    def __init__(self, fault: str, advice: str = "") -> None:
        super().__init__(f"{fault}. {advice}" if advice else fault)
        self.fault, self.advice = fault, advice


class Fatal(FileError):
    """What goes wrong with a file, and would with any other: there is no room, or no lexicon."""


NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
STANDARD = "-"  # standard input or output, in the place of a path
TEMPORARY = ".svfix-"  # what the name of a file begins with that is being written


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
    FileError for bytes that are not text in it, for files of other kinds than text unless their
    encoding is named, and for an encoding that does not exist.

    >>> decode("f\\u00f6r\\r\\n".encode(), "page.txt").text
    'för\\r\\n'
    >>> decode("f\\u00f6r".encode("cp850"), "page.txt", "auto")
    Document(text='för', encoding='cp850')
    >>> decode("f\\u00f6r".encode("cp1252"), "page.txt")
    Traceback (most recent call last):
    svfix.io.files.FileError: page.txt is not UTF-8: byte 0xF6 on line 1 (offset 1). Name its \
encoding with --encoding NAME (such as cp1252), or let svfix find it with --encoding auto
    """
    if encoding in (None, "auto"):
        known = charsets.marked(data) or charsets.unmarked(data)
        _refuse_binary(data, name, known)
        if encoding is None and known in charsets.WIDE:
            raise FileError(f"{name} is {known.upper()} without a byte order mark", name_it(known))
        encoding = known or (charsets.detect(data) or encoding if encoding else "utf-8")
    if encoding == "auto":
        raise FileError(f"{name} is in no encoding that svfix detects; name it: --encoding NAME")
    if not charsets.is_charset(encoding):
        raise FileError(f"there is no encoding {encoding!r}; try cp1252, or auto")
    try:
        return Document(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise FileError(_where(data, name, encoding, error.start), name_it()) from None
    except UnicodeError:
        raise FileError(f"there is no encoding {encoding!r}; try cp1252, or auto") from None


def name_it(encoding: str = "NAME (such as cp1252)") -> str:
    """What to do about a text that is in an encoding which it does not announce."""
    return (
        f"Name its encoding with --encoding {encoding}, or let svfix find it with --encoding auto"
    )


def _refuse_binary(data: bytes, name: str, encoding: str | None) -> None:
    """Raise FileError for what is no text, and for a NUL that no Unicode encoding accounts for."""
    if kind := kind_of(data):
        raise FileError(f"{name} {kind.refusal}")
    if encoding in (None, "utf-8") and (at := data.find(b"\0")) >= 0:
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


def write(path: Path, data: bytes, root: str | None = None) -> None:
    """Write a file whole or not at all: a reader sees the old content or the new.

    A link that the user named keeps pointing to what it did; in a directory (`root`) none is
    followed. A device or pipe is written to. Raises FileError.
    """
    if (ready := prepare(path, data, root=root)) is not None:
        put(ready, path, root)


def prepare(
    path: Path,
    data: bytes,
    process: int | None = None,
    root: str | None = None,
    same: bool = False,
) -> Path | None:
    """Write what is to become the content of a file to a hidden one beside it, for `put`.

    The directory is made if it is not there. `process` is the one that the hidden file is swept
    away after, if it is not this one; `root` is a directory that no link may lead out of, and
    `same` says that the file stays the one it is, with its times. Returns None for a device or
    pipe, which is written to at once. Raises FileError, and Fatal.
    """
    ready = None
    try:
        place = placed(path, root)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return None
        ready = temporary(place, process or os.getpid())
        with new(ready) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        attributes.keep(place, ready, same)
    except BaseException as error:
        if ready:
            ready.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritten(path, error) from None
        raise
    return ready


def new(path: Path) -> BinaryIO:
    """A new file of ours to be written, in the place of what has its name; no link is followed."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, NEW, 0o600), "wb")


def unlinked(path: Path) -> BufferedRandom:
    """A file to read and write, made if it is not there. Raises OSError (ELOOP) for a link."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return os.fdopen(os.open(path, flags, 0o666), "r+b")


def placed(path: Path, root: str | None = None) -> Path:
    """Where a file goes, without links: of one in a directory, only if none leads it elsewhere.

    Raises FileError.
    """
    if root is None:
        return path.resolve()
    folder, top = path.parent.resolve(), Path(root).resolve()
    if path.is_symlink():
        raise FileError(f"{path} is a link, which svfix does not write to; take it away")
    if top not in (folder, *folder.parents):
        raise FileError(f"{path.parent} leads out of {root} by a link; take that away")
    return folder / path.name


def writable(path: Path) -> None:
    """Raise FileError where a file could not be written: so that it is known before the work."""
    if path.is_dir():
        raise FileError(f"{path} cannot be written: it is a directory")
    if path.is_file() or not path.exists():
        ready = prepare(path, b"")
        if ready is not None:
            ready.unlink()


def put(ready: Path, path: Path, root: str | None = None) -> None:
    """Put a prepared file in its place, at once. Raises FileError."""
    try:
        ready.replace(placed(path, root))
    except OSError as error:
        ready.unlink(missing_ok=True)
        raise unwritten(path, error) from None


def unwritten(path: Path, error: OSError) -> FileError:
    """What to raise for a file that cannot be written."""
    kind = Fatal if error.errno in NO_ROOM else FileError
    return kind(f"{path} cannot be written: {error.strerror}")


def digest(data: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(data).hexdigest()


def temporary(path: Path, process: int) -> Path:
    """The hidden file that a process prepares for a path: another for each of both."""
    name = hashlib.blake2b(os.fsencode(path.name), digest_size=8).hexdigest()
    return path.parent / f"{TEMPORARY}{process}-{name}"


def sweep(folders: Iterable[Path]) -> None:
    """Take away what processes that were killed left half written in some directories."""
    for folder in folders:
        with suppress(OSError):
            for path in folder.glob(f"{TEMPORARY}*-*"):
                process = path.name[len(TEMPORARY) :].split("-")[0]
                if process.isdigit() and not _is_alive(int(process)):
                    path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # where there is no asking: runs there are to be alone
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return process != os.getpid()


def bytes_of(source: str) -> bytes:
    """What a file or standard input holds. Raises FileError."""
    if source == STANDARD:
        if sys.stdin is None:
            raise FileError("standard input is closed")
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except IsADirectoryError:
        raise FileError(f"{source} is a directory") from None
    except OSError as error:
        raise FileError(f"{source} cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in the name
        raise FileError(f"{source!r} cannot be read: {error}") from None
