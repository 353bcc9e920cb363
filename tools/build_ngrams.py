"""Count word n-grams of the corpora: python tools/build_ngrams.py [--cache DIR] [--help].

Rows are ``w1 w2 (w3) count``, lower-cased. ``<s>`` and ``</s>`` bound a sentence, ``<num>`` is any
token with a digit, ``<unk>`` any that is no word of data/lexicon (never the last of an n-gram).
A count is the sum over corpus folders, weighed and rounded.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

import corpus
import tables

WEIGHTS = {"modern": 1.0, "fiction": 1.0, "finland": 0.3, "old": 0.3}
END, UNKNOWN, NUMBER = range(3)
SPECIAL = ["</s>", "<unk>", "<num>"]
START = "<s>"

Keys = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]


def vocabulary(lexicon: Path) -> dict[str, int]:
    """The forms of the word tables, numbered alphabetically after the special words."""
    forms = {row[0].lower() for name in ("corpus", "old", "names", "abbreviations", "mixed_case")
             for row in tables.read(lexicon / f"{name}.tsv")}  # fmt: skip
    return {form: number for number, form in enumerate([*SPECIAL, *sorted(forms)])}


def words(token: str, known: dict[str, int]) -> list[int]:
    """The word numbers of a token: one, or those of its parts for an unknown hyphened word.

    >>> known = {"hälso": 3, "eu": 4, "stöd": 5}
    >>> [words(t, known) for t in ("Hälso-", "EU-stöd", "2019", "xyz")]
    [[3], [4, 5], [2], [1]]
    """
    form = token.lower()
    if form in known:
        return [known[form]]
    if any(c.isdigit() for c in form):
        return [NUMBER]
    parts = [part for part in form.split("-") if part]
    return [known.get(part, UNKNOWN) for part in parts] or [UNKNOWN]


def word_streams(shared: Path, cache: Path, known: dict[str, int]) -> list[tuple[str, Keys]]:
    """(folder, word numbers) of each corpus file."""
    source = corpus.load(shared, cache)
    found = [[END], *(words(token, known) for token in source.tokens[1:])]
    offsets = np.cumsum([0, *map(len, found)]).astype(np.int32)
    flat = np.array([number for numbers in found for number in numbers], np.int32)
    return [
        (s.folder, corpus.expand(s.ids, flat, offsets)[0].astype(np.int64)) for s in source.streams
    ]


def keys(ids: Keys, order: int, size: int) -> Keys:
    """One number for each n-gram of a stream that lies in one sentence and ends in no <unk>."""
    length = len(ids) - order + 1
    columns = [ids[i : i + length] for i in range(order)]
    keep = columns[-1] != UNKNOWN
    for column in columns[1:-1]:
        keep &= column != END
    total = np.zeros(length, np.int64)
    for column in columns:
        total = total * size + column
    if order == 2:
        keep &= ~((columns[0] == END) & (columns[1] == END))
    kept: Keys = total[keep]
    return kept


def weigh(streams: list[tuple[str, Keys]], order: int, size: int) -> tuple[Keys, Weights]:
    """All n-grams and their weighted counts."""
    all_keys, all_weights = [], []
    for folder, weight in WEIGHTS.items():
        parts = [keys(ids, order, size) for name, ids in streams if name == folder]
        unique, count = np.unique(np.concatenate(parts), return_counts=True)
        all_keys.append(unique)
        all_weights.append(count * weight)
    joined, weights = np.concatenate(all_keys), np.concatenate(all_weights)
    place = np.argsort(joined, kind="stable")
    joined, weights = joined[place], weights[place]
    first = np.flatnonzero(np.diff(joined, prepend=-1))
    return joined[first], np.add.reduceat(weights, first)


def prune(counts: Keys, least: int, most: int) -> int:
    """The threshold that leaves at most `most` n-grams, and at least `least` as a count."""
    sizes = {threshold: int((counts >= threshold).sum()) for threshold in range(1, 13)}
    print("   ".join(f">={threshold}: {size:,}" for threshold, size in sizes.items()))
    while int((counts >= least).sum()) > most:
        least += 1
    return least


def write(path: Path, names: list[str], ngrams: Keys, counts: Keys, order: int) -> None:
    columns = []
    for _ in range(order):
        columns.append(ngrams % len(names))
        ngrams = ngrams // len(names)
    columns.reverse()
    first = [START if number == END else names[number] for number in columns[0].tolist()]
    rest = [[names[number] for number in column.tolist()] for column in columns[1:]]
    header = "\t".join([*(f"w{i + 1}" for i in range(order)), "count"])
    tables.write(path, header, zip(first, *rest, counts.tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=corpus.SHARED)
    parser.add_argument("--cache", type=Path, default=corpus.CACHE)
    parser.add_argument("--out", type=Path, default=corpus.LEXICON)
    parser.add_argument("--least", type=int, nargs=2, default=(2, 3), help="least counts, by order")
    parser.add_argument("--most", type=int, nargs=2, default=(2_500_000, 2_500_000))
    options = parser.parse_args()
    known = vocabulary(options.out)
    streams = word_streams(options.shared, options.cache, known)
    tokens = sum(int((ids != END).sum()) for _, ids in streams)
    unknown = sum(int((ids == UNKNOWN).sum()) for _, ids in streams)
    print(f"{tokens:,} words, {len(known):,} forms, {unknown / tokens:.2%} unknown")
    for order, name in ((2, "bigrams"), (3, "trigrams")):
        ngrams, weights = weigh(streams, order, len(known))
        counts = np.rint(weights).astype(np.int64)
        least = prune(counts, options.least[order - 2], options.most[order - 2])
        kept = counts >= least
        path = options.out / f"{name}.tsv.xz"
        write(path, list(known), ngrams[kept], counts[kept], order)


if __name__ == "__main__":
    main()
