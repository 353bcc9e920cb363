"""pandas: the accessor `svfix` of a Series and of a DataFrame, once this module is imported.

>>> import pandas as pd
>>> import svfix.integrations.pandas
>>> texts = pd.Series(["Metoden for uppféljningen", None], index=[7, 8])
>>> texts.svfix.fix().dropna().to_dict()
{7: 'Metoden för uppföljningen'}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas.api.extensions import register_dataframe_accessor, register_series_accessor
from pandas.api.types import is_object_dtype, is_string_dtype

from svfix.columns import Column, named


@register_series_accessor("svfix")
class SeriesAccessor:
    """The texts of a Series; raises AttributeError where they cannot be texts, as `.str` does."""

    def __init__(self, series: pd.Series) -> None:
        kind = series.cat.categories.dtype if _is_categorical(series) else series.dtype
        if not (is_string_dtype(kind) or is_object_dtype(kind)):
            raise AttributeError(f"svfix repairs texts, and the Series is of {series.dtype}")
        self._series = series

    def fix(self, **options: Any) -> pd.Series:
        """Return the Series with its texts repaired; index, name and dtype stay.

        The options are those of `svfix.Fixer` and of its `pipe`. Missing values stay; so do values
        that are no texts, and a warning tells of them. Categories are repaired as rows of a Series
        are, and those that become alike are one.

        >>> pd.Series(["Metoden för uppföljningen"]).svfix.fix()[0]
        'Metoden för uppföljningen'
        """
        return fixed(self._series, Column(**options))

    def explain(self, **options: Any) -> pd.Series:
        """Return a Series of the results (`svfix.Result`), with None for missing values.

        >>> pd.Series(["Metoden for uppféljningen"]).svfix.explain()[0].edits[0].after
        'för'
        """
        results = Column(**options).results(self._series.tolist())
        return pd.Series(results, index=self._series.index, dtype=object, name=self._series.name)


@register_dataframe_accessor("svfix")
class DataFrameAccessor:
    """The texts of some columns of a DataFrame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def fix(self, columns: str | Sequence[str], **options: Any) -> pd.DataFrame:
        """Return a copy of the DataFrame with these columns repaired, each as a Series is.

        Raises KeyError for a column that is not there.

        >>> pd.DataFrame({"n": [1], "text": ["till sjén"]}).svfix.fix("text")
           n       text
        0  1  till sjön
        """
        repaired = {name: self._frame[name].svfix.fix(**options) for name in named(columns)}
        return self._frame.assign(**repaired)


def fixed(series: pd.Series, how: Column) -> pd.Series:
    """A Series with its texts repaired, for hosts that hand on Series of pandas."""
    if _is_categorical(series):
        return _with_categories(series, how.repaired(series.cat.categories.tolist()))
    values = how.repaired(series.tolist())
    return pd.Series(values, index=series.index, dtype=series.dtype, name=series.name)


def _is_categorical(series: pd.Series) -> bool:
    return isinstance(series.dtype, pd.CategoricalDtype)


def _with_categories(series: pd.Series, categories: list[Any]) -> pd.Series:
    """A Series with other names of its categories, of which several may be the same."""
    alone = list(dict.fromkeys(categories))
    place = {name: number for number, name in enumerate(alone)}
    codes = [-1 if code < 0 else place[categories[code]] for code in series.cat.codes]
    made = pd.Categorical.from_codes(codes, categories=alone, ordered=series.cat.ordered)
    return pd.Series(made, index=series.index, name=series.name)
