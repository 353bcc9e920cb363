"""Encoding: text that was decoded with the wrong character set somewhere on its way.

Two kinds. *Mojibake* is UTF-8 read one byte at a time, two or three characters for one: `fÃ¶r`.
What is beyond doubt is ftfy's to say; a single letter it has to leave alone (`Ã…r`) the lexicon may
confirm. A *misreading* takes one small set for another, one character for one: `f”r`, `f{r`. Only
the rest of the document can tell such a word from one with a quote or a brace in it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from svfix.pipeline import Context

LETTERS = "åäöÅÄÖéÉüÜ"
SYMBOLS = "–—‘’“”„…•·§°´²³½«»\xa0€£èàáâêëóôíúçñæøÆØß"
"""What else a Swedish text is likely to hold; mojibake that gives anything else is none."""

CODECS = ("cp1252", "latin-1", "mac_roman", "cp437", "cp850")

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

MIN_TYPES = 2
"""How many distinct words have to confirm a misreading before it is believed."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to decode again what was decoded wrongly, word by word.

    Returns edits tagged ``encoding.mojibake`` or ``encoding.misread``.
    """
    return _mojibake(text, context) or _misread(text, context)


def _mojibake(text: str, context: Context) -> list[Edit]:
    """Return an edit for each word with UTF-8 in it that was read as something else."""
    edits: list[Edit] = []
    if text.isascii():
        return edits
    repairs: dict[str, str] = {}
    # White space is ASCII white space: the no-break space is one half of `Ã\xa0`, an à.
    for found in re.finditer(r"[^\t-\r\x1c-\x1f ]*[^\x00-\x7fåäöÅÄÖ”–éÉ][^\t-\r\x1c-\x1f ]*", text):
        token = found[0]
        if token not in repairs:
            repairs[token] = _decoded_again(token, context)
        if repairs[token] != token:
            edits.append(_edit(found, repairs[token], "mojibake", 0.99))
    return edits


def _decoded_again(token: str, context: Context) -> str:
    """Return `token` with its mojibake repaired, or as it is."""
    repaired = _ftfy()(token)
    if repaired != token and set(repaired) - set(token) <= set(LETTERS + SYMBOLS):
        return repaired
    pattern, table = _sequences()
    repaired = pattern.sub(lambda found: table[found[0]], token)
    if repaired == token:
        return token
    words = re.findall(r"[^\W\d_]+", repaired)
    changed = [word for word in words if word not in token]
    return repaired if changed and all(map(context.is_word, changed)) else token


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


@cache
def _sequences() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the Swedish letters by what their UTF-8 looks like in each codec, with a pattern."""
    table: dict[str, str] = {}
    for codec in CODECS:
        for letter in LETTERS:
            table.setdefault(letter.encode().decode(codec, "replace"), letter)
    table = {seen: letter for seen, letter in table.items() if "\ufffd" not in seen}
    return re.compile("|".join(map(re.escape, table))), table


class _Misreading(NamedTuple):
    """One set read as another: the table of letters, and patterns of words it has touched."""

    table: dict[int, str]
    word: re.Pattern[str]
    inside: re.Pattern[str]


@cache
def _misreadings() -> tuple[_Misreading, ...]:
    tables = [SIS_636]
    for true, wrong in MISREAD:
        table: dict[str, str] = {}
        for letter in LETTERS:
            byte = letter.encode(true)
            try:
                table[byte.decode(wrong)] = letter
            except UnicodeDecodeError:  # undefined there: decoders pass the byte on
                table[byte.decode("latin-1")] = letter
        tables.append({seen: letter for seen, letter in table.items() if seen != letter})
    return tuple(map(_misreading, tables))


def _misreading(table: dict[str, str]) -> _Misreading:
    seen = "[" + re.escape("".join(table)) + "]"
    any_letter = rf"(?:[^\W\d_]|{seen})"
    return _Misreading(
        str.maketrans(table),
        re.compile(rf"{any_letter}*{seen}{any_letter}*"),
        re.compile(rf"[^\W\d_]{seen}+[^\W\d_]"),
    )


def _misread(text: str, context: Context) -> list[Edit]:
    """Return the edits of the misreading that the most words confirm, if any is confirmed."""
    best: list[Edit] = []
    most = MIN_TYPES - 1
    for misreading in _misreadings():
        if misreading.inside.search(text):
            confirmed, edits = _under(misreading, text, context)
            if confirmed > most:
                most, best = confirmed, edits
    return best


def _under(misreading: _Misreading, text: str, context: Context) -> tuple[int, list[Edit]]:
    """Return how many words confirm `misreading`, and the edits to make if it is right.

    A word confirms it when it has the mark between two letters, is no word as it stands, and is
    one when read again. More words have to confirm than contradict it.
    """
    verdicts: dict[str, bool] = {}
    confirmed = contradicted = 0
    edits: list[Edit] = []
    for found in misreading.word.finditer(text):
        observed = found[0]
        word = observed.translate(misreading.table)
        if observed not in verdicts:
            verdicts[observed] = _confirms(observed, word, context)
            if misreading.inside.search(observed):
                confirmed += verdicts[observed] and len(word) > 2
                contradicted += not verdicts[observed]
        if verdicts[observed]:
            edits.append(_edit(found, word, "misread", 0.98))
    return (confirmed if confirmed > contradicted else 0), edits


def _confirms(observed: str, word: str, context: Context) -> bool:
    """Whether the lexicon prefers `word` to what stands there, marks at its ends as quotes too."""
    if not (word.isupper() or word[1:].islower() or len(word) == 1) or not context.is_word(word):
        return False
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", observed)
    return not (len(bare) > 1 and bare.isalpha() and context.is_word(bare))


def _edit(found: re.Match[str], after: str, rule: str, confidence: float) -> Edit:
    return Edit(*found.span(), found[0], after, f"encoding.{rule}", confidence)
