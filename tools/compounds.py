"""Swedish compounding, learned from the lexicon: which forms stand first, which stand last."""

from __future__ import annotations

from collections import Counter, defaultdict
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
MIN_BOUND = 4
BOUND_HEADS = 8  # heads (by their first letters) that a string stands before which is no word
BOUND_HEAD = 5  # letters that tell such heads apart: not their inflections
PARTICLES = tuple("an av be för in om till under upp ut åter över ent er miss sam".split())
TRUSTED_TYPES = 4  # types a modifier needs to vouch for an unknown compound …
TRUSTED_HEAD = 3  # … and a head


class Compounds(NamedTuple):
    """Distinct types by modifier (with its linking letters) and by head; the bound modifiers."""

    modifiers: Counter[str]
    heads: Counter[str]
    bound: frozenset[str]


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


def bound_modifiers(types: Iterable[str], words: Set[str], heads: Set[str]) -> frozenset[str]:
    """Strings that are no words but stand first in many compounds: `familje`, `kriminal`, `mini`.

    Not those that end in a verb's particle (`återin|föra`, `skattebe|lagd`), nor those that lack a
    letter which the head begins with (`kongres|sal`).

    >>> heads = {"album", "dag", "fest", "hem", "liv", "namn", "råd", "stöd", "tid"}
    >>> types = {"familje" + head for head in heads} | {"nyan" + head for head in heads}
    >>> sorted(bound_modifiers(types, heads | {"familj", "ny"}, heads))
    ['familje']
    """
    found = defaultdict(set)
    for word in types:
        for at in range(MIN_BOUND, len(word) - MIN_HEAD + 1):
            if may_end(word[at:], words, heads) and word[:at].isalpha():
                found[word[:at]].add(word[at : at + BOUND_HEAD])

    def bound(form: str) -> bool:
        if is_modifier(form, words) or form + form[-1] in words:
            return False
        return not any(form.endswith(p) and is_stem(form[: -len(p)]) for p in PARTICLES)

    def is_stem(form: str) -> bool:
        return not form or form in PARTICLES or is_modifier(form, words)

    return frozenset(f for f, after in found.items() if len(after) >= BOUND_HEADS and bound(f))


def may_end(form: str, words: Set[str], heads: Set[str]) -> bool:
    """Whether a word can stand last: marked so in the dictionary, or long and no suffix.

    >>> [may_end(f, {"ens", "lag", "baserad", "ingen"}, {"lag"}) for f in ("ens", "lag", "ingen")]
    [False, True, False]
    """
    if form in heads:
        return form not in SUFFIXES
    return len(form) >= FREE_HEAD and form in words and form not in SUFFIXES


def splits(
    word: str, words: Set[str], heads: Set[str], bound: Set[str]
) -> Iterator[tuple[str, str]]:
    """All credible (modifier, head) of a word; `heads` are the words marked as heads."""
    for at in range(1, len(word) - MIN_HEAD + 1):
        modifier, head = word[:at], word[at:]
        long_enough = at >= MIN_MODIFIER or modifier in SHORT_MODIFIERS
        if not (long_enough and may_end(head, words, heads)):
            continue
        if modifier in bound or is_modifier(modifier, words):
            yield modifier, head


def learn(
    types: Iterable[str], words: Set[str], heads: Set[str], frequency: Mapping[str, float]
) -> Compounds:
    """Count modifiers and heads over the best split of each type.

    First every split of a type counts alike; then the split whose parts are most productive,
    and whose head is a word in use, counts alone.
    """
    types = list(types)
    bound = bound_modifiers(types, words, heads)
    credible = {word: list(splits(word, words, heads, bound)) for word in types}
    possible = {word: found for word, found in credible.items() if found}
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
    return Compounds(Counter(m for m, _ in best), Counter(h for _, h in best), bound)


def is_compound(form: str, known: Compounds, words: Set[str], heads: Set[str]) -> bool:
    """Whether a form outside the lexicon is a trusted modifier and a trusted head."""
    return any(
        known.modifiers[modifier] >= TRUSTED_TYPES and known.heads[head] >= TRUSTED_HEAD
        for modifier, head in splits(form, words, heads, known.bound)
        if len(head) > MIN_HEAD and len(modifier) >= MIN_MODIFIER
    )
