"""Encoding: text that was decoded with the wrong character set somewhere on its way.

Three kinds. *Mojibake* is UTF-8 read one byte at a time, two or three characters for one: `fÃ¶r`.
What is beyond doubt is ftfy's to say; a single letter it has to leave alone (`Ã…r`) the lexicon may
confirm. A *misreading* takes one small set for another, one character for one: `f”r`, `f{r`. Only
the rest of the document can tell such a word from one with a quote or a brace in it. The third kind
was not decoded at all, `f=F6r` (`encoded`): that is done first, as mojibake may be below it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit
from svfix.passes.confirmation import LETTERS, MANY_TYPES, MOST
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.capitals import is_cased
from svfix.text.codes import MARKS
from svfix.text.places import LOWER, NOT_SMALL, SWEDISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.text.places import Places

SYMBOLS = "–—‘’“”„…•·§°´²³½«»\xa0€£èàáâêëóôíúçñæøÆØß"
"""What else a Swedish text is likely to hold; mojibake that gives anything else is none."""

CODECS = ("cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1250", "iso8859-2", "cp1251")
"""What UTF-8 is read as."""

SIS_636 = dict(zip("}{|][\\", LETTERS[:6], strict=True))
"""The 7-bit set of Swedish terminals, read as ASCII."""

MISREAD = (
    ("cp437", "cp1252"),
    ("mac_roman", "cp1252"),
    ("cp437", "mac_roman"),
    ("latin-1", "mac_roman"),
    ("latin-1", "cp437"),
    ("latin-1", "cp850"),
    ("latin-1", "cp1250"),
    ("latin-1", "cp1251"),
)
"""Sets taken for one another: what the bytes were, what they were read as. CP850 is CP437 here."""

_WORD = pattern(r"[^\W\d_]+")
# What the first bytes of UTF-8 sequences are read as, and the controls that no text has.
_SUSPECTS = frozenset("ÃÂâ√¬‚├┬ΓÔĂГ") | set(map(chr, range(0x80, 0xA0)))
_SUSPECT = pattern(f"[{''.join(sorted(_SUSPECTS))}]")
# Half a letter: the other half was lost, or became a question mark.
_LOSSY = pattern("Ã[?\ufffd]?")
# White space is ASCII white space: the no-break space is one half of `Ã\xa0`, an à.
_HEAD = pattern(r"[^\t-\r\x1c-\x1f ]*\Z")
_TAIL = pattern(r"[^\t-\r\x1c-\x1f ]+")
LONGEST = 100
"""How many characters before a suspect one belong to its word at most."""

MIN_TYPES = 2
"""How many distinct words have to confirm a misreading before it is believed of any."""


def may_act(places: Places) -> bool:
    """Whether a text has a mark of a code or of mojibake, or a letter that may be another one."""
    signs, pairs = _signs()
    return (
        not signs.isdisjoint(places.characters)
        or bool(places.where(NOT_SMALL, LOWER, NOT_SMALL))
        or any(pair in places.text for pair in pairs)
    )


@cache
def _signs() -> tuple[frozenset[str], tuple[str, ...]]:
    """What a text has that was decoded wrongly, unless it is a small letter between capitals.

    The latter may be two such letters side by side.
    """
    letters = sorted(_marks().intersection(SWEDISH))
    signs = MARKS | _SUSPECTS | _marks()
    return signs.difference(letters), tuple(map("".join, product(letters, repeat=2)))


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to decode again what was decoded wrongly, word by word.

    Returns edits tagged ``encoding.mojibake``, ``encoding.misread``, or as in `svfix.text.codes`.
    """
    there = context.places(text).characters
    if not MARKS.isdisjoint(there):
        from svfix.passes.encoding.encoded import decoded  # with much that most texts do without

        if edits := decoded(text, context):
            return edits
    edits = [] if _SUSPECTS.isdisjoint(there) else _mojibake(text, context)
    return edits or _misread(text, context)


