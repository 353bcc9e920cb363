"""Searches remembered: what a form may have been is asked again in the next text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from svfix.channel.model import START
from svfix.search.paths import Floats, Found, Ints
from svfix.text.runs import ragged

KEPT = 8_000  # forms: some 10 MB


class Remembered:
    """A search that looks for the candidates of each form once, under one channel and beam."""

    def __init__(self, search: Callable[[list[str]], Found]) -> None:
        self._search = search
        self._known: dict[str, Part] = {}

    def __call__(self, forms: list[str]) -> Found:
        """The candidates of forms, the same as those of the search."""
        if len(self._known) > KEPT:
            self._known = {}
        known = self._known  # another thread may begin anew
        new = [form for form in dict.fromkeys(forms) if form not in known]
        if new:
            known.update(zip(new, apart(self._search(new), len(new)), strict=True))
        return joined([known[form] for form in forms])


class Part(NamedTuple):
    """What `Found` has for one form.

    The columns side by side are `word`, `titled`, the bits of `prior` and how long each path is;
    the paths are end to end.
    """

    columns: Ints
    channel: Floats
    steps: Ints


def apart(found: Found, forms: int) -> Iterator[Part]:
    """What a search found, form by form."""
    real = found.steps != START
    length, steps = real.sum(1), found.steps[real]
    columns = np.column_stack([found.word, found.titled, found.prior.view(np.int32), length])
    columns = columns.astype(np.int32)
    rows = np.searchsorted(found.form, np.arange(forms + 1))
    ends = np.append(0, np.cumsum(length))[rows].tolist()
    for (a, b), (first, behind) in zip(pairwise(rows.tolist()), pairwise(ends), strict=True):
        yield Part(columns[a:b], found.channel[a:b], steps[first:behind])


def joined(parts: list[Part]) -> Found:
    """What searches of single forms found, as one search of all of them would."""
    if not parts:
        return Found.empty()
    columns, channel, flat = map(np.concatenate, zip(*parts, strict=True))
    word, titled, prior, length = np.ascontiguousarray(columns.T)
    steps = np.full((len(word), int(length.max(initial=1))), START, np.int32)
    steps[np.repeat(np.arange(len(word)), length), ragged(length)] = flat
    form = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.columns) for part in parts])
    return Found(form, word, titled.astype(bool), prior.view(np.float32), channel, steps)
