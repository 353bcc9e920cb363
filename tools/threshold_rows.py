"""The rows of tests/cases/thresholds.tsv, which hold the constants of the code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from constants import ROOT, rows

CASES = ROOT / "tests/cases/thresholds.tsv"
UNSEEN = ROOT / "tests/cases/unseen.tsv"
HEAD = "how", "input", "observed", "holds"
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
ESCAPED = re.compile(r"\\([ntrf\\]|u([0-9a-f]{4}))")
REPEATED = re.compile(r"⟦(\d+)×(.+?)⟧")
RUN = re.compile(r"(.{1,40}?)\1{11,}")  # what stands so often in a row that it is written once


@dataclass(frozen=True)
class Row:
    """A row of thresholds.tsv: how a text is looked at, what is seen, and the changes it shows."""

    how: str
    text: str
    observed: str
    holds: tuple[str, ...]


def escaped(text: str) -> str:
    """A text as a cell of a table."""
    cell = "".join(map(_escape, text))
    return RUN.sub(lambda run: f"⟦{len(run[0]) // len(run[1])}×{run[1]}⟧", cell)


def _escape(character: str) -> str:
    if character in ESCAPES or character.isprintable() or character == "\xad":
        return ESCAPES.get(character, character)
    return f"\\u{ord(character):04x}"


def unescaped(cell: str) -> str:
    """The text of a cell: `\\n` and the like, `\\u0000`, and what stands n times: `⟦12×nu ⟧`.

    >>> unescaped(escaped("a\\\\n\\tb\\n")) == "a\\\\n\\tb\\n"
    True
    >>> unescaped("⟦3×så ⟧är")
    'så så så är'
    """
    cell = REPEATED.sub(lambda found: int(found[1]) * found[2], cell)
    back = {written[1:]: character for character, written in ESCAPES.items()}

    def character(found: re.Match[str]) -> str:
        return chr(int(found[2], 16)) if found[2] else back[found[1]]

    return ESCAPED.sub(character, cell)


def read(path: Path = CASES) -> list[Row]:
    """The rows of thresholds."""
    return [
        Row(
            row["how"],
            unescaped(row["input"]),
            unescaped(row["observed"]),
            tuple(row["holds"].split()),
        )
        for row in rows(path)
    ]


def write(table: Iterable[Row], path: Path = CASES) -> None:
    """Write the rows of thresholds, under the comment that the table has."""
    comment = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == "#"]
    lines = ["\t".join(HEAD)]
    for row in table:
        cells = row.how, escaped(row.text), escaped(row.observed), " ".join(row.holds)
        lines.append("\t".join(cells))
    path.write_text("\n".join([*comment, *lines, ""]), encoding="utf-8")
