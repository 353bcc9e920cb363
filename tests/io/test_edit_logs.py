"""Files of edits as `svfix revert` reads them: what is wrong in one is a sentence."""

import json

import pytest

from svfix.io import edit_log
from svfix.io.edit_log import originals, revert
from svfix.io.files import FileError, digest

OLD, NEW = b"de ar", "de är".encode()
ROW = {
    "schema": edit_log.SCHEMA,
    "schema_version": edit_log.SCHEMA_VERSION,
    "file": "a/1.txt",
    "output": "out/a/1.txt",
    "original": digest(OLD),
    "fixed": digest(NEW),
    "splices": [[0, "de ar", len(NEW)]],
}


def log(path, *rows):
    """A file of edits with such lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema_version": 99}, "line 1: this svfix reads version"),
        ({"splices": [["0", "de ar", 5]]}, r"line 1: a splice is not \[start, removed, length\]"),
        ({"splices": [[0, "\ud800", 5]]}, "line 1"),
        ({"splices": [[0]]}, "line 1"),
        ({"file": 7}, "line 1: the name of a file is missing"),
        ({"output": ["out"]}, "line 1: the name of a file is missing"),
        ({"original": None}, "line 1: a hash is missing"),
        ({"schema": "another"}, "no line of it says 'svfix.edits'"),
    ],
)
def test_what_is_wrong_in_a_line_is_told(tmp_path, change, said):
    with pytest.raises(FileError, match=said):
        originals(log(tmp_path / "edits.jsonl", ROW | change))


def test_a_line_that_lacks_something_or_is_none(tmp_path):
    path = tmp_path / "edits.jsonl"
    for line in ({k: v for k, v in ROW.items() if k != "fixed"}, [1], 7):
        with pytest.raises(FileError, match=r"edits\.jsonl is no file of edits: line 1"):
            originals(log(path, line))
    with pytest.raises(FileError, match="cannot be read"):
        originals(str(tmp_path))


def test_lines_that_are_empty_or_of_edits_are_passed_over(tmp_path):
    path = tmp_path / "edits.jsonl"
    log(path, ROW, {"file": "a/1.txt", "before": "ar"})
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert revert("1.txt", NEW, originals(str(path))) == OLD


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW | {"fixed": digest(b"another")}], "no file that these edits were made to"),
        ([ROW | {"splices": None}], "was made of a/1.txt, which was left as it is"),
        ([ROW | {"splices": [[0, "de or", len(NEW)]]}], "do not lead back to its original"),
        (
            [ROW, ROW | {"original": digest(b"x"), "file": "b/1.txt", "output": None}],
            "may have been a/1.txt or b/1.txt",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_back_is_told(tmp_path, rows, said):
    known = originals(log(tmp_path / "edits.jsonl", *rows))
    with pytest.raises(FileError, match=said):
        revert("out/1.txt", NEW, known)


def test_of_files_that_were_repaired_to_be_the_same_the_name_tells(tmp_path):
    other = b"de\xc3\xa4r"
    row = ROW | {"file": "b/1.txt", "output": "out/b/1.txt", "original": digest(other)}
    row["splices"] = [[0, other.decode(), len(NEW)]]
    known = originals(log(tmp_path / "edits.jsonl", ROW, row))
    assert revert("moved/a/1.txt", NEW, known) == OLD
    assert revert("moved/b/1.txt", NEW, known) == other
