"""The command line, as a user meets it: in its own process where pipes and locales matter."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import svfix
from svfix import PASSES, __version__
from svfix.cli import main

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar.\n"
FIXED = "Metoden för uppföljningen har varit intervjuer med chefer från olika förvaltningar.\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED.encode())
    return path


@pytest.fixture
def run(capsysbinary, monkeypatch):
    """Run the command in this process; returns exit code, output as bytes, messages as text."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code
        captured = capsysbinary.readouterr()
        return code, captured.out, captured.err.decode()

    return run


def shell(command):
    """Run a shell command in which $SVFIX is the program."""
    environment = os.environ | {"SVFIX": f"{sys.executable} -m svfix"}
    return subprocess.run(
        ["sh", "-c", command], env=environment, capture_output=True, check=False, timeout=60
    )


class TestFix:
    def test_is_a_filter(self, run):
        assert run("fix", stdin=DAMAGED.encode()) == (0, FIXED.encode(), "")
        assert run("fix", "-", stdin=DAMAGED.encode()) == (0, FIXED.encode(), "")

    def test_reads_a_file_and_leaves_it(self, run, page):
        assert run("fix", page) == (0, FIXED.encode(), "")
        assert page.read_bytes() == DAMAGED.encode()

    def test_writes_a_file(self, run, page, tmp_path):
        assert run("fix", page, "-o", tmp_path / "out.txt") == (0, b"", "")
        assert (tmp_path / "out.txt").read_text("utf-8") == FIXED

    def test_writes_into_a_directory_under_the_same_name(self, run, page, tmp_path):
        (tmp_path / "out").mkdir()
        assert run("fix", page, "-o", tmp_path / "out")[0] == 0
        assert (tmp_path / "out" / "page.txt").read_text("utf-8") == FIXED

    def test_makes_the_directory_for_several_files(self, run, page, tmp_path):
        other = tmp_path / "other.txt"
        other.write_bytes(b"Hej\n")
        assert run("fix", page, other, "-o", tmp_path / "out")[0] == 0
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["other.txt", "page.txt"]

    def test_a_bad_file_is_told_of_and_the_others_are_done(self, run, page, tmp_path):
        code, _, errors = run("fix", tmp_path / "gone.txt", page, "-o", tmp_path / "out")
        assert code == 3
        assert "gone.txt cannot be read: No such file" in errors
        assert (tmp_path / "out" / "page.txt").exists()

    @pytest.mark.parametrize("name", ["page.txt", "./page.txt", "link.txt"])
    def test_never_overwrites_its_input(self, run, page, tmp_path, monkeypatch, name):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "link.txt").symlink_to(page)
        code, _, errors = run("fix", page, "-o", name)
        assert (code, page.read_bytes()) == (2, DAMAGED.encode())
        assert "would overwrite" in errors

    def test_never_overwrites_an_input_among_several(self, run, page, tmp_path):
        other = tmp_path / "other.txt"
        other.write_bytes(b"Hej\n")
        assert run("fix", page, other, "-o", tmp_path)[0] == 2

    def test_several_files_need_a_directory(self, run, page, tmp_path):
        other = tmp_path / "other.txt"
        other.write_bytes(b"Hej\n")
        for output in ([], ["-o", "-"], ["-o", other]):
            code, out, errors = run("fix", page, other, *output)
            assert (code, out) == (2, b"")
            assert "-o DIR" in errors

    def test_two_inputs_of_one_name_are_refused(self, run, page, tmp_path):
        (tmp_path / "sub").mkdir()
        twin = tmp_path / "sub" / "page.txt"
        twin.write_bytes(b"Hej\n")
        assert run("fix", page, twin, "-o", tmp_path / "out")[0] == 2

    def test_a_failed_write_leaves_the_old_file_and_no_scraps(self, run, page, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        (out / "page.txt").mkdir()
        code, _, errors = run("fix", page, "-o", out / "page.txt" / ".." / "page.txt")
        assert code in (0, 3)
        code, _, errors = run("fix", "-o", out, stdin=b"Hej")
        assert code == 3
        assert "cannot be written" in errors
        assert [p.name for p in out.iterdir()] == ["page.txt"]

    def test_an_output_keeps_its_permissions_and_its_link(self, run, page, tmp_path):
        real, link = tmp_path / "real.txt", tmp_path / "link.txt"
        real.write_bytes(b"old")
        real.chmod(0o640)
        link.symlink_to(real)
        assert run("fix", page, "-o", link)[0] == 0
        assert link.is_symlink()
        assert real.read_text("utf-8") == FIXED
        assert real.stat().st_mode & 0o777 == 0o640


class TestBytesOutsideEdits:
    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"\n",
            b"\r\n\r\n",
            b"En rad utan slut",
            "Första raden.\r\nAndra raden.\r\n".encode(),
            "Första raden.\rAndra raden.\r".encode(),
            "\ufeffFörsta raden.\n".encode(),
            "Sida ett.\fSida två.\n\f".encode(),
            b"  indrag\t \n\n\n  slut  ",
            "שלום עולם, זהו דף בעברית.\n".encode(),
            "هذه صفحة باللغة العربية.\n".encode(),
            "Blandat \u202eomvänt\u202c åt höger.\n".encode(),
        ],
        ids=repr,
    )
    def test_clean_text_comes_back(self, run, text):
        assert run("fix", stdin=text) == (0, text, "")

    def test_line_ends_mark_and_form_feed_stay_around_edits(self, run):
        damaged = "\ufeff" + DAMAGED.replace(" har", "\r\nhar").replace("\n", "\n\f", 1)
        fixed = "\ufeff" + FIXED.replace(" har", "\r\nhar").replace("\n", "\n\f", 1)
        assert run("fix", stdin=damaged.encode())[1].decode() == fixed


