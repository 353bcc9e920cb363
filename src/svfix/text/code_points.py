"""Code points: a text as an array of numbers, and tables by them."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any

from svfix.text.runs import column
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    import numpy.typing as npt

Points = Buffer
"""Code points, 32 bits each."""

_UTF_32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def code_points(text: str) -> Points:
    """The code points of a text, lone surrogates among them.

    >>> code_points("bcö").tolist()
    [98, 99, 246]
    """
    points = array("I")
    points.frombytes(text.encode(_UTF_32, "surrogatepass"))
    return column(points)


def looked_up(points: Points, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What a table by code point has for each; for those beyond it, its last entry.

    >>> import numpy as np
    >>> looked_up(code_points("bcö"), np.arange(100)).tolist()
    [98, 99, 99]
    """
    import numpy as np  # which a text is repaired without

    return np.asarray(table[np.minimum(points, len(table) - 1)])
