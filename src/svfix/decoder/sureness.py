"""Sureness: how likely the edits of a decoded text are right, and its words as they were read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from svfix.decoder import openings
from svfix.decoder.proposals import Proposals
from svfix.decoder.weighing import Weighed
from svfix.ranking import calibration, misreadings, suspicion
from svfix.ranking.calibration import Features

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


def of_edits(found: Weighed, proposals: Proposals) -> Doubles:
    """How often edits like these are right in their letters."""
    if found.damage is None:
        return calibration.confidence(features(found, proposals), "changed")
    if not proposals.edits:
        return np.zeros(0)
    rows = suspicion.in_context(*little(found, proposals))
    form, words = found.form[found.words[proposals.word]], len(found.words)
    sure = suspicion.edited(rows, form, words)
    return suspicion.alone(sure, words, small(found, proposals))


def of_words(found: Weighed) -> Doubles:
    """How sure each word is as it was read; worked out once for a form that is certain."""
    reading, place = found.as_is.reading, np.arange(len(found.words))
    certain = found.as_is.posterior == 1
    stand_in = np.zeros(len(found.readings.rows), np.int64)
    stand_in[reading[certain]] = place[certain]
    stand_in = np.where(certain, stand_in[reading], place)
    asked = np.flatnonzero(stand_in == place)
    sure = np.zeros(len(place))
    if found.damage is None:
        sure[asked] = calibration.confidence(found.features(found.as_is).at(asked), "kept")
    else:
        alone = found.damage.other[found.form[found.words[asked]]] < 0
        if not alone.all():
            sure[asked[~alone]] = suspicion.kept(*little_as_is(found, asked[~alone]))
        if alone.any():  # of no other reading, and all alike
            sure[asked[alone]] = suspicion.kept(*little_as_is(found, asked[alone][:1]))
    return np.asarray(sure[stand_in])


def features(found: Weighed, proposals: Proposals) -> Features:
    """What the calibration of the edits goes by: their readings, but for what is their own."""
    readings = found.features(found.best).at(proposals.word)
    return replace(readings, posterior=proposals.posterior, part=part(found, proposals))


def part(found: Weighed, proposals: Proposals) -> Longs:
    """How many characters each edit changes where a word has several edits, else 1."""
    size = np.fromiter((len(edit.before) for edit in proposals.edits), np.int64)
    several = found.spaces[found.best.reading[proposals.word]] > 0
    return np.where(several, np.maximum(size, 1), 1)


def little(found: Weighed, proposals: Proposals) -> tuple[Doubles, Doubles, Doubles, Longs]:
    """The same in a text that is mostly read right, for `suspicion.in_context`."""
    assert found.damage is not None
    form = found.form[found.words[proposals.word]]
    columns = columns_of(found, form, found.best.reading[proposals.word])
    return columns, proposals.posterior, found.damage.odds[form], part(found, proposals)


def small(found: Weighed, proposals: Proposals) -> Doubles:
    """The nats by which a small letter where something opens tells a misreading: `. lngen`."""
    word, titled = proposals.word, found.readings.rows.titled
    lost = titled[found.best.reading[word]] & ~titled[found.as_is.reading[word]]
    lost &= ~found.tokens.opens[found.words[word]]  # behind an empty line
    share = np.clip(found.row.share[found.words[word]], 0.5, openings.STOPPED)
    return np.where(lost, np.log(share) - np.log1p(-share), 0.0)


def little_as_is(found: Weighed, which: Longs) -> tuple[Doubles, Floats, Doubles]:
    """What tells how sure some words are as they were read, for `suspicion.kept`.

    A word beside which there is no other reading is as sure as the text is.
    """
    assert found.damage is not None
    form = found.form[found.words[which]]
    other = found.damage.other[form]
    columns = np.zeros((len(which), len(misreadings.NAMES)))
    able = np.flatnonzero(other >= 0)
    columns[able] = columns_of(found, form[able], other[able])
    rate = max(found.damage.rate, 1e-6)
    suspect = np.where(other >= 0, found.damage.odds[form], np.log(rate) - np.log1p(-rate))
    return columns, found.as_is.posterior[which], suspect


def columns_of(found: Weighed, form: Longs, reading: Longs) -> Doubles:
    """What some forms of a text that is mostly right and a reading of each say of each other."""
    assert found.seen is not None
    damage, often = found.seen.damage, found.seen.often
    columns: Doubles = damage.columns[form]
    new = np.flatnonzero((reading != damage.other[form]) | (often[form] == 0))
    if len(new):
        shown, readings = damage.shown[form[new]], found.seen.readings
        counts = np.maximum(often, 1)
        columns[new] = misreadings.columns(readings, form[new], reading[new], counts, shown)
    return columns
