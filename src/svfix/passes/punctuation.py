"""Punctuation: quotes, dashes and bars the engine misread, and specks it read as marks.

Any of these may stand on a page as it is, so that a mark tells nothing by itself. But an engine
that misreads marks misreads letters too: this pass acts only where the words pass, which runs
before it, found a damaged text (`Context.damaged`), or where marks stand alone at the edges of
many lines (`specked`). A text's own style is not its business.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.hyphens import SUSPENDED_BEFORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.pipeline import Context

MANY_BARS = 3
"""From how many bars at line ends on they are no letters."""

MANY_SPECKS, SPECKED = 3, 0.04
"""How many marks alone at the edges of lines are specks: at least, and as a share of the lines."""

_LOWER = "a-zåäöéü"
_LONE = r"(?:(?<=[.!?,;:] )\.|[:;'’‘`>©~]|[;'’‘`>]{2}|:[.;]|\.:)"
_SPECKS = (
    re.compile(rf"(?<=[^\s|])[ ]{_LONE}(?=\r?\n|\Z|[ ](?![A-ZÅÄÖ\d]))"),
    re.compile(rf"(?<=[.!?,;:])[ ]{_LONE}(?=[ ][A-ZÅÄÖ])"),
    re.compile(rf"(?:(?<=\n)|\A)(?:\.|(?!~){_LONE})[ ](?=[^\W_])"),
    re.compile(r"(?:(?<=\n)|\A)_+[ ]?(?=[^\W_]{2})|(?<=\w)[ ]_+(?=\r?\n|\Z)"),
    re.compile(rf"(?<=[{_LOWER},]\s)[.:]+(?=[{_LOWER}])"),
    re.compile(r"(?<!\S)['‘`](?=[^\W\d_]{2})(?![^\n]{0,200}[^\W_]['’](?![^\W_]))"),
)
_BETWEEN = re.compile(
    rf"(?<![\w.:/@'-])((?:[^\W\d_])?[{_LOWER}]+|[IÅÖ])([.'’‘:-])([{_LOWER}]+)(?![\w.:/@'-])"
)
_SUFFIXES = frozenset("s n t en er ar et na ns are arna erna ens ets".split())
_ENDINGS = {".": frozenset({"se"})}  # of addresses; behind other marks, of abbreviations
_QUOTE = re.compile('[”“„"]')
_OPENING_QUOTE = re.compile(rf"(?<![^\s(\[])(?:{_QUOTE.pattern})(?=\w)")
_MISREAD_QUOTE = re.compile(
    r"""[“„"]|’’|‘‘|´´|''|,,(?=[^\W\d_])  # one or two marks for one
      | (?<!\S)['’‘](?=\w[^”“„"'’‘\n]{0,60}”)  # one that a ” closes""",
    re.VERBOSE,
)
_EDGE = re.compile(r"\A[|>:;'_~](?= [^\W_])|(?<=\w[ .,]) ?[|:;'_~](?=\s*\Z)")
_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_LINE_END = re.compile(r"[ \t]*[\r\n]")
_TABLE = re.compile(r"^.*\|.*\|.*$|^[ \t|]+$", re.MULTILINE)
_ENDED = re.compile(r"(?:[.!?:][”\"')\]]*\s+|\n[ \t\f]*\r?\n\s*|^\s*)\Z")


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the marks the page had, in a text whose words or edges were damaged.

    Returns edits tagged ``punctuation.<rule>`` for the rules in `RULES`.
    """
    if not (context.damaged or specked(text)):
        return []
    edits = [edit for rule in RULES for edit in rule(text, context)]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    kept: list[Edit] = []
    for edit in edits:
        if not kept or kept[-1].end < edit.start:
            kept.append(edit)
    return kept


def specked(text: str) -> bool:
    r"""Whether marks stand alone at the edges of many lines, of several kinds, as on no clean page.

    >>> specked("| En rad\n> en till\nen tredje :\nden fjärde |\n")
    True
    >>> specked("- en lista\n- till\n> ett citat\n> till\n| en | tabell |\n")
    False
    """
    lines = text.splitlines()
    untabled = [line for line in lines if line.count("|") < 2]
    marks = [found.group() for line in untabled for found in _EDGE.finditer(line)]
    return len(marks) >= max(MANY_SPECKS, SPECKED * len(lines)) and len(set(marks)) > 1


def quote(text: str, context: Context) -> Iterator[Edit]:
    """A quote unlike the text's own ” was a ”, as were two single ones: `“Coachning”`, `‘‘så’’`.

    Typewriter quotes and “English” ones stay in a text that uses them.
    """
    marks = Counter(_QUOTE.findall(text))
    opening = Counter(_OPENING_QUOTE.findall(text))
    if marks["”"] > 1 and 2 * marks["”"] >= marks.total() and opening["”"] >= opening["“"]:
        for found in _MISREAD_QUOTE.finditer(text):
            yield _edit(found, "”", "quote", 0.9)


def dash(text: str, context: Context) -> Iterator[Edit]:
    """A dash with a space on its left has one on its right: `tjänster —idag`.

    A dash that opens a line may be a list's, one between figures a range's: those stay.
    """
    for found in re.finditer(rf"(?<=[{_LOWER}.,] )[–—](?=[{_LOWER}])", text):
        yield Edit(found.end(), found.end(), "", " ", "punctuation.dash", 0.9)


def bar(text: str, context: Context) -> Iterator[Edit]:
    """A bar that opens a sentence was an I, and in such a text one inside a sentence an i.

    Bars at the ends of several lines are a shadow of the page's edge. Bars in tables stay.
    """
    tables = (table.span() for table in _TABLE.finditer(text))
    in_tables = {found.start() for span in tables for found in _BAR.finditer(text, *span)}
    bars = [found for found in _BAR.finditer(text) if found.start() not in in_tables]
    opening = {found for found in bars if _opens_sentence(text, found)}
    ending = {found for found in bars if _LINE_END.match(text, found.end())}
    for found in bars:
        if found in ending:
            if len(ending) >= MANY_BARS:
                yield _edit(found, "", "bar", 0.9)
        elif found in opening:
            yield _edit(found, "I", "bar", 0.95)
        elif opening and text[found.end() + 1 : found.end() + 2].islower():
            yield _edit(found, "i", "bar", 0.9)


def section(text: str, context: Context) -> Iterator[Edit]:
    """A dollar sign after a figure was a section sign, in a text that has lawyers' words in it."""
    if re.search(r"§|\bkap\.|\blag(?:en)? \(|\bstycke", text):
        for found in re.finditer(r"(?<=\d )\$\$?(?![\w$])|(?<=\d [a-z] )\$\$?(?![\w$])", text):
            yield _edit(found, "§" * len(found[0]), "section", 0.95)


