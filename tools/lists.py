"""Readers of the word and name lists beside the project and of the wordfreq package."""

from __future__ import annotations

import csv
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:[-'’:.][^\W\d_]+)*")
_SALDO_FRAGMENTS = ("sxc", "mxc")  # paradigms of forms that stand only in compounds


def is_word_shaped(form: str) -> bool:
    """Letters, with hyphen, apostrophe, colon or period inside at most.

    >>> [is_word_shaped(f) for f in ("Örebro", "EU:s", "12 V", "arbets-", "t.ex.")]
    [True, True, False, False, False]
    """
    return _WORD.fullmatch(form) is not None


def undo_mojibake(text: str) -> str:
    """UTF-8 that was read as Latin-1 put right; other text is left alone.

    >>> undo_mojibake("abbÃ©"), undo_mojibake("abbé")
    ('abbé', 'abbé')
    """
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def saldo(shared: Path) -> set[str]:
    """SALDO's single-word lemmas."""
    text = (shared / "lists" / "saldo_words_paradigms_apertium.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {
        unicodedata.normalize("NFC", lemma)
        for lemma, paradigm in rows
        if is_word_shaped(lemma) and not paradigm.startswith(_SALDO_FRAGMENTS)
    }


def unimorph(shared: Path) -> set[str]:
    """UniMorph's inflected forms and lemmas."""
    text = (shared / "lists" / "unimorph_swe_2.7MB.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.count("\t") == 2)
    return {f for lemma, form, _ in rows for f in (lemma, form) if is_word_shaped(f)}


def wordfreq() -> dict[str, float]:
    """wordfreq's Swedish forms, lower-cased, with their frequencies (of 1)."""
    from wordfreq import get_frequency_dict

    return dict(get_frequency_dict("sv", wordlist="best"))


def _table(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def people(shared: Path, kind: str) -> dict[str, int]:
    """Given names ("fornamn", "tilltalsnamn") or surnames ("efternamn") with their bearers."""
    found: dict[str, int] = {}
    if kind == "efternamn":
        for row in _table(shared / "lists" / "svensktext_efternamn_vanliga.csv"):
            found[undo_mojibake(row["lastname"])] = int(row["frequency"])
        return found
    for sex in ("kvinnor", "man"):
        for row in _table(shared / "lists" / f"svensktext_{kind}-{sex}.csv"):
            name = undo_mojibake(row["name"])
            found[name] = found.get(name, 0) + int(row["persons"])
    return found


def localities(shared: Path) -> set[str]:
    return {undo_mojibake(row["city"]) for row in _table(shared / "lists/svensktext_ortsnamn.csv")}


def municipalities(shared: Path) -> set[str]:
    """Municipalities and counties, without the words kommun, stad and län: Örebro."""
    names = set()
    for row in _table(shared / "lists" / "svensktext_kommuner.csv"):
        for name in (row["name"], row["region"]):
            names.add(re.sub(r" (?:kommun|stad|län)$", "", undo_mojibake(name)))
    return names


def agencies(shared: Path) -> set[str]:
    rows = _table(shared / "lists" / "svensktext_myndigheter.tsv", "\t")
    return {undo_mojibake(row["name"]) for row in rows}


def members(shared: Path) -> set[str]:
    """Names of members of parliament, whole."""
    text = (shared / "lists" / "riksdagsledamoter_namn.txt").read_text("utf-8")
    return {line.replace('"', " ") for line in text.splitlines()}


def wiki_titles(shared: Path) -> Counter[str]:
    """Words of Swedish Wikipedia's titles that begin with a capital, and in how many they stand."""
    words: Counter[str] = Counter()
    with lzma.open(shared / "lists" / "svwiki_titles_partial.txt.xz", "rt") as file:
        for title in file:
            bare = title.split("(")[0].replace("_", " ").replace(",", " ")
            words.update({w for w in bare.split() if w[0].isupper() and is_word_shaped(w)})
    return words
