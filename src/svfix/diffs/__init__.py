"""Comparison of a text with the truth: is it right, and if not, where and why.

Texts are folded and cut into `words`, `align`ed (put in `order` and rid of page `headers` first),
three of them in one list of `slots`; the `differences` are read off it and `classify`d, and the
`score` is counted. `result` holds what was found; `document`, `terminal` and `html` show it.
"""

from svfix.alignment.folding import FOLDINGS
from svfix.diffs.result import Comparison, diff

__all__ = ["FOLDINGS", "Comparison", "diff"]
