"""Counts of lower-cased forms over the corpora: by source, by casing, spread, left neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus import END, FOLDERS, Corpus, Ints, Stream

Counts = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]

BLOCK = 20_000  # tokens; a corpus file is cut into such blocks as a stand-in for its documents


@dataclass(frozen=True)
class FormCounts:
    """Arrays over `forms`: number `i` is the form `forms[i]`, lower-cased."""

    forms: list[str]
    sources: list[str]  # "folder/file"
    by_source: Counts  # sources × forms
    casing: Counts  # lower, title, upper × forms; tokens in mid-sentence only
    spread: Counts  # blocks of the modern folders the form stands in
    spread_old: Counts  # blocks of corpus/old
    left: Counts  # distinct words before the form

    def folder(self, name: str) -> Counts:
        rows = [i for i, source in enumerate(self.sources) if source.startswith(name + "/")]
        total: Counts = self.by_source[rows].sum(axis=0)
        return total

    def source_count(self, *folders: str) -> Counts:
        """In how many files of the folders a form stands."""
        rows = [i for i, source in enumerate(self.sources) if source.split("/")[0] in folders]
        total: Counts = (self.by_source[rows] > 0).sum(axis=0)
        return total


def fold_case(corpus: Corpus) -> tuple[list[str], Ints]:
    """Lower-cased forms, and the number of each token's form."""
    numbers: dict[str, int] = {}
    fold = [numbers.setdefault(token.lower(), len(numbers)) for token in corpus.tokens]
    return list(numbers), np.array(fold, dtype=np.int32)


def casing(token: str) -> int:
    """0 lower, 1 title, 2 upper, 3 mixed; one upper-case letter is title.

    >>> casing("hej"), casing("Hej"), casing("EU"), casing("EU:s"), casing("iPhone"), casing("I")
    (0, 1, 2, 2, 3, 1)
    """
    if token == token.lower():
        return 0
    if token[0].isupper() and token[1:] == token[1:].lower():
        return 1
    head = token.split(":")[0]
    return 2 if head == head.upper() else 3


def _distinct_by_low(high: npt.NDArray[np.integer], low: npt.NDArray[np.integer], n: int) -> Counts:
    """How many distinct `high` go with each `low` (< n)."""
    keys = np.unique(high.astype(np.int64) * n + low)
    return np.bincount(keys % n, minlength=n)


def _left_neighbours(streams: list[Stream], fold: Ints, n: int) -> Counts:
    keys = []
    for stream in streams:
        ids = fold[stream.ids].astype(np.int64)
        keys.append(np.unique(np.concatenate([[END], ids[:-1]]) * n + ids))
    return np.bincount(np.unique(np.concatenate(keys)) % n, minlength=n)


def count(corpus: Corpus) -> FormCounts:
    forms, fold = fold_case(corpus)
    n = len(forms)
    by_source = np.zeros((len(corpus.streams), n), np.int64)
    by_token = np.zeros(len(corpus.tokens), np.int64)
    spread = {True: np.zeros(n, np.int64), False: np.zeros(n, np.int64)}
    for row, stream in enumerate(corpus.streams):
        ids = fold[stream.ids]
        by_source[row] = np.bincount(ids, minlength=n)
        by_token += np.bincount(stream.ids[stream.cased], minlength=len(by_token))
        blocks = np.arange(len(ids)) // BLOCK
        spread[stream.folder == "old"] += _distinct_by_low(blocks, ids, n)
    by_casing = np.zeros((4, n), np.int64)
    kinds = np.array([casing(token) for token in corpus.tokens])
    np.add.at(by_casing, (kinds, fold), by_token)
    left = _left_neighbours(corpus.streams, fold, n)
    names = [f"{stream.folder}/{stream.name}" for stream in corpus.streams]
    return FormCounts(forms, names, by_source, by_casing[:3], spread[False], spread[True], left)


def mixed_spellings(corpus: Corpus) -> dict[str, tuple[str, int, int]]:
    """Lower-cased form → its commonest mixed-case spelling, that one's count, the form's count."""
    n = len(corpus.tokens)
    tokens = sum((np.bincount(s.ids, minlength=n) for s in corpus.streams), np.zeros(n, np.int64))
    totals: dict[str, int] = {}
    best: dict[str, tuple[str, int]] = {}
    for token, number in zip(corpus.tokens, tokens.tolist(), strict=True):
        low = token.lower()
        totals[low] = totals.get(low, 0) + number
        if casing(token) == 3 and number > best.get(low, ("", 0))[1]:
            best[low] = (token, number)
    return {low: (token, number, totals[low]) for low, (token, number) in best.items()}


def load(corpus: Corpus, cache_dir: Path) -> FormCounts:
    """`count`, from the cache where it is there."""
    path = cache_dir / "counts.npz"
    if not path.exists():
        made = count(corpus)
        np.savez(
            path,
            by_source=made.by_source.astype(np.int32),
            casing=made.casing,
            spread=made.spread,
            spread_old=made.spread_old,
            left=made.left,
        )
    forms, _ = fold_case(corpus)
    names = [f"{stream.folder}/{stream.name}" for stream in corpus.streams]
    with np.load(path) as arrays:
        return FormCounts(forms, names, **{key: arrays[key] for key in arrays.files})


__all__ = ["FOLDERS", "FormCounts", "casing", "count", "fold_case", "load", "mixed_spellings"]
