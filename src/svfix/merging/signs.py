"""Signs: what a candidate shows by itself, capitals, figures, marks and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from svfix.merging.language import STOPS, Around, Language, core, ends_sentence
from svfix.merging.places import Parts
from svfix.patterns import pattern

MARKS = ("", ".", ",", ":", ";", "-", '"', "'", "!", "?", "(", ")", "...")
"""Marks by number, from 0; others are as many as these."""

OPEN = STOPS | {",", ";"}  # marks that say whether the word behind them opens a sentence
RAREST = 0.003  # the share of the words in a case that they were never seen in
SMALL_OPENS = log(0.05)  # of a sentence that opens with a small letter

BEFORE, BEHIND = frozenset("(\"'[§"), frozenset(".,:;!?)\"']%-")
"""Marks that stand before words and behind them."""

OF_SWEDISH = frozenset("åäöéüÅÄÖÉÜ")
CONFUSED = pattern(r"\d[oOlIS]+(?![^\W\d])|(?<![^\W\d])[oOlI]+\d")

INSIDE = pattern(r"[^\W\d]{3}[.,:;!?·]+[^\W\d]{3}|\d[.,;!?·][^\W\d]{3}|[^\W\d]{2}[.,;!?·]\d")
"""Marks between words that have lost their space, or dirt that lies in it."""

SIGNS_OF_ADDRESS = "www", "//", "@"
ADDRESS = pattern(
    r"[(<]?(?:(?:https?://|ftp://|(?=www\.))[a-zåäö0-9-]+(?:\.[a-zåäö0-9-]+)+(?:[:/?#][^\s<>\"]*)?"
    r"|[\w.+-]+@[a-zåäö0-9-]+(?:\.[a-zåäö0-9-]+)+)[)>.,:;!?]*"
)
"""A web or mail address with the marks around it; hosts are in small letters."""


def size(text: str) -> int:
    """How many letters and figures a text has."""
    return sum(map(str.isalnum, text))


def figures(text: str) -> bool:
    """Whether a text has figures."""
    return any(map(str.isdigit, text))


def case(text: str, before: Sequence[str], language: Language) -> float:
    """log P (nats) of the capitals of a text behind some words: what opens a sentence has one."""
    last = before[-1] if before else ""
    total = 0.0
    for word in text.split():
        total += _case(core(word), last, language)
        last = word
    return total


def _case(word: str, last: str, language: Language) -> float:
    """The same of one word behind another; 0 where that may open a sentence or not."""
    first = word[:1]
    if not first.isalpha() or not (last[-1:].isalnum() or last[-1:] in OPEN):
        return 0.0
    if last[-1:] in STOPS:
        return SMALL_OPENS if first.islower() and ends_sentence(last) else 0.0
    title, upper = language.capitals(word)
    share = (
        upper
        if len(word) > 1 and word.isupper()
        else title
        if first.isupper()
        else 1 - title - upper
    )
    return log(max(share, RAREST))


def address(text: str) -> int:
    """1 of a web or mail address, -1 of what is hardly anything else but none, 0 of other texts.

    >>> [address(text) for text in ("https://www.inera.se/om", "hittps://www.inera.se", "info")]
    [1, -1, 0]
    >>> [address(text) for text in ("info@adda.se,", "https: //www.inera.se", "https://Wwww.a.se")]
    [1, -1, -1]
    """
    if not any(sign in text for sign in SIGNS_OF_ADDRESS):
        return 0
    return 1 if ADDRESS.fullmatch(text) else -1


def foreign(text: str) -> int:
    """How many letters of a text have marks that Swedish does not know: few engines make them up.

    >>> foreign("Ángel Durán"), foreign("Åsén")
    (2, 0)
    """
    return sum(not c.isascii() and c not in OF_SWEDISH for c in text if c.isalpha())


def confused(text: str) -> bool:
    """Whether a text has letters among its figures that look like figures.

    >>> confused("2o-30"), confused("S1:2"), confused("20-30"), confused("1970-talet")
    (True, False, False, False)
    """
    return CONFUSED.search(text) is not None


def stray(text: str) -> int:
    """How many of the words of a text have marks where no word has any, or are marks.

    >>> [stray(text) for text in (".Då", "utifrån.genomförd", "-hade", '"prislista".', "t.ex. en")]
    [1, 1, 1, 0, 0]
    """
    return 0 if address(text) > 0 else sum(map(_is_stray, text.split()))


def _is_stray(word: str) -> bool:
    parts = Parts.of(word)
    if not parts:
        return word != "-"
    outside = not BEFORE.issuperset(parts.before) or not BEHIND.issuperset(parts.behind)
    return outside or INSIDE.search(parts.word) is not None


def stray_marks(marks: str, part: int) -> int:
    """How many of the marks before a word (part 0) or behind it are none that stand there."""
    usual = BEFORE if part == 0 else BEHIND
    return sum(mark not in usual for mark in marks)


def mark(text: str) -> int:
    """The number of marks among `MARKS`."""
    return MARKS.index(text) if text in MARKS else len(MARKS)


def flow(marks: str, word: str, around: Around, language: Language) -> float:
    """log P (nats) of going on as the text does behind a word with such marks."""
    before, behind = around
    following = next((word for word in behind if core(word)), "")
    if not following:
        return 0.0
    ends = bool(STOPS.intersection(marks)) and "..." not in marks
    if "..." in marks or (":" in marks and not ends):
        return max(flow("", word, around, language), flow(".", word, around, language))
    left = [*before, word]
    last = "Ord." if ends else "ord"
    return language.flow(left, following, ends) + _case(core(following), last, language)


def fit(marks: str, word: str, behind: Sequence[str], language: Language) -> float:
    """How well marks go with what is behind them: -1 as badly as can be, 1 as well, 0 as may be.

    Behind a stop there is a capital, and where a word that has none of its own has one there is a
    stop before it. That says nothing of figures and abbreviations, nor of dots in a row.
    """
    if "..." in marks or any(c == "." or c.isdigit() for c in word):
        return 0.0
    following = next((word for word in behind if any(map(str.isalpha, word))), "")
    first = next(filter(str.isalpha, following), "")
    if not first:
        return 0.0
    opens = -1.0
    if first.isupper():
        word, lexicon = following.strip(".,:;!?()\"'"), language.vocabulary.lexicon
        opens = 1 - lexicon.capitalised(word) if lexicon.is_word(word) else 0.0
    return opens if STOPS.intersection(marks) else -opens
