"""svfix repairs Swedish text that an OCR engine mangled, and leaves clean text alone.

>>> import svfix
>>> svfix.fix("Metoden for uppféljningen")
'Metoden för uppföljningen'
"""

from svfix.doubts import Doubt
from svfix.edits import Edit, revert
from svfix.pipeline import PASSES, Fixer, Result, explain, fix

__version__ = "0.1.0"

__all__ = ["PASSES", "Doubt", "Edit", "Fixer", "Result", "explain", "fix", "revert"]
