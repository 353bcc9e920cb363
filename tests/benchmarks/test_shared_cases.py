"""The cases of the shared folder: how they are read, counted and shown."""

import pytest

import cases
import sets
from cases import Case, Tried

HEAD = "kind\tinput\texpected\twhy\tnow\n"


def case(kind="a", text="x", expected="x", why="", earlier="x"):
    return Case(kind, text, expected, why, earlier)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"ett\ntvå", "ett\ntvå"),
        (r"o\0ciell", "o\0ciell"),
        (r"\\section{A}\n\\item", "\\section{A}\n\\item"),
        (r"sekunder.\\n", r"sekunder.\n"),
        (r"\\\n", "\\\n"),
        (r"\\\\\n", "\\\\\n"),
    ],
)
def test_escapes(text, meant):
    assert cases.unescaped(text) == meant
    assert cases.escaped(meant) == text


def test_a_file_is_read(tmp_path):
    (tmp_path / "bench").mkdir()
    row = (
        "dash\tkommun—\\nfullmäktige\tkommun-\\nfullmäktige\ta broken word\tkommun—\\nfullmäktige\n"
    )
    (tmp_path / "bench" / "cases.tsv").write_text(HEAD + row, encoding="utf-8")
    [found] = cases.load(tmp_path)
    assert (found.kind, found.expected) == ("dash", "kommun-\nfullmäktige")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(sets.Missing, match="not there"):
        cases.load(tmp_path)


@pytest.mark.parametrize(
    ("kind", "why", "group"),
    [
        ("sparse.rn-m", "rn for m", "all sparse.*"),
        ("num.rule", "stays; a doubt may be told", "all others"),
        ("sparse.section", "5 for § (doubtful: 5 is a figure)", "doubtful"),
        ("enc.json", "uncertain", "doubtful"),
    ],
)
def test_groups(kind, why, group):
    assert case(kind, why=why).group == group


def test_the_report_counts_and_lists():
    rows = [
        case("num.year"),
        case("num.year", "l934", "1934"),
        case("sparse.rn-m", "Det " * 20 + "sorn" + " var" * 20, "Det " * 20 + "som" + " var" * 20),
        case("sparse.acronym", "VAtaxan", "VA-taxan", "doubtful"),
    ]
    found = cases.tried(rows, lambda text: text.replace("l9", "19"))
    report = cases.report(found)
    lines = [line.split() for line in report.splitlines()]
    assert ["num.year", "2", "2", "1", "1", "1"] in lines
    assert ["all", "others", "2", "2", "1", "1", "1"] in lines
    assert ["all", "sparse.*", "1", "0", "0", "0", "0"] in lines
    assert ["doubtful", "1", "0", "0", "0", "0"] in lines
    _, wrong, doubtful = report.split("\n\n")
    assert "sparse.rn-m\t… Det Det Det sorn var var var va…" in wrong
    assert "VAtaxan\tVAtaxan\tVA-taxan" in doubtful


def test_long_texts_are_cut():
    words = [Tried(case(text="a " * 200, expected="b " * 200), "c " * 200)]
    assert all(len(cell) < 160 for cell in cases.listed(words[0]).split("\t"))


def test_the_rows_of_the_shared_file_can_be_read():
    try:
        found = cases.load(sets.SHARED)
    except sets.Missing as missing:
        pytest.skip(str(missing))
    assert {one.group for one in found} == {"all sparse.*", "all others", "doubtful"}