def _mojibake(text: str, context: Context) -> list[Edit]:
    """Return an edit for each word with UTF-8 in it that was read as something else."""
    repairs: dict[str, str] = {}
    edits: list[Edit] = []
    for start, token in _suspects(text, context):
        if token not in repairs:
            repairs[token] = _decoded_again(token, context)
        if repairs[token] != token:
            edits.append(_edit(start, token, repairs[token], "mojibake"))
    return edits


def _suspects(text: str, context: Context) -> Iterator[tuple[int, str]]:
    """Yield the place and the text of each stretch between spaces with a suspect character."""
    end = 0
    for place in context.places(text).of(_SUSPECTS):
        if place >= end:
            head = _HEAD.search(text, max(end, place - LONGEST), place)
            tail = _TAIL.match(text, place)
            start = head.start() if head else place
            end = tail.end() if tail else place + 1
            yield start, text[start:end]


def _decoded_again(token: str, context: Context) -> str:
    """Return `token` with its mojibake repaired, or as it is."""
    for letters in _sequences():
        repaired = letters.written_in(token)
        if _makes_words(token, repaired, context):
            return repaired
    repaired = _ftfy()(token)
    if repaired != token and set(repaired) - set(token) <= set(LETTERS + SYMBOLS):
        return repaired
    halves = [_LOSSY.sub(letter, token) for letter in LETTERS]
    wholes = {whole.lower(): whole for whole in halves if _makes_words(token, whole, context)}
    return wholes.popitem()[1] if len(wholes) == 1 else token


def _makes_words(token: str, repaired: str, context: Context) -> bool:
    """Whether each word that a repair of `token` gives is known, in decent case."""
    words = set(_WORD.findall(repaired)).difference(_WORD.findall(token))
    known = all(is_cased(word) and context.is_word(word) for word in words)
    return bool(words) and known and not _SUSPECT.search(repaired)


@cache
def _ftfy() -> Callable[[str], str]:
    """Return ftfy's fixer, held to the one thing it is wanted for. Imported when first needed."""
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        fix_encoding=True,
        decode_inconsistent_utf8=True,  # mojibake beside characters that are right
        fix_c1_controls=True,  # \x93 \x94 are “ ” of CP1252
        restore_byte_a0=False,  # a space is a space
        replace_lossy_sequences=False,  # a lost letter is the decoder's to find, not for U+FFFD
        unescape_html=False,  # `&amp;` may be what the page says
        uncurl_quotes=False,  # Swedish ” is right
        fix_latin_ligatures=False,  # the characters pass does it
        fix_character_width=False,  # the characters pass does it
        normalization=None,  # the characters pass does it
        fix_line_breaks=False,  # bytes outside edits stay
        fix_surrogates=False,
        remove_control_chars=False,
        remove_terminal_escapes=False,
        max_decode_length=1_000_000,
        explain=False,
    )
    return lambda token: fix_text(token, config)


class _Letters:
    """The Swedish letters by what their UTF-8 is read as in one codec."""

    def __init__(self, codec: str) -> None:
        self.table = {_read(letter.encode(), codec): letter for letter in LETTERS}
        self.pattern = pattern("|".join(map(re.escape, self.table)))

    def written_in(self, token: str) -> str:
        """Return `token` with the letters in the place of what they were read as."""
        return self.pattern.sub(lambda found: self.table[found[0]], token)


@cache
def _sequences() -> tuple[_Letters, ...]:
    return tuple(map(_Letters, CODECS))


