"""Words: misread, run together, split. The decoder does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.decoder import decode

if TYPE_CHECKING:
    from svfix.edits import Edit
    from svfix.pipeline import Context


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the word the page had wherever the text's channel and the language tell it apart.

    Sets ``context.profile`` to the profile the text was decoded with.
    """
    decoding = decode(text, context.lexicon, context.options)
    context.profile = decoding.profile
    return decoding.edits
