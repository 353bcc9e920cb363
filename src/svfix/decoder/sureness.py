"""Sureness: how likely the edits of a decoded text are right, and its words as they were read."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from svfix.decoder import openings
from svfix.decoder.proposals import Proposals
from svfix.decoder.weighing import Weighed
from svfix.ranking import calibration, misreadings, suspicion
from svfix.ranking.calibration import Features, log_odds, picked
from svfix.text.columns import put, table
from svfix.uncompiled import Buffer

WIDTH = len(misreadings.NAMES)
LEAST_RATE = 1e-6  # of damage; a text that shows less is no surer


def of_edits(found: Weighed, proposals: Proposals) -> Buffer:
    """How often edits like these are right in their letters."""
    if not proposals.edits:
        return array("d")
    if found.damage is None:
        return calibration.confidence(features(found, proposals), "changed")
    rows = suspicion.in_context(*little(found, proposals))
    sure = suspicion.edited(rows, forms_of(found, proposals.word), len(found.words))
    return suspicion.alone(sure, len(found.words), small(found, proposals))


def of_words(found: Weighed) -> Buffer:
    """How sure each word is as it was read; worked out once for a form that is certain."""
    first: dict[int, int] = {}  # word of each reading that is certain
    same = array("q")  # by word, the one it is as sure as
    certain = zip(found.as_is.reading, found.as_is.posterior, strict=True)
    for word, (reading, posterior) in enumerate(certain):
        same.append(first.setdefault(reading, word) if posterior == 1 else word)
    asked = [word for word, other in enumerate(same) if word == other]
    sure = array("d", bytes(8 * len(same)))
    if found.damage is None:
        readings = found.features(found.as_is).at(asked)
        set_at(sure, asked, calibration.confidence(readings, "kept"))
    else:
        other = found.damage.other
        alone = [other[form] < 0 for form in forms_of(found, asked)]
        rivalled = [word for word, by_itself in zip(asked, alone, strict=True) if not by_itself]
        single = [word for word, by_itself in zip(asked, alone, strict=True) if by_itself]
        set_at(sure, rivalled, kept(found, rivalled))
        set_at(sure, single, list(kept(found, single[:1])) * len(single))  # all alike
    return array("d", map(sure.__getitem__, same))


def set_at(numbers: array[float], which: list[int], new: Iterable[float]) -> None:
    """Set some of the numbers of a column."""
    for place, number in zip(which, new, strict=True):
        numbers[place] = number


def kept(found: Weighed, which: list[int]) -> Buffer:
    """How sure some words of a text that is mostly read right are as they were read."""
    return suspicion.kept(*little_as_is(found, which)) if which else array("d")


def forms_of(found: Weighed, which: Iterable[int]) -> array[int]:
    """The number of the form of some words."""
    words, form = found.words, found.form
    return array("q", [form[words[word]] for word in which])


def features(found: Weighed, proposals: Proposals) -> Features:
    """What the calibration of the edits goes by: their readings, but for what is their own."""
    readings = found.features(found.best).at(proposals.word)
    return replace(readings, posterior=proposals.posterior, part=part(found, proposals))


def part(found: Weighed, proposals: Proposals) -> array[int]:
    """How many characters each edit changes where a word has several edits, else 1."""
    spaces, reading = found.spaces, found.best.reading
    edits = zip(proposals.word, proposals.edits, strict=True)
    sizes = (len(edit.before) if spaces[reading[word]] else 1 for word, edit in edits)
    return array("q", [max(size, 1) for size in sizes])


def little(found: Weighed, proposals: Proposals) -> tuple[Buffer, Buffer, Buffer, Buffer]:
    """The same in a text that is mostly read right, for `suspicion.in_context`."""
    assert found.damage is not None
    form = forms_of(found, proposals.word)
    reading = picked("q", found.best.reading, proposals.word)
    suspect = picked("d", found.damage.odds, form)
    return columns_of(found, form, reading), proposals.posterior, suspect, part(found, proposals)


def small(found: Weighed, proposals: Proposals) -> array[float]:
    """The nats by which a small letter where something opens tells a misreading: `. lngen`."""
    titled, opens = found.readings.rows.titled, found.tokens.opens
    best, as_is = found.best.reading, found.as_is.reading
    words, shares = found.words, found.row.share
    nats = array("d")
    for word in proposals.word:
        token = words[word]
        lost = titled[best[word]] and not titled[as_is[word]]
        lost = lost and not opens[token]  # behind an empty line
        share = max(0.5, min(shares[token], openings.STOPPED))
        nats.append(log_odds(share) if lost else 0.0)
    return nats


def little_as_is(found: Weighed, which: Iterable[int]) -> tuple[Buffer, Buffer, Buffer]:
    """What tells how sure some words are as they were read, for `suspicion.kept`.

    A word beside which there is no other reading is as sure as the text is.
    """
    assert found.damage is not None
    which = list(which)
    form = forms_of(found, which)
    other, odds = picked("q", found.damage.other, form), picked("d", found.damage.odds, form)
    able = [i for i, row in enumerate(other) if row >= 0]
    rate = log_odds(max(found.damage.rate, LEAST_RATE))
    suspect = [o if row >= 0 else rate for o, row in zip(odds, other, strict=True)]
    told = columns_of(found, picked("q", form, able), picked("q", other, able))
    columns = table(len(which), WIDTH)
    for row, i in enumerate(able):
        copy(told, row, columns, i)
    posterior = picked("d", found.as_is.posterior, which)
    return columns, posterior, array("d", suspect)


def columns_of(found: Weighed, form: Buffer, reading: Buffer) -> Buffer:
    """What some forms of a text that is mostly right and a reading of each say of each other."""
    assert found.seen is not None
    damage, often = found.seen.damage, found.seen.often
    other, known, shown = damage.other, damage.columns, damage.shown
    form, reading = form, reading
    columns = table(len(form), WIDTH)
    new = array("q")
    for i, of in enumerate(form):
        if reading[i] == other[of] and often[of]:
            copy(known, of, columns, i)
        else:
            new.append(i)
    if new:
        forms, rows = picked("q", form, new), picked("q", reading, new)
        counts = array("q", [max(times, 1) for times in often])
        habits = picked("d", shown, forms)
        told = misreadings.columns(found.seen.readings, forms, rows, counts, habits)
        for row, i in enumerate(new):
            copy(told, row, columns, i)
    return columns


def copy(rows: Buffer, row: int, columns: Buffer, into: int) -> None:
    """Copy a row of one table into another."""
    put(columns, into, [rows[row, i] for i in range(rows.shape[1])])
