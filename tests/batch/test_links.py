"""Files that svfix makes are its own: no link leads it elsewhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svfix.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/page.txt").write_text("Metoden for uppféljningen\n", encoding="utf-8")
    return tmp_path


def test_a_manifest_that_is_a_link(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "precious").write_text("precious")
    (folder / "out").mkdir()
    (folder / "out/.svfix-manifest.jsonl").symlink_to(folder / "precious")
    assert main(["fix", str(folder / "in"), "-o", str(folder / "out")]) == 3
    assert (folder / "precious").read_text() == "precious"
    assert "is a link" in capfd.readouterr().err


def test_an_output_that_is_the_directory_of_the_inputs(folder: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["fix", str(folder / "in"), "-o", str(folder / "in")])


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ignored", [False, True], ids=["in front", "behind"])
def test_a_signal_stops_as_an_interrupt(folder: Path, number: int, ignored: bool) -> None:
    """Also behind a shell's `&`, where Ctrl-C is ignored."""
    page = (folder / "in/page.txt").read_text(encoding="utf-8")
    for i in range(3000):
        (folder / f"in/{i}.txt").write_text(page * 20 + str(i), encoding="utf-8")
    command = [sys.executable, "-m", "svfix", "fix", str(folder / "in"), "-q"]
    command += ["-o", str(folder / "out"), "--edits", str(folder / "edits.jsonl")]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.SIG_DFL)
    try:
        run = subprocess.Popen(command)
    finally:
        signal.signal(signal.SIGINT, before)
    while not list(folder.glob("out/*.txt")) and run.poll() is None:
        time.sleep(0.05)
    run.send_signal(number)
    assert run.wait(60) == 130
    left = [p.name for p in folder.rglob(".svfix-*") if p.name != ".svfix-manifest.jsonl"]
    assert not left
