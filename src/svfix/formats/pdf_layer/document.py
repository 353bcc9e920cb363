"""The document: a PDF with the text of its layer, and the PDF again with that repaired."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import accumulate
from typing import Any, NamedTuple

import pikepdf

from svfix.formats.layout import Change, Layout, Unit
from svfix.formats.model import FormatError, Place, check
from svfix.formats.pdf_layer import checks, glyphless, rewriting
from svfix.formats.pdf_layer.interpreter import FIRST, Interpreter
from svfix.formats.pdf_layer.rewriting import Rewrite
from svfix.formats.pdf_layer.update import WHOLE, updated
from svfix.formats.pdf_layer.words import Word, hidden, words
from svfix.result import Result

SIGNED = 1
"""The bit of an AcroForm's SigFlags that says that there are signatures."""


class Page(NamedTuple):
    """A page of an open PDF: its dictionary, its content, and its resources."""

    object: Any
    content: bytes
    resources: Any
    area: float


class PdfLayer:
    """A PDF whose layer is the text."""

    format = "pdf-layer"

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._owners: dict[int, int] = {}
        units: list[Unit] = []
        self._firsts: list[int] = []  # the number of each page's first unit
        self.has_other_text = False
        lines = blocks = 0
        with opened(data) as pdf:
            interpreter = Interpreter(self._owners)
            for number, page in enumerate(pages(pdf)):
                self._firsts.append(len(units))
                found = self._words(interpreter, number, page)
                units += (Unit(w.text, number, blocks + w.block, lines + w.line) for w in found)
                if found:
                    lines, blocks = lines + found[-1].line + 1, blocks + found[-1].block + 1
        self.layout = Layout(units)
        self.texts: Sequence[str] = (self.layout.text,)

    def _words(self, interpreter: Interpreter, number: int, page: Page) -> list[Word]:
        interpreter.follow(number, page.content, page.resources)
        layer = hidden(interpreter.shows, interpreter.covers, page.area)
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
            new = self._updated(pdf, by_page)
        self._check(new, by_page)
        return new

    def _updated(self, pdf: Any, by_page: Mapping[int, list[tuple[int, Change]]]) -> bytes:
        rewrites = {
            page: [self._rewrite(page, number, change) for number, change in rows]
            for page, rows in by_page.items()
        }
        codes = glyphless.codes_of(one.text for rows in rewrites.values() for one in rows)
        touched = font = glyphless.objects(pdf, codes)
        interpreter = Interpreter(self._owners)
        for number, page in enumerate(pages(pdf)):
            if number in rewrites:
                found = self._words(interpreter, number, page)
                touched += _rewritten(
                    pdf, page, interpreter, found, rewrites[number], codes, font[0]
                )
        return updated(self.data, pdf, touched)

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

    def _check(self, new: bytes, by_page: Mapping[int, list[tuple[int, Change]]]) -> None:
        """Raise FormatError unless the PDF reads as repaired, here and elsewhere."""
        again = PdfLayer(new)
        texts = {}
        for page, rows in by_page.items():
            changed = dict(rows)
            first, last = self._firsts[page], (*self._firsts, len(self.layout.units))[page + 1]
            old = [unit.text for unit in self.layout.units[first:last]]
            meant = [
                self._new(number, changed[number]) if number in changed else text
                for number, text in enumerate(old, first)
            ]
            if again.words_of(page) != " ".join(meant).split():
                raise FormatError(f"page {page + 1} does not read as repaired; {checks.LEFT}")
            texts[page] = " ".join(old), " ".join(meant)
        checks.check(self.data, new, texts)

    def words_of(self, page: int) -> list[str]:
        """The words of a page, by its number from 0."""
        first, last = self._firsts[page], (*self._firsts, len(self.layout.units))[page + 1]
        return " ".join(unit.text for unit in self.layout.units[first:last]).split()


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A PDF opened to be read and changed. Raises FormatError for one that must not or cannot be."""
    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise FormatError(
            "the PDF is locked with a password; unlock it first: "
            "qpdf --password=PASSWORD --decrypt scan.pdf open.pdf"
        ) from None
    except pikepdf.PdfError as error:
        fault = str(error).rpartition(": ")[2]
        raise FormatError(f"the PDF is damaged ({fault}); {WHOLE}") from None
    with closing(pdf):
        if pdf.is_encrypted:
            raise FormatError(
                "the PDF is encrypted; unlock it first: qpdf --decrypt scan.pdf open.pdf"
            )
        if is_signed(pdf):
            raise FormatError(
                "the PDF is signed, and a repair would break the signature; "
                "repair the scan that was signed, or write its text: -o scan.txt"
            )
        try:
            yield pdf
        except pikepdf.PdfError as error:
            raise FormatError(f"the PDF is damaged ({error}); {WHOLE}") from None


def is_signed(pdf: Any) -> bool:
    """Whether a PDF says that it is signed or certified."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)) & SIGNED:
        return True
    return "/Perms" in pdf.Root


