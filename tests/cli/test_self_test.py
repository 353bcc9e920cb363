"""`svfix --self-test`: it says of an installation whether it is in order."""

import os
import subprocess
import sys

import pytest

import svfix
from svfix.cli import self_test
from svfix.io import files
from svfix.lexicon import packed
from svfix.lexicon.store import Lexicon
from svfix.result import Result


def told(out):
    """What is told of each check, by what it is about."""
    rows = [line.split(maxsplit=1) for line in out.splitlines()[1:] if line[:2] != "--"]
    return {about.partition(":")[0]: state for state, about in rows}


def test_all_is_in_order(run):
    code, out, err = run("--self-test")
    assert (code, err) == (0, "")
    assert told(out) == {check.about: "ok" for check in self_test.CHECKS}
    assert out.startswith(f"svfix {svfix.__version__} (")


def unchanged(*given, **options):
    return given[0]


def without_edits(text, **options):
    return Result(text, text, (), None)


@pytest.mark.parametrize(
    ("room", "name", "broken", "about"),
    [
        (Lexicon, "is_word", lambda self, word: True, "the lexicon has its words"),
        (packed, "is_whole", lambda path: False, "the lexicon is whole, to the last bit"),
        (svfix, "fix", unchanged, "a page is repaired as it has to be"),
        (svfix, "revert", unchanged, "the edits lead back to what was read"),
        (svfix, "pipe", lambda lines, **how: [], "two processes give what one gives"),
        (svfix, "explain", without_edits, "words with places are written back"),
        (files, "write", lambda path, data: path.write_bytes(data[1:]), "files are written whole"),
    ],
)
def test_what_is_not_in_order_is_told(monkeypatch, run, room, name, broken, about):
    monkeypatch.setattr(room, name, broken)
    code, out, err = run("--self-test")
    assert code == 3
    assert told(out)[about] == "FAILED"
    assert err == "svfix: this installation is not in order; install svfix anew\n"


def test_a_page_that_changes_again_is_told(monkeypatch, run):
    page = self_test._page()
    monkeypatch.setattr(self_test, "_page", lambda: (page[0], page[0]))
    assert told(run("--self-test")[1])["the repaired page stays as it is"] == "FAILED"


def test_what_is_missing_is_told(monkeypatch, run):
    monkeypatch.setattr(self_test, "EXTRAS", {"pdf": "no_such_module"})
    code, out, _ = run("--self-test")
    assert code == 0
    assert out.splitlines()[-1] == "--      not installed: svfix[pdf]"


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe that is closed")
@pytest.mark.parametrize("option", ["--self-test", "--version"])
def test_a_reader_that_goes_away_is_no_fault(option):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "svfix", option]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_no_check_rests_on_an_assert():
    """Python leaves these out with -O, and svfix says the same then."""
    command = [sys.executable, "-O", "-m", "svfix", "--self-test"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0
    assert set(told(done.stdout.decode()).values()) == {"ok"}
