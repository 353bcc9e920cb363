"""The lines of a comparison, packed for the page: see assets/model.js for what reads it.

A file of any length is cut into sheets of about a printed page, the unit in which the page draws
and lets go of lines.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from svfix.diffs.html.kinds import CLASSES, OUTCOMES
from svfix.diffs.html.markup import plural

SHEET_LINES = 50  # about a printed page: the browser draws one in a few ms
SHEET_WORDS = 2000  # for lines that are paragraphs
ROW_WORDS = 400  # for texts without lines
NONE = -1  # the place of what is not in a list
COLUMNS = (("observed", "Observed"), ("hypothesis", "Hypothesis"), ("reference", "Reference"))

_OUTCOME = {kind.name: place for place, kind in enumerate(OUTCOMES)}
_CLASS = {kind.name: place for place, kind in enumerate(CLASSES)}
_SURROGATE = re.compile("[\ud800-\udfff]")

Json = Mapping[str, Any]


@dataclass
class Sheet:
    """Some lines of a file, with the words of the reference and, of them, those in each outcome."""

    name: str
    page: int  # the number of the file in the document, from 0
    file: str
    lines: Sequence[Json]
    notes: Sequence[str] = ()
    words: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    classes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (class, outcome)

    def __post_init__(self) -> None:
        for line in self.lines:
            for cell in line["cells"]:
                self._count(cell)

    def _count(self, cell: Json) -> None:
        if "same" in cell:
            self.words += cell["same"].count(" ") + 1
        elif "layout" not in cell:
            self.words += len(cell["reference"].split())
            for outcome, count in cell["words"].items():
                self.outcomes[outcome] += count
                self.classes[cell["class"], outcome] += count

    @property
    def wrong(self) -> int:
        """Words that are wrong in the hypothesis."""
        return self.outcomes.total() - self.outcomes["fixed"]

    @property
    def was_wrong(self) -> int:
        """Words that are wrong in the observed text."""
        return self.outcomes.total() - self.outcomes["broken"] - self.outcomes["wrong"]


def sheets(document: Json) -> list[Sheet]:
    """The pages of a document, those that are long cut into sheets."""
    return [sheet for number, page in enumerate(document["pages"]) for sheet in _cut(page, number)]


def _cut(page: Json, number: int) -> Iterator[Sheet]:
    name, notes = page["name"] or f"Page {number + 1}", _notes(page)
    parts = list(_parts(page["lines"])) or [[]]
    for part in parts:
        about = name
        if len(parts) > 1:
            about = f"{name}, lines {part[0]['line']}–{part[-1]['line']}"
        yield Sheet(about, number, name, part, notes if part is parts[0] else ())


def _parts(lines: Sequence[Json]) -> Iterator[list[Json]]:
    """The lines, so many at a time; one that is a book in itself is cut first."""
    part: list[Json] = []
    words = 0
    for line in lines:
        for row in _rows_of(line):
            size = sum(map(_size, row["cells"]))
            if part and (len(part) == SHEET_LINES or words + size > SHEET_WORDS):
                yield part
                part, words = [], 0
            part.append(row)
            words += size
    if part:
        yield part


def _rows_of(line: Json) -> Iterator[Json]:
    """The line or, where it is too long for one row, rows under its number."""
    cells: list[Json] = []
    words = 0
    for cell in line["cells"]:
        for piece in _short(cell):
            if cells and words + _size(piece) > ROW_WORDS:
                yield {"line": line["line"], "cells": cells}
                cells, words = [], 0
            cells.append(piece)
            words += _size(piece)
    yield {"line": line["line"], "cells": cells}


def _short(cell: Json) -> Iterator[Json]:
    """The cell or, where it is a long stretch that agrees, stretches of it."""
    if "same" not in cell or _size(cell) <= ROW_WORDS:
        yield cell
        return
    words = cell["same"].split(" ")
    for start in range(0, len(words), ROW_WORDS):
        yield {"same": " ".join(words[start : start + ROW_WORDS])}


def _size(cell: Json) -> int:
    """Words of a cell, about."""
    texts = (cell.get(name) or "" for name in ("same", "observed", "hypothesis", "reference"))
    return 1 + max(text.count(" ") for text in texts)


def _notes(page: Json) -> list[str]:
    """What is said above a file: its warnings, and what of it stands in another order."""
    moved = [
        f"{plural(block['words'], 'word')} of the {block['text']} text stand in another place "
        "than in the reference: a moved block, which is not counted as an error."
        for block in page["moved"]
    ]
    return [*page["warnings"], *moved]


def as_json(document: Json, sheets: Sequence[Sheet]) -> str:
    """The data of the page, safe inside a <script> element: it holds no < at all."""
    columns = [
        {"name": name, "label": label}
        for name, label in COLUMNS
        if name != "observed" or document["has_observed"]
    ]
    names = [column["name"] for column in columns]
    rules: dict[str, int] = {}  # filled while the rows are made
    pages = [
        {
            "name": sheet.name,
            "file": sheet.file,
            "notes": list(sheet.notes),
            "rows": [_row(line, names, rules) for line in sheet.lines],
        }
        for sheet in sheets
    ]
    data = {
        "columns": columns,
        "outcomes": [kind._asdict() for kind in OUTCOMES] if document["has_observed"] else [],
        "classes": [kind._asdict() for kind in CLASSES],
        "rules": list(rules),
        "pages": pages,
    }
    return script_json(data)


def script_json(data: Any) -> str:
    """JSON that cannot end the element it stands in, nor fail to be UTF-8.

    >>> script_json(["</script>", "\\ud800", "å"])
    '["\\\\u003c/script>","\\\\ud800","å"]'
    """
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", packed)


def _row(line: Json, names: Sequence[str], rules: dict[str, int]) -> list[Any]:
    row: list[Any] = [line["line"]]
    for cell in line["cells"]:
        if "same" not in cell:
            row.append(_piece(cell, names, rules))
        elif len(row) > 1 and isinstance(row[-1], str):
            row[-1] += " " + cell["same"]
        else:
            row.append(cell["same"])
    return row


def _piece(cell: Json, names: Sequence[str], rules: dict[str, int]) -> Any:
    forms = [cell.get(name) or "" for name in names]
    if "layout" in cell:
        return {"layout": cell["layout"], "forms": forms}
    rule = cell.get("rule")
    return [
        forms,
        _OUTCOME.get(cell["outcome"], NONE),
        _CLASS[cell["class"]],
        NONE if rule is None else rules.setdefault(rule, len(rules)),
        cell.get("confidence"),
        int(cell.get("moved", False)),
    ]
