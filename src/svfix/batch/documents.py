"""Documents: a file's bytes as texts of one of the formats, and the bytes of the repaired ones."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from svfix.batch import parts
from svfix.io import files
from svfix.io.files import STANDARD, Fatal, FileError

if TYPE_CHECKING:
    from svfix import Fixer, Result

SUFFIXES = {"text": ".txt"}
"""What the outputs end in of documents that are written as another format than they are."""

TEXTUAL = ("text", "jsonl", "csv", "tsv", "markdown", "docling", "azure", "textract", "gcv")
"""Formats that do not say what their encoding is."""


class Reading(Protocol):
    """What the user said of how documents are to be read."""

    @property
    def format(self) -> str: ...
    @property
    def field(self) -> str | Sequence[str] | None: ...
    @property
    def formats(self) -> Mapping[str, str]: ...
    @property
    def encoding(self) -> str | None: ...


class AsItIs(NamedTuple):
    """What lies beside the files is read by what it is: only the field is theirs."""

    field: str | Sequence[str] | None
    format: str = "auto"
    encoding: str = "auto"
    formats: Mapping[str, str] = {}


def open_document(
    data: bytes, source: str, options: Reading, as_pdf: bool = False
) -> tuple[Any, list[str]]:
    """The document in some bytes, and what is to be told of how it was read. Raises FileError.

    Of a PDF that is text is read, or, with `as_pdf`, the layer that is to be repaired in it.
    """
    from svfix import formats

    name = "standard input" if source == STANDARD else source
    try:
        kind = options.format
        if kind == "auto":
            kind = _by_name(source, options.formats) or formats.detect(data, options.field)
            kind = "pdf-layer" if kind == "pdf" and as_pdf else kind
        encoding, notes = _encoding(data, source, name, kind, options.encoding)
        document = formats.read(data, kind, field=options.field, encoding=encoding)
        return document, notes + [f"{source}: {note}" for note in getattr(document, "notes", ())]
    except formats.FormatError as error:
        fault = str(error)
        known = fault.startswith("the document ")
        raise FileError(
            fault.replace("the document", name, 1) if known else f"{name}: {fault}"
        ) from None


def _by_name(source: str, patterns: Mapping[str, str]) -> str:
    """The format of a file whose name or path matches a pattern, the last of several; "" of none.

    >>> _by_name("docs/index.md", {"*.md": "markdown", "*.xml": "alto"})
    'markdown'
    """
    names = {source, source.rpartition("/")[2]}
    matching = [kind for pattern, kind in patterns.items() if fnmatch.filter(names, pattern)]
    return matching[-1] if matching else ""


def _encoding(
    data: bytes, source: str, name: str, kind: str, named: str | None
) -> tuple[str, list[str]]:
    """The encoding to read a document in, and what is to be told of it. Raises FileError."""
    if named == "auto" and kind in TEXTUAL:
        encoding = files.decode(data, name, "auto").encoding
        return encoding, [f"{source}: read as {encoding}"]
    if named is None or named == "auto":
        return "utf-8", []
    # The user named it: what looks binary is text all the same.
    return ("utf8" if named.lower() == "utf-8" else named), []


def written(document: Any, results: Sequence[Result], source: str) -> bytes:
    from svfix.formats import FormatError

    try:
        return bytes(document.write(results))
    except FormatError as error:
        raise FileError(f"{source}: {error}") from None


def explain(document: Any, fixer: Fixer) -> list[Result]:
    """The results of a document's texts. Raises Fatal where svfix itself cannot be read.

    A book that is plain text is repaired in parts.
    """
    repair = partial(parts.explain, fixer=fixer) if document.format == "text" else fixer.explain
    try:
        return [repair(text) for text in document.texts]
    except OSError as error:
        raise Fatal(f"{error.filename or 'svfix'} failed: {error.strerror}") from None


def suffix_of(kind: str, target: str) -> str:
    """What an output is called beyond its input: that of a format written as another says so."""
    from svfix.formats import FORMATS

    suffix = next((SUFFIXES[row.writes] for row in FORMATS if row.name == kind and row.writes), "")
    return "" if target.endswith(suffix) else suffix
