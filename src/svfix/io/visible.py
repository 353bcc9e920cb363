"""Visible: text as a reader of lines may see it, with nothing in it that acts."""

from __future__ import annotations

_VISIBLE = {"\n": "⏎", "\r": "", "\t": "⇥", "\f": "␌"}

Segment = tuple[str, str]
"""A piece of a line and its style, "" for none."""


def visible(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey.

    >>> visible("kun-\\nskap\\x1b[2J")
    'kun-⏎skap\\\\x1b[2J'
    """
    return "".join(
        _VISIBLE.get(c, c if c.isprintable() else c.encode("unicode_escape").decode()) for c in text
    )


def shown(text: str) -> str:
    """One side of an edit; nothing and spaces are shown as signs."""
    return visible(text) if text.strip(" ") else "␣" * len(text) or "∅"
