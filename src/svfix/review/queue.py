"""The queue: what is to be expected of each page of a batch, in little room.

A page is an `Entry`; what it is asked about is kept as numbers, its forms in a table that all pages
share, so that ten thousand pages can be sorted, filtered and searched at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from svfix.review import spotcheck
from svfix.review.decisions import Decisions, Form
from svfix.review.items import Item
from svfix.review.pages import Page

COLUMNS = 4  # of an item: its text, start, end, and the number of its form
NAME = "name"
Proposed = dict[tuple[int, int, int], tuple[str, str]]
"""By place (text, start, end), what was read there and what is proposed."""

STATES = ("open", "done", "changed", "unread")


class Estimate(NamedTuple):
    """What is to be expected of a page: words, the shares expected to be wrong, and its items.

    `places` is how many stretches between white space its texts have, for spot checks.
    """

    words: int
    before: float
    after: float
    original: str
    places: int
    items: Sequence[tuple[int, int, int, str, str, str, str, float, bool]]
    """Each as text, start, end, before, proposed, kind, rule, confidence and if it is a name."""

    @staticmethod
    def of(page: Page) -> Estimate:
        """The estimate of a page that was opened."""
        quality = page.quality
        rows = [_row(item) for item in page.items]
        places = sum(spotcheck.count(result.original) for result in page.results)
        return Estimate(quality.words, quality.before, quality.after, page.original, places, rows)

    def proposed(self) -> Proposed:
        """What is proposed, by place."""
        return {row[:3]: (row[3], row[4]) for row in self.items}


def _row(item: Item) -> tuple[int, int, int, str, str, str, str, float, bool]:
    return (item.text, item.start, item.end, item.before, item.proposed, item.kind, item.rule,
            round(item.confidence, 4), item.name)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """A page in the queue.

    `wrong` is how many of its words are expected to be wrong as delivered, `left` how many of its
    items nobody decided of, `least` the least sure of them.  `fault` says why it cannot be read.
    """

    number: int
    name: str
    path: str
    size: int
    known: bool = False
    words: int = 0
    before: float = 0.0
    after: float = 0.0
    original: str = ""
    places: int = 0
    items: array[int] = field(default_factory=lambda: array("I"))
    confidences: array[float] = field(default_factory=lambda: array("f"))
    kinds: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    left: int = 0
    fault: str = ""
    changed: bool = False

    @property
    def wrong(self) -> float:
        """Words expected to be wrong as delivered."""
        return self.words * self.after

    @property
    def count(self) -> int:
        """How many items it has."""
        return len(self.confidences)

    @property
    def least(self) -> float:
        """The least sure of its items, 1 where there is none."""
        return min(self.confidences, default=1.0)


class Wanted(NamedTuple):
    """Which pages are asked for, and in what order; "" is for any."""

    order: str = "wrong"
    state: str = ""
    kind: str = ""
    rule: str = ""
    sure: float = 1.0
    search: str = ""


class Queue:
    """The pages of a batch, by number."""

    def __init__(self, entries: Iterable[Entry], decisions: Decisions) -> None:
        self.entries = list(entries)
        self._decisions = decisions
        self._forms: dict[Form, int] = {}
        self._listed: list[Form] = []  # the forms, by number
        self._pages_of: list[array[int]] = []  # by the number of a form
        self._counts: list[int] = []  # how often each is asked about
        self._by_name = {entry.name: entry for entry in self.entries}
        self._kinds: dict[frozenset[str], frozenset[str]] = {}  # each set is kept once
        self.rules: set[str] = set()

    def append(self, name: str, path: str, size: int) -> Entry:
        """A page more, at the end."""
        entry = Entry(len(self.entries), name, path, size)
        self.entries.append(entry)
        self._by_name[name] = entry
        return entry

    def named(self, name: str) -> Entry | None:
        """The page of a name."""
        return self._by_name.get(name)

    def know(self, entry: Entry, estimate: Estimate) -> None:
        """Take the estimate of a page into account."""
        for number in entry.items[3::COLUMNS]:
            self._counts[number] -= 1
        numbers = [self._form(Form(row[3], row[4]), entry) for row in estimate.items]
        entry.words, entry.before, entry.after, entry.original, entry.places = estimate[:5]
        entry.items = array(
            "I", [cell for row, number in zip(estimate.items, numbers, strict=True)
                  for cell in (*row[:3], number)]
        )  # fmt: skip
        entry.confidences = array("f", [row[7] for row in estimate.items])
        names = {NAME} if any(row[8] for row in estimate.items) else set()
        entry.kinds = self._once({row[5] for row in estimate.items} | names)
        entry.rules = self._once({rule for row in estimate.items for rule in row[6].split("+")})
        self.rules |= entry.rules - {""}
        entry.known, entry.fault = True, ""
        self.count(entry)

    def _form(self, form: Form, entry: Entry) -> int:
        number = self._forms.setdefault(form, len(self._forms))
        if number == len(self._pages_of):
            self._pages_of.append(array("I"))
            self._listed.append(form)
            self._counts.append(0)
        self._counts[number] += 1
        pages = self._pages_of[number]
        at = bisect_left(pages, entry.number)
        if at == len(pages) or pages[at] != entry.number:
            pages.insert(at, entry.number)
        return number

    def _once(self, names: Iterable[str]) -> frozenset[str]:
        found = frozenset(names)
        return self._kinds.setdefault(found, found)

    def count(self, entry: Entry) -> None:
        """Count what is left to decide on a page."""
        rows = self._decisions.on_page(entry.name, entry.original)
        own = {(row["text"], row["start"], row["end"]) for row in rows}
        general = {self._forms.get(form, -1) for form in self._decisions.on_forms()}
        items = entry.items
        entry.left = sum(
            items[i + 3] not in general and tuple(items[i : i + 3]) not in own
            for i in range(0, len(items), COLUMNS)
        )

    def proposed(self, entry: Entry) -> Proposed:
        """What is proposed on a page, by place."""
        items = entry.items
        rows = (items[i : i + COLUMNS] for i in range(0, len(items), COLUMNS))
        found = {(row[0], row[1], row[2]): self._listed[row[3]] for row in rows}
        return {place: (form.before, form.proposed) for place, form in found.items()}

    def with_form(self, form: Form) -> list[Entry]:
        """The pages that are asked about a form."""
        number = self._forms.get(form)
        return [] if number is None else [self.entries[i] for i in self._pages_of[number]]

    def places(self, form: Form) -> int:
        """How often a form is asked about in all pages that are known."""
        number = self._forms.get(form)
        return 0 if number is None else self._counts[number]

    def with_word(self, word: str) -> list[Entry]:
        """The pages that are asked about a form, in any of its letters' cases."""
        return [self.entries[i] for i in sorted(self._searched(word.casefold(), whole=True))]

    def find(self, wanted: Wanted) -> list[Entry]:
        """The pages that were asked for, in the order asked for."""
        found: Iterable[Entry] = self.entries
        if wanted.search.strip():
            text = wanted.search.strip().casefold()
            pages = self._searched(text)
            found = [e for e in found if e.number in pages or text in e.name.casefold()]
        if wanted.state:
            found = [entry for entry in found if self.state(entry) == wanted.state]
        if wanted.kind:
            found = [entry for entry in found if wanted.kind in entry.kinds]
        if wanted.rule:
            found = [entry for entry in found if wanted.rule in entry.rules]
        if wanted.sure < 1:
            found = [entry for entry in found if entry.known and entry.least <= wanted.sure]
        key = ORDERS.get(wanted.order)
        return sorted(found, key=key) if key else list(found)

    def _searched(self, text: str, whole: bool = False) -> set[int]:
        """The numbers of the pages that are asked about a form with some text in it."""
        found: set[int] = set()
        for form, number in self._forms.items():
            sides = form.before.casefold(), form.proposed.casefold()
            if text in sides if whole else any(text in side for side in sides):
                found.update(self._pages_of[number])
        return found

    def state(self, entry: Entry) -> str:
        """How far the review of a page is: one of `STATES`."""
        if entry.changed:
            return "changed"
        if self._decisions.is_done(entry.name):
            return "done"
        return "open" if entry.known else "unread"

    def totals(self) -> dict[str, Any]:
        """How far the review of the batch is."""
        known = [entry for entry in self.entries if entry.known]
        return {
            "pages": len(self.entries),
            "known": sum(entry.known or bool(entry.fault) for entry in self.entries),
            "done": sum(self._decisions.is_done(page) for page in self._decisions.pages()),
            "items": sum(entry.count for entry in known),
            "left": sum(entry.left for entry in known),
            "words": sum(entry.words for entry in known),
            "wrong_before": sum(entry.words * entry.before for entry in known),
            "wrong_after": sum(entry.wrong for entry in known),
        }


def _worst_first(entry: Entry) -> tuple[bool, float, int]:
    return not entry.known, -entry.wrong, entry.number


def _most_left(entry: Entry) -> tuple[bool, int, int]:
    return not entry.known, -entry.left, entry.number


def _least_sure(entry: Entry) -> tuple[float, int]:
    return entry.least, entry.number


ORDERS = {"wrong": _worst_first, "left": _most_left, "sure": _least_sure}
"""How pages are put in order, by name; any other name is that of the files."""


def rows(queue: Queue, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """What is shown of some pages."""
    for entry in entries:
        yield {
            "number": entry.number,
            "name": entry.name,
            "known": entry.known,
            "words": entry.words,
            "wrong": round(entry.wrong, 2),
            "before": round(entry.before, 5),
            "after": round(entry.after, 5),
            "items": entry.count,
            "left": entry.left,
            "state": queue.state(entry),
            "fault": entry.fault,
        }
