"""Misreadings: what a form and what it may have been say of each other, before any context.

`inkomstgränsema` is no word and nothing like one, and `inkomstgränserna` is one confusion away that
engines make; `mottaktblandare` is not listed either, but well formed, and so is `Nicholson`; of
`överklgas` a writer's fingers lost a letter.  The columns here are what tells these apart.  How
much they do is learned (`calibration`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from svfix.channel.model import COMPOUND, KINDS, SPACE, START
from svfix.lexicon import letters
from svfix.lexicon.endings import beside
from svfix.search.readings import Readings

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


NAMES = (
    "gap",
    "cost",
    "cost_by_letter",
    "letters",
    "listed",
    "compound",
    "compound_as_is",
    "spaces",
    "strange",
    "oddest",
    "titled",
    "capitals",
    "capital_inside",
    "mark_inside",
    "often",
    "met",
    "shown",
    "prior",
    "inflected",
    "edge",
    "old",
    *KINDS,
)
"""What `columns` has, in this order."""


def columns(
    readings: Readings, form: Longs, reading: Longs, often: Longs, shown: Doubles
) -> Doubles:
    """The features of forms beside a reading of each, a row for each pair.

    `readings` are priced as any engine has them; `often` is how many times each of all forms stands
    in the text, and `shown` how much likelier the errors of these are in it than in any text.
    """
    rows = readings.rows
    as_is = readings.as_is[form]
    steps = rows.steps[reading]
    said = [readings.forms[i] for i in form.tolist()]
    length = np.fromiter(map(len, said), np.float64, len(said))
    gap = readings.scores[reading] - readings.scores[as_is]
    cost = np.maximum(-rows.channel[reading], 0)
    spaces = (steps == SPACE).sum(1)
    compound = (steps == COMPOUND).any(1) & (spaces == 0)
    strange, oddest = strangeness(readings, said, length)
    prior = readings.scores[reading] - rows.channel[reading]
    return np.column_stack(
        [
            gap,
            cost,
            cost / length,
            length,
            readings.trusted[form],
            compound,
            (rows.steps[as_is] == COMPOUND).any(1),
            spaces,
            strange,
            oddest,
            *shapes(said),
            often[form],
            met(readings, steps, often),
            shown,
            prior,
            inflected(readings, said, steps),
            edge(readings, steps),
            np.full(len(form), readings.old),
            errors(readings, steps),
        ]
    )


def met(readings: Readings, steps: npt.NDArray[np.int32], often: Longs) -> Doubles:
    """How many times what readings write stands in the text as it was read.

    Of words that were run together it is the one that stands there least often.
    """
    stands = dict(zip(readings.forms, often.tolist(), strict=True))
    written = (text.split(" ") for text in readings.rules.spell_all(steps))
    return np.array([min(met_in(stands, word) for word in text) for text in written], np.float64)


def met_in(stands: Mapping[str, int], word: str) -> int:
    """How many times a word in small letters stands in a text, in any case that is usual."""
    return sum(stands.get(form, 0) for form in {word, word.capitalize(), word.upper()})


def strangeness(readings: Readings, said: list[str], length: Doubles) -> tuple[Doubles, Doubles]:
    """How far forms are from looking like Swedish words: nats a letter, and of the worst letter.

    `medddas` is likely enough but for its third d.
    """
    table = readings.vocabulary.lexicon.letters
    bare = [form.lower().rstrip("-") for form in said]
    oddest = -letters.oddest(table, bare).astype(np.float64)
    return np.asarray(-letters.logp(table, bare) / length), oddest


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
    return np.asarray(np.array(table, np.float64).reshape(-1, 4).T)


def inflected(readings: Readings, said: list[str], steps: npt.NDArray[np.int32]) -> Doubles:
    """How likely forms are there, by how they end, if what they may have been are words."""
    known = readings.vocabulary.lexicon.endings
    words = readings.rules.spell_all(steps)
    bare = (form.lower().rstrip("-") for form in said)
    return np.array([beside(*pair, known) for pair in zip(bare, words, strict=True)], np.float64)


def edge(readings: Readings, steps: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether readings need an error at the edge of the form: `ammarrätten` lost its first letter.

    Writers err inside words.
    """
    rules = readings.rules
    wrong = np.append(~(rules.same | rules.variety), False)[np.where(steps < 0, -1, steps)]
    last = np.maximum((steps != START).sum(1) - 1, 0)
    return np.asarray(wrong[:, 0] | wrong[np.arange(len(steps)), last])


def errors(readings: Readings, steps: npt.NDArray[np.int32]) -> Doubles:
    """How many errors of each of `KINDS` readings need."""
    kinds = readings.rules.kinds
    return np.asarray(kinds[np.where(steps < 0, -1, steps)].sum(1), np.float64)
