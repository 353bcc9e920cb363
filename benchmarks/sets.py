"""The sets of pages that are measured: real scans first, pages read by engines, and clean text.

Most lie in a folder beside the project (`../shared`), which does not ship. A set is named
`folder/engine`; a folder's name alone means all its engines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ruled

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

PIECE = 2500
"""Characters of a document that is cut from a set of many pages."""

_MANY_PAGES = frozenset({"minutes", "press", "weeklies"})
_SEEDS = {
    "000": "000_ddaf14d964aed30f.txt",
    "001": "001_6f452c5b0a3299c7.txt",
    "002": "002_fa3010c0383fe8bc.txt",
    "003": "003_531a88bda238f1a1.txt",
}


class Missing(Exception):
    """A set that is not on this machine; the message says what and where."""


@dataclass(frozen=True)
class Page:
    """One document: what was read, and what the page says (the same for clean text)."""

    name: str
    observed: str
    reference: str


def read(path: Path) -> str:
    """The text of a UTF-8 file with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def _clean(path: Path) -> Page:
    text = read(path)
    return Page(path.stem, text, text)


def _proofread(name: str, shared: Path) -> list[Page]:
    """Real scans with a proof-read truth: a file, or a folder of chapters."""
    folder = shared / "bench" / "proofread"
    if (folder / name).is_dir():
        return _pages(folder / name, "ocr")
    pages = _pages(folder, "ocr", name)
    return [piece for page in pages for piece in cut(page)] if name in _MANY_PAGES else pages


def cut(page: Page, size: int = PIECE) -> list[Page]:
    """Cut a page between lines, so that of each piece so many characters were read at the most.

    Lines from many pages are no one document: what some of them show of an engine would be held
    against the others. Ends of lines are not counted, and a longer line is a piece by itself.

    >>> [piece.reference for piece in cut(Page("1", "ett\\ntva\\ntre", "ett\\ntvå\\ntre"), 6)]
    ['ett\\ntvå', 'tre']
    """
    pieces: list[list[tuple[str, str]]] = [[]]
    room = size
    for lines in zip(page.observed.split("\n"), page.reference.split("\n"), strict=True):
        if pieces[-1] and len(lines[0]) > room:
            pieces.append([])
            room = size
        pieces[-1].append(lines)
        room -= len(lines[0])
    texts = [map("\n".join, zip(*piece, strict=True)) for piece in pieces]
    return [Page(f"{page.name}.{number}", *both) for number, both in enumerate(texts, 1)]


def _records(name: str, shared: Path) -> list[Page]:
    """Clean records, one a line, each a document: nothing tells how the others were read."""
    lines = read(shared / "bench" / "records" / f"{name}.txt").split("\n")
    return [Page(str(number), line, line) for number, line in enumerate(lines, 1) if line]


def _engine(folder: str, engine: str, shared: Path) -> list[Page]:
    return _pages(shared / "bench" / folder, engine)


def _pages(folder: Path, engine: str, name: str = "*") -> list[Page]:
    pages = []
    for truth in sorted(folder.glob(f"{name}.gt.txt")):
        observed = truth.with_name(truth.name.replace(".gt.", f".{engine}."))
        if observed.exists():
            pages.append(Page(truth.name.removesuffix(".gt.txt"), read(observed), read(truth)))
    return pages


def _printed(engine: str, shared: Path) -> list[Page]:
    """Pages of `tools/render_pages.py`, which lie beside the folder of the other sets."""
    return _pages(shared.parent / "printed" / "dev", engine)


def _clean_folder(folder: str, shared: Path) -> list[Page]:
    return [_clean(path) for path in sorted((shared / "bench" / folder).glob("*.txt"))]


def _damaged_seed(shared: Path) -> list[Page]:
    observed, reference = (shared / "seeds" / _SEEDS[number] for number in ("000", "001"))
    return [Page("000", read(observed), read(reference))]


def _clean_seeds(shared: Path) -> list[Page]:
    return [_clean(shared / "seeds" / _SEEDS[number]) for number in ("001", "002", "003")]


def _example(shared: Path) -> list[Page]:
    """The project's own example page; no other folder is needed."""
    page, truth = (ROOT / "examples" / f"protokoll{end}" for end in (".txt", ".truth.txt"))
    return [Page("protokoll", read(page), read(truth))]


def _tables(shared: Path) -> list[Page]:
    """Tables whose rules were read as letters (`ruled.py`); no folder is needed."""
    return [Page(*sheet) for sheet in ruled.sheets()]


def _languages(shared: Path) -> list[Page]:
    """The project's own pages in other languages; no other folder is needed."""
    return [_clean(path) for path in sorted((ROOT / "tests" / "data" / "languages").glob("*.txt"))]


_SCANS = ("sou", "mot", "forms", "prop", "minutes", "press", "weeklies", "ssa")
_RECORDS = ("messages", "technical")
_ENGINES = {
    "dev": ("eng", "swe", "rapid", "ocrad"),
    "dev-1840-1920": ("eng", "swe"),
    "scans": ("eng",),
}
_LANGUAGES = ("dan", "deu", "eng", "fin", "fra", "nor", "swe")

SETS: dict[str, Callable[[Path], list[Page]]] = {
    **{f"proofread/{name}": partial(_proofread, name) for name in _SCANS},
    **{f"records/{name}": partial(_records, name) for name in _RECORDS},
    "example": _example,
    "seeds/damaged": _damaged_seed,
    "seeds/clean": _clean_seeds,
    **{
        f"{folder}/{engine}": partial(_engine, folder, engine)
        for folder, engines in _ENGINES.items()
        for engine in engines
    },
    **{f"printed/{language}": partial(_printed, language) for language in _LANGUAGES},
    "clean": partial(_clean_folder, "clean"),
    "clean-1840-1920": partial(_clean_folder, "clean-1840-1920"),
    "languages": _languages,
    "tables": _tables,
}
REAL = frozenset(f"proofread/{name}" for name in _SCANS)
RECORDS = frozenset(f"records/{name}" for name in _RECORDS)
CLEAN = RECORDS | {"seeds/clean", "clean", "clean-1840-1920", "languages"}


def expand(names: str) -> list[str]:
    """The sets that a comma-separated list names; 'all', or a folder's name, stands for several.

    >>> expand("dev-1840-1920,clean")
    ['dev-1840-1920/eng', 'dev-1840-1920/swe', 'clean']
    """
    chosen: list[str] = []
    for name in names.split(","):
        found = [key for key in SETS if name in ("all", key) or key.startswith(f"{name}/")]
        if not found:
            raise Missing(f"there is no set {name!r}; the sets are {', '.join(SETS)}")
        chosen += found
    return list(dict.fromkeys(chosen))


def load(name: str, shared: Path = SHARED) -> list[Page]:
    """The pages of a set.

    Raises:
        Missing: the set's files are not there.
    """
    try:
        pages = SETS[name](shared)
    except FileNotFoundError as error:
        raise Missing(f"{name} is not measured: {error.filename} is not there") from None
    if not pages:
        raise Missing(f"{name} is not measured: its pages are not under {shared}")
    return pages
