"""Stops: those at the ends of sentences that the engine read as commas, or did not read.

A comma, or no mark, may stand before a capital in any text: before a name, behind a heading, in a
list.  So this pass acts only where words were misread or margins are dirty, and where both are so,
marks are taken to have debris beside them too.  On pages that were read much worse than others, a
paragraph that ends like no sentence has lost its stop; elsewhere it mostly never had one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.matching import ends, lookback, parted
from svfix.passes.rules import edit_by, word_list
from svfix.patterns import pattern
from svfix.text.places import LETTER, LOWER, MARK, SMALL, SPACE, Sought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

NO_NAME = 0.2
"""Up to what share of its capitals a word has them only where it opens a sentence."""

TOLD = 2
"""From how many colons and semicolons with debris beside them on a page its others have
it, too."""

SHORTEST = 3
"""Words of a sentence without one of the verbs that tell it."""

_BEFORE = pattern(rf"(?<![\w.:])[{SMALL}]{{2,}}\Z")
_COMMA = Sought(
    pattern(rf",(?<=[{SMALL}]{{2}},)[ ](?=([A-ZÅÄÖ][{SMALL}]*)(?!\w))"),
    (LOWER, MARK, SPACE, LETTER),
)
_BESIDE = pattern(rf"[:;](?<=[{SMALL}].)[ ]?(?:\r?\n)?(?<=\s)(?=([^\W\d_]+)(?![\w.]))")
_END = pattern(rf"(?<=[^\W_])([,:]?)(?=[ \t]*\r?\n[ \t]*\r?\n\s*(?:[\d.]+[ ])?[^\W\d_{SMALL}])")
_BREAK = pattern(r"\n[ \t]*\r?\n")
ANNOUNCES = word_list("announces")
_FULL = pattern(rf"(?<=[{SMALL}]{{2}}[.!?])\s+(?=[A-ZÅÄÖ])")
_SAYS = pattern(rf"\b(?:{'|'.join(sorted(word_list('says')))})\b")


def may_act(places: Places) -> bool:
    """No: what tells that a text was misread has to tell of its stops."""
    return False


def propose(text: str, context: Context, evidence: PageEvidence) -> list[Edit]:
    """Propose the stops that were misread or lost, in a text whose words or edges were damaged.

    Returns edits tagged ``stops.<rule>`` for the rules in `RULES`.
    """
    if not evidence.misread:
        return []
    return parted([edit for rule in RULES for edit in rule(text, context, evidence)])


def comma(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A comma before a word that has a capital only at the head of a sentence: `själva, En`."""
    for found in context.places(text).find(_COMMA):
        left = lookback(_BEFORE, text, found.start())
        if left and context.is_word(left[0]) and opens(found[1], context):
            yield edit_by("stops.comma", found.start(), found.start() + 1, ",", ".")


def debris(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark with debris beside it, or debris alone, on a dirty page: `så; men`, `med: de`.

    Where a page shows that, a colon before the head of a sentence was a stop: `viktigt: Men`.
    """
    for start, end in evidence.dirty.spans(text) if evidence.damaged else ():
        found = [*beside_debris(text, start, end, context)]
        told = sum(1 for *_, behind in found if behind[0].islower())
        for place, before, behind in found:
            mark = text[place]
            if behind[0].islower():
                after = "," if mark == ";" else ""
                yield edit_by("stops.debris", place, place + 1, mark, after)
            elif told >= TOLD and before not in ANNOUNCES and opens(behind, context):
                yield edit_by("stops.debris:capital", place, place + 1, mark, ".")


def beside_debris(
    text: str, start: int, end: int, context: Context
) -> Iterator[tuple[int, str, str]]:
    """Where colons and semicolons stand between words, and the words before and behind them."""
    for found in _BESIDE.finditer(text, start, end):
        left = lookback(_BEFORE, text, found.start())
        if left and ends(left[0], context) and context.is_word(found[1]):
            yield found.start(), left[0], found[1]


def paragraph(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A comma or no mark at the end of a paragraph on a noisy page, before one with a capital."""
    for start, end in evidence.noisy.spans(text):
        begin = start
        for found in _END.finditer(text, start, end):
            breaks = [gap.end() for gap in _BREAK.finditer(text, begin, found.start())]
            begin = breaks[-1] if breaks else begin
            body = text[begin : found.start()].strip()
            if found[1] or ("\n" in body and sentence(body)):
                rule = "stops.paragraph:mark" if found[1] else "stops.paragraph"
                yield edit_by(rule, *found.span(), found[1], ".")


def sentence(body: str) -> bool:
    """Whether a paragraph ends with a sentence: behind another one, or with the verb of one."""
    *before, last = _FULL.split(body)
    return bool(_SAYS.search(last)) or (bool(before) and len(last.split()) >= SHORTEST)


RULES: tuple[Callable[[str, Context, PageEvidence], Iterator[Edit]], ...] = (
    comma,
    debris,
    paragraph,
)


def opens(word: str, context: Context) -> bool:
    """Whether a word with a capital has it because it opens a sentence."""
    return context.lexicon.is_word(word) and context.lexicon.capitalised(word) < NO_NAME
