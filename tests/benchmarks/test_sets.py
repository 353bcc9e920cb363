"""The sets of pages: real scans first, cut as they are counted elsewhere."""

import importlib.util

import pytest

import sets
from plain_words import lined_up, plain_words

SCANS = [name for name in sets.SETS if name in sets.REAL]


@pytest.fixture
def other():
    """The tool beside the sets, which counts the words of real scans by itself."""
    path = sets.SHARED / "tools" / "real.py"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    spec = importlib.util.spec_from_file_location("real", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages_of(name):
    try:
        return sets.load(name)
    except sets.Missing as missing:
        pytest.skip(str(missing))


def test_real_scans_come_first():
    assert list(sets.SETS)[: len(sets.REAL)] == sets.expand("proofread") == SCANS


def test_records_are_clean():
    assert set(sets.expand("records")) == sets.RECORDS < sets.CLEAN


@pytest.mark.parametrize("name", [SCANS[0], "proofread/ssa", "records/messages"])
def test_what_is_not_there_is_missing(name, tmp_path):
    with pytest.raises(sets.Missing):
        sets.load(name, tmp_path)


@pytest.mark.parametrize(
    ("size", "pieces"),
    [
        (100, ["ett\ntva\n\ntre"]),
        (6, ["ett\ntva\n", "tre"]),
        (5, ["ett", "tva\n", "tre"]),
        (1, ["ett", "tva", "", "tre"]),
    ],
)
def test_pieces_end_where_lines_end(size, pieces):
    page = sets.Page("x", "ett\ntva\n\ntre", "ett\ntvå\n\ntre")
    cut = sets.cut(page, size)
    assert [piece.observed for piece in cut] == pieces
    assert "\n".join(piece.reference for piece in cut) == page.reference
    assert len({piece.name for piece in cut}) == len(cut)


def test_lines_without_a_partner_are_told_of():
    with pytest.raises(ValueError, match="shorter"):
        sets.cut(sets.Page("x", "ett\ntva", "ett"))


def test_a_record_is_a_page(tmp_path):
    folder = tmp_path / "bench" / "records"
    folder.mkdir(parents=True)
    (folder / "messages.txt").write_text("fel: %s\n\nklart\n", encoding="utf-8")
    pages = sets.load("records/messages", tmp_path)
    assert pages == [sets.Page("1", "fel: %s", "fel: %s"), sets.Page("3", "klart", "klart")]


@pytest.mark.parametrize("name", SCANS)
def test_words_are_those_of_the_other_tool(name, other):
    for page in pages_of(name):
        read, truth = plain_words(page.observed), plain_words(page.reference)
        assert (read, truth) == (other.words(page.observed), other.words(page.reference))
        beside = [word or None for true, word in lined_up(read, truth) if true]
        assert beside == other.aligned(read, truth)


@pytest.mark.parametrize("name", ["proofread/minutes", "proofread/press", "proofread/weeklies"])
def test_pieces_are_those_of_the_other_tool(name, other):
    pages = pages_of(name)
    folder = sets.SHARED / "bench" / f"{name}.ocr.txt", sets.SHARED / "bench" / f"{name}.gt.txt"
    assert [(p.observed, p.reference) for p in pages] == other.pieces(*map(sets.read, folder))
