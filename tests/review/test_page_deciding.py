"""Deciding in the browser: in headless Chromium, through the server, by keys and by mouse."""

from tests.support import reviews
from tests.support.review_pages import (
    access,
    at_hand,
    choose,
    click_word,
    decided,
    fill,
    is_visible,
    mark,
    rows,
    says,
    text,
)

ONE = {"page.txt": reviews.DAMAGED}


class TestOpening:
    def test_the_page_with_its_scan(self, show):
        browser = show(page=2)
        assert text(browser, "#page-name") == "c.hocr"
        browser.wait("document.getElementById('picture').naturalWidth === 1500")
        assert "Metoden för uppföljningen" in text(browser, "#text")
        access(browser, "isWithin('word-box', 'sheet')")
        browser.wait("access.isWithin('word-box', 'sheet')")

    def test_the_least_sure_comes_first(self, show):
        browser = show(ONE)
        at_hand(browser, "31")
        assert "februari has 29 days" in text(browser, "#why")
        assert text(browser, "#position") == "1 of 10 · 10 left"

    def test_text_without_a_scan(self, show):
        browser = show(ONE)
        assert not is_visible(browser, "#scan")
        assert is_visible(browser, "#text")

    def test_nothing_is_asked_of_clean_text(self, show):
        browser = show({"clean.txt": reviews.CLEAN})
        assert text(browser, "#position") == "Nothing in the selection"
        assert is_visible(browser, "#done")
        assert not is_visible(browser, "#acts")

    def test_hostile_text_stays_text(self, show):
        browser = show(
            {
                "<img src=x onerror=pwned=1>.txt": "<script>pwned=1</script> for sjon "
                + reviews.DAMAGED
            }
        )
        assert "<script>pwned=1</script>" in text(browser, "#text")
        assert browser.run("typeof pwned") == "undefined"
        assert text(browser, "#page-name") == "<img src=x onerror=pwned=1>.txt"
        browser.press("q")
        browser.wait("document.querySelector('#queue-rows a') !== null")
        assert (
            browser.run("document.querySelectorAll('main img:not(#picture), dialog img').length")
            == 0
        )


class TestKeys:
    def test_accept_keep_choose_and_type(self, show):
        browser = show(ONE)
        browser.press("a")
        at_hand(browser, "Projeldledare")
        browser.press("1")
        at_hand(browser, "för")
        browser.press("r")
        decided(browser, 3)
        browser.press("t")
        browser.type("ännu")
        browser.press("Enter")
        found = decided(browser, 4)
        assert [(row["before"], row["after"], row.get("chosen", False)) for row in found[:3]] == [
            ("31", "31", False),
            ("Projeldledare", "Projektledare", True),
            ("for", "for", False),
        ]
        assert found[3]["after"] == "ännu"
        assert {row["by"] for row in found} == {"Anna"}
        assert "Metoden for uppföljningen" in text(browser, "#text")
        assert "Projektledare tog ordet" in text(browser, "#text")

    def test_undo(self, show):
        browser = show(ONE)
        browser.press("a")
        browser.press("1")
        decided(browser, 2)
        browser.press("u")
        decided(browser, 1)
        at_hand(browser, "Projeldledare")
        browser.press("z", control=True)
        assert "undo" in decided(browser, 0)[-1]
        browser.press("u")
        browser.wait("document.getElementById('notice').innerText.includes('nothing to undo')")

    def test_keys_that_come_fast_are_all_taken(self, show):
        browser = show(ONE)
        for _ in range(10):
            browser.send(
                "Input.dispatchKeyEvent",
                type="keyDown",
                key="a",
                text="a",
                windowsVirtualKeyCode=65,
            )
            browser.send("Input.dispatchKeyEvent", type="keyUp", key="a", windowsVirtualKeyCode=65)
        found = decided(browser, 10)
        assert len({(row["start"], row["end"]) for row in found}) == len(found) == 10
        assert text(browser, "#position").endswith("all decided")

    def test_a_key_that_is_held_decides_once(self, show):
        browser = show(ONE)
        key = {"type": "keyDown", "key": "a", "text": "a", "windowsVirtualKeyCode": 65}
        for held in (False, True, True):
            browser.send("Input.dispatchKeyEvent", autoRepeat=held, **key)
        browser.settle()
        assert len(decided(browser, 1)) == 1

    def test_steps_and_order(self, show):
        browser = show(ONE)
        browser.press("n")
        at_hand(browser, "Projeldledare")
        browser.press("p")
        at_hand(browser, "31")
        browser.press("o")
        browser.press("n")
        at_hand(browser, "nämnden")
        assert rows(browser) == []

    def test_all_places_of_a_form(self, show):
        browser = show(page=0)
        browser.click(mark(browser, "från"))
        known = "fetch('api/start').then((r) => r.json()).then((a) => a.totals.known === 4)"
        browser.wait(known)
        browser.click(mark(browser, "från"))
        says(browser, "#everywhere-told", "in all 3 places")
        browser.press("e")
        browser.press("r")
        [row] = decided(browser, 1)
        assert row["form"] == {"before": "fran", "proposed": "från"}
        browser.press("]")
        browser.wait("document.getElementById('page-name').innerText !== 'a.txt'")
        assert "chefer fran olika" in text(browser, "#text")

    def test_a_page_is_read_through_and_the_next_comes(self, show):
        browser = show()
        first = text(browser, "#page-name")
        browser.press("g")
        browser.wait(f"document.getElementById('page-name').innerText !== '{first}'")
        assert rows(browser)[-1]["done"] is True
        browser.press("u")  # which brings it back
        browser.wait(f"document.getElementById('page-name').innerText === '{first}'")
        assert "undo" in rows(browser)[-1]

    def test_a_word_that_is_searched_for(self, show):
        browser = show(ONE)
        browser.press("/")
        browser.type("intervjuer")
        browser.press("Enter")
        assert text(browser, "#found") == "1 of 1"
        browser.press("Enter")
        at_hand(browser, "intervjuer")
        browser.press("t")
        browser.type("samtal")
        browser.press("Enter")
        [row] = decided(browser, 1)
        assert (row["before"], row["after"]) == ("intervjuer", "samtal")

    def test_without_keys_of_one_letter(self, show):
        browser = show(ONE)
        browser.press("?")
        browser.click("#keys-on")
        browser.press("Escape")
        browser.press("a")
        assert rows(browser) == []
        browser.press("Enter")
        assert len(decided(browser, 1)) == 1

    def test_tab_leads_through_all_that_can_be_done(self, show):
        browser = show(ONE)
        browser.press("n")
        met = []
        for _ in range(40):
            browser.press("Tab")
            met.append(browser.run("document.activeElement.id"))
        for name in (
            "accept",
            "undo",
            "everywhere",
            "typed",
            "done",
            "open-queue",
            "kind",
            "find",
            "text",
        ):
            assert name in met
        assert browser.run("document.activeElement.matches(':focus-visible')")


