"""Batches with a tree of references: what the report says of the truth, and the pages beside it."""

import json
import re

import pytest
from tests.support.batches import DAMAGED, FIXED, make, tree
from tests.support.formats_samples import ALTO, HOCR, PAGE, TSV

from svfix import formats

READ = DAMAGED * 3
TRUTH = FIXED * 3


@pytest.fixture
def batch(tmp_path, monkeypatch):
    """Two pages and their truth, one of them under another name."""
    make(tmp_path / "in", {"a/1.eng.txt": READ, "b/2.txt": READ})
    make(tmp_path / "ref", {"a/1.gt.txt": TRUTH, "b/2.txt": TRUTH})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def fix(run):
    """Repair, and compare with the truth; returns exit code, the report and the messages."""

    def fix(*options, paths=("in",), out=("-o", "out")):
        arguments = ("fix", *paths, *out, "--report", "r.html", "--reference", "ref", *options)
        code, _, errors = run(*arguments)
        return code, errors

    return fix


def cells(report):
    """The rows of the report's table of pages, by page and what its files end in."""
    body = re.findall(r"<tbody>(.*?)</tbody>", report, re.DOTALL)[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.split("<tr[^>]*>", body)]
    return {re.sub("<[^>]+>", "", row[0]): row[1:] for row in rows if row}


def test_each_file_has_its_rates_and_its_page(fix, batch):
    code, errors = fix()
    assert code == 0
    assert "2 files compared with the truth: 36.36% of words wrong as read and 0.00%" in errors
    report = (batch / "r.html").read_text("utf-8")
    assert cells(report)["a/1 eng.txt"][4:] == ["36.4%", "0%", "4.78%", "0%"]
    links = re.findall(r'href="(\./[^"]+)"', report)
    assert set(links) == {"./r.diffs/a/1.eng.txt.html", "./r.diffs/b/2.txt.html"}
    page = (batch / links[0]).read_text("utf-8")
    assert "<title>in/a/1.eng.txt" in page
    for word in ("uppféljningen", "uppföljningen", "words.confusion"):
        assert word in page


@pytest.mark.parametrize("data", [HOCR, ALTO, PAGE, TSV], ids=["hocr", "alto", "page", "tsv"])
def test_text_is_compared_with_text(fix, batch, data):
    make(batch / "in", {"a/1.eng.txt": data})
    make(batch / "ref", {"a/1.gt.txt": data})
    assert fix("--passes", "characters")[0] == 0
    assert cells((batch / "r.html").read_text("utf-8"))["a/1 eng.txt"][4:] == ["0%"] * 4


def test_the_truth_may_be_plain_text_with_the_scan_beside_it(fix, batch):
    [text] = formats.read(HOCR).texts
    (batch / "ref/a/1.gt.txt").unlink()
    make(batch, {"in/a/1.eng.txt": HOCR, "ref/a/1.txt": text, "ref/a/1.png": b"\x89PNG\r\n"})
    assert fix("--passes", "characters")[0] == 0
    assert cells((batch / "r.html").read_text("utf-8"))["a/1 eng.txt"][4:] == ["0%"] * 4


def test_records_are_compared_as_one_text(fix, batch):
    read = "".join(json.dumps({"body": line}) + "\n" for line in READ.splitlines())
    make(batch, {"in/b/2.txt": read, "ref/b/2.txt": json.dumps({"body": TRUTH})})
    assert fix("--field", "body")[0] == 0
    assert cells((batch / "r.html").read_text("utf-8"))["b/2 txt"][4:6] == ["36.4%", "0%"]
    page = (batch / "r.diffs/b/2.txt.html").read_text("utf-8")
    assert page.count("words.confusion") == (batch / "r.diffs/a/1.eng.txt.html").read_text(
        "utf-8"
    ).count("words.confusion")