def _read(data: bytes, codec: str) -> str:
    """Return `data` decoded; a byte the codec has no use for is the control of its number."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in data)


class _Misreading(NamedTuple):
    """One set read as another: the table of letters, and patterns of words it has touched."""

    table: dict[int, str]
    marks: frozenset[str]
    word: re.Pattern[str]
    inside: re.Pattern[str]

    def fits(self, text: str, marks: frozenset[str]) -> bool:
        """Whether one of some marks may be a letter inside a word, by the letters beside it."""
        letters = ((mark, self.table[ord(mark)]) for mark in marks)
        return any(_cased(mark, letter, self.marks).search(text) for mark, letter in letters)


@cache
def _cased(mark: str, letter: str, marks: frozenset[str]) -> re.Pattern[str]:
    """The pattern of a mark that may be a letter inside a word, which has its case.

    Most of a text's `ö` are no misread `Ü`, as the letters beside each tell.
    """
    small = "".join(set(SWEDISH) - marks)
    case = rf"(?<![{small}].)(?![{small}])" if letter.isupper() else rf"(?![{small.upper()}])"
    one, seen = re.escape(mark), "".join(map(re.escape, marks))
    return pattern(rf"{one}{case}(?<=[^\W_].)(?=[^\W_]|[{seen}])")


@cache
def _misreadings() -> tuple[_Misreading, ...]:
    tables = [SIS_636]
    for true, wrong in MISREAD:
        table = {_read(letter.encode(true), wrong): letter for letter in LETTERS}
        if wrong == "cp1252":  # Latin-1 has controls there, and a text may have both
            table |= {_read(letter.encode(true), "latin-1"): letter for letter in LETTERS}
        tables.append({seen: letter for seen, letter in table.items() if seen != letter})
    return tuple(map(_misreading, tables))


@cache
def _marks() -> frozenset[str]:
    """All that letters were read as."""
    return frozenset[str]().union(*(misreading.marks for misreading in _misreadings()))


def _misreading(table: dict[str, str]) -> _Misreading:
    seen = "[" + re.escape("".join(table)) + "]"
    letter = r"[^\W\d_]"
    return _Misreading(
        str.maketrans(table),
        frozenset(table),
        pattern(rf"(?<!{letter})(?<!{seen}){letter}*?{seen}(?:{letter}|{seen})*"),
        pattern(rf"(?<={letter}){seen}+(?={letter})"),
    )


def _misread(text: str, context: Context) -> list[Edit]:
    """Return the edits of the misreading that the most words confirm, if any is confirmed."""
    best: list[Edit] = []
    most = MIN_TYPES - 1
    places = context.places(text)
    there = places.characters & _marks()
    for misreading in _misreadings() if there else ():
        marks = misreading.marks & there
        if marks and misreading.fits(text, marks):
            marked = " ".join(places.chunks(places.of(marks)))
            confirmed, edits = _under(
                misreading, text, set(misreading.word.findall(marked)), context
            )
            if confirmed > most:
                most, best = confirmed, edits
    return best


def _under(
    misreading: _Misreading, text: str, words: set[str], context: Context
) -> tuple[int, list[Edit]]:
    """Return how many of the `words` it touched confirm `misreading`, and the edits if it is right.

    A word confirms it when it has the mark between two letters, is no word as it stands, and is
    one when read again. More words have to confirm than contradict it.
    """
    inside = [word for word in words if len(word) > 2 and misreading.inside.search(word)]
    contradicted = 0
    for observed in inside:
        contradicted += not _confirms(observed, observed.translate(misreading.table), context)
        if 2 * contradicted >= len(inside):
            return 0, []
    confirmed = len(inside) - contradicted
    again = {observed: observed.translate(misreading.table) for observed in words}
    verdicts = {word: _confirms(word, again[word], context) for word in words}
    if confirmed >= max(MANY_TYPES, MOST * contradicted):
        for observed, word in again.items():
            verdicts[observed] |= is_cased(word) and any(map(str.isalpha, observed))
    return confirmed, [
        _edit(found.start(), found[0], again[found[0]], "misread")
        for found in misreading.word.finditer(text)
        if verdicts[found[0]]
    ]


def _confirms(observed: str, word: str, context: Context) -> bool:
    """Whether the lexicon prefers `word` to what stands there, marks at its ends as quotes too."""
    if not (is_cased(word) and context.is_word(word)):
        return False
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", observed)
    return not (len(bare) > 1 and bare.isalpha() and context.is_word(bare))


def _edit(start: int, before: str, after: str, rule: str) -> Edit:
    return edit_by(f"encoding.{rule}", start, start + len(before), before, after)
