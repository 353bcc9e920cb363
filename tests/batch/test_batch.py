"""Batches of files: what is taken, where it goes, and what is said about it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.batches import DAMAGED, FIXED, QUICK, command, make, svfix, tree

from svfix.batch import BACKUP, inputs

LIGATURE, PLAIN = "ﬁnansiering\n", "finansiering\n"


@pytest.fixture
def scans(tmp_path):
    """Two volumes of pages, with a picture and things that are no pages beside them."""
    files = {f"{volume}/{page}.txt": LIGATURE for volume in "ab" for page in (1, 2)}
    files |= {"a/1.png": b"\x89PNG\r\n\x1a\n\0", "clean.txt": "I ordning.\n"}
    return make(tmp_path / "scans", files | {".hidden": LIGATURE, ".git/config": LIGATURE})


PAGES = ["a/1.txt", "a/2.txt", "b/1.txt", "b/2.txt", "clean.txt"]


@pytest.fixture
def fix(run):
    return lambda *arguments: run("fix", *arguments, *QUICK)


class TestInputs:
    def test_a_directory_is_mirrored(self, fix, scans, tmp_path):
        code, out, errors = fix(scans, "-o", tmp_path / "out")
        assert (code, out) == (0, "")
        assert sorted(tree(tmp_path / "out")) == PAGES
        assert (tmp_path / "out/b/2.txt").read_text("utf-8") == PLAIN
        assert "5 files in" in errors
        assert "1 passed over" in errors
        assert "4 edits: characters.ligature 4" in errors

    def test_several_directories_keep_their_names(self, fix, scans, tmp_path):
        assert fix(scans / "a", f"{scans}/b/", "-o", tmp_path / "out")[0] == 0
        assert sorted(tree(tmp_path / "out")) == PAGES[:4]

    def test_a_pattern(self, fix, scans, tmp_path):
        assert fix(f"{scans}/*/1.txt", "-o", tmp_path / "out")[0] == 0
        assert sorted(tree(tmp_path / "out")) == ["a/1.txt", "b/1.txt"]
        assert fix(f"{scans}/**/*.txt", "-o", tmp_path / "all")[0] == 0
        assert sorted(tree(tmp_path / "all")) == PAGES
        code, _, errors = fix(f"{scans}/*.xml", "-o", tmp_path / "out")
        assert (code, "no file matches" in errors) == (3, True)

    def test_a_pattern_that_would_lead_out_of_the_directory(self, fix, scans, tmp_path):
        assert fix(f"{scans}/*/../../scans/a/1.txt", "-o", tmp_path / "x/out")[0] == 0
        assert all(name.startswith("out/") for name in tree(tmp_path / "x"))

    def test_a_file_with_the_name_of_a_pattern(self, fix, tmp_path):
        make(tmp_path, {"[1].txt": LIGATURE})
        assert fix(tmp_path / "[1].txt") == (0, PLAIN, "")

    @pytest.mark.parametrize("end", ["\n", "\0"])
    def test_a_list(self, scans, tmp_path, end):
        names = "".join(f"scans/{name}{end}" for name in PAGES[:3]).encode()
        code, _, errors = svfix(
            "fix", "--files-from", "-", "-o", "out", *QUICK, stdin=names, cwd=tmp_path
        )
        assert (code, "3 files" in errors) == (0, True)
        assert sorted(tree(tmp_path / "out/scans")) == PAGES[:3]

    def test_a_list_that_would_lead_out_of_the_directory(self, fix, scans, tmp_path):
        listed = make(tmp_path, {"list": f"{scans}/../scans/a/1.txt\n"}) / "list"
        assert fix("--files-from", listed, "-o", tmp_path / "out")[0] == 0
        [name] = tree(tmp_path / "out")
        assert name.endswith("scans/a/1.txt")

    def test_an_empty_directory(self, fix, tmp_path):
        code, _, errors = fix(make(tmp_path / "none", {".x": ""}), "-o", tmp_path / "out")
        assert (code, "0 files" in errors) == (0, True)

    def test_links(self, fix, scans, tmp_path):
        (scans / "a/link.txt").symlink_to(scans / "a/1.txt")
        (scans / "a/round").symlink_to(scans)
        (scans / "b/gone.txt").symlink_to("nowhere")
        (scans / "c").symlink_to(scans / "b")
        code, _, errors = fix(scans, "-o", tmp_path / "out")
        assert (code, errors.count("cannot be read: No such file")) == (3, 2)
        assert {"a/link.txt", "c/1.txt", *PAGES} <= set(tree(tmp_path / "out"))
        assert not (tmp_path / "out/a/round/a/round").exists()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
    def test_a_pipe_in_a_directory_is_not_waited_for(self, fix, scans, tmp_path):
        os.mkfifo(scans / "a/pipe.txt")
        assert fix(scans, "-o", tmp_path / "out")[0] == 0

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
    def test_what_may_not_be_read(self, fix, scans, tmp_path):
        (scans / "a").chmod(0)
        (scans / "b/1.txt").chmod(0)
        code, _, errors = fix(scans, "-o", tmp_path / "out")
        (scans / "a").chmod(0o755)
        assert (code, errors.count("Permission denied")) == (3, 2)

    @pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
    def test_names_of_any_bytes(self, tmp_path):
        names = [b"rad\nbrott.txt", b"\xff\xe5.txt", "blåbär ☃.txt".encode(), b"-o", b"\x1b[2J"]
        for name in names:
            make(tmp_path / "in", {os.fsdecode(name): LIGATURE})
        (tmp_path / "in" / os.fsdecode(b"\xfe.txt")).write_bytes(b"\xff\xfe\xfd")
        code, _, errors = svfix(
            "fix", "in", "-o", "out", "--edits", "e", "--report", "r", *QUICK, cwd=tmp_path
        )
        assert code == 3
        assert "\x1b" not in errors
        assert set(tree(tmp_path / "out")) >= {os.fsdecode(name) for name in names}
        assert svfix("revert", "out", "e", "-o", "back", cwd=tmp_path)[0] == 0
        assert tree(tmp_path / "back").items() <= tree(tmp_path / "in").items()


class TestOutputs:
    def test_an_output_in_the_input_is_no_input(self, fix, scans):
        for _ in range(2):
            assert fix(scans, "-o", scans / "fixed")[0] == 0
            assert sorted(tree(scans / "fixed")) == PAGES

    @pytest.mark.parametrize("output", ["scans", "scans/../scans/", "link"])
    def test_an_input_is_never_overwritten(self, fix, scans, tmp_path, monkeypatch, output):
        monkeypatch.chdir(tmp_path)
        Path("link").symlink_to(scans)
        before = tree(scans)
        code, _, errors = fix("scans", "-o", output)
        assert (code, tree(scans)) == (2, before) or "0 files" in errors

    def test_an_input_is_not_overwritten_by_what_is_told_of_it(self, fix, scans, tmp_path):
        page = scans / "a/1.txt"
        for option in ("--edits", "--report"):
            code, _, errors = fix(scans, "-o", tmp_path / "out", option, page)
            assert (code, "would overwrite" in errors) == (2, True)
            assert page.read_text("utf-8") == LIGATURE

    def test_one_name_twice(self, fix, scans, tmp_path):
        code, _, errors = fix(scans / "a/1.txt", scans / "b/1.txt", "-o", tmp_path / "out")
        assert (code, "would both be written to" in errors) == (2, True)
        assert not (tmp_path / "out").exists()

    def test_one_file_twice(self, fix, scans, tmp_path):
        page = scans / "a/1.txt"
        assert fix(page, page, "-o", tmp_path / "out")[0] == 0
        assert list(tree(tmp_path / "out")) == ["1.txt"]

    def test_a_folder_where_a_file_should_go(self, fix, scans, tmp_path):
        make(tmp_path / "out", {"a/1.txt/x": "x", "b": "a file"})
        code, _, errors = fix(scans, "-o", tmp_path / "out")
        assert (code, errors.count("cannot be written")) == (3, 3)
        assert (tmp_path / "out/a/2.txt").exists()

    @pytest.mark.parametrize(
        "options",
        [
            [],
            ["--in-place", "-o", "out"],
            ["-o", "out", "--backup"],
            ["-o", "out", "--jobs", "-1"],
            ["-o", "out", "--one-profile", "--profile-from", "x"],
            ["-o", "out", "--one-profile"],
            ["--dry-run", "--edits", "-", "--report", "-"],
        ],
    )
    def test_usage(self, fix, scans, options):
        before = tree(scans)
        assert fix(scans, *options)[0] == 2
        assert tree(scans) == before

    @pytest.mark.parametrize("options", [["--in-place"], ["--one-profile", "--passes", "words"]])
    def test_what_does_not_go_with_standard_input(self, run, options):
        assert run("fix", *options)[0] == 2

    def test_a_format_written_as_another_says_so_by_its_name(self, tmp_path, monkeypatch):
        from svfix.batch import documents

        assert documents.suffix_of("pdf", "out/a.pdf") == ".txt"
        assert (
            documents.suffix_of("pdf", "out/a.txt") == documents.suffix_of("hocr", "a.hocr") == ""
        )


class TestInPlace:
    def test_replaces_what_changes(self, fix, scans):
        clean = (scans / "clean.txt").stat()
        assert fix(scans, "--in-place")[0] == 0
        assert (scans / "a/1.txt").read_text("utf-8") == PLAIN
        assert (scans / ".hidden").read_text("utf-8") == LIGATURE
        assert (scans / "clean.txt").stat().st_ino == clean.st_ino
        assert not list(scans.rglob("*svfix*"))

    def test_backup(self, fix, scans):
        for _ in range(2):  # the second time there is nothing to do, and backups are no inputs
            assert fix(scans, "--in-place", "--backup")[0] == 0
        kept = sorted(path.name for path in scans.rglob(f"*{BACKUP}"))
        assert kept == [f"{n}.txt{BACKUP}" for n in (1, 1, 2, 2)]
        assert all(path.read_text("utf-8") == LIGATURE for path in scans.rglob(f"*{BACKUP}"))

    def test_a_backup_is_never_overwritten(self, fix, scans):
        page = make(scans, {f"a/1.txt{BACKUP}": "another"}) / "a/1.txt"
        code, _, errors = fix(page, "--in-place", "--backup")
        assert (code, "is there already" in errors) == (3, True)
        assert page.read_text("utf-8") == LIGATURE
        assert not list(scans.rglob(".svfix*"))

    def test_where_there_are_no_hard_links(self, fix, scans, monkeypatch):
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links")))
        assert fix(scans / "a/1.txt", "--in-place", "--backup")[0] == 0
        assert (scans / f"a/1.txt{BACKUP}").read_text("utf-8") == LIGATURE

    def test_a_link_stays_a_link(self, fix, scans):
        link = scans / "a/link.txt"
        link.symlink_to("1.txt")
        assert fix(scans, "--in-place")[0] == 0
        assert (link.is_symlink(), link.read_text("utf-8")) == (True, PLAIN)


class TestPreview:
    def test_writes_no_text(self, fix, scans, tmp_path):
        before = tree(tmp_path)
        for option in ("--dry-run", "--diff", "--check"):
            for where in ([], ["-o", tmp_path / "out"], ["--in-place"]):
                assert fix(scans, option, *where)[0] == (option == "--check")
        assert tree(tmp_path) == before

    def test_check_names_what_would_change(self, fix, scans):
        code, out, _ = fix(scans, "--check", "--quiet")
        assert (code, out.split()) == (1, [str(scans / name) for name in PAGES[:4]])
        assert fix(scans / "clean.txt", "--check") == (0, "", "")

    def test_dry_run_counts(self, fix, scans):
        assert fix(scans / "a/1.txt", "--dry-run") == (0, f"{scans / 'a/1.txt'}: 1 edit\n", "")

    def test_diff(self, fix, scans):
        name = scans / "a/1.txt"
        assert fix(name, "--diff") == (
            0,
            f"--- {name}\n+++ {name} (repaired)\n@@ -1,1 +1,1 @@\n-{LIGATURE}+{PLAIN}",
            "",
        )
        assert fix(name, "--diff", "--check")[0] == 1
        assert fix(scans / "clean.txt", "--diff") == (0, "", "")

    def test_a_filter(self):
        code, out, _ = svfix("fix", "--diff", *QUICK, stdin=LIGATURE.encode())
        assert (code, out.decode().splitlines()[-1]) == (0, "+finansiering")
        assert svfix("fix", "--check", *QUICK, stdin=LIGATURE.encode())[:2] == (1, b"-\n")
        assert svfix("fix", "--jobs", "2", *QUICK, stdin=LIGATURE.encode())[1] == PLAIN.encode()


class TestTerminal:
    """What is shown where somebody looks: on a terminal."""

    @pytest.fixture
    def on_terminal(self, scans, tmp_path):
        """Run svfix with a terminal for its messages and its output; returns what it shows."""
        pty = pytest.importorskip("pty")

        def on_terminal(*arguments):
            ours, theirs = pty.openpty()
            environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
            subprocess.run(
                command("fix", *arguments, *QUICK),
                stdout=theirs,
                stderr=theirs,
                env=environment | {"TERM": "xterm"},
                check=True,
                timeout=60,
            )
            os.close(theirs)
            shown = os.read(ours, 100_000)
            os.close(ours)
            return shown

        return on_terminal

    def test_a_bar_and_a_summary(self, on_terminal, scans, tmp_path):
        shown = on_terminal(scans, "-o", tmp_path / "out")
        assert b"6 of 6 files" in shown
        assert b"5 files in" in shown
        assert on_terminal(scans / "a/1.txt", "-o", tmp_path / "1.txt", "--dry-run", "-q")

    def test_quiet(self, on_terminal, scans, tmp_path):
        assert on_terminal(scans, "--dry-run", "--quiet").count(b"\n") == 4

    def test_a_diff_in_colours_that_cannot_command(self, on_terminal, scans):
        make(scans, {"a/1.txt": "\x1b]0;titel\x07 ﬁ\n"})
        shown = on_terminal(scans / "a/1.txt", "--diff")
        assert b"\x1b[32m+" in shown
        assert b"\x1b]0" not in shown


class TestTrail:
    def test_edits_say_what_why_and_where(self, run, tmp_path):
        make(tmp_path / "in", {"1.txt": "Hej.\f\n" + DAMAGED, "2.txt": FIXED})
        edits = tmp_path / "edits.jsonl"
        assert run("fix", tmp_path / "in", "-o", tmp_path / "out", "--edits", edits)[0] == 0
        rows = [json.loads(line) for line in edits.read_text("utf-8").splitlines()]
        heads = [row for row in rows if "schema" in row]
        assert [Path(row["file"]).name for row in heads] == ["1.txt", "2.txt"]
        assert [row["edits"] for row in heads] == [4, 0]
        assert rows[1] == {
            "file": str(tmp_path / "in/1.txt"), "page": 2, "line": 2, "start": 14, "end": 17,
            "before": "for", "after": "för", "rule": "words.confusion",
            "confidence": rows[1]["confidence"],
        }  # fmt: skip
        assert 0.5 <= rows[1]["confidence"] <= 1

    def test_revert_gives_back_the_original(self, run, tmp_path):
        pages = {"1.txt": DAMAGED, "sub/2.txt": FIXED, "3.txt": b"\xef\xbb\xbf" + DAMAGED.encode()}
        pages |= {"4.txt": DAMAGED.replace("\n", "\r\n"), "5.txt": b""}
        scans, out, back = (tmp_path / name for name in ("in", "out", "back"))
        make(scans, pages)
        edits = tmp_path / "edits.jsonl"
        assert run("fix", scans, "-o", out, "--edits", edits)[0] == 0
        assert run("revert", out, edits, "-o", back)[0] == 0
        assert tree(back) == tree(scans)
        code, text, _ = run("revert", out / "1.txt", edits)
        assert (code, text) == (0, DAMAGED)
        assert run("revert", out, edits)[0] == 2
        assert run("revert", out / "1.txt", edits, "-o", out / "1.txt")[0] == 2

    def test_an_original_in_another_encoding(self, run, tmp_path):
        page = make(tmp_path, {"1.txt": DAMAGED.encode("cp1252")}) / "1.txt"
        out, edits = tmp_path / "out.txt", tmp_path / "edits.jsonl"
        arguments = ("fix", page, "-o", out, "--edits", edits, "--encoding", "cp1252")
        assert run(*arguments)[0] == 0
        assert out.read_text("utf-8") == FIXED
        assert run("revert", out, edits, "-o", tmp_path / "back.txt")[0] == 0
        assert (tmp_path / "back.txt").read_bytes() == page.read_bytes()
        assert "-Metoden for" in run("fix", page, "--encoding", "cp1252", "--diff")[1]

    def test_two_pages_repaired_to_be_the_same(self, fix, run, tmp_path):
        make(tmp_path / "in", {"a/1.txt": LIGATURE, "b/1.txt": PLAIN})
        fix(tmp_path / "in", "-o", tmp_path / "out", "--edits", tmp_path / "e")
        assert run("revert", tmp_path / "out", tmp_path / "e", "-o", tmp_path / "back")[0] == 0
        assert tree(tmp_path / "back") == tree(tmp_path / "in")

    def test_what_cannot_be_reverted(self, fix, run, tmp_path):
        page, edits = make(tmp_path, {"1.txt": LIGATURE}) / "1.txt", tmp_path / "e"
        fix(page, "-o", tmp_path / "out.txt", "--edits", edits)
        for content, file, fault in (
            (b"another", "out.txt", "was changed since"),
            (b"", "none", "cannot be read"),
        ):
            (tmp_path / "out.txt").write_bytes(content)
            code, _, errors = run("revert", tmp_path / file, edits)
            assert (code, fault in errors) == (3, True)
        for content in (b"", b"{", b'{"schema": "svfix.edits"}', b"[]", b"\xff"):
            edits.write_bytes(content)
            code, out, errors = run("revert", page, edits)
            assert (code, out, "is no file of edits" in errors) == (3, "", True)

    def test_to_standard_output(self, fix, scans):
        code, out, _ = fix(scans / "a/1.txt", "--dry-run", "--quiet", "--edits", "-")
        assert code == 0
        assert json.loads(out.splitlines()[1])["after"] == "f" + "i"


class TestReport:
    def test_hostile_text_is_only_text(self, run, tmp_path):
        script = "<script>alert(1)</script>"
        name = "<img src=x onerror=alert(1)>.txt"
        pages = {"1.txt": DAMAGED * 3, name: f"{script} {DAMAGED}" * 3, "2.txt": b"\0\xff"}
        make(tmp_path / "in", pages)
        report = tmp_path / "report.html"
        assert run("fix", tmp_path / "in", "-o", tmp_path / "out", "--report", report)[0] == 3
        page = report.read_text("utf-8")
        assert re.findall("<script[^>]*>", page) == [
            '<script type="application/json" id="data">',
            '<script type="module">',
        ]
        assert "<img" not in page
        assert re.findall("https?:", page) == []
        assert "&lt;img src=x" in page
        for title in ("Failed", "Pages, the worst first", "Edits by rule", "Samples to check"):
            assert f">{title}</h2>" in page
        assert "<del>for</del> → <ins>för</ins>" in page

    def test_the_worst_come_first(self, run, tmp_path):
        make(tmp_path / "in", {"good.txt": FIXED * 3, "bad.txt": "xqzt wkfg bdhj " * 20})
        report = tmp_path / "r/report.html"
        assert run("fix", tmp_path / "in", "--dry-run", "--report", report)[0] == 0
        page = report.read_text("utf-8")
        assert page.index(">bad <small>") < page.index(">good <small>")

    def test_an_empty_batch(self, run, tmp_path):
        (tmp_path / "in").mkdir()
        assert run("fix", tmp_path / "in", "--dry-run", "--report", tmp_path / "r.html")[0] == 0


class TestProfile:
    SHORT = "Hon far"  # which alone shows no damage

    def test_one_for_the_batch(self, run, tmp_path):
        make(tmp_path / "in", {"1.txt": DAMAGED, "2.txt": DAMAGED * 2, "3.txt": self.SHORT})
        out = tmp_path / "out"
        assert run("fix", tmp_path / "in", "-o", out)[0] == 0
        assert (out / "3.txt").read_text("utf-8") == self.SHORT
        assert run("fix", tmp_path / "in", "-o", out, "--one-profile")[0] == 0
        assert (out / "3.txt").read_text("utf-8") == "Hon får"

    def test_from_other_files(self, run, tmp_path):
        make(tmp_path, {"in/3.txt": self.SHORT, "known/1.txt": DAMAGED})
        options = ("fix", tmp_path / "in", "-o", tmp_path / "out", "--profile-from")
        assert run(*options, tmp_path / "known")[0] == 0
        assert (tmp_path / "out/3.txt").read_text("utf-8") == "Hon får"
        code, _, errors = run(*options, tmp_path / "gone")
        assert (code, "no file of --profile-from" in errors) == (3, True)


def test_inputs_come_in_one_order(scans):
    found = inputs.find([str(scans)], [], None).inputs
    assert [one.place for one in found] == ["clean.txt", "a/1.png", *PAGES[:4]]
