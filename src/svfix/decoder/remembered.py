"""Searches remembered: what a form may have been is asked again in the next text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.decoder.channel import START
from svfix.decoder.paths import Flags, Floats, Found, Ints
from svfix.runs import ragged

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
    """The columns of `Found` for one form, with its paths end to end and their lengths."""

    word: Ints
    titled: Flags
    prior: Floats
    channel: Floats
    length: npt.NDArray[np.int64]
    steps: Ints


def apart(found: Found, forms: int) -> Iterator[Part]:
    """What a search found, form by form."""
    real = found.steps != START
    length, steps = real.sum(1), found.steps[real]
    rows = np.searchsorted(found.form, np.arange(forms + 1))
    ends = np.append(0, np.cumsum(length))[rows].tolist()
    columns: list[Any] = [found.word, found.titled, found.prior, found.channel, length]
    for (a, b), (first, behind) in zip(pairwise(rows.tolist()), pairwise(ends), strict=True):
        yield Part._make([*(column[a:b] for column in columns), steps[first:behind]])


def joined(parts: list[Part]) -> Found:
    """What searches of single forms found, as one search of all of them would."""
    if not parts:
        return Found.empty()
    columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    word, titled, prior, channel, length, flat = columns
    steps = np.full((len(word), int(length.max(initial=1))), START, np.int32)
    steps[np.repeat(np.arange(len(word)), length), ragged(length)] = flat
    form = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.word) for part in parts])
    return Found(form, word, titled, prior, channel, steps)
