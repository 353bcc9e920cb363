"""Fuzzing: what it found once stays mended, and it finds what is broken (tools/fuzz.py)."""

import json
import os
from pathlib import Path

import pytest

import fuzz

ROWS = Path(__file__).parent / "cases" / "fuzzed.tsv"


def rows():
    """What was found, by fuzzing: the target, the input as JSON, what was wrong."""
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            target, case, comment = line.split("\t")
            yield pytest.param(target, json.loads(case), id=comment)


@pytest.mark.parametrize(("target", "case"), [*rows()])
def test_what_was_found_stays_mended(target, case):
    _, check = fuzz.TARGETS[target].functions()
    check(case)


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_an_input_is_known_by_its_seed(name):
    draw, check = fuzz.TARGETS[name].functions()
    case = draw(fuzz.drawn(name, 3, 1))
    assert case == draw(fuzz.drawn(name, 3, 1)) != draw(fuzz.drawn(name, 3, 2))
    assert json.loads(json.dumps(case)) == case
    check(case)


def broken(case):
    """A check that finds fault with a letter."""
    if "å" in case["text"]:
        raise AssertionError("there is an å")


def ended(case):
    """A check that takes its process down."""
    os._exit(9)


@pytest.fixture
def target(monkeypatch):
    """Have fuzzing try a check of this file; returns what sets it."""
    draw, _ = fuzz.TARGETS["options"].functions()

    def use(check):
        monkeypatch.setattr(fuzz.Target, "functions", lambda _: (draw, check))

    return use


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["fuzz.py", "--target", "library", *map(str, arguments)])
    return fuzz.main()


def test_a_finding_is_logged_shortened_and_tried_again(target, monkeypatch, capsys, tmp_path):
    target(broken)
    log = tmp_path / "log.jsonl"
    assert run(monkeypatch, "--count", 200, "--batch", 100, "--seed", 7, "--log", log) == 1
    begun, done, *_ = lines(log)
    assert (begun["seed"], begun["begins"], done["inputs"]) == (7, 100, 100)
    [[number, error, case]] = done["findings"]
    assert "there is an å" in error
    assert case["text"] == "å"
    assert "2 findings" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="there is an å"):
        run(monkeypatch, "--seed", 7, "--only", number)


def test_a_process_that_ends_is_found(target, monkeypatch, capsys):
    target(ended)
    assert run(monkeypatch, "--count", 1) == 1
    assert "the process ended (9)" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "count"), [("library", 60), ("files", 600), ("batch", 8)])
def test_inputs_that_nobody_would_think_of(name, count):
    draw, check = fuzz.TARGETS[name].functions()
    for number in range(count):
        check(draw(fuzz.drawn(name, 1, number)))