class TestMouse:
    def test_all_of_it(self, show):
        browser = show(ONE)
        browser.click("#accept")
        at_hand(browser, "Projeldledare")
        browser.click("#hypotheses button")
        decided(browser, 2)
        browser.click(mark(browser, "nöjd"))
        browser.click("#reject")
        decided(browser, 3)
        browser.click(mark(browser, "nämnden"))
        fill(browser, "typed", "Namnden")
        browser.click("#typing button")
        found = decided(browser, 4)
        assert [row["after"] for row in found] == ["31", "Projektledare", "nojd", "Namnden"]
        browser.click("#undo")
        decided(browser, 3)

    def test_any_word_of_the_text_can_be_clicked(self, show):
        browser = show(ONE)
        click_word(browser, "chefer")
        at_hand(browser, "chefer")
        assert "left the word" in text(browser, "#why")
        fill(browser, "typed", "cheferna")
        browser.click("#typing button")
        [row] = decided(browser, 1)
        assert reviews.DAMAGED[row["start"] : row["end"]] == "chefer"

    def test_places_are_counted_in_characters(self, show):
        browser = show({"page.txt": "😀 \U0001d518 é " + reviews.DAMAGED + "\f" + reviews.DAMAGED})
        click_word(browser, "chefer")
        at_hand(browser, "chefer")
        fill(browser, "typed", "chefen")
        browser.click("#typing button")
        [row] = decided(browser, 1)
        assert (row["start"], row["before"]) == (57, "chefer")

    def test_the_scan_is_moved_and_zoomed(self, show):
        browser = show(page=2)
        browser.wait("document.getElementById('picture').naturalWidth === 1500")
        width = "document.getElementById('picture').getBoundingClientRect().width"
        browser.settle()
        before = browser.run(width)
        browser.click("#zoom-in")
        browser.wait(f"{width} > {before * 1.2}")
        browser.click("#zoom-page")
        browser.wait(f"{width} <= document.getElementById('sheet').clientWidth + 1")

    def test_filters(self, show):
        browser = show(ONE)
        choose(browser, "kind", "unknown")
        assert text(browser, "#position") == "1 of 1 · 1 left"
        at_hand(browser, "Projeldledare")
        choose(browser, "kind", "name")
        at_hand(browser, "Projeldledare")
        choose(browser, "kind", "edit")
        choose(browser, "rule", "words.confusion")
        assert text(browser, "#position").endswith("8 left")
        choose(browser, "sure", "0.8")
        assert text(browser, "#position") == "Nothing in the selection"
