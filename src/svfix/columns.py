"""Columns: the values of a table's column repaired, for the hosts that have tables.

A missing value (`None`, NaN, what pandas has for it) stays, and so does a value that is no text.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Sequence
from typing import Any

from svfix.options import kind_of
from svfix.pipeline import Fixer
from svfix.result import Result, Unrepaired

HOW = ("shared_profile", "n_process", "batch_size", "errors")
"""Options of a pipe, beside those of its fixer."""


class Column:
    """How a column is repaired: the options of `svfix.Fixer` and of its `pipe`, by keyword.

    Raises TypeError and ValueError as these do.

    >>> Column(min_confidence=0.9).repaired(["Metoden for uppféljningen", None])
    ['Metoden för uppföljningen', None]
    >>> Column(confidence=0.9)
    Traceback (most recent call last):
    TypeError: svfix has no option 'confidence'
    """

    def __init__(self, **options: Any) -> None:
        for name in options:
            if name not in NAMES:
                raise TypeError(f"svfix has no option {name!r}")
        self.how = {name: options.pop(name) for name in HOW if name in options}
        self.fixer = Fixer(**options)
        self.fixer.pipe([], **self.how)  # what is no option is told of now

    def results(self, values: Sequence[Any]) -> list[Result | Unrepaired | None]:
        """The result of each value: None for a missing one, an `Unrepaired` for what is no text."""
        texts = [None if is_missing(value) else value for value in values]
        return list(self.fixer.pipe(texts, **self.how))

    def repaired(self, values: Sequence[Any]) -> list[Any]:
        """The values with their texts repaired, all others as they were.

        A warning tells of those that are neither texts nor missing.
        """
        results = self.results(values)
        left = [result for result in results if isinstance(result, Unrepaired)]
        if left:
            many = "1 value stays as it is" if len(left) == 1 else f"{len(left)} values stay"
            warnings.warn(f"svfix: {many}: {left[0].error}", stacklevel=3)
        return [
            value if result is None else result.text
            for value, result in zip(values, results, strict=True)
        ]


def of_batches(**options: Any) -> Column:
    """A column whose values come in batches that others cut; raises ValueError beside TypeError.

    What is made of a text must not depend on how they were cut, so batches share no profile.

    >>> of_batches(shared_profile=True)
    Traceback (most recent call last):
    ValueError: a batch has no profile of its own: give the source's, Fixer().profile_of(texts)
    """
    if options.get("shared_profile"):
        raise ValueError(
            "a batch has no profile of its own: give the source's, Fixer().profile_of(texts)"
        )
    return Column(**options)


def named(columns: str | Sequence[str]) -> tuple[str, ...]:
    """The names of columns, of which one may stand by itself; raises TypeError for another thing.

    >>> named("text"), named(["title", "text"])
    (('text',), ('title', 'text'))
    """
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"columns must be names, not {kind_of(name)}")
    return names


def is_missing(value: object) -> bool:
    """Whether a value stands for none.

    >>> list(map(is_missing, [None, float("nan"), "", 0]))
    [True, True, False, False]
    """
    if isinstance(value, float):
        return value != value
    return value is None or kind_of(value) in ("NAType", "NaTType")  # those of pandas


NAMES = (*inspect.signature(Fixer).parameters, *HOW)
