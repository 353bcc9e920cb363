"""How likely a string of letters is as a word nobody listed: a letter 4-gram model of Swedish.

It is what weighs `Ivansson` (a name the lexicon lacks, but well-formed) against `uppféljningen`.
Counts of longer contexts are smoothed with shorter ones (Dirichlet prior; MacKay & Peto 1995, "A
hierarchical Dirichlet language model").
"""

from __future__ import annotations

from array import array
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.lexicon.ngrams import LOGP
from svfix.patterns import pattern
from svfix.uncompiled import Buffer

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéü"
OTHER_LETTER, MARK, EDGE = len(LETTERS), len(LETTERS) + 1, len(LETTERS) + 2
KINDS = EDGE + 1
ORDER = 4
CODE = {letter: code for code, letter in enumerate(LETTERS)}
THRICE = pattern(r"(?<=[^\W\d_])([b-df-hj-np-tvz])\1\1(?=[^\W\d_])")
"""No Swedish word has a consonant three times inside, though texts have `tilllämpas`."""

RARE = 3.5  # nats more for a character that has no code of its own

POINTS = 384  # code points that the table of codes has


def _codes() -> bytes:
    """Codes by code point; of those beyond the table, the last entry."""
    points = [chr(point) for point in range(POINTS)]
    codes = [CODE.get(c, OTHER_LETTER if c.isalpha() else MARK) for c in points]
    codes[ord("\n")] = EDGE
    return bytes([*codes, OTHER_LETTER])


CODES = _codes()

# The same for C.
OF_POINT = cython.declare(cython.const[cython.uchar][::1], CODES)
COUNTED = cython.declare(cython.int, POINTS)
CODED = cython.declare(cython.int, KINDS)
CONTEXTS = cython.declare(cython.int, KINDS ** (ORDER - 1))
OTHER = cython.declare(cython.int, OTHER_LETTER)
SIGN = cython.declare(cython.int, MARK)
END = cython.declare(cython.int, EDGE)
DEARER = cython.declare(cython.double, RARE)
STORED = cython.declare(cython.const[cython.float][::1], LOGP)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def kind(letter: cython.Py_UCS4) -> cython.int:
    """The code of a character."""
    point: cython.int = ord(letter)
    return OF_POINT[point] if point < COUNTED else OTHER


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def price(
    table: cython.const[cython.uchar][::1], context: cython.int, code: cython.int
) -> cython.double:
    """log P of a character behind three others, in nats."""
    logp: cython.double = STORED[table[context * CODED + code]]
    return logp - DEARER if code in (OTHER, SIGN) else logp


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def opening() -> cython.int:
    """The context at the beginning of a form."""
    return (END * CODED + END) * CODED + END


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def behind(context: cython.int, code: cython.int) -> cython.int:
    """The context behind one more character."""
    return (context * CODED + code) % CONTEXTS


@cython.ccall
@cython.exceptval(check=False)
def spelt_out(table: cython.const[cython.uchar][::1], form: str) -> cython.double:
    """log P(form) in nats of a lower-case form, as spelt out letter by letter."""
    context: cython.int = opening()
    code: cython.int
    total: cython.double = 0
    letter: cython.Py_UCS4
    for letter in form:
        code = kind(letter)
        total += price(table, context, code)
        context = behind(context, code)
    return total + price(table, context, END)


@cython.cfunc
@cython.exceptval(check=False)
def worst(table: cython.const[cython.uchar][::1], form: str) -> cython.double:
    """log P of the letter of a form that is the least likely where it stands."""
    context: cython.int = opening()
    code: cython.int
    found: cython.double = 0
    letter: cython.Py_UCS4
    for letter in form:
        code = kind(letter)
        found = min(found, price(table, context, code))
        context = behind(context, code)
    return min(found, price(table, context, END))


def logp(table: Buffer, forms: list[str]) -> Any:
    """log P of lower-case forms in nats: float32 by form."""
    letters: cython.const[cython.uchar][::1] = table
    return array("f", [spelt_out(letters, form) for form in forms])


def oddest(table: Buffer, forms: list[str]) -> Any:
    """log P of the least likely letter of each form, in nats: float32 by form."""
    letters: cython.const[cython.uchar][::1] = table
    return array("f", [worst(letters, form) for form in forms])
