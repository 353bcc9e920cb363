"""The HTML report as a reader meets it: in headless Chromium, with real keys and clicks."""

import pytest
from tests.support import chromium, diff_documents

from svfix.diffs import html

pytestmark = pytest.mark.skipif(chromium.PATH is None, reason="no Chromium on the PATH")

PAGES = 60  # enough that most are far from the window


@pytest.fixture(scope="module")
def browser():
    with chromium.Browser() as browser:
        yield browser


@pytest.fixture
def show(browser, tmp_path):
    """Open the report of a document; at the end nothing may have complained."""

    def show(document):
        path = tmp_path / "report.html"
        path.write_text(html.render(document), encoding="utf-8")
        browser.open(path)
        browser.wait("document.querySelector('tr.line') !== null")
        browser.run("localStorage.clear()")
        return browser

    browser.complaints.clear()
    browser.resize(1440, 900)
    browser.prefer(**{"prefers-color-scheme": "light"})
    yield show
    assert browser.complaints == []


def text(browser, selector):
    return browser.run(f"document.querySelector('{selector}').innerText")


def count(browser, selector):
    return browser.run(f"document.querySelectorAll('{selector}').length")


def is_visible(browser, selector):
    return browser.run(f"document.querySelector('{selector}').checkVisibility()")


def focused(browser):
    return browser.run("document.activeElement.textContent")


def background(browser):
    return browser.run("getComputedStyle(document.body).backgroundColor")


def chip(kind):
    return f'.chip:is([data-outcome="{kind}"], [data-class="{kind}"])'


def test_it_opens_with_the_scores_on_top(show):
    browser = show(diff_documents.small())
    assert text(browser, "h1") == "brev.txt"
    assert "Of 15 words, 4 were misread: 2 fixed, 1 missed" in text(browser, ".verdict")
    assert text(browser, ".card .card-figure").split() == ["before:", "26.7%", "20.0%"]
    assert text(browser, "#position") == "5 differences"
    assert count(browser, "tr.line") == 4


def test_keys_step_through_the_differences(show):
    browser = show(diff_documents.small())
    browser.press("n")
    assert text(browser, "#position") == "1 of 5 differences"
    assert focused(browser) == "for"
    browser.press("n")
    assert focused(browser) == "pa"
    browser.press("p")
    browser.press("p")
    assert text(browser, "#position") == "5 of 5 differences"
    assert focused(browser) == "Dår"
    browser.wait("location.hash === '#difference-5'")


def test_buttons_step_too(show):
    browser = show(diff_documents.small())
    browser.click("#next")
    browser.click("#next")
    browser.click("#previous")
    assert text(browser, "#position") == "1 of 5 differences"


def test_the_note_tells_rule_and_confidence(show):
    browser = show(diff_documents.small())
    assert not is_visible(browser, "#tip")
    browser.press("n")
    told = text(browser, "#tip")
    assert "Fixed · Diacritic" in told
    assert "fór" in told
    assert "rule words.confusion · confidence 0.500 · brev.txt, line 1" in told
    assert browser.run("document.activeElement.getAttribute('aria-describedby')") == "tip"
    browser.press("Escape")
    assert not is_visible(browser, "#tip")


def test_the_note_comes_under_the_pointer(show):
    browser = show(diff_documents.small())
    browser.move_to('mark[data-outcome="broken"]')
    assert "Broken · " in text(browser, "#tip")
    browser.move_to("h1")
    assert not is_visible(browser, "#tip")


def test_outcome_filters(show):
    browser = show(diff_documents.small())
    browser.click(chip("fixed"))
    assert text(browser, "#position") == "3 differences"
    assert count(browser, 'mark[data-outcome="fixed"]') == 0
    browser.press("n")
    assert focused(browser) == "pa"
    browser.click("#show-all")
    assert text(browser, "#position") == "2 of 5 differences"


def test_class_filters_with_the_keyboard(show):
    browser = show(diff_documents.small())
    browser.run(f"document.querySelector('{chip('confusion')} input').focus()")
    browser.press(" ")
    assert text(browser, "#position") == "4 differences"
    browser.press("o")
    assert text(browser, "#position") == "1 difference"
    browser.press("n")
    assert focused(browser) == "dr"


