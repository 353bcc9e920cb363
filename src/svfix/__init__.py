"""svfix repairs Swedish text that an OCR engine mangled, and leaves clean text alone.

>>> import svfix
>>> svfix.fix("Metoden for uppféljningen")
'Metoden för uppföljningen'
"""

import importlib
import importlib.util
import os
from importlib.machinery import EXTENSION_SUFFIXES
from typing import TYPE_CHECKING

if os.environ.get("SVFIX_UNCOMPILED"):  # for whoever looks for a fault, and for tests
    from svfix import uncompiled

    uncompiled.prefer()

from svfix.doubts import Doubt
from svfix.edits import Edit, revert
from svfix.pipeline import Fixer, explain, fix, merge, pipe
from svfix.result import Result, Unrepaired
from svfix.table import PASSES
from svfix.version import __version__

if TYPE_CHECKING:
    accelerated: bool
    from svfix.channel.profile import Profile
    from svfix.diffs import Comparison, diff

__all__ = [
    "PASSES",
    "Comparison",
    "Doubt",
    "Edit",
    "Fixer",
    "Profile",
    "Result",
    "Unrepaired",
    "__version__",
    "accelerated",
    "diff",
    "explain",
    "fix",
    "merge",
    "pipe",
    "revert",
]

# Names whose rooms take their time to open: imported when they are asked for.
_LATER = {"Comparison": "svfix.diffs", "Profile": "svfix.channel.profile", "diff": "svfix.diffs"}


def _is_compiled() -> bool:
    """Whether the rooms that count are compiled: all of them are, or none."""
    found = importlib.util.find_spec("svfix.search.beam")
    return bool(found and found.origin and found.origin.endswith(tuple(EXTENSION_SUFFIXES)))


def __getattr__(name: str) -> object:
    """Import a name of `_LATER`; `accelerated` says whether svfix runs compiled."""
    if name == "accelerated":
        return _is_compiled()
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
