"""A batch in the browser: the queue, learning, spot checks, and that nothing is lost."""

import http.server
import threading

from tests.support import chromium, reviews
from tests.support.batches import tree
from tests.support.review_pages import (
    SUPPORT,
    choose,
    decided,
    fill,
    mark,
    rows,
    says,
    text,
    texts,
    visit,
)

ONE = {"page.txt": reviews.DAMAGED}


class TestQueue:
    def test_pages_are_sorted_searched_and_opened(self, show):
        browser = show()
        browser.press("q")
        browser.wait("document.querySelectorAll('#queue-rows tbody tr').length === 4")
        browser.wait("!document.getElementById('queue-totals').innerText.includes('Measuring')")
        assert texts(browser, "#queue-rows tbody th")[-1] == "clean.txt"
        choose(browser, "queue-order", "name")
        browser.wait("document.querySelector('#queue-rows tbody th').innerText === 'a.txt'")
        browser.run("document.getElementById('queue-search').focus()")
        browser.type("formen")
        fill(browser, "queue-search", "clean")
        browser.type(" ")
        browser.wait("document.querySelectorAll('#queue-rows tbody tr').length === 1")
        browser.click("#queue-rows a")
        browser.wait("document.getElementById('page-name').innerText === 'clean.txt'")

    def test_a_page_that_cannot_be_read_is_told_of_and_passed(self, show):
        browser = show({"a.txt": reviews.CLEAN, "b.txt": b"\xfa", "c.txt": reviews.CLEAN}, 1)
        says(browser, "#notice", "b.txt is not UTF-8")
        browser.press("q")
        says(browser, "#queue-rows", "b.txt is not UTF-8")
        choose(browser, "queue-order", "name")
        browser.wait("document.querySelector('#queue-rows tbody th').innerText === 'a.txt'")
        browser.click("#queue-rows a")
        browser.wait("document.getElementById('page-name').innerText === 'a.txt'")
        browser.press("]")
        browser.press("]")
        browser.wait("document.getElementById('page-name').innerText === 'c.txt'")
        assert all("422" in one for one in browser.complaints)
        browser.complaints.clear()

    def test_progress_is_shown(self, show):
        browser = show(ONE)
        browser.press("a")
        decided(browser, 1)
        browser.press("q")
        browser.wait(
            "document.getElementById('queue-totals')?.innerText.includes('1 of 10 places decided')"
        )


class TestLearning:
    def test_what_became_otherwise_is_shown(self, show):
        browser = show(page=0)
        browser.click(mark(browser, "uppföljningen"))
        browser.press("r")
        decided(browser, 1)
        browser.press("l")
        browser.wait("document.querySelector('#learn .chip') !== null")
        assert texts(browser, "#learn .chip") == ["uppféljningen"]
        browser.click("#learn button.yes")
        browser.wait("document.querySelectorAll('#learn-changes li').length >= 2")
        assert "b.txt: uppföljningen → uppféljningen (read uppféljningen)" in texts(
            browser, "#learn-changes li"
        )
        assert "Taught: uppféljningen" in text(browser, "#learned")


class TestSpotCheck:
    def test_words_are_judged_and_counted(self, show):
        browser = show(ONE)
        browser.press("s")
        browser.wait("document.getElementById('check-count') !== null")
        fill(browser, "check-count", "3")
        browser.click("#check form button[type=submit]")
        browser.wait("document.getElementById('check-right') !== null")
        for n in (1, 2):
            browser.click("#check-right")
            browser.wait(
                f"document.getElementById('check-word').innerText.startsWith('Word {n + 1} of 3')"
            )
        fill(browser, "check-truth", "annat")
        browser.click("#check-word form button[type=submit]")
        browser.wait("document.getElementById('check-word').innerText.includes('done')")
        assert texts(browser, "#check .card-figure")[1] == "33.3%"
        assert "95%: " in text(browser, "#check .card-note")


