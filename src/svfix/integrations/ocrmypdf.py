"""OCRmyPDF: what its OCR engine reads is repaired before it becomes the text layer.

    page ──engine──▶ hOCR and text ──svfix──▶ hOCR and text ──OCRmyPDF──▶ a PDF to search

OCRmyPDF asks its plug-ins for an engine. This one lets the others answer, and puts a
`RepairingEngine` around the answer. It comes in two forms, for OCRmyPDF takes none that it has
already: the module itself, for those who name it with ``--plugin``, always repairs; `BY_FLAG`,
which OCRmyPDF finds wherever svfix is installed, repairs where ``--svfix`` asks for it.

A page that svfix cannot read stays as the engine read it, with a warning in the log.
"""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ocrmypdf import hookimpl
from ocrmypdf.exceptions import BadArgsError

from svfix import Fixer, __version__, formats
from svfix.cli.options import read_profile, read_words
from svfix.formats.boxes import Box, united
from svfix.formats.hocr import BLOCKS, LINES, WORDS
from svfix.formats.layout import Change, Layout, Share, Unit
from svfix.io import files
from svfix.io.files import FileError

log = logging.getLogger(__name__)


class Choice(NamedTuple):
    """What a user chose, as OCRmyPDF hands it on: None where nothing was."""

    min_confidence: float | None
    words: str | None
    profile: str | None


def chosen(options: Any) -> Choice:
    """The options of svfix among those of OCRmyPDF; any may be missing when it runs as a library.

    >>> from argparse import Namespace
    >>> chosen(Namespace(svfix_words="names.txt", language="swe"))
    Choice(min_confidence=None, words='names.txt', profile=None)
    """
    return Choice(*(getattr(options, f"svfix_{name}", None) for name in Choice._fields))


def wanted(options: Any, always: bool) -> bool:
    """Whether a repair is asked for, by the form of the plug-in or by the flag."""
    return always or bool(getattr(options, "svfix", False))


def _writes_the_layer(options: Any) -> bool:
    """Whether the engine writes the text layer by itself, so that there is no hOCR to repair."""
    return getattr(options, "pdf_renderer", None) == "sandwich"


@lru_cache(maxsize=4)  # a process reads its lists once, not once a page
def fixer(choice: Choice) -> Fixer:
    """The fixer that a user chose; raises FileError and ValueError for what cannot be one.

    >>> fixer(Choice(0.9, None, None)).options.min_confidence
    0.9
    >>> fixer(Choice(None, None, None)) == Fixer()
    True
    """
    named: dict[str, Any] = {}
    if choice.min_confidence is not None:
        named["min_confidence"] = choice.min_confidence
    if choice.words:
        named["words"] = read_words(choice.words)
    if choice.profile:
        named["profile"] = read_profile(choice.profile)
    return Fixer(**named)


