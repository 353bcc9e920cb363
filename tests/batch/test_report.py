"""The report of a batch: what is gathered of its outcomes, and the page as a reader meets it."""

import html
import json
import re

import pytest
from tests.support import chromium

from svfix.batch.report import Report, pages
from svfix.batch.summary import Totals
from svfix.batch.truth import Measured
from svfix.batch.work import Outcome

PAGES = 450  # more than are drawn at once


def outcome(source, *edits, words=100, wrong=(0.2, 0.1), measured=None):
    """What became of a file; an edit is what was read, and what that is now."""
    trail = [
        {"page": 1, "line": n, "start": n, "end": n + 1, "before": before, "after": after,
         "rule": "words.confusion", "confidence": 0.9}
        for n, (before, after) in enumerate(edits)
    ]  # fmt: skip
    rules = {"words.confusion": [len(edits), 0.9 * len(edits)]} if edits else {}
    return Outcome(
        source, quality=(words, *wrong), rules=rules, edits=trail, measured=measured, texts=1
    )


def gathered(*outcomes, path="r.html"):
    report, totals = Report(path), Totals()
    for one in outcomes:
        report.add(one, f"r.diffs/{one.source}.html" if one.measured else None)
        totals.add(one)
    return report, totals


def rows(report):
    return [(name, [file.suffix for file in page.files]) for name, page in report.pages.worst()]


# What is gathered


def test_the_formats_of_a_page_are_one_row_below_the_folder_that_all_are_in():
    report, _ = gathered(
        outcome("scans/a/1.xml"),
        outcome("scans/a/1.txt", words=90, wrong=(0.4, 0.3)),
        outcome("scans/b/1.xml", wrong=(0.5, 0.2)),
    )
    assert report.pages.folder == "scans"
    assert rows(report) == [("a/1", ["xml", "txt"]), ("b/1", ["xml"])]
    worst = next(page for _, page in report.pages.worst())
    assert (worst.words, worst.wrong) == (90, (0.4, 0.3))  # those of the worst file


def test_files_of_one_folder_and_of_none():
    assert rows(gathered(outcome("/srv/a/1.txt"))[0]) == [("1", ["txt"])]
    assert rows(gathered(outcome("1.txt"), outcome("b/2"))[0]) == [("1", ["txt"]), ("b/2", [""])]


def test_what_is_known_goes_before_what_is_expected_and_few_words_tell_little():
    report, _ = gathered(
        outcome("few", words=3, wrong=(1.0, 1.0)),
        outcome("expected", wrong=(0.2, 0.15)),
        outcome("known", wrong=(0.2, 0.01), measured=Measured("", "x", 10, 3, 2, 50, 9, 8)),
    )
    assert [name for name, _ in rows(report)] == ["known", "expected", "few"]
    assert report.pages.is_measured


def test_of_more_pages_than_are_kept_the_worst_stay(monkeypatch):
    monkeypatch.setattr(pages, "MOST", 3)
    wrong = [n / 100 for n in range(20)]
    report, _ = gathered(*(outcome(f"{n}", wrong=(1, wrong[n])) for n in range(20)))
    assert [name for name, _ in rows(report)] == ["19", "18", "17"]
    assert sum(after for _, after in report.pages.bins) == 20  # all are counted
    assert report.pages.count == 20


def test_what_was_read_for_what_is_counted():
    report, _ = gathered(outcome("1", ("fér", "för"), ("fér", "för"), ("sorn", "som"), ("(", "")))
    assert report.confusions.letters.most_common(2) == [(("é", "ö"), 2), (("rn", "m"), 1)]
    assert report.confusions.words.most_common(1) == [(("fér", "för"), 2)]


def test_samples_are_those_that_can_be_judged_and_the_same_each_time():
    edits = [("fér", "för"), (" ,", ","), ("ar", "är")]
    [(row, samples)] = gathered(outcome("1", *edits))[0].samples()
    assert row == (0.8, 0.95)
    assert {sample.edit["after"] for sample in samples} == {"för", "är"}
    many = [outcome(str(n), *edits) for n in range(40)]
    first, second = (gathered(*many)[0].samples() for _ in range(2))
    assert first == second
    assert len(first[0][1]) == 25


def test_failures_and_pictures_are_no_pages():
    failed, picture = Outcome("1", failure="1 is broken"), Outcome("2.png", is_picture=True)
    report, totals = gathered(failed, picture)
    page = report.html(totals).decode()
    assert "1 is broken" in page
    assert rows(report) == []


def test_what_utf_8_cannot_hold_is_written():
    page = gathered(outcome("a\udcff/1.txt", ("a\ud800", "b")))
    assert page[0].html(page[1]).decode("utf-8")


# In a browser


@pytest.fixture(scope="module")
def browser():
    if chromium.PATH is None:
        pytest.skip("no Chromium on the PATH")
    with chromium.Browser() as browser:
        yield browser


