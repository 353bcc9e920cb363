"""Admission: which candidates may take the place of what the first reading says."""

from __future__ import annotations

from svfix.merging import signs
from svfix.merging.evidence import Evidence
from svfix.merging.language import Language, core
from svfix.merging.places import Kind, Parts, Place

USUAL = frozenset(".,:;!?()")
"""Marks that sentences are full of; others beside a word may be dirt."""

STROKES = frozenset(".,:;!?")
"""Marks that engines take for each other, so that a vote says little."""

OF_ONE_WEIGHT = frozenset(",;:"), frozenset(".!?:")
"""Marks that may stand for each other before the same word, so that only what was read tells."""

DIRT = 2
"""Letters that dirt is read as at most, where a reading has something that all others lack."""

LEFT = 0.5
"""The share of the letters of several words that fewer have at least; else some are wanting."""


def admissible(
    place: Place, text: str, itself: Evidence, base: Evidence, language: Language
) -> bool:
    """Whether a candidate may take the place of what the first reading says.

    The marks of the first reading are kept, but where others go better with the word behind them,
    are others of the same weight (`;` and `,`), or it has some that no sentence needs, or that most
    do not have; no word becomes a mark, and only what may be dirt is taken out because others lack
    it.
    """
    said = place.said[0]
    more = place.said.count(text) > place.said.count(said)
    if place.kind is Kind.MARKS:
        usual = "(" if place.part == 0 else USUAL
        stray = text == "".join(mark for mark in said if mark in usual)
        alike = any({text, said} <= marks for marks in OF_ONE_WEIGHT)
        outvoted = more and not STROKES.issuperset(said)
        return text == said or itself.fits >= base.fits + 1 or stray or alike or outvoted
    if not text:
        words = [core(word) for word in said.split()]
        return all(is_dirt(word, language) for word in words)
    if said and not signs.size(said + text):
        return text == said or more
    if itself.words < base.words and signs.size(text) < LEFT * signs.size(said):
        return False
    return text == said or not Parts.of(said) or any(map(str.isalnum, text))


def is_dirt(word: str, language: Language) -> bool:
    """Whether a word that others lack may be dirt: a letter or two that are no common word."""
    return len(word) <= DIRT and not signs.figures(word) and not language.common(word)
