"""Batches that are stopped: by the user, by the system, by a full disk. Nothing is lost."""

import errno
import json
import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.support.batches import QUICK, command, make, svfix, tree

from svfix.batch.manifest import KEPT, NAME
from svfix.batch.work import Job, Repair
from svfix.cli import main
from svfix.io import files
from svfix.workers import Pool

PAGES = 120
KILLS = 5  # a round; benchmarks/batch.py does more of them
OPTIONS = ("--edits", "edits.jsonl", "--report", "report.html", *QUICK)

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


@pytest.fixture
def scans(tmp_path):
    """Pages, some of them of a size that takes a while."""
    pages = {f"{n % 7}/{n:03}.txt": f"ﬁnansiering {n}\n" * (1 + n % 50) for n in range(PAGES)}
    return make(tmp_path / "scans", pages)


def kill_at_random(arguments, cwd, seconds, number=signal.SIGKILL):
    """Start svfix, kill it some time later; returns its exit code and what it said."""
    process = subprocess.Popen(
        command(*arguments), cwd=cwd, stderr=subprocess.PIPE, start_new_session=True
    )
    if number == signal.SIGINT:  # Python itself does not stop cleanly while it starts
        output = cwd / arguments[-1]
        while not output.exists() and process.poll() is None:
            time.sleep(0.01)
    time.sleep(random.uniform(0, seconds))
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors.decode()


def settled(folder, before=None):
    """A tree when the workers of a killed run have gone with it."""
    while (now := tree(folder)) != before:
        before = now
        time.sleep(0.1)
    return now


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    "where",
    [["-o", "out"], ["--in-place", "--backup"], ["-o", "out", "--reference", "scans"]],
    ids=["out", "in", "truth"],
)
def test_killed_at_any_moment(scans, tmp_path, jobs, where):
    arguments = ("fix", "scans", *where, "--jobs", jobs, "--resume", *OPTIONS)
    undisturbed, disturbed = tmp_path / "one", tmp_path / "two"
    for home in (undisturbed, disturbed):
        make(home / "scans", tree(scans))
    start = time.monotonic()
    assert svfix(*arguments, cwd=undisturbed)[0] == 0
    seconds = time.monotonic() - start
    whole = tree(undisturbed)
    for _ in range(KILLS):
        kill_at_random(arguments, disturbed, seconds)
        for name, content in settled(disturbed).items():
            if not name.startswith("scans") and ".svfix-" not in name:  # pages of the truth too
                assert content == whole[name], name
    code, _, errors = svfix(*arguments, cwd=disturbed)
    assert code == 0
    assert f"{PAGES} files" in errors
    assert tree(disturbed) == whole


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted(scans, tmp_path, jobs):
    arguments = ("fix", "scans", "-o", "out", "--jobs", jobs, *OPTIONS)
    for n in range(3):
        code, errors = kill_at_random((*arguments, "-o", f"out{n}"), tmp_path, 0.2, signal.SIGINT)
        assert code in (0, 130) or f"{PAGES} files in" in errors  # all done, and Python leaving
        assert "Traceback" not in errors
        left = [name for name in tree(tmp_path) if ".svfix-" in name and not name.endswith(NAME)]
        assert left == []


def heads_of(edits):
    """The lines that are of a file, not of an edit."""
    rows = map(json.loads, edits.read_bytes().splitlines())
    return [row for row in rows if "schema" in row]


def test_an_interrupted_run_tells_what_it_did(scans, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    put, done = files.put, []

    def interrupted(ready, path, *how):
        put(ready, path, *how)
        done.append(path)
        if len(done) == 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "put", interrupted)
    assert main(["fix", "scans", "-o", "out", *OPTIONS]) == 130
    assert "stopped after 49 of 120 files; --resume goes on" in capsys.readouterr().err
    heads = heads_of(tmp_path / "edits.jsonl")
    assert len(heads) == 50  # noted before it can be seen
    assert (tmp_path / "report.html").exists()
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert main(["fix", "scans", "-o", "out", "--resume", *OPTIONS]) == 0
    assert "50 done before" in capsys.readouterr().err
    heads = heads_of(tmp_path / "edits.jsonl")
    assert len(heads) == PAGES


