"""svfix repairs Swedish text that an OCR engine mangled, and leaves clean text alone.

>>> import svfix
>>> svfix.fix("Metoden for uppféljningen")
'Metoden för uppföljningen'
"""

from typing import TYPE_CHECKING

from svfix.doubts import Doubt
from svfix.edits import Edit, revert
from svfix.pipeline import PASSES, Fixer, Result, explain, fix

if TYPE_CHECKING:
    from svfix.decoder import Profile

__version__ = "0.1.0"

__all__ = ["PASSES", "Doubt", "Edit", "Fixer", "Profile", "Result", "explain", "fix", "revert"]


def __getattr__(name: str) -> object:
    """Import `Profile` when it is asked for: the decoder takes its time."""
    if name == "Profile":
        from svfix.decoder import Profile

        return Profile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
