"""Endings: which forms of a word there are beside which, learned from a list of all forms.

Of stems with a form in -er most have one in -en too, and hardly one has a form in -ema.  So
`betalningsförsummelsen` is well formed where `betalningsförsummelser` is a word, and
`inkomstgränsema` is not, for all that `inkomstgränserna` is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import permutations

LONGEST = 4  # letters of an ending
SHORTEST = 4  # letters of a stem
OFTEN = 20  # stems that must have both of two endings
SAMPLE = "fkst"
"""What the words that are counted begin with: how they end does not go by that."""

Endings = Mapping[tuple[str, str], float]


def learn(forms: Iterable[str]) -> list[tuple[str, str, float]]:
    """Rows of two endings, and how many of the stems that have the second have the first too."""
    stems: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        if form[:1] in SAMPLE and form.isalpha():
            for size in range(min(LONGEST, len(form) - SHORTEST) + 1):
                stems[form[: len(form) - size]].append(form[len(form) - size :])
    alone: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for endings in stems.values():
        alone.update(endings)
        pairs = permutations(endings, 2)
        both.update(pair for pair in pairs if pair[0][:1] != pair[1][:1])
    return sorted((a, b, round(n / alone[b], 4)) for (a, b), n in both.items() if n >= OFTEN)


def beside(form: str, word: str, known: Endings) -> float:
    """How likely a form is there, by how it ends, if a word is.

    >>> known = {("n", "r"): 0.4}
    >>> beside("försummelsen", "försummelser", known), beside("gränsema", "gränserna", known)
    (0.4, 0.0)
    """
    stem = same_letters(form, word)
    if stem < SHORTEST:
        return 0.0
    return known.get((form[stem:], word[stem:]), 0.0)


def same_letters(form: str, other: str) -> int:
    """How many letters two forms begin with alike.

    >>> same_letters("repeater", "repeterar"), same_letters("en", "ens"), same_letters("en", "är")
    (4, 2, 0)
    """
    pairs = enumerate(zip(form, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(form), len(other)))
