"""Files: written whole or not at all, and swept away where they were left by half."""

import os

import pytest

from svfix.io import files
from svfix.io.files import FileError

posix = pytest.mark.skipif(os.name != "posix", reason="needs a system that has it")


def test_a_directory_is_no_file(tmp_path):
    for read in (files.read, lambda path: files.bytes_of(str(path))):
        with pytest.raises(FileError, match="is a directory"):
            read(tmp_path)
    with pytest.raises(FileError, match="is a directory; name the files in it"):
        files.read(tmp_path)


def test_what_is_not_there_cannot_be_read(tmp_path):
    for read in (files.read, lambda path: files.bytes_of(str(path))):
        with pytest.raises(FileError, match=r"no\.txt cannot be read: No such file"):
            read(tmp_path / "no.txt")


def test_a_name_that_no_file_can_have():
    with pytest.raises(FileError, match="cannot be read: embedded null"):
        files.bytes_of("a\0b")


@posix
def test_a_device_is_written_to(tmp_path):
    files.write(tmp_path / "a.txt", b"en")
    assert files.prepare(tmp_path / "a.txt", b"en") is not None
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    files.write(path, b"en text")
    assert os.read(reader, 99) == b"en text"
    os.close(reader)
    assert path.is_fifo()


def test_where_no_file_can_be_nothing_is_left(tmp_path):
    (tmp_path / "a").write_bytes(b"en")
    with pytest.raises(FileError, match=r"1\.txt cannot be written"):
        files.write(tmp_path / "a/1.txt", b"en")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.prepare(tmp_path / "a.txt", b"en")
    assert list(tmp_path.iterdir()) == []


def ended():
    """The number of a process that has ended."""
    process = os.fork()
    if not process:
        os._exit(0)
    os.waitpid(process, 0)
    return process


@posix
def test_only_what_ended_processes_left_is_swept_away(tmp_path):
    kept = {
        f".svfix-{os.getppid()}-aa",  # another one that runs
        ".svfix-manifest-old",
        "svfix-1-aa",
    }
    for name in (*kept, f".svfix-{ended()}-aa", f".svfix-{os.getpid()}-aa"):
        (tmp_path / name).write_bytes(b"")
    files.sweep([tmp_path, tmp_path / "no"])
    assert {path.name for path in tmp_path.iterdir()} == kept


@posix
def test_where_processes_cannot_be_asked_for_all_is_swept_away(tmp_path, monkeypatch):
    path = tmp_path / f".svfix-{os.getppid()}-aa"
    path.write_bytes(b"")
    monkeypatch.setattr(files.os, "name", "nt")
    try:
        alive = files._is_alive(os.getppid())
    finally:
        monkeypatch.undo()
    assert not alive
