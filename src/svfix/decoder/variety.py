"""Variety: whether a text is spelt as another time did, or was misread so.

`hawer` may be how a text of 1650 spells `haver`, and `varie` how an engine read `varje`: by the
very same rule.  So a path that needs such a rule stands for two hypotheses, of which one writes
what was observed and the other what today's spelling has (`misread_too`).  Which of them it is, the
text's other forms tell: in old ones many a form is spelt so, in others hardly one (`old`).
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from math import exp, log
from typing import TYPE_CHECKING

from svfix.channel.model import Channel
from svfix.channel.variety import doubt
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.search.hypotheses import Hypotheses

SELDOM = 0.02
"""Of all texts are in another spelling than today's."""

SPELT, BY_CHANCE = 0.03, 0.001
"""Distinct forms of another spelling in a word of text: of texts in such a spelling, and of others,
which quote, misspell, or were misread so."""


def shown(hypotheses: Hypotheses, often: Buffer) -> float:
    """The probability that a text is in another spelling, from its forms and their hypotheses.

    `often` is how many times each form stands in the text.
    """
    return old(float(hypotheses.outdated(often)), float(sum(often)))


def spelt(channel: Channel, likely: float) -> Channel:
    """The channel of texts in another spelling, where a text is only so likely to be in it."""
    cost = array("f", channel.cost.tobytes())
    more = -doubt(likely)
    for rule in channel.rules.misread:
        cost[rule] += more
    return replace(channel, cost=cost)


def in_spelling(hypotheses: Hypotheses, channel: Channel, likely: float) -> Hypotheses:
    """Hypotheses under a channel, in a text that is only so likely in another spelling."""
    if hypotheses.otherwise():
        hypotheses = hypotheses.repriced(spelt(channel, likely))
    return replace(hypotheses, old=likely)


def old(forms: float, words: float) -> float:
    """The probability that a text is in another spelling, by how many such forms it has.

    Of many words a few are so by chance:

    >>> round(old(1, 300), 2), round(old(6, 300), 2), round(old(6, 8000), 2)
    (0.0, 1.0, 0.0)
    """
    odds = log(SELDOM / (1 - SELDOM)) + forms * log(SPELT / BY_CHANCE)
    odds -= words * (SPELT - BY_CHANCE)
    return 1 / (1 + exp(-min(max(odds, -50), 50)))
