"""Build data/lexicon/languages: the commonest words of languages that stand beside Swedish.

    python tools/build_languages.py

Frequencies are wordfreq's; what it lacks is listed by hand and spread by Zipf's law.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from math import log10
from pathlib import Path

import corpus
import tables

LISTED = ("da", "de", "en", "es", "fi", "fr", "is", "it", "nb", "nl", "pl", "pt")
MOST = {"fi": 6000, "de": 3000, "da": 3000, "nb": 3000, "en": 3000}
USUAL = 1500
BY_HAND = Path(__file__).with_name("function_words.txt")
ZIPF_SHARE = 0.05  # of all tokens; the word of rank r is the r-th part of it


def wordfreq(language: str) -> Iterator[tuple[str, int]]:
    """The commonest words of a language with their zipf frequency × 100."""
    from wordfreq import get_frequency_dict

    words = sorted(get_frequency_dict(language).items(), key=lambda item: (-item[1], item[0]))
    alphabetic = [(word, f) for word, f in words if word.replace("'", "").isalpha()]
    for word, frequency in alphabetic[: MOST.get(language, USUAL)]:
        yield word, round(100 * (log10(frequency) + 9))


def by_hand(path: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """The words listed by hand, by language."""
    for language, words in tables.read(path):
        ranks = {word: rank for rank, word in enumerate(dict.fromkeys(words.split()), 2)}
        yield language, [(w, round(100 * (log10(ZIPF_SHARE / r) + 9))) for w, r in ranks.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=corpus.LEXICON / "languages")
    out: Path = parser.parse_args().out
    found = {language: dict(wordfreq(language)) for language in LISTED}
    for language, rows in by_hand(BY_HAND):
        listed = found.setdefault(language, {})
        listed.update((word, max(zipf, listed.get(word, 0))) for word, zipf in rows)
    for language, words in found.items():
        tables.write(out / f"{language}.tsv", "form\tzipf×100", words.items())


if __name__ == "__main__":
    main()
