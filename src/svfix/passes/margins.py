"""Margins: what an engine read there on a dirty page, as marks, letters and figures.

The shadow of a binding, a fold or a staple, and dust, make tokens that no text has there:

    > förkastas. — — >                       →   förkastas.
    med den 19 december ” SS SE | > ;        →   med den 19 december

By itself such a token tells nothing: any page may have a mark alone, a single letter or a figure.
So the page is asked first.  Where lone marks stand on both its margins, or marks of many kinds on
one, it is dirty, and there the tokens at the edges of its lines are weighed by what they are and by
the company they keep.  The pass runs before the words are decoded, so that debris becomes no word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.rules import edit_by, word_list
from svfix.patterns import pattern
from svfix.text.places import ALONE, SMALL, Sought
from svfix.text.spared import Span, touched
from svfix.text.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

PAGE = 60
"""Lines that are judged together, where no form feed ends a page before."""

MANY, SHARE, KINDS = 3, 0.08, 3
"""How many lone marks make a page dirty: at least, and a line; and kinds, if on one margin only."""

QUOTED = 3
"""From how many lines in a row on that begin with the same mark they are a quotation or a list."""

REACH = 200
"""Characters behind a line in which a quotation that it opens may be closed."""

FULL = 0.8
"""The share of the width of its page from which on a line was wrapped, not ended."""

SMEARS = word_list("smears")

COMMON = -9.5
"""The ln of its share of all words from which on a short form may well be a word (`Vi`, `ni`)."""

_ODD = r"|:;.'’‘´`\"”“„~_=<>«»^°"  # marks that do not stand alone at the edge of a line
_DOTS = " . ."  # leaders, or an ellipsis
_COLON = pattern(rf"[{SMALL}]{{2}}[:;]\Z")
_HEAD = pattern(r"[ \t]*\r?\n\s*[A-ZÅÄÖ]")
_ROW = pattern(r"\s*\|.*\|.*\|")  # of a table
_LINE = pattern(r"[^\r\n\f]+")
_SUSPECT = Sought(
    pattern(rf"[{_ODD}](?:(?<=^.)[{_ODD}]?[ ]|(?<=\S[ ].)[{_ODD}]?[ ]?\r?$)", re.MULTILINE),
    ALONE,
)
_LONE = pattern(rf"(?!(.)\1|_)[{_ODD}]{{1,2}}")  # `_` may be a letter that the engine gave up on
_MARK = pattern(rf"(?!(.)\1\1|[^—]+—)(?:[^\w\s]|_)*[{_ODD}](?:[^\w\s]|_)*|\++")
_GLUED = pattern(rf"[{_ODD}.,-]*[{_ODD}.,][{_ODD}.,-]*(?=[^\W\d_]{{2}})")
_QUOTED = pattern(r"[\"”“„»«'’‘]")
_WORD = pattern(r"\S+")
_ENDED = pattern(r"[\w\"”')\]]{2}[.!?]+[”\"')\]]*\Z")

# Tokens of a line by kind, as letters, so that a line is a word to match: marks, dashes, short
# debris of letters and figures, short words in lower case, and text.
_ALONE = pattern(r"[mds]*m[mds]*\Z")
_LEFT = pattern(r"[mds]*m")
_RIGHT = pattern(r"d?m[mds]*\Z")
_BEHIND = pattern(r"[mdsw]*\Z")
_JUNK = pattern(r"[mdsw]*m[mdsw]*|[ds]+")  # what it takes behind the end of a sentence


def may_act(places: Places) -> bool:
    """Whether so many marks stand by themselves that a page may be dirty."""
    return len(places.where(*ALONE)) >= MANY


def propose(text: str, context: Context, evidence: PageEvidence) -> tuple[list[Edit], PageEvidence]:
    """Propose to take out the debris at the edges of lines, on dirty pages.

    Finds out which pages are `dirty`.  Returns edits tagged ``margins.debris``,
    and ``margins.stop`` where it had made a colon of a stop.
    """
    places = context.places(text)
    if sum(1 for _ in places.find(_SUSPECT)) < MANY or places.tokenised:
        return [], evidence
    edits: list[Edit] = []
    found: list[tuple[int, int]] = []
    marks = [place for place in places.where(*ALONE) if text[place] in _ODD]
    for page in pages(text):
        if bisect_left(marks, page[-1].end()) - bisect_left(marks, page[0].start()) < MANY:
            continue
        lines = [line.group() for line in page]
        if not dirty(lines) or not dirty(swedish(page, context.other_languages(text))):
            continue
        found.append((page[0].start(), page[-1].end()))
        width = FULL * max(map(len, lines))
        inner = sum(" - " in line.strip(" -") for line in lines)
        dashed = inner >= sum(line.rstrip().endswith(" -") for line in lines)
        before = ""
        for line in page:
            wrapped = len(before) >= width and before[-1].isalpha()
            spans = list(edges(line.group(), wrapped, dashed, context))
            spans += glued(line.group(), spans, text[line.end() : line.end() + REACH])
            for start, end in sorted(spans):
                edits.append(taken(text, line.start() + start, line.start() + end))
            before = line.group().rstrip()
    return edits, replace(evidence, dirty=Stretches.of(text, found))


def taken(text: str, start: int, end: int) -> Edit:
    """The edit that takes a stretch out; where debris made a colon of a stop, `: .`, that too."""
    found = _COLON.search(text, max(0, start - 3), start)
    if found and end > start and _HEAD.match(text, end):
        return edit_by("margins.stop", start - 1, end, text[start - 1 : end], ".")
    return edit_by("margins.debris", start, end, text[start:end], "")


def pages(text: str) -> Iterator[list[re.Match[str]]]:
    """The lines of a text that are not blank, a page at a time."""
    page: list[re.Match[str]] = []
    breaks = "\f" in text
    for line in filled(text, 0, len(text)):
        if len(page) == PAGE or (breaks and page and "\f" in text[page[-1].end() : line.start()]):
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def swedish(page: list[re.Match[str]], foreign: Sequence[Span]) -> list[str]:
    """The lines of a page that have nothing of other languages, where marks stand otherwise."""
    return [line.group() for line in page if not touched(*line.span(), foreign)]


def filled(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The lines of a stretch of text that are not blank."""
    return (line for line in _LINE.finditer(text, start, end) if not line.group().isspace())


