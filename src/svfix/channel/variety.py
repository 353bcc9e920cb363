"""Variety: what a channel costs in a text that may be spelt as another time did."""

from __future__ import annotations

import math
from array import array

from svfix.channel.rules import Rules
from svfix.uncompiled import Buffer

LEAST = 0.002
"""How likely a text is to be in another spelling at least, as it may quote one that is."""


def doubt(likely: float) -> float:
    """What a rule of such a spelling loses (nats) in a text that is only so likely in it."""
    return math.log(max(likely, LEAST))


def doubted(logp: Buffer, likely: float, rules: Rules) -> array[float]:
    """log P(observed | truth) by rule, and more, where a text is only so likely in such a spelling.

    `logp` is of texts that are; 32-bit floats.
    """
    found = array("f", logp.tobytes())
    less = doubt(likely)
    for rule in rules.misread:
        found[rule] += less
    return found
