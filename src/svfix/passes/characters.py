"""Characters: two letters in one, a letter in two, one of another alphabet or another size."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from svfix.edits import Edit, disjoint
from svfix.lexicon.compounds import is_compound
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.places import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.text.places import Places

    Rule = Callable[[str, Context], Iterator[Edit]]

_LATIN = r"A-Za-z\xC0-\xD6\xD8-\xF6\xF8-\u024F"

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

HOMOGLYPHS = str.maketrans(
    "асеорхуіјѕһԁӓӧАВСЕНКМОРТХУІЈЅӒӦ" + "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyijshdäöABCEHKMOPTXYIJSÄÖ" + "oABEZHIKMNOPTYX",
)
"""Cyrillic, then Greek letters that look like a Latin one."""

APOSTROPHES = "'’`"
_BEFORE_ACCENT = pattern(rf"(?<![\w'’`-])(?P<stem>[{_LATIN}]{{2,}})e\Z")
_BEHIND_ACCENT = pattern(rf"[{_LATIN}]{{1,5}}(?![\w'’`])")
SMALL_AS_CAPITAL = "cosuvwxz"
"""Small letters that look like their capitals, but for their size."""

_MARKS = "[\u0300-\u036f]{1,30}"  # as many as Unicode promises to any process: UAX #15, stream-safe

LONGEST = 41  # letters before such a one, and a character in front of them
_CAPITAL = r"[A-ZÅÄÖÉ]"
_CAPITALS = pattern(rf"(?<!\w){_CAPITAL}{{2,40}}\Z")
_SMALL = pattern(rf"{_CAPITAL}{{2,40}}[{SMALL_AS_CAPITAL}]{_CAPITAL}{{2,40}}(?!\w)")


def may_act(places: Places) -> bool:
    """Whether a text has other characters than most, or a small letter between capitals."""
    there = places.characters
    return (
        not there <= PLAIN
        or not there.isdisjoint(APOSTROPHES)
        or bool(places.where(UPPER, LOWER, UPPER))
    )


def propose(text: str, context: Context) -> list[Edit]:
    """Propose to write each letter as the one character it is.

    Returns edits tagged ``characters.<rule>`` for the rules in `RULES`.
    """
    there = context.places(text).characters
    rules: list[Rule] = [small] if there.isdisjoint(APOSTROPHES) else [accent, small]
    if not there <= PLAIN:
        rules += [rule for rule, wanted in RULES if re.search(wanted, "".join(there))]
    return disjoint(edit for rule in rules for edit in rule(text, context))


def composed(text: str, context: Context) -> Iterator[Edit]:
    """A letter and its combining mark are one character: o + ◌̈ is ö (Unicode's NFC).

    A heap of marks stays: no engine writes one, and sorting it takes the square of its size.
    """
    for found in re.finditer(rf"[^\W\d_]{_MARKS}(?![\u0300-\u036F])|[\u212A\u212B](?=\w)", text):
        after = unicodedata.normalize("NFC", found[0])
        if after != found[0]:
            yield _edit(found, after, "composed")


def accent(text: str, context: Context) -> Iterator[Edit]:
    """An accent that was read as a mark behind its letter belongs on it: `kommitte'n`.

    Where the lexicon knows no such word or compound, the mark stays: `se'n`, `Nische'n`.
    """
    for mark in context.places(text).of(APOSTROPHES):
        before = _BEFORE_ACCENT.search(text, max(0, mark - LONGEST), mark)
        behind = _BEHIND_ACCENT.match(text, mark + 1)
        if before and behind:
            word = f"{before['stem']}é{behind[0]}"
            if context.is_word(word) or is_compound(word, context.lexicon):
                yield edit_by(
                    "characters.accent", mark - 1, mark + 1, text[mark - 1 : mark + 1], "é"
                )


def ligature(text: str, context: Context) -> Iterator[Edit]:
    """A ligature is its letters: ﬁ is fi. Others, such as æ, are letters of their own."""
    for found in re.finditer("[ﬀ-ﬄﬅﬆ]", text):
        yield _edit(found, LIGATURES[found[0]], "ligature")


def long_s(text: str, context: Context) -> Iterator[Edit]:
    """The long s of old print is an s. The old spelling around it stays."""
    for found in re.finditer("ſ", text):
        yield _edit(found, "s", "long_s")


def invisible(text: str, context: Context) -> Iterator[Edit]:
    """A soft hyphen or a zero-width character inside a word is not part of it.

    At the end of a line a soft hyphen shows a broken word, and in Arabic, Indic and emoji text
    zero-width characters have their work to do: those stay.
    """
    invisibles = r"[\xAD\u200B-\u200D\u2060\uFEFF]+"
    for found in re.finditer(rf"(?<=[{_LATIN}]){invisibles}(?=[{_LATIN}])", text):
        yield _edit(found, "", "invisible")


def homoglyph(text: str, context: Context) -> Iterator[Edit]:
    """A Cyrillic or Greek letter in a word that is otherwise Latin is the Latin one it looks like.

    Words wholly in another alphabet stay, as do letters no Latin one looks like: `µg`, `β-block`.
    """
    for found in re.finditer(r"(?<![^\W\d_])[^\W\d_]*?[\u0370-\u052F][^\W\d_]*", text):
        after = found[0].translate(HOMOGLYPHS)
        latin = len(re.findall(rf"[{_LATIN}]", found[0]))
        if len(found[0]) < 2 * latin and re.fullmatch(rf"[{_LATIN}]+", after):
            yield _edit(found, after, "homoglyph")


def width(text: str, context: Context) -> Iterator[Edit]:
    """Full-width forms, （EG）, are what an engine for Chinese makes of narrow ones.

    They stay in a text that has Chinese, Japanese or Korean in it.
    """
    if re.search(r"[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]", text):
        return
    for found in re.finditer(r"[\uFF01-\uFF5E]+", text):
        yield _edit(found, unicodedata.normalize("NFKC", found[0]), "width")


def small(text: str, context: Context) -> Iterator[Edit]:
    """A small letter with capitals on both sides is one, if it looks like one: `PROTOKOLLsIDA`.

    Where the lexicon does not know the word, it stays.
    """
    places = context.places(text)
    for place in places.where(UPPER, LOWER, UPPER):
        if text[place] in SMALL_AS_CAPITAL and (
            before := _CAPITALS.search(text, max(0, place - LONGEST), place)
        ):
            found = _SMALL.match(text, before.start())
            if found and context.is_word(found[0]):
                yield _edit(found, found[0].upper(), "small")


RULES: tuple[tuple[Rule, str], ...] = (
    (composed, r"[\u0300-\u036F\u212A\u212B]"),
    (ligature, "[ﬀ-ﬄﬅﬆ]"),
    (long_s, "ſ"),
    (invisible, r"[\xAD\u200B-\u200D\u2060\uFEFF]"),
    (homoglyph, r"[\u0370-\u052F]"),
    (width, r"[\uFF01-\uFF5E]"),
)
"""The rules for characters beyond ASCII, in order, each with what it looks for in a text."""


PLAIN = frozenset(map(chr, range(0x300))) - {"\xad", "ſ"} | frozenset("–—‘’“”„•…€")
"""Characters that none of these rules is for."""


def _edit(found: re.Match[str], after: str, rule: str) -> Edit:
    return edit_by(f"characters.{rule}", *found.span(), found[0], after)
