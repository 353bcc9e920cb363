"""The rules' tables: each row is used, and says what can be."""

import re
from pathlib import Path

import pytest

from svfix.passes import debris, rules
from svfix.table import PASS_NAMES
from svfix.text.numbers.types import TYPES

FOLDER = Path(rules.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.parent.rglob("*.py")))
LIKE_ALL, OF_ALL = 15, 0.945
"""How many edits of all rules count beside a rule's own, and how many of them are right."""

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
    rule, confidence, right, judged, _ = row
    assert rule.split(".")[0] in {*PASS_NAMES} - DECODED
    assert 0.5 < float(confidence) <= 0.99
    assert bool(right) == bool(judged)
    if judged:
        share = (int(right) + LIKE_ALL * OF_ALL) / (int(judged) + LIKE_ALL)
        assert float(confidence) == pytest.approx(min(share, 0.99), abs=0.0051)


def test_each_confidence_is_of_a_rule_in_the_code() -> None:
    types = {kind.name for kind in TYPES}
    named = {rule.partition(":")[0].split(".")[1] for rule in rules.confidences()} - types
    codes = {"quoted", "entity", "escape", "percent"}  # of `svfix.text.codes`
    assert {name for name in named - codes if not re.search(rf"\b{name}\b", CODE)} == set()


def test_types_of_numbers_that_are_settled_have_one() -> None:
    settled = {f"numbers.{kind.name}" for kind in TYPES if not kind.is_doubt}
    assert settled <= rules.confidences().keys()


@pytest.mark.parametrize("row", rules.table("words"), ids=lambda row: row[0])
def test_a_list_is_used_and_has_each_word_once(row: list[str]) -> None:
    name, words, about = row
    assert CODE.count(f'word_list("{name}")') + CODE.count(f"word_list('{name}')") >= 1
    assert len(words.split()) == len({*words.split()})
    assert about.split(":")[0] in PASS_NAMES


def test_debris_is_weighed_by_its_rules() -> None:
    of_rules = {rule.__name__ for rule in debris.TELLING}
    assert debris.EVIDENCE.keys() <= of_rules | {"repaired"}
