"""The document: a PDF with the text of its layer, and the PDF again with that repaired."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import pikepdf

from svfix.formats.layout import Change, Layout, Unit
from svfix.formats.model import FormatError, Place, check
from svfix.formats.pdf_layer import checks, glyphless, rewriting
from svfix.formats.pdf_layer.checks import Told
from svfix.formats.pdf_layer.interpreter import Interpreter
from svfix.formats.pdf_layer.opening import Page, opened, pages
from svfix.formats.pdf_layer.rewriting import Rewrite
from svfix.formats.pdf_layer.shows import DOUBTFUL, FIRST, HIDDEN
from svfix.formats.pdf_layer.unseen import changed, seen_pages
from svfix.formats.pdf_layer.update import updated
from svfix.formats.pdf_layer.words import Word, looks, words
from svfix.result import Result

NO_LAYER = "its text can be seen, so that it is no layer of a scan: it is left as it is"


class PdfLayer:
    """A PDF whose layer is the text."""

    format = "pdf-layer"

    def __init__(self, data: bytes, seen: Set[int] | None = None) -> None:
        """Read a PDF; `seen` are the pages whose doubtful text can be seen, if that is known."""
        self.data = data
        self._owners: dict[int, int] = {}
        self._seen: Set[int] = seen or set()
        self._read()
        if seen is None and self._doubtful:
            self._seen = seen_pages(data, self._owners)
            if self._seen:
                self._read()
        self.notes = () if self.layout.units else (NO_LAYER,)
        self.texts: Sequence[str] = (self.layout.text,)

    def _read(self) -> None:
        self.has_other_text = False
        self._doubtful = False  # whether there is text of which only drawing tells
        self._draws: list[Counter[int]] = []  # how often each page draws each form
        self._firsts: list[int] = []  # the number of each page's first unit
        units: list[Unit] = []
        lines = blocks = 0
        with opened(self.data) as pdf:
            interpreter = Interpreter(self._owners)
            for number, page in enumerate(pages(pdf)):
                self._firsts.append(len(units))
                found = self._words(interpreter, number, page)
                self._draws.append(interpreter.draws)
                units += (Unit(w.text, number, blocks + w.block, lines + w.line) for w in found)
                if found:
                    lines, blocks = lines + found[-1].line + 1, blocks + found[-1].block + 1
        self.layout = Layout(units)

    def _words(self, interpreter: Interpreter, number: int, page: Page) -> list[Word]:
        interpreter.follow(number, page.content, page.resources)
        found = looks(interpreter.shows, interpreter.covers, page.area)
        least = HIDDEN if number in self._seen else DOUBTFUL
        layer = [look >= least for look in found]
        self._doubtful |= DOUBTFUL in found
        self.has_other_text |= not all(layer)
        return words(interpreter.shows, layer)

    def place(self, text: int, start: int, end: int) -> Place:
        """The page, and its line, both from 1."""
        touched = self.layout.touched(start, end)
        if not touched:
            return {"page": 1 + self.texts[text].count("\f", 0, start)}
        unit = self.layout.units[touched[0]]
        first = self.layout.units[self._firsts[unit.page]]
        return {"page": 1 + unit.page, "line": 1 + unit.line - first.line}

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the PDF with the words of its layer repaired, written behind what was read.

        Raises FormatError where another reader does not find that as it should be.
        """
        check(self.texts, results)
        changes = self.layout.changes(results[0].edits)
        by_page: dict[int, list[tuple[int, Change]]] = defaultdict(list)
        for number, change in changes.items():
            by_page[self.layout.units[number].page].append((number, change))
        if not by_page:
            return self.data
        with opened(self.data) as pdf:
            touched = self._touched(pdf, by_page)
            new = updated(self.data, pdf, touched)
            forms = {one.objgen[0] for one in touched} & self._owners.keys()
        self._check(new, by_page, forms)
        return new

    def _touched(self, pdf: Any, by_page: Mapping[int, list[tuple[int, Change]]]) -> list[Any]:
        """The objects of the PDF that are new or changed, once its words are."""
        rewrites = {
            page: [self._rewrite(page, number, change) for number, change in rows]
            for page, rows in by_page.items()
        }
        texts = (one.text for rows in rewrites.values() for one in rows)
        codes = glyphless.codes_of([" ", *texts])
        font = glyphless.objects(pdf, codes)
        touched = list(font)
        interpreter = Interpreter(self._owners)
        for number, page in enumerate(pages(pdf)):
            if number in rewrites:
                found = self._words(interpreter, number, page)
                touched += _rewritten(
                    pdf, page, interpreter, found, rewrites[number], codes, font[0]
                )
        return touched

    def _rewrite(self, page: int, number: int, change: Change) -> Rewrite:
        first = self._firsts[page]
        units = [unit for unit, *_ in change.shares or ()]
        return Rewrite(number - first, max([number, *units]) - first, self._new(number, change))

    def _new(self, number: int, change: Change) -> str:
        """The text of a unit after a change."""
        text = self.layout.units[number].text
        for start, end, new in reversed(change.edits):
            text = text[:start] + new + text[end:]
        return " ".join([text, *(token.text for token in change.more)])

    def _check(
        self, new: bytes, by_page: Mapping[int, list[tuple[int, Change]]], forms: Set[int]
    ) -> None:
        """Raise FormatError unless the PDF reads as repaired, here and elsewhere.

        `forms` are those that changed: other pages may draw them too.
        """
        again = PdfLayer(new, self._seen)
        told: dict[int, Told | None] = {
            page: None for page, draws in enumerate(self._draws) if draws.keys() & forms
        }
        for page, rows in by_page.items():
            texts = {number: self._new(number, change) for number, change in rows}
            units = self._units(page)
            meant = " ".join(texts.get(n, self.layout.units[n].text) for n in units).split()
            if " ".join(again.layout.units[n].text for n in again._units(page)).split() != meant:
                raise FormatError(f"page {page + 1} does not read as repaired; {checks.LEFT}")
            before = " ".join(self.layout.units[number].text for number in texts)
            times = max([1, *self._draws[page].values()])
            told[page] = Told(before, " ".join(texts.values()), times)
        checks.check(self.data, new, told)

    def _units(self, page: int) -> range:
        """The numbers of the units of a page, by its number from 0."""
        return range(*(*self._firsts, len(self.layout.units))[page : page + 2])


