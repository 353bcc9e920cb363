"""The session: a batch that is open, what is decided in it, and what that makes of its pages."""

from __future__ import annotations

import getpass
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from svfix import Fixer, lexicon
from svfix.batch.documents import Reading, open_document
from svfix.batch.inputs import Input
from svfix.io.files import FileError, bytes_of
from svfix.review import learning, pictures
from svfix.review.applying import fixer_of, with_words
from svfix.review.companions import mains, squeezed
from svfix.review.decisions import Decisions, Form, Place, Row
from svfix.review.journal import Journal
from svfix.review.pages import Page, Shown, Stamp, open_page
from svfix.review.queue import Entry, Estimate, Queue
from svfix.review.refusals import Refused, check_place
from svfix.review.settings import settings

KEPT = 6  # pages that are kept open: those before and behind the one that is looked at
NO_PAGES = (*pictures.SUFFIXES, ".zip", ".gz")
"""What the names of files end in that are pictures or archives, and no pages."""


class Session:
    """A batch under review. One lock guards all that changes; pages are opened outside of it."""

    def __init__(
        self,
        inputs: Sequence[Input],
        fixer: Fixer,
        reading: Reading,
        journal: Journal,
        by: str = "",
    ) -> None:
        self.lock = threading.RLock()
        self.base, self.reading, self.journal, self.by = fixer, reading, journal, by
        self.decisions = Decisions(journal.rows)
        listed = [one for one in inputs if not one.path.lower().endswith(NO_PAGES) or one.named]
        self.mains = mains(one.place for one in listed)
        others = [one for one in listed if one.place in self.mains]
        self.companions = {one.place: one for one in others}  # not known to be another text yet
        seen = [one for one in listed if one.place not in self.mains]
        self.queue = Queue(
            (Entry(i, one.place, one.path, one.size) for i, one in enumerate(seen)),
            self.decisions,
        )
        self._again: list[Entry] = []  # pages to be found out about anew
        self.changes: list[learning.Change] = []
        self._open: OrderedDict[int, Page] = OrderedDict()
        self._opening = threading.Lock()
        self.fixer = with_words(fixer, self.decisions)

    def told_apart(self, companion: Input) -> Entry | None:
        """A page of its own for a file that has another text than its main one; None if not."""
        main = self.queue.named(self.mains[companion.place])
        texts = [
            squeezed(open_document(bytes_of(path), path, self.reading)[0].texts)
            for path in (companion.path, main.path if main else companion.path)
        ]
        if texts[0] == texts[1]:
            return None
        with self.lock:
            return self.queue.append(companion.place, companion.path, companion.size)

    def entry(self, number: int) -> Entry:
        """A page of the queue. Raises Refused for one that there is not."""
        if not 0 <= number < len(self.queue.entries):
            raise Refused("there is no such page")
        return self.queue.entries[number]

    def page(self, number: int) -> Page:
        """A page, opened and repaired; kept until it was not looked at for a while.

        Raises FileError.
        """
        entry = self.entry(number)
        with self._opening:
            kept = self._open.get(number)
            if kept and kept.stamp == _stamp(entry.path):
                self._open.move_to_end(number)
                return kept
            page = open_page(entry.name, entry.path, self.fixer_of(entry), self.reading)
            self._open[number] = page
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        self.know(entry, Estimate.of(page))
        return page

    def fixer_of(self, entry: Entry) -> Fixer:
        """What a page is repaired by."""
        return fixer_of(self.decisions, self.fixer, entry.name)

    def know(self, entry: Entry, estimate: Estimate) -> None:
        """Take the estimate of a page into account."""
        with self.lock:
            if entry.known and entry.original == estimate.original:
                old = self.queue.proposed(entry)
                self.changes += learning.changes(entry.name, old, estimate.proposed())
            self.queue.know(entry, estimate)
            here = {row["original"] for row in self.decisions.on_page(entry.name)}
            entry.changed = bool(here) and estimate.original not in here

    def shown(self, page: Page) -> list[list[Shown]]:
        """The items of a page with the decisions on them."""
        with self.lock:
            return page.shown(self.decisions.on_page(page.name), self.decisions.on_forms())

    def decide(self, number: int, asked: Row, by: str) -> Row:
        """Note what was decided of a place, or of a form wherever it stands. Raises Refused.

        `asked` has the place (`text`, `start`, `end`), the page's `original`, what is to stand
        there (`after`), what was `proposed`, whether it was `chosen` of the alternatives, the
        number of the decision that was `seen` there (0 for none), and whether it is for all places
        of the form (`everywhere`).
        """
        page = self.page(number)
        place = Place(page.name, asked["text"], asked["start"], asked["end"])
        check_place(page, place, asked)
        before = page.results[place.text].original[place.start : place.end]
        with self.lock:
            there = self._ruling(page, place)
            if (there["id"] if there else 0) != asked["seen"]:
                raise Refused("this was decided meanwhile in another window", there)
            row: Row = {"before": before, "proposed": asked["proposed"]}
            if asked["everywhere"]:
                row = {"form": row}
            else:
                row |= place._asdict() | {"original": page.original}
            row |= {"after": asked["after"]} | ({"chosen": True} if asked["chosen"] else {})
            return self.note(row, by)

    def _ruling(self, page: Page, place: Place) -> Row | None:
        """The decision that holds at a place."""
        for item, row in page.shown(self.decisions.on_page(page.name), self.decisions.on_forms())[
            place.text
        ]:
            if (item.start, item.end) == (place.start, place.end):
                return row
        return None

    def undo(self, number: int, by: str) -> Row:
        """Take a row back, by its number. Raises Refused where it does not hold any more."""
        with self.lock:
            row = self.decisions.rows.get(number)
            if row is None or "undo" in row or not self.decisions.holds(row):
                raise Refused("this was taken back already")
            undone = self.note({"undo": number}, by)
            self._recount(row)
            if "learned" in row or "profile" in row:
                self._relearn([row])
            return undone

    def done(self, number: int, is_done: bool, by: str) -> Row:
        """Note that a page was read through, or is to be again."""
        page = self.page(number)
        with self.lock:
            return self.note({"page": page.name, "original": page.original, "done": is_done}, by)

    def learn(self, words: Sequence[str], number: int | None, by: str) -> list[Row]:
        """Take words for right from now on, and what corrections of a page show. Raises Refused."""
        known = {*self.fixer.options.words}
        new = [word for word in dict.fromkeys(words) if word not in known]
        rows: list[Row] = []
        if new:
            rows.append({"learned": new})
        if number is not None and (row := self._profile(number)):
            rows.append(row)
        if not rows:
            raise Refused("there is nothing new to learn")
        with self.lock:
            noted = [self.note(row, by) for row in rows]
            self._relearn(noted)
        return noted

    def _profile(self, number: int) -> Row | None:
        """What the corrections of a page show of how it was misread."""
        page = self.page(number)
        profiles = [result.profile for result in page.results if result.profile]
        shown = [
            {"before": item.before, "after": row["after"]}
            for rows in self.shown(page)
            for item, row in rows
            if row
        ]
        said = learning.profile(profiles[0], shown) if profiles else None
        if said is None:
            return None
        return {"page": page.name, "original": page.original, "profile": said}

    def learnable(self) -> list[str]:
        """The words that decisions showed to be right, and that are not known yet."""
        with self.lock:
            pages = sorted(self.decisions.pages())
            rows = [row for page in pages for row in self.decisions.on_page(page)]
            rows += self.decisions.on_forms().values()
            rows.sort(key=lambda row: row["id"])
            known = self.fixer.options.words
            return learning.words(rows, known, lexicon.default().is_word)

    def note(self, row: Row, by: str) -> Row:
        """Write a row down, on the disk first. Raises FileError."""
        when = datetime.now(timezone.utc).isoformat(timespec="seconds")
        whole = {"id": self.decisions.last + 1, "at": when, "by": by or self.by} | row
        self.journal.append(whole)
        self.decisions.add(whole)
        self._recount(whole)
        return whole

    def _recount(self, row: Row) -> None:
        if "form" in row:
            for entry in self.queue.with_form(Form(**row["form"])):
                self.queue.count(entry)
        elif "page" in row and (named := self.queue.named(row["page"])):
            self.queue.count(named)

    def _relearn(self, rows: Sequence[Row]) -> None:
        """Let pages be repaired anew, once some rows hold that did not, or the other way round.

        Those that ask about a word that was learned come first.
        """
        words = [word for row in rows for word in row.get("learned", ())]
        named = [self.queue.named(row["page"]) for row in rows if "profile" in row]
        first = [*filter(None, named), *(e for word in words for e in self.queue.with_word(word))]
        rest = self.queue.entries if words else []
        again = {entry.number: entry for entry in (*first, *rest)}
        self.fixer = with_words(self.base, self.decisions)
        self.changes = []
        self._again = list(again.values())
        with self._opening:
            for number in again:
                self._open.pop(number, None)

    @property
    def again(self) -> int:
        """How many pages are to be found out about anew."""
        return len(self._again)

    def take_again(self) -> list[Entry]:
        """The pages to be found out about anew, each once."""
        if not self._again:
            return []
        with self.lock:
            again, self._again = self._again, []
        return again


def _stamp(path: str) -> Stamp | None:
    try:
        return Stamp.of(path)
    except OSError:
        return None


def open_session(
    inputs: Sequence[Input], fixer: Fixer, reading: Reading, path: Path, by: str
) -> Session:
    """A session that writes its decisions to a file. Raises FileError.

    Where nobody says who decides, it is who did last, or who is at work.
    """
    if not inputs:
        raise FileError("there is no file to review; name files, or a directory of them")
    journal = Journal(path, settings(fixer.options, reading))
    names = [row["by"] for row in journal.rows if row.get("by")]
    return Session(inputs, fixer, reading, journal, by or (names[-1] if names else user()))


def user() -> str:
    """What the system calls who is at work, "" where it has no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # as in a container
        return ""
