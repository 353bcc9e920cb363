"""Foldings: the differences that a comparison does not count, each by name.

A score means nothing without them, so they are a table, chosen by name, and printed with every
score. Some fold characters, and those are applied here; the others (`LAYOUT`) fold how the text
lies on the page, and are applied where words are cut, aligned and put in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

HEAP = 30  # combining marks behind a letter


class Folding(NamedTuple):
    """A row of the table: its name, what it hides, and the characters it replaces."""

    name: str
    about: str
    replaced: dict[str, str] = {}  # noqa: RUF012 (a NamedTuple's default, never written to)
    is_default: bool = True


def _to(target: str, characters: str) -> dict[str, str]:
    return dict.fromkeys(characters, target)


FOLDINGS = (
    Folding("nfc", "how a letter with a mark is encoded: o¨ or ö"),
    Folding("lines", "line breaks and blank lines"),
    Folding("hyphens", "words broken over lines"),
    Folding("headers", "page headers, footers and numbers that one of the texts lacks"),
    Folding("order", "blocks of text in another order; they are told of as moved"),
    Folding("quotes", "the form of quotation marks and apostrophes",
            _to('"', "“”„»«") | _to("'", "‘’´`")),
    Folding("dashes", "the length of dashes", _to("-", "–—−‐‑")),
    Folding("ellipsis", "… or ...", {"…": "..."}),
    Folding("soft", "soft hyphens and zero-width characters", _to("", "\u00ad\u200b\u2060\ufeff")),
    Folding("ligatures", "ﬁ or fi, ſ or s",
            {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s"}, False),
    Folding("case", "capital or small letters", {}, False),
    Folding("punctuation", "everything but letters and figures", {}, False),
    Folding("diacritics", "marks on letters: å, ä or a", {}, False),
)  # fmt: skip
"""Every folding, in the order in which a signature names them."""

DEFAULT = tuple(row.name for row in FOLDINGS if row.is_default)
LAYOUT = ("hyphens", "headers", "order")
PLAIN = tuple(name for name in DEFAULT if name not in LAYOUT)
"""The defaults without those of layout: what a comparison word by word folds."""

_NAMES = tuple(row.name for row in FOLDINGS)


def chosen(names: Iterable[str]) -> tuple[str, ...]:
    """The foldings that a list of names asks for, in the order of the table.

    ``default`` stands for the defaults, ``none`` for nothing, and ``no-NAME`` takes one away.
    Raises ValueError for a name that is not in the table.

    >>> chosen(["default", "case", "no-order"])[-2:]
    ('soft', 'case')
    >>> chosen(["none"])
    ()
    """
    wanted: set[str] = set()
    for name in names:
        given = name.removeprefix("no-") if name not in _NAMES else name
        group = {"default": DEFAULT, "none": ()}.get(given, (given,))
        if unknown := set(group).difference(_NAMES):
            known = ", ".join(("default", "none", *_NAMES))
            raise ValueError(f"there is no folding {unknown.pop()!r}; the foldings are {known}")
        wanted = wanted.difference(group) if given != name else wanted.union(group)
    return tuple(name for name in _NAMES if name in wanted)


class Folder:
    """Folds words, each form once: call it with the text of a word.

    >>> Folder(DEFAULT)("”Nej…”")
    '"Nej..."'
    >>> Folder([])("”Nej…”")
    '”Nej…”'
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = frozenset(names)
        replaced: dict[str, str] = {}
        for row in FOLDINGS:
            if row.name in self.names:
                replaced |= row.replaced
        self._table = str.maketrans(replaced)
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """The word as the score sees it; "" where nothing of it counts."""
        folded = self._known.get(word)
        if folded is None:
            folded = self._known[word] = self._fold(word)
        return folded

    def _fold(self, word: str) -> str:
        if "nfc" in self.names:
            word = normalised("NFC", word)
        word = word.translate(self._table)
        if "diacritics" in self.names:
            word = bare(word)
        if "case" in self.names:
            word = word.casefold()
        if "punctuation" in self.names:
            word = "".join(filter(str.isalnum, word))
        return word


def normalised(form: Literal["NFC", "NFD"], word: str) -> str:
    """A word in a normal form; one with a heap of marks stays as it is.

    To sort marks takes the square of their number; Unicode promises any process at most `HEAP` in
    a row (UAX #15, stream-safe text).

    >>> normalised("NFC", "o\u0308l"), len(normalised("NFC", "o" + "\u0308\u0323" * 16))
    ('öl', 33)
    """
    marks = 0
    if len(word) > HEAP:
        for character in word:
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > HEAP:
                return word
    return unicodedata.normalize(form, word)


def bare(word: str) -> str:
    """The word without the marks on its letters, its case kept.

    >>> bare("Överväldigad"), bare("Overvaldigad")
    ('Overvaldigad', 'Overvaldigad')
    """
    if word.isascii():
        return word
    decomposed = normalised("NFD", word)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return normalised("NFC", kept)
