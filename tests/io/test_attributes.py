"""What replaces a file keeps whose it is, who may do what with it, and its times."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from svfix.cli import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and permissions of POSIX")
LONG_AGO = 1_000_000_000_123_456_789  # ns


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("Metoden for uppféljningen\n", encoding="utf-8")
    path.chmod(0o640)
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def test_permissions_and_times_stay_in_place(page: Path) -> None:
    assert main(["fix", str(page), "--in-place"]) == 0
    assert "uppföljningen" in page.read_text("utf-8")
    known = page.stat()
    assert (stat.S_IMODE(known.st_mode), known.st_mtime_ns) == (0o640, LONG_AGO)


def test_another_file_is_of_now(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("old")
    other.chmod(0o604)
    os.utime(other, ns=(LONG_AGO, LONG_AGO))
    assert main(["fix", str(page), "-o", str(other)]) == 0
    assert stat.S_IMODE(other.stat().st_mode) == 0o604
    assert other.stat().st_mtime_ns > LONG_AGO


def test_owner_and_group_stay(page: Path) -> None:
    try:
        os.chown(page, 12345, 54321)
    except PermissionError:
        pytest.skip("only root gives files away")
    page.chmod(0o640)
    assert main(["fix", str(page), "--in-place"]) == 0
    known = page.stat()
    assert (known.st_uid, known.st_gid, stat.S_IMODE(known.st_mode)) == (12345, 54321, 0o640)


def test_extended_attributes_stay(page: Path) -> None:
    try:
        os.setxattr(page, "user.origin", b"scan 17")
    except (AttributeError, OSError) as error:
        pytest.skip(f"no extended attributes here: {error}")
    page.chmod(0o440)
    assert main(["fix", str(page), "--in-place"]) == 0
    assert os.getxattr(page, "user.origin") == b"scan 17"
    assert stat.S_IMODE(page.stat().st_mode) == 0o440


def test_what_may_not_be_kept_is_let_go(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    for name in ("chown", "setxattr", "listxattr"):
        monkeypatch.setattr(os, name, forbidden, raising=False)
    assert main(["fix", str(page), "--in-place"]) == 0
    assert "uppföljningen" in page.read_text("utf-8")
