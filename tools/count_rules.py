"""Count how often the rules of the passes are right: the evidence for the tables in passes/rules.

    python tools/count_rules.py --shared ../shared --printed ../printed/train
    python tools/count_rules.py --shared ../shared --sets proofread --places

Each page is repaired as a document of its own, and each edit compared with the page
(`benchmarks/measure.py`). Printed is a row for each rule: what `confidences.tsv` says, how many
edits were right of how many, and how sure that makes it. A prior of all rules stands for what a
rule's own edits are too few to tell: the beta-binomial that makes their counts likeliest, which is
printed below them (empirical Bayes; Casella 1985, "An introduction to empirical Bayes data
analysis"). With `--places` it is the rows of `weights.tsv`: how many places the rule finds in
100,000 words of the OCR and of clean text, and ln of how much oftener in the former.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import lgamma, log
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

TRAIN = "eng", "swe", "rapid", "ocrad"
"""The readings of bench/train that are counted."""

PRINTED = "eng", "swe", "dan", "nor", "deu", "fra", "fin"  # those of printed pages
KEEPING = "eng", "swe"
"""Those whose places are: of engines that keep spaces."""

SETS = "train,proofread,dev,dev-1840-1920,scans"
MEANS = [step / 1000 for step in range(800, 1000, 5)]
SIZES = [1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 60, 100]


def trained_on(folder: Path, engines: Iterable[str]) -> Iterator[Page]:
    """The pages of a folder, as some engines read them."""
    for engine in engines:
        for path in sorted(folder.glob(f"*.{engine}.txt")):
            truth = path.with_name(path.name.replace(f".{engine}.", ".gt."))
            yield Page(path.stem, read(path), read(truth))


def pages(names: str, shared: Path, engines: Iterable[str]) -> list[Page]:
    """The pages of some sets, `train` among them."""
    asked = names.split(",")
    others = ",".join(name for name in asked if name != "train")
    found = [page for name in (expand(others) if others else []) for page in load(name, shared)]
    return [*(trained_on(shared / "bench/train", engines) if "train" in asked else ()), *found]


def prior(counts: Iterable[Counter[bool]]) -> tuple[float, int]:
    """The share of right edits, and how many edits it is worth, that make the counts likeliest."""
    found = [(each[True], each[False]) for each in counts]

    def log_likelihood(mean: float, size: int) -> float:
        right, wrong = mean * size, (1 - mean) * size
        return sum(beta(right + a, wrong + b) - beta(right, wrong) for a, b in found)

    return max(product(MEANS, SIZES), key=lambda tried: log_likelihood(*tried))


def beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


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


def confident(counted: Mapping[str, Counter[bool]]) -> None:
    """Print how sure the rules are by what was counted, and the prior of all."""
    said = {rule.partition(":")[0]: sure for rule, sure in reversed(confidences().items())}
    known = {rule: counts for rule, counts in sorted(counted.items()) if rule in said}
    mean, size = prior(known.values())
    print("rule\tconfidence\tright\tof\tsure")
    for rule, counts in known.items():
        sure = (counts[True] + mean * size) / (counts.total() + size)
        print(rule, said[rule], counts[True], counts.total(), f"{sure:.3f}", sep="\t")
    print(f"# all: {mean} of {size}")


def main() -> None:
    """Read the command line, and print one of the two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sets", default=SETS, help="as benchmarks/quality.py has it")
    parser.add_argument("--printed", type=Path, help="a folder of pages by tools/render_pages.py")
    parser.add_argument("--places", action="store_true", help="count places, for weights.tsv")
    options = parser.parse_args()
    if not options.places:
        read_by_engines = pages(options.sets, options.shared, TRAIN)
        if options.printed:
            read_by_engines += trained_on(options.printed, PRINTED)
        confident(judged(read_by_engines))
        return
    seen, words = places(pages(options.sets, options.shared, KEEPING))
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