def test_confidence_filter(show):
    browser = show(diff_documents.small())
    browser.run("document.getElementById('confidence-low').focus()")
    browser.run("document.getElementById('confidence-low').value = 50")
    browser.press("ArrowRight")
    assert text(browser, ".range-told") == "0.51–1.00"
    assert text(browser, "#position") == "4 differences"
    browser.click(".range .chip")
    assert text(browser, "#position") == "3 differences"


def test_nothing_passes_the_filters(show):
    browser = show(diff_documents.small())
    for kind in ("fixed", "missed", "broken", "miscorrected"):
        browser.click(chip(kind))
    assert "No difference passes the filters" in text(browser, "#empty")
    assert browser.run("document.getElementById('next').disabled")
    browser.click("#empty button")
    assert text(browser, "#position") == "5 differences"
    assert not is_visible(browser, "#empty")


def test_a_bar_of_the_plot_leads_to_its_class(show):
    browser = show(diff_documents.small())
    browser.click('[data-pick-class="confusion"]')
    assert text(browser, "#position") == "1 of 1 difference"
    assert focused(browser) == "dr"


def test_the_damage_is_one_click_away(show):
    browser = show(diff_documents.small())
    browser.click(".damage a")
    assert focused(browser) == "dr"


def test_search(show):
    browser = show(diff_documents.many(PAGES))
    browser.press("/")
    browser.type("ÅTERKOMMA")
    browser.press("Enter")
    assert text(browser, "#found") == f"1 of {PAGES} lines"
    assert browser.run("CSS.highlights.get('found').size > 0")
    assert "återkomma" in text(browser, "tr.at-hit")
    browser.press("Enter", shift=True)
    assert text(browser, "#found") == f"{PAGES} of {PAGES} lines"
    browser.run("document.getElementById('search').value = 'finns inte här'")
    browser.press("Enter")
    assert text(browser, "#found") == "0 lines"


def test_only_lines_that_differ(show):
    browser = show(diff_documents.small())
    browser.press("l")
    assert count(browser, "tr.line") == 3
    assert text(browser, ".gap-row") == "1 line not shown"
    browser.click(chip("broken"))
    assert count(browser, "tr.line") == 3
    browser.press("l")
    assert count(browser, "tr.line") == 4


def test_a_line_found_comes_into_sight(show):
    browser = show(diff_documents.small())
    browser.press("l")
    browser.press("/")
    browser.type("sig likt")
    browser.press("Enter")
    assert "Allt är sig likt." in text(browser, "tr.at-hit")


def test_colours_of_outcomes_and_of_classes(show):
    browser = show(diff_documents.small())
    signs = "[...document.querySelectorAll('mark[data-sign]')].map(m => m.dataset.sign).join(' ')"
    assert browser.run(signs) == "✓ ○ ✕ ✓ ≠"
    browser.press("c")
    assert browser.run(signs) == "å å ≈ å å"


def test_dark_as_the_system_is_and_as_chosen(show, browser):
    show(diff_documents.small())
    assert background(browser) == "rgb(255, 255, 255)"
    browser.prefer(**{"prefers-color-scheme": "dark"})
    browser.settle()
    assert background(browser) == "rgb(20, 23, 28)"
    browser.press("d")
    assert background(browser) == "rgb(255, 255, 255)"
    browser.click("#theme")
    assert background(browser) == "rgb(20, 23, 28)"
    assert browser.run("document.getElementById('theme').ariaPressed") == "true"


def test_print(show):
    browser = show(diff_documents.small())
    assert browser.pdf().startswith(b"%PDF-")
    show(diff_documents.many(PAGES))
    browser.send("Emulation.setEmulatedMedia", media="print")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    rows = len(diff_documents.real()["pages"][0]["lines"])
    assert count(browser, "tr.line") == PAGES * rows
    assert not is_visible(browser, "#toolbar")
    assert is_visible(browser, ".verdict")
    browser.send("Emulation.setEmulatedMedia", media="")
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert count(browser, "tr.line") < PAGES * rows


