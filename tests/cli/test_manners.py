"""The command line's manners: what may have been meant is told, in a sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from svfix.cli import build_parser, main

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar.\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "svfix.1"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    (tmp_path / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "scan.png").write_bytes(PNG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys, *arguments):
    """The exit code of a usage error, and its message."""
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    return leaving.value.code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["page.txt"], "page.txt is no command; to repair it: svfix fix page.txt"),
        (["gone.txt"], "gone.txt is no command, and no file; files are repaired with svfix fix"),
        (["Metoden for uppféljningen ar bra"], "to repair it: echo 'the text' | svfix fix"),
        (["scan.png"], "is a picture (PNG), not plain text; read it with an OCR engine first"),
        (["fxi", "page.txt"], "there is no command fxi; did you mean fix?"),
        (["xyz"], "there is no command xyz; there are fix, merge, explain, diff"),
        (["--verbose"], "there is no option --verbose; did you mean --version?"),
        (["-j", "2", "fix"], "there is no option -j; options stand behind a command"),
        (["fix", "--fromat", "alto"], "there is no option --fromat; did you mean --format?"),
        (["explain", "--jsno=1"], "there is no option --jsno; did you mean --json?"),
        (["passes", "words"], "words is one too many"),
        (["fix", "--format", "hocrr"], "there is no format hocrr; did you mean hocr?"),
        (["fix", "--format", "doc"], "there is no format doc; "),
        (["fix", "--min-confidence", "hög"], "hög is no number"),
        (["fix", "--jobs", "många"], "många is no whole number"),
        (["diff", "a", "b", "--max-broken", "x"], "x is no whole number"),
    ],
)
def test_what_may_have_been_meant(capsys, arguments, message):
    code, errors = told(capsys, *arguments)
    assert code == 2
    assert message in errors
    assert not re.search(r"(float|int|\w+Error)\b", errors.rpartition("\n  ")[2])


def test_the_usage_is_that_of_the_command(capsys):
    for arguments in (["fix", "--fromat"], ["fix", "--min-confidence", "2", "page.txt"],
                      ["fix", "a", "-", "b"]):  # fmt: skip
        _, errors = told(capsys, *arguments)
        assert errors.startswith("usage: svfix fix ")
    assert told(capsys, "gone")[1].startswith("usage: svfix [-h]")


def test_no_command_shows_what_there_is(capsys):
    code, errors = told(capsys)
    assert code == 2
    assert "repair files, or standard input" in errors


def test_options_and_files_in_any_order(here):
    (here / "b.txt").write_text(DAMAGED, encoding="utf-8")
    assert main(["fix", "page.txt", "-o", "out", "b.txt", "-q", "-j", "2"]) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["b.txt", "page.txt"]


def test_explain_takes_several_files(here, capsysbinary):
    (here / "b.txt").write_text("Hej\n", encoding="utf-8")
    assert main(["explain", "page.txt", "gone.txt", "b.txt"]) == 3
    captured = capsysbinary.readouterr()
    lines = captured.out.decode().splitlines()
    assert lines[0] == "page.txt"
    assert lines[1].split()[1:4] == ["for", "→", "för"]
    assert lines[-2] == "b.txt"
    assert lines[-1].startswith("0 edits")
    assert b"gone.txt cannot be read" in captured.err
    assert main(["explain", "--json", "page.txt", "b.txt"]) == 0
    rows = [json.loads(row) for row in capsysbinary.readouterr().out.decode().splitlines()]
    assert [row["file"] for row in rows] == ["page.txt", "b.txt"]
    assert [len(row["edits"]) > 0 for row in rows] == [True, False]


def test_a_terminal_is_told_that_a_text_is_waited_for(here):
    pty = pytest.importorskip("pty")
    for command in ("fix", "explain"):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "svfix", command], stdin=theirs, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        os.write(ours, "Hej på dig.\n\x04".encode())
        out, errors = process.communicate(timeout=60)
        assert b"waiting for a text from standard input, which Ctrl-D ends" in errors
        assert process.returncode == 0
        assert out or command == "fix"
        os.close(ours)
        os.close(theirs)


def test_a_pipe_is_not(here):
    done = subprocess.run([sys.executable, "-m", "svfix", "fix"], input=b"Hej.\n",
                          capture_output=True, check=True, timeout=60)  # fmt: skip
    assert (done.stdout, done.stderr) == (b"Hej.\n", b"")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("svfix ex", {"explain "}),
        ("svfix fix --format al", {"alto "}),
        ("svfix fix --pass", {"--passes "}),
        ("svfix fix --passes wor", {"words "}),
    ],
)
def test_a_shell_completes(line, expected, tmp_path):
    pytest.importorskip("argcomplete")
    completed = tmp_path / "completed"
    environment = os.environ | {
        "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line,
        "COMP_POINT": str(len(line)), "_ARGCOMPLETE_STDOUT_FILENAME": str(completed),
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "svfix"], env=environment, check=False, timeout=60)
    assert set(completed.read_text(encoding="utf-8").split("\n")) == expected


def test_the_man_page_has_every_command_and_option():
    page = (
        PAGE.read_text(encoding="utf-8").replace("\\-", "-").replace(r"\fB", "").replace("\\", "")
    )
    commands = next(action.choices for action in build_parser()._actions if action.choices)
    for name, command in commands.items():
        section = page.partition(f"COMMAND fI,'svfix {name}'")[2].partition("COMMAND fI")[0]
        for action in command._actions:
            for option in action.option_strings if action.dest != "help" else ():
                assert option in section, f"{name} {option}: run python tools/build_man_page.py"
            if action.option_strings and action.dest != "help":
                assert str(action.help) in section


def test_the_man_page_is_as_the_tool_writes_it():
    pytest.importorskip("argparse_manpage")
    import build_man_page

    if sys.version_info[:2] != (3, 11):
        pytest.skip("versions of Python differ in how they show usage")
    assert build_man_page.page() == PAGE.read_text(encoding="utf-8")
