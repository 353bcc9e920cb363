"""Texts: what a command reads and repairs without writing it anywhere."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from svfix.io import console

if TYPE_CHECKING:
    from svfix import Fixer, Result


def repaired(source: str, options: argparse.Namespace, fixer: Fixer) -> list[Result]:
    """The results of the texts of a document. Raises FileError."""
    from svfix.batch.documents import explain, open_document
    from svfix.io.files import bytes_of

    document, notes = open_document(bytes_of(source), source, options)
    for note in notes:
        console.tell(note)
    return explain(document, fixer)
