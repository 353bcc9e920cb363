"""Shortened words: abbreviations and units, which look misread and are not.

`avd.`, `Mek.-tekn.` and `förs. Vb` have a point behind them and the sentence goes on; `dtr`, `kh`
and `krm` have no vowel, and nor has the end of `kundnr`; `mA` and `kV` end in a capital; `s4`
stands beside `s6`; `inskr v Univ` and `tilltr 1/7` are cut before a vowel, as most words of their
text.  No list has them all.  They say nothing of an engine, and in a text that is mostly right they
are left alone.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.patterns import pattern
from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon

LONGEST = 6  # letters of a form with a point behind it
LONGEST_UNIT = 3
BARE_WORD = 3  # letters of a misread word without a vowel; two are `kr` and `st`
FEW = 100  # words of a text that they may make up much of; there listed ones count, too: `pt`
SHORTEST = 3  # letters of the word before a shortened end
ENDS = 2, 3  # letters of such an end
SERIES = pattern(r"([a-zåäö])\d{1,2}")
VOWELS = "aeiouyåäö"
ANY_VOWEL = VOWELS + "éáàèüâãêëíîïìóôõòúûùýÿæø"
MARKS = {"a": "åä", "o": "ö"}
SHORT = 3
"""Words cut short before a vowel, or without one, that make a text telegraphic, if half of its odd
words are so: of the words of real scans that no list has 7 % are cut so by chance, and on no page a
third."""

WORD = cython.declare(cython.int, int(Kind.WORD))


def shortened(
    text: str, tokens: Tokens, listed: Buffer, lexicon: Lexicon, bare_words: bool = False
) -> Buffer:
    """By token, whether it is a shortened word; `listed` says by token whether it is a whole one.

    Both are columns of 0 and 1.  With `bare_words` small letters without a vowel are none: `vnr`
    is `var`, misread, where many words are misread.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> words = vocabulary(lexicon.default(), ())
    >>> def found(text):
    ...     tokens = tokenise(text, [], words.chunk)
    ...     known = array("B", [words.is_word(token.form) for token in tokens])
    ...     short = shortened(text, tokens, known, words.lexicon)
    ...     return [token.form for token, is_short in zip(tokens, short) if is_short]
    >>> found("Mek.-tekn. avd., gift m. dtr t. Förest. ing. Lund har kundnr 8 där")
    ['Mek.-', 'dtr', 'Förest', 'kundnr']

    Left alone are words, at the ends of sentences too, and longer forms:

    >>> found("Det var sorn. Och förvaltningema. men")
    []
    """
    made = array("B", bytes(len(tokens.form)))
    bare, clipped = mark(text, tokens, listed, lexicon, bare_words, made)
    if is_telegraphic(clipped, len(bare)):
        mark_clipped(tokens, clipped, made)
    if bare:
        form, kind, cut = tokens.form, tokens.kind, tokens.cut
        asked = {form[i] for i in range(len(form)) if kind[i] == WORD and not cut[i]}
        if 2 * len(bare) > len(asked):
            return array("B", bytes(len(form)))  # nothing but such is noise
    return made


def mark(
    text: str,
    tokens: Tokens,
    listed: Buffer,
    lexicon: Lexicon,
    bare_words: bool,
    found: cython.uchar[::1],
) -> tuple[set[str], dict[str, bool]]:
    """Mark the tokens that are short by themselves, or by what stands behind them.

    Returns the forms without a vowel, and of each other one that is odd whether it is clipped.
    """
    form: cython.const[cython.longlong][::1] = tokens.form
    kind: cython.const[cython.schar][::1] = tokens.kind
    cut: cython.const[cython.longlong][::1] = tokens.cut
    whole: cython.const[cython.uchar][::1] = listed
    forms: list[str] = tokens.forms
    few: cython.bint = len(form) < FEW
    numbered = in_series(forms) if few else set()
    bare: set[str] = set()
    short: dict[str, bool] = {}  # by form, whatever stands behind it
    clipped: dict[str, bool] = {}
    i: cython.Py_ssize_t
    for i in range(len(form)):
        if kind[i] != WORD or cut[i] or (whole[i] and not few):
            continue
        said: str = forms[form[i]]
        if is_bare(said) and not (bare_words and len(said) >= BARE_WORD and said.islower()):
            bare.add(said)
            found[i] = True
        elif not whole[i]:
            if said not in short:
                short[said] = said in numbered or is_unit(said) or shortly_ended(said, lexicon)
            found[i] = short[said] or (is_little(said) and pointed(text, tokens, i))
            if not found[i] and said not in clipped:
                clipped[said] = is_clipped(said, lexicon)
    return bare, clipped


def mark_clipped(tokens: Tokens, clipped: Mapping[str, bool], found: cython.uchar[::1]) -> None:
    """Mark the tokens that are cut before a vowel."""
    form: cython.const[cython.longlong][::1] = tokens.form
    kind: cython.const[cython.schar][::1] = tokens.kind
    cut: cython.const[cython.longlong][::1] = tokens.cut
    forms: list[str] = tokens.forms
    i: cython.Py_ssize_t
    for i in range(len(form)):
        if kind[i] == WORD and not cut[i] and clipped.get(forms[form[i]], False):
            found[i] = True


def in_series(forms: Iterable[str]) -> set[str]:
    """The forms of one letter and a number beside which there is the letter with another number.

    >>> sorted(in_series(["s6", "s4", "p4", "f6r"]))
    ['s4', 's6']
    """
    ended = [form for form in forms if form[len(form) - 1 :].isdecimal()]  # as few forms are
    if not ended:
        return set()
    numbered = {form: found[1] for form in ended if (found := SERIES.fullmatch(form))}
    of_letter = Counter(numbered.values())
    return {form for form, letter in numbered.items() if of_letter[letter] > 1}


@cython.ccall
@cython.exceptval(-1)
def is_bare(form: str) -> cython.bint:
    """Whether a form of more than one letter has no vowel."""
    return len(form) > 1 and without_vowels(form, 0) and form.isalpha()


@cython.cfunc
@cython.exceptval(-1, check=False)
def without_vowels(form: str, start: cython.Py_ssize_t) -> cython.bint:
    """Whether there is no vowel in a form from a place on."""
    place: cython.Py_ssize_t
    for place in range(start, len(form)):
        letter: str = form[place].lower()
        if letter in ANY_VOWEL:
            return False
    return True


@cython.cfunc
@cython.exceptval(-1, check=False)
def is_little(form: str) -> cython.bint:
    """Whether a form is as short as those with a point behind them."""
    return len(form) <= LONGEST or len(form.rstrip(".-")) <= LONGEST


def pointed(text: str, tokens: Tokens, place: int) -> bool:
    """Whether a token has a point behind it, or in it, and its sentence goes on."""
    end, behind = int(tokens.end[place]), place + 1
    if text[end : end + 1] != "." and "." not in tokens.forms[tokens.form[place]]:
        return False
    if behind == len(tokens):
        return False
    return not (tokens.opens[behind] or tokens.forms[tokens.form[behind]][:1].isupper())


def is_clipped(form: str, lexicon: Lexicon) -> bool:
    """Whether a form that no list has may be a word that was cut before a vowel.

    One that is a word if its marks were lost is none: `vag`, `Over`.

    >>> from svfix import lexicon
    >>> forms = "tilltr", "Univ", "iödr", "tilltrö", "vag", "Over"
    >>> [is_clipped(form, lexicon.default()) for form in forms]
    [True, True, False, False, False, False]
    """
    if form.isupper() or form[len(form) - 1 :].lower() in VOWELS:
        return False
    if not lexicon.trie.goes_on(form.lower(), VOWELS):
        return False
    with_marks = (
        form[:place] + marked + form[place + 1 :]
        for place, letter in enumerate(form.lower())
        for marked in MARKS.get(letter, "")
    )
    return not any(map(lexicon.is_word, with_marks))


def is_telegraphic(clipped: Mapping[str, bool], bare: int) -> bool:
    """Whether so many of a text's odd forms are cut before a vowel, as is said of each, or bare.

    >>> is_telegraphic({"tilltr": True, "Univ": True, "Studentex": False}, bare=1)
    True
    >>> is_telegraphic({"tidn": True, "iödret": False}, 0), is_telegraphic({"ill": True}, 1)
    (False, False)
    """
    short = sum(clipped.values()) + bare
    return short >= SHORT and 2 * short > len(clipped) + bare


def shortly_ended(form: str, lexicon: Lexicon) -> bool:
    """Whether a form is a word with a shortened one behind it, which is no ending of words.

    >>> from svfix import lexicon
    >>> [shortly_ended(form, lexicon.default()) for form in ("kundnr", "kunderr", "husst")]
    [True, False, False]
    """
    size: cython.Py_ssize_t
    for size in ENDS:
        at: cython.Py_ssize_t = len(form) - size
        if at < SHORTEST or not without_vowels(form, at):
            continue
        end = form[at:].lower()
        if ("", end) in lexicon.endings:
            continue
        if lexicon.is_word(end) and lexicon.is_word(form[:at]):
            return True
    return False


def may_be(form: str, lexicon: Lexicon, pointed: bool = True) -> bool:
    """Whether a form that no list has may be a shortened word, `pointed` if it may be.

    >>> from svfix import lexicon
    >>> [may_be(form, lexicon.default()) for form in ("krm", "kundnr", "Förest", "Ineras")]
    [True, True, True, True]
    >>> may_be("nämnddialogen", lexicon.default())
    False
    """
    if pointed and is_little(form):
        return True
    return is_bare(form) or is_unit(form) or shortly_ended(form, lexicon)


def is_unit(form: str) -> bool:
    """Whether a form is a unit with a name's capital at its end.

    >>> is_unit("mA"), is_unit("kHz"), is_unit("DatUlu"), is_unit("EN")
    (True, False, False, False)
    """
    last = max(len(form) - 1, 0)
    return last < LONGEST_UNIT and form[:last].islower() and form[last:].isupper()
