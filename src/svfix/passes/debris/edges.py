"""Edges of lines: letters, figures and marks read in the dirt there, of which no word was made.

    står inte klart. Om du 3      →   står inte klart. Om du
    vill resa tillbaka till           vill resa tillbaka till
    Z att arbeta                      att arbeta

What such debris is, its line does not tell, but the sentence does: it goes on as if nothing stood
there.  This is asked on the pages that the margins pass found to be dirty, and after the words were
decoded, for what is no word before that may be one misread.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.margins import REACH, filled
from svfix.passes.matching import DRAWN, parted
from svfix.passes.rules import edit_by, word_list
from svfix.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svfix.context import Context
    from svfix.evidence import PageEvidence

    Line = Sequence[re.Match[str]]  # of a line

LONGEST = 3
"""Characters of such debris."""

FLOWS = 11.0
"""How much likelier (nats) a sentence is without what stands there. On dirty pages of bench/train,
printed again too, 285 of 289 such tokens at the edge of a line between words that belong together
were debris, but for abbreviations in capitals; from 12 on 269 of 272."""

COMMON = -9.0
"""The ln of its share of all words from which on a form of two letters or three is a word."""

RARE = -11.8
"""The ln of its share of all words up to which a form at a line's right edge is debris, as is a
letter at the left one: 167 of 179 were there, and the others were mostly words misread."""

_WORD = pattern(r"\S+")
_BARE = pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS = "iåöIÅÖ"  # that are words
LABELLED = tuple(sorted(word_list("labelled")))
_QUOTES = "\"”“„'’‘"
_OPENS = pattern(rf"[{_QUOTES}](?=[^\W\d_]{{2}})")
_CLOSED = pattern(rf"\w[.,!?]?[{_QUOTES}](?=[ .,;:!?)])|[.!?][{_QUOTES}]\s")
_OPENED = pattern(rf"(?<!\w)[{_QUOTES}](?=\w)")
_ENDS = pattern(rf"(?<=[^\W_])(?:[.:{_QUOTES}]|_+)\Z")


def propose(text: str, context: Context, evidence: PageEvidence) -> list[Edit]:
    """Propose to take out the debris at the edges of lines, on dirty pages.

    The rules are `flow` where the sentence goes on without it, `rare` for what hardly is a word,
    `glued` for a mark read on to a word.
    """
    edits: list[Edit] = []
    for start, end in evidence.dirty.spans(text):
        lines = [[*_WORD.finditer(text, *line.span())] for line in filled(text, start, end)]
        edits += on_page(text, lines, context)
    return parted(edits)


def on_page(text: str, lines: Sequence[Line], context: Context) -> Iterator[Edit]:
    """The edits to the lines of a dirty page, given their words."""
    for i, words in enumerate(lines):
        before = lines[i - 1][-1].group() if i else ""
        behind = lines[i + 1][0].group() if i + 1 < len(lines) else ""
        yield from at_edges(text, words, before, behind, context)
        for start, end in glued(text, words, behind, context):
            yield _taken(text, start, end, "glued")


def at_edges(text: str, words: Line, before: str, behind: str, context: Context) -> Iterator[Edit]:
    """The debris at the edges of a line, between the words before and behind it."""
    last = len(words) - 1
    innermost = ""
    while last and (
        rule := debris(words[last - 1].group(), words[last].group(), behind, False, context)
    ):
        innermost = rule
        last -= 1
    if innermost:
        yield _taken(text, words[last].end(), words[-1].end(), innermost)
    if last > 1:
        rule = debris(before, words[0].group(), words[1].group(), True, context)
        if rule:
            yield _taken(text, words[0].start(), words[1].start(), rule)


def debris(before: str, token: str, behind: str, leads: bool, context: Context) -> str:
    """The rule by which a token at the edge of a line is debris; "" if it is none.

    `leads` says that it stands at the left edge.
    """
    if len(token) > LONGEST or (len(token) > 1 and token.isupper()):
        return ""
    common = len(token) > 1 and context.lexicon.logp(token) > COMMON
    if not common and flows(before, token, behind, context):
        return "flow"
    if not token.isalpha() or token in _LETTERS or (leads and len(token) > 1):
        return ""
    if token.isupper() and labelled(bare(before).lower(), token, context):
        return ""
    return "rare" if context.lexicon.logp(token) <= RARE else ""


def labelled(word: str, letter: str, context: Context) -> bool:
    """Whether a capital letter may belong to the word before it: `bilaga A`, `vitamin C`."""
    return word.endswith(LABELLED) or context.lexicon.pmi(word, letter) != 0


def glued(text: str, words: Line, behind: str, context: Context) -> Iterator[tuple[int, int]]:
    """The marks before the first and behind the last word of a line that are debris.

    A quote that stands so has another that belongs to it, which closes it inside a line or behind a
    sentence, or opens it in the same one; what ends a sentence has no word behind it that belongs
    to its last.
    """
    first, last = words[0], words[-1]
    opened = _OPENS.match(text, first.start())
    if opened and not _CLOSED.search(text, first.end(), first.end() + REACH):
        yield opened.span()
    ending = _ENDS.search(text, max(last.start(), last.end() - REACH), last.end())
    if ending is None:
        return
    if ending[0].startswith("_"):
        yield ending.span()
    elif not behind[:1].islower():
        return
    elif ending[0] in _QUOTES:
        if not _OPENED.search(text, first.start(), ending.start()):
            yield ending.span()
    elif drawn(bare(last.group()), bare(behind), context) >= DRAWN:
        yield ending.span()


def flows(before: str, token: str, behind: str, context: Context) -> bool:
    """Whether the words around a token belong together, and much more so without it."""
    left, right = bare(before), bare(behind)
    more = drawn(left, right, context)
    if more < DRAWN:
        return False
    middle = "<num>" if token.isdecimal() else token
    without = more + context.lexicon.logp(right)
    return without - context.lexicon.likelihood(left, middle, right) >= FLOWS


def drawn(left: str, right: str, context: Context) -> float:
    """How much more often a word follows another than any does (nats); 0 if one is no word."""
    known = context.lexicon.is_word(left) and context.lexicon.is_word(right)
    return context.lexicon.pmi(left, right) if known else 0.0


def bare(word: str) -> str:
    """A word without the marks around it."""
    found = _BARE.search(word)
    return found[0] if found else ""


def _taken(text: str, start: int, end: int, rule: str) -> Edit:
    return edit_by(f"debris.{rule}", start, end, text[start:end], "")
