"""svfix repairs Swedish text that an OCR engine mangled, and leaves clean text alone.

>>> import svfix
>>> svfix.fix("Metoden for uppféljningen")
'Metoden för uppföljningen'
"""

import importlib
import os
from typing import TYPE_CHECKING

if os.environ.get("SVFIX_UNCOMPILED"):  # for whoever looks for a fault, and for tests
    from svfix import uncompiled

    uncompiled.prefer()

from svfix.version import __version__

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.diffs import Comparison, diff
    from svfix.doubts import Doubt
    from svfix.edits import Edit, revert
    from svfix.pipeline import Fixer, explain, fix, merge, pipe
    from svfix.result import Result, Unrepaired
    from svfix.table import PASSES

    accelerated: bool

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

_WHERE = {
    name: room
    for room, names in {
        "svfix.channel.profile": ["Profile"],
        "svfix.diffs": ["Comparison", "diff"],
        "svfix.doubts": ["Doubt"],
        "svfix.edits": ["Edit", "revert"],
        "svfix.pipeline": ["Fixer", "explain", "fix", "merge", "pipe"],
        "svfix.result": ["Result", "Unrepaired"],
        "svfix.table": ["PASSES"],
    }.items()
    for name in names
}
"""The room of each name, imported when it is asked for: what starts as a program says itself what
stopped it, from its first line on (`program`)."""


def _is_compiled() -> bool:
    """Whether the rooms that count are compiled: all of them are, or none."""
    from importlib.machinery import EXTENSION_SUFFIXES
    from importlib.util import find_spec

    found = find_spec("svfix.search.beam")
    return bool(found and found.origin and found.origin.endswith(tuple(EXTENSION_SUFFIXES)))


def __getattr__(name: str) -> object:
    """Import a name at its first use; `accelerated` says whether svfix runs compiled."""
    if name == "accelerated":
        return _is_compiled()
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