class TestBadInput:
    def test_not_utf8(self, run, tmp_path):
        path = tmp_path / "old.txt"
        path.write_bytes("En rad\nför\n".encode("cp1252"))
        code, out, errors = run("fix", path)
        assert (code, out) == (3, b"")
        assert f"{path} is not UTF-8: byte 0xF6 on line 2 (offset 8)" in errors
        assert "--encoding auto" in errors

    def test_a_named_encoding(self, run):
        stdin = DAMAGED.encode("cp1252")
        assert run("fix", "--encoding", "cp1252", stdin=stdin) == (0, FIXED.encode(), "")

    def test_a_detected_encoding_is_told(self, run):
        code, out, errors = run("fix", "--encoding", "auto", stdin="Överväldigad.".encode("cp850"))
        assert (code, out.decode()) == (0, "Överväldigad.")
        assert errors == "svfix: -: read as cp850\n"

    def test_an_encoding_that_does_not_exist(self, run):
        code, _, errors = run("fix", "--encoding", "cp9999", stdin=b"Hej")
        assert code == 3
        assert "no encoding 'cp9999'" in errors

    @pytest.mark.parametrize("data", [b"Hej\0d\xe5", b"\0\1\2"])
    def test_binary(self, run, data):
        code, out, errors = run("fix", stdin=data)
        assert (code, out) == (3, b"")
        assert "looks binary" in errors

    def test_a_nul_in_text_that_is_said_to_be_text(self, run):
        assert run("fix", "--encoding", "utf-8", stdin=b"Hej\0d") == (0, b"Hej\0d", "")

    def test_lone_surrogates_are_not_utf8(self, run):
        code, _, errors = run("fix", stdin=b"ett \xed\xa0\x80 tecken")
        assert code == 3
        assert "not UTF-8: byte 0xED" in errors

    def test_lone_surrogates_from_an_escape_are_not_written(self, run):
        code, out, errors = run("fix", "--encoding", "unicode_escape", stdin=rb"ett \ud800")
        assert (code, out) == (3, b"")
        assert "surrogate" in errors

    def test_a_directory(self, run, tmp_path):
        code, _, errors = run("fix", tmp_path)
        assert code == 2
        assert "-o DIR" in errors
        code, _, errors = run("explain", tmp_path)
        assert code == 3
        assert "is a directory" in errors

    def test_a_missing_file(self, run, tmp_path):
        code, _, errors = run("fix", tmp_path / "gone.txt")
        assert code == 3
        assert errors.count("\n") == 1

    def test_a_path_that_cannot_be_looked_at(self, run, page, tmp_path):
        name = 300 * "a"
        code, _, errors = run("fix", name, page, "-o", tmp_path / "out")
        assert code == 3
        assert f"{name} cannot be read: File name too long" in errors
        assert (tmp_path / "out" / "page.txt").exists()
        code, _, errors = run("fix", page, "-o", name)
        assert (code, errors) == (3, f"svfix: {name} failed: File name too long\n")

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
    def test_an_unreadable_file(self, run, page):
        page.chmod(0)
        code, _, errors = run("fix", page)
        assert code == 3
        assert "Permission denied" in errors

    @pytest.mark.parametrize(
        "options",
        [
            ["--min-confidence", "2"],
            ["--min-confidence", "nan"],
            ["--min-confidence", "x"],
            ["--passes", "words,nothing"],
            ["--words", "gone.txt"],
            ["--no-such-option"],
        ],
    )
    def test_usage(self, run, options):
        code, out, errors = run("fix", *options, stdin=b"Hej")
        assert (code, out) == (2, b"")
        assert "usage: svfix" in errors

    @pytest.mark.parametrize("arguments", [[""], ["page.txt", "-o", ""]])
    def test_an_empty_path(self, run, arguments):
        code, out, errors = run("fix", *arguments)
        assert (code, out) == (2, b"")
        assert "a path is empty" in errors

    @pytest.mark.parametrize("data", ["Åmål\n".encode("latin-1"), b"ord\0\n"])
    def test_a_word_list_that_is_not_utf8(self, run, tmp_path, data):
        words = tmp_path / "words.txt"
        words.write_bytes(data)
        code, _, errors = run("fix", "--words", words, stdin=b"Hej")
        assert code == 2
        assert "A word list must be UTF-8" in errors
        assert "Name its encoding" not in errors

    def test_no_command(self, run):
        assert run()[0] == 2


