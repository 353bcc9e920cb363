"""Pictures: the scans of pages, found beside their texts, and shown whole or a line of them.

A scan has the name of its text up to the first dot, or is the one that the text names, and lies
beside it or in a tree of scans of its own.  A PDF is its own picture.
"""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from svfix.formats.boxes import Box

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".jp2")
WIDEST = 2000  # pixels of a page as it is shown
KEPT = 12  # pictures, made ready
HEAD = 65_536  # bytes of a document that name its picture
AROUND = 12  # pixels around a line that is shown by itself

_NAMED = re.compile(
    rb"""image\s+(?:&quot;|["'])([^"'&]+)|<(?:\w+:)?fileName>([^<]+)|imageFilename\s*=\s*["']([^"']+)"""
)
_MEASURES = re.compile(rb"<(?:\w+:)?MeasurementUnit>\s*(\w+)")
_PAGE_WIDTH = re.compile(rb"<(?:\w+:)?Page\b[^>]*?\sWIDTH\s*=\s*[\"'](\d+)")


class Shown(NamedTuple):
    """A picture that is ready: its bytes and their kind."""

    data: bytes
    kind: str


class Sheet(NamedTuple):
    """A physical page: its picture's size in pixels, and how many of these a unit of boxes is."""

    width: int
    height: int
    scale: float


class NoPicture(Exception):
    """There is no picture, or it cannot be read: in a sentence."""


class Scans:
    """The pictures of a batch; `root` is a tree of them with the same places, if there is one."""

    def __init__(self, root: str | None = None) -> None:
        self._root = root
        self._lock = threading.Lock()  # PDFium takes one at a time, and pictures are large
        self._ready: OrderedDict[tuple[str, float, str], Any] = OrderedDict()

    def find(self, path: str, place: str, number: int = 1) -> str | None:
        """The file with the picture of a physical page of a text; None where there is none."""
        if path.lower().endswith(".pdf"):
            return path
        if number > 1:
            return None
        folders = [os.path.dirname(path)]  # noqa: PTH120 (fast)
        if self._root:
            folders.insert(0, os.path.join(self._root, os.path.dirname(place)))  # noqa: PTH118, PTH120
        stem = os.path.basename(path).partition(".")[0]  # noqa: PTH119
        named = _named(path)
        for folder in folders:
            names = _pictures(folder or ".")
            chosen = names.get(named) or names.get(stem)
            if chosen:
                return str(Path(folder or ".") / chosen)
        return None

    def sheet(self, picture: str, path: str, number: int) -> Sheet:
        """The size of a picture, and what boxes of a text are in it. Raises NoPicture."""

        def measured() -> Sheet:
            if picture.lower().endswith(".pdf"):
                page: Sheet = _pdf(picture, number, _pdf_size)
                return page
            with _opened(picture) as image:
                return Sheet(image.width, image.height, _scale(path, image.width))

        sheet: Sheet = self._once(picture, f"size {number} {path}", measured)
        return sheet

    def whole(self, picture: str, number: int) -> Shown:
        """The picture of a page, no wider than `WIDEST`. Raises NoPicture."""

        def shown() -> Shown:
            if picture.lower().endswith(".pdf"):
                page: Shown = _pdf(picture, number, _pdf_page)
                return page
            with _opened(picture) as image:
                return _ready(image, WIDEST)

        whole: Shown = self._once(picture, f"page {number}", shown)
        return whole

    def part(self, picture: str, number: int, box: Box) -> Shown:
        """A part of the picture, as sharp as it is. Raises NoPicture."""
        if picture.lower().endswith(".pdf"):
            whole = self.whole(picture, number)
            from PIL import Image

            with Image.open(BytesIO(whole.data)) as image:
                return _ready(_cropped(image, box), WIDEST)
        with self._lock, _opened(picture) as image:
            return _ready(_cropped(image, box), WIDEST)

    def word_box(self, picture: str, number: int, word: str, nth: int) -> list[float] | None:
        """Where the nth (from 0) of a word's occurrences is on a page of a PDF, in its pixels."""
        boxes: dict[str, list[list[float]]] = self._once(
            picture, f"words {number}", lambda: _pdf(picture, number, _pdf_words)
        )
        found = boxes.get(word, [])
        return found[nth] if nth < len(found) else None

    def _once(self, path: str, what: str, make: Callable[[], Any]) -> Any:
        """What was made of a file as it is now, the last few kept."""
        with self._lock:
            try:
                key = path, Path(path).stat().st_mtime, what
            except OSError as error:
                raise NoPicture(f"{path} cannot be read: {error.strerror}") from None
            if key not in self._ready:
                self._ready[key] = make()
                while len(self._ready) > KEPT:
                    self._ready.popitem(last=False)
            self._ready.move_to_end(key)
            return self._ready[key]


