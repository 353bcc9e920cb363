"""Hugging Face datasets: what `Dataset.map` repairs batches of rows with.

    dataset.map(Repair("text"), batched=True)

The same columns and options in the same version of svfix have the same fingerprint in every
process, so that `datasets` finds in its cache what was done before, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svfix.columns import named, of_batches


class Repair:
    """Repairs columns of a batch, in place; the options are those of `svfix.Fixer`.

    Missing values stay. `profile` is that of the source, where it was estimated
    (``Fixer().profile_of(dataset["text"])``). Raises TypeError and ValueError for no option.

    >>> Repair("text")({"text": ["Metoden for uppféljningen", None, "i ordning"]})
    {'text': ['Metoden för uppföljningen', None, 'i ordning']}
    """

    def __init__(self, columns: str | Sequence[str], **options: Any) -> None:
        self._columns = named(columns)
        self._how = of_batches(**options)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Return the repaired columns of a batch. Raises KeyError for one that it has not."""
        return {name: self._how.repaired(batch[name]) for name in self._columns}
