from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svfix.edits import Edit
    from svfix.pipeline import Context


def propose(text: str, context: Context) -> list[Edit]:
    return []
