"""Punctuation: quotes, dashes, bars and ones that the engine misread.

Any of these may stand on a page as it is, so that a mark tells nothing by itself. But an engine
that misreads marks misreads letters too, and sees specks: this pass acts only where the passes
before it found that (`Context.damaged`, `Context.dirty`), but for an i read as 1 where nothing else
can stand. A text's own style is not its business.
"""

from __future__ import annotations

import re
from collections import Counter
from math import inf
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.matching import NAME, lookback, parted
from svfix.passes.punctuation import ones
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.places import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

SHORT = 8  # characters before the last point of an abbreviation that are looked at

ABBREVIATED = 3.0
"""How much commoner (nats) an abbreviation with its points is than its letters as a word."""

SELDOM = -10.0
"""log-probability of an i, and of the word behind it, in places where one is still likely to stand.
In bench/train all 34 lone marks with more than that were an i."""

HEADING = 80
"""How many characters a numbered heading has at most, behind which a sentence opens."""

MANY_BARS = 3
"""From how many bars at line ends on they are no letters."""

_QUOTE = pattern('[”“„"]')
_OPENING_QUOTE = pattern(rf"{_QUOTE.pattern}(?<![^\s(\[].)(?=\w)")
_MISREAD_QUOTE = pattern(
    r"""[“„"]|’’|‘‘|´´|''|,,(?=[^\W\d_])  # one or two marks for one
      | (?<!\S)['’‘](?=\w[^”“„"'’‘\n]{0,60}”)  # one that a ” closes""",
    re.VERBOSE,
)
_SHORT = pattern(r"(?<![\w.])(?:[^\W\d_]{1,3}[.:,;'’-][^\W\d_]{1,3}|[^\W\d_]{2,4})[.:,;]\Z")
_ENDING = pattern(r"[.:,;](?<=[^\W\d_].)(?=\s|\))")
_MARKS = pattern(r"([.:,;'’-])")
_DASH = pattern(rf"[–—](?<=[{SMALL}.,] .)(?=[{SMALL}])")
_TILDE = pattern(r"~(?<!\S.)(?=[ ][^\W_])")
_BAR = pattern(r"\|(?<!\S.)(?!\S)")
_INSIDE = pattern(rf"[{SMALL}][ ]\|[ ][{SMALL}]")
_AFTER = pattern(r"[ ]?(?:\r?\n)?([^\W\d_]+)")
_LONE = pattern(r"[}{\]tj](?<!\S.)(?!\S)")
_LEFT = pattern(rf"(?<!\w)([{SMALL}]{{2,}})[ ]?\r?\n?\Z")
_BRACKET = pattern(r"\[(?<![^\s(].)([A-ZÅÄÖ]{1,4})(?![^\W\d_]|[^\]\[\n]*\])")
_BULLET = pattern(r"^[ \t]*([+»«¢])(?=[ ][^\W\d_])", re.MULTILINE)
_LINE_END = pattern(r"[ \t]*[\r\n]")
_HEADING = pattern(r"^\d+(?:\.\d+)+[ ][^.!?|\n]+(?:[ ]|\n)\Z", re.MULTILINE)
_LINE = pattern(r"^.+$", re.MULTILINE)
_ENDED = pattern(r"(?:[.!?:][”\"')\]]*\s+|\n[ \t\f]*\r?\n\s*|^\s*)\Z")


def may_act(places: Places) -> bool:
    """Whether a text has a one, or an l by itself that may be one."""
    return "1" in places.characters or bool(ones.alone(places))


def propose(text: str, context: Context, evidence: PageEvidence) -> list[Edit]:
    """Propose the marks the page had, in a text whose words or edges were damaged.

    Returns edits tagged ``punctuation.<rule>`` for the rules in `RULES`.
    """
    rules = RULES if evidence.misread else ANYWHERE
    return parted([edit for rule in rules for edit in rule(text, context, evidence)])


