"""The rules' tables: each row is used, and says what can be."""

import re
from pathlib import Path

import pytest

from svfix.passes import debris, rules
from svfix.table import PASS_NAMES
from svfix.text.numbers.types import TYPES

FOLDER = Path(rules.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.parent.rglob("*.py")))
DECODED = {"words", "lost"}
"""The passes whose edits are as sure as the decoder is of each."""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.name)
def test_rows_are_whole(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == len(head) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("row", rules.table("confidences"), ids=lambda row: row[0])
def test_a_confidence_is_what_was_counted(row: list[str]) -> None:
    rule, confidence, right, judged, where = row
    assert rule.split(".")[0] in {*PASS_NAMES} - DECODED
    assert 0.5 < float(confidence) <= 0.998
    assert bool(right) == bool(judged)
    if judged:
        assert where
        share = (int(right) + 1) / (int(judged) + 2)
        assert abs(float(confidence) - share) < 0.04


def test_each_confidence_is_of_a_rule_in_the_code() -> None:
    named = {rule.partition(":")[0].split(".")[1] for rule in rules.confidences()}
    codes = {"quoted", "entity", "escape", "percent"}  # of `svfix.text.codes`
    assert {name for name in named - codes if not re.search(rf"\b{name}\b", CODE)} == set()


def test_types_of_numbers_have_their_own() -> None:
    assert {f"numbers.{kind.name}" for kind in TYPES}.isdisjoint(rules.confidences())


@pytest.mark.parametrize("row", rules.table("words"), ids=lambda row: row[0])
def test_a_list_is_used_and_has_each_word_once(row: list[str]) -> None:
    name, words, about = row
    assert CODE.count(f'word_list("{name}")') + CODE.count(f"word_list('{name}')") >= 1
    assert len(words.split()) == len({*words.split()})
    assert about.split(":")[0] in PASS_NAMES


def test_debris_is_weighed_by_its_rules() -> None:
    of_rules = {rule.__name__ for rule in debris.TELLING}
    assert debris.EVIDENCE.keys() <= of_rules | {"repaired"}
