"""Count how often the rules of the passes are right: the evidence for the tables in passes/rules.

    python tools/count_rules.py --shared ../shared                          # bench/train, proofread
    python tools/count_rules.py --shared ../shared --sets proofread --places

Each page is repaired as a document of its own, and each edit compared with the page
(`benchmarks/measure.py`). Printed is a row for each rule: what `confidences.tsv` says, how many
edits were right of how many, and the share that gives with one right and one wrong added. With
`--places` it is the rows of `weights.tsv`: how many places the rule finds in 100,000 words of the
OCR and of clean text, and ln of how much oftener in the former.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

from measure import Repaired, measure
from sets import Page, expand, load, read
from svfix import Fixer
from svfix.context import Context
from svfix.evidence import PageEvidence
from svfix.options import Options
from svfix.passes.debris import TELLING
from svfix.passes.rules import confidences, weights

TRAIN = "eng", "swe"
"""The readings of bench/train that are counted: of engines that keep spaces."""


def trained_on(shared: Path) -> Iterator[Page]:
    """The pages of bench/train."""
    for engine in TRAIN:
        for path in sorted((shared / "bench/train").glob(f"*.{engine}.txt")):
            truth = path.with_name(path.name.replace(engine, "gt"))
            yield Page(path.stem, read(path), read(truth))


def pages(names: str, shared: Path) -> list[Page]:
    """The pages of some sets, `train` among them."""
    asked = names.split(",")
    others = ",".join(name for name in asked if name != "train")
    found = [page for name in (expand(others) if others else []) for page in load(name, shared)]
    return [*(trained_on(shared) if "train" in asked else ()), *found]


def judged(of: Iterable[Page]) -> dict[str, Counter[bool]]:
    """By rule, how many of its edits are right and how many are not."""
    fixer = Fixer(min_confidence=0.5)

    def repair(text: str) -> Repaired:
        result = fixer.explain(text)
        return Repaired(result.text, result.edits, result.quality)

    found: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for edit in measure(repair, of).judged:
        for rule in edit.rule.split("+"):
            found[rule][edit.right] += 1
    return found


def places(of: Iterable[Page]) -> tuple[Counter[str], int]:
    """How many places each rule for debris in sentences finds, and the words there are."""
    found: Counter[str] = Counter()
    words = 0
    for page in of:
        context = Context(Options())
        words += len(page.observed.split())
        for rule in TELLING:
            edits = context.spared(
                page.observed, [*rule(page.observed, context, PageEvidence(damaged=True))]
            )
            found[rule.__name__] += len(edits)
    return found, words


def main() -> None:
    """Read the command line, and print one of the two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sets", default="train,proofread", help="as benchmarks/quality.py has it")
    parser.add_argument("--places", action="store_true", help="count places, for weights.tsv")
    options = parser.parse_args()
    read_by_engines = pages(options.sets, options.shared)
    if not options.places:
        print("rule\tconfidence\tright\tof\tshare")
        said = {rule.partition(":")[0]: sure for rule, sure in reversed(confidences().items())}
        for rule, counts in sorted(judged(read_by_engines).items()):
            if rule in said:
                right, of = counts[True], counts.total()
                print(rule, said[rule], right, of, f"{(right + 1) / (of + 2):.3f}", sep="\t")
        return
    seen, words = places(read_by_engines)
    clean, clean_words = places(load("clean", options.shared))
    print("rule\tnats\tin_ocr\tin_clean\tcounted")
    for rule, nats in weights("debris").items():
        if rule in seen:
            often = 1e5 * (seen[rule] + 0.5) / words
            seldom = 1e5 * (clean[rule] + 0.5) / clean_words
            row = nats, f"{often:.1f}", f"{seldom:.1f}", f"{log(often / seldom):.1f}"
            print(f"debris.{rule}", *row, sep="\t")


if __name__ == "__main__":
    main()
