"""Proposals: the edits that the likeliest readings amount to, and how likely each one is.

Of words run together one may be certain and another not: `Medarenhardetforstarkt` is `Med åren har
det`, whether `förstärkt` or `för stärkt` follows.  So each edit has the probability of all the
readings of its token that make the same edit, and a space may be sure where the word behind is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.decoder.calibration import Features
from svfix.decoder.rewriting import rewritten
from svfix.edits import Edit

if TYPE_CHECKING:
    from svfix.decoder.tokens import Token
    from svfix.decoder.weighing import Weighed

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

AGREED = 0.995  # the probability of a reading from which on its edits are not asked for one by one


@dataclass(frozen=True)
class Proposals:
    """Edits, in order, with the number of each one's word and the probability of the edit."""

    edits: list[Edit]
    word: Longs
    posterior: Doubles


class Choice(NamedTuple):
    """An edit and its probability."""

    edit: Edit
    posterior: float


def propose(text: str, found: Weighed) -> Proposals:
    """The edits that the likeliest readings of a text amount to, as sure as can be yet."""
    changed = np.flatnonzero(found.changed)
    choices: list[Choice] = []
    word: list[int] = []
    rows = zip(
        changed.tolist(),
        found.tokens.at(found.words[changed]),
        found.readings.at(found.best.reading[changed]),
        found.best.posterior[changed].tolist(),
        found.alone[changed].tolist(),
        strict=True,
    )
    for k, token, reading, posterior, alone in rows:
        edits = rewritten(text, token, reading, 1.0, alone)
        if posterior >= AGREED or " " not in reading.text or token.cut:
            new = [Choice(edit, posterior) for edit in edits]
        else:
            new = list(one_by_one(edits, posterior, others(text, token, found, k)))
        choices += new
        word += [k] * len(new)
    edits = [choice.edit for choice in choices]
    return Proposals(edits, np.array(word, np.int64), np.minimum([c.posterior for c in choices], 1.0))


def others(text: str, token: Token, found: Weighed, word: int) -> Iterator[tuple[list[Edit], float]]:
    """What the other readings of a word amount to, and their probabilities."""
    reading, posterior = found.readings_of(word)
    rest = np.flatnonzero((reading != found.best.reading[word]) & (posterior > 0))
    for other, share in zip(
        found.readings.at(reading[rest]), posterior[rest].tolist(), strict=True
    ):
        yield rewritten(text, token, other, 1.0), share


def one_by_one(
    edits: Iterable[Edit], posterior: float, others: Iterable[tuple[list[Edit], float]]
) -> Iterator[Choice]:
    """Edits with the probability of each, a space apart from the word behind it."""
    alike = [({(e.start, e.end, e.after) for e in theirs}, {e.start for e in theirs if e.after[:1] == " "}, share) for theirs, share in others]
    for edit in edits:
        key = (edit.start, edit.end, edit.after)
        sure = posterior + sum(share for theirs, _, share in alike if key in theirs)
        if edit.before and edit.after[:1] == " ":
            space = posterior + sum(share for _, spaces, share in alike if edit.start in spaces)
            yield Choice(Edit(edit.start, edit.start, "", " ", edit.rule, 1.0), space)
            edit = Edit(edit.start, edit.end, edit.before, edit.after[1:], edit.rule, 1.0)
        yield Choice(edit, sure)


def features(found: Weighed, proposals: Proposals) -> Features:
    """What the calibration of the edits goes by: their readings, but for what is their own."""
    readings = found.features(found.best).at(proposals.word)
    size = np.fromiter((len(edit.before) for edit in proposals.edits), np.int64)
    part = np.where(readings.words > 1, np.maximum(size, 1), 1)
    return replace(readings, posterior=proposals.posterior, part=part)


def chosen(proposals: Proposals, confidence: Doubles, made: npt.NDArray[np.bool_]) -> list[Edit]:
    """The edits that are made, as sure as they are, a space in one with the word behind it."""
    edits: list[Edit] = []
    for i in np.flatnonzero(made).tolist():
        edit, sure = proposals.edits[i], float(confidence[i])
        if edits and edits[-1].end == edits[-1].start == edit.start and not edits[-1].before:
            after = edits.pop().after + edit.after
        else:
            after = edit.after
        edits.append(Edit(edit.start, edit.end, edit.before, after, edit.rule, sure))
    return edits
