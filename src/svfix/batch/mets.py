"""The files that METS documents list, as inputs: those of a group, each at its place below them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from svfix.batch.inputs import Found, Input, file_at
from svfix.batch.outputs import UsageError
from svfix.formats import FormatError, mets
from svfix.io.files import FileError, bytes_of


def expanded(found: Found, groups: Sequence[str]) -> Found:
    """The files of groups (of the one that has texts, if none is named) instead of METS documents.

    Raises UsageError where several groups have texts, or none is called as one that was named.
    """
    inputs: list[Input] = []
    troubles = list(found.troubles)
    for one in found.inputs:
        try:
            inputs += _listed(one, groups)
        except FormatError as error:
            troubles.append(f"{one.path}: {error}")
        except FileError as error:
            troubles.append(str(error))
    return Found(list(dict.fromkeys(inputs)), troubles, found.links)


def _listed(one: Input, groups: Sequence[str]) -> list[Input]:
    listed = mets.files(bytes_of(one.path))
    known = list(dict.fromkeys(row.group for row in listed))
    textual = list(dict.fromkeys(row.group for row in listed if mets.has_text(row.media_type)))
    chosen = groups or textual
    unknown = [name for name in groups if name not in known]
    if unknown or (not groups and len(textual) != 1):
        what = f"no group {unknown[0]!r}" if unknown else f"{len(textual)} groups with texts"
        raise UsageError(
            f"{one.path} has {what}; name one with --field, out of: {', '.join(textual or known)}"
        )
    root = Path(one.path).parent
    below = Path(one.place).parent
    return [
        file_at(str(root / row.path), os.path.normpath(below / row.path))
        for row in listed
        if row.group in chosen
    ]
