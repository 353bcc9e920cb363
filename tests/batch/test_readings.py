"""Batches with further readings: trees paired by name, bad files, runs that are stopped."""

import json
import os
import random
import signal
import subprocess
import time

import pytest
from tests.support.batches import QUICK, command, make, svfix, tree

from svfix.batch.manifest import NAME
from svfix.cli import main

# A ligature that the other reading has as letters, and a word that only the other one has right:
# enough for both to be seen with the one pass that needs no lexicon.
BASE = "Kommunens ﬁnansiering har varlt god under åren {}.\n"
OTHER = "Kommunens finansiering har varit god under åren {}.\n"
ANOTHER = "Riksdagen beslutade i går om helt andra regler för skatten på bränsle till fartyg. " * 3


def pages(text, count=3):
    return {f"{n}.txt": text.format(n) for n in range(1, count + 1)}


@pytest.fixture
def trees(tmp_path, monkeypatch):
    """A tree of pages and two of further readings."""
    make(tmp_path / "old", {"a/" + name: text for name, text in pages(BASE).items()})
    make(tmp_path / "new", {"a/" + name: text for name, text in pages(OTHER).items()})
    make(tmp_path / "third", {"a/" + name: text for name, text in pages(OTHER).items()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def merge(run, trees):
    """Merge in this process; returns the exit code and the messages."""

    def merge(*arguments, out=("-o", "out")):
        code, _, errors = run("merge", *arguments, *out, *QUICK)
        return code, errors

    return merge


def expected(n):
    return OTHER.format(n).encode()


def test_trees_are_paired_by_name(merge, trees):
    code, errors = merge("old", "new")
    assert code == 0
    assert "3 files in" in errors
    assert tree(trees / "out") == {f"a/{n}.txt": expected(n) for n in (1, 2, 3)}


def test_a_name_is_the_same_up_to_the_first_dot(merge, trees):
    (trees / "new/a/1.txt").rename(trees / "new/a/1.swe.hocr.txt")
    make(trees, {"new/a/1.png": b"\x89PNG\r\n\x1a\n\0", "old/a/1.png": b"\x89PNG\r\n\x1a\n\0"})
    code, errors = merge("old", "new")
    assert (code, "counterpart" in errors) == (0, False)
    assert "1 passed over" in errors
    assert (trees / "out/a/1.txt").read_bytes() == expected(1)


def test_what_lacks_a_counterpart_is_told_of(merge, trees):
    (trees / "new/a/1.txt").unlink()
    (trees / "new/a/2.txt").unlink()
    (trees / "third/a/1.txt").unlink()
    make(trees, {"third/b/9.txt": "x", "third/b/10.txt": "x"})
    code, errors = merge("old", "new", "third")
    assert code == 0
    assert "old/a/1.txt has no counterpart in new and third: repaired by itself\n" in errors
    assert "old/a/2.txt has no counterpart in new: merged with third/a/2.txt\n" in errors
    assert "2 files of third without a counterpart in old, left out: third/b/10.txt," in errors
    assert errors.count("counterpart") == 3
    done = tree(trees / "out")
    assert done["a/1.txt"] == BASE.format(1).replace("ﬁ", "fi").encode()
    assert (done["a/2.txt"], done["a/3.txt"]) == (expected(2), expected(3))


def test_readings_within_the_base_are_no_pages_of_it(merge, trees):
    (trees / "new").rename(trees / "old/new")
    code, errors = merge("old", "old/new", out=("-o", "old/out"))
    assert (code, "3 files in" in errors) == (0, True)
    assert sorted(tree(trees / "old/out")) == ["a/1.txt", "a/2.txt", "a/3.txt"]


def test_the_base_within_the_readings_is_none_of_them(merge, trees):
    (trees / "old").rename(trees / "new/old")
    code, errors = merge("new/old", "new", out=("-o", "new/out"))
    assert (code, "counterpart" in errors) == (0, False)


def test_the_order_of_the_others_does_not_matter(merge, trees):
    make(trees / "third", {"a/1.txt": OTHER.format(1).replace("god", "gød")})
    merge("old", "new", "third")
    merge("old", "third", "new", out=("-o", "other"))
    assert tree(trees / "out") == tree(trees / "other")


def test_words_that_only_other_readings_have_can_be_left_out(merge, trees):
    text = "Kommunens finansiering har varit god under åren {} och framåt.\n"
    make(trees / "new", {"a/" + name: more for name, more in pages(text).items()})
    put_in = merge("old", "new")
    assert "och framåt" in (trees / "out/a/1.txt").read_text("utf-8")
    left = merge("old", "new", "--leave-missing", out=("-o", "left"))
    assert "och framåt" not in (trees / "left/a/1.txt").read_text("utf-8")
    assert (put_in[0], left[0]) == (0, 0)
    assert left[1].count("lacks words of other readings in 1 place;") == 3


def test_bad_files_are_told_of_and_the_others_are_done(merge, trees):
    make(trees / "old", {"a/4.txt": b"\0\xff", "a/5.txt": BASE, "a/6.txt": BASE * 3})
    make(trees / "new", {"a/4.txt": OTHER, "a/5.txt": b"\0\xff", "a/6.txt": ANOTHER})
    code, errors = merge("old", "new")
    assert code == 3
    assert "old/a/4.txt looks binary" in errors
    assert "new/a/5.txt looks binary" in errors
    assert "old/a/6.txt cannot be merged with new/a/6.txt: reading 2 is not of the same" in errors
    assert "3 files in" in errors
    assert "3 failed" in errors
    assert sorted(tree(trees / "out")) == [NAME, "a/1.txt", "a/2.txt", "a/3.txt"]


def test_edits_and_report(merge, trees):
    code, _ = merge("old", "new", "--edits", "e", "--report", "r.html", "--reference", "new")
    assert code == 0
    rows = [json.loads(line) for line in (trees / "e").read_text("utf-8").splitlines()]
    heads = [row for row in rows if "schema" in row]
    assert [row["others"][0]["file"] for row in heads] == [f"new/a/{n}.txt" for n in (1, 2, 3)]
    edits = [row for row in rows if "rule" in row]
    assert all(len(row["readings"]) == 2 for row in edits)
    assert ["varlt", "varit"] in [row["readings"] for row in edits]
    assert "3 files compared with the truth" in (trees / "r.html").read_text("utf-8")
    assert main(["revert", "out", "e", "-o", "back"]) == 0
    assert tree(trees / "back") == tree(trees / "old")


def test_a_file_repaired_by_itself_has_no_readings_in_its_edits(merge, trees):
    (trees / "new/a/1.txt").unlink()
    merge("old", "new", "--edits", "e")
    rows = [json.loads(line) for line in (trees / "e").read_text("utf-8").splitlines()]
    alone = [row for row in rows if row["file"] == "old/a/1.txt"]
    assert len(alone) == 2  # the file and its ligature
    assert not any("readings" in row or "others" in row for row in alone)


class TestResume:
    @pytest.fixture
    def again(self, merge):
        """Merge again; returns the messages."""

        def again(*arguments):
            code, errors = merge("old", "new", "third", "--resume", *arguments)
            assert code == 0
            return errors

        again()
        return again

    def test_what_is_done_is_not_done_again(self, again):
        assert "3 done before" in again()

    def test_a_reading_that_changed_is_noticed(self, again, trees):
        make(trees / "third", {"a/2.txt": OTHER.format(2) + "Den blir bättre.\n"})
        assert "2 done before" in again()
        assert "3 done before" in again()

    def test_a_reading_that_came_or_went_is_noticed(self, again, trees):
        (trees / "third/a/2.txt").unlink()
        assert "2 done before" in again()
        make(trees / "third", {"a/2.txt": OTHER.format(2)})
        assert "2 done before" in again()

    def test_files_repaired_by_themselves_before_are_merged(self, trees, run):
        assert run("fix", "old", "-o", "single", "--resume", *QUICK)[0] == 0
        errors = run("merge", "old", "new", "-o", "single", "--resume", *QUICK)[2]
        assert "done before" not in errors
        assert tree(trees / "single/a")["1.txt"] == expected(1)

    def test_in_place(self, trees, run):
        arguments = ("merge", "old", "new", "--in-place", "--resume", *QUICK)
        assert "3 with edits" in run(*arguments)[2]
        assert "3 done before" in run(*arguments)[2]
        make(trees / "new", {"a/2.txt": OTHER.format(2) + "Den blir bättre.\n"})
        assert "2 done before" in run(*arguments)[2]


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("where", [["-o", "out"], ["--in-place", "--backup"]], ids=["out", "in"])
def test_killed_at_any_moment(tmp_path, jobs, where):
    count, kills = 40, 3
    arguments = (
        "merge", "old", "new", *where, "--jobs", jobs, "--resume",
        "--edits", "edits.jsonl", "--report", "report.html", *QUICK,
    )  # fmt: skip
    undisturbed, disturbed = tmp_path / "one", tmp_path / "two"
    for home in (undisturbed, disturbed):
        make(home / "old", pages(BASE, count))
        make(home / "new", pages(OTHER, count) | {"7.txt": b"\0\xff", "8.txt": ANOTHER})
        make(home / "old", {"8.txt": BASE * 3})
    start = time.monotonic()
    assert svfix(*arguments, cwd=undisturbed)[0] == 3
    seconds = time.monotonic() - start
    whole = tree(undisturbed)
    for _ in range(kills):
        process = subprocess.Popen(
            command(*arguments), cwd=disturbed, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(random.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    code, _, errors = svfix(*arguments, cwd=disturbed)
    assert (code, f"{count - 2} files in" in errors, "2 failed" in errors) == (3, True, True)
    assert tree(disturbed) == whole


def test_any_number_of_processes_gives_the_same(trees):
    for jobs in ("1", "2"):
        options = ("-o", f"out{jobs}", "--jobs", jobs, "--edits", f"e{jobs}", *QUICK)
        assert svfix("merge", "old", "new", "third", *options, cwd=trees)[0] == 0
    assert tree(trees / "out1") == tree(trees / "out2")
    one, two = ((trees / f"e{jobs}").read_text("utf-8") for jobs in "12")
    assert one.replace("out1/", "out2/") == two
