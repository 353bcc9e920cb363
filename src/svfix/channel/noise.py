"""Noise: how much more a text errs than its engines mostly do, in ways not yet seen in it too.

A badly worn page is misread in more ways than an engine's confusions know of, and too seldom in
each of them to count.  But how often the known ones were needed tells how bad a page is: in
bench/train the rest comes up to ten times as often where they do.  So what a channel says of
confusions before any was counted is scaled by that, and of the unknown ones by twice as much.
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log
else:
    from math import exp, log

from svfix.channel.rules import Rules
from svfix.uncompiled import Buffer

BAD = 2.5
"""How many times as often as its engines a page errs that has lost marks as well. On such pages of
bench/train as Tesseract read them, printed again too, 24 of 27 stops put at the ends of paragraphs
stood there. On others half of the commas there are stops, and 5 % of those without a mark lost one.
"""

UNKNOWN, RULE = 1e-4, 0.02  # less is a confusion no engine was seen to make; more is what it does
LITTLE = 3.0  # confusions that say nothing yet, of more or fewer
LOUDEST = 30.0  # how much likelier anything gets
UNKNOWN_TOO = 2.0  # how much more still the unknown ones grow

LEAST = cython.declare(cython.double, UNKNOWN)
MOST = cython.declare(cython.double, RULE)


def level(logp: Buffer, used: Buffer, rules: Rules) -> float:
    """How many times as often as its engines a text makes the confusions that they are known for.

    `logp` is what the engines' channels say of each rule (32-bit floats), and `used` how often the
    text was seen to need it (doubles).
    """
    nats: cython.const[cython.float][::1] = logp
    uses: cython.const[cython.double][::1] = used
    seen: cython.const[cython.double][::1] = stood(used, rules)
    letter: cython.const[cython.int][::1] = rules.letter
    same: cython.const[cython.uchar][::1] = rules.same
    sizes: cython.const[cython.int][::1] = rules.sizes
    i: cython.Py_ssize_t
    p: cython.double
    counted: cython.double = 0
    expected: cython.double = 0
    for i in range(len(letter)):
        if sizes[i] != 1 or same[i] or not seen[letter[i]]:
            continue
        p = nats[i]
        p = exp(p)
        if LEAST <= p < MOST:
            counted += uses[i]
            expected += seen[letter[i]] * p
    return (counted + LITTLE) / (expected + LITTLE)


def stood(used: Buffer, rules: Rules) -> array[float]:
    """By truth segment, how often it stood in a text whose rules were used so often."""
    uses: cython.const[cython.double][::1] = used
    letter: cython.const[cython.int][::1] = rules.letter
    i: cython.Py_ssize_t
    found = array("d", bytes(8 * len(rules.letters)))
    seen: cython.double[::1] = found
    for i in range(len(letter)):
        seen[letter[i]] += uses[i]
    return found


def scaled(logp: Buffer, noise: float, rules: Rules) -> Buffer:
    """Log-probabilities of rules, those of confusions as much higher as a text is noisier.

    A text that errs less than its engines do is left alone: what was counted tells that.
    """
    if noise <= 1:
        return logp
    nats: cython.const[cython.float][::1] = logp
    same: cython.const[cython.uchar][::1] = rules.same
    sizes: cython.const[cython.int][::1] = rules.sizes
    known: cython.double = log(min(noise, LOUDEST))
    unknown: cython.double = log(min(UNKNOWN_TOO * noise, LOUDEST))
    i: cython.Py_ssize_t
    nat: cython.double
    p: cython.double
    found = array("f", logp.tobytes())
    louder: cython.float[::1] = found
    for i in range(len(same)):
        if same[i] or sizes[i] > 1:
            continue
        nat = nats[i]
        p = exp(nat)
        if p < LEAST:
            louder[i] = nat + unknown
        elif p < MOST:
            louder[i] = nat + known
    return found
