"""Measures merging: words wrong that are left when several readings of a page are merged.

python benchmarks/merging.py

Every pair and triple of the engines of `dev`, the better reading first, the truth with a reading
beside it (`clean`: all that is done to it is harm), and lines of two bills that two engines read
(`silver`: their truth is a vote of both, so that it flatters). Beside what svfix
makes of all readings stand the first one repaired, a vote word by word over repaired readings, and
what could be had by always choosing the right one of them (oracle).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from pathlib import Path
from time import process_time

import sets
from measure import Judged, Repaired, judge
from reliability import calibration_error
from scoring import Score, plain_score, score
from sets import Page
from svfix import Fixer, lexicon
from svfix.alignment.align import align
from svfix.alignment.folding import PLAIN, Folder
from svfix.alignment.words import cut

ENGINES = ("swe", "eng", "rapid", "ocrad")
CLEAN = "clean"
COLUMNS = (
    "readings", "words", "first", "vote", "merged", "oracle", "left", "plain", "left", "broken",
    "ECE", "time",
)  # fmt: skip


@dataclass
class Counts:
    """What was counted over the pages of one combination of readings."""

    first: Score = field(default_factory=Score)
    merged: Score = field(default_factory=Score)
    plain_first: Score = field(default_factory=Score)
    plain_merged: Score = field(default_factory=Score)
    others: Counter[str] = field(default_factory=Counter)
    judged: list[Judged] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: {"alone": 0.0, "merged": 0.0})

    def add(self, reference: str, readings: Sequence[str], fixer: Fixer) -> None:
        """Merge the readings of one page and count what is left."""
        start = process_time()
        repaired = [fixer.explain(text) for text in readings]
        alone = process_time()
        merged = fixer.merge(readings)
        self.seconds["alone"] += alone - start
        self.seconds["merged"] += process_time() - alone
        page = Page("", readings[0], reference)
        found, compared = score(reference, repaired[0].text, merged.text)
        self.merged += found
        self.first += score(reference, readings[0], repaired[0].text)[0]
        self.plain_merged += plain_score(reference, repaired[0].text, merged.text)
        self.plain_first += plain_score(reference, readings[0], repaired[0].text)
        found, compared = score(reference, readings[0], merged.text)
        self.judged += judge(Repaired(merged.text, merged.edits), page, compared)
        self.others += chosen(reference, [result.text for result in repaired])

    def row(self, name: str) -> list[str]:
        """The figures of one line of the table."""
        left = self.merged.after / max(self.first.after, 1)
        plain = self.plain_merged.after / max(self.plain_first.after, 1)
        return [
            name,
            str(self.merged.words),
            str(self.first.after),
            str(self.others["vote"]),
            str(self.merged.after),
            str(self.others["oracle"]),
            f"{left:.0%}",
            f"{self.plain_merged.after} of {self.plain_first.after}",
            f"{plain:.0%}",
            f"{self.merged.harm:.1f}",
            f"{calibration_error([(one.confidence, one.right) for one in self.judged]):.4f}",
            f"{self.seconds['merged'] / self.seconds['alone']:.2f} ×",
        ]


def chosen(reference: str, texts: Sequence[str]) -> Counter[str]:
    """How many words a vote leaves wrong, and how many that is right in none of the texts."""
    page, *others = cut([reference, *texts], Folder(PLAIN))
    columns = [
        [other.folded[i] if i >= 0 else "" for i in align(page.folded, other.folded).tolist()]
        for other in others
    ]
    wrong: Counter[str] = Counter()
    for truth, *said in zip(page.folded, *columns, strict=True):
        wrong["oracle"] += truth not in said
        wrong["vote"] += truth != voted(said)
    return wrong


def voted(said: Sequence[str]) -> str:
    """The word most texts have; of as many, one that is listed, else the first.

    >>> voted(["sorn", "som"]), voted(["bok", "kob", "kob"])
    ('som', 'kob')
    """
    words = lexicon.default()
    votes = Counter(said)
    return max(votes, key=lambda word: (votes[word], words.is_word(word.strip(".,:;!?()\"'"))))


def of_clean(shared: Path) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """The truth of `dev`, each page with a reading of it."""
    for engine in ENGINES:
        pages = sets.load(f"dev/{engine}", shared)
        texts = [(page.reference, [page.reference, page.observed]) for page in pages]
        yield f"{CLEAN}+{engine}", texts


def of_dev(shared: Path) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """The pairs and triples of `dev`: each with its pages, truth and readings."""
    pages = {
        engine: {page.name: page for page in sets.load(f"dev/{engine}", shared)}
        for engine in ENGINES
    }
    for size in (2, 3):
        for names in combinations(ENGINES, size):
            both = [
                name for name in pages[names[0]] if all(name in pages[other] for other in names)
            ]
            yield (
                "+".join(names),
                [
                    (
                        pages[names[0]][page].reference,
                        [pages[name][page].observed for name in names],
                    )
                    for page in both
                ],
            )


def silver(shared: Path) -> list[tuple[str, list[str]]]:
    """Lines of two bills as two engines read them, as pages of forty lines."""
    path = shared / "bench" / "real" / "prop_line_pairs.tsv"
    rows = [line.split("\t") for line in sets.read(path).splitlines()[1:]]
    found = []
    for _, lines in groupby(enumerate(rows), key=lambda row: (row[1][0], row[0] // 40)):
        columns = list(zip(*(row for _, row in lines), strict=True))
        found.append(("\n".join(columns[3]), ["\n".join(columns[1]), "\n".join(columns[2])]))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 if there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    parser.add_argument("--only", help="only combinations of these engines: swe+eng,swe+rapid")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",") if options.only else None
    fixer = Fixer()
    fixer.merge(["Det är en uppféljning", "Det är en uppfoljning"])  # opens the lexicon
    print(" | ".join(COLUMNS))
    try:
        tasks = [
            *of_dev(options.shared),
            *of_clean(options.shared),
            ("silver", silver(options.shared)),
        ]
    except (sets.Missing, FileNotFoundError) as missing:
        print(f"nothing is measured: {missing}", file=sys.stderr)
        return 1
    for name, pages in tasks:
        if wanted and name not in wanted:
            continue
        counts = Counts()
        for reference, readings in pages:
            counts.add(reference, readings, fixer)
        print(" | ".join(counts.row(name)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
