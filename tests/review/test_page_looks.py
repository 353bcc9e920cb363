"""How the page looks and what it tells: languages, themes, sizes, names, roles and contrast."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from tests.support import reviews
from tests.support.review_pages import access, decided, mark, text

PAGE = Path(str(files("svfix.review"))) / "page"
ONE = {"page.txt": reviews.DAMAGED}


class TestLooks:
    def test_swedish_and_english(self, show):
        browser = show(ONE)
        assert browser.run("document.documentElement.lang") == "en"
        browser.click("#language")
        assert browser.run("document.documentElement.lang") == "sv"
        assert text(browser, "#reject") is not None
        assert "Rätt som det står" in text(browser, "#accept")
        assert browser.run(
            "[...document.querySelectorAll('[data-t]')].every((e) => e.innerText !== e.dataset.t)"
        )

    def test_every_sentence_is_there_in_both_languages(self, show):
        browser = show(ONE)
        scripts = [path.stem for path in PAGE.glob("*.js")]
        found = access(browser, f"sentences(...{json.dumps(scripts)})")
        assert found["asked"] > 100
        assert found["missing"] == []

    def test_dark_as_the_system_is_and_as_chosen(self, show):
        browser = show(ONE)
        paper = "getComputedStyle(document.body).backgroundColor"
        assert browser.run(paper) == "rgb(255, 255, 255)"
        browser.prefer(**{"prefers-color-scheme": "dark"})
        browser.settle()
        assert browser.run(paper) == "rgb(20, 23, 28)"
        browser.press("d")
        assert browser.run(paper) == "rgb(255, 255, 255)"

    @pytest.mark.parametrize(
        ("width", "height"),
        [
            *[(1440, 900), (1280, 720), (820, 1180), (1180, 820)],
            *[(640, 450), (720, 450), (390, 844), (320, 256)],
        ],
    )
    def test_it_fits_windows_of_many_sizes(self, look, width, height):
        browser = look()
        browser.resize(width, height)
        browser.settle()
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
        if height >= 450 and width > 460:  # all that is needed is in sight at once
            needed = "'sheet', 'text', 'accept', 'typed', 'next', 'done'"
            assert access(browser, f"outOfSight({needed})") == []


DIALOGS = {"": None, "q": "queue", "l": "learn", "s": "check", "?": "help"}


class TestAccess:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("key", DIALOGS)
    def test_names_roles_and_contrast(self, look, key, scheme):
        browser = look()
        browser.prefer(**{"prefers-color-scheme": scheme})
        browser.press("1")
        browser.press("n")
        if key:
            browser.press(key)
            browser.wait(f"document.getElementById('{DIALOGS[key]}').open")
            if key == "q":
                browser.wait("document.querySelector('#queue-rows tr') !== null")
            assert browser.run(
                "document.querySelector('dialog[open]').contains(document.activeElement)"
            )
        browser.settle()
        for wrong in ("nameless", "twice", "dangling", "pale"):
            assert access(browser, f"{wrong}()") == [], wrong

    def test_what_a_screen_reader_is_told(self, show):
        browser = show(ONE)
        browser.press("n")
        assert browser.run("document.activeElement.id") == "word"
        told = text(browser, "#word-told")
        assert told.startswith(
            "Projeldledare; undecided. svfix cannot explain the word · 82% likely"
        )
        assert "right. 2 of 10" in told
        browser.press("1")
        decided(browser, 1)
        assert text(browser, "#announce") == "read Projeldledare, now Projektledare; chosen"
        other = json.dumps(mark(browser, "nöjd"))
        assert (
            browser.run(f"document.querySelector({other}).ariaLabel")
            == "read nojd, now nöjd; undecided"
        )

    def test_a_tree_of_roles(self, look):
        browser = look()
        nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
        roles = {node["role"]["value"] for node in nodes if "role" in node}
        landmarks = {"banner", "navigation", "main", "region"}
        assert browser.run("document.querySelectorAll('h1').length") == 1
        assert {*landmarks, "button", "combobox", "searchbox", "image"} <= roles
        asked = ("button", "combobox", "textbox", "checkbox", "link", "image")
        nameless = [
            node["role"]["value"]
            for node in nodes
            if not node.get("ignored")
            and node.get("role", {}).get("value") in asked
            and not node.get("name", {}).get("value")
        ]
        assert nameless == []
