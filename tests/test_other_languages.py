"""Pages that are not Swedish stay as they are, byte for byte."""

from pathlib import Path

import pytest

import svfix

PAGES = sorted((Path(__file__).parent / "data" / "languages").glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_stays(path):
    text = path.read_bytes().decode("utf-8")
    assert svfix.explain(text).edits == ()


def test_there_are_pages():
    assert {"danish", "english", "finnish", "german", "norwegian"} <= {p.stem for p in PAGES}
