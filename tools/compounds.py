"""Swedish compounding, learned from the lexicon: which forms stand first, which stand last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from math import log
from typing import NamedTuple

MIN_HEAD = 3
FREE_HEAD = 5  # letters a head needs that the dictionary does not mark as one
# Endings that look like words: vand|ringen, möjlig|heter.
SUFFIXES = frozenset(
    "ingen ingens ingar andet heter heten hetens ande andes anden andens aren arens "
    "ister isters ismen ismens ismer".split()
)
MIN_MODIFIER = 3
SHORT_MODIFIERS = frozenset(
    "ö å is el te ek id ur ut in av om på by bo yt ny sy tå ål ås ed".split()
)
TRUSTED_TYPES = 4  # types a modifier needs to vouch for an unknown compound …
TRUSTED_HEAD = 3  # … and a head


class Compounds(NamedTuple):
    """Distinct types by modifier (with its linking letters) and by head."""

    modifiers: Counter[str]
    heads: Counter[str]


def is_modifier(form: str, words: Set[str]) -> bool:
    """Whether a string can stand first: a word, a word and -s, or a stem variant of one.

    >>> words = {"arbete", "gata", "flicka", "kyrka", "kommun"}
    >>> [is_modifier(f, words) for f in ("arbets", "gatu", "flick", "kyrko", "kommun", "xyz")]
    [True, True, True, True, True, False]
    """
    if form in words:
        return True
    if form[-1] == "s" and (form[:-1] in words or form[:-1] + "e" in words):
        return True
    if form + "a" in words or form + "e" in words:
        return True
    return form[-1] in "oue" and form[:-1] + "a" in words


def may_end(form: str, words: Set[str], heads: Set[str]) -> bool:
    """Whether a word can stand last: marked so in the dictionary, or long and no suffix.

    >>> [may_end(f, {"ens", "lag", "baserad", "ingen"}, {"lag"}) for f in ("ens", "lag", "ingen")]
    [False, True, False]
    """
    if form in heads:
        return form not in SUFFIXES
    return len(form) >= FREE_HEAD and form in words and form not in SUFFIXES


def splits(word: str, words: Set[str], heads: Set[str]) -> Iterator[tuple[str, str]]:
    """All credible (modifier, head) of a word; `heads` are the words marked as heads."""
    for at in range(1, len(word) - MIN_HEAD + 1):
        modifier, head = word[:at], word[at:]
        long_enough = at >= MIN_MODIFIER or modifier in SHORT_MODIFIERS
        if long_enough and may_end(head, words, heads) and is_modifier(modifier, words):
            yield modifier, head


def learn(
    types: Iterable[str], words: Set[str], heads: Set[str], frequency: Mapping[str, float]
) -> Compounds:
    """Count modifiers and heads over the best split of each type.

    First every split of a type counts alike; then the split whose parts are most productive,
    and whose head is a word in use, counts alone.
    """
    possible = {word: found for word in types if (found := list(splits(word, words, heads)))}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for found in possible.values():
        first.update(modifier for modifier, _ in found)
        last.update(head for _, head in found)

    def credit(split: tuple[str, str]) -> float:
        modifier, head = split
        used = log(1 + frequency.get(head, 0)) + log(1 + frequency.get(modifier, 0)) / 4
        return 2 * log(first[modifier]) + log(last[head]) + used / 2

    best = [max(found, key=credit) for found in possible.values()]
    return Compounds(Counter(m for m, _ in best), Counter(h for _, h in best))


def is_compound(form: str, known: Compounds, words: Set[str], heads: Set[str]) -> bool:
    """Whether a form outside the lexicon is a trusted modifier and a trusted head."""
    return any(
        known.modifiers[modifier] >= TRUSTED_TYPES and known.heads[head] >= TRUSTED_HEAD
        for modifier, head in splits(form, words, heads)
        if len(head) > MIN_HEAD and len(modifier) >= MIN_MODIFIER
    )
