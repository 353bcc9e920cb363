"""A pipe: texts in, results out, in order and as they come."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svfix
from svfix import Fixer, Unrepaired, workers
from svfix.rows import pipe as room

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
QUICK = Fixer(passes=["characters"])
"""A fixer that needs no lexicon, for tests that start many processes."""

posix = pytest.mark.skipif(os.name != "posix", reason="forks, and signals as POSIX sends them")
ITEMS = st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats()))


def texts_of(results):
    return [result and result.text for result in results]


class TestInOrder:
    def test_one_result_for_each(self):
        assert texts_of(svfix.pipe([DAMAGED, FIXED, ""])) == [FIXED, FIXED, ""]

    @given(ITEMS)
    def test_none_stays_and_what_is_no_text_is_named(self, items):
        results = list(QUICK.pipe(items))
        assert len(results) == len(items)
        for index, (item, result) in enumerate(zip(items, results, strict=True)):
            if item is None:
                assert result is None
            elif isinstance(item, str):
                assert result == QUICK.explain(item)
                assert not result.error
            else:
                assert isinstance(result, Unrepaired)
                assert result.text is item
                assert (result.index, result.edits) == (index, ())
                assert result.error == f"item {index} is {type(item).__name__}, not str"

    @posix
    @settings(max_examples=5, deadline=None)
    @given(ITEMS, st.integers(2, 3), st.integers(1, 5))
    def test_workers_give_the_same(self, items, n_process, batch_size):
        options = {"n_process": n_process, "batch_size": batch_size}
        assert list(QUICK.pipe(items, **options)) == list(QUICK.pipe(items))

    def test_options_are_those_of_a_fixer(self):
        assert texts_of(svfix.pipe([DAMAGED], words=["uppféljningen"])) != [FIXED]
        assert texts_of(svfix.pipe([DAMAGED], passes=["characters"])) == [DAMAGED]


class TestStreaming:
    def test_texts_are_taken_as_results_are_asked_for(self):
        taken = []
        results = QUICK.pipe(taken.append(n) or str(n) for n in itertools.count())
        assert texts_of(itertools.islice(results, 3)) == ["0", "1", "2"]
        assert len(taken) == 3

    @posix
    def test_workers_take_no_more_than_they_need(self):
        taken = []
        texts = (taken.append(n) or str(n) for n in itertools.count())
        results = QUICK.pipe(texts, n_process=2, batch_size=10)
        assert next(results).text == "0"
        assert len(taken) <= 2 * 10 * room.CHUNKS_AHEAD + 10
        results.close()

    def test_a_fault_of_the_texts_comes_through(self):
        def texts():
            yield "a"
            raise OSError("gone")

        for n_process in (1, 2):
            with pytest.raises(OSError, match="gone"):
                list(QUICK.pipe(texts(), n_process=n_process))


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "error"),
        [
            ({"n_process": 0}, ValueError),
            ({"n_process": -2}, ValueError),
            ({"n_process": 1.0}, TypeError),
            ({"n_process": True}, TypeError),
            ({"batch_size": 0}, ValueError),
            ({"errors": "ignore"}, ValueError),
            ({"shared_profile": "yes"}, TypeError),
            ({"shared_profile": True, "passes": ["characters"]}, ValueError),
        ],
    )
    def test_what_is_none_is_told_of_at_once(self, options, error):
        with pytest.raises(error):
            svfix.pipe([], **options)

    @pytest.mark.parametrize("texts", ["one text", b"bytes", 17, None])
    def test_texts_are_several(self, texts):
        with pytest.raises(TypeError, match="texts must be an iterable of str"):
            svfix.pipe(texts)

    def test_minus_one_is_a_process_a_core(self):
        assert 1 <= room.How(n_process=-1).processes <= os.cpu_count()

    def test_errors_can_be_raised(self):
        results = QUICK.pipe(["a", 17, "b"], errors="raise")
        assert next(results).text == "a"
        with pytest.raises(TypeError, match="item 1 is int, not str"):
            next(results)


class TestMemory:
    def test_what_is_too_large_is_one_item(self, monkeypatch):
        explain = Fixer.explain

        def hungry(self, text):
            if text == "large":
                raise MemoryError
            return explain(self, text)

        monkeypatch.setattr(Fixer, "explain", hungry)  # workers are forked: they have it too
        monkeypatch.setattr(workers, "safe_method", lambda: "fork")
        for n_process in (1, 2) if os.name == "posix" else (1,):
            results = list(QUICK.pipe(["a", "large", "b"], n_process=n_process))
            assert texts_of(results) == ["a", "large", "b"]
            assert [r.error for r in results][1] == "item 1 is too large for the memory there is"

    @posix
    def test_what_ends_its_worker_is_one_item(self, monkeypatch):
        explain = Fixer.explain

        def deadly(self, text):
            if text == "deadly":
                os.kill(os.getpid(), signal.SIGKILL)
            return explain(self, text)

        monkeypatch.setattr(Fixer, "explain", deadly)  # workers are forked: they have it too
        monkeypatch.setattr(workers, "safe_method", lambda: "fork")
        results = list(QUICK.pipe(["a", "deadly", "b"] * 2, n_process=2))
        assert texts_of(results) == ["a", "deadly", "b"] * 2
        assert [bool(r.error) for r in results] == [False, True, False] * 2
        assert "item 4 ended the process" in results[4].error
        with pytest.raises(RuntimeError, match="item 1 ended the process"):
            list(QUICK.pipe(["a", "deadly", "b"], n_process=2, errors="raise"))

    @posix
    def test_a_fault_of_svfix_itself_is_no_items(self, monkeypatch):
        def missing():
            raise OSError("the lexicon is another version's")

        monkeypatch.setattr("svfix.lexicon.default", missing)
        monkeypatch.setattr(workers, "safe_method", lambda: "fork")
        for n_process in (1, 2):
            with pytest.raises(OSError, match="lexicon"):
                list(Fixer().pipe([DAMAGED] * 3, n_process=n_process))


class TestSharedProfile:
    ROWS = ("Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on")

    def test_rows_share_what_they_show(self):
        assert texts_of(svfix.pipe(self.ROWS))[2] == "pa on"
        for rows in (self.ROWS, list(self.ROWS), iter(self.ROWS)):
            assert texts_of(svfix.pipe(rows, shared_profile=True))[2] == "på ön"

    def test_it_is_that_of_the_fixer(self):
        fixer = Fixer(min_confidence=0.7)
        profile = fixer.profile_of(self.ROWS)
        found = list(fixer.pipe(self.ROWS, shared_profile=True))
        assert found == [*map(fixer.with_profile(profile).explain, self.ROWS)]
        with pytest.raises(ValueError, match="a profile was given"):
            fixer.with_profile(profile).pipe(self.ROWS, shared_profile=True)

    def test_without_a_text_there_is_none(self):
        assert Fixer().profile_of([None, "", 17, " \n"]) is None
        assert texts_of(svfix.pipe([None, "", " \n"], shared_profile=True)) == [None, "", " \n"]

    def test_of_a_stream_the_first_rows_are_held_and_no_more(self, monkeypatch):
        monkeypatch.setattr("svfix.rows.shared.ROWS", 5)
        taken = []
        rows = (taken.append(n) or (None if n % 2 else DAMAGED) for n in itertools.count())
        results = svfix.pipe(rows, shared_profile=True)
        assert texts_of(itertools.islice(results, 3)) == [FIXED, None, FIXED]
        assert len(taken) == 9

    def test_missing_values_without_end_are_not_held(self, monkeypatch):
        monkeypatch.setattr("svfix.rows.shared.HELD", 50)
        results = svfix.pipe(itertools.repeat(None), shared_profile=True)
        assert texts_of(itertools.islice(results, 60)) == [None] * 60

    def test_clean_rows_stay(self):
        rows = ["Nämnden föreslår att avgiften höjs", "Mötet öppnas av ordföranden", "Hon far hem"]
        assert texts_of(svfix.pipe(rows, shared_profile=True)) == rows


SCRIPT = """
import multiprocessing, sys, svfix
if __name__ == "__main__":
    if sys.argv[1] != "default":
        multiprocessing.set_start_method(sys.argv[1])
    rows = ["oﬃciell", None, 17, "a\\ud800"] * 20
    alone = [r and (r.text, r.error) for r in svfix.pipe(rows, passes=["characters"])]
    many = svfix.pipe(rows, passes=["characters"], n_process=2, batch_size=3)
    assert [r and (r.text, r.error) for r in many] == alone
    assert alone[0] == ("officiell", "")
    assert not multiprocessing.active_children()
    print("same")
