"""Hyphens: words broken over the end of a line.

A broken word (`svfix.text.line_breaks`) is one word to the decoder, which keeps the break. A
dash for the hyphen (`prövningstill—⏎stånd`) becomes one, if the two halves are one word. Only with
the option `join_hyphens` does this pass take the break out, as

    för att ge-⏎nomföra, som sagt   →   för att genomföra,⏎som sagt

so that the line ends after the word, with the break (and indentation) it had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.lexicon.compounds import is_compound, is_part
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.line_breaks import (
    HYPHENS,
    SUSPENDED_BEFORE,
    as_break,
    found_in,
    has_own_hyphen,
    is_elided,
)
from svfix.text.places import ANY, LETTER, LOWER, MARK, UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.context import Context
    from svfix.text.places import Places

REPEATED = 3
"""How many broken words with a dash make a document known to have dashes for hyphens. In
bench/proofread 53 of 53 were hyphens, and in clean text none is taken for one."""

LONGEST = 40
"""How many letters a part of a word may have."""

DASHES = "—–―"

_DASHED = pattern(  # glued to the left part, which a dash between words is not
    r"[—–―](?<=[^\W\d_].)[ \t]*\r?\n[ \t]*(?P<right>[^\W\d_]{2,40})(?!\w)"
)
_SUSPENDED = pattern(r"[—–―](?<=[^\W\d_].)(?=,?[ ](?:och|eller|samt)\s|,[ ]\w{2,40}[—–―])")
_LEFT = pattern(r"(?<![\w-])[^\W\d_]{2,40}\Z")
_GAP = pattern(r"-(?:och|eller|samt)(?![\w-])")
STEM = 4
"""How many letters behind an acronym's hyphen show that it is the same word elsewhere."""

_CAPITALS = pattern(r"(?<![\w-])[a-zåäö]?[A-ZÅÄÖ]{1,6}\Z")  # LF, dB
_RUN_ON = pattern(r"(?<![\w-])[a-zåäö]?[A-ZÅÄÖ]{1,6}[a-zåäö]{4,40}(?![\w-])")
_BEGINS = pattern(rf"-(?P<stem>[a-zåäö]{{{STEM}}})")
_AFTER = pattern(r"(?P<rest>[^\s\-]*)(?P<space>[ \t]+)(?=\S)")


def may_act(places: Places) -> bool:
    """Whether a text has a hyphen, or what is read for one."""
    return not places.characters.isdisjoint(DASHES + HYPHENS)


def propose(text: str, context: Context) -> list[Edit]:
    """Propose hyphens for dashes in words, and to join broken words where the options ask for it.

    Returns edits tagged ``hyphens.dash``, ``hyphens.gap``, ``hyphens.acronym`` and
    ``hyphens.join``; a word with a dash is joined in the next round.
    """
    places = context.places(text)
    there = places.characters
    edits = [] if there.isdisjoint(DASHES) else [*dashes(text, context)]
    if "-" in there:
        edits += [*gaps(places), *acronyms(places, context)]
    if context.options.join_hyphens:
        for found in found_in(text):
            edits += _join(text, found, context)
    return sorted(edits, key=lambda edit: edit.start)


def dashes(text: str, context: Context) -> Iterator[Edit]:
    """The dashes that were hyphens, of words broken over lines: `kommun—⏎fullmäktige`.

    A document that has several has `midsommar— och julafton` too, and breaks words that no lexicon
    knows. Left alone is what no word goes over, or may be two: `hem sent —⏎och`, `kom—⏎men`.
    """
    dashed = (_DASHED.match(text, place) for place in context.places(text).of(DASHES))
    places = [(found.start(), found["right"]) for found in dashed if found]
    broken = [
        (place, left[0], right)
        for place, right in places
        if right.islower() and (left := _LEFT.search(text, max(0, place - LONGEST), place))
    ]
    sure = [place for place, left, right in broken if _one_word(left, right, context)]
    if len(sure) >= REPEATED:
        sure = [place for place, left, right in broken if not _two_words(left, right, context)]
        sure += suspended(text, context)
    for place in sure:
        yield edit_by("hyphens.dash", place, place + 1, text[place], "-")


