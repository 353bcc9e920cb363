"""Noise: how much more a text errs than its engines mostly do, in ways not yet seen in it too.

A badly worn page is misread in more ways than an engine's confusions know of, and too seldom in
each of them to count.  But how often the known ones were needed tells how bad a page is: in
bench/train the rest comes up to ten times as often where they do.  So what a channel says of
confusions before any was counted is scaled by that, and of the unknown ones by twice as much.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.decoder.channel import Rules

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

UNKNOWN, RULE = 1e-4, 0.02  # less is a confusion no engine was seen to make; more is what it does
LITTLE = 3.0  # confusions that say nothing yet, of more or fewer
LOUDEST = 30.0
UNKNOWN_TOO = 2.0  # how much more still the unknown ones grow


def scaled(logp: Floats, used: Doubles, rules: Rules) -> Floats:
    """Log-probabilities of rules, those of confusions as much higher as a text is noisier.

    `used` is how often the text was seen to need each rule.  A text that errs less than its
    engines do is left alone: what was counted tells that.
    """
    p = np.exp(logp.astype(np.float64))
    single = ~rules.same & (rules.sizes <= 1)
    known = single & (p >= UNKNOWN) & (p < RULE)
    counted = known & (rules.sizes == 1)
    seen = np.bincount(rules.letter, used)[rules.letter]
    expected = float((seen * p)[counted].sum())
    noise = (float(used[counted].sum()) + LITTLE) / (expected + LITTLE)
    if noise <= 1:
        return logp
    scale = np.where(known, noise, np.where(single & (p < UNKNOWN), UNKNOWN_TOO * noise, 1.0))
    return np.asarray(logp + np.log(np.minimum(scale, LOUDEST)), np.float32)
