"""Ray Data: what `Dataset.map_batches` repairs batches of rows with.

    dataset.map_batches(Repair, fn_constructor_args=["text"], compute=ActorPoolStrategy(size=2))

Given as a class, each worker makes one, and opens the lexicon once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from svfix.columns import is_missing, named, of_batches
from svfix.integrations.pandas import fixed


class Repair:
    """Repairs columns of a batch; the options are those of `svfix.Fixer`.

    A batch is what `batch_format` says: a dictionary of numpy arrays, a pandas DataFrame or a
    pyarrow Table, and is given back as such. Missing values stay. `profile` is that of the source,
    where it was estimated. Raises TypeError and ValueError for what is no option.

    >>> batch = {"n": np.array([7]), "text": np.array(["Metoden for uppféljningen"])}
    >>> Repair("text")(batch)["text"].tolist()
    ['Metoden för uppföljningen']
    """

    def __init__(self, columns: str | Sequence[str], **options: Any) -> None:
        self._columns = named(columns)
        self._how = of_batches(**options)

    def __call__(self, batch: Any) -> Any:
        """Return a batch with its columns repaired. Raises KeyError for one that it has not."""
        if isinstance(batch, pa.Table):
            return self._of_table(batch)
        if isinstance(batch, pd.DataFrame):
            return batch.assign(**{n: fixed(batch[n], self._how) for n in self._columns})
        return {**batch, **{name: self._array(batch[name]) for name in self._columns}}

    def _array(self, values: np.ndarray) -> np.ndarray:
        """Texts repaired; null is None again, which numpy has as NaN where a batch has no text."""
        repaired = self._how.repaired(values.tolist())
        return np.array([None if is_missing(v) else v for v in repaired], dtype=object)

    def _of_table(self, table: pa.Table) -> pa.Table:
        for name in self._columns:
            values = self._how.repaired(table.column(name).to_pylist())
            kind = table.schema.field(name)
            repaired = pa.array(values, type=kind.type)
            table = table.set_column(table.schema.get_field_index(name), kind, repaired)
        return table
