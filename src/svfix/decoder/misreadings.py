"""Misreadings: what a form and what it may have been say of each other, before any context.

`inkomstgränsema` is no word and nothing like one, and `inkomstgränserna` is one confusion away that
engines make; `mottaktblandare` is not listed either, but well formed, and so is `Nicholson`; of
`överklgas` a writer's fingers lost a letter.  The columns here are what tells these apart.  How much
they do is learned (`calibration`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.decoder.channel import COMPOUND, KINDS, SPACE
from svfix.decoder.readings import Readings
from svfix.lexicon import letters

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

FAR = 15.0  # nats; readings that are further apart are as good as certain
FREE = 0.1  # nats a letter; less costs nothing
CLEAR, WIDE = 2.0, 7.0  # nats between two readings where the slope may change
STRANGE = 2.8  # nats a letter, from which on no Swedish word looks so
SHORT = np.log(5)  # letters of words that anything is like

NAMES = (
    "one",
    "gap",
    "gap_below",
    "gap_above",
    "cost",
    "cost_by_letter",
    "letters",
    "short",
    "listed",
    "compound",
    "compound_cost",
    "compound_as_is",
    "run_on",
    "words",
    "strange",
    "stranger",
    "titled",
    "capitals",
    "capital_inside",
    "mark_inside",
    "often",
    "shown",
    "prior",
    *KINDS,
)
"""What `columns` has, in this order."""


def columns(readings: Readings, form: Longs, reading: Longs, often: Longs) -> Doubles:
    """The features of forms beside a reading of each, a row for each pair.

    `often` is how many times each of all forms stands in the text.
    """
    rows = readings.rows
    as_is = readings.as_is[form]
    steps = rows.steps[reading]
    said = [readings.forms[i] for i in form.tolist()]
    length = np.fromiter(map(len, said), np.float64, len(said))
    gap = np.clip(readings.scores[reading] - readings.scores[as_is], -FAR, FAR)
    cost = np.maximum(-rows.channel[reading], 0)
    spaces = (steps == SPACE).sum(1)
    compound = (steps == COMPOUND).any(1) & (spaces == 0)
    strange = strangeness(readings, said, length)
    prior = readings.scores[reading] - rows.channel[reading]
    return np.column_stack(
        [
            np.ones(len(form)),
            gap,
            np.minimum(gap - CLEAR, 0),
            np.maximum(gap - WIDE, 0),
            cost,
            np.log(cost / length + FREE),
            np.log(length),
            np.minimum(np.log(length) - SHORT, 0),
            readings.trusted[form],
            compound,
            compound * np.log1p(cost),
            (rows.steps[as_is] == COMPOUND).any(1),
            spaces > 0,
            np.log1p(spaces),
            strange,
            np.maximum(strange - STRANGE, 0),
            *shapes(said),
            np.log(often[form]),
            readings.shown[reading],
            prior,
            errors(readings, steps),
        ]
    )


def strangeness(readings: Readings, said: list[str], length: Doubles) -> Doubles:
    """How far forms are from looking like Swedish words, in nats a letter."""
    table = readings.vocabulary.lexicon.letters
    return np.asarray(-letters.logp(table, [form.lower().rstrip("-") for form in said]) / length)


def shapes(said: list[str]) -> Doubles:
    """Whether forms begin with a capital, are all capitals, or have one, or a mark, inside."""
    table = [
        [
            form[:1].isupper(),
            form.isupper(),
            not form.isupper() and any(map(str.isupper, form[1:])),
            not form.rstrip("-").isalpha(),
        ]
        for form in said
    ]
    return np.array(table, np.float64).reshape(-1, 4).T


def errors(readings: Readings, steps: npt.NDArray[np.int32]) -> Doubles:
    """How many errors of each of `KINDS` readings need."""
    kinds = readings.rules.kinds
    return np.asarray(kinds[np.where(steps < 0, -1, steps)].sum(1), np.float64)