def pages(pdf: Any) -> Iterator[Page]:
    """The pages of a PDF; one that stands in it twice is read once, and is empty then."""
    size = int(pdf.trailer.Size)
    for page in pdf.pages:
        dictionary = page.obj
        resources = _inherited(dictionary, "/Resources")
        if dictionary.objgen[0] >= size:  # a copy that the library made
            yield Page(dictionary, b"", resources, 0.0)
        else:
            yield Page(dictionary, _content(dictionary), resources, _area(dictionary))


def _inherited(dictionary: Any, key: str) -> Any:
    for _ in range(64):  # trees of pages are flat; one that runs in a circle is broken
        if not isinstance(dictionary, pikepdf.Dictionary):
            return None
        if key in dictionary:
            return dictionary[key]
        dictionary = dictionary.get("/Parent")
    return None


def _content(dictionary: Any) -> bytes:
    """The content of a page; streams that follow each other are apart as readers take them."""
    found = dictionary.get("/Contents")
    several = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(one.read_bytes() for one in several if isinstance(one, pikepdf.Stream))


def _area(dictionary: Any) -> float:
    box = _inherited(dictionary, "/CropBox") or _inherited(dictionary, "/MediaBox")
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return 0.0
    left, bottom, right, top = (float(edge) for edge in box)
    return abs((right - left) * (top - bottom))


def _rewritten(
    pdf: Any, page: Page, interpreter: Interpreter, found: Sequence[Word],
    rewrites: Sequence[Rewrite], codes: Mapping[str, int], font: Any,
) -> Iterator[Any]:  # fmt: skip
    """Change a page and its forms; the objects that changed."""
    shows, bodies = interpreter.shows, interpreter.bodies
    streams = rewriting.streams(shows, found, rewrites)
    resources = {
        stream: page.resources if stream == FIRST else
        bodies[stream][0].get("/Resources", page.resources)
        for stream in streams
    }  # fmt: skip
    names = {stream: _unused(resources[stream]) for stream in streams}
    sources = {stream: name.encode() for stream, name in names.items()}
    for stream, splices in rewriting.splices(shows, found, rewrites, codes, sources).items():
        own = _with_font(resources[stream], names[stream], font)
        if stream == FIRST:
            content = glyphless.compressed(pdf, rewriting.changed(page.content, splices))
            page.object.Contents, page.object.Resources = content, own
            yield from (content, page.object)
        else:
            form, body = bodies[stream]
            data = zlib.compress(rewriting.changed(body, splices), 9)
            form.write(data, filter=pikepdf.Name.FlateDecode)
            form.Resources = own
            yield form


def _unused(resources: Any) -> str:
    """A name that no font of the resources has."""
    taken = resources.get("/Font", {}) if resources is not None else {}
    names = (f"/{glyphless.NAME}{number or ''}" for number in range(len(list(taken.keys())) + 1))
    return next(name for name in names if name not in taken)


def _with_font(resources: Any, name: str, font: Any) -> Any:
    """Resources like others, which may be shared, with a font more."""
    own = pikepdf.Dictionary(dict(resources.items()) if resources is not None else {})
    fonts = own.get("/Font", {})
    own.Font = pikepdf.Dictionary({**dict(fonts.items()), name: font})
    return own
