"""Spark: a function of columns that repairs their texts.

frame.withColumn("text", repair()("text"))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from pyspark.sql import Column as SparkColumn
from pyspark.sql.functions import pandas_udf

from svfix.columns import of_batches


def repair(**options: Any) -> Callable[..., SparkColumn]:
    """Return a function (a `pandas_udf`) of a column of strings; the options are `svfix.Fixer`'s.

    null stays null. `profile` is that of the source, where it was estimated. Each Python worker
    opens the lexicon once. Raises TypeError and ValueError for what is no option.

    >>> repair(confidence=1)
    Traceback (most recent call last):
    TypeError: svfix has no option 'confidence'
    """
    how = of_batches(**options)

    def fix(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        for series in batches:
            yield pd.Series(how.repaired(series.tolist()), dtype=object)

    made: Callable[..., SparkColumn] = pandas_udf(fix, "string")
    return made
