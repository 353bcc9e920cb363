"""The lattice: candidates side by side, weighed against each other in context.

Exact forward–backward over trigrams (Rabiner 1989, "A tutorial on hidden Markov models"): each
candidate's posterior takes every reading of the words around it into account.  Only words with more
than one candidate cost anything.  Stretches between two certain words in a row do not influence
each other, so all of them are run side by side in numpy, or one after the other by the kernel, with
the same results: logarithms are whole numbers here (`UNITS`), added by a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from svfix.channel.model import UNITS, units
from svfix.lexicon.ngrams import STEP, NGrams
from svfix.search import kernel
from svfix.text.runs import ragged

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

ORDER = 3
TRUST = 0.85  # weight of the language model beside the channel: n-grams are surer than they know
TRUSTED = units(TRUST * STEP)  # what a step of a stored probability counts
NEVER = -(2**40)  # units
# What log(eᵃ + eᵇ) has beyond the greater of a and b, by how far they are apart; 0 at the end.
SUMS = np.rint(np.log1p(np.exp(-np.arange(8 * UNITS) / UNITS)) * UNITS).astype(np.int32)


@dataclass(frozen=True)
class Slots:
    """Words in a row with their candidates, as flat arrays.

    Slot `s` has the candidates `start[s]` … `start[s] + count[s]` of the flat arrays `into` (the
    form that stands for the candidate as a word to come), `outof` (as context) and `local` (its
    log-probability beyond what `into` has, in units: channel, casing, prior).
    The first two slots must have one candidate each.
    """

    start: Longs
    count: Longs
    into: Longs
    outof: Longs
    local: Ints


def posteriors(slots: Slots, ngrams: NGrams) -> Floats:
    """The probability of every candidate given all slots, flat as in `slots`."""
    result = np.ones(len(slots.local), np.float32)
    first, length = stretches(slots.count)
    if not len(first):
        return result
    place = np.repeat(first, length) + ragged(length)
    sums = kernel.sums if kernel.AVAILABLE else path_sums
    through = sums(slots, ngrams, first, length)
    count = slots.count[place]
    flat = np.repeat(slots.start[place], count) + ragged(count)
    heads = np.cumsum(count) - count
    behind = through[flat] - np.repeat(np.maximum.reduceat(through[flat], heads), count)
    weight = np.exp(behind / UNITS)
    result[flat] = weight / np.repeat(np.add.reduceat(weight, heads), count)
    return result


def stretches(count: Longs) -> tuple[Longs, Longs]:
    """First slots and lengths of the stretches around uncertain slots.

    A stretch runs two slots beyond its last uncertain one: that far reaches its influence.
    """
    uncertain = np.flatnonzero(count > 1)
    if not len(uncertain):
        return uncertain, uncertain
    opens = np.flatnonzero(np.diff(uncertain, prepend=-ORDER) >= ORDER)
    closes = np.append(opens[1:], len(uncertain)) - 1
    first = uncertain[opens]
    last = np.minimum(uncertain[closes] + ORDER - 1, len(count) - 1)
    return first, last - first + 1


def path_sums(slots: Slots, ngrams: NGrams, first: Longs, length: Longs) -> Longs:
    """By candidate, the log of the sum over all paths of its stretch through it, in units.

    Candidates outside the stretches have 0.
    """
    place = np.repeat(first, length) + ragged(length)
    scores = transitions(slots, place, ngrams)
    width = scores.shape[-1]
    both = forward_backward(scores, emissions(slots, place, width), length)
    columns = np.arange(width)
    inside = columns < slots.count[place][:, None]
    result = np.zeros(len(slots.local), np.int64)
    result[(slots.start[place][:, None] + columns)[inside]] = both[inside]
    return result


def transitions(slots: Slots, place: Longs, ngrams: NGrams) -> Longs:
    """log P(w | u, v) for all candidates at each place: (place, u, v, w), padded with `NEVER`."""
    sizes = [slots.count[place - back] for back in (2, 1, 0)]
    width = int(max(size.max() for size in sizes))
    count = sizes[0] * sizes[1] * sizes[2]
    owner = np.repeat(np.arange(len(place)), count)
    offset = ragged(count)
    w = offset % sizes[2][owner]
    v = offset // sizes[2][owner] % sizes[1][owner]
    u = offset // (sizes[2] * sizes[1])[owner]
    starts = [slots.start[place - back][owner] for back in (2, 1, 0)]
    steps = ngrams.trigram_steps(
        slots.outof[starts[0] + u], slots.outof[starts[1] + v], slots.into[starts[2] + w]
    )
    table = np.full((len(place), width, width, width), NEVER, np.int64)
    table[owner, u, v, w] = -TRUSTED * steps
    return table


def emissions(slots: Slots, place: Longs, width: int) -> Longs:
    """The candidates' own log-probabilities: (place, candidate), padded with `NEVER`."""
    columns = np.arange(width)
    inside = columns < slots.count[place][:, None]
    index = np.where(inside, slots.start[place][:, None] + columns, 0)
    return np.asarray(np.where(inside, slots.local[index], NEVER), np.int64)


def forward_backward(scores: Longs, local: Longs, length: Longs) -> Longs:
    """Sums over paths (place, candidate) of stretches of the given lengths, laid end to end."""
    base = np.cumsum(length) - length
    width = scores.shape[-1]
    alphas = np.full((len(local), width, width), NEVER, np.int64)
    betas = np.zeros((len(local), width, width), np.int64)
    for step in range(int(length.max())):
        at = base[length > step] + step
        if step:
            before = alphas[at - 1]
        else:
            before = np.full((len(at), width, width), NEVER, np.int64)
            before[:, 0, 0] = 0
        alphas[at] = total(before[..., None] + scores[at], 1) + local[at][:, None, :]
    for step in range(int(length.max()) - 2, -1, -1):
        at = base[length > step + 1] + step
        ahead = scores[at + 1] + local[at + 1][:, None, None, :] + betas[at + 1][:, None]
        betas[at] = total(ahead, 3)
    return total(alphas + betas, 1)


def total(logs: Longs, axis: int) -> Longs:
    """log of the sum of exponentials along an axis, one term after another, in units."""
    first, *rest = np.moveaxis(logs, axis, 0)
    return np.asarray(reduce(log_add, rest, first))


def log_add(a: Longs, b: Longs) -> Longs:
    """log(eᵃ + eᵇ) in units, by a table."""
    apart = np.minimum(np.abs(a - b), len(SUMS) - 1)
    return np.asarray(np.maximum(a, b) + SUMS[apart])