class Plugin:
    """The hooks; `always` says whether they repair without being asked to by ``--svfix``."""

    def __init__(self, always: bool) -> None:
        self.always = always

    @hookimpl
    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options, unless the other form of the plug-in has."""
        if parser.get_default("svfix") is not None:
            return
        group = parser.add_argument_group("svfix", "Repair of misread Swedish words")
        group.add_argument("--svfix", action="store_true", help="repair what the engine reads")
        group.add_argument(
            "--svfix-min-confidence", type=float, metavar="X", help="of an edit, 0 to 1"
        )
        group.add_argument("--svfix-words", metavar="FILE", help="your own words, one a line")
        group.add_argument("--svfix-profile", metavar="FILE", help="from `svfix profile -o FILE`")

    @hookimpl
    def check_options(self, options: Any) -> None:
        """Tell of options that cannot be served before the work begins."""
        if not wanted(options, self.always):
            return
        try:
            fixer(chosen(options))
        except (FileError, TypeError, ValueError) as error:
            raise BadArgsError(f"svfix: {error}") from error
        if _writes_the_layer(options):
            log.warning(
                "svfix repairs nothing with --pdf-renderer sandwich, whose text layer the OCR "
                "engine writes by itself; leave that option out"
            )

    @hookimpl(wrapper=True)
    def get_ocr_engine(self) -> Generator[None, Any, Any]:
        """Put the engine that was chosen into one that repairs what it reads."""
        engine = yield
        if isinstance(engine, RepairingEngine):  # by the other form of the plug-in
            engine.always |= self.always
            return engine
        return engine and RepairingEngine(engine, self.always)


class RepairingEngine:
    """An OCR engine that repairs what another reads; it is that other in all else."""

    def __init__(self, engine: Any, always: bool) -> None:
        self.engine, self.always = engine, always

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def __str__(self) -> str:
        return str(self.engine)

    def creator_tag(self, options: Any) -> str:
        """The programs that wrote the text layer, as the PDF names them."""
        tag: str = self.engine.creator_tag(options)
        if not wanted(options, self.always) or _writes_the_layer(options):
            return tag
        return f"{tag} + svfix {__version__}"

    def generate_hocr(
        self, input_file: Path, output_hocr: Path, output_text: Path, options: Any
    ) -> None:
        """Let the engine read a page, and repair the two files that it writes."""
        self.engine.generate_hocr(
            input_file=input_file,
            output_hocr=output_hocr,
            output_text=output_text,
            options=options,
        )
        if not wanted(options, self.always):
            return
        try:
            repair_files(output_hocr, output_text, fixer(chosen(options)))
        except Exception as error:  # whatever it is, the page is better read than not
            _warn(error)

    def generate_ocr(self, input_file: Path, options: Any, page_number: int = 0) -> tuple[Any, str]:
        """Let the engine read a page, and repair the tree and the text that it returns."""
        page, text = self.engine.generate_ocr(
            input_file=input_file, options=options, page_number=page_number
        )
        if not wanted(options, self.always):
            return page, text
        try:
            return repaired_tree(page, text, fixer(chosen(options)))
        except Exception as error:  # as above
            _warn(error)
            return page, text


def _warn(error: Exception) -> None:
    log.warning("svfix left this page as the OCR engine read it: %s", error)


def repair_files(hocr: Path, text: Path, fixer: Fixer) -> None:
    """Repair a page's hOCR, and its text with the profile that the hOCR shows.

    Raises FormatError, FileError and OSError, and each file is whole then. An hOCR file without a
    byte, OCRmyPDF's mark of a page that was skipped, stays as it is.
    """
    data = hocr.read_bytes()
    if not data:
        return
    document = formats.read(data, "hocr")
    result = fixer.explain(document.texts[0])
    repaired = document.write([result])
    if text.exists():
        sidecar = formats.read(text.read_bytes(), "text")
        again = fixer.with_profile(result.profile).explain(sidecar.texts[0])
        files.write(text, sidecar.write([again]))
    files.write(hocr, repaired)


def repaired_tree(page: Any, text: str, fixer: Fixer) -> tuple[Any, str]:
    """Repair what an engine read without files: a tree of OCRmyPDF's `OcrElement`, and the text.

    The tree that is given stays as it is. Words are parted and united as in hOCR; of words that
    change, the engine's confidence goes, and words that went are in the tree no more.
    """
    carriers = list(_carriers(page, [0, 0]))
    layout = Layout([unit for _, unit in carriers])
    result = fixer.explain(layout.text)
    elements = [element for element, _ in carriers]
    changed = {
        id(elements[number]): list(_respelt(elements, number, change))
        for number, change in layout.changes(result.edits).items()
    }
    return _with(page, changed), fixer.with_profile(result.profile)(text)


def _carriers(element: Any, count: list[int]) -> Iterator[tuple[Any, Unit]]:
    """The words below an element; `count` is that of the blocks and lines so far."""
    for child in element.children:
        count[0] += child.ocr_class in BLOCKS
        count[1] += child.ocr_class in LINES
        if child.ocr_class in WORDS and child.text.strip():
            yield child, Unit(child.text, 0, count[0], count[1])
        else:
            yield from _carriers(child, count)


def _respelt(elements: Sequence[Any], number: int, change: Change) -> Iterator[Any]:
    """The words that a word becomes: none, one with another text, or several."""
    element = elements[number]
    text = element.text
    for start, end, new in reversed(change.edits):
        text = text[:start] + new + text[end:]
    pieces = [(text, change.shares), *change.more]
    for piece, shares in pieces:
        if piece:
            box = _box(elements, shares) if shares else element.bbox
            yield replace(element, text=piece, bbox=box, confidence=None, children=[])


def _box(elements: Sequence[Any], shares: Sequence[Share]) -> Any:
    """The box that parts of the boxes of elements make."""
    boxes = [(elements[unit].bbox, start, end) for unit, start, end in shares]
    around = united(
        Box(box.left, box.top, box.right, box.bottom).part(start, end)
        for box, start, end in boxes
        if box
    )
    return type(boxes[0][0])(*around) if around else None


def _with(element: Any, changed: Mapping[int, Sequence[Any]]) -> Any:
    """A copy of a tree in which elements, by their `id`, have become others."""
    children = (changed.get(id(child), [_with(child, changed)]) for child in element.children)
    return replace(element, children=[one for several in children for one in several])


BY_FLAG = Plugin(always=False)
"""The plug-in as OCRmyPDF finds it: the entry point of the package."""

_NAMED = Plugin(always=True)
add_options, check_options = _NAMED.add_options, _NAMED.check_options
get_ocr_engine = _NAMED.get_ocr_engine
