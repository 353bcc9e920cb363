"""Shortened words: abbreviations and units, which look misread and are not.

`avd.`, `Mek.-tekn.` and `förs. Vb` have a point behind them and the sentence goes on; `dtr`, `kh`
and `krm` have no vowel, and nor has the end of `kundnr`; `mA` and `kV` end in a capital; `s4`
stands beside `s6`.  No list has them all.  They say nothing of an engine, and in a text that is
mostly right they are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon

LONGEST = 6  # letters of a form with a point behind it
LONGEST_UNIT = 3
FEW = 100  # words of a text that they may make up much of; there listed ones count, too: `pt`
SHORTEST = 3  # letters of the word before a shortened end
ENDS = 2, 3  # letters of such an end
SERIES = re.compile(r"([a-zåäö])\d{1,2}")
VOWELS = frozenset("aeiouyåäöéáàèüâãêëíîïìóôõòúûùýÿæø")


def shortened(
    text: str, tokens: Tokens, listed: npt.NDArray[np.bool_], lexicon: Lexicon
) -> npt.NDArray[np.bool_]:
    """By token, whether it is a shortened word; `listed` says by token whether it is a whole one.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> words = vocabulary(lexicon.default(), ())
    >>> def found(text):
    ...     tokens = tokenise(text, [], words.chunk)
    ...     known = np.array([words.is_word(token.form) for token in tokens])
    ...     short = shortened(text, tokens, known, words.lexicon)
    ...     return [token.form for token, is_short in zip(tokens, short) if is_short]
    >>> found("Mek.-tekn. avd., gift m. dtr t. Förest. ing. Lund har kundnr 8 där")
    ['Mek.-', 'dtr', 'Förest', 'kundnr']

    Left alone are words, at the ends of sentences too, and longer forms:

    >>> found("Det var sorn. Och förvaltningema. men")
    []
    """
    able = (tokens.kind == Kind.WORD) & (tokens.cut == 0)
    found = np.zeros(len(tokens), bool)
    bare: set[str] = set()
    numbered = in_series(tokens.forms) if len(tokens) < FEW else set()
    short: dict[str, bool] = {}  # by form, whatever stands behind it
    asked = np.flatnonzero(able if len(tokens) < FEW else able & ~listed)
    for i, which in zip(asked.tolist(), tokens.form[asked].tolist(), strict=True):
        form = tokens.forms[which]
        if is_bare(form):
            bare.add(form)
            found[i] = True
            continue
        if form not in short:
            short[form] = is_unit(form) or form in numbered or shortly_ended(form.lower(), lexicon)
        found[i] = not listed[i] and (
            short[form] or (len(form.rstrip(".-")) <= LONGEST and pointed(text, tokens, i))
        )
    if 2 * len(bare) > len(np.unique(tokens.form[able])):
        return np.zeros(len(tokens), bool)  # nothing but such is noise
    return found


def in_series(forms: Iterable[str]) -> set[str]:
    """The forms of one letter and a number beside which there is the letter with another number.

    >>> sorted(in_series(["s6", "s4", "p4", "f6r"]))
    ['s4', 's6']
    """
    numbered = {form: found[1] for form in forms if (found := SERIES.fullmatch(form))}
    of_letter = Counter(numbered.values())
    return {form for form, letter in numbered.items() if of_letter[letter] > 1}


def is_bare(form: str) -> bool:
    """Whether a form of more than one letter has no vowel."""
    return len(form) > 1 and form.isalpha() and VOWELS.isdisjoint(form.lower())


def pointed(text: str, tokens: Tokens, place: int) -> bool:
    """Whether a token has a point behind it, or in it, and its sentence goes on."""
    end, behind = int(tokens.end[place]), place + 1
    if text[end : end + 1] != "." and "." not in tokens.forms[tokens.form[place]]:
        return False
    if behind == len(tokens):
        return False
    return not (tokens.opens[behind] or tokens.forms[tokens.form[behind]][:1].isupper())


def shortly_ended(form: str, lexicon: Lexicon) -> bool:
    """Whether a form is a word with a shortened one behind it, which is no ending of words.

    >>> from svfix import lexicon
    >>> [shortly_ended(form, lexicon.default()) for form in ("kundnr", "kunderr", "husst")]
    [True, False, False]
    """
    if not VOWELS.isdisjoint(form[-min(ENDS) :]):
        return False
    ends = ((form[:-size], form[-size:]) for size in ENDS)
    return any(
        len(word) >= SHORTEST
        and VOWELS.isdisjoint(end)
        and ("", end) not in lexicon.endings
        and lexicon.is_word(end)
        and lexicon.is_word(word)
        for word, end in ends
    )


def is_unit(form: str) -> bool:
    """Whether a form is a unit with a name's capital at its end.

    >>> is_unit("mA"), is_unit("kHz"), is_unit("DatUlu"), is_unit("EN")
    (True, False, False, False)
    """
    return len(form) <= LONGEST_UNIT and form[:-1].islower() and form[-1:].isupper()
