"""What a run notes and keeps, where the disk does not take it: it is told, and nothing is left."""

import errno
import os

import pytest

from svfix.batch import BACKUP
from svfix.batch.backups import back_up
from svfix.batch.trail import Trail
from svfix.batch.work import Outcome
from svfix.io.files import Fatal, FileError


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_trail_that_cannot_begin(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(FileError, match=r"edits\.jsonl cannot be written"):
        Trail(str(tmp_path / "a/edits.jsonl"))


def test_a_trail_that_the_disk_has_no_room_for(tmp_path, monkeypatch):
    trail = Trail(str(tmp_path / "edits.jsonl"))
    trail.add(Outcome("a.txt", edits=[]), None)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fatal, match=r"edits\.jsonl cannot be written: No space left"):
        trail.close()
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_the_disk_has_no_room_for(tmp_path):
    trail = Trail(str(tmp_path / "edits.jsonl"))

    class Full:
        writelines = full

    trail._file = Full()
    with pytest.raises(Fatal, match="No space left"):
        trail.add(Outcome("a.txt", edits=[]), None)
    trail.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_made_once(tmp_path):
    page = tmp_path / "a.txt"
    page.write_bytes(b"en")
    back_up(page)
    back_up(page)
    kept = page.with_name("a.txt" + BACKUP)
    assert kept.read_bytes() == b"en"
    page.unlink()
    page.write_bytes(b"ett")
    with pytest.raises(FileError, match="is there already and is no backup"):
        back_up(page)
    assert kept.read_bytes() == b"en"


def test_a_backup_where_a_disk_has_no_links_is_a_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", full)
    page = tmp_path / "a.txt"
    page.write_bytes(b"en")
    back_up(page)
    assert page.with_name("a.txt" + BACKUP).read_bytes() == b"en"


def test_what_is_not_there_has_no_backup(tmp_path):
    with pytest.raises(FileError, match=r"a\.txt cannot be backed up: No such file"):
        back_up(tmp_path / "a.txt")
