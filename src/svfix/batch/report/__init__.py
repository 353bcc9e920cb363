"""The report of a batch: one page of HTML that needs nothing else, for whoever looks it through.

    outcomes ──gathered──▶ pages, confusions, samples ──page──▶ HTML

Which pages to scan again, what was edited, and samples to check, the least sure among them; where
there are references, with links to the pages of the comparison (`truth`). It is in the hand of the
report of `svfix diff`, whose style and drawings it has. Memory does not grow with the batch: of
more pages than `pages.MOST` the worst are kept. All text of the files is escaped, and the page runs
no script but its own.
"""

from __future__ import annotations

import hashlib
import heapq
import os
from typing import Any, NamedTuple
from urllib.parse import quote

from svfix.batch.report.confusions import Confusions
from svfix.batch.report.pages import Pages
from svfix.batch.summary import Totals
from svfix.batch.work import Outcome

SAMPLES = 25  # of each row of SURE
SENTENCES = 1000  # of failures that are listed, and of doubts
SURE = ((0.0, 0.8), (0.8, 0.95), (0.95, 1.01))  # confidences, in whose order samples are shown


class Sample(NamedTuple):
    """An edit to check, and the file it is of; `lot` is drawn for it, the same in every run."""

    lot: int
    source: str
    edit: dict[str, Any]


class Report:
    """What a report needs of the outcomes, gathered one by one; `path` is where it goes."""

    def __init__(self, path: str) -> None:
        self._folder = os.path.dirname(path)  # noqa: PTH120 (fast)
        self.pages = Pages()
        self.confusions = Confusions()
        self.failures: list[str] = []
        self.doubts: list[str] = []
        self._samples: dict[tuple[float, float], list[Any]] = {row: [] for row in SURE}

    def add(self, outcome: Outcome, page: str | None = None) -> None:
        """Note a file, and where the page of its comparison is."""
        if outcome.failure:
            _note(self.failures, outcome.failure)
            return
        if outcome.is_picture:
            return
        measured = outcome.measured
        if measured and measured.doubt:
            _note(self.doubts, measured.doubt)
        self.pages.add(outcome, self._link(page) if measured and measured.page and page else "")
        for edit in outcome.edits or ():
            self.confusions.add(edit)
            if any(map(str.isalnum, edit["before"] + edit["after"])):  # else who could judge it?
                self._sample(Sample(_lot(outcome, edit), outcome.source, edit))

    def _link(self, page: str) -> str:
        """Where a page is, from here; a name may hold any bytes."""
        return "./" + quote(os.fsencode(os.path.relpath(page, self._folder or ".")))

    def _sample(self, sample: Sample) -> None:
        """Keep those that the lot falls on."""
        sure = sample.edit["confidence"]
        kept = self._samples[next(row for row in SURE if row[0] <= sure < row[1])]
        entry = (sample.lot, len(kept), sample)
        if len(kept) < SAMPLES:
            heapq.heappush(kept, entry)
        elif entry > kept[0]:
            heapq.heapreplace(kept, entry)

    def samples(self) -> list[tuple[tuple[float, float], list[Sample]]]:
        """The samples of each row of confidences that has some."""
        return [
            (row, [sample for _, _, sample in sorted(kept, key=lambda entry: -entry[0])])
            for row, kept in self._samples.items()
            if kept
        ]

    def html(self, totals: Totals) -> bytes:
        """The page, in UTF-8."""
        from svfix.batch.report.page import render

        return render(self, totals).encode("utf-8", "replace")


def _note(sentences: list[str], sentence: str) -> None:
    if len(sentences) < SENTENCES:
        sentences.append(sentence)


def _lot(outcome: Outcome, edit: dict[str, Any]) -> int:
    """A number drawn for an edit, the same in every run."""
    name = f"{outcome.source}\0{edit['start']}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big")