def gaps(places: Places) -> Iterator[Edit]:
    """The spaces lost behind hyphens that stand for a part of a word to come: `mark-och vatten`.

    Left alone is what has another hyphen behind, `berg-och-dalbana`, and words said twice.

    >>> from svfix.text.places import Places
    >>> text = "mark-och vatten, en berg-och-dalbana, och-och"
    >>> [edit.start for edit in gaps(Places(text))]
    [5]
    """
    text = places.text
    for place in places.where(LETTER, MARK, LOWER):
        if _GAP.match(text, place):
            left = _LEFT.search(text, max(0, place - LONGEST), place)
            if left and left[0].lower() not in SUSPENDED_BEFORE:
                yield edit_by("hyphens.gap", place + 1, place + 1, "", " ")


def acronyms(places: Places, context: Context) -> Iterator[Edit]:
    """The hyphens lost behind acronyms, where the document has the same with one: `LFsignal`.

    Without that it stays, as does what is a word: `TVserie` may be how the page has it.
    """
    text = places.text
    hyphened: dict[str, str] = {}  # by how a run-on begins, its acronym
    for place in places.where(UPPER, MARK, LOWER):
        begins = _BEGINS.match(text, place)
        acronym = _CAPITALS.search(text, max(0, place - LONGEST), place) if begins else None
        if begins and acronym:
            hyphened[acronym[0] + begins["stem"]] = acronym[0]
    sizes = {len(capitals) for capitals in hyphened.values()}
    for place in places.where(ANY, UPPER, LOWER) if hyphened else ():
        for start in [place + 1 - size for size in sizes]:
            if text[start : place + 1 + STEM] in hyphened:
                found = _RUN_ON.match(text, start)
                word = text[place + 1 : found.end()] if found else ""
                if found and context.is_word(word) and not context.is_word(found[0]):
                    yield edit_by("hyphens.acronym", place + 1, place + 1, "", "-")


def suspended(text: str, context: Context) -> Iterator[int]:
    """Where dashes stand for the part of a word to come: `person— eller bilregistret`."""
    for found in _SUSPENDED.finditer(text):
        left = _LEFT.search(text, max(0, found.start() - LONGEST), found.start())
        if left and is_part(left[0], context.lexicon.modifier, context.lexicon):
            yield found.start()


def _one_word(left: str, right: str, context: Context) -> bool:
    """Whether two halves are a word or a compound, or an abbreviation and its word."""
    whole = right if left.isupper() else left + right
    known = context.is_word(whole) or is_compound(whole, context.lexicon)
    return known and not _two_words(left, right, context)


def _two_words(left: str, right: str, context: Context) -> bool:
    """Whether two halves may be two words with a dash between them."""
    if right in SUSPENDED_BEFORE:
        return True
    return context.is_word(right) and context.lexicon.apart(left, right)


def _join(text: str, found: re.Match[str], context: Context) -> list[Edit]:
    """Return the edits that join one word and end the line after it."""
    left, right = found["left"], found["right"]
    joined = as_break(found)
    hyphen = ""
    known = context.is_word(joined.word)
    if not known and (has_own_hyphen(left) or context.is_word(f"{left}-{right}")):
        hyphen, known = "-", True
    resume = joined.resume + (not hyphen and is_elided(left, right))
    rule = "hyphens.join" if known else "hyphens.join:unknown"
    edits = [edit_by(rule, joined.hyphen, resume, text[joined.hyphen : resume], hyphen)]
    if after := _AFTER.match(text, joined.end):
        edits.append(edit_by(rule, *after.span("space"), after["space"], found["gap"]))
    return edits