def speck(text: str, context: Context) -> Iterator[Edit]:
    """A mark by itself that no Swedish text has there was a speck on the page: `och : så`.

    So was one at the beginning of a word in mid-sentence (`leva, .våga`), and an opening quote
    that nothing closes (`det ‘nu`).
    """
    for pattern in _SPECKS:
        for found in pattern.finditer(text):
            yield _edit(found, "", "speck", 0.9)


def speck_for_space(text: str, context: Context) -> Iterator[Edit]:
    """A mark between two whole words was a speck in the space between them: `om.hur`, `i-vissa`.

    Compounds keep their hyphens (`svensk-norsk`), abbreviations their endings (`tv:n`).
    """
    for found in _BETWEEN.finditer(text):
        left, mark, right = found.groups()
        if context.is_word(found[0]) or not all(map(context.is_word, (left, right))):
            continue
        if mark == "-":
            speck = right not in SUSPENDED_BEFORE and context.lexicon.apart(left, right)
        else:
            speck = right not in _ENDINGS.get(mark, _SUFFIXES) and (
                len(right) > 2 or context.lexicon.logp(right) > -7
            )
        if speck:
            yield Edit(*found.span(2), mark, " ", "punctuation.speck_for_space", 0.85)


RULES: tuple[Callable[[str, Context], Iterator[Edit]], ...] = (
    quote,
    dash,
    bar,
    section,
    speck,
    speck_for_space,
)


def _opens_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether a bar stands where a sentence opens, with a word in lower case after it."""
    if not text[found.end() + 1 : found.end() + 2].islower():
        return False
    before = text[max(0, found.start() - 8) : found.start()]
    return bool(_ENDED.search(before)) and (before.strip() != "" or found.start() < 8)


def _edit(found: re.Match[str], after: str, rule: str, confidence: float) -> Edit:
    return Edit(*found.span(), found[0], after, f"punctuation.{rule}", confidence)
