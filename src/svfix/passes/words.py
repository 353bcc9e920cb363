"""Words: misread, run together, split. The decoder does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfix.decoder import decode

if TYPE_CHECKING:
    from svfix.context import Context
    from svfix.edits import Edit

DAMAGED = 0.01
"""The share of its words that has to be mended in a text that counts as damaged."""


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the word the page had wherever the text's channel and the language tell it apart.

    Sets ``context.profile`` to the profile the text was decoded with, ``context.quality`` to what
    is expected of its words, ``context.mended``, ``context.damaged``, ``context.noisy`` and
    ``context.foreign``.  A profile that was given says by itself whether the text is damaged, so
    that each paragraph is repaired by itself.
    """
    decoding = decode(text, context.lexicon, context.options, context.memory.settled)
    context.profile = decoding.profile
    context.quality = decoding.quality
    context.mended = len(decoding.edits)
    context.noisy.add(text, decoding.noisy)
    context.foreign = list(decoding.foreign)
    context.damaged = not decoding.profile.clean and (
        context.options.profile is not None or context.mended >= DAMAGED * len(text.split())
    )
    return decoding.edits