class TestResume:
    ARGUMENTS = ("fix", "scans", "-o", "out", "--resume", *QUICK)

    @pytest.fixture
    def again(self, scans, tmp_path, monkeypatch, capsys):
        """Run once more, maybe with other options; returns what was said."""
        monkeypatch.chdir(tmp_path)

        def again(*options, code=0):
            assert main([*self.ARGUMENTS, *options]) == code
            return capsys.readouterr().err

        again()
        return again

    def test_what_is_done_is_not_done_again(self, again, tmp_path):
        before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")}
        assert f"{PAGES} done before" in again()
        assert all(path.stat().st_mtime_ns == time for path, time in before.items())

    def test_what_changed_or_is_new_or_was_taken_away_is_done(self, again, tmp_path):
        make(tmp_path / "scans", {"0/000.txt": "ny ﬁ\n", "new.txt": "ﬁ\n"})
        (tmp_path / "out/1/001.txt").unlink()
        (tmp_path / "out/2/002.txt").write_bytes(b"spoilt")
        assert f"{PAGES - 3} done before" in again()
        assert (tmp_path / "out/0/000.txt").read_text("utf-8") == "ny fi\n"
        assert f"{PAGES + 1} done before" in again()

    def test_under_other_options_all_is_done_again(self, again):
        assert "done before" not in again("--min-confidence", "0.9")
        assert "done before" not in again()

    @pytest.mark.parametrize("content", [b"", b"\0\xff\n{", b"[]\n", b'{"schema": 1}\nx\n'])
    def test_a_spoilt_manifest_is_none(self, again, tmp_path, content):
        (tmp_path / "out" / NAME).write_bytes(content)
        assert "done before" not in again()

    def test_lines_that_are_spoilt_do_not_count(self, again, tmp_path):
        manifest = tmp_path / "out" / NAME
        lines = manifest.read_bytes().splitlines(keepends=True)
        manifest.write_bytes(b"".join([lines[0], b"{}\n", b'{"place": 1', *lines[2:]])[:-20])
        assert f"{PAGES - 3} done before" in again()
        assert manifest.read_bytes() == b"".join(lines)

    def test_lines_of_other_types_do_not_count(self, again, tmp_path):
        manifest = tmp_path / "out" / NAME
        whole = tree(tmp_path / "out")
        rows = [json.loads(line) for line in manifest.read_bytes().splitlines()]
        values = (None, 7, 1e999, "\ud800", ["x"], {"x": [1]}, [[1, 2, 3]])
        spoilt = [{name: value} for name in ("place", *KEPT) for value in values]
        spoilt = [row | other for row, other in zip(rows[1:], spoilt, strict=False)]
        changed = sum(old != new for old, new in zip(rows[1:], spoilt, strict=False))
        rows[1 : 1 + len(spoilt)] = spoilt
        manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
        assert f"{PAGES - changed} done before" in again()
        assert tree(tmp_path / "out") == whole

    def test_without_it_no_manifest_is_left(self, scans, tmp_path):
        assert svfix("fix", "scans", "-o", "new", *QUICK, cwd=tmp_path)[0] == 0
        assert NAME not in tree(tmp_path / "new")

    def test_the_common_profile_stays(self, tmp_path, monkeypatch, capsys):
        page = "Metoden for uppféljningen har varit intervjuer med chefer fran olika.\n"
        make(tmp_path, {"in/1.txt": page, "in/2.txt": "Hon far"})
        monkeypatch.chdir(tmp_path)
        for _ in range(2):
            assert main(["fix", "in", "--in-place", "--one-profile", "--resume"]) == 0
        assert "2 done before" in capsys.readouterr().err
        make(tmp_path, {"in/3.txt": "Hon far"})
        assert main(["fix", "in", "--in-place", "--one-profile", "--resume"]) == 0
        assert (tmp_path / "in/3.txt").read_text("utf-8") == "Hon får"


