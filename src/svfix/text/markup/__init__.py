"""Markup: what in a text is no text, but tells a program what to do with it.

Tags, commands of TeX, code, places that a program fills in, names of files: none of it is repaired.
Each kind has a module of its own in this room, with a table of what it looks like; those are asked
whose characters a text has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from svfix.text.forms import Span, merged
from svfix.text.neighbours import neighbours


class Finder(NamedTuple):
    """One kind of markup: a module of this room, and what a text of that kind has one of."""

    name: str
    marks: str
    about: str

    def find(self, text: str) -> Iterator[Span]:
        """Where such markup is; the module is imported when a text may have some."""
        if not neighbours(text).has_any(self.marks):
            return iter(())
        found: Iterator[Span] = _module(self.name).find(text)
        return found


@cache
def _module(name: str) -> Any:
    return import_module(f"svfix.text.markup.{name}")


FINDERS = (
    Finder("tags", "<", "HTML and XML"),
    Finder("letters", "&=\\%", "letters written out: &auml;"),
    Finder("escapes", "\\&", "other characters written out: &lt;, \\n"),
    Finder("tex", "\\", "TeX"),
    Finder("maths", "$\\", "formulas"),
    Finder("markdown", "`[-<{~", "code and the targets of links"),
    Finder("records", '";,\t', "PO, JSON and CSV"),
    Finder("code", '={}&;("#_', "lines of programs"),
    Finder("commands", "-|[$\"”'`“", "what is typed to programs, options"),
    Finder("directives", "%}$", "what programs fill in: %s, {name}"),
    Finder("paths", "./@#:", "files, pages, addresses"),
    Finder("identifiers", "_.([ABCDEFGHIJKLMNOPQRSTUVWXYZ", "names in programs: csv_fil"),
)
"""What finds markup, in no particular order."""


@lru_cache(maxsize=4)  # the pipeline asks of the same text as the decoder
def spans(text: str) -> list[Span]:
    """Where the markup of a text is: in order, and disjoint.

    >>> text = "<p>Metoden for uppféljningen i %s.</p>"
    >>> [text[a:b] for a, b in spans(text)]
    ['<p>', '%s', '</p>']

    What may as well be prose, or dust on a page, is none:

    >>> spans("< 5 % s av 12 $, f{r {ret), och/eller [1] _ppet \\\\ | m.fl.skall - Ar du dar?")
    []
    """
    return merged(span for finder in FINDERS for span in finder.find(text))


def blanked(text: str, spans: Sequence[Span]) -> str:
    """A text with spaces in the place of its markup; line ends and all else keep their places.

    >>> blanked("<b>för</b>", [(0, 3), (6, 10)])
    '   för    '
    """
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += text[at:start], *(c if c.isspace() else " " for c in text[start:end])
        at = end
    return "".join([*pieces, text[at:]])
