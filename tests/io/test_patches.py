"""Patches lead from one version of a file to another and back, whatever the two are."""

import shutil
import subprocess
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix.io.patches import LINES, blocks, splices, undo, unified

FEW = st.lists(st.sampled_from([b"<w>", b"en ", b"tv\xc3\xa5", b"</w>", b"\n", b"\r\n", b"\xff"]))
VERSIONS = FEW.map(b"".join)


@settings(deadline=None)
@given(VERSIONS, VERSIONS)
def test_splices_lead_there_and_back(old, new):
    found = splices(old, new)
    made = [(s.start, s.removed, len(s.inserted)) for s in found]
    assert undo(new, made) == old
    back = [(s.start, s.inserted, len(s.removed)) for s in shifted(found)]
    assert undo(old, back) == new
    assert bool(found) is (old != new)


def shifted(found):
    """Splices with their places in the new version."""
    shift = 0
    for s in found:
        yield s._replace(start=s.start + shift)
        shift += len(s.inserted) - len(s.removed)


def test_words_that_change_in_every_line_leave_the_lines_apart():
    old = b"".join(b"%d ar\n\n" % n for n in range(500))
    found = splices(old, old.replace(b"ar", b"\xc3\xa4r"))
    assert len(found) == 500
    assert found[2].removed == b"2 ar\n"


def test_a_line_taken_out_costs_no_more_than_itself():
    lines = [b"rad %d\n" % n for n in range(1000)]
    old, new = b"".join(lines), b"".join(lines[:400] + lines[401:])
    assert [s.removed for s in splices(old, new)] == [b"rad 400\n"]


def test_a_page_of_one_line_is_cut_at_its_tags():
    old = b"<p>" + b"".join(b"<w id='%d'>ar</w>" % n for n in range(100)) + b"</p>"
    new = old.replace(b"'7'>ar", b"'7'>\xc3\xa4r")
    [splice] = splices(old, new)
    assert splice.removed == b"ar</w>"


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@settings(deadline=None, max_examples=25)
@given(VERSIONS, VERSIONS)
def test_patch_reads_the_unified_diff(tmp_path_factory, old, new):
    diff = unified("page.txt", old, new)
    assert bool(diff) is (old != new)
    folder = tmp_path_factory.mktemp("patch")
    (folder / "page.txt").write_bytes(old)
    if diff:
        command = ["git", "apply", "--unsafe-paths", "--whitespace=nowarn", "-p0", "-"]
        subprocess.run(command, input=git(diff), cwd=folder, check=True, capture_output=True)
        assert (folder / "page.txt").read_bytes() == new


def git(diff):
    """A diff for git, which wants a name without more to it, and has one for what is empty."""
    return diff.replace(b" (repaired)", b"", 1)


@given(VERSIONS, VERSIONS)
def test_blocks_do_not_touch(old, new):
    found = list(blocks(LINES.findall(old), LINES.findall(new)))
    for one, other in pairwise(found):
        assert other.i > one.i_end
        assert other.j > one.j_end


def test_versions_that_have_nothing_in_common_lead_to_each_other():
    old, new = (b"".join(b"%d %s\n" % (n, word) for n in range(many)) for many, word in
                ((200, b"ar"), (90, b"or")))  # fmt: skip
    found = splices(old, new)
    assert undo(new, [(s.start, s.removed, len(s.inserted)) for s in found]) == old


def test_changes_that_are_far_apart_are_shown_apart():
    lines = [b"rad %d\n" % n for n in range(40)]
    changed = [b"ny\n" if n in (3, 30) else line for n, line in enumerate(lines)]
    diff = unified("a", b"".join(lines), b"".join(changed))
    assert diff.count(b"\n@@ -") == 2
    assert b"@@ -1,7 +1,7 @@" in diff
    assert b"@@ -28,7 +28,7 @@" in diff
