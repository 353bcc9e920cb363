"""Signs: what a candidate shows by itself, capitals, figures, marks and addresses."""

from __future__ import annotations

from collections.abc import Sequence

from svfix.merging.language import Language
from svfix.patterns import pattern

MARKS = ("", ".", ",", ":", ";", "-", '"', "'", "!", "?", "(", ")", "...")
"""Marks by number, from 0; others are as many as these."""

STOPS = frozenset(".!?")

SIGNS_OF_ADDRESS = "www", "//", "@"
ADDRESS = pattern(
    r"[(<]?(?:(?:https?://|ftp://|(?=www\.))[a-zåäö0-9-]+(?:\.[a-zåäö0-9-]+)+(?:[:/?#][^\s<>\"]*)?"
    r"|[\w.+-]+@[a-zåäö0-9-]+(?:\.[a-zåäö0-9-]+)+)[)>.,:;!?]*"
)
"""A web or mail address with the marks around it; hosts are in small letters."""


def size(text: str) -> int:
    """How many letters and figures a text has."""
    return sum(map(str.isalnum, text))


def figures(text: str) -> bool:
    """Whether a text has figures."""
    return any(map(str.isdigit, text))


def capital(text: str, before: Sequence[str], language: Language) -> tuple[bool, bool]:
    """Whether a text begins with a capital where none is to be expected, or lacks one that is."""
    first = next(filter(str.isalnum, text), "")
    if not first.isalpha():
        return False, False
    opens = not before or before[-1][-1:] in '.!?:"'
    named = language.vocabulary.lexicon.capitalised(text.split()[0].strip(".,:;!?()\"'")) > 0.5
    if first.isupper():
        return not (opens or named), False
    return False, named or bool(before and before[-1][-1:] in ".!?")


def address(text: str) -> int:
    """1 of a web or mail address, -1 of what is hardly anything else but none, 0 of other texts.

    >>> [address(text) for text in ("https://www.inera.se/om", "hittps://www.inera.se", "info")]
    [1, -1, 0]
    >>> [address(text) for text in ("info@adda.se,", "https: //www.inera.se", "https://Wwww.a.se")]
    [1, -1, -1]
    """
    if not any(sign in text for sign in SIGNS_OF_ADDRESS):
        return 0
    return 1 if ADDRESS.fullmatch(text) else -1


def mark(text: str) -> int:
    """The number of marks among `MARKS`."""
    return MARKS.index(text) if text in MARKS else len(MARKS)


def fit(marks: str, word: str, behind: Sequence[str], language: Language) -> float:
    """How well marks go with what is behind them: -1 as badly as can be, 1 as well, 0 as may be.

    Behind a stop there is a capital, and where a word that has none of its own has one there is a
    stop before it. That says nothing of figures and abbreviations, nor of dots in a row.
    """
    if "..." in marks or any(c == "." or c.isdigit() for c in word):
        return 0.0
    following = next((word for word in behind if any(map(str.isalpha, word))), "")
    first = next(filter(str.isalpha, following), "")
    if not first:
        return 0.0
    opens = -1.0
    if first.isupper():
        word, lexicon = following.strip(".,:;!?()\"'"), language.vocabulary.lexicon
        opens = 1 - lexicon.capitalised(word) if lexicon.is_word(word) else 0.0
    return opens if STOPS.intersection(marks) else -opens
