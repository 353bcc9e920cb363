"""Pieces: letters that came apart on the way out of a file, put together where words confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.edits import disjoint
from svfix.pieces.apart import apart
from svfix.pieces.glyphs import glyphs
from svfix.pieces.losses import losses
from svfix.pieces.marks import marks

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
