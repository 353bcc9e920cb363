"""Abbreviations with periods as the corpora write them."""

from __future__ import annotations

from collections import Counter

import numpy as np

from corpus import Corpus, base_abbreviations

MIN_COUNT = 5  # tokens a form outside the base list needs …
MIN_SOURCES = 2  # … in so many corpus files


def _is_lower(form: str) -> bool:
    """Two periods or more, and not all initials: ``f.Kr.``, but not ``K.B.``.

    >>> _is_lower("f.Kr."), _is_lower("K.B."), _is_lower("kap.")
    (True, False, False)
    """
    return form.count(".") > 1 and any(part.islower() for part in form.split(".")[:-1])


def collect(corpus: Corpus) -> dict[str, int]:
    """Abbreviation, in the casing of the base list or else its commonest → count of all casings."""
    size = len(corpus.tokens)
    by_source = np.array([np.bincount(s.ids, minlength=size) for s in corpus.streams])
    totals: Counter[str] = Counter()
    sources: dict[str, set[int]] = {}
    spelling: dict[str, tuple[int, str]] = {}
    for number, token in enumerate(corpus.tokens):
        form = token.lower()
        if form not in base_abbreviations() and not _is_lower(token):
            continue
        count = int(by_source[:, number].sum())
        totals[form] += count
        sources.setdefault(form, set()).update(np.flatnonzero(by_source[:, number]).tolist())
        spelling[form] = max(spelling.get(form, (0, "")), (count, token))
    return {
        base_abbreviations().get(form, spelling[form][1]): count
        for form, count in totals.items()
        if form in base_abbreviations()
        or (count >= MIN_COUNT and len(sources[form]) >= MIN_SOURCES)
    }