@pytest.fixture
def shown(browser, tmp_path):
    """The report of many pages; at the end nothing may have complained."""
    many = [
        outcome(f"in/{n % 3}/{n}.txt", ("fér", "för"), words=20 + n, wrong=(0.3, n / PAGES / 2))
        for n in range(PAGES - 1)
    ]
    known = Measured("", "x", 10, 3, 2, 50, 9, 8)
    many.append(outcome("in/<b>.txt", words=2_000, wrong=(0.001, 0.001), measured=known))
    report, totals = gathered(*many, path=str(tmp_path / "r.html"))
    (tmp_path / "r.html").write_bytes(report.html(totals))
    browser.complaints.clear()
    browser.prefer(**{"prefers-color-scheme": "light"})
    browser.open(tmp_path / "r.html")
    browser.run("localStorage.clear()")
    yield browser
    assert browser.complaints == []


def names(browser):
    return browser.run(
        "[...document.querySelectorAll('#table tbody th')].map((one) => one.firstChild.data)"
    )


def count(browser):
    return browser.run("document.getElementById('count').textContent")


def column(browser, number):
    return browser.run(
        f"[...document.querySelectorAll('#table tbody tr')].map((r) => r.cells[{number}].innerText)"
    )


def test_the_script_draws_what_the_page_has_without_it(shown, tmp_path):
    page = (tmp_path / "r.html").read_text("utf-8").split("<tbody>")[1].split("</tbody>")[0]
    written = [re.sub("<[^>]+>", " ", row).split() for row in page.split("</tr>")]
    drawn = shown.run("document.querySelector('#table tbody').innerText")
    assert [line.split() for line in html.unescape(drawn).splitlines()][:100] == [
        [html.unescape(word) for word in row] for row in written[:100]
    ]
    assert count(shown) == f"{PAGES} pages"
    assert len(names(shown)) == 200


def test_a_heading_sorts_and_sorts_back(shown):
    shown.click("#table th[data-column='1'] button")
    assert column(shown, 1)[:2] == ["2,000", "468"]
    assert shown.run("document.querySelector('[aria-sort]').ariaSort") == "descending"
    shown.click("#table th[data-column='1'] button")
    assert column(shown, 1)[:2] == ["20", "21"]
    shown.click("#table th[data-column='0'] button")
    assert [name.strip() for name in names(shown)[:3]] == ["<b>", "0/0", "0/3"]


def test_filters_by_name_share_and_edits(shown):
    shown.run("document.getElementById('name').focus()")
    shown.type("1/4")
    assert {name[:3] for name in names(shown)} == {"1/4"}
    shown.run("document.getElementById('tools').reset()")
    shown.click("[data-pick-bin='0'] rect")
    assert names(shown)[0].strip() == "<b>"
    assert all(float(share.strip("%")) < 0.5 for share in column(shown, 3))
    shown.run("document.getElementById('bin').value = ''")
    shown.click("#edited")
    assert count(shown) == f"{PAGES - 1} of {PAGES} pages"


def test_the_rest_is_drawn_when_it_is_asked_for(shown):
    for drawn in (400, PAGES):
        shown.click("#more")
        assert len(names(shown)) == drawn
    assert not shown.run("document.getElementById('more').checkVisibility()")


def test_links_lead_to_the_comparisons(shown):
    shown.click("#table th[data-column='1'] button")
    links = shown.run("[...document.querySelectorAll('#table a')].map((a) => a.textContent)")
    assert links == ["txt"]
    assert shown.run("document.querySelector('#table a').href").endswith(".html")


def test_dark_or_light(shown):
    light = shown.run("getComputedStyle(document.body).backgroundColor")
    shown.click("#theme")
    assert shown.run("getComputedStyle(document.body).backgroundColor") != light
    assert shown.run("document.getElementById('theme').ariaPressed") == "true"


def test_every_control_has_a_name(shown):
    nameless = shown.run(
        "[...document.querySelectorAll('button, a, input, select')].filter((one) =>"
        " !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).length"
    )
    assert nameless == 0


def test_its_own_style_and_script_are_all_that_a_browser_takes(shown, tmp_path):
    page = (tmp_path / "r.html").read_text("utf-8")
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    assert shown.run("getComputedStyle(document.body).margin") == "0px"  # the style is taken
    page = page.replace("<main>", "<main><script>document.title = 'hostile'</script>")
    (tmp_path / "hostile.html").write_text(page, "utf-8")
    shown.open(tmp_path / "hostile.html")
    assert shown.run("document.title") == "svfix: in"
    assert "Content Security Policy" in shown.complaints.pop()


def test_it_prints(shown):
    assert shown.pdf().startswith(b"%PDF")


def test_the_data_of_the_page_is_the_table():
    report, totals = gathered(outcome("a/1.txt", ("fér", "för")))
    page = report.html(totals).decode()
    data = json.loads(re.findall(r'id="data">(.*?)</script>', page)[0])
    assert data["rows"] == [["1", [["txt", ""]], 100, 0.2, 0.1, 1]]
