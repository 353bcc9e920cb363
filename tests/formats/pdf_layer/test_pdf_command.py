"""`svfix fix` with PDFs: what the output is called says whether a PDF comes out."""

import json

import pytest
from tests.support.batches import DAMAGED, FIXED, QUICK, make, svfix, tree

pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")
pytest.importorskip("pypdfium2", reason="a PDF needs svfix[pdf] to be repaired")

from tests.support.pdf_samples import PICTURE, layer, scan, seen

LAYER = PICTURE.decode() + f"BT 3 Tr /H 5 Tf 10 50 Td ({DAMAGED.strip()}) Tj ET"
VISIBLE = f"BT /H 5 Tf 10 50 Td ({DAMAGED.strip()}) Tj ET"


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(LAYER))
    return path


def test_a_scan_is_found_by_the_words_on_its_page(run, pdf, tmp_path):
    found = tmp_path / "found.pdf"
    assert run("fix", pdf, "-o", found) == (0, "", "")
    assert seen(found.read_bytes()) == [FIXED.strip()]
    assert layer(found.read_bytes()) == FIXED
    again = tmp_path / "again.pdf"
    assert run("fix", found, "-o", again) == (0, "", "")
    assert again.read_bytes() == found.read_bytes()


@pytest.mark.parametrize("target", ["-", "found.txt", "found"])
def test_elsewhere_its_text_comes_out(run, pdf, tmp_path, target):
    code, out, errors = run("fix", pdf, "-o", target if target == "-" else tmp_path / target)
    assert (code, errors) == (0, "")
    text = out if target == "-" else (tmp_path / "found.txt").read_text("utf-8")
    assert text == FIXED


def test_a_format_that_is_named_is_the_one_that_comes_out(pdf):
    code, out, _ = svfix("fix", pdf, "--format", "pdf-layer")
    assert code == 0
    assert layer(out) == FIXED
    assert svfix("fix", pdf, "--format", "pdf", "-o", pdf.with_name("a.pdf"))[0] == 0
    assert pdf.with_name("a.pdf.txt").read_text("utf-8") == FIXED


@pytest.fixture
def archive(tmp_path):
    return make(
        tmp_path / "archive",
        {
            "1/scan.pdf": scan(LAYER),
            "1/born.pdf": scan(VISIBLE),
            "2/broken.pdf": scan(LAYER)[:-200],
            "2/page.txt": DAMAGED,
        },
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_archive_of_many_kinds(run, archive, tmp_path, jobs):
    out = tmp_path / "out"
    code, _, errors = run("fix", archive, "-o", out, "--jobs", jobs)
    assert code == 3
    done = {name: data for name, data in tree(out).items() if not name.startswith(".")}
    assert sorted(done) == ["1/born.pdf", "1/scan.pdf", "2/page.txt"]
    assert done["1/born.pdf"] == (archive / "1/born.pdf").read_bytes()
    assert layer(done["1/scan.pdf"]) == FIXED
    assert "born.pdf: its text can be seen" in errors
    assert "broken.pdf: the PDF is damaged" in errors


def test_what_was_done_can_be_undone(run, archive, tmp_path):
    """The original is the beginning of what is written: only a length stands in the trail."""
    before, trail = tree(archive), tmp_path / "edits.jsonl"
    assert run("fix", archive, "--in-place", "--edits", trail, "--quiet")[0] == 3
    assert layer((archive / "1/scan.pdf").read_bytes()) == FIXED
    rows = [json.loads(row) for row in trail.read_text("utf-8").splitlines()]
    [splices] = [r["splices"] for r in rows if "schema" in r and r["file"].endswith("scan.pdf")]
    original = before["1/scan.pdf"]
    more = (archive / "1/scan.pdf").stat().st_size - len(original)
    assert splices == [[len(original), "", more]]
    out = tmp_path / "original.pdf"
    assert run("revert", archive / "1/scan.pdf", trail, "-o", out)[0] == 0
    assert out.read_bytes() == original


def test_previews_tell_what_would_be_done(run, archive, tmp_path):
    given = (archive, "-o", tmp_path / "out", "--quiet")
    code, out, _ = run("fix", *given, "--check")
    assert code == 3
    assert [line.rpartition("/")[2] for line in out.splitlines()] == ["scan.pdf", "page.txt"]
    _, out, _ = run("fix", *given, "--diff")
    assert f"-{DAMAGED}" in out
    assert f"+{FIXED}" in out
    assert "%PDF" not in out
    assert not (tmp_path / "out").exists()


def test_a_locked_pdf_is_told_of(run, tmp_path):
    import pikepdf

    path = tmp_path / "locked.pdf"
    path.write_bytes(scan(LAYER, encryption=pikepdf.Encryption(user="a", owner="a")))
    code, _, errors = run("fix", path, "-o", tmp_path / "out.pdf", *QUICK)
    assert code == 3
    assert errors.count("\n") == 1
    assert "locked.pdf: the PDF is locked with a password; unlock it first: qpdf" in errors
    assert not (tmp_path / "out.pdf").exists()
