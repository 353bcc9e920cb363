"""How speed is measured: texts, turns, medians, bars, and instructions counted."""

import doctest
import importlib
import subprocess
import sys

import pytest

pytest.importorskip("resource")  # which only Unix has

import instructions
import peers
import speed
import speed_bars
import speed_details
import speed_rounds
import speed_texts
from speed_bars import AGAINST, FTFY, OURS, Bar, Plan, Row
from speed_rounds import Measured, Sample, Tool, Worker
from svfix import PASSES

TEXTS = speed_texts.example()


@pytest.mark.parametrize(
    "name",
    [
        "instructions", "speed_bars", "speed_details", "speed_rounds", "speed_texts",
        "speed_worker",
    ],
)  # fmt: skip
def test_the_examples_are_right(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_pages_hold_whole_words_and_no_more_than_their_size():
    text = "\n".join(["Nämnden beslutade att avslå ansökan."] * 200)
    pages = speed_texts.pages([text, text])
    assert all(speed_texts.PAGE - 20 < len(page) <= speed_texts.PAGE for page in pages)
    words = " ".join(pages[: len(pages) // 2]).split()
    assert words == text.split()[: len(words)]


def test_rows_have_five_to_fifteen_words():
    assert speed_texts.rows(TEXTS.clean)
    assert {len(row.split()) for row in speed_texts.rows(TEXTS.clean)} <= set(range(5, 16))


def test_lengths_are_exact_and_none_is_measured_beyond_the_text():
    text = " ".join(["ord"] * 25_000)
    assert [len(each.split()) for each in speed_texts.lengths(text, 10_000)] == [10_000] * 2
    assert len(speed_texts.lengths(text, 10)) == speed_texts.SAMPLES
    assert speed_texts.lengths(text, 100_000) == []


def test_each_tool_has_its_turn_at_all_texts(monkeypatch):
    heard = []

    class Counting:
        def __init__(self, tool):
            self.name = tool.name

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def measure(self, texts):
            heard.append((self.name, *texts))
            return Sample(1.0, 2.0, len(heard), {"words": 0.5})

    monkeypatch.setattr(speed_rounds, "Worker", Counting)
    found = speed_rounds.one_round([Tool("a", "a"), Tool("b", "b")], ["1", "2", "3"])
    assert heard == [("a", "1"), ("b", "1"), ("b", "2"), ("a", "2"), ("a", "3"), ("b", "3")]
    assert found["a"] == Sample(3.0, 6.0, 5, {"words": 1.5})


def test_a_ratio_is_taken_round_by_round():
    """A round in which all is slow says the same of the tools as the others do."""
    seconds = [(2.0, 1.0), (40.0, 20.0), (2.0, 1.0)]
    rounds = [{"a": Sample(a, a, 0, {}), "b": Sample(b, b, 0, {})} for a, b in seconds]
    assert Measured(["ord"], rounds).times("a", "b") == 2.0


def test_a_worker_measures():
    much = b"m" * 300_000_000  # what the process that starts it has is not counted
    with Worker(Tool(FTFY, FTFY)) as worker:
        sample = worker.measure(["Metoden för uppföljningen\ud800"])
    assert 0 < sample.processor < 5
    assert len(much) > 1e6 * sample.memory > 5e6
    assert sample.passes == {}


def test_a_worker_measures_each_pass():
    with Worker(Tool("passes", "passes")) as worker:
        assert worker.about["file"]
        sample = worker.measure(TEXTS.damaged)
    assert set(sample.passes) == {row.name for row in PASSES}
    assert 0 < sum(sample.passes.values()) <= sample.processor


def test_a_worker_that_fails_is_told_of(capfd):
    with pytest.raises(RuntimeError, match="measured nobody"):
        Worker(Tool("nobody", "nobody"))
    assert "Traceback" in capfd.readouterr().err


def test_a_checkout_is_a_folder_or_its_source(tmp_path):
    source = tmp_path / "src"
    (source / "svfix").mkdir(parents=True)
    (source / "svfix" / "__init__.py").touch()
    for path in (tmp_path, source):
        assert speed_rounds.checkout(AGAINST, path).environment == {"PYTHONPATH": str(source)}
    with pytest.raises(FileNotFoundError):
        speed_rounds.checkout(AGAINST, source / "svfix")


def test_starts_are_measured_without_the_first():
    hello = [sys.executable, "-c", "pass"]
    found = speed_rounds.starts({"a": (hello, {}), "b": (hello, {})}, 2)
    assert len(found.rounds) == 2
    assert found.each("a") > 0
    assert found.memory("b") > 1
    with pytest.raises(subprocess.CalledProcessError):
        speed_rounds.ended([sys.executable, "-c", "raise SystemExit(3)"], {})


def test_pages_and_rows_come_first():
    kinds = Plan(TEXTS, 1, [0]).kinds
    assert [kind.what for kind in kinds[:3]] == ["damaged pages", "clean pages", "clean rows"]
    assert all(kind.texts for kind in kinds)


def test_two_processes_need_two_cores(monkeypatch):
    assert "not measured" in str(speed_bars.two(Plan(TEXTS, 1, [0])))
    alone, disturbed = speed_rounds.Pair(1.9, 1.95, 0.99), speed_rounds.Pair(1.1, 1.9, 0.6)
    pairs = iter([alone, disturbed, alone, disturbed, disturbed, alone])
    monkeypatch.setattr(speed_bars, "two_processes", lambda *_: next(pairs))
    assert speed_bars.two(Plan(TEXTS, 3, [0, 1])).figure == 1.9
    assert "not measured" in speed_bars.two(Plan(TEXTS, 3, [0, 1]))


def test_two_processes_are_not_told_on_a_busy_machine(monkeypatch):
    busy = speed_rounds.Pair(1.1, 1.95, 0.6)
    monkeypatch.setattr(speed_bars, "two_processes", lambda *_: busy)
    told = speed_bars.two(Plan(TEXTS, 2, [0, 1]))
    assert "60 %" in told
    assert "1.95" in told


@pytest.mark.parametrize(("accelerated", "is_measured"), [(None, 0), (True, 0), (False, 1)])
def test_uncompiled_is_measured_where_it_can_be(monkeypatch, accelerated, is_measured):
    class Telling:
        def __init__(self, tool):
            assert tool.environment == {"SVFIX_UNCOMPILED": "1"}
            self.about = {"accelerated": accelerated}

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def measure(self, texts):
            return Sample(12.0, 12.0, 90.0, {})

    monkeypatch.setattr(speed_bars, "Worker", Telling)
    told = speed_bars.uncompiled(Plan(TEXTS, 1, [0]))
    assert told.bar.told(told.figure) == "≤ 10, not met" if is_measured else "not available" in told


def test_the_table_names_what_it_is_measured_against():
    row = Row("clean rows", 2.5, "× ftfy", Bar(3), 0.0002, 0.0001, 900.0, 90.0)
    assert AGAINST not in speed_bars.bars_table([row])
    both = speed_bars.bars_table([row._replace(against=0.934), row])
    assert "× against" in both
    assert "0.93" in both
    assert speed_bars.largest([row, row._replace(memory=95.0)]).figure == 95.0


def test_without_the_folder_of_sets_the_example_is_measured(tmp_path):
    texts, which = speed.load(tmp_path)
    assert texts == TEXTS
    assert "the example" in which
    assert "dev/eng is not measured" in which


def test_parts_are_chosen(capsys):
    assert speed.parse([]).only == ["bars", "growth", "passes", "peers"]
    assert speed.parse(["--no-peers", "--instructions"]).only[2:] == ["passes", "instructions"]
    with pytest.raises(SystemExit):
        speed.parse(["--only", "bars,cold"])
    assert "there is no part cold" in capsys.readouterr().err


def test_without_valgrind_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(instructions.shutil, "which", lambda _: None)
    assert list(speed_details.counted(Plan(TEXTS, 1, [0]))) == [instructions.MISSING]


CALLGRIND = """# callgrind format
positions: line
events: Ir

ob=(1) /usr/lib/libpython3.11.so
fl=(1) ???
fn=(1) eval
0 100
cob=(2) /x/kernel.bin
cfi=(2) search.c
cfn=(3) search
calls=2 0
0 900
jcnd=1/2 +3
+2 7
fn=(2) eval'2
0 50

ob=(2)
fn=(3)
12 800
* 100

totals: 1057
""".splitlines()


def test_instructions_of_a_function_are_without_those_it_calls():
    found = instructions.parse(CALLGRIND)
    assert found.total() == 1057
    assert instructions.by_file(found) == {"libpython3.11.so": 157, "kernel.bin": 900}
    assert found[instructions.Function("libpython3.11.so", "eval")] == 157


def test_instructions_are_those_of_the_texts_alone(monkeypatch):
    function = instructions.Function("a.so", "f")
    monkeypatch.setattr(
        instructions, "counted", lambda _, texts: instructions.Counts({function: 10 + len(texts)})
    )
    taken = instructions.of_texts(Tool(OURS, OURS), ["a"], {"pages": ["b", "c"]})
    assert taken == {"pages": {function: 2}}
    groups = {"pages": ["ett två", "tre fyra"]}
    table = speed_details.instructions_table(groups, taken, taken)
    assert "1.00" in table
    assert "100.0 %" in speed_details.functions_table(groups, taken)
    assert "100.0 %" in speed_details.files_table(groups, taken)


def test_peers_are_those_that_are_installed(monkeypatch):
    monkeypatch.setattr(peers, "has_hunspell", lambda: True)
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    assert peers.names() == ["hunspell"]
