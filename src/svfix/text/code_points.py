"""Code points: a text as an array of numbers, and tables by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.uint32]


def code_points(text: str) -> Points:
    """The code points of a text, lone surrogates among them."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def looked_up(points: Points, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What a table by code point has for each; for those beyond it, its last entry.

    >>> looked_up(code_points("bcö"), np.arange(100)).tolist()
    [98, 99, 99]
    """
    return np.asarray(table[np.minimum(points, len(table) - 1)])