def _rewritten(
    pdf: Any, page: Page, interpreter: Interpreter, found: Sequence[Word],
    rewrites: Sequence[Rewrite], codes: Mapping[str, int], font: Any,
) -> Iterator[Any]:  # fmt: skip
    """Change the words of a page and its forms; the objects that changed."""
    rewritten, bodies = rewriting.Page(interpreter.shows, found, rewrites), interpreter.bodies
    resources = {
        stream: page.resources if stream == FIRST else
        bodies[stream][0].get("/Resources", page.resources)
        for stream in rewritten.streams
    }  # fmt: skip
    names = {stream: _unused(its) for stream, its in resources.items()}
    sources = {stream: name.encode() for stream, name in names.items()}
    own = {stream: _with_font(resources[stream], name, font) for stream, name in names.items()}
    return changed(pdf, page, bodies, rewritten.splices(codes, sources), own)


def _unused(resources: Any) -> str:
    """A name that no font of the resources has."""
    taken = resources.get("/Font", {}) if resources is not None else {}
    names = (f"/{glyphless.NAME}{number or ''}" for number in range(len(list(taken.keys())) + 1))
    return next(name for name in names if name not in taken)


def _with_font(resources: Any, name: str, font: Any) -> Any:
    """Resources like others, which may be shared, with a font more."""
    own = pikepdf.Dictionary(dict(resources.items()) if resources is not None else {})
    fonts: Any = own.get("/Font", {})
    own.Font = pikepdf.Dictionary({**dict(fonts.items()), name: font})
    return own
