"""Forms that word spacing made: halves of a broken word (``verksam heten``) and words run
together (``biståndsoch``). Both show in which words stand beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

import numpy as np

from corpus import END, Corpus
from counts import Counts, FormCounts, fold_case

BROKEN_SHARE = 0.2  # of a form's tokens that give a word with their neighbour
RUN_ON_RATIO = 20  # times more frequent two words must stand apart
RUN_ON_WORDS = 100  # one of the two is among the commonest words …
SUSPENDED = ("och", "eller")  # … or is what follows a suspended hyphen: bistånds- och


class Pairs:
    """Counts of neighbouring forms within sentences."""

    def __init__(self, corpus: Corpus, counts: FormCounts) -> None:
        self.forms = counts.forms
        self.number = {form: i for i, form in enumerate(self.forms)}
        _, fold = fold_case(corpus)
        found, times = [], []
        for stream in corpus.streams:
            ids = fold[stream.ids].astype(np.int64)
            inside = (ids[:-1] != END) & (ids[1:] != END)
            keys = ids[:-1][inside] * len(self.forms) + ids[1:][inside]
            unique, count = np.unique(keys, return_counts=True)
            found.append(unique)
            times.append(count)
        keys, inverse = np.unique(np.concatenate(found), return_inverse=True)
        self.keys: Counts = keys
        self.count: Counts = np.bincount(inverse, np.concatenate(times)).astype(np.int64)

    def times(self, left: str, right: str) -> int:
        """How often `right` follows `left`."""
        key = self.number.get(left, 0) * len(self.forms) + self.number.get(right, 0)
        at = int(np.searchsorted(self.keys, key))
        return int(self.count[at]) if at < len(self.keys) and self.keys[at] == key else 0

    def beside(self, forms: Set[str]) -> Iterator[tuple[str, str, int]]:
        """All (left, right, times) with one of the two in `forms`."""
        wanted = np.zeros(len(self.forms), np.bool_)
        wanted[[self.number[form] for form in forms]] = True
        left, right = np.divmod(self.keys, len(self.forms))
        for at in np.flatnonzero(wanted[left] | wanted[right]).tolist():
            yield self.forms[left[at]], self.forms[right[at]], int(self.count[at])


def find(
    pairs: Pairs, suspects: Set[str], words: Mapping[str, int], common: Set[str]
) -> dict[str, str]:
    """Suspects (forms no dictionary has) that spacing made → the whole word, or the two words.

    `words`: count of each form in the corpora; `common`: the dictionaries' forms.
    """
    return {**_halves(pairs, suspects, words, common), **_run_ons(pairs, suspects, words)}


def _halves(
    pairs: Pairs, suspects: Set[str], words: Mapping[str, int], common: Set[str]
) -> dict[str, str]:
    joined: Counter[str] = Counter()
    whole: dict[str, str] = {}
    for left, right, times in pairs.beside(suspects):
        word = left.removesuffix("-") + right
        if word not in common or len(right) == 1 or words.get(word, 0) <= times:
            continue
        for half in {left, right} & suspects:
            joined[half] += times
            whole[half] = word
    return {f: whole[f] for f, times in joined.items() if times >= BROKEN_SHARE * words[f]}


def _run_ons(pairs: Pairs, suspects: Set[str], words: Mapping[str, int]) -> dict[str, str]:
    top = {form for form, _ in Counter(words).most_common(RUN_ON_WORDS)}
    made: dict[str, str] = {}
    for form in suspects:
        for at in range(2, len(form) - 1):
            left, right = form[:at], form[at:]
            if left not in top and right not in top:
                continue
            suspended = pairs.times(left + "-", right)
            apart = pairs.times(left, right) + suspended
            if (suspended and right in SUSPENDED) or apart >= RUN_ON_RATIO * words[form]:
                made[form] = f"{left} {right}"
    return made
