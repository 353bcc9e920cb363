"""The page of a review in the browser: what tests read from it and do with it."""

import json
from pathlib import Path

from svfix.review import journal

SUPPORT = Path(__file__).parent
ACCESS = (SUPPORT / "access.js").read_text(encoding="utf-8")

WORD_AT = """((word) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (!node.data.includes(word)) node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(word) + 1);
  range.setEnd(node, node.data.indexOf(word) + 2);
  const box = range.getBoundingClientRect();
  return [box.x + 2, box.y + box.height / 2];
})"""


def access(browser, asked):
    """What tests/support/access.js says of the page."""
    return browser.run(f"{ACCESS}; access.{asked}")


def visit(browser, server, page=None):
    """Open the page of a server, or one of its pages."""
    browser.allowed = [server.address]
    browser.visit(server.address + ("" if page is None else f"#page={page}"))
    browser.server = server
    return browser


def rows(browser):
    """The journal, as it is on the disk."""
    return journal.read(browser.server.folder.with_name("scans.review.jsonl"))


def decided(browser, count):
    """Wait until so much of the page was decided, and return the journal."""
    is_written = "(document.documentElement.dataset.waiting ?? '0') === '0'"
    browser.wait(f"document.getElementById('progress').value === {count} && {is_written}")
    return rows(browser)


def text(browser, selector):
    """The text of an element, None where there is none."""
    return browser.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? null")


def texts(browser, selector):
    """The texts of elements."""
    every = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return browser.run(f"{every}.map((e) => e.innerText)")


def says(browser, selector, what):
    """Wait until an element says something."""
    found = f"document.querySelector({json.dumps(selector)})?.innerText"
    browser.wait(f"{found}?.includes({json.dumps(what)})")


def is_visible(browser, selector):
    """Whether an element can be seen."""
    found = f"document.querySelector({json.dumps(selector)})"
    return browser.run(f"{found}?.checkVisibility() ?? false")


def mark(browser, word):
    """The selector of the mark of a word."""
    every = "[...document.querySelectorAll('#text mark')]"
    i = browser.run(f"{every}.find((m) => m.innerText === {json.dumps(word)}).dataset.i")
    return f"#text mark[data-i='{i}']"


def at_hand(browser, word):
    """Wait until a word is the one at hand."""
    current = "document.querySelector('#text mark.current')?.innerText"
    browser.wait(f"{current} === {json.dumps(word)}")


def choose(browser, name, value):
    """Choose from a list, as who uses it does."""
    browser.run(
        f"(() => {{ const select = document.getElementById('{name}'); select.value = '{value}';"
        " select.dispatchEvent(new Event('change')); })()"
    )
    browser.settle()


def fill(browser, name, value):
    """Put a value into a field."""
    browser.run(f"document.getElementById('{name}').value = {json.dumps(value)}")


def click_word(browser, word):
    """Click a word of the text that is no item."""
    x, y = browser.run(f"{WORD_AT}({json.dumps(word)})")
    for kind in ("mousePressed", "mouseReleased"):
        browser.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
