"""Texts: what a command reads and repairs without writing it anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from svfix.formats import METS
from svfix.io import console
from svfix.io.files import STANDARD

if TYPE_CHECKING:
    from svfix import Fixer, Result


def sources(options: argparse.Namespace, parser: argparse.ArgumentParser) -> list[str]:
    """What a command reads: the paths, or the files that they list where they are METS.

    What is wrong with a list is told of, and the program ends where nothing is left.
    """
    paths = options.paths or [STANDARD]
    if options.format != METS:
        return paths
    from svfix.batch import inputs
    from svfix.batch.mets import expanded
    from svfix.batch.outputs import UsageError

    try:
        found = expanded(inputs.find(paths, [], None), options.field or [])
    except UsageError as error:
        parser.error(str(error))
    for trouble in found.troubles:
        console.tell(trouble)
    options.format, options.field = "auto", None
    if not found.inputs:
        parser.exit(3)
    return [one.path for one in found.inputs]


def repaired(
    source: str, options: argparse.Namespace, fixer: Fixer, others: Sequence[str] = ()
) -> list[Result]:
    """The results of the texts of a document, merged with other readings. Raises FileError."""
    from svfix.batch import readings
    from svfix.batch.documents import open_document
    from svfix.io.files import bytes_of

    document, notes = open_document(bytes_of(source), source, options)
    for note in notes:
        console.tell(note)
    return readings.results(document, source, readings.read(others), fixer, options.field)
