"""Variety: whether a text is spelt as another time did, or was misread so.

`hawer` may be how a text of 1650 spells `haver`, and `varie` how an engine read `varje`: by the
very same rule.  So a path that needs such a rule stands for two readings, of which one writes what
was observed and the other what today's spelling has (`misread_too`).  Which of them it is, the
text's other forms tell: in old ones many a form is spelt so, in others hardly one (`old`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.channel.model import Channel, Rules
from svfix.channel.variety import doubted

if TYPE_CHECKING:
    from svfix.search.readings import Readings

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

SELDOM = 0.02
"""Of all texts are in another spelling than today's."""

SPELT, BY_CHANCE = 0.03, 0.001
"""Distinct forms of another spelling in a word of text: of texts in such a spelling, and of others,
which quote, misspell, or were misread so."""


def shown(readings: Readings, often: Longs) -> float:
    """The probability that a text is in another spelling, from its forms and their readings."""
    outdated = readings.vocabulary.lexicon.outdated[readings.known] & (readings.known >= 0)
    unlisted = np.flatnonzero(readings.known < 0)
    otherwise = uses(readings.rules, readings.rows.steps[readings.as_is[unlisted]]).any(1)
    there = often > 0
    forms = (outdated & there).sum() + (otherwise & there[unlisted]).sum()
    return old(float(forms), float(often.sum()))


def spelt(channel: Channel, likely: float) -> Channel:
    """The channel of texts in another spelling, where a text is only so likely to be in it."""
    return replace(channel, cost=-doubted(-channel.cost, likely, channel.rules))


def in_spelling(readings: Readings, channel: Channel, likely: float) -> Readings:
    """Readings under a channel, in a text that is only so likely in another spelling."""
    if uses(readings.rules, readings.rows.steps).any():
        readings = readings.repriced(spelt(channel, likely))
    return replace(readings, old=likely)


def uses(rules: Rules, steps: Ints) -> Flags:
    """Which steps of paths are rules of another spelling."""
    return np.asarray(np.append(rules.variety, False)[np.where(steps < 0, -1, steps)])


def old(forms: float, words: float) -> float:
    """The probability that a text is in another spelling, by how many such forms it has.

    Of many words a few are so by chance:

    >>> round(old(1, 300), 2), round(old(6, 300), 2), round(old(6, 8000), 2)
    (0.0, 1.0, 0.0)
    """
    odds = np.log(SELDOM / (1 - SELDOM)) + forms * np.log(SPELT / BY_CHANCE)
    odds -= words * (SPELT - BY_CHANCE)
    return float(1 / (1 + np.exp(-np.clip(odds, -50, 50))))
