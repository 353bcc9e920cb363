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


@pytest.mark.parametrize("link", ["out/page.txt", "out"], ids=["a file", "a directory above"])
def test_no_link_leads_an_output_elsewhere(
    folder: Path, capfd: pytest.CaptureFixture[str], link: str
) -> None:
    (folder / "in/sub").mkdir()
    (folder / "in/sub/other.txt").write_text("fran\n")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("precious")
    (folder / "out").mkdir()
    if link == "out":
        (folder / "out/sub").symlink_to(elsewhere)
    else:
        (folder / link).symlink_to(elsewhere / "precious")
    assert main(["fix", str(folder / "in"), "-o", str(folder / "out")]) == 3
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]
    assert (elsewhere / "precious").read_text() == "precious"
    assert "link" in capfd.readouterr().err
    done = {path.name for path in (folder / "out").rglob("*.txt") if not path.is_symlink()}
    assert done == ({"page.txt"} if link == "out" else {"other.txt"})


def test_no_link_leads_an_original_elsewhere(folder: Path) -> None:
    out, back, edits = (str(folder / name) for name in ("out", "back", "edits.jsonl"))
    assert main(["fix", str(folder / "in"), "-o", out, "--edits", edits]) == 0
    (folder / "precious").write_text("precious")
    (folder / "back").mkdir()
    (folder / "back/page.txt").symlink_to(folder / "precious")
    assert main(["revert", out, edits, "-o", back]) == 3
    assert (folder / "precious").read_text() == "precious"


def test_no_link_leads_a_backup_elsewhere(folder: Path) -> None:
    (folder / "in/page.txt.before-svfix").symlink_to(folder / "nowhere")
    assert main(["fix", str(folder / "in"), "--in-place", "--backup"]) == 3
    assert not (folder / "nowhere").exists()


class TestLinks:
    @pytest.fixture
    def linked(self, folder: Path) -> Path:
        (folder / "other").mkdir()
        (folder / "other/far.txt").write_text("Metoden for uppféljningen\n", encoding="utf-8")
        (folder / "in/far").symlink_to(folder / "other")
        (folder / "in/near.txt").symlink_to("page.txt")
        os.link(folder / "in/page.txt", folder / "other/same.txt")
        return folder

    def test_they_are_followed(self, linked: Path) -> None:
        assert main(["fix", str(linked / "in"), "-o", str(linked / "out")]) == 0
        assert {path.name for path in (linked / "out").rglob("*.txt")} == {
            "page.txt", "near.txt", "far.txt", "same.txt",
        }  # fmt: skip

    def test_or_skipped(self, linked: Path, capfd: pytest.CaptureFixture[str]) -> None:
        told = ["--links", "skip"]
        assert main(["fix", str(linked / "in"), "-o", str(linked / "out"), *told]) == 0
        assert [path.name for path in (linked / "out").rglob("*.txt")] == ["page.txt"]
        assert "2 links passed over" in capfd.readouterr().err
        assert main(["fix", f"{linked}/in/*.txt", "-o", str(linked / "other out"), *told]) == 0
        assert [path.name for path in (linked / "other out").rglob("*.txt")] == ["page.txt"]

    def test_in_place_a_file_with_two_names_is_skipped_too(
        self, linked: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        before = (linked / "in/page.txt").read_bytes()
        assert main(["fix", str(linked / "in"), "--in-place", "--links", "skip"]) == 0
        assert (linked / "in/page.txt").read_bytes() == before
        assert "3 links passed over" in capfd.readouterr().err

    def test_otherwise_the_other_name_keeps_what_it_had(self, linked: Path) -> None:
        before = (linked / "in/page.txt").read_bytes()
        assert main(["fix", str(linked / "in/page.txt"), "--in-place"]) == 0
        assert (linked / "in/page.txt").read_bytes() != before
        assert (linked / "other/same.txt").read_bytes() == before


@pytest.mark.parametrize("told", ["--report", "--edits"])
@pytest.mark.parametrize("place", ["a directory", "below a file", "read-only"])
def test_what_is_told_must_be_writable_before_the_work(
    folder: Path, capfd: pytest.CaptureFixture[str], told: str, place: str
) -> None:
    places = {"a directory": folder, "below a file": folder / "in/page.txt/report.html"}
    places["read-only"] = folder / "closed/report.html"
    (folder / "closed").mkdir(mode=0o500)
    if place == "read-only" and os.access(folder / "closed", os.W_OK):
        pytest.skip("root may write anywhere")
    code = main(["fix", str(folder / "in"), "-o", str(folder / "out"), told, str(places[place])])
    assert code == 3
    assert "cannot be written" in capfd.readouterr().err
    assert not list(folder.rglob("out/*.txt"))
    assert not list(folder.rglob(".svfix-[0-9]*"))


def test_an_interrupt_while_loading_is_one_line() -> None:
    """It comes from a module that the command line imports."""
    loading = """if True:
        import sys
        class Interrupt:
            def find_spec(self, name, *_):
                if name == "svfix.cli.parser":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Interrupt())
        from svfix.program import run
        run()
    """
    command = [sys.executable, "-c", loading]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "svfix: interrupted\n")


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
    asked = {signal.SIGINT: signal.SIG_IGN if ignored else signal.SIG_DFL, number: signal.SIG_DFL}
    before = {name: signal.signal(name, handler) for name, handler in asked.items()}  # nohup's, too
    try:
        run = subprocess.Popen(command)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    while not list(folder.glob("out/*.txt")) and run.poll() is None:
        time.sleep(0.05)
    run.send_signal(number)
    assert run.wait(60) == 130
    left = [p.name for p in folder.rglob(".svfix-*") if p.name != ".svfix-manifest.jsonl"]
    assert not left
