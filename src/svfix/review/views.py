"""Views: what the page in the browser is told, as JSON has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from svfix.formats.boxes import Box, united
from svfix.review import checking, spotcheck
from svfix.review.decisions import Form
from svfix.review.items import context
from svfix.review.pages import Page, Shown
from svfix.review.pictures import NoPicture, Scans, Sheet
from svfix.review.session import Session

Json = dict[str, Any]
REACH = 70  # characters on each side of a word that are shown with it


def page(session: Session, scans: Scans, number: int) -> Json:
    """A page: its texts in pieces, its items, and its physical pages."""
    found = session.page(number)
    shown = session.shown(found)
    places = Places(found, scans)
    items: list[Json] = []
    texts = [
        list(_pieces(session, places, number, rows, items)) for number, rows in enumerate(shown)
    ]
    rows = list(session.decisions.on_page(found.name))
    places.sheet(1)  # which is shown though nothing is asked about it
    return {
        "number": number,
        "name": found.name,
        "original": found.original,
        "texts": texts,
        "items": items,
        "sheets": {sheet: size and size._asdict() for sheet, size in places.sheets.items()},
        "done": session.decisions.is_done(found.name, found.original),
        "outdated": sum(row["original"] != found.original for row in rows),
        "last": session.decisions.last,
    }


def _pieces(
    session: Session, places: Places, number: int, rows: Sequence[Shown], items: list[Json]
) -> Iterator[Json]:
    """The text between items as it stands, with its offset, and the numbers of the items."""
    text = places.page.results[number].original
    at = 0
    for one in rows:
        item = one.item
        if item.start > at:
            yield {"at": at, "text": text[at : item.start]}
        yield {"item": len(items)}
        items.append(_item(session, places, one))
        at = item.end
    if at < len(text):
        yield {"at": at, "text": text[at:]}


def _item(session: Session, places: Places, one: Shown) -> Json:
    item, row = one
    return {
        **item._asdict(),
        "places": session.queue.places(Form(item.before, item.proposed)),
        "row": row and _decision(row),
        **places.where(item.text, item.start, item.end),
    }


def _decision(row: Json) -> Json:
    known = {name: row.get(name) for name in ("id", "by", "at", "after")}
    return known | {"chosen": bool(row.get("chosen")), "everywhere": "form" in row}


class Places:
    """Where the words of a page are in its pictures."""

    def __init__(self, page: Page, scans: Scans) -> None:
        self.page, self._scans = page, scans
        self.sheets: dict[int, Sheet | None] = {}

    def where(self, text: int, start: int, end: int) -> Json:
        """The physical page of a stretch, its box in pixels, and that of its line, if known."""
        place = self.page.document.place(text, start, end)
        sheet = self.sheet(int(place.get("page", 1)))
        if sheet is None:
            return {"sheet": place.get("page", 1), "box": None, "line": None}
        box = place.get("box")
        if box is not None:
            box = [round(side * sheet.scale, 1) for side in box]
        else:
            box = self._in_pdf(text, start, end, int(place.get("page", 1)))
        line = box and self._line(text, start, end, sheet)
        return {"sheet": place.get("page", 1), "box": box, "line": line or box}

    def picture(self, sheet: int) -> str | None:
        """The file with the picture of a physical page."""
        return self._scans.find(self.page.path, self.page.name, sheet)

    def sheet(self, number: int) -> Sheet | None:
        """The size of the picture of a physical page, None where there is none."""
        if number not in self.sheets:
            picture = self.picture(number)
            try:
                size = picture and self._scans.sheet(picture, self.page.path, number)
            except NoPicture:
                size = None
            self.sheets[number] = size or None
        return self.sheets[number]

    def _line(self, text: int, start: int, end: int, sheet: Sheet) -> list[float] | None:
        """The box of the line that a stretch is in."""
        original = self.page.results[text].original
        first = original.rfind("\n", 0, start) + 1
        last = original.find("\n", max(first, end - 1))
        last = len(original) if last < 0 else last
        found = self.page.document.place(text, first, last)
        box = found.get("box")
        if box is None:
            return self._in_pdf(text, first, last, int(found.get("page", 1)))
        return [round(side * sheet.scale, 1) for side in box]

    def _in_pdf(self, text: int, start: int, end: int, sheet: int) -> list[float] | None:
        """The box of a word of a PDF: that of the word of its page that is as often before it."""
        picture = self.picture(sheet)
        if picture is None or not picture.lower().endswith(".pdf"):
            return None
        original = self.page.results[text].original
        while start and not original[start - 1].isspace():
            start -= 1
        while end < len(original) and not original[end].isspace():
            end += 1
        words = original[start:end].split()
        opens = original.rfind("\f", 0, start) + 1
        before = Counter(original[opens:start].split())
        boxes = []
        for word in words:
            box = self._scans.word_box(picture, sheet, word, before[word])
            before[word] += 1
            boxes += [Box(*box)] if box else []
        around = united(boxes)
        return list(around) if around else None


def drawn(session: Session, scans: Scans, which: int) -> Json:
    """A word of a spot check, with what stands around it."""
    found = checking.drawn(session, which)
    original = found.page.results[found.place.text].original
    before, behind = context(original, found.place.start, found.place.end, REACH)
    entry = session.queue.named(found.page.name)
    return {
        "draw": found.draw,
        "which": which,
        "number": entry.number if entry else 0,
        "name": found.page.name,
        "read": found.read,
        "now": found.now,
        "around": [before, behind],
        **Places(found.page, scans).where(*found.place[1:]),
    }


def checked(session: Session) -> Json:
    """How far the last spot check is, and what it shows."""
    row = session.decisions.drawn()
    if row is None:
        return {"draw": 0, "size": 0, "answered": [], "estimate": None}
    answers = session.decisions.checked(row["id"])
    found = spotcheck.estimate(answers)
    return {
        "draw": row["id"],
        "size": len(row["drawn"]),
        "answered": [answer["checked"]["which"] for answer in answers],
        "estimate": {
            "words": found.words,
            "before": found.before and found.before._asdict(),
            "after": found.after and found.after._asdict(),
        },
    }
