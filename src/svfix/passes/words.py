"""Words: misread, run together, split. The decoder does the work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svfix.decoder import decode
from svfix.decoder.decode import left_alone
from svfix.evidence import NOWHERE
from svfix.search.budget import Exhausted
from svfix.text.stretches import Stretches

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

DAMAGED = 0.01
"""The share of its words that has to be repaired in a text that counts as damaged."""


def may_act_on_plain(places: Places) -> bool:
    """Whether there may be edits in a text whose words are all in order: there are none."""
    return False


def propose(text: str, context: Context, evidence: PageEvidence) -> tuple[list[Edit], PageEvidence]:
    """Propose the word the page had wherever the text's channel and the language tell it apart.

    Finds out the `profile` the text was decoded with, the `quality` expected of its words, how many
    were `repaired`, whether it is `damaged`, where it is `noisy` and where it is
    `given_up`.  A profile that was given says
    by itself whether the text is damaged, so that each paragraph is repaired by itself.
    """
    memory = context.memory
    known = text, context.lexicon, context.options, memory.settled
    try:
        decoding = decode(*known, context.judge, memory.whole)
    except Exhausted:
        if not context.judge:  # others went over it before, whose edits cannot stay
            raise
        decoding = left_alone(text, context.lexicon, context.options, judge=True)
    context.keep_languages(text, list(decoding.foreign))
    repaired = len(decoding.edits)
    damaged = not decoding.profile.clean and (
        context.options.profile is not None or repaired >= DAMAGED * len(text.split())
    )
    return decoding.edits, replace(
        evidence,
        profile=decoding.profile,
        quality=decoding.quality,
        repaired=repaired,
        damaged=damaged,
        noisy=Stretches.of(text, decoding.noisy) if decoding.noisy else NOWHERE,
        given_up=decoding.given_up,
    )
