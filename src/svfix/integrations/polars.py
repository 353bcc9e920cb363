"""polars: the namespace `svfix` of an expression and of a Series, once this module is imported.

>>> import polars as pl
>>> import svfix.integrations.polars
>>> frame = pl.DataFrame({"text": ["Metoden for uppféljningen", None]})
>>> frame.select(pl.col("text").svfix.fix())["text"].to_list()
['Metoden för uppföljningen', None]
"""

from __future__ import annotations

from typing import Any

import polars as pl

from svfix.columns import Column


@pl.api.register_series_namespace("svfix")
class SeriesNamespace:
    """The texts of a Series."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def fix(self, **options: Any) -> pl.Series:
        """Return the Series with its texts repaired; its name and dtype stay, and null stays null.

        The options are those of `svfix.Fixer` and of its `pipe`. Raises TypeError for a Series that
        is neither of strings nor of categories; of an Enum, cast it to `pl.String` first.

        >>> pl.Series(["Metoden för uppföljningen"]).svfix.fix().to_list()
        ['Metoden för uppföljningen']
        """
        return _fixed(self._series, Column(**options))

    def explain(self, **options: Any) -> pl.Series:
        """Return a Series of the results (`svfix.Result`), with null for null.

        >>> pl.Series(["Metoden for uppféljningen"]).svfix.explain()[0].edits[0].after
        'för'
        """
        results = Column(**options).results(self._series.to_list())
        return pl.Series(self._series.name, results, dtype=pl.Object)


@pl.api.register_expr_namespace("svfix")
class ExprNamespace:
    """The texts that an expression gives."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def fix(self, **options: Any) -> pl.Expr:
        """Return an expression of the texts repaired, with the options of a Series.

        With ``shared_profile=True`` rows that are looked at together share it: those of the frame,
        of a group, or of a window (``.over("source")``).

        >>> frame = pl.DataFrame({"text": ["Metoden for uppféljningen"]}).lazy()
        >>> frame.with_columns(pl.col("text").svfix.fix(min_confidence=0.9)).collect().item()
        'Metoden för uppföljningen'
        """
        how = Column(**options)  # what is no option is told of now, not when the query runs
        alone = not how.how.get("shared_profile", False)
        return self._expression.map_batches(
            lambda series: _fixed(series, how), is_elementwise=alone
        )


def _fixed(series: pl.Series, how: Column) -> pl.Series:
    if series.dtype == pl.Null:
        return series
    if series.dtype not in (pl.String, pl.Categorical):
        raise TypeError(f"svfix repairs texts, and the Series is of {series.dtype}")
    return pl.Series(series.name, how.repaired(series.to_list()), dtype=series.dtype)
