"""The report of a batch in headless Chromium: whatever stands in it is text, and loads nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import chromium

from svfix.batch.report import Report
from svfix.batch.summary import Totals
from svfix.batch.truth import Measured
from svfix.batch.work import Outcome
from svfix.cli import main

pytestmark = pytest.mark.skipif(chromium.PATH is None, reason="no Chromium on the PATH")

SCRIPT = "<script>document.title='taken'</script>"
PICTURE = '"><img src="http://127.0.0.1:9/x.png" onerror="document.title=\'taken\'">'
STYLE = "</style></title><style>*{display:none}</style><b style='color:red'>"
MARKUP = SCRIPT + PICTURE + STYLE + "&lt;svg onload=alert(1)&gt; ' \" ` \u202e\0"
FOREIGN = "document.querySelectorAll('img, iframe, b, [onerror], [style]').length"
SCRIPTS = "document.scripts.length"

Open = Callable[[Path], chromium.Browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Browser]:
    with chromium.Browser() as browser:
        yield browser


@pytest.fixture
def opened(browser: chromium.Browser) -> Open:
    """Open a page and wait until it is all there."""

    def opened(path: Path) -> chromium.Browser:
        browser.complaints.clear()
        browser.send("Page.navigate", url=path.resolve().as_uri())
        browser.wait("document.readyState === 'complete' && document.querySelector('h1') !== null")
        browser.settle()
        return browser

    return opened


def harmless(browser: chromium.Browser) -> None:
    assert browser.complaints == []
    assert browser.run("document.title").startswith("svfix: ")
    assert browser.run(FOREIGN) == 0
    assert browser.run(SCRIPTS) == 2  # its data and its own
    assert browser.run("getComputedStyle(document.querySelector('table')).borderCollapse") == (
        "collapse"
    )


def test_documents_and_names_with_markup(opened: Open, tmp_path: Path) -> None:
    name = (SCRIPT + PICTURE + "<b>").replace("/", "∕")
    pages = tmp_path / "in"
    pages.mkdir()
    (pages / f"{name}.txt").write_text(f"ﬁnans{MARKUP[:-2]} <b>ﬂöde\n" * 3, "utf-8")
    (pages / f"bad {name}.txt").write_bytes(b"\xff\xfe\xfd" * 9)
    report = tmp_path / "report.html"
    assert main(["fix", str(pages), "-o", str(tmp_path / "out"), "--report", str(report)]) == 3
    browser = opened(report)
    harmless(browser)
    assert browser.run("document.body.innerText").count("document.title='taken'") >= 2


def test_rules_places_and_what_was_edited(opened: Open, tmp_path: Path) -> None:
    edit = {"start": 0, "before": MARKUP, "after": MARKUP, "rule": MARKUP, "confidence": 0.9}
    measured = Measured("", "x", 9, 1, 1, 9, 1, 1, doubt=MARKUP)
    done = Outcome(MARKUP, quality=(100, 0.2, 0.1), rules={MARKUP: [1, 0.9]}, measured=measured)
    done.edits = [edit | {"word_id": MARKUP, "page": 1}]
    report, totals = Report(str(tmp_path / "report.html")), Totals()
    for outcome in (done, Outcome(MARKUP, failure=MARKUP)):
        report.add(outcome, str(tmp_path / f"report.diffs/{MARKUP}.html"))
        totals.add(outcome)
    path = tmp_path / "report.html"
    path.write_bytes(report.html(totals))
    browser = opened(path)
    harmless(browser)
    links = browser.run("[...document.querySelectorAll('a:not(svg a)')].map((a) => a.protocol)")
    assert set(links) == {"file:"}


def test_the_policy_holds_where_something_was_not_escaped(opened: Open, tmp_path: Path) -> None:
    """That the tests above see what they look for, and that nothing depends on escaping alone."""
    page = Report("report.html").html(Totals()).decode()
    path = tmp_path / "report.html"
    path.write_text(page.replace("</h1>", "</h1><table></table>" + SCRIPT + PICTURE))
    browser = opened(path)
    assert browser.run("document.title") == "svfix: batch"
    assert browser.run(FOREIGN) > 0
    assert browser.run(SCRIPTS) == 3
    assert sum("Content Security Policy" in said for said in browser.complaints) >= 2
