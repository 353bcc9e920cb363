"""Casing: what the capitals of a hypothesis are worth in the place where it stands."""

from __future__ import annotations

from array import array
from math import log
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.text.columns import table
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.search.rows import Rows

# The places of a word: columns of `casing`.
PLACES = INSIDE, OPENING, CAPITALS, NAMED = range(4)
TITLE_UNLISTED = 0.4  # the share of unlisted words inside a sentence that are capitalised names
UPPER_UNLISTED = 0.3  # the share of words all in capitals that are unlisted acronyms
RAREST_CASE = 0.005  # the probability of a casing a form was never seen in
ALWAYS = 255  # stored for a form that always has a casing

NAMED_UNLISTED = cython.declare(cython.double, 2.3)
"""Nats: ten times as many names are unlisted behind another name."""

SMALL_OPENS = cython.declare(cython.double, log(0.05))
"""Nats of a sentence that opens with a small letter."""

SHARES = array("d", [log(max(times / ALWAYS, RAREST_CASE)) for times in range(ALWAYS + 1)])
"""log P of a casing by how often (of 255) a form has it."""

UNLISTED = tuple(map(log, (TITLE_UNLISTED, 1 - TITLE_UNLISTED, UPPER_UNLISTED)))
"""The same of unlisted words with a capital, in small letters, and all in capitals."""


def casing(hypotheses: Rows, lexicon: Lexicon) -> Buffer:
    """log P(casing) of each hypothesis by where it stands: (hypothesis, place), 32 bits."""
    forms: cython.const[cython.longlong][::1] = hypotheses.as_word
    titled: cython.const[cython.uchar][::1] = hypotheses.titled
    title: cython.const[cython.uchar][::1] = lexicon.title
    upper: cython.const[cython.uchar][::1] = lexicon.upper
    shares: cython.const[cython.double][::1] = SHARES
    as_title: cython.double
    as_lower: cython.double
    as_upper: cython.double
    as_title, as_lower, as_upper = UNLISTED
    unknown: cython.longlong = lexicon.special["<unk>"]
    found = table(len(forms), len(PLACES), "f")
    worth: cython.float[:, ::1] = found
    i: cython.Py_ssize_t
    form: cython.longlong
    inside: cython.double
    for i in range(len(forms)):
        form = forms[i]
        if form == unknown:
            inside = as_title if titled[i] else as_lower
            worth[i, 3] = inside + NAMED_UNLISTED if titled[i] else inside
            worth[i, 2] = as_upper
        else:
            inside = shares[title[form] if titled[i] else max(0, 255 - title[form] - upper[form])]
            worth[i, 3] = inside
            worth[i, 2] = shares[upper[form]]
        worth[i, 0] = inside
        worth[i, 1] = 0.0 if titled[i] else SMALL_OPENS
    return found
