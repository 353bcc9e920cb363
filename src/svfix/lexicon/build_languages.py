"""How the table that tells languages apart is built from lists of words, when svfix is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from svfix.lexicon.languages import LEAST, MOST, UNIT, UNSEEN, Languages, misreadings

COMMON = 2e-5  # a Swedish form of this probability is known to be Swedish
NOISE = {1: 3e-3, 2: 1e-3, 3: 3e-5}  # scraps of this length turn up in any damaged page
UNLISTED = 0.05  # what is not in a language's list is so much rarer than the rarest there


def build(
    swedish: Mapping[str, float],
    lists: Mapping[str, Mapping[str, float]],
    confusions: Mapping[str, list[list[Any]]],
) -> Languages:
    """Compare lists of words with Swedish; all of them with probabilities."""
    read_as = misreadings(confusions)
    ours: dict[str, float] = {}
    for form, p in swedish.items():
        ours[form] = ours.get(form, 0.0) + p
        if p >= COMMON:
            for hypothesis, share in hypotheses(form, read_as):
                ours[hypothesis] = ours.get(hypothesis, 0.0) + p * share
    foreign = {form for words in lists.values() for form in words}
    forms = sorted(foreign | {form for form, p in ours.items() if p >= COMMON})
    known = np.log([max(ours.get(f, 0.0), NOISE.get(len(f), UNSEEN)) for f in forms])
    floor = [math.log(UNLISTED * min(words.values())) for words in lists.values()]
    theirs = np.array(
        [
            [math.log(words[f]) if f in words else least for f in forms]
            for words, least in zip(lists.values(), floor, strict=True)
        ]
    ).T
    steps = np.rint(np.clip(theirs - known[:, None], LEAST, MOST) / UNIT).astype(np.int8)
    steps = np.vstack([steps, np.zeros_like(steps[:1])])
    spelt = np.frombuffer("\n".join(forms).encode(), np.uint8)
    return Languages(tuple(lists), tuple(floor), spelt, steps)


def hypotheses(
    form: str, read_as: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, float]]:
    """A form as engines may read it, itself left out; a letter is read alike wherever it stands.

    >>> [hypothesis for hypothesis, _ in hypotheses("för", {"ö": {"ö": 1.0, "é": 0.4, "o": 0.4}})]
    ['fér', 'for']
    """
    places = [c for c in dict.fromkeys(form) if c in read_as]
    options: Iterable[Iterable[tuple[str, float]]] = [read_as[c].items() for c in places]
    for chosen in product(*options):
        hypothesis, share = form, 1.0
        for letter, (observed, p) in zip(places, chosen, strict=True):
            hypothesis, share = hypothesis.replace(letter, observed), share * p
        if hypothesis != form:
            yield hypothesis, share
