"""Pieces: letters that came apart on their way out of a file, and what their words were.

A mark beside its letter, a ligature that no program could read, a letter that stands by itself:
each is a hypothesis of how this text lost its letters. The lexicon confirms or contradicts it, over
the distinct words that it touches; what is not confirmed changes nothing.

Here they are put together where words confirm it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import disjoint
from svfix.passes.pieces import apart, glyphs, losses, marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.text.places import Places


class Rule(NamedTuple):
    """One way in which letters came apart, and whether a text may show it."""

    edits: Callable[[str, Context], Iterator[Edit]]
    may_act: Callable[[Places], bool]


LEFT = (
    Rule(glyphs.glyphs, glyphs.may_stand),
    Rule(marks.marks, marks.may_stand),
    Rule(apart.apart, apart.may_stand),
)
"""Those of which something is left in the text."""

RULES = *LEFT, Rule(losses.losses, losses.may_lack)


def may_act(places: Places) -> bool:
    """Whether a text may show any of these."""
    return any(rule.may_act(places) for rule in RULES)


def may_act_on_plain(places: Places) -> bool:
    """The same of a text whose words are all in order: nothing is missing from these."""
    return any(rule.may_act(places) for rule in LEFT)


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the words that a text had before its letters came apart.

    Returns edits tagged ``pieces.`` and ``mark``, ``ring``, ``accent``, ``letter``, ``ligature``,
    ``glyph`` or ``loss``.

    >>> from svfix import fix
    >>> fix("f ̈or m ̈oten p ̊a  ̈on", passes=["pieces"])
    'för möten på ön'
    >>> fix("vinkeln a° är 12°, se nº 5", passes=["pieces"])
    'vinkeln a° är 12°, se nº 5'
    """
    places = context.places(text)
    rules = [rule.edits for rule in RULES if rule.may_act(places)]
    return disjoint(edit for edits in rules for edit in edits(text, context))
