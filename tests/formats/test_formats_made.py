"""Documents that cannot hold an edit: it is not made, and nobody says that it was."""

import json

import pytest
from tests.formats.test_formats_prose import abbyy
from tests.support.batches import make, tree

from svfix import Fixer, formats

LINES = ("Namnden foreslar att verksam-", "heten andras och avgiften hojs.")
KEPT = ["Nämnden", "föreslår", "att", "verksam-", "heten", "ändras", "och", "avgiften", "höjs."]

DOCUMENTS = {
    "html": "<p>{}<br>{}</p>".format(*LINES),
    "markdown": "{}\\\n{}\n".format(*LINES),
    "tei": "<TEI><text><p>{}<lb/>{}</p></text></TEI>".format(*LINES),
    "abbyy": abbyy(*LINES).decode(),
}


@pytest.fixture(params=DOCUMENTS)
def document(request):
    return formats.read(DOCUMENTS[request.param].encode(), request.param)


def test_what_is_told_of_is_what_is_written(document):
    asked = Fixer(join_hyphens=True).explain(document.texts[0])
    assert {"hyphens.join"} < {edit.rule for edit in asked.edits}
    [made] = document.made([asked])
    assert {edit.rule for edit in made.edits} == {"words.confusion"}
    again = formats.read(document.write([asked]), document.format)
    assert again.texts[0].split() == made.text.split() == KEPT
    assert document.write([made]) == document.write([asked])


def test_the_line_end_that_goes_with_a_joined_word_stays_too():
    document = formats.read(DOCUMENTS["html"].encode(), "html")
    written = document.write([Fixer(join_hyphens=True).explain(document.texts[0])])
    assert written.decode() == (
        "<p>Nämnden föreslår att verksam-<br>heten ändras och avgiften höjs.</p>"
    )


def test_where_nothing_else_is_repaired_nothing_is(run, tmp_path):
    make(tmp_path, {"page.html": "<p>Det är verksam-<br>heten som ändras.</p>"})
    code, out, _ = run("fix", "--check", "--join-hyphens", tmp_path / "page.html")
    assert (code, out) == (0, "")


def test_the_command_line_tells_the_truth(run, tmp_path):
    scans, out, log = tmp_path / "scans", tmp_path / "out", tmp_path / "edits.jsonl"
    make(scans, {"page.html": DOCUMENTS["html"]})
    _, _, said = run("fix", "--join-hyphens", scans, "-o", out, "--edits", log)
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    rules = [one["rule"] for one in told if "rule" in one]
    assert rules == ["words.confusion"] * 4
    assert "4 edits: words.confusion 4" in said
    _, shown, _ = run("explain", "--join-hyphens", scans / "page.html")
    assert "hyphens.join" not in shown
    assert run("revert", out, log, "-o", tmp_path / "before")[0] == 0
    assert tree(tmp_path / "before") == tree(scans)
