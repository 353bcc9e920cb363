"""Learn what to choose where readings of one page differ: the trees of `svfix.merging.choice`.

    python tools/learn_merging.py --more ../readings

Every page of `bench/train`, and of those that `tools/print_readings.py` had read, is merged from
pairs and triples of its readings, each once as the base, and from the truth with a reading beside
it, which is a page that was read right. The truth says which candidate of each place stood there;
of these one is right, so that the trees are learned on all candidates of a place together (the loss
is that of a multinomial logit). Twice: what is known of a page in the second round is
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
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

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
from svfix.ranking.trees import DEPTH, Trees, shipped  # noqa: E402
from svfix.result import Result  # noqa: E402
from svfix.search.vocabulary import Vocabulary, vocabulary  # noqa: E402

FOLDER = ROOT / "src" / "svfix" / "merging"
TABLE, WEIGHTS = FOLDER / "choice.tsv", FOLDER / "weights.tsv"
HEAD = "# learned by tools/learn_merging.py\n"
TRUTH = "gt"
COMBINATIONS = [
    combination.split("+")
    for combination in (
        "swe+eng eng+swe swe+rapid rapid+swe eng+rapid rapid+eng swe+ocrad eng+ocrad rapid+ocrad "
        "swe+eng+rapid eng+rapid+swe swe+eng+ocrad swe+rapid+ocrad eng+rapid+ocrad "
        "gt+eng gt+rapid gt+swe gt+ocrad gt+eng+rapid gt+swe+eng"
    ).split()
]
ROUNDS = 2
TREES = 150
RIDGE = 8.0  # candidates' worth of doubt in each leaf
STEPS = 20  # of Newton's method
DOUBT = 20.0  # places' worth of doubt in each weight
SHARE = 0.5  # of the places that each tree is grown on
SEED = 16
RARE = "ocrad"
"""An engine of which every other combination of a page of `--more` is enough: `bench/train` has it
too, and what few have should not be most of what is learned."""

UNREADABLE = 0.4  # the share of the letters that are wrong of readings that are left out
SUMMED = frozenset(
    "channel listed votes as_read repaired observed is_base is_new words lacks extra case fits "
    "elsewhere channel_beyond language_beyond listed_beyond cloze_beyond case_beyond odd_beyond "
    "rate_beyond damage_beyond alike stray stray_beyond accents_beyond foreign_beyond "
    "confused".split()
)
"""The features that have weights; what the others say are the trees to find."""

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


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
    parser.add_argument("--more", type=Path, help="a folder of more pages")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    tables: dict[str, Trees] = {}
    sums: dict[str, Doubles] = {}
    folders = [options.shared / "bench" / "train", *([options.more] if options.more else [])]
    for step in range(ROUNDS):
        rows = list(learned_from(folders, step, options.jobs))
        if not rows:
            print(f"there are no pages to learn from under {options.shared}", file=sys.stderr)
            return 2
        for kind in Kind:
            name = f"{kind.value}.{step}"
            sums[name], tables[name] = trained([row for row in rows if row.kind == kind.value])
        TABLE.write_text(HEAD + boosting.table(tables, NAMES))
        WEIGHTS.write_text(HEAD + table(sums))
        for known in (shipped, choice.trees, choice.weights):
            known.cache_clear()
        print(f"round {step + 1}: {len(rows)} places")
    return 0


class Places:
    """Candidates in rows, those of one place behind each other; one of each place is right."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.columns = np.array([feature for row in rows for feature in row.features])
        self.right = np.array([c == row.truth for row in rows for c in row.candidates], float)
        sizes = np.array([len(row.candidates) for row in rows])
        self.starts = np.cumsum(sizes) - sizes
        self.place = np.repeat(np.arange(len(sizes)), sizes)

    def probability(self, score: Doubles) -> Doubles:
        """The probability of each candidate whose log-odds are given."""
        weight = np.exp(score - np.maximum.reduceat(score, self.starts)[self.place])
        return weight / np.add.reduceat(weight, self.starts)[self.place]


def trained(rows: Sequence[Row]) -> tuple[Doubles, Trees]:
    """The weights of the features, and the trees, of one kind of places."""
    found = Places(rows)
    own = weighed(found)
    return own, grown(found, found.columns @ own)


