"""Rules: the word lists, weights and confidences of the passes, as tables beside their code.

They are read when a pass is imported, and stand here, not in `data/`, as a wheel takes what is in
the package without a step of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from svfix.edits import Edit


@cache
def table(name: str) -> list[list[str]]:
    """The rows of a table: the cells of its lines, without its head and its comments (`#`)."""
    path = Path(__file__).with_name(f"{name}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@cache
def confidences() -> dict[str, float]:
    """How sure the edits of each rule are: the share of them that was right.

    Where a rule is surer in some case than else, that stands behind it: ``stops.paragraph:mark``.

    >>> confidences()["hyphens.dash"]
    0.99
    """
    return {row[0]: float(row[1]) for row in table("confidences")}


def edit_by(rule: str, start: int, end: int, before: str, after: str) -> Edit:
    """The edit of a rule, which is as sure as its table says.

    >>> edit_by("stops.paragraph:mark", 3, 4, ",", ".")
    Edit(start=3, end=4, before=',', after='.', rule='stops.paragraph', confidence=0.9)
    """
    return Edit(start, end, before, after, rule.partition(":")[0], confidences()[rule])


def weights(of: str) -> dict[str, float]:
    """What each kind of place that a pass finds tells of a misread text (nats).

    >>> weights("debris")["stop"]
    3.5
    """
    rows = ((*row[0].split("."), row[1]) for row in table("weights"))
    return {kind: float(nats) for name, kind, nats in rows if name == of}


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words.

    >>> "vitamin" in word_list("labelled")
    True
    """
    [found] = (row[1] for row in table("words") if row[0] == name)
    return frozenset(found.split())
