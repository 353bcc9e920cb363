"""Checking: the spot check of a session, from the draw to the answers."""

from __future__ import annotations

from typing import NamedTuple

from svfix.review import spotcheck
from svfix.review.decisions import Place, Row
from svfix.review.pages import Page, delivered
from svfix.review.refusals import Refused, check_text
from svfix.review.session import Session


class Drawn(NamedTuple):
    """A word of a spot check: which draw, its page and place, as read and as it is delivered."""

    draw: int
    page: Page
    place: Place
    read: str
    now: str


def draw(session: Session, count: int, seed: int, by: str) -> Row:
    """Draw words of the pages that are known. Raises Refused where none is."""
    with session.lock:
        pages = [(entry.name, entry.places) for entry in session.queue.entries if entry.known]
        found = spotcheck.draw(pages, count, seed)
        if not found:
            raise Refused("no page was read yet; wait a moment")
        return session.note({"drawn": found, "seed": seed}, by)


def drawn(session: Session, which: int) -> Drawn:
    """A word of the last draw. Raises Refused where there is no such one."""
    row = session.decisions.drawn()
    if row is None or not 0 <= which < len(row["drawn"]):
        raise Refused("no such word was drawn")
    name, number = row["drawn"][which]
    entry = session.queue.named(name)
    page = session.page(entry.number) if entry else None
    texts = [result.original for result in page.results] if page else []
    place = spotcheck.place(texts, number)
    if page is None or place is None:
        raise Refused("the page of this word is not there any more; draw anew")
    start, end, now = delivered(page, session.shown(page), *place)
    read = texts[place[0]][start:end]
    return Drawn(row["id"], page, Place(name, place[0], start, end), read, now)


def answer(session: Session, number: int, which: int, truth: str, by: str) -> Row:
    """Note what a word of a draw, by its number, truly is. Raises Refused."""
    found = drawn(session, which)
    if found.draw != number:
        raise Refused("other words were drawn meanwhile in another window")
    check_text(truth)
    told = {"draw": number, "which": which, "truth": truth, "read": found.read, "now": found.now}
    row = found.place._asdict() | {"original": found.page.original, "checked": told}
    with session.lock:
        return session.note(row, by)