class TestOptions:
    def test_words(self, run, tmp_path):
        words = tmp_path / "words.txt"
        words.write_text("# egna ord\n\nuppféljningen\n", encoding="utf-8")
        out = run("fix", "--words", words, stdin=DAMAGED.encode())[1].decode()
        assert out == FIXED.replace("uppföljningen", "uppféljningen")

    def test_passes(self, run):
        assert run("fix", "--passes", "encoding, characters", stdin=DAMAGED.encode()) == (
            0, DAMAGED.encode(), "",
        )  # fmt: skip

    def test_min_confidence(self, run):
        assert run("fix", "--min-confidence", "1", stdin=DAMAGED.encode())[0] == 0

    def test_version(self, run):
        how = "compiled" if svfix.accelerated else "plain Python"
        assert run("--version")[:2] == (0, f"svfix {__version__} ({how})\n".encode())


class TestExplain:
    def test_lists_each_edit(self, run, page):
        code, out, _ = run("explain", page)
        lines = out.decode().splitlines()
        assert code == 0
        assert lines[0].split()[:4] == ["1:9", "for", "→", "för"]
        assert lines[1].strip().startswith("Metoden [för] uppféljningen")
        assert lines[-1].startswith("4 edits; profile: ")

    def test_json(self, run):
        code, out, _ = run("explain", "--json", stdin=("Hej.\r\n" + DAMAGED).encode())
        document = json.loads(out)
        assert code == 0
        assert (document["schema"], document["schema_version"]) == ("svfix.explain", 1)
        assert document["svfix"] == __version__
        assert document["profile"]["clean"] is False
        first = document["edits"][0]
        assert (first["line"], first["column"]) == (2, 9)
        assert (first["start"], first["end"]) == (14, 17)
        assert (first["before"], first["after"]) == ("for", "för")
        assert 0 < first["confidence"] <= 1

    def test_doubts_come_after_the_edits(self, run):
        text = "Hej.\når l964, den 31 februari".encode()
        lines = run("explain", "--passes", "numbers", stdin=text)[1].decode().splitlines()
        assert lines[0].split()[:4] == ["2:4", "l964", "→", "1964"]
        assert lines[2].split()[:3] == ["2:14", "31", "?"]
        assert lines[2].endswith("februari has 29 days; left as it is")
        assert lines[-1] == "1 edit, 1 doubt"
        [doubt] = json.loads(run("explain", "--json", stdin=text)[1])["doubts"]
        assert doubt == {
            "start": 18, "end": 20, "line": 2, "column": 14,
            "text": "31", "reason": "februari has 29 days",
        }  # fmt: skip

    def test_a_page_cannot_command_the_terminal(self, run):
        out = run("explain", stdin=b"\x1b[2Jfor att na malet fran borjan")[1]
        assert b"\x1b" not in out

    def test_a_bad_file(self, run, tmp_path):
        assert run("explain", tmp_path)[0] == 3

    def test_colour_on_a_terminal_only(self, page):
        pty = pytest.importorskip("pty")
        svfix = [sys.executable, "-m", "svfix", "explain", str(page)]
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        for extra, coloured in ({"TERM": "xterm"}, True), ({"NO_COLOR": "1"}, False):
            ours, theirs = pty.openpty()
            subprocess.run(svfix, stdout=theirs, env=environment | extra, check=True, timeout=60)
            os.close(theirs)
            assert (b"\x1b[" in os.read(ours, 100_000)) is coloured
            os.close(ours)


