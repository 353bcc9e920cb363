"""Each constant is held by a row of tests/cases/thresholds.tsv, which misses it when it moves.

Here the rows are looked at as they are; `tools/perturb.py`, a step of `.ci/run`, changes each
constant and looks whether its rows show it.
"""

import ast
from collections import Counter

import pytest

import threshold_rows
from constants import asking, constants, of_module, perturbed, rows
from observed import observed
from svfix.table import PASS_NAMES

ROWS = threshold_rows.read()
HELD = Counter(change for row in ROWS for change in row.holds)
UNSEEN = {row["constant"]: row["why"] for row in rows(threshold_rows.UNSEEN)}
CHANGES = {constant.name + way for constant in constants() for way in "+-"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.holds[0])
def test_a_row_is_as_observed(row: threshold_rows.Row) -> None:
    assert observed(row.how, row.text) == row.observed


def test_each_constant_is_held_both_ways() -> None:
    """Larger and smaller, one row misses it; or it is told why it cannot show."""
    argued = {c for c in CHANGES if c in UNSEEN or c[:-1] in UNSEEN}
    assert CHANGES - argued - HELD.keys() == set()


def test_rows_hold_what_there_is() -> None:
    assert HELD.keys() <= CHANGES
    assert UNSEEN.keys() <= CHANGES | {change[:-1] for change in CHANGES}
    assert {c for c in HELD if c in UNSEEN or c[:-1] in UNSEEN} == set()
    assert all(row.holds for row in ROWS)


def test_each_of_what_cannot_show_has_a_reason() -> None:
    assert all(len(why.split()) > 3 for why in UNSEEN.values())


def test_rows_differ() -> None:
    assert len({(row.how, row.text) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("constant", constants(), ids=lambda constant: constant.name)
def test_a_constant_stands_where_it_is_said_to(constant) -> None:
    line = constant.path.read_bytes().splitlines()[constant.line - 1]
    written = line[constant.start : constant.end].decode()
    assert ast.literal_eval(written) == constant.value


def test_a_source_that_asks_is_the_same_but_for_its_constants(tmp_path) -> None:
    path = next(c.path for c in constants() if c.name == "decoder.rate.GOOD")
    source = asking(path).decode()
    assert '.number("decoder.rate.GOOD", 0.02)' in source
    assert source.count(".number(") == len([*of_module(path)])
    compile(source, str(path), "exec")


def test_no_change_leaves_a_number_as_it_is() -> None:
    values = {constant.value for constant in constants() if constant.value}
    assert all(perturbed(value, way) != value for value in values for way in "+-")


def test_hows_name_passes() -> None:
    words = {word for row in ROWS for word in row.how.split()[1:]}
    assert words <= {*PASS_NAMES, "dirty", "noisy", "clean", "repaired", "joined", "own"}
