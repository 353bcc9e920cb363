"""Compile `data/lexicon`, text sorted and readable, into the packed lexicon.

    python -m svfix.lexicon.compile data/lexicon src/svfix/_data/lexicon.bin

Runs when the package is built; no other part of svfix reads the text sources.
"""

from __future__ import annotations

import lzma
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.lexicon import (
    build_cloze,
    build_languages,
    build_letters,
    build_ngrams,
    endings,
    packed,
    store,
)
from svfix.lexicon.alphabet import encode
from svfix.lexicon.build_trie import build
from svfix.lexicon.letters import THRICE

FOLDER_WEIGHT = {"modern": 1.0, "fiction": 1.0, "finland": 0.3, "old": 0.3}
DICTIONARIES = ("hunspell.txt", "saldo.txt", "unimorph.txt")
SPECIAL = {"<s>": ":&a", "</s>": ":&b", "<num>": ":&c", "<unk>": ":&d"}  # spelt as no word is
UNSEEN = 0.2  # the count of a dictionary form that no corpus has
BARE = str.maketrans("åäö", "aao")
SHADOW = 200  # times as common a word with diacritics is as one that looks like it without
UNSEEN_HEAD = 0.2  # the number of compounds that a word is taken to end, if none is known
OFTEN, OUTDATED = 20, 0.9  # times in old texts, and the share of all, of a word of theirs alone
FEW_OLD = 3.0  # times that a form is seen in old texts, and expected, before that tells much
MOST_PAST = 4.0  # nats
RUN_ON = 2e-4
"""Types of a token by which words are run together in the corpora: some 150 lost spaces in 1.8 M
words, and twice that is no compounding: `eller` ends 24 words, and stands 245,000 times."""

LETTER_LABELS = "abcdefghjklmnopqrstuvwxyzäé"  # single letters that are labels, and hardly words
LABEL_SHARE = 0.02
UNSEEN_MODIFIER = 0.2
ENDING, SEEN_ENDING = 3, 50  # letters, and forms with one that tell as much as all forms do
TELLING = 50  # tokens of a word without compounds that tell that it makes none: `beskriver`
LINKED, PRODUCTIVE = 3, 2  # compounds with a part: with its linking s, and with others
SHORTEST = 3  # letters of a part of a compound that may take a linking s
NO_PART = (0, 0)
WORDFREQ_WEIGHT = 0.1  # how much a token of wordfreq's counts beside one of the corpora
DISCOUNT2, DISCOUNT3 = 1.2, 1.5  # of bigrams and trigrams; measured by perplexity on clean text
KNOWN_MASS = 0.97  # of all tokens; the rest is words that no lexicon has
CONTEXT_MASS = 0.02  # the least a context leaves to words not seen after it

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[Any]]


@dataclass
class Entry:
    """What the sources say of one lower-case form."""

    count: float = 0.0
    lower: float = 0.0
    title: float = 0.0
    upper: float = 0.0
    left: float = 0.0  # how many different words stand before it
    old: float = 0.0  # how often it stands in texts before 1906
    outdated: bool = False  # whether it is a word of old texts alone