"""

THREADED = """
import sys, threading, time, svfix

def busy():
    while True:
        for name in ["imaplib", "mailbox", "smtplib"]:
            sys.modules.pop(name, None)
            __import__(name)

if __name__ == "__main__":
    threading.Thread(target=busy, daemon=True).start()
    for _ in range(2):
        many = svfix.pipe(["till sjén"] * 4, n_process=2, batch_size=1)
        assert len(list(many)) == 4
    print("ended")
"""

UNGUARDED = """
import multiprocessing, svfix
multiprocessing.set_start_method("spawn", force=True)
print([r.text for r in svfix.pipe(["a"], passes=["characters"], n_process=2)])
"""

INTERRUPTED = """
import itertools, multiprocessing, svfix
if __name__ == "__main__":
    rows = svfix.pipe(itertools.repeat("a"), passes=["characters"], n_process=2)
    for number, row in enumerate(rows):
        if number == 1000:
            print(*[p.pid for p in multiprocessing.active_children()], flush=True)
"""


def python(tmp_path, script, *arguments):
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    return [sys.executable, str(path), *arguments]


class TestProcesses:
    @pytest.mark.parametrize("method", ["default", *multiprocessing.get_all_start_methods()])
    def test_however_they_start(self, tmp_path, method):
        done = subprocess.run(
            python(tmp_path, SCRIPT, method), capture_output=True, text=True, timeout=120
        )
        assert (done.stdout, done.stderr) == ("same\n", "")

    @posix
    def test_beside_threads_they_are_not_forked(self, monkeypatch):
        monkeypatch.setattr("multiprocessing.get_context", lambda: Forking)
        frames = sys._current_frames
        others = frames().keys() - {threading.get_ident()}  # of what runs the tests

        def alone():
            return {thread: frame for thread, frame in frames().items() if thread not in others}

        monkeypatch.setattr("sys._current_frames", alone)
        assert workers.safe_method() == "fork"
        over = threading.Event()
        thread = threading.Thread(target=over.wait)
        thread.start()
        assert workers.safe_method() in ("forkserver", "spawn")
        over.set()
        thread.join()
        assert workers.safe_method() == "fork"

    @posix
    def test_a_thread_that_imports_hinders_none(self, tmp_path):
        done = subprocess.run(
            python(tmp_path, THREADED), capture_output=True, text=True, timeout=120
        )
        assert (done.stdout, done.stderr) == ("ended\n", "")

    def test_without_the_guard_there_is_one_clear_end(self, tmp_path):
        done = subprocess.run(
            python(tmp_path, UNGUARDED), capture_output=True, text=True, timeout=120
        )
        assert done.returncode
        assert workers.NOT_UP in done.stderr.strip().splitlines()[-1]

    @posix
    def test_an_interrupt_ends_them_all(self, tmp_path):
        process = subprocess.Popen(
            python(tmp_path, INTERRUPTED),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        children = [int(number) for number in process.stdout.readline().split()]
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode
        assert errors.strip().splitlines()[-1] == "KeyboardInterrupt"
        assert errors.count("Traceback") == 1
        assert len(children) == 2
        assert not any(map(is_alive, children))

    @posix
    def test_a_pipe_that_is_left_ends_them(self):
        before = multiprocessing.active_children()
        results = QUICK.pipe(itertools.repeat("a"), n_process=2)
        next(results)
        assert len(multiprocessing.active_children()) == len(before) + 2
        results.close()
        assert multiprocessing.active_children() == before

    def test_this_process_starts_no_thread(self):
        before = threading.active_count()
        assert len(list(Fixer().pipe([DAMAGED] * 3, n_process=2))) == 3
        assert threading.active_count() == before


class Forking:
    """A context of `multiprocessing` that forks."""

    @staticmethod
    def get_start_method():
        return "fork"


def is_alive(process):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True