class TestProfile:
    def test_shows_a_page(self, run, page):
        code, out, _ = run("profile", page)
        assert code == 0
        assert "eng     Tesseract with its English model" in out.decode()
        assert run("profile", stdin=DAMAGED.encode()) == (0, out, "")

    def test_json(self, run, page, tmp_path):
        document = json.loads(run("profile", page, "--json")[1])
        assert (document["schema"], document["schema_version"]) == ("svfix.profile", 1)
        assert document["kept"].keys() == set("åäöÅÄÖ")
        assert document["confusions"][0].keys() == {"letter", "observed", "share", "seen"}
        assert document["clean"] is False
        (tmp_path / "p.json").write_bytes(run("profile", page, "--json")[1])
        assert run("fix", page, "--profile", tmp_path / "p.json") == (0, FIXED.encode(), "")

    def test_is_saved_and_used(self, run, page, tmp_path):
        saved = tmp_path / "profiles" / "p.json"
        assert run("profile", page, "-o", saved) == (0, b"", "")
        assert run("profile", page, "-o", "-") == (0, saved.read_bytes(), "")
        assert run("fix", page, "--profile", saved) == (0, FIXED.encode(), "")
        short = b"Hon far"
        assert run("fix", stdin=short)[1] == short
        assert run("fix", "--profile", saved, stdin=short)[1].decode() == "Hon får"
        explained = run("explain", "--json", "--profile", saved, stdin=short)[1]
        assert json.loads(explained)["profile"]["clean"] is False

    def test_several_files_have_one(self, run, page, tmp_path):
        other, saved = tmp_path / "other.txt", tmp_path / "p.json"
        other.write_text(FIXED * 3, encoding="utf-8")
        assert run("profile", page, other, "-o", saved)[0] == 0
        weights = json.loads(saved.read_bytes())["weights"]
        assert 0.6 < weights["any"] + weights["clean"] < 0.9

    def test_a_bad_file_is_left_out(self, run, page, tmp_path):
        code, out, errors = run("profile", tmp_path / "gone.txt", page)
        assert (code, out) == (3, run("profile", page)[1])
        assert "gone.txt cannot be read" in errors
        assert run("profile", tmp_path)[:2] == (3, b"")

    @pytest.mark.parametrize("arguments", [["-", "page.txt"], [""], ["page.txt", "-o", "page.txt"]])
    def test_usage(self, run, page, monkeypatch, arguments):
        monkeypatch.chdir(page.parent)
        assert run("profile", *arguments)[:2] == (2, b"")
        assert page.read_bytes() == DAMAGED.encode()

    @pytest.mark.parametrize(
        ("data", "fault"),
        [
            (b"eng", "is not a profile: it is not JSON (line 1)"),
            (b"{}", "is not a profile: it does not say"),
            (b"\xff", "is not a profile: it is not UTF-8"),
            (None, "cannot be read: No such file or directory"),
        ],
    )
    def test_a_file_that_is_no_profile(self, run, tmp_path, data, fault):
        path = tmp_path / "p.json"
        if data is not None:
            path.write_bytes(data)
        for command in ("fix", "explain"):
            code, out, errors = run(command, "--profile", path, stdin=b"Hej")
            assert (code, out) == (2, b"")
            assert f"svfix: error: {path} {fault}" in errors


class TestPasses:
    def test_lists_the_table_in_order(self, run):
        lines = run("passes")[1].decode().splitlines()
        assert [line.split()[0] for line in lines] == [row.name for row in PASSES]


class TestProcess:
    def test_any_locale(self):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
        environment |= {k: v for k, v in os.environ.items() if k == "PYTHONPATH"}
        command = [sys.executable, "-X", "utf8=0", "-m", "svfix", "fix"]
        done = subprocess.run(
            command, input=DAMAGED.encode(), env=environment, capture_output=True, check=True
        )
        assert done.stdout == FIXED.encode()

    def test_a_reader_that_goes_away(self, tmp_path):
        path = tmp_path / "long.txt"
        path.write_bytes(b"Detta kan vara bra.\n" * 20_000)
        done = shell(f"($SVFIX fix {path}; echo $? >&2) | head -n 1")
        assert done.stdout == b"Detta kan vara bra.\n"
        assert done.stderr == b"141\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk(self, page):
        done = shell(f"$SVFIX fix {page} > /dev/full")
        assert done.returncode == 3
        assert b"No space left" in done.stderr
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
    def test_a_device_as_output(self, page):
        assert shell(f"$SVFIX fix {page} -o /dev/stdout | cat").stdout == FIXED.encode()

    @pytest.mark.parametrize(
        "command", ["fix /dev/null", "explain /dev/null", "profile /dev/null", "passes"]
    )
    def test_closed_standard_output(self, command):
        done = shell(f"$SVFIX {command} >&-")
        assert (done.returncode, done.stderr) == (3, b"svfix: standard output is closed\n")

    def test_closed_standard_input(self):
        done = shell("$SVFIX fix <&-")
        assert done.returncode == 3
        assert b"standard input is closed" in done.stderr