@dataclass
class Sources:
    """The text sources, merged by form."""

    entries: dict[str, Entry] = field(default_factory=lambda: defaultdict(Entry))
    compounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a tab-separated source, `.xz` or not, without its comments."""
    opener = lzma.open if path.suffix == ".xz" else open
    if path.exists():
        with opener(path, "rt", encoding="utf-8", newline="\n") as file:
            for line in file:
                if not line.startswith("# "):
                    yield line.rstrip("\n").split("\t")


def merge(folder: Path) -> Sources:
    """Read every word source under `folder`."""
    sources = Sources()
    add_corpus(sources, folder)
    for name in DICTIONARIES:
        for (form,) in rows(folder / name):
            add_form(sources, form, UNSEEN)
            sources.entries[form.lower()].outdated = False
    scale = sum(e.count for e in sources.entries.values()) * WORDFREQ_WEIGHT
    for form, zipf in filter(lambda row: not THRICE.search(row[0]), rows(folder / "wordfreq.tsv")):
        add_form(sources, form, max(UNSEEN, scale * 10 ** (int(zipf) / 100 - 9)))
    for form, _kind, count in rows(folder / "names.tsv"):
        add_form(sources, form, UNSEEN + 0.3 * math.log10(1 + float(count)))
        sources.names.append(form.lower())
    for form, count in rows(folder / "abbreviations.tsv"):
        add_form(sources, form, float(count))
    for form, count in rows(folder / "old.tsv"):
        add_form(sources, form, FOLDER_WEIGHT["old"] * float(count))
        sources.entries[form.lower()].outdated = True
        sources.entries[form.lower()].old = float(count)
    for letter in set(LETTER_LABELS) & set(sources.entries):
        sources.entries[letter].count *= LABEL_SHARE
    for form, modifier, head in rows(folder / "compounds.tsv"):
        sources.compounds[form] = int(modifier), int(head)
    for form in linked(sources):
        sources.compounds[form] = 1, sources.compounds.get(form, NO_PART)[1]
    return sources


def linked(sources: Sources) -> list[str]:
    """Compounds with the linking s that they take as the first part of another one.

    `personuppgiftsbiträde` takes one because `biträde` does; it need not have been seen so.
    """
    known = sources.compounds

    def takes(head: str) -> bool:
        with_s = known.get(head + "s", NO_PART)[0]
        return with_s >= LINKED and with_s > known.get(head, NO_PART)[0]

    def is_compound(form: str) -> bool:
        parts = ((form[:at], form[at:]) for at in range(SHORTEST, len(form) - SHORTEST + 1))
        return any(
            known.get(first, NO_PART)[0] >= PRODUCTIVE
            and known.get(last, NO_PART)[1] >= PRODUCTIVE
            and takes(last)
            for first, last in parts
        )

    return [
        form + "s"
        for form in sources.entries
        if form.isalpha() and not known.get(form + "s", NO_PART)[0] and is_compound(form)
    ]


def add_corpus(sources: Sources, folder: Path) -> None:
    for form, modern, fiction, finland, old, lower, title, upper, left in rows(
        folder / "corpus.tsv"
    ):
        if THRICE.search(form):
            continue
        counts = zip(FOLDER_WEIGHT.values(), (modern, fiction, finland, old), strict=True)
        entry = sources.entries[form]
        entry.count = max(UNSEEN, sum(weight * int(n) for weight, n in counts))
        entry.lower, entry.title, entry.upper = int(lower), int(title), int(upper)
        entry.left, entry.old = int(left), int(old)
        whole = int(modern) + int(fiction) + int(finland) + int(old)
        entry.outdated = int(old) >= OFTEN and int(old) >= OUTDATED * whole


def add_form(sources: Sources, form: str, count: float) -> None:
    """Add a form in its own casing; it never lowers or raises a count from the corpora."""
    entry = sources.entries[form.lower()]
    if not entry.count:
        entry.count = count
    elif entry.lower + entry.title + entry.upper == 0:
        entry.count = max(entry.count, count)
    if form.islower():
        entry.lower += 0.5
    elif form.isupper() and len(form) > 1:
        entry.upper += 0.5
    else:
        entry.title += 0.5


def pack(folder: Path, sources: Sources) -> tuple[Arrays, dict[str, Any]]:
    """The arrays and facts of the packed lexicon."""
    spelt = set(sources.entries) | set(sources.compounds) | set(SPECIAL.values())
    labelled = sorted((labels, form) for form in spelt if (labels := encode(form)))
    forms = [form for _, form in labelled]
    number = {form: i for i, form in enumerate(forms)}
    special = {name: number[form] for name, form in SPECIAL.items()}
    arrays = word_columns(sources, forms) | language_model(folder, number | special, sources)
    best = np.minimum(np.minimum(arrays["unigram"], arrays["head"]), arrays["modifier"])
    arrays["nodes"] = build([labels for labels, _ in labelled], best)
    arrays |= build_cloze.build(folder, number, special)
    arrays |= {
        "letters": build_letters.train([f for f in sources.entries if f.isalpha()]),
        "name_letters": build_letters.train(sources.names),
    }
    engines = confusions(folder / "confusions")
    others = build_languages.build(
        probabilities(folder, sources), word_lists(folder / "languages"), engines
    )
    arrays |= {"language_forms": others.spelt, "language_steps": others.steps}
    named = [list(pair) for pair in zip(others.names, others.floor, strict=True)]
    facts = {
        "format": store.FORMAT,
        "special": special,
        "confusions": engines,
        "shapes": counted(folder / "shapes.tsv"),
        "varieties": counted(folder / "varieties.tsv"),
        "endings": endings.learn(form for (form,) in rows(folder / DICTIONARIES[0])),
        "languages": named,
    }
    return arrays, facts


def word_columns(sources: Sources, forms: list[str]) -> Arrays:
    """Casing and compound probabilities by form."""
    empty = Entry()
    entries = [sources.entries.get(f, empty) for f in forms]
    seen = np.array([e.lower + e.title + e.upper for e in entries]) + 0.01
    parts = np.array([sources.compounds.get(f, (0, 0)) for f in forms], float)
    able = np.array([len(f) >= 4 and f.isalpha() and f in sources.entries for f in forms])
    count = np.array([e.count for e in entries])
    unseen = able / (1 + count / TELLING)
    head = np.maximum(parts[:, 1] - RUN_ON * count, 0) + UNSEEN_HEAD * unseen
    modifier = parts[:, 0] + UNSEEN_MODIFIER * unseen * by_ending(forms, parts[:, 0] > 0, able)
    return {
        "outdated": np.array([e.outdated for e in entries]),
        "past": past(count, np.array([e.old for e in entries])),
        "shadowed": shadowed(forms, [e.count for e in entries]),
        "title": np.rint(255 * np.array([e.title for e in entries]) / seen).astype(np.uint8),
        "upper": np.rint(255 * np.array([e.upper for e in entries]) / seen).astype(np.uint8),
        "modifier": share(modifier, modifier.sum()),
        "head": share(head, head.sum()),
    }


def past(count: Floats, old: Floats) -> npt.NDArray[np.int8]:
    """By form, how much likelier it is in texts before 1906 than in any: steps of `PAST_STEP`."""
    expected = old.sum() * count / count.sum()
    nats = np.log((old + FEW_OLD) / (expected + FEW_OLD))
    steps = np.rint(np.clip(nats, -MOST_PAST, MOST_PAST) / store.PAST_STEP)
    return np.asarray(steps, np.int8)


def by_ending(
    forms: list[str], first: npt.NDArray[np.bool_], able: npt.NDArray[np.bool_]
) -> Floats:
    """How much more seldom than others forms with the same ending stand first in compounds.

    `first` says which do, `able` which may.  Of forms in -nen or -ningar hardly one does.
    """
    _, ending = np.unique([form[-ENDING:] for form in forms], return_inverse=True)
    every = (first & able).sum() / able.sum()
    seen, there = np.bincount(ending, first & able), np.bincount(ending, able)
    share = (seen + SEEN_ENDING * every) / (there + SEEN_ENDING)
    return np.asarray(np.minimum(share[ending] / every, 1.0))


def shadowed(forms: list[str], counts: list[float]) -> npt.NDArray[np.bool_]:
    """The forms beside which one with å, ä or ö is far more common: `ar`, `for`, `fran`."""
    number = {form: i for i, form in enumerate(forms)}
    dark = np.zeros(len(forms), bool)
    for form, count in zip(forms, counts, strict=True):
        bare = number.get(form.translate(BARE)) if not form.isascii() else None
        if bare is not None and counts[bare] * SHADOW < count:
            dark[bare] = True
    return dark


def share(part: Floats, whole: float) -> build_ngrams.Bytes:
    """Counts as stored log-probabilities, `NOT` where there are none."""
    return np.where(part > 0, np.minimum(stored(part / whole), store.NOT - 1), store.NOT)


def language_model(folder: Path, number: dict[str, int], sources: Sources) -> Arrays:
    """Interpolated Kneser–Ney trigrams (Chen & Goodman 1999), pruned by count."""
    forms = list(number)[: len(number) - len(SPECIAL)]
    known = [sources.entries.get(form, Entry()) for form in forms]
    count = np.array([entry.count for entry in known])
    left = np.array([max(entry.left, UNSEEN) if entry.count else 0.0 for entry in known])
    unigram = share(KNOWN_MASS * count, count.sum())
    grams2, n2 = read_grams(folder / "bigrams.tsv.xz", 2, number)
    grams3, n3 = read_grams(folder / "trigrams.tsv.xz", 3, number)
    # specials have no words before them counted: as many of these were pruned as of the others'
    before = np.bincount(grams2[1], minlength=len(forms)).astype(float)
    left = np.where(count > 0, left, before * left.sum() / before.sum())
    continuation = KNOWN_MASS * left / left.sum()
    followed = np.bincount(grams2[0], n2, len(forms))
    # specials have no count of their own: as many of their bigrams were pruned as of the others
    pruned = followed.sum() / count.sum()
    context = np.maximum(np.where(count > 0, count, followed / pruned), np.maximum(followed, 1))
    kept2 = np.maximum(n2 - DISCOUNT2, 0)
    backoff = np.clip(1 - np.bincount(grams2[0], kept2, len(forms)) / context, CONTEXT_MASS, 1)
    lower = backoff[grams2[0]] * continuation[grams2[1]]
    p2 = kept2 / context[grams2[0]] + lower
    pair = Pairs(build_ngrams.pack(*grams2))
    above = pair.find(build_ngrams.pack(*grams3[:2]))
    keep = np.flatnonzero(above >= 0)
    grams3, n3, above = [column[keep] for column in grams3], n3[keep], above[keep]
    kept3 = np.maximum(n3 - DISCOUNT3, 0)
    context3 = np.maximum(n2, np.bincount(above, n3, len(n2)))
    backoff2 = np.clip(1 - np.bincount(above, kept3, len(n2)) / context3, CONTEXT_MASS, 1)
    tail = pair.find(build_ngrams.pack(*grams3[1:]))
    lower3 = np.where(tail >= 0, p2[tail], backoff[grams3[1]] * continuation[grams3[2]])
    p3 = kept3 / context3[above] + backoff2[above] * lower3
    bigrams = build_ngrams.build(pair.keys, stored(p2), stored(backoff2))
    trigrams = build_ngrams.build(build_ngrams.pack(*grams3), stored(p3))
    return {
        "unigram": unigram,
        "continuation": stored(continuation),
        "backoff": stored(backoff),
        "bigram_slots": bigrams[0],
        "bigram_columns": bigrams[1],
        "trigram_slots": trigrams[0],
        "trigram_columns": trigrams[1],
    }


@dataclass
class Pairs:
    """Look-up of bigram keys by sorting."""

    keys: build_ngrams.Keys

    def __post_init__(self) -> None:
        self.order = np.argsort(self.keys)

    def find(self, keys: build_ngrams.Keys) -> npt.NDArray[np.int64]:
        """The place of each key, or -1."""
        at = np.searchsorted(self.keys, keys, sorter=self.order)
        place = np.append(self.order, 0)[at]
        return np.where(np.append(self.keys, 0)[place] == keys, place, -1)


def stored(p: Floats) -> build_ngrams.Bytes:
    """Probabilities as stored bytes."""
    with np.errstate(divide="ignore"):
        return build_ngrams.quantise(np.log(p))


def read_grams(
    path: Path, order: int, number: dict[str, int]
) -> tuple[list[npt.NDArray[np.int64]], Floats]:
    """The n-grams of a source as one array of form numbers a place, and their counts."""
    numbers: list[list[int]] = [[] for _ in range(order)]
    counts = []
    for *words, count in rows(path):
        if all(word in number for word in words):
            for column, word in zip(numbers, words, strict=True):
                column.append(number[word])
            counts.append(float(count))
    return [np.array(column, np.int64) for column in numbers], np.array(counts)


def confusions(folder: Path) -> dict[str, list[list[Any]]]:
    """The confusion tables by engine: rows of truth, observed, count, seen."""
    return {path.stem: counted(path) for path in sorted(folder.glob("*.tsv"))}


def counted(path: Path) -> list[list[Any]]:
    """The rows of a table of segments: truth or today's, observed or then's, count, seen."""
    return [[t, o, int(n), int(seen)] for t, o, n, seen in rows(path)]


def word_lists(folder: Path) -> dict[str, dict[str, float]]:
    """By language, the probabilities of its commonest words."""
    return {
        path.stem: {form: 10 ** (int(zipf) / 100 - 9) for form, zipf in rows(path)}
        for path in sorted(folder.glob("*.tsv"))
    }


def probabilities(folder: Path, sources: Sources) -> dict[str, float]:
    """The probabilities of Swedish forms in all texts, or in old ones where they are likelier."""
    old = {form: float(count) for form, _, _, _, count, *_ in rows(folder / "corpus.tsv")}
    old |= {form: float(count) for form, count in rows(folder / "old.tsv")}
    whole, whole_old = sum(e.count for e in sources.entries.values()), sum(old.values())
    return {
        form: max(e.count / whole, old.get(form, 0.0) / whole_old)
        for form, e in sources.entries.items()
        if e.count
    }


def main(source: str, target: str) -> None:
    arrays, facts = pack(Path(source), merge(Path(source)))
    packed.write(Path(target), arrays, facts)


if __name__ == "__main__":
    main(*sys.argv[1:])