def dirty(lines: Sequence[str]) -> bool:
    r"""Whether lone marks stand on both margins of a page, or of many kinds on one.

    >>> dirty(["| En rad", "> en till", "en tredje :", "den fjärde |"])
    True
    >>> dirty(["- en lista", "- till", "> ett citat", "> till", "| en | tabell |", "> ett | rör |"])
    False
    """
    rows = [line.split() for line in lines if line.count("|") < 2 and _DOTS not in line]
    rows = [row for row in rows if len(row) > 1]
    left: list[str] = []
    for mark, same in groupby(rows, itemgetter(0)):
        run = list(same)
        if _LONE.fullmatch(mark) and len(run) < QUOTED:
            left += [mark for row in run if mark != "|" or not row[1].islower()]  # not I
    right = [row[-1] for row in rows if _LONE.fullmatch(row[-1])]
    marks = [*left, *right]
    if len(marks) < max(MANY, SHARE * len(lines)) or len(marks) < marks.count(".") + 2:
        return False
    return len(set(marks)) >= (2 if left and right else KINDS)


def edges(line: str, wrapped: bool, dashed: bool, context: Context) -> Iterator[tuple[int, int]]:
    """The stretches at the two edges of a line of a dirty page that are debris.

    `wrapped` says that the line goes on with the sentence of the one before, `dashed` that its
    page has dashes between words.
    """
    if _DOTS in line or _ROW.match(line):
        return
    words = list(_WORD.finditer(line))
    kinds = from_the_edges([word.group() for word in words], context)
    if _ALONE.match(kinds):
        yield words[0].start(), words[-1].end()
        return
    first = words[0].group()
    if wrapped and first in "-~":
        kinds = "m" + kinds[1:]
    elif first == "~" or (first == "|" and words[1].group()[0].islower() and not wrapped):
        kinds = "t" + kinds[1:]  # a dash; I
    if words[-1].group() == "-" and not dashed:
        kinds = kinds[:-1] + "m"
    if left := _LEFT.match(kinds):
        if left.end() == len(words):  # a line of dashes
            yield words[0].start(), words[-1].end()
            return
        yield words[0].start(), words[left.end()].start()
    begin = right.start() if (right := _RIGHT.search(kinds)) else len(words)
    behind = _BEHIND.search(kinds)
    junk = behind and behind.start() and _JUNK.fullmatch(behind.group())
    if behind and junk and ended(words[behind.start() - 1].group(), context):
        begin = behind.start()
    if begin < len(words):
        yield words[begin - 1].end(), words[-1].end()


def glued(line: str, debris: Sequence[tuple[int, int]], rest: str) -> Iterator[tuple[int, int]]:
    """The marks at the beginning of a line's first word, but for a quote that something closes."""
    begin = next((end for start, end in debris if not line[:start].strip()), 0)
    begin += len(line[begin:]) - len(line[begin:].lstrip())
    found = _GLUED.match(line, begin)
    if found and "..." not in found.group():
        quoted = _QUOTED.search(found.group())
        if not (quoted and _QUOTED.search(line[found.end() :] + rest)):
            yield found.span()


def ended(word: str, context: Context) -> bool:
    """Whether a sentence ends with a word; not with `t.ex.` or `kap.`."""
    return bool(_ENDED.search(word)) and "." not in word[:-2] and not context.is_word(word)


def from_the_edges(words: list[str], context: Context) -> str:
    """The kinds of a line's words as far in as debris may reach; what is between is text."""
    left, right = "", ""
    while len(left) < len(words) and left.strip("mds") == "":
        left += kind(words[len(left)], context)
    while len(left) + len(right) < len(words) and right.strip("mdsw") == "":
        right = kind(words[-1 - len(right)], context) + right
    return left + "t" * (len(words) - len(left) - len(right)) + right


def kind(word: str, context: Context) -> str:
    """What a token at the edge of a line of a dirty page is: its letter in a line of kinds.

    Debris (`s`) has up to three letters or figures and is no word, or none in capitals.
    """
    if "§" in word:
        return "t"
    if word in SMEARS or _MARK.fullmatch(word):
        return "m"
    if not any(map(str.isalnum, word)):
        return "d" if word != "..." else "t"
    if len(word) > 3 or not word.isalnum() or word in "IÅÖ":
        return "t"
    if len(word) == 1 or word.isdigit():
        return "w" if word in "iåö" or len(word) > 1 else "s"
    if context.lexicon.logp(word) > COMMON:
        return "w" if len(word) == 2 and word.islower() else "t"
    return "s" if word.isupper() or not context.is_word(word) else "w"
