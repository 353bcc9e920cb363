"""Learn what to choose where readings of one page differ: the trees of `svfix.merging.choice`.

    python tools/learn_merging.py

Every page of `bench/train` is merged from pairs and triples of its readings, each once as the base,
and from the truth with a reading beside it, which is a page that was read right. The truth says
which candidate of each place stood there. Twice: what is known of a page in the second round is
what the trees chose in the first, so that the first trees are learned from first rounds, and those
that are kept from second rounds. Run it again when the features change; `benchmarks/merging.py`
says how good the choice is, on pages it is not learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

import boosting  # noqa: E402
from sets import SHARED, read  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.alignment.words import cut  # noqa: E402
from svfix.merging import choice  # noqa: E402
from svfix.merging.choice import Weighed  # noqa: E402
from svfix.merging.features import NAMES  # noqa: E402
from svfix.merging.places import Kind, Parts, Place  # noqa: E402
from svfix.merging.readings import FOLD, Reading, behind, readings  # noqa: E402
from svfix.merging.units import Gaps, units  # noqa: E402
from svfix.merging.weighing import rounds  # noqa: E402
from svfix.pipeline import Fixer  # noqa: E402
from svfix.ranking.trees import Trees, shipped  # noqa: E402
from svfix.result import Result  # noqa: E402
from svfix.search.vocabulary import Vocabulary, vocabulary  # noqa: E402

TABLE = ROOT / "src" / "svfix" / "merging" / "choice.tsv"
TRUTH = "gt"
COMBINATIONS = [
    combination.split("+")
    for combination in (
        "swe+eng eng+swe swe+rapid rapid+swe eng+rapid rapid+eng eng+ocrad swe+ocrad "
        "swe+eng+rapid eng+rapid+swe eng+rapid+ocrad swe+eng+ocrad "
        "gt+eng gt+rapid gt+swe gt+eng+rapid"
    ).split()
]
ROUNDS = 2
TREES = 200


class Row(NamedTuple):
    """The candidates of one place, their features, and which of them stood there."""

    kind: str
    candidates: list[str]
    features: list[list[float]]
    truth: str


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of sets")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    tables: dict[str, Trees] = {}
    for step in range(ROUNDS):
        rows = list(learned_from(options.shared, step, options.jobs))
        if not rows:
            print(f"there are no pages to learn from under {options.shared}", file=sys.stderr)
            return 2
        tables |= {
            f"{kind.value}.{step}": trained([row for row in rows if row.kind == kind.value])
            for kind in Kind
        }
        TABLE.write_text("# learned by tools/learn_merging.py\n" + boosting.table(tables, NAMES))
        shipped.cache_clear()
        choice.trees.cache_clear()
        print(f"round {step + 1}: {len(rows)} places")
    return 0


def trained(rows: Sequence[Row]) -> Trees:
    """The trees of one kind of places."""
    columns = np.array([feature for row in rows for feature in row.features])
    right = np.array([text == row.truth for row in rows for text in row.candidates], float)
    return boosting.learn(columns, right, np.ones(len(right)), TREES)


def learned_from(shared: Path, step: int, jobs: int) -> Iterator[Row]:
    """The rows of all pages in one of the two rounds."""
    pages = [*of_train(shared / "bench" / "train")]
    with Pool(jobs) as pool:
        for rows in pool.imap(of_page, [(texts, step) for texts in pages]):
            yield from rows


def of_train(folder: Path) -> Iterator[dict[str, str]]:
    """The texts of each page of a folder: its truth, and what each engine read. Raises OSError."""
    for truth in sorted(folder.glob(f"*.{TRUTH}.txt")):
        files = folder.glob(f"{truth.name.split('.')[0]}.*.txt")
        yield {file.name.split(".")[1]: read(file) for file in files}


def of_page(task: tuple[dict[str, str], int]) -> list[Row]:
    """The rows of one page, whose texts are given by engine."""
    texts, step = task
    results = {name: fixer().explain(text) for name, text in texts.items()}
    rows: list[Row] = []
    for names in COMBINATIONS:
        if results.keys() >= set(names):
            rows += of_readings([results[name] for name in names], texts[TRUTH], step)
    return rows


def of_readings(results: Sequence[Result], reference: str, step: int) -> Iterator[Row]:
    """The rows of some readings of a page; places that the truth does not tell of are left out."""
    found = readings(results)
    together = units(found)
    weighed = next(islice(rounds(found, together, words()), step, None))
    for one, truth in zip(weighed, truths(found[0], reference, weighed), strict=True):
        if truth is not None and truth in one.candidates:
            yield Row(one.place.kind.value, one.candidates, one.rows, truth)


def truths(base: Reading, reference: str, weighed: Sequence[Weighed]) -> Iterator[str | None]:
    """What stood in each place; None where the alignment with the truth does not tell."""
    cuts = cut([reference, base.result.text], FOLD)
    page = behind(as_it_is(reference), cuts[0])
    gaps = Gaps.between(base, page)
    for one in weighed:
        yield truth_of(one.place, page, gaps)


def truth_of(place: Place, page: Reading, gaps: Gaps) -> str | None:
    """What stood in one place."""
    start, end = place.unit[0]
    sides = (gaps.closes, gaps.opens) if start == end else (gaps.opens, gaps.closes)
    if start not in sides[0] or end not in sides[1]:
        return None
    text = page.said((sides[0][start], sides[1][end]))
    if place.part is None:
        return text
    parts = Parts.of(text)
    return parts[place.part] if parts else None


def as_it_is(text: str) -> Result:
    """A text that nothing was done to."""
    return Result(text, text, (), None)


@cache
def fixer() -> Fixer:
    return Fixer()


@cache
def words() -> Vocabulary:
    return vocabulary(lexicon.default(), ())


if __name__ == "__main__":
    sys.exit(main())