class TestFullDisk:
    @pytest.fixture
    def room(self, monkeypatch):
        """Let only so many files be written."""
        fsync, left = os.fsync, [0]

        def limited(file):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            fsync(file)

        def room(count):
            left[0] = count
            monkeypatch.setattr(os, "fsync", limited)

        return room

    def test_stops_and_can_go_on(self, scans, tmp_path, monkeypatch, room, capsys):
        monkeypatch.chdir(tmp_path)
        room(30)
        arguments = ["fix", "scans", "-o", "out", *QUICK]
        assert main(arguments) == 3
        errors = capsys.readouterr().err
        assert errors.count("No space left on device") == 1
        assert "--resume goes on" in errors
        assert len(tree(tmp_path / "out")) == 31  # and the manifest
        monkeypatch.undo()
        monkeypatch.chdir(tmp_path)
        assert main([*arguments, "--resume"]) == 0
        assert "30 done before" in capsys.readouterr().err

    def test_in_place(self, scans, tmp_path, monkeypatch, room):
        monkeypatch.chdir(tmp_path)
        before = tree(scans)
        room(0)
        assert main(["fix", "scans", "--in-place", *QUICK]) == 3
        assert {name: text for name, text in tree(scans).items() if NAME not in name} == before


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a disk of its own")
def test_a_disk_that_is_full(scans, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        code, _, errors = svfix("fix", "scans", "-o", "small", "--jobs", "2", *QUICK, cwd=tmp_path)
        assert (code, errors.count("No space left")) == (3, 1)
        for name, content in tree(small).items():
            if name != NAME:
                assert content == (scans / name).read_bytes().replace("ﬁ".encode(), b"fi")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_files_that_vanish(scans, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    prepare = files.prepare

    def vanishing(path, data, *how):
        (scans / "3/003.txt").unlink(missing_ok=True)
        return prepare(path, data, *how)

    monkeypatch.setattr(files, "prepare", vanishing)
    assert main(["fix", "scans", "-o", "out", *QUICK]) == 3
    errors = capsys.readouterr().err
    assert "003.txt cannot be read: No such file" in errors
    assert f"{PAGES - 1} files" in errors


@posix
class TestWorkers:
    def test_any_number_gives_the_same(self, scans, tmp_path):
        for jobs in ("1", "2", "5", "0"):
            home = make(tmp_path / jobs / "scans", tree(scans)).parent
            options = ("-o", "out", "--jobs", jobs, "--reference", "scans", *OPTIONS)
            assert svfix("fix", "scans", *options, cwd=home)[0] == 0
        homes = [tree(tmp_path / jobs) for jobs in ("1", "2", "5", "0")]
        assert homes.count(homes[0]) == 4
        assert len([name for name in homes[0] if "report.diffs" in name]) == PAGES

    def test_a_file_that_kills_its_worker(self, scans, tmp_path, monkeypatch, capsys):
        from svfix.batch import work

        repair = work._repair

        def deadly(task, job, before):
            if task.source.endswith("007.txt"):
                os.kill(os.getpid(), signal.SIGKILL)
            return repair(task, job, before)

        monkeypatch.setattr(work, "_repair", deadly)  # workers are forked: they have it too
        monkeypatch.chdir(tmp_path)
        assert main(["fix", "scans", "-o", "out", "--jobs", "2", *QUICK]) == 3
        errors = capsys.readouterr().err
        assert "007.txt ended the process that repaired it" in errors
        assert f"{PAGES - 1} files" in errors
        assert len([name for name in tree(tmp_path / "out") if ".txt" in name]) == PAGES - 1

    def test_what_is_early_waits_for_what_is_late(self, scans, tmp_path, monkeypatch):
        from svfix.batch import work

        repair = work._repair

        def slow(task, job, before):
            time.sleep(0.3 * task.source.endswith("000.txt"))
            return repair(task, job, before)

        monkeypatch.setattr(work, "_repair", slow)
        monkeypatch.setattr(Pool.run, "__defaults__", (2, 10))
        monkeypatch.chdir(tmp_path)
        assert main(["fix", "scans", "-o", "out", "--jobs", "2", *OPTIONS]) == 0
        files = [row["file"] for row in heads_of(tmp_path / "edits.jsonl")]
        assert (len(files), files) == (PAGES, sorted(files))

    def test_without_a_lexicon_no_file_is_tried_after_the_first(
        self, scans, tmp_path, monkeypatch, capsys
    ):
        def missing():
            raise OSError(errno.EINVAL, "the lexicon is another version's", "lexicon.bin")

        monkeypatch.setattr("svfix.lexicon.default", missing)
        monkeypatch.chdir(tmp_path)
        for jobs in ("1", "2"):
            assert main(["fix", "scans", "-o", "out", "--jobs", jobs]) == 3
            errors = capsys.readouterr().err
            assert errors.count("lexicon.bin failed: the lexicon is another version's") == 1

    def test_an_unexpected_fault_is_of_one_file(self, scans, tmp_path, monkeypatch, capsys):
        from svfix import formats

        read = formats.read

        def faulty(data, *arguments, **options):
            if data.startswith("ﬁnansiering 7\n".encode()):
                raise RecursionError("too deep")
            return read(data, *arguments, **options)

        monkeypatch.setattr(formats, "read", faulty)
        monkeypatch.chdir(tmp_path)
        assert main(["fix", "scans", "-o", "out", *QUICK]) == 3
        errors = capsys.readouterr().err
        assert re.search(r"007.txt cannot be repaired: too deep \(a fault .* line \d+\)", errors)
        assert "RecursionError" not in errors

    def test_workers_go_with_the_run(self, scans, tmp_path):
        process = subprocess.Popen(
            command("fix", "scans", "-o", "out", "--jobs", "2"), cwd=tmp_path
        )
        time.sleep(0.7)
        workers = children(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 10
        while any(map(is_alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(is_alive, workers))

    def test_none_waits_for_more_than_there_is(self):
        with Pool(2) as pool:
            assert list(pool.run([], Repair(Job(None)))) == []


def children(process):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True)
    return [int(line) for line in found.stdout.split()]


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@posix
def test_a_worker_ends_though_the_run_handles_signals() -> None:
    """A forked handler waits for the thread that it is for, which waits for its next chunk."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with Pool(1, "fork") as pool:
            (worker,) = pool._workers
            assert worker.pipe.poll(60)  # it is up
            worker.process.terminate()
            worker.process.join(60)
            assert worker.process.exitcode == -signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)
