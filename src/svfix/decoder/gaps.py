"""Gaps: spaces that an engine lost beside punctuation and figures (`er.Vi`, `mellan500och`).

Spaces lost between words are the search's business; behind a comma or a figure the words are apart
already, and only the space is wanting.  Where the profile says that the engine loses spaces, it is
put back.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator

from svfix.channel.profile import Profile
from svfix.edits import Edit
from svfix.lexicon.store import Lexicon
from svfix.patterns import pattern
from svfix.text.chunks import ADDRESS, Kind
from svfix.text.numbers.figures import COUNTED, MONTHS
from svfix.text.tokens import Token, Tokens

OFTEN = -math.log(0.02)  # nats, of all spaces; an engine that loses fewer is not suspected
FIRM = 6.5  # nats; a channel that asks as much for a small letter read as a figure knows no such
CONFIDENCE = 0.99  # 998 of 1000 were right on the pages the channels were learned from
BEHIND = pattern(r"(?:[,;!?]|[.:](?=[\"”’')\]]?[A-ZÅÄÖ]))[\"”’')\]]?")
YEAR = pattern(r"(?:1[5-9]|20)\d\d[a-z]?")  # of a reference: `Breen,2023`
WORDS_OF_A_LETTER = frozenset("iåöIÅÖ")

CHUNK = pattern(
    r"""(?<!\S)\S*(?:[^\W\d_][\d(\["”]|[\d)\]"”][^\W\d_]|[a-zåäöé]{2}[A-ZÅÄÖ]|·|\.\(|(?:ex|vs|\.[aflkm]+)\.[^\W\d_])\S*"""
)
BORDERS = pattern(  # between words, figures and brackets; a dot in the middle is no mark of ours
    r"""(?<=[a-zåäöé]{3})(?=\d)
      | (?<=[a-zåäöé]{2})(?=[A-ZÅÄÖ])
      | (?<=[A-ZÅÄÖ]{3})(?=\d{4}[:/]\d)  # SOU2024:6
      | (?<=[a-zåäöé]{2}\.)(?=\(\d) | (?<=[a-zåäöé]{4})(?=\[)
      | (?<=[a-zåäöé]{3})(?=["”][A-ZÅÄÖ]) | (?<=[a-zåäöé]{3}["”])(?=[a-zåäöé])
      | (?<=\d)(?={counted})
      | (?:(?<=\d\d)|(?<=\d[.,]\d)|(?<=[2379]))  # one 1, 4, 5, 6, 8 or 0 may be a letter: `6ppna`
          (?!(?:km|kg|cm|mm|ha|kr|tkr|mkr|st|ml|dl|cl|tal)(?![a-zåäö]))
          (?=[A-ZÅÄÖ]?[a-zåäöé]{2})
      | (?:(?<=\b(?:t\.ex|bl\.a|m\.fl)\.)|(?<=\b(?:s\.k|m\.m|dvs)\.))(?=[A-ZÅÄÖ]?[a-zåäöé]{2})
      | (?<=[a-zåäöé]{2})(?=\((?:\d|[A-ZÅÄÖ]|[a-zåäöé]{5}))
      | (?<=\d\))(?=[a-zåäöé]{2}) | (?<=[a-zåäöé]{5}\))(?=[a-zåäöé]{2})
      | (?<=[^\W\d_])·(?=[^\W\d_])
      """.replace("{counted}", COUNTED),
    re.VERBOSE,
)
INSIDE = pattern("[A-ZÅÄÖ](?<=[a-zåäöé].)")  # of a name that a program gave, or a space was lost
BEFORE_NAME = pattern(  # what ends in s may be the first part of a compound
    "(?P<word>(?:[a-zåäöé]{3,}|[A-ZÅÄÖ][a-zåäöé]{4,})[a-rt-zåäöé])(?P<name>[A-ZÅÄÖ][a-zåäöé]+)"
)
NAMED, SMALL = 0.9, 0.2
"""How often names begin with a capital, at least, and other words at most."""

NAME_CONFIDENCE = 0.97
"""Of the 57 such forms in 30 million words of the corpora 56 had lost a space."""

DATE = pattern(
    rf"(?<=[a-zåäöé]{{3}})(?P<day>[1-9]|[12]\d|3[01])(?P<month>{'|'.join(MONTHS)})"
    r"(?P<year>(?:1[5-9]|20)\d\d)?(?![^\W_])"
)
"""A date that was run together with a word: the corpora have none."""

CLOCK = pattern(r"(?<![^\W_])[Kk]l(?=(?:[01]?\d|2[0-4])[.:][0-5]\d(?![^\W_]))")
"""A time of day that was run together with its `kl`."""

FIRM_BORDERS = pattern(BORDERS.pattern + r"| (?<=\d)(?=[A-ZÅÄÖ]?[a-zåäöé]{3})", re.VERBOSE)
BORDER_CONFIDENCE = 0.97


def figures_stay(profile: Profile, lexicon: Lexicon) -> bool:
    """Whether an engine loses spaces, and reads hardly any small letter as a figure.

    Then a figure beside a letter is one that was run together with a word.  The engines alone are
    asked for the latter: such a figure would pass for a letter in what the text shows.
    """
    if profile.channel(lexicon).lost_space > OFTEN:
        return False
    return profile.as_figure(lexicon) >= FIRM


def fill(text: str, tokens: Tokens, lost_space: float, digits_are_literal: bool) -> Iterator[Edit]:
    """The edits that put lost spaces back behind punctuation and beside figures.

    `lost_space` is the channel's cost; `digits_are_literal` says that any figure is one.

    Left alone: `3,5`, `t.ex.`, `EU:s`, initials, and all texts of an engine that keeps its spaces.
    """
    if lost_space > OFTEN:
        return
    yield from borders(text, FIRM_BORDERS if digits_are_literal else BORDERS)
    chunk, start, end = tokens.chunk, tokens.start, tokens.end
    for i in range(1, len(tokens)):
        if chunk[i] != chunk[i - 1]:
            continue
        found = BEHIND.match(text, end[i - 1])
        if found is None or found.end() != start[i]:
            continue
        left, right = tokens[i - 1], tokens[i]
        counted = left.kind is Kind.NUMBER and right.kind is Kind.WORD
        year = found[0][0] in ",;" and YEAR.fullmatch(right.form)
        if counted or (is_word(left) and (year or is_word(right))):
            yield Edit(right.start, right.start, "", " ", "words.space", CONFIDENCE)


def names(text: str, tokens: Tokens, lexicon: Lexicon) -> Iterator[Edit]:
    """The edits that put back spaces lost between a word and a name: `RäddningschefTommy`.

    Left alone: `StoraEnso`, `PerÅke`, `landsbygdsSverige`, `LinkedIn`.

    >>> from svfix import lexicon
    >>> from svfix.search.vocabulary import Vocabulary
    >>> from svfix.text.tokens import tokenise
    >>> words = Vocabulary(lexicon.default())
    >>> text = "RäddningschefTommy, StoraEnso, PerÅke, landsbygdsSverige, statsministerIngvar"
    >>> [edit.start for edit in names(text, tokenise(text, [], words.chunk), words.lexicon)]
    [13, 71]
    """
    for inside in INSIDE.finditer(text):
        i = bisect_right(tokens.start, inside.start() - 1) - 1
        found = BEFORE_NAME.fullmatch(tokens.forms[tokens.form[i]]) if i >= 0 else None
        if not found or tokens.kind[i] != Kind.WORD or tokens.cut[i]:
            continue
        word, name = found["word"], found["name"]
        apart = lexicon.is_word(word) and lexicon.capitalised(word) <= SMALL
        if apart and lexicon.capitalised(name) >= NAMED and not lexicon.is_word(found[0]):
            place = tokens.start[i] + len(word)
            yield Edit(place, place, "", " ", "words.space", NAME_CONFIDENCE)


def times(text: str, tokens: Tokens) -> Iterator[Edit]:
    """The edits that put back the spaces of dates and times of day run together with a word.

    >>> from svfix import lexicon
    >>> from svfix.search.vocabulary import Vocabulary
    >>> from svfix.text.tokens import tokenise
    >>> words = Vocabulary(lexicon.default())
    >>> def found(text):
    ...     return [edit.start for edit in times(text, tokenise(text, [], words.chunk))]
    >>> found("Vimmerby17mars 2015, den3maj2014, kl18.30")
    [36, 8, 10, 24, 25, 28]

    Left alone: dates by themselves, names, addresses and what is no day and no time.

    >>> found("17mars, vm2014mars, kolonn99mars, den5marsch, www.se/den3maj, kl.18.30, kl4000.10")
    []
    """
    for found in CLOCK.finditer(text):
        yield Edit(found.end(), found.end(), "", " ", "words.space", NAME_CONFIDENCE)
    for found in DATE.finditer(text):
        i = bisect_right(tokens.start, found.start()) - 1
        if i < 0 or tokens.end[i] <= found.start() or tokens.kind[i] != Kind.NUMBER:
            continue
        for place in (found.start("day"), found.start("month"), found.start("year")):
            if place >= 0:
                yield Edit(place, place, "", " ", "words.space", NAME_CONFIDENCE)


def is_word(token: Token) -> bool:
    """Whether a token is a word, of one letter too, but no initial."""
    if len(token.form) == 1:
        return token.form in WORDS_OF_A_LETTER
    return token.kind is Kind.WORD and token.form[0].isalpha()


def borders(text: str, places: re.Pattern[str] = BORDERS) -> Iterator[Edit]:
    """The edits that put lost spaces between words and figures or brackets.

    >>> [edit.start for edit in borders("mellan500och700kronor, fem(5)års planEn")]
    [6, 9, 12, 15, 26, 29, 37]

    Codes, addresses, units and endings in brackets are left alone:

    >>> list(borders("E4 CO2 90tal 5km SS1234 kommun(er) www.a1bc.se"))
    []
    """
    for chunk in CHUNK.finditer(text):
        if not ADDRESS.search(chunk.group()):
            for found in places.finditer(text, *chunk.span()):
                yield Edit(*found.span(), found[0], " ", "words.space", BORDER_CONFIDENCE)
