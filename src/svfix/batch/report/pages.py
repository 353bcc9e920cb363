"""The pages of a batch: a page may be there in several formats, which are one row."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from svfix.batch.work import Outcome

MOST = 20_000
"""Pages that are kept: a row takes half a kilobyte here, and 60 bytes of the report."""

FEW = 20  # words; a share of fewer says little about a page


class File(NamedTuple):
    """A file of a page: what its name ends in, and the link to its comparison, "" for none."""

    suffix: str
    link: str

    @property
    def label(self) -> str:
        """What is shown of it beside the name of the page."""
        return self.suffix or ("comparison" if self.link else "")


@dataclass
class Page:
    """A page: the numbers are those of the file of it that is worst as it is repaired.

    `wrong` are the shares of words expected to be wrong as read and as repaired; `measured` are the
    shares of words and of characters that are, before and after, where that is known.
    """

    source: str
    words: int
    wrong: tuple[float, float]
    edits: int
    measured: tuple[float, ...] = ()
    files: list[File] = field(default_factory=list)

    @property
    def rank(self) -> float:
        """How bad it is as it is repaired: measured, where that is known."""
        return self.measured[1] if self.measured else self.wrong[1]


class Pages:
    """The pages, and the folder that all of them are in."""

    def __init__(self) -> None:
        self._by_stem: dict[str, Page] = {}
        self._folder: str | None = None
        self.count = 0
        self.bins: list[list[int]] = [[0, 0] for _ in BINS]

    def add(self, outcome: Outcome, link: str) -> None:
        """Note a file, and the link to its comparison."""
        stem, suffix = _parted(outcome.source)
        self._folder = _common(self._folder, os.path.dirname(stem))  # noqa: PTH120 (fast)
        page = _page(outcome)
        known = self._by_stem.get(stem)
        self.count += known is None
        files = known.files if known else []
        files.append(File(suffix, link))
        if known is None or page.rank > known.rank:
            self._by_stem[stem] = page
        self._by_stem[stem].files = files
        if page.words >= FEW:
            for side, share in enumerate(page.wrong):
                self.bins[bin_of(share)][side] += 1
        if len(self._by_stem) > 2 * MOST:
            self._by_stem = {stem: self._by_stem[stem] for stem in self._worst()[:MOST]}

    def _worst(self) -> list[str]:
        """The pages, the worst first, and those of few words last."""
        order = {stem: (-page.rank, page.words < FEW) for stem, page in self._by_stem.items()}
        return sorted(order, key=lambda stem: (order[stem][1], order[stem][0]))

    @property
    def folder(self) -> str:
        """The folder that all are in, "" where that is where the report was asked for."""
        return self._folder or ""

    @property
    def is_measured(self) -> bool:
        """Whether the truth is known of some page."""
        return any(page.measured for page in self._by_stem.values())

    def worst(self) -> Iterator[tuple[str, Page]]:
        """The pages with their names below the folder, the worst first."""
        start = len(self.folder) + 1 if self.folder else 0
        for stem in self._worst()[:MOST]:
            yield stem[start:].lstrip("/"), self._by_stem[stem]


BINS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Where the shares of a histogram begin: of wrong words, from none to all."""


def bin_of(share: float) -> int:
    """The bin that a share is in.

    >>> bin_of(0), bin_of(0.005), bin_of(0.9)
    (0, 1, 7)
    """
    return sum(share >= start for start in BINS[1:])


def _page(outcome: Outcome) -> Page:
    words, before, after = outcome.quality
    edits = int(sum(count for count, _ in outcome.rules.values()))
    measured = outcome.measured
    rates = (*measured.wer, *measured.cer) if measured and measured.words else ()
    return Page(outcome.source, words, (before, after), edits, rates)


def _parted(source: str) -> tuple[str, str]:
    """A path up to the first dot of its name, and what follows that.

    >>> _parted("scans/1.eng.txt"), _parted("scans.d/.hidden"), _parted("1")
    (('scans/1', 'eng.txt'), ('scans.d/.hidden', ''), ('1', ''))
    """
    folder, slash, name = source.replace(os.sep, "/").rpartition("/")
    dot = name.find(".", 1)
    return (source, "") if dot < 0 else (f"{folder}{slash}{name[:dot]}", name[dot + 1 :])


def _common(one: str | None, other: str) -> str:
    """The folder that two folders are in, or are.

    >>> _common("scans/a", "scans/b"), _common("scans", "scans/b"), _common(None, "a")
    ('scans', 'scans', 'a')
    >>> _common("scans", "scandals"), _common("/a", "b")
    ('', '')
    """
    if one is None or one == other:
        return other
    shared = []
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        shared.append(left)
    return "/".join(shared)