def weighed(places: Places) -> Doubles:
    """The weights of a multinomial logit, those of features left out 0 (Newton's method)."""
    scale = places.columns.std(0)
    chosen = [i for i, name in enumerate(NAMES) if name in SUMMED and scale[i] > 0]
    columns = places.columns[:, chosen] / scale[chosen]
    own = np.zeros(len(chosen))
    for _ in range(STEPS):
        p = places.probability(columns @ own)
        share = columns * p[:, None]
        mean = np.add.reduceat(share, places.starts)
        curve = columns.T @ share - mean.T @ mean + DOUBT * np.eye(len(chosen))
        own += np.linalg.solve(curve, columns.T @ (places.right - p) - DOUBT * own)
    found = np.zeros(len(NAMES))
    found[chosen] = np.round(own / scale[chosen], boosting.DECIMALS)
    return found


def table(sums: dict[str, Doubles]) -> str:
    """Weights as `choice.weights` reads them."""
    return "".join(
        f"{kind}\t{name}\t{weight:g}\n"
        for kind, own in sums.items()
        for name, weight in zip(NAMES, own.tolist(), strict=True)
        if weight
    )


def grown(places: Places, score: Doubles) -> Trees:
    """Boosted trees that say what log-odds lack."""
    data = boosting.binned(places.columns)
    data.bin = np.asfortranarray(data.bin, np.int16)  # by columns: ten times as fast
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(TREES):
        p = places.probability(score)
        some = (draw.random(len(places.starts)) < SHARE)[places.place]
        part = boosting.Binned(np.asfortranarray(data.bin[some]), data.edges)
        slope, curve = (places.right - p)[some], (p * (1 - p))[some]
        feature, cut, leaf = boosting.grow(part, slope, curve)
        leaves = 1 << DEPTH
        value = np.bincount(leaf, slope, leaves) / (np.bincount(leaf, curve, leaves) + RIDGE)
        value = np.round(boosting.RATE * value, boosting.DECIMALS)
        score = score + value[leaves_of(data, feature, cut)]
        edges = [data.edges[f][c] for f, c in zip(feature, cut, strict=True)]
        found.append((feature, edges, value))
    features, above, values = zip(*found, strict=True)
    return Trees(0.0, np.array(features), np.array(above), np.array(values))


def leaves_of(data: boosting.Binned, features: Sequence[int], cuts: Sequence[int]) -> Longs:
    """The leaf of each row in a tree."""
    leaf = np.zeros(len(data.bin), np.int64)
    for level, (feature, edge) in enumerate(zip(features, cuts, strict=True)):
        leaf += (data.bin[:, feature] > edge).astype(np.int64) << level
    return leaf


def learned_from(folders: Sequence[Path], step: int, jobs: int) -> Iterator[Row]:
    """The rows of all pages in one of the two rounds."""
    pages = [
        (texts, step, 2 if more else 1, number)
        for more, folder in enumerate(folders)
        for number, texts in enumerate(of_pages(folder))
    ]
    with Pool(jobs) as pool:
        for rows in pool.imap(of_page, pages):
            yield from rows


def of_pages(folder: Path) -> Iterator[dict[str, str]]:
    """The texts of each page of a folder: its truth, and what each engine read. Raises OSError."""
    for truth in sorted(folder.glob(f"*.{TRUTH}.txt")):
        files = folder.glob(f"{truth.name.split('.')[0]}.*.txt")
        texts = {file.name.split(".")[1]: read(file) for file in files}
        page = texts[TRUTH]
        yield {
            engine: text
            for engine, text in texts.items()
            if Levenshtein.normalized_distance(text, page) < UNREADABLE
        }


def of_page(task: tuple[dict[str, str], int, int, int]) -> list[Row]:
    """The rows of one page, whose texts are given by engine; of a rare one, one in so many."""
    texts, step, every, number = task
    results = {name: fixer().explain(text) for name, text in texts.items()}
    rows: list[Row] = []
    for which, names in enumerate(COMBINATIONS):
        left_out = RARE in names and (which + number) % every
        if results.keys() >= set(names) and not left_out:
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
