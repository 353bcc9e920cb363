"""The outcomes and the classes of a difference: what a reader is told of each.

A sign goes with every colour, for those who see no difference between two colours and for print.
The colours are in assets/report.css, under the same names.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A name in the JSON, a label, a sign of a character or two, and what it means."""

    name: str
    label: str
    sign: str
    about: str


OUTCOMES = (
    Kind("broken", "Broken", "✕", "was right, is wrong now"),
    Kind("miscorrected", "Miscorrected", "≠", "was wrong, was changed, is still wrong"),
    Kind("missed", "Missed", "○", "was wrong, was left as it was"),
    Kind("fixed", "Fixed", "✓", "was wrong, is right now"),
)
"""The worst first. Of three texts; in a comparison of two, every difference is just wrong."""

CLASSES = (
    Kind("diacritic", "Diacritic", "å", "a letter's marks: å, ä, ö, é"),
    Kind("confusion", "Confusion", "≈", "other letters or signs in place of those on the page"),
    Kind("case", "Case", "Aa", "capital for small, or small for capital"),
    Kind("digit", "Digit", "1", "a figure is concerned"),
    Kind("punctuation", "Punctuation", ",", "punctuation only"),
    Kind("space", "Space", "␣", "words run together or split"),
    Kind("hyphen", "Hyphen", "-", "a hyphen too many or too few"),
    Kind("deletion", "Deletion", "−", "a word of the page is gone"),
    Kind("insertion", "Insertion", "+", "a word that the page has not"),
    Kind("name", "Name", "N", "a name"),
)

LABELS = {kind.name: kind.label for kind in (*OUTCOMES, *CLASSES)}