class TestNothingIsLost:
    def test_the_server_is_killed_in_the_middle(self, show, start):
        browser = show(ONE)
        browser.press("a")
        browser.press("1")
        decided(browser, 2)
        browser.server.kill()
        browser.press("a")
        browser.wait("document.getElementById('notice').innerText.includes('does not answer')")
        assert all("net::ERR" in one or "Failed to" in one for one in browser.complaints)
        browser.complaints.clear()
        visit(browser, start())
        assert text(browser, "#progress-told") == "2 of 10"
        browser.press("a")
        assert [row["after"] for row in decided(browser, 3)] == ["31", "Projektledare", "för"]

    def test_two_windows(self, show):
        browser = show(ONE)
        with chromium.Browser() as other:
            visit(other, browser.server)
            browser.press("a")
            decided(browser, 1)
            other.wait("document.getElementById('progress').value === 1")
            browser.press("1")
            other.press("n")  # before it hears of it
            decided(browser, 2)
            other.wait("document.getElementById('progress').value === 2")
            browser.press("u")
            other.wait("document.getElementById('progress').value === 1")
            assert other.complaints == []

    def test_the_same_word_in_two_windows(self, show):
        browser = show(ONE)
        page = browser.server.get("api/page/0")
        one = next(item for item in page["items"] if item["before"] == "31")
        said = {name: one[name] for name in ("text", "start", "end", "proposed")}
        said |= {"original": page["original"], "seen": 0, "chosen": False, "everywhere": False}
        assert browser.server.post("api/decide/0", said | {"after": "28", "by": "Bo"})[0] == 200
        browser.press("a")  # at the same word, which this window knows nothing of yet
        browser.wait(
            "document.getElementById('notice').innerText.includes('decided meanwhile by Bo: 28')"
        )
        assert [row["after"] for row in rows(browser)] == ["28"]
        assert all("409" in one for one in browser.complaints)
        browser.complaints.clear()

    def test_a_file_that_changed(self, show):
        browser = show(ONE)
        browser.press("a")
        decided(browser, 1)
        (browser.server.folder / "page.txt").write_text(
            "Nytt.\n" + reviews.DAMAGED, encoding="utf-8"
        )
        browser.send("Page.reload")
        says(browser, "#notice", "that do not hold any more: 1")
        assert "Nytt." in text(browser, "#text")

    def test_apply_and_revert_byte_for_byte(self, show, run, tmp_path):
        browser = show(page=2)
        browser.click(mark(browser, "nöjd"))
        browser.press("r")
        browser.click(mark(browser, "Projeldledare"))
        browser.press("1")
        decided(browser, 2)
        folder, out, edits = browser.server.folder, tmp_path / "out", tmp_path / "edits.jsonl"
        assert run("review", folder, "--apply", "-o", out, "--edits", edits, "-q")[0] == 0
        written = (out / "c.hocr").read_text(encoding="utf-8")
        assert ">Projektledare</span>" in written
        assert ">nojd.</span>" in written
        assert run("revert", out, edits, "-o", tmp_path / "back")[0] == 0
        pages = {name: data for name, data in tree(folder).items() if not name.endswith(".png")}
        assert tree(tmp_path / "back") == pages


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of another site."""

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(SUPPORT))

    def log_message(self, *_):
        """Say nothing."""


def test_another_sites_page_cannot_reach_it(show, tmp_path):
    browser = show(page=2)
    browser.press("a")
    before = decided(browser, 1)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{other.server_address[1]}/evil.html?target="
        browser.allowed += [here[:-20], f"http://127.0.0.1:{browser.server.parts.port}/"]
        browser.visit(here + browser.server.address)
        told = browser.run("window.told")
        other.shutdown()
    # even with the token: nothing can be read, no picture shown, and nothing was changed
    assert {told[name] for name in ("get", "post", "picture")} == {"failed"}
    assert told["simple"] in ("failed", "opaque")
    assert told["guess"] in ("failed", "opaque")
    assert rows(browser) == before
    browser.complaints.clear()
