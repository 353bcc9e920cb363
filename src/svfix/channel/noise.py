"""Noise: how much more a text errs than its engines mostly do, in ways not yet seen in it too.

A badly worn page is misread in more ways than an engine's confusions know of, and too seldom in
each of them to count.  But how often the known ones were needed tells how bad a page is: in
bench/train the rest comes up to ten times as often where they do.  So what a channel says of
confusions before any was counted is scaled by that, and of the unknown ones by twice as much.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.channel.model import Rules

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

BAD = 2.5
"""How many times as often as its engines a page errs that has lost marks as well. On such pages of
bench/train as Tesseract read them, printed again too, 24 of 27 stops put at the ends of paragraphs
stood there. On others half of the commas there are stops, and 5 % of those without a mark lost one.
"""

UNKNOWN, RULE = 1e-4, 0.02  # less is a confusion no engine was seen to make; more is what it does
LITTLE = 3.0  # confusions that say nothing yet, of more or fewer
LOUDEST = 30.0  # how much likelier anything gets
UNKNOWN_TOO = 2.0  # how much more still the unknown ones grow


def level(logp: Floats, used: Doubles, rules: Rules) -> float:
    """How many times as often as its engines a text makes the confusions that they are known for.

    `logp` is what the engines' channels say of each rule, and `used` how often the text was seen to
    need it.
    """
    p = np.exp(logp.astype(np.float64))
    counted = known(p, rules) & (rules.sizes == 1)
    seen = np.bincount(rules.letter, used)[rules.letter]
    expected = float((seen * p)[counted].sum())
    return (float(used[counted].sum()) + LITTLE) / (expected + LITTLE)


def scaled(logp: Floats, noise: float, rules: Rules) -> Floats:
    """Log-probabilities of rules, those of confusions as much higher as a text is noisier.

    A text that errs less than its engines do is left alone: what was counted tells that.
    """
    if noise <= 1:
        return logp
    p = np.exp(logp.astype(np.float64))
    unknown = ~rules.same & (rules.sizes <= 1) & (p < UNKNOWN)
    scale = np.select([known(p, rules), unknown], [noise, UNKNOWN_TOO * noise], 1.0)
    return np.asarray(logp + np.log(np.minimum(scale, LOUDEST)), np.float32)


def known(p: Doubles, rules: Rules) -> npt.NDArray[np.bool_]:
    """The confusions that an engine was seen to make, but for those that it mostly makes."""
    return ~rules.same & (rules.sizes <= 1) & (p >= UNKNOWN) & (p < RULE)
