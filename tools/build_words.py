"""Build the word tables of data/lexicon: python tools/build_words.py [--cache DIR]."""

from __future__ import annotations

import argparse
from math import log10
from pathlib import Path

import abbreviations
import compounds
import corpus
import counts
import expand_hunspell
import fragments
import lists
import names
import tables
from evidence import Evidence, Verdict
from old_spelling import is_old_spelling

WORDFREQ_MIN = 2.6  # zipf; below it a form in no other source is not believed
CORPUS_TOKENS = 40e6
MIXED_SHARE = 0.5  # of a form's tokens that are spelled alike with inner capitals
MIXED_MIN = 3
OLD_SHARE = 5  # times more frequent before 1920 than after: an old form


class Build:
    """All sources read, counted and judged once; one method a file."""

    def __init__(self, shared: Path, cache: Path, out: Path) -> None:
        self.shared, self.out = shared, out
        self.corpus = corpus.load(shared, cache)
        self.counts = counts.load(self.corpus, cache)
        self.number = {form: i for i, form in enumerate(self.counts.forms)}
        self.hunspell, heads = expand_hunspell.dictionary()
        self.saldo = lists.saldo(shared) - self.hunspell
        self.unimorph = lists.unimorph(shared) - self.hunspell - self.saldo
        spellings = self.hunspell | self.saldo | self.unimorph
        self.common = {form for form in spellings if form == form.lower()}
        self.heads = heads & self.common
        self.dictionary = {form.lower() for form in spellings}
        modern = [self.counts.folder(folder) for folder in corpus.MODERN_FOLDERS]
        self.modern = self._mapping(modern[0] + modern[1] + modern[2])
        self.old = self._mapping(self.counts.folder("old"))
        self.known = self._learn_compounds()
        self.evidence = self._evidence()
        self.names = names.collect(shared, self.counts, self.evidence, self.common)
        self.verdicts = self._judge()

    def _mapping(self, array: counts.Counts) -> dict[str, int]:
        values = array.tolist()
        return {f: n for f, n in zip(self.counts.forms, values, strict=True) if n and f[0] != "<"}

    def _learn_compounds(self) -> compounds.Compounds:
        return compounds.learn(self.common, self.common, self.heads, self.modern)

    def _is_compound(self, form: str) -> bool:
        return compounds.is_compound(form, self.known, self.common, self.heads)

    def _evidence(self) -> Evidence:
        sources = self._mapping(self.counts.source_count(*corpus.MODERN_FOLDERS))
        spread = self._mapping(self.counts.spread)
        unknown = {f for f, n in self.modern.items() if n > 1 and f not in self.dictionary}
        unknown = {f for f in unknown if lists.is_word_shaped(f)}
        pairs = fragments.Pairs(self.corpus, self.counts)
        broken = fragments.find(pairs, unknown, self.modern, self.common)
        joined = {f for f in unknown if self._is_compound(f)}
        return Evidence(self.dictionary, self.modern, sources, spread, joined, broken)

    def _judge(self) -> dict[str, Verdict]:
        listed = {name.lower() for name in self.names}
        verdicts = {}
        for form in self.modern:
            verdict = self.evidence.judge(form)
            if not verdict.word and form in listed:
                verdict = Verdict(True, "name")
            if verdict.reason in ("compound", "frequent") and self._is_old(form):
                verdict = Verdict(False, "old")
            verdicts[form] = verdict
        return verdicts

    def _is_old(self, form: str) -> bool:
        return self.old.get(form, 0) > OLD_SHARE * self.modern[form] and is_old_spelling(
            form, self.dictionary
        )

    def words(self) -> set[str]:
        return {form for form, verdict in self.verdicts.items() if verdict.word}

    def write_corpus(self) -> None:
        """Counts of the words; a capitalised name whose lower-case twin is noise loses that."""
        folders = [self.counts.folder(folder) for folder in corpus.FOLDERS]
        rows: list[tables.Row] = []
        for form in self.words():
            i = self.number[form]
            by_folder = [int(folder[i]) for folder in folders]
            by_case = [int(n) for n in self.counts.casing[:, i]]
            if form not in self.common and self.evidence.lost_diacritics(form, by_case[0]):
                by_case[0] = 0
            rows.append((form, *by_folder, *by_case, int(self.counts.left[i])))
        columns = "form, modern, fiction, finland, old, lower, title, upper, left"
        tables.write(self.out / "corpus.tsv", columns.replace(", ", "\t"), rows)

    def write_dictionaries(self) -> None:
        tables.write(self.out / "hunspell.txt", "form", [(f,) for f in self.hunspell])
        tables.write(self.out / "saldo.txt", "form", [(f,) for f in self.saldo])
        tables.write(self.out / "unimorph.txt", "form", [(f,) for f in self.unimorph])

    def write_mixed_case(self) -> None:
        rows: list[tables.Row] = []
        for form, (spelling, count, total) in counts.mixed_spellings(self.corpus).items():
            if count >= MIXED_MIN and count > MIXED_SHARE * total and lists.is_word_shaped(form):
                rows.append((form, spelling, count))
        tables.write(self.out / "mixed_case.tsv", "form\tspelling\tcount", rows)

    def write_wordfreq(self) -> None:
        """Forms of wordfreq that are words here, or that only it has and nothing speaks against.

        A form that stands beside a far commoner one with diacritics (far, får) gets no figure:
        wordfreq counted the noise with it.
        """
        listed = lists.wordfreq()
        scaled = {form: freq * CORPUS_TOKENS for form, freq in listed.items()}
        both = {f: max(scaled.get(f, 0), self.modern.get(f, 0)) for f in {*scaled, *self.modern}}
        known = self.evidence
        evidence = Evidence(self.dictionary, both, {}, {}, known.compounds, known.fragments)
        words, rows = self.words(), []
        for form, freq in listed.items():
            zipf = log10(freq) + 9
            if self.evidence.lost_diacritics(form, self.modern.get(form, 0)):
                continue
            if (
                form in words
                or form in self.dictionary
                or self._only_wordfreq(form, zipf, evidence)
            ):
                rows.append((form, round(zipf * 100)))
        tables.write(self.out / "wordfreq.tsv", "form\tzipf×100", rows)

    def _only_wordfreq(self, form: str, zipf: float, evidence: Evidence) -> bool:
        if self._is_compound(form):
            return not evidence.corruption(form, evidence.counts[form])
        seen = self.modern.get(form, 0) + self.old.get(form, 0)
        verdict = evidence.judge(form)
        return verdict.reason == "rare" and len(form) > 3 and zipf >= WORDFREQ_MIN and seen > 0

    def write_old(self) -> None:
        """Forms of 1800–1920 that are no modern words."""
        spread = self._mapping(self.counts.spread_old)
        sources = self._mapping(self.counts.source_count("old"))
        evidence = Evidence(frozenset(), self.old, sources, spread)
        words = self.words() | self.dictionary
        rows: list[tables.Row] = []
        for form, count in self.old.items():
            if form in words or form.endswith("-") or evidence.lost_diacritics(form, count):
                continue
            if form in self.evidence.fragments and count < OLD_SHARE * self.modern[form]:
                continue  # der is debris (uppträ der) in modern texts and a word in old ones
            old = is_old_spelling(form, self.dictionary) and count >= 2
            if old or (spread[form] >= 3 and evidence.judge(form).word):
                rows.append((form, count))
        tables.write(self.out / "old.tsv", "form\tcount", rows)

    def write_compounds(self) -> None:
        types = self.common | {f for f in self.words() if self.modern[f] > 1}
        found = compounds.learn(types, self.common, self.heads, self.modern)
        rows: list[tables.Row] = []
        for form in {*found.modifiers, *found.heads}:
            as_modifier = found.modifiers[form] if found.modifiers[form] >= 2 else 0
            if as_modifier or found.heads[form]:
                rows.append((form, as_modifier, found.heads[form]))
        tables.write(self.out / "compounds.tsv", "form\tas_modifier\tas_head", rows)

    def write_abbreviations(self) -> None:
        rows = [(form, count) for form, count in abbreviations.collect(self.corpus).items()]
        tables.write(self.out / "abbreviations.tsv", "form\tcount", rows)

    def write_names(self) -> None:
        rows = [(name, kind, count) for name, (kind, count) in self.names.items()]
        tables.write(self.out / "names.tsv", "name\tkind\tcount", rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=corpus.SHARED)
    parser.add_argument("--cache", type=Path, default=corpus.CACHE)
    parser.add_argument("--out", type=Path, default=corpus.LEXICON)
    options = parser.parse_args()
    build = Build(options.shared, options.cache, options.out)
    build.write_corpus()
    build.write_dictionaries()
    build.write_mixed_case()
    build.write_names()
    build.write_abbreviations()
    build.write_old()
    build.write_wordfreq()
    build.write_compounds()


if __name__ == "__main__":
    main()
