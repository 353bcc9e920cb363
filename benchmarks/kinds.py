"""What kind of error a wrong word is: the table to climb by."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scoring import Slot

# How unlike two runs of letters may be and still be the same words, cut differently.
_SAME_LETTERS = 0.3


def bare(word: str) -> str:
    """The word without diacritics, in one case: å, ä → a; ö, é → o, e.

    >>> bare("Överväldigad")
    'overvaldigad'
    """
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _alphanumeric(word: str) -> str:
    return "".join(filter(str.isalnum, word))


def _is_speck(reference: str, wrong: str) -> bool:
    return not reference and len(_alphanumeric(wrong)) <= 2


# In order; the first that holds names the kind. Each is asked of (reference, wrong word).
_KINDS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("speck", _is_speck),
    ("insertion", lambda reference, wrong: not reference),
    ("deletion", lambda reference, wrong: not wrong),
    ("case", lambda reference, wrong: reference.casefold() == wrong.casefold()),
    ("diacritic", lambda reference, wrong: bare(reference) == bare(wrong)),
    ("hyphen", lambda reference, wrong: reference.replace("-", "") == wrong.replace("-", "")),
    ("punctuation", lambda reference, wrong: _alphanumeric(reference) == _alphanumeric(wrong)),
    ("digit", lambda reference, wrong: any(map(str.isdigit, reference))),
    ("confusion", lambda reference, wrong: True),
)


def kind(reference: str, wrong: str) -> str:
    """The kind of error that `wrong` is where the page has `reference`.

    >>> kind("för", "for"), kind("för", "fdr"), kind("2016", "2O16"), kind("", "~")
    ('diacritic', 'confusion', 'digit', 'speck')
    """
    return next(name for name, holds in _KINDS if holds(reference, wrong))


def wrong_slots(slots: Iterable[Slot]) -> Iterator[tuple[str, Slot]]:
    """Each slot that is wrong in the hypothesis, with its kind.

    Words cut or joined wrongly are one kind, 'space', for as long as the run of wrong words lasts.
    """
    for wrong, group in groupby(slots, lambda slot: slot.hypothesis != slot.reference):
        if not wrong:
            continue
        run = list(group)
        spaced = _is_spaced(run)
        for slot in run:
            yield ("space" if spaced else kind(slot.reference, slot.hypothesis)), slot


def _is_spaced(run: list[Slot]) -> bool:
    """Whether the run has about the right letters in a wrong number of words."""
    references = [slot.reference for slot in run if slot.reference]
    hypotheses = [slot.hypothesis for slot in run if slot.hypothesis]
    if len(references) == len(hypotheses) or not (references and hypotheses):
        return False
    distance = Levenshtein.normalized_distance(bare("".join(references)), bare("".join(hypotheses)))
    return distance <= _SAME_LETTERS
