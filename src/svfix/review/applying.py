"""Applying: what a run over files is given, so that it writes what people decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from svfix import Fixer
from svfix.batch.documents import Reading, explain, open_document
from svfix.io import files
from svfix.io.files import FileError, bytes_of, digest
from svfix.result import Result
from svfix.review import journal
from svfix.review.companions import Carrier, mains, squeezed
from svfix.review.decisions import Decisions, Form, Row
from svfix.review.reviewed import Reviewed, account, reviewed, rulings


class Review:
    """The decisions of a journal, as `batch.work.Job` asks for them.

    `places` says what the files are called in the journal, by their paths, and `reading` how they
    are read.  It is pickled to the processes of a run as what it is made of.
    """

    def __init__(self, rows: Sequence[Row], places: Mapping[str, str], reading: Reading) -> None:
        self.rows, self.places, self.reading = list(rows), dict(places), reading
        self._paths = {page: path for path, page in self.places.items()}
        self._mains = mains(self._paths)
        self.decisions = Decisions(self.rows)
        self._forms: dict[Form, Row] = self.decisions.on_forms()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.rows, self.places, self.reading)

    @property
    def digest(self) -> str:
        """What tells one state of the decisions from another."""
        return digest(json.dumps(self.rows, sort_keys=True).encode())

    def fixer(self, fixer: Fixer, source: str) -> Fixer:
        """The fixer of a file, which may have a profile of its own."""
        page = self._page(source)
        page = self._mains.get(page, page)
        return fixer_of(self.decisions, with_words(fixer, self.decisions), page)

    def decided(self, source: str, read: str, results: Sequence[Result]) -> list[Reviewed]:
        """The results of a file as they were decided; decisions on another content are left out."""
        rows = list(self.decisions.on_page(self._page(source), read))
        rows += self._carried(self._page(source), [result.original for result in results])
        return [
            reviewed(result, rulings(result, number, rows, self._forms))
            for number, result in enumerate(results)
        ]

    def signed(
        self, source: str, read: str, results: Sequence[Result]
    ) -> tuple[list[str], dict[str, Any]]:
        """Who decided of each edit of decided results, in order, and the account of the file."""
        known = [result for result in results if isinstance(result, Reviewed)]
        return [sign for result in known for sign in result.signs()], account(
            known, self.outdated(source, read)
        )

    def outdated(self, source: str, read: str) -> int:
        """How many decisions are on another content of a file than the one it has."""
        rows = self.decisions.on_page(self._page(source))
        return sum(row["original"] != read for row in rows)

    def _carried(self, page: str, texts: Sequence[str]) -> list[Row]:
        """What was decided of the same page in another format, at its places in this one."""
        main = self._mains.get(page)
        decided = list(self.decisions.on_page(main)) if main else []
        if main is None or not decided or len(texts) != 1:
            return []
        try:
            data = bytes_of(self._paths[main])
            document, _ = open_document(data, self._paths[main], self.reading)
        except FileError:  # which is told of where that file is repaired
            return []
        if len(document.texts) != 1 or squeezed(document.texts) != squeezed(texts):
            return []
        here = [row for row in decided if row["original"] == digest(data)]
        return Carrier(document.texts[0], texts[0]).carried(here)

    def _page(self, source: str) -> str:
        return self.places.get(source, source)


def read(path: Path, places: Mapping[str, str], reading: Reading) -> Review:
    """The review in a file, for a run over files. Raises FileError."""
    return Review(journal.read(path), places, reading)


def with_words(fixer: Fixer, decisions: Decisions) -> Fixer:
    """A fixer that knows the words that were learned."""
    words = decisions.learned()
    if not words:
        return fixer
    known = vars(fixer.options)
    return Fixer(**known | {"words": [*dict.fromkeys([*fixer.options.words, *words])]})


def fixer_of(decisions: Decisions, fixer: Fixer, page: str) -> Fixer:
    """The fixer of a page, with the profile that was learned of it."""
    said = decisions.profile(page)
    if said is None:
        return fixer
    from svfix.channel import profile_file

    return fixer.with_profile(profile_file.from_json(json.dumps(said)))


def outdated(review: Review) -> list[str]:
    """What is to be told of decisions on files that were changed since, or are gone."""
    told = []
    paths = {page: path for path, page in review.places.items()}
    for page in sorted(review.decisions.pages()):
        if page not in paths:
            count = sum(1 for _ in review.decisions.on_page(page))
            told.append(f"{page} is not among the files: {count:,} decisions are left out")
            continue
        try:
            count = review.outdated(paths[page], digest(bytes_of(paths[page])))
        except FileError as error:
            told.append(str(error))
            continue
        if count:
            told.append(
                f"{paths[page]} was changed after it was reviewed: {count:,} decisions on it are "
                "left out"
            )
    return told


def write_truth(review: Review, fixer: Fixer, folder: Path) -> int:
    """Write the texts of the pages that were read through to a directory; how many there are.

    A page goes to its place there, named as its truth: `1.hocr` as `1.gt.txt`. Raises FileError.
    """
    count = 0
    for path, page in review.places.items():
        data = bytes_of(path) if review.decisions.is_done(page) else b""
        if not review.decisions.is_done(page, digest(data)):
            continue
        document, _ = open_document(data, path, review.reading, path.lower().endswith(".pdf"))
        results = explain(document, review.fixer(fixer, path))
        texts = [result.text for result in review.decided(path, digest(data), results)]
        name = Path(page).name.partition(".")[0] + ".gt.txt"
        target = folder / Path(page).with_name(name)
        files.write(target, "\n\n".join(texts).encode("utf-8", "replace"))
        count += 1
    return count
