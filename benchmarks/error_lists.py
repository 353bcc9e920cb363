"""Lists of what is wrong after the repair, error by error."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import sets
from measure import Measured


def error_rows(name: str, measured: Measured, context: int = 4) -> Iterable[list[str]]:
    """A line for each place wrong in the hypothesis, with the words of the page before it."""
    for compared in measured.pages:
        truth = compared.pages[0].texts[0].text
        for found in compared.differences:
            if found.outcome != "fixed":
                left = truth[: found.reference_span[0]].split()[-context:]
                yield [
                    name, found.page, found.outcome, found.kind,
                    found.observed or "", found.hypothesis, found.reference, " ".join(left),
                ]  # fmt: skip


ERROR_COLUMNS = (
    "set", "page", "outcome", "kind", "observed", "hypothesis", "reference", "left",
)  # fmt: skip


def write_errors(path: Path, measured: dict[str, Measured]) -> None:
    """Write every remaining error as tab-separated values."""
    lines = (row for name, result in measured.items() for row in error_rows(name, result))
    write_rows(path, ERROR_COLUMNS, lines)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows under their column heads as tab-separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, "excel-tab", quoting=csv.QUOTE_NONE, escapechar="\\")
        writer.writerow(columns)
        writer.writerows(rows)


def list_harm(measured: dict[str, Measured]) -> str:
    """Each word changed on the clean sets."""
    lines = []
    for name in sorted(sets.CLEAN & measured.keys()):
        for _, page, _, kind, observed, hypothesis, _, left in error_rows(name, measured[name]):
            lines.append(f"{name} {page}: {left} [{observed} → {hypothesis}] ({kind})")
    return "\n".join(lines)
