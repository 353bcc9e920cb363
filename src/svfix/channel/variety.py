"""Variety: what a channel costs in a text that may be spelt as another time did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.channel.model import Rules

Floats = npt.NDArray[np.float32]

LEAST = 0.002
"""How likely a text is to be in another spelling at least, as it may quote one that is."""


def doubted(logp: Floats, likely: float, rules: Rules) -> Floats:
    """log P(observed | truth) by rule, and more, where a text is only so likely in such a spelling.

    `logp` is of texts that are.
    """
    doubt = rules.variety * np.float32(np.log(max(likely, LEAST)))
    return np.append(logp[: len(rules)] + doubt, logp[len(rules) :])
