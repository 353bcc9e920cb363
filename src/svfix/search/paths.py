"""Paths through the trie that ended as candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Found:
    """What a search found: parallel arrays of candidates, and the steps of their paths.

    `form` is the observed form's number, `word` the lexicon's number of the last word, `titled`
    whether they begin with a capital, `prior` the log-probability (nats) of the words without
    context, `channel` that of the observed form given them, `steps` rule numbers and joints, padded
    with -1.  Sorted by form, the best first.
    """

    form: Ints
    word: Ints
    titled: Flags
    prior: Floats
    channel: Floats
    steps: Ints

    @staticmethod
    def empty() -> Found:
        nothing = np.zeros(0, np.float32)
        none = np.zeros(0, np.int32)
        return Found(none, none, none > 0, nothing, nothing, np.zeros((0, 1), np.int32))

    def take(self, which: npt.NDArray[np.integer]) -> Found:
        return Found(
            self.form[which],
            self.word[which],
            self.titled[which],
            self.prior[which],
            self.channel[which],
            self.steps[which],
        )

    @property
    def score(self) -> Floats:
        return self.prior + self.channel

    def replaced(self, which: Longs, other: Found) -> Found:
        """With the candidates of the forms `which` taken from a search of those forms alone."""
        old = ~np.isin(self.form, which)
        width = max(self.steps.shape[1], other.steps.shape[1])
        form = np.concatenate([self.form[old], which[other.form]])
        order = np.argsort(form, kind="stable")

        def merged(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.asarray(np.concatenate([a[old], b])[order])

        return Found(
            form[order],
            merged(self.word, other.word),
            merged(self.titled, other.titled),
            merged(self.prior, other.prior),
            merged(self.channel, other.channel),
            merged(padded(self.steps, width), padded(other.steps, width)),
        )


def concatenated(parts: list[Found]) -> Found:
    """Candidates of several searches for the same forms, one behind the other."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return Found(*(np.concatenate(column) for column in columns))


def padded(steps: Ints, width: int) -> Ints:
    """Steps of paths with room for `width` of them."""
    if steps.shape[1] == width:
        return steps
    wide = np.full((len(steps), width), -1, steps.dtype)
    wide[:, : steps.shape[1]] = steps
    return wide
