"""Reading again: a document that was written says what the results say, or is not written.

A document is changed by splices of its source, and what a splice says depends on what stands around
it. So what was written is read anew, and its words must be those of the results.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from svfix.formats.model import Document, FormatError, Source
from svfix.formats.spacing import words_of
from svfix.result import Result


def verified(written: bytes, source: Source, results: Sequence[Result], name: str) -> bytes:
    """Return a written document of the format `name` if its words are those of the results.

    `source` says how the document that it is made of was read. Raises FormatError.
    """
    try:
        document: Document = importlib.import_module(f"svfix.formats.{name}").read(
            source._replace(data=written)
        )
    except FormatError as error:
        raise _refused(f"cannot be read again ({error})") from None
    texts = [words_of(text) for text in document.texts]
    expected = [words_of(result.text) for result in results]
    if texts != expected:
        raise _refused(f"would not read as it was repaired{_where(texts, expected)}")
    return written


def _refused(what: str) -> FormatError:
    return FormatError(
        f"the document {what}, so it is not written; please report this with the document"
    )


def _where(texts: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> str:
    """The first words that differ."""
    for text, other in zip(texts, expected, strict=False):
        for word, new in zip(text, other, strict=False):
            if word != new:
                return f" ({word!r} instead of {new!r})"
    return ""
