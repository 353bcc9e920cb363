"""Priors: what a hypothesis is worth before any context, by its letters."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log1p
else:
    from math import exp, log1p

from svfix.channel.model import Channel
from svfix.lexicon.letters import spelt_out
from svfix.lexicon.store import Lexicon
from svfix.text.capitals import all_capitals, capital_inside

UNLISTED = -3.5  # log-probability that a word is in no lexicon and no compound of its words
ACRONYM, ACRONYM_LETTER = 6, 2.5  # the longest acronym, and nats a letter of one
INSIDE_UNLISTED = -4.5  # nats: of 113,763 unlisted words of the corpora 1,239 have capitals inside


def unlisted_prior(forms: Sequence[str], lexicon: Lexicon) -> Any:
    """log P (nats, float32) by form as a word that no lexicon has, or a name or acronym like it."""
    words: cython.const[cython.uchar][::1] = lexicon.letters
    names: cython.const[cython.uchar][::1] = lexicon.name_letters
    found = array("f", bytes(4 * len(forms)))
    priors: cython.float[::1] = found
    logp: cython.double
    i: cython.Py_ssize_t
    for i, form in enumerate(forms):
        bare = form.lower().rstrip("-")
        logp = spelt_out(words, bare)
        if all_capitals(form):
            if len(form) <= ACRONYM:
                logp = either(logp, -ACRONYM_LETTER * len(form))
        elif form[:1].isupper():
            logp = either(logp, spelt_out(names, bare))
        priors[i] = UNLISTED + logp
    return found


@cython.cfunc
@cython.exceptval(check=False)
def either(a: cython.double, b: cython.double) -> cython.double:
    """log(eᵃ + eᵇ)."""
    return max(a, b) + log1p(exp(-abs(a - b)))


def odd_inside(forms: Sequence[str]) -> bytes:
    """By form, 1 where a capital stands inside (`kuNform`)."""
    return bytes([capital_inside(form) for form in forms])


def plain_channel(forms: Sequence[str], channel: Channel) -> Any:
    """log P(form | form) (nats, float32) by form: every character read as what it is."""
    codes, openings = channel.rules.flat(list(forms))
    code: cython.const[cython.int][::1] = codes
    start: cython.const[cython.longlong][::1] = openings
    plain: cython.const[cython.float][::1] = channel.plain
    found = array("f", bytes(4 * len(forms)))
    logp: cython.float[::1] = found
    total: cython.double
    cost: cython.double
    form: cython.Py_ssize_t
    i: cython.Py_ssize_t
    for form in range(len(found)):
        total = 0
        for i in range(start[form], start[form + 1]):
            cost = plain[code[i]]
            total -= cost
        logp[form] = total
    return found


def searched(form: str) -> str:
    """A form as the search reads it: words all in capitals in lower case."""
    return form.lower() if all_capitals(form) else form
