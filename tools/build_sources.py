"""Write data/lexicon/SOURCES.toml: origin, licence, date, sha256 and build command of each file.

Run it last, after any other tool has written a file: python tools/build_sources.py
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import corpus

TEXTS = (
    "civictechsweden/g0vse (texts of regeringen.se)",
    "swerik-project/riksdagen-interpellations",
    "se-lex/sfs (statutes: not copyrightable, 9 § URL)",
    "civictechsweden/almedalsdata (CC0)",
    "spraakbanken/swegov-opendata-rs, welfare-state-analytics/pyriksprot (MIT, public documents)",
    "mooracle/airiksdagen (MIT)",
    "Adstedt/laglig_se (agency regulations)",
    "krawaller/kursplaner (regulations)",
    "jacobgra/cemof_evaluation (agency documents)",
    "spraakbanken/SuperLim-2 (CC BY 4.0)",
    "staffanm/ferenda (official documents)",
    "AI-Riksarkivet/ra-mcp (Apache-2.0)",
    "UppsalaNLP/Swedish-Causality-Datasets (CC BY 4.0)",
    "carlgleisner/infosec-wiki",
    "1jss/Fri-Svensk-Bibel (CC0)",
    "GNOME/gnome-user-docs (CC BY-SA 3.0)",
    "KDE handbooks (GFDL)",
    "mozilla-l10n/www-l10n (MPL-2.0)",
    "dnouri/polisen-se-events-history (public domain)",
    "eliask/finlex-data (CC BY 4.0)",
    "UppsalaNLP/UU_SwedishNovels_1800-1940 (CC BY/CC0)",
    "COST-ELTeC/ELTeC-swe (CC BY 4.0)",
    "dracor-org/swedracor (CC BY-SA 3.0)",
)
WORDS = "python tools/build_words.py"
NGRAMS = "python tools/build_ngrams.py"
SHARE_ALIKE = "CC-BY-SA-4.0"


class Source(NamedTuple):
    """Where a file comes from. `texts`: whether it is counted over TEXTS."""

    origin: str
    licence: str
    command: str
    texts: bool = False


SOURCES = {
    "abbreviations.tsv": Source("tools/abbreviations.txt", SHARE_ALIKE, WORDS, texts=True),
    "bigrams.tsv.xz": Source("word pairs counted", SHARE_ALIKE, NGRAMS, texts=True),
    "compounds.tsv": Source(
        "parts of the compounds in hunspell.txt, saldo.txt, unimorph.txt, corpus.tsv",
        "LGPL-3.0-only",
        WORDS,
    ),
    "corpus.tsv": Source("words counted", SHARE_ALIKE, WORDS, texts=True),
    "hunspell.txt": Source("Debian's hunspell-sv 1:7.5.0-1, expanded", "LGPL-3.0-only", WORDS),
    "mixed_case.tsv": Source("spellings counted", SHARE_ALIKE, WORDS, texts=True),
    "names.tsv": Source(
        "peterdalle/svensktext (public statistics), members of parliament, "
        "titles of Swedish Wikipedia (CC BY-SA 4.0) that the texts have, too",
        SHARE_ALIKE,
        WORDS,
        texts=True,
    ),
    "old.tsv": Source("pre-1906 spellings counted", SHARE_ALIKE, WORDS, texts=True),
    **dict.fromkeys(
        ("cloze_weights.xz", "cloze_words.tsv"),
        Source(
            "a network that tells how well words fit among those around, learned",
            SHARE_ALIKE,
            "python tools/learn_cloze.py",
            texts=True,
        ),
    ),
    "saldo.txt": Source("SALDO, lemmas (Språkbanken Text)", "CC-BY-4.0", WORDS),
    "shapes.tsv": Source(
        "letter groups printed in free fonts and compared; probabilities fitted to confusions/",
        "CC0-1.0",
        "python tools/learn_shapes.py",
    ),
    "trigrams.tsv.xz": Source("word triples counted", SHARE_ALIKE, NGRAMS, texts=True),
    "unimorph.txt": Source("UniMorph, Swedish", "CC-BY-SA-3.0", WORDS),
    "varieties.tsv": Source(
        "spellings before 1906 and earlier, counted over corpus.tsv and old.tsv",
        SHARE_ALIKE,
        "python tools/learn_varieties.py",
    ),
    "wordfreq.tsv": Source("wordfreq 3.1.1 (Robyn Speer), a selection", SHARE_ALIKE, WORDS),
}
FOLDERS = {
    "confusions": Source(
        "rendered pages of public text as OCR engines read them, beside the truth",
        "CC0-1.0",
        "python tools/learn_confusions.py --shared ../shared --printed ../printed/train",
    ),
    "languages": Source(
        "wordfreq 3.1.1 (Robyn Speer) and tools/function_words.txt, the commonest words",
        SHARE_ALIKE,
        "python tools/build_languages.py",
    ),
}

RULES, RANKING, MERGING = (f"src/svfix/{room}" for room in ("passes/rules", "ranking", "merging"))
PLANTED = "bench/train and damage planted in the corpora, beside their truth: weights, no text"
READINGS = (
    "readings of bench/train and of pages printed from the corpora, UD_Swedish-Talbanken and"
    " UD_Swedish-PUD (both CC BY-SA 4.0), beside their truth: weights, no text"
)
CALIBRATION = "python tools/learn_calibration.py"
LEARNED = {
    f"{RULES}/confidences.tsv": Source(
        "edits judged: each row says how many and where, and one that does not is a judgement",
        "Apache-2.0",
        "python tools/count_rules.py",
    ),
    f"{RULES}/weights.tsv": Source(
        "places counted in OCR and in clean text; its head says how far the numbers follow them",
        "Apache-2.0",
        "python tools/count_rules.py --places",
    ),
    f"{RULES}/words.tsv": Source(
        "by hand, from grammar and the pages of bench/train", "Apache-2.0", ""
    ),
    f"{RANKING}/calibration.tsv": Source(PLANTED, "Apache-2.0", CALIBRATION),
    f"{RANKING}/little.tsv": Source(PLANTED, "Apache-2.0", CALIBRATION),
    f"{RANKING}/settled.tsv": Source(PLANTED, "Apache-2.0", CALIBRATION),
    f"{RANKING}/splits.tsv": Source(PLANTED, "Apache-2.0", CALIBRATION),
    f"{MERGING}/choice.tsv": Source(READINGS, "Apache-2.0", "python tools/learn_merging.py"),
    f"{MERGING}/weights.tsv": Source(READINGS, "Apache-2.0", "python tools/learn_merging.py"),
}
"""The tables beside the code, which are edited in place or learned: they have no hash here."""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dates(sources: Path) -> dict[str, str]:
    """The date of each file that was listed, by its hash: a file that is the same keeps its own."""
    text = sources.read_text("utf-8") if sources.exists() else ""
    found = re.findall(r'^date = ([\d-]+)\nbytes = \d+\nsha256 = "(\w+)"', text, re.MULTILINE)
    return {digest: date for date, digest in found}


def _entry(lexicon: Path, path: Path, source: Source, dates: dict[str, str]) -> str:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    written = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.timezone.utc).date()
    return "\n".join(
        [
            f"[{_quoted(path.relative_to(lexicon).as_posix())}]",
            f"origin = {_quoted(source.origin)}",
            *(["texts = true"] if source.texts else []),
            f"licence = {_quoted(source.licence)}",
            f"date = {dates.get(digest, written.isoformat())}",
            f"bytes = {len(data)}",
            f"sha256 = {_quoted(digest)}",
            f"command = {_quoted(source.command)}",
        ]
    )


def _rules(name: str, source: Source) -> str:
    lines = [f'["{name}"]', f"origin = {_quoted(source.origin)}"]
    lines.append(f"licence = {_quoted(source.licence)}")
    return "\n".join(
        [*lines, *([f"command = {_quoted(source.command)}"] if source.command else [])]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=corpus.LEXICON)
    lexicon: Path = parser.parse_args().out
    head = "# Written by tools/build_sources.py. `texts = true`: counted over the texts named here."
    listed = "\n".join(f"    {_quoted(text)}," for text in TEXTS)
    dates = _dates(lexicon / "SOURCES.toml")
    entries = [_entry(lexicon, lexicon / name, source, dates) for name, source in SOURCES.items()]
    for folder, source in FOLDERS.items():
        paths = sorted((lexicon / folder).glob("*.tsv"))
        entries += [_entry(lexicon, path, source, dates) for path in paths]
    entries += [_rules(name, source) for name, source in LEARNED.items()]
    body = "\n\n".join([f"{head}\ntexts = [\n{listed}\n]", *entries]) + "\n"
    (lexicon / "SOURCES.toml").write_text(body, "utf-8")


if __name__ == "__main__":
    main()