def quote(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A quote unlike the text's own ” was a ”, as were two single ones: `“Coachning”`, `‘‘så’’`.

    Typewriter quotes and “English” ones stay in a text that uses them.
    """
    marks = Counter(_QUOTE.findall(text))
    opening = Counter(_OPENING_QUOTE.findall(text))
    if marks["”"] > 1 and 2 * marks["”"] >= marks.total() and opening["”"] >= opening["“"]:
        for found in _MISREAD_QUOTE.finditer(text):
            yield _edit(found, "”", "quote")


def dash(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A dash with a space on its left has one on its right: `tjänster —idag`.

    A dash that opens a line may be a list's, one between figures a range's: those stay.
    """
    for found in _DASH.finditer(text):
        yield edit_by("punctuation.dash", found.end(), found.end(), "", " ")
    if not evidence.dirty:  # there it was debris
        for found in _TILDE.finditer(text):
            yield _edit(found, "–", "dash")


def abbreviation(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """The points of an abbreviation: `tex.`, `s:k.`, `t.ex:`.

    Left alone are letters that are as often a word: `om.`, `5 mm.`.
    """
    wholes: dict[str, str] = {}
    for ending in _ENDING.finditer(text):
        found = _SHORT.search(text, max(0, ending.start() - SHORT), ending.end())
        if found is None:
            continue
        if found[0] not in wholes:
            wholes[found[0]] = abbreviated(found[0], context)
        if wholes[found[0]]:
            yield _edit(found, wholes[found[0]], "abbreviation")


def abbreviated(observed: str, context: Context) -> str:
    """The abbreviation that was misread as `observed`, with its points; "" if none was."""
    letters, *_, last = parts = [part for part in _MARKS.split(observed) if part]
    if len(parts) > 2:
        whole = f"{letters}.{parts[2]}."
        return whole if whole != observed and context.is_word(whole) else ""
    if last != ".":
        return ""
    common = context.lexicon.logp(letters) + ABBREVIATED
    ways = (f"{letters[:i]}.{letters[i:]}." for i in range(1, len(letters)))
    whole = max(ways, key=context.lexicon.logp)
    return whole if context.lexicon.logp(whole) > common else ""


def bar(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A bar that opens a sentence was an I; one between two words was an i.

    Bars at the ends of several lines are a shadow of the page's edge. Bars in tables stay.
    """
    tables = in_tables(text)
    bars = [found for found in _BAR.finditer(text) if found.start() not in tables]
    ending = [found for found in bars if _LINE_END.match(text, found.end())]
    for found in bars:
        if found in ending and len(ending) >= MANY_BARS:
            yield _edit(found, "", "bar")
        elif _opens_sentence(text, found, context):
            yield _edit(found, "I", "bar:opens")
        elif as_i(text, found, context) >= SELDOM or _INSIDE.match(text, max(0, found.start() - 2)):
            yield _edit(found, "i", "bar")


def in_tables(text: str) -> set[int]:
    """The places of the bars in tables.

    A line with three bars is a table's, or with two at its ends, or beside another with two; so is
    one of nothing but bars.

    >>> sorted(in_tables("| ett | två\\noch så\\nvi är | allt | ett"))
    [0, 6]
    """
    found: set[int] = set()
    rows = [(row.start(), row[0], len(_BAR.findall(row[0]))) for row in _LINE.finditer(text)]
    near = [0, *(count for _, _, count in rows), 0]
    for i, (start, row, count) in enumerate(rows):
        ends = row.strip().startswith("|") or row.strip().endswith("|")
        table = count > 2 or (count == 2 and (ends or max(near[i], near[i + 2]) >= 2))
        if table or (count and not row.strip(" \t|")):
            found.update(start + bar.start() for bar in _BAR.finditer(row))
    return found


def lone(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A bracket or thin letter alone in place of an i: `görs t samarbete`, `liksom } går`."""
    for found in _LONE.finditer(text):
        if as_i(text, found, context) >= SELDOM:
            yield _edit(found, "i", "lone")


def as_i(text: str, found: re.Match[str], context: Context) -> float:
    """log P of an i between the words beside a mark, and of the word behind it; -inf for none."""
    left = lookback(_LEFT, text, found.start())
    right = _AFTER.match(text, found.end())
    if left is None or right is None or not context.is_word(right[1]):
        return -inf
    if not _follows(right[1], context):
        return -inf
    return context.lexicon.likelihood(left[1], "i", right[1])


def bracket(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A bracket that nothing closes was the I of an abbreviation in capitals: `[T-avdelning`."""
    for found in _BRACKET.finditer(text):
        if context.is_word("i" + found[1].lower()):
            yield edit_by("punctuation.bracket", found.start(), found.start() + 1, "[", "I")


def bullet(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark that opens lines and stands nowhere else was a bullet: `¢ minska bilåkandet`.

    Left alone are quotes that open lines in a text that has them elsewhere too, and `*` and `-`.
    """
    marks = list(_BULLET.finditer(text))
    for mark in {found[1] for found in marks}:
        opening = [found for found in marks if found[1] == mark]
        if len(opening) == text.count(mark):
            for found in opening:
                yield edit_by("punctuation.bullet", *found.span(1), mark, "•")


RULES: tuple[Callable[[str, Context, PageEvidence], Iterator[Edit]], ...] = (
    quote,
    dash,
    abbreviation,
    bar,
    bracket,
    ones.inside,
    ones.heads,
    lone,
    bullet,
)

ANYWHERE = ones.inside, ones.heads
"""The rules for a text of which nothing tells that it was misread."""


def _opens_sentence(text: str, found: re.Match[str], context: Context) -> bool:
    """Whether a bar stands where a sentence opens, before a word in small letters or a name."""
    after = _AFTER.match(text, found.end())
    if after is None or not _follows(after[1], context):
        return False
    before = text[max(0, found.start() - 8) : found.start()]
    if _ENDED.search(before):
        return before.strip() != "" or found.start() < 8
    return _HEADING.search(text, max(0, found.start() - HEADING), found.start()) is not None


def _follows(word: str, context: Context) -> bool:
    """Whether a word can stand inside a sentence: it is in small letters, or a name."""
    return word.islower() or context.lexicon.capitalised(word) >= NAME


def _edit(found: re.Match[str], after: str, rule: str) -> Edit:
    return edit_by(f"punctuation.{rule}", *found.span(), found[0], after)
