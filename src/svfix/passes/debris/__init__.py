"""Debris: dirt on the page that an engine read as characters.

    om-hur Gud i.vissa fall        →   om hur Gud i vissa fall
    införande. av ett 'nytt system →   införande av ett nytt system
    om du 3 / vill resa            →   om du / vill resa

What stands at the `edges` of lines on dirty pages goes first, so that sentences are read without
it; then what was read inside them: `marks` where none can stand, and marks `between` two words.

Each of the latter may be what the page has: a name with a point in it, an odd compound, a quote.
Together they tell: clean text has few, and not of several kinds.  So what the rules find is weighed
before it is made (`weigh`), unless the text is known to be misread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svfix.edits import apply, compose
from svfix.passes.debris import between, edges, marks
from svfix.passes.matching import parted
from svfix.passes.rules import weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

SURE = 6.0
"""From what evidence on (nats: 400 to 1) marks out of place are debris."""

EVIDENCE = weights("debris")
"""What each rule's places, and a word that was repaired, tell of a misread text (nats); `lone`
marks, which some write so, tell nothing."""

PER_WORD = 2e-3
"""Evidence that each word takes away: so many places are expected of misread text."""

REPAIRED = 2
"""How many words the decoder repaired count as evidence; it repairs some in most texts
with names."""


def may_act(places: Places) -> bool:
    """Whether a text has a mark in one of the places that tell."""
    return any(tells(places) for tells in (marks.may_tell, between.may_tell))


def propose(text: str, context: Context, evidence: PageEvidence) -> tuple[list[Edit], PageEvidence]:
    """Propose to take debris out, on dirty pages, in damaged texts or where much is found.

    Finds out that a text is `damaged` if it tells.  Returns edits tagged ``debris.<rule>``.
    """
    at_edges = context.makeable(text, edges.propose(text, context, evidence))
    without = apply(text, at_edges) if at_edges else text
    if at_edges:
        context.edited(text, at_edges, without)
    inside = in_sentences(without, context, evidence)
    if inside:
        evidence = replace(evidence, damaged=True)
    return compose(text, at_edges, inside, without), evidence


def in_sentences(text: str, context: Context, evidence: PageEvidence) -> list[Edit]:
    """The edits that take debris out of sentences, if it is known or tells that there is any."""
    if evidence.profile is not None and evidence.profile.marks:
        return []  # where marks stand for letters they tell nothing
    if not evidence.misread and context.options.profile is not None:
        return []
    rules = RULES if evidence.misread else TELLING
    found = [edit for rule in rules for edit in rule(text, context, evidence)]
    found = context.swedish(text, found)
    if not found:
        return []
    if not evidence.misread and weigh(found, text, evidence.repaired) < SURE:
        return []
    return parted(found)


def weigh(edits: list[Edit], text: str, repaired: int) -> float:
    """How much places for debris speak for a misread text (nats); each is counted once.

    A name that comes again and again, `go'vänner`, tells no more than once.
    """
    places = {(e.rule, text[max(0, e.start - 4) : e.end + 4]) for e in edits}
    told = sum(EVIDENCE.get(rule.partition(".")[2], 0.0) for rule, _ in places)
    told += EVIDENCE["repaired"] * min(REPAIRED, repaired)
    return told - PER_WORD * (text.count(" ") + text.count("\n"))


TELLING: tuple[Callable[[str, Context, PageEvidence], Iterator[Edit]], ...] = (
    marks.before,
    marks.opening,
    marks.double,
    between.stop,
    between.space,
    between.figure,
)
"""The rules whose places tell of a misread text."""

RULES = (marks.lone, *TELLING)
