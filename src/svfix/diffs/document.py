"""Documents: a comparison as plain data, for JSON, for pandas and for the HTML report.

The schema is described in docs/diff.md. `schema_version` goes up when a field changes its meaning
or goes away; new fields may come at any time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any

from svfix.diffs.cells import Cell, lines_of
from svfix.diffs.classify import CLASSES
from svfix.diffs.differences import Difference
from svfix.diffs.headers import LeftOut
from svfix.diffs.interval import LEVEL, SAMPLES
from svfix.diffs.page import Page
from svfix.diffs.score import Score, Tally
from svfix.diffs.slots import OUTCOMES
from svfix.diffs.warnings import warnings

if TYPE_CHECKING:
    from svfix.diffs.result import Comparison, Intervals

SCHEMA = "svfix.diff"
SCHEMA_VERSION = 1

CONFUSIONS = 50
"""Confusions that are listed, the commonest first."""

NAMES = ("reference", "hypothesis", "observed")


def as_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as dicts, lists, strings and numbers."""
    from svfix import __version__

    score = _score(comparison.score) | {"interval": _interval(comparison.intervals)}
    pages, ids = [], 0
    for page in comparison.pages:
        pages.append(_page(page, ids))
        ids += len(page.groups)
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "svfix": __version__,
        "signature": comparison.signature,
        "folding": list(comparison.folding),
        "has_observed": comparison.has_observed,
        "score": score,
        "pages": pages,
    }


def row(found: Difference) -> dict[str, Any]:
    """A difference as one flat row; spans are two columns, and each outcome has a count."""
    fields = asdict(found)
    words = fields.pop("words")
    for name in NAMES:
        span = fields.pop(f"{name}_span") or (None, None)
        fields[f"{name}_start"], fields[f"{name}_end"] = span
    return fields | {"words": sum(words.values())}


def _score(score: Score) -> dict[str, Any]:
    outcomes = score.outcomes
    return {
        "pages": score.pages,
        "words": score.words,
        "characters": score.characters,
        "hypothesis": _tally(score.hypothesis),
        "observed": None if score.observed is None else _tally(score.observed),
        "outcomes": None if outcomes is None else {name: outcomes[name] for name in OUTCOMES},
        "damage_rate": score.damage_rate,
        "fixed_rate": score.fixed_rate,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    commonest = sorted(tally.confusions.items(), key=lambda item: (-item[1], item[0]))
    return {
        "words": tally.words,
        "characters": tally.characters,
        "word_errors": tally.word_errors,
        "wer": tally.wer,
        "character_errors": tally.character_errors,
        "cer": tally.cer,
        "bag_errors": tally.bag_errors,
        "bag_error_rate": tally.bag_error_rate,
        "right_words": tally.right_words,
        "moved": tally.moved,
        "layout": tally.layout,
        "classes": {name: tally.classes[name] for name in CLASSES},
        "confusions": [
            {"reference": reference, "read": read, "count": count}
            for (reference, read), count in commonest[:CONFUSIONS]
        ],
        "letters": {
            name: letter._asdict() | {"precision": letter.precision, "recall": letter.recall}
            for name, letter in tally.letters.items()
        },
    }


def _interval(found: Intervals) -> dict[str, Any]:
    return {"level": LEVEL, "samples": SAMPLES} | {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in found._asdict().items()
    }


def _page(page: Page, ids: int) -> dict[str, Any]:
    return {
        "name": page.name,
        "files": {name: page.files.get(name) for name in NAMES},
        "score": _score(page.score),
        "warnings": warnings(page),
        "moved": [
            {
                "text": name,
                "words": move.words,
                "from": [move.start, move.end],
                "to": [move.reference_start, move.reference_end],
            }
            for name, moves in zip(NAMES[1:], page.moves, strict=False)
            for move in moves
        ],
        "lines": list(_lines(page, ids)),
    }


def _lines(page: Page, ids: int) -> Iterator[dict[str, Any]]:
    """The lines of the reference with their cells."""
    number = count(ids)
    for line, cells in lines_of(page):
        yield {"line": line, "cells": [_cell(cell, number) for cell in cells]}


def _cell(cell: Cell, number: Iterator[int]) -> dict[str, Any]:
    if isinstance(cell, str):
        return {"same": cell}
    if isinstance(cell, LeftOut):
        return {"layout": "header", **dict(zip(NAMES, cell.texts, strict=False))}
    return _difference(cell, next(number))


def _difference(found: Difference, number: int) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "id": number,
        "reference": found.reference,
        "hypothesis": found.hypothesis,
    }
    at = {"reference": list(found.reference_span), "hypothesis": list(found.hypothesis_span)}
    if found.observed is not None and found.observed_span is not None:
        cell["observed"] = found.observed
        at["observed"] = list(found.observed_span)
    cell |= {
        "outcome": found.outcome,
        "class": found.kind,
        "words": dict(found.words),
        "at": at,
        "rule": found.rule,
        "confidence": None if found.confidence is None else round(found.confidence, 6),
    }
    return cell | ({"moved": True} if found.moved else {})