@pytest.mark.parametrize(
    ("reference", "doubt"),
    [
        (None, "in/b/2.txt has no reference"),
        ("", "in/b/2.txt was not compared: ref/b/2.txt has no words, so there is nothing"),
        (b"\0\xff", "in/b/2.txt was not compared: ref/b/2.txt looks binary"),
        ("Helt annan text om andra saker. " * 9, "has little of the reference in it"),
    ],
)
def test_what_cannot_be_compared_is_repaired_and_told_of(fix, batch, reference, doubt):
    (batch / "ref/b/2.txt").unlink()
    if reference is not None:
        make(batch / "ref", {"b/2.txt": reference})
    code, _ = fix()
    assert code == 0
    assert (batch / "out/b/2.txt").read_text("utf-8") == TRUTH
    report = (batch / "r.html").read_text("utf-8")
    assert doubt in report.split("<h2>Not compared, or doubtful</h2>")[1]
    assert (batch / "r.diffs/a/1.eng.txt.html").exists()


def test_two_references_that_may_be_meant_are_none(fix, batch):
    make(batch / "ref", {"a/1.other.txt": TRUTH})
    fix()
    assert "in/a/1.eng.txt has no reference" in (batch / "r.html").read_text("utf-8")


def test_in_place_and_previews(fix, batch):
    fix(out=("--dry-run",))
    pages = tree(batch / "r.diffs")
    assert (batch / "in/b/2.txt").read_text("utf-8") == READ
    fix(out=("--in-place",))
    assert (batch / "in/b/2.txt").read_text("utf-8") == TRUTH
    assert tree(batch / "r.diffs") == pages
    assert not [name for name in tree(batch) if ".svfix-" in name]


def test_a_file_alone_and_a_filter(run, batch):
    options = ("--report", "r.html", "--reference", "ref/b/2.txt")
    assert run("fix", "in/b/2.txt", *options)[:2] == (0, TRUTH)
    assert "r.diffs/2.txt.html" in (batch / "r.html").read_text("utf-8")


def test_resume_does_what_is_another_than_it_was(fix, batch):
    fix("--resume")
    whole = tree(batch)
    assert "2 done before" in fix("--resume")[1]
    (batch / "r.diffs/b/2.txt.html").unlink()
    assert "1 done before" in fix("--resume")[1]
    (batch / "r.diffs/a/1.eng.txt.html").write_bytes(b"spoilt")
    assert "1 done before" in fix("--resume")[1]
    assert tree(batch) == whole
    make(batch / "ref", {"b/2.txt": READ})
    assert "1 done before" in fix("--resume")[1]
    row = cells((batch / "r.html").read_text("utf-8"))["b/2 txt"]
    assert row[4:6] == ["0%", "36.4%"]


def test_names_of_any_characters(fix, batch):
    name = "<b>?#%\"' å:.txt"
    make(batch, {f"in/{name}": READ, f"ref/{name}": TRUTH})
    assert fix()[0] == 0
    assert "./r.diffs/%3Cb%3E%3F%23%25%22%27%20%C3%A5%3A.txt.html" in (batch / "r.html").read_text()
    assert (batch / f"r.diffs/{name}.html").exists()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("in -o out --reference ref", "--reference needs --report FILE"),
        ("in --dry-run --reference ref --report -", "--reference needs --report FILE"),
        ("in -o out --reference none --report r", "there is no none"),
        ("in -o out --reference ref/b/2.txt --report r", "is the reference of one file"),
        ("in -o ref --reference ref --report r", "overwrite the reference"),
        ("in --in-place --reference in --report r", "overwrite the reference"),
        ("in -o out --reference ref --report ref/b/2.txt", "overwrite the reference"),
        ("in/b/2.txt in/c/2.txt --check --reference ref --report r", "have one reference, 2.txt"),
    ],
)
def test_usage(run, batch, options, fault):
    make(batch / "in", {"c/2.txt": READ})
    before = tree(batch)
    code, _, errors = run("fix", *options.split())
    assert (code, tree(batch)) == (2, before)
    assert fault in errors
