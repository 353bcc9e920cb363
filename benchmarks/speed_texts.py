"""The texts that speed is measured on: pages, rows, documents, and texts of any length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import sets

PAGE = 1600
"""Characters of a clean page, at the most: a page of some 240 words."""

ROW = range(5, 16)
"""Words of a row: a cell of a table, a caption, a message."""

PAGES, ROWS = 50, 400
"""How many clean pages and rows are measured: seconds of work, spread over all kinds of text."""

SAMPLED = 20_000
"""Words that are measured of texts of one length, at the most, but at least one such text."""

SAMPLES = 200
"""Texts of one length, at the most."""

_LATIN = str.maketrans("åäöÅÄÖ", "aaoAAO")

Item = TypeVar("Item")


class Texts(NamedTuple):
    """Pages as an engine read them, and whole documents without damage."""

    damaged: list[str]
    clean: list[str]
    long: str


def load(shared: Path) -> Texts:
    """The texts of a folder of sets. Raises Missing where they are not there."""
    damaged = [page.observed for page in sets.load("dev/eng", shared)]
    clean = [page.observed for page in sets.load("clean", shared)]
    # As much modern text as there is: 100,000 words.
    more = [
        page.reference for name in ("dev/eng", "seeds/clean") for page in sets.load(name, shared)
    ]
    return Texts(damaged, clean, "\n".join([*clean, *more]))


def example() -> Texts:
    """The project's own page, where there is nothing else."""
    (page,) = sets.load("example")
    return Texts([page.observed], [page.reference], page.reference)


def count(texts: Sequence[str]) -> int:
    """How many words texts have; words are between white space.

    >>> count(["ett två", "tre"])
    3
    """
    return sum(len(text.split()) for text in texts)


def spread(items: Sequence[Item], most: int) -> list[Item]:
    """So many of the items at the most, at even distances; all of fewer.

    >>> spread("abcdefgh", 3)
    ['a', 'c', 'f']
    >>> spread("ab", 3)
    ['a', 'b']
    """
    most = min(most, len(items))
    return [items[number * len(items) // most] for number in range(most)]


def pages(documents: Sequence[str], size: int = PAGE) -> list[str]:
    """Documents cut into pages of `size` characters at the most, between words.

    What is left at the end of a document is no page, unless there is nothing else.

    >>> pages(["Jag har en gammal katt som sover, men"], 12)
    ['Jag har en', 'gammal katt', 'som sover,']
    >>> pages(["Jag har"], 12)
    ['Jag har']
    """
    page = re.compile(rf"\S(?:.{{0,{size - 2}}}\S)?(?!\S)", re.DOTALL)
    cut = [page.findall(document) for document in documents]
    return [text for found in cut for text in found[:-1]] or [t for found in cut for t in found]


def rows(documents: Sequence[str], words: range = ROW) -> list[str]:
    """The sentences that have so many words.

    >>> rows(["Ja. Jag har en gammal katt. Den sover. Vad gör din hund nu?"])
    ['Jag har en gammal katt.', 'Vad gör din hund nu?']
    """
    sentences = (part for text in documents for part in re.split(r"(?<=[.!?])\s+|\n", text))
    return [sentence for sentence in sentences if len(sentence.split()) in words]


def lengths(text: str, words: int) -> list[str]:
    """A text cut into texts of so many words each, with their white space.

    >>> lengths("Jag  har en\\ngammal katt", 2)
    ['Jag  har', 'en\\ngammal']
    """
    found = list(re.finditer(r"\S+", text))
    starts = range(0, len(found) - words + 1, words)
    cut = [text[found[at].start() : found[at + words - 1].end()] for at in starts]
    return spread(cut, min(SAMPLES, max(1, SAMPLED // words)))


def first_words(texts: Sequence[str], words: int) -> list[str]:
    """The first words of texts, so many at the most, as one text with its lines.

    >>> first_words(["Jag  har\\nen", "gammal katt"], 4)
    ['Jag  har\\nen\\ngammal']
    """
    text = "\n".join(texts)
    return re.findall(rf"\A\s*(?:\S+\s+){{0,{words - 1}}}\S+", text)


def without_marks(text: str) -> str:
    """A text as an engine reads it that has no å, ä and ö.

    >>> without_marks("Åtta höns är få")
    'Atta hons ar fa'
    """
    return text.translate(_LATIN)
