"""Characters: a letter in pieces, two letters in one, or a letter of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from svfix.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.pipeline import Context

_LATIN = r"A-Za-z\xC0-\xD6\xD8-\xF6\xF8-\u024F"

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

HOMOGLYPHS = str.maketrans(
    "асеорхуіјѕһԁӓӧАВСЕНКМОРТХУІЈЅӒӦ" + "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyijshdäöABCEHKMOPTXYIJSÄÖ" + "oABEZHIKMNOPTYX",
)
"""Cyrillic, then Greek letters that look like a Latin one."""

SPACING_MARKS = {
    "¨": ("\u0308", "aouAOU"),
    "˚": ("\u030a", "aA"),
    "°": ("\u030a", "aA"),
    "´": ("\u0301", "eE"),
}
"""A mark that stands beside its letter: the combining mark it is, and the letters it goes on."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to write each letter as the one character it is.

    Returns edits tagged ``characters.<rule>`` for the rules in `RULES`.
    """
    if text.isascii():
        return []
    edits = [edit for rule in RULES for edit in rule(text, context)]
    edits.sort(key=lambda edit: edit.start)
    return [e for i, e in enumerate(edits) if i == 0 or edits[i - 1].end <= e.start]


def composed(text: str, context: Context) -> Iterator[Edit]:
    """A letter and its combining mark are one character: o + ◌̈ is ö (Unicode's NFC)."""
    for found in re.finditer(r"[^\W\d_][\u0300-\u036F]+|[\u212A\u212B](?=\w)", text):
        after = unicodedata.normalize("NFC", found[0])
        if after != found[0]:
            yield _edit(found, after, "composed", 0.99)


def spacing_mark(text: str, context: Context) -> Iterator[Edit]:
    """A mark beside its letter, before or after it, belongs on it: fo¨r, f¨or, f¨ or, pa˚."""
    marks = "".join(SPACING_MARKS)
    if not re.search(rf"[{marks}]", text):
        return
    for found in re.finditer(rf"[{_LATIN}{marks}]+(?:(?<=[{marks}])[ ][{_LATIN}{marks}]+)*", text):
        if re.search(rf"[{marks}]", found[0]) and not found[0][0].isspace():
            yield from _with_marks_on(found, context)


def ligature(text: str, context: Context) -> Iterator[Edit]:
    """A ligature is its letters: ﬁ is fi. Others, such as æ, are letters of their own."""
    for found in re.finditer("[ﬀ-ﬄﬅﬆ]", text):
        yield _edit(found, LIGATURES[found[0]], "ligature", 0.99)


def long_s(text: str, context: Context) -> Iterator[Edit]:
    """The long s of old print is an s. The old spelling around it stays."""
    for found in re.finditer("ſ", text):
        yield _edit(found, "s", "long_s", 0.99)


def invisible(text: str, context: Context) -> Iterator[Edit]:
    """A soft hyphen or a zero-width character inside a word is not part of it.

    At the end of a line a soft hyphen shows a broken word, and in Arabic, Indic and emoji text
    zero-width characters have their work to do: those stay.
    """
    invisibles = r"[\xAD\u200B-\u200D\u2060\uFEFF]+"
    for found in re.finditer(rf"(?<=[{_LATIN}]){invisibles}(?=[{_LATIN}])", text):
        yield _edit(found, "", "invisible", 0.99)


def homoglyph(text: str, context: Context) -> Iterator[Edit]:
    """A Cyrillic or Greek letter in a word that is otherwise Latin is the Latin one it looks like.

    Words wholly in another alphabet stay, as do letters no Latin one looks like: `µg`, `β-block`.
    """
    for found in re.finditer(r"[^\W\d_]*[\u0370-\u03FF\u0400-\u052F][^\W\d_]*", text):
        after = found[0].translate(HOMOGLYPHS)
        latin = len(re.findall(rf"[{_LATIN}]", found[0]))
        if len(found[0]) < 2 * latin and re.fullmatch(rf"[{_LATIN}]+", after):
            yield _edit(found, after, "homoglyph", 0.95)


def width(text: str, context: Context) -> Iterator[Edit]:
    """Full-width forms, （EG）, are what an engine for Chinese makes of narrow ones.

    They stay in a text that has Chinese, Japanese or Korean in it.
    """
    if re.search(r"[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]", text):
        return
    for found in re.finditer(r"[\uFF01-\uFF5E]+", text):
        yield _edit(found, unicodedata.normalize("NFKC", found[0]), "width", 0.95)


RULES: tuple[Callable[[str, Context], Iterator[Edit]], ...] = (
    composed,
    spacing_mark,
    ligature,
    long_s,
    invisible,
    homoglyph,
    width,
)


def _with_marks_on(found: re.Match[str], context: Context) -> Iterator[Edit]:
    """Put the marks of one word on their letters, where the lexicon knows the outcome."""
    observed = found[0]
    for mark_first in (False, True):
        word = _marked(observed, mark_first)
        if word.isalpha() and context.is_word(word):
            yield _edit(found, word, "spacing_mark", 0.99)
            return


def _marked(word: str, mark_first: bool) -> str:
    """Return `word` with each mark put on the letter after it, or on the one before it."""
    for mark, (combining, letters) in SPACING_MARKS.items():
        pattern = rf"{mark} ?([{letters}])" if mark_first else rf"([{letters}]) ?{mark}"
        word = re.sub(pattern, rf"\1{combining}", word)
    return unicodedata.normalize("NFC", word)


def _edit(found: re.Match[str], after: str, rule: str, confidence: float) -> Edit:
    return Edit(*found.span(), found[0], after, f"characters.{rule}", confidence)
