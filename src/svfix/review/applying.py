"""Applying: what a run over files is given, so that it writes what people decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from svfix import Fixer
from svfix.io.files import digest
from svfix.result import Result
from svfix.review import journal
from svfix.review.decisions import Decisions, Form, Row
from svfix.review.reviewed import Reviewed, account, reviewed, rulings


class Review:
    """The decisions of a journal, as `batch.work.Job` asks for them.

    `places` says what the files are called in the journal, by their paths.  It is pickled to the
    processes of a run as its rows.
    """

    def __init__(self, rows: Sequence[Row], places: Mapping[str, str]) -> None:
        self.rows, self.places = list(rows), dict(places)
        self.decisions = Decisions(self.rows)
        self._forms: dict[Form, Row] = self.decisions.on_forms()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.rows, self.places)

    @property
    def digest(self) -> str:
        """What tells one state of the decisions from another."""
        return digest(json.dumps(self.rows, sort_keys=True).encode())

    def fixer(self, fixer: Fixer, source: str) -> Fixer:
        """The fixer of a file, which may have a profile of its own."""
        return fixer_of(self.decisions, with_words(fixer, self.decisions), self._page(source))

    def decided(self, source: str, read: str, results: Sequence[Result]) -> list[Reviewed]:
        """The results of a file as they were decided; decisions on another content are left out."""
        rows = list(self.decisions.on_page(self._page(source), read))
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

    def _page(self, source: str) -> str:
        return self.places.get(source, source)


def read(path: Path, places: Mapping[str, str]) -> Review:
    """The review in a file, for a run over files. Raises FileError."""
    return Review(journal.read(path), places)


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
