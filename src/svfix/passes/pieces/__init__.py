"""Pieces: letters that came apart on their way out of a file, and what their words were.

A mark beside its letter, a ligature that no program could read, a letter that stands by itself:
each is a hypothesis of how this text lost its letters. The lexicon confirms or contradicts it, over
the distinct words that it touches; what is not confirmed changes nothing.

Here they are put together where words confirm it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.edits import disjoint
from svfix.passes.pieces.apart import apart
from svfix.passes.pieces.glyphs import glyphs
from svfix.passes.pieces.losses import losses
from svfix.passes.pieces.marks import marks

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit

RULES = (glyphs, marks, apart, losses)


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
    return disjoint(edit for rule in RULES for edit in rule(text, context))