def _pictures(folder: str) -> dict[str, str]:
    """The pictures in a folder, by name and by name up to the first dot."""
    found: dict[str, str] = {}
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_picture(entry.name))
    except OSError:
        return {}
    for name in names:
        found.setdefault(name.partition(".")[0], name)
    return found | {name: name for name in names}


def _is_picture(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def _named(path: str) -> str:
    """The name of the picture that a text says it was read from, "" if it says none."""
    try:
        with Path(path).open("rb") as file:
            found = _NAMED.search(file.read(HEAD))
    except OSError:
        return ""
    name = next(filter(None, found.groups())) if found else b""
    return re.split(r"[/\\]", name.decode("utf-8", "replace").strip())[-1]


def _scale(path: str, width: int) -> float:
    """How many pixels a unit of a text's boxes is: ALTO may have tenths of a millimetre."""
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    unit, page = _MEASURES.search(head), _PAGE_WIDTH.search(head)
    if unit and page and unit[1] != b"pixel" and int(page[1]):
        return width / int(page[1])
    return 1.0


def _opened(path: str) -> Image:
    from PIL import Image

    try:
        image = Image.open(path)
        image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture(f"{path} cannot be shown: {error}") from None
    return image


def _ready(image: Image, widest: int) -> Shown:
    """A picture as browsers show it: grey or in colour, no wider than asked."""
    if image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode in ("1", "I;16", "I", "F", "LA") else "RGB")
    if image.width > widest:
        image = image.resize((widest, max(1, round(image.height * widest / image.width))))
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return Shown(out.getvalue(), "image/jpeg")


def _cropped(image: Image, box: Box) -> Image:
    left, top = max(0, int(box.left) - AROUND), max(0, int(box.top) - AROUND)
    right = min(image.width, int(box.right) + AROUND)
    bottom = min(image.height, int(box.bottom) + AROUND)
    if right <= left or bottom <= top:
        raise NoPicture("that is outside of the picture")
    return image.crop((left, top, right, bottom))


def _pdf(path: str, number: int, make: Callable[[Any, float], Any]) -> Any:
    """What is made of a page of a PDF, and of how many pixels a point of it is."""
    try:
        import pypdfium2
    except ImportError:
        raise NoPicture("a PDF needs pypdfium2 to be shown: pip install 'svfix[pdf]'") from None
    try:
        with (
            closing(pypdfium2.PdfDocument(path)) as document,
            closing(document[number - 1]) as page,
        ):
            return make(page, WIDEST / max(1.0, page.get_width()))
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NoPicture(f"{path} cannot be shown: {error}") from None


def _pdf_size(page: Any, scale: float) -> Sheet:
    return Sheet(WIDEST, round(page.get_height() * scale), 1.0)


def _pdf_page(page: Any, scale: float) -> Shown:
    return _ready(page.render(scale=scale, grayscale=False).to_pil(), WIDEST)


def _pdf_words(page: Any, scale: float) -> dict[str, list[list[float]]]:
    """Where the words of a page are, in pixels, by what they are."""
    height = page.get_height()
    found: dict[str, list[list[float]]] = {}
    with closing(page.get_textpage()) as text:
        for match in re.finditer(r"[^\s\ufffe]+", text.get_text_range()):
            boxes = [text.get_charbox(at) for at in range(*match.span())]
            left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
            right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
            box = [left * scale, (height - top) * scale, right * scale, (height - bottom) * scale]
            found.setdefault(match[0], []).append([round(side, 1) for side in box])
    return found
