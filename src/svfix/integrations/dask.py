"""Dask: the accessor `svfix` of a Series in many partitions, once this module is imported.

>>> import dask.dataframe as dd
>>> import pandas as pd
>>> import svfix.integrations.dask
>>> texts = dd.from_pandas(pd.Series(["Metoden for uppféljningen", None]), npartitions=1)
>>> texts.svfix.fix().compute(scheduler="synchronous").dropna().tolist()
['Metoden för uppföljningen']
"""

from __future__ import annotations

from typing import Any

from dask.dataframe import Series
from dask.dataframe.extensions import register_series_accessor
from pandas.api.types import is_object_dtype, is_string_dtype

from svfix.columns import of_batches
from svfix.integrations.pandas import fixed


@register_series_accessor("svfix")
class SeriesAccessor:
    """The texts of a Series; raises AttributeError where they cannot be texts, as `.str` does."""

    def __init__(self, series: Series) -> None:
        if not (is_string_dtype(series.dtype) or is_object_dtype(series.dtype)):
            raise AttributeError(f"svfix repairs texts, and the Series is of {series.dtype}")
        self._series = series

    def fix(self, **options: Any) -> Series:
        """Return the Series with its texts repaired, once it is computed; all else stays.

        The options are those of `svfix.Fixer`; `profile` is that of the source, where it was
        estimated. Missing values stay. Raises TypeError and ValueError for what is no option.
        """
        how = of_batches(**options)
        return self._series.map_partitions(fixed, how, meta=self._series._meta)
