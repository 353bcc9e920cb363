"""svfix repairs Swedish text that an OCR engine mangled, and leaves clean text alone.

>>> import svfix
>>> svfix.fix("Metoden for uppféljningen")
'Metoden för uppföljningen'
"""

import importlib
from typing import TYPE_CHECKING

from svfix.doubts import Doubt
from svfix.edits import Edit, revert
from svfix.pipeline import PASSES, Fixer, explain, fix
from svfix.result import Result

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.diffs import Comparison, diff

__version__ = "0.1.0"

__all__ = [
    "PASSES",
    "Comparison",
    "Doubt",
    "Edit",
    "Fixer",
    "Profile",
    "Result",
    "diff",
    "explain",
    "fix",
    "revert",
]

# Names whose rooms take their time to open, numpy with them: imported when they are asked for.
_LATER = {"Comparison": "svfix.diffs", "Profile": "svfix.channel.profile", "diff": "svfix.diffs"}


def __getattr__(name: str) -> object:
    """Import a name of `_LATER`."""
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