def test_without_a_mouse(show):
    browser = show(diff_documents.small())
    browser.press("Tab")
    assert focused(browser) == "Skip to the texts"
    browser.press("Enter")
    browser.press("Tab")
    assert browser.run("document.activeElement.id") == "previous"
    browser.press("Tab")
    browser.press("Enter")
    assert text(browser, "#position") == "1 of 5 differences"
    browser.press("Tab")
    assert browser.run("document.activeElement.tagName") != "MARK"
    unnamed = (
        "[...document.querySelectorAll('button, input, select, a[href]')].filter(e => "
        "!(e.labels?.length || e.ariaLabel || e.textContent.trim())).map(e => e.outerHTML)"
    )
    assert browser.run(unnamed) == []


def test_the_help(show):
    browser = show(diff_documents.small())
    browser.press("?")
    assert "next difference" in text(browser, "#help")
    browser.click("#keys-on")
    browser.press("Escape")
    browser.press("n")
    assert text(browser, "#position") == "5 differences"


def test_only_pages_near_the_window_are_drawn(show):
    browser = show(diff_documents.many(PAGES))
    assert count(browser, ".page") == PAGES
    assert count(browser, "table.lines") < 10
    browser.run(f"document.getElementById('page').value = {PAGES}")
    browser.run("document.getElementById('page').dispatchEvent(new Event('change'))")
    browser.wait("document.querySelector('.page:last-child tr.line') !== null")
    box = "document.querySelector('.page:last-child').getBoundingClientRect()"
    assert browser.run(f"{box}.top < innerHeight && {box}.bottom > 0")
    browser.wait("document.querySelectorAll('table.lines').length < 12")
    browser.run("scrollTo(0, 0)")
    browser.wait("document.querySelector('.page:first-child tr.line') !== null")


def test_keys_step_from_page_to_page(show):
    browser = show(diff_documents.many(PAGES))
    for _ in range(4):
        browser.press("]")
    assert browser.run("document.activeElement.closest('.page').querySelector('h3').id") == "page-4"
    browser.press("[")
    assert browser.run("document.activeElement.closest('.page').querySelector('h3').id") == "page-3"
    in_sight = "(b => b.top >= 0 && b.bottom <= innerHeight)"
    assert browser.run(f"{in_sight}(document.activeElement.getBoundingClientRect())")


def test_two_texts(show):
    browser = show(diff_documents.two())
    assert text(browser, ".verdict") == "Of 15 words, 3 are wrong."
    assert count(browser, "thead th") == 3 + count(browser, ".summary thead th")
    assert not is_visible(browser, "#colour")
    assert count(browser, ".chip[data-outcome]") == 0
    browser.press("n")
    assert "Observed" not in text(browser, "#tip")


def test_texts_that_agree(show):
    browser = show(diff_documents.agreeing())
    assert text(browser, ".verdict") == "All 15 words are right, and were right before."
    assert not is_visible(browser, "#filters")
    browser.press("n")
    browser.press("l")
    assert "The texts agree" in text(browser, "#empty")


def test_hostile_text_stays_text(show):
    browser = show(diff_documents.hostile())
    assert browser.run("typeof window.pwned") == "undefined"
    assert count(browser, "img") == 0
    assert "<img src=x onerror=window.pwned=1>" in text(browser, "tr.line")
    assert "‹202E›" in text(browser, "tr.line")
    browser.press("n")
    assert "</script>" in text(browser, "#tip") + text(browser, "tr.line")


def test_a_link_leads_to_its_difference(show, browser):
    show(diff_documents.small())
    browser.run("location.hash = '#difference-3'")
    browser.send("Page.reload")
    browser.wait("document.querySelector('#position')?.textContent === '3 of 5 differences'")
    assert focused(browser) == "dr"


def test_a_narrow_window_has_the_texts_stacked(show, browser):
    browser.resize(420, 800)
    show(diff_documents.small())
    assert browser.run("document.body.dataset.layout") == "stacked"
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
