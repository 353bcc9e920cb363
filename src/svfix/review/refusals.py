"""Refusals: what is asked for and cannot be done, said in a sentence."""

from __future__ import annotations

from svfix.review.decisions import Place, Row
from svfix.review.pages import Page

LONGEST = 2_000  # characters of what is typed


class Refused(Exception):
    """What cannot be done, in a sentence; `row` is the decision that is in its way, if any."""

    def __init__(self, sentence: str, row: Row | None = None) -> None:
        super().__init__(sentence)
        self.row = row


def check_place(page: Page, place: Place, asked: Row) -> None:
    """Raise Refused for a place that the page does not have, or what no text can hold."""
    if asked["original"] != page.original:
        raise Refused("the file was changed meanwhile; look at the page anew")
    if not 0 <= place.text < len(page.results):
        raise Refused("there is no such text on the page")
    if not 0 <= place.start <= place.end <= len(page.results[place.text].original):
        raise Refused("there is no such place in the text")
    check_text(asked["after"])


def check_text(after: str) -> None:
    """Raise Refused for what no person types for a word."""
    if len(after) > LONGEST:
        raise Refused(f"that is more than {LONGEST:,} characters")
    if any(not char.isprintable() and char not in "\n\t\u00a0\u00ad" for char in after):
        raise Refused("that has characters in it that cannot be seen")
