"""Learn how sure to be: the weights of `svfix.decoder`, from pages with their truth.

    python tools/learn_calibration.py --printed ../printed/train --sparse ../sparse

Every page of `bench/train`, and of those that `render_pages.py` printed, is decoded as each engine
read it, and as it is, which an engine without errors would have read; so are the documents of
`plant_damage.py`, and the lines of two scanned bills.  What is misread is looked up in the truth,
and logistic regressions say how often such readings are right: for texts that were misread all over
`calibration.tsv`, for those that are mostly right `little.tsv`, where a form by itself is judged
first, as the rate of damage is estimated from that.  Run it again when the search, the language
model or the channels have changed; what it says of `bench/dev`, whose pages it does not learn from,
shows how far the weights can be trusted.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

import boosting  # noqa: E402
from learn_confusions import LANGUAGES, REAL_COLUMNS  # noqa: E402
from measure import written  # noqa: E402
from reliability import calibration_error  # noqa: E402
from spans import true_spans  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.context import Context  # noqa: E402
from svfix.decoder import (  # noqa: E402
    calibration,
    misreadings,
    splits,
    sureness,
    suspicion,
)
from svfix.decoder.proposals import propose  # noqa: E402
from svfix.decoder.trees import DEPTH, Trees, shipped  # noqa: E402
from svfix.decoder.weighing import Weighed, weigh  # noqa: E402
from svfix.edits import apply  # noqa: E402
from svfix.pipeline import PASSES, Options  # noqa: E402

Floats = npt.NDArray[np.float64]
Page = tuple[str, str]  # what an engine read of a page, and what the page says

ENGINES = ("eng", "swe", "rapid", "ocrad", "gt")
DECODER = ROOT / "src" / "svfix" / "decoder"
RIDGE = 1.0  # prior precision of the weights: a handful of words' worth
STEPS, SETTLED = 60, 1e-6  # of Newton's method
SILVER = 40  # lines of a scanned bill that make a page


@dataclass
class Sample:
    """Readings in columns, whether the page has them, and how many such there are."""

    columns: Floats
    right: Floats
    often: Floats

    @staticmethod
    def of(columns: Floats, right: Iterable[bool]) -> Sample:
        said = np.array(list(right), np.float64)
        return Sample(columns, said, np.ones(len(said)))


def joined(samples: Iterable[Sample]) -> Sample:
    rows = [(sample.columns, sample.right, sample.often) for sample in samples]
    return Sample(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def pages(folder: Path, engine: str) -> Iterator[Page]:
    for truth in sorted(folder.glob("*.gt.txt")):
        observed = truth.with_name(truth.name.replace(".gt.", f".{engine}."))
        if observed.exists():
            yield observed.read_bytes().decode("utf-8"), truth.read_bytes().decode("utf-8")


def silver(table: Path) -> Iterator[Page]:
    """Pages of two scanned bills, of lines that two engines agree upon all but misread letters."""
    for column in REAL_COLUMNS.values():
        lines: defaultdict[str, list[Page]] = defaultdict(list)
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row[column] and row["voted"] and row["n_undecided"] == "0":
                    lines[row["doc"]].append((row[column], row["voted"]))
        for found in lines.values():
            for start in range(0, len(found), SILVER):
                observed, truth = zip(*found[start : start + SILVER], strict=True)
                yield "\n".join(observed), "\n".join(truth)


def before_words(text: str, options: Options) -> str:
    """A text as it comes to the words pass."""
    context = Context(options)
    for row in PASSES[: [row.name for row in PASSES].index("words")]:
        text = apply(text, row.propose(text, context))
    return text


def kept(text: str, found: Weighed, truth: str) -> npt.NDArray[np.bool_]:
    """By word, whether the page has it as it was read."""
    start, end = (side[found.words].tolist() for side in (found.tokens.start, found.tokens.end))
    return np.array(true_spans(text, list(zip(start, end, strict=True)), truth), bool)


def forms(observed: str, truth: str) -> Sample | None:
    """The forms of a page that is mostly read right, and whether they were misread."""
    options = Options()
    text = before_words(observed, options)
    found = weigh(text, lexicon.default(), options)
    if found.seen is None or found.damage is None:
        return None
    form, right = found.form[found.words], kept(text, found, truth)
    often = found.seen.often
    times = np.bincount(form, minlength=len(often))
    wrong = np.bincount(form, ~right, len(often)) * 2 > times
    asked = np.flatnonzero((found.damage.other >= 0) & (often > 0))
    columns = sureness.columns_of(found, asked, found.damage.other[asked])
    bare = columns.copy()  # before the text has shown its habits
    bare[:, misreadings.NAMES.index("shown")] = 0
    columns, right = np.vstack([columns, bare]), np.tile(wrong[asked], 2)
    rest = np.full((1, columns.shape[1]), np.nan)  # the other words, for the share of the misread
    sizes = np.append(np.full(len(columns), 0.5), often.sum() - len(asked))
    return Sample(np.vstack([columns, rest]), np.append(right, 0.0), sizes)


def samples(observed: str, truth: str) -> dict[str, Sample]:
    """The readings of one page: a row for each edit, and for each word as it was read."""
    options = Options()
    text = before_words(observed, options)
    found = weigh(text, lexicon.default(), options)
    proposed = propose(text, found)
    made = true_spans(apply(text, proposed.edits), written(proposed.edits), truth)
    right = kept(text, found, truth)
    if found.damage is None:
        edits = sureness.features(found, proposed).columns()
        words = found.features(found.as_is).columns()
        return {"changed": Sample.of(edits, made), "kept": Sample.of(words, right)}
    edits = suspicion.in_context(*sureness.little(found, proposed))
    kinds = {"little changed": Sample.of(edits, made), "little kept": of_words(found, right)}
    if joins := of_splits(text, found, truth):
        kinds["split"] = joins
    return kinds


def of_splits(text: str, found: Weighed, truth: str) -> Sample | None:
    """The words that may have been split in a page that is mostly read right."""
    assert found.seen is not None
    words, readings, runs = lexicon.default(), found.seen.readings, found.seen.runs
    if runs is None:
        return None
    right = []
    for row in range(len(runs.size)):  # one by one, as they overlap
        only = np.zeros(len(runs.size))
        only[row] = 1
        [edit] = runs.edits(text, only, 1)
        right += true_spans(apply(text, [edit]), written([edit]), truth)
    return Sample.of(runs.columns(readings, found.form, words), right)


def of_words(found: Weighed, right: npt.NDArray[np.bool_]) -> Sample:
    """The words of a page that is mostly read right; those of no other reading are one row."""
    assert found.damage is not None
    other = found.damage.other[found.form[found.words]] >= 0
    which = np.concatenate([np.flatnonzero(other), np.flatnonzero(~other)[:1]])
    columns, posterior, suspect = sureness.little_as_is(found, which)
    one = np.ones(len(which), np.int64)
    x = suspicion.in_context(columns, posterior, suspect, one)
    if other.all():
        return Sample.of(x, right[which])
    sure = np.vstack([x, x[-1:]])  # once as right, and once as not
    y = np.append(right[which], 0.0)
    y[-2] = 1.0
    often = np.append(np.ones(len(which)), (~right[~other]).sum())
    often[-2] = right[~other].sum()
    return Sample(sure, y, often)


def learn(sample: Sample) -> Floats:
    """Logistic regression by Newton's method, the weights but the first one held small."""
    x, y, n = sample.columns, sample.right, sample.often
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (n * (y - p)) - ridge @ weights
        curve = (x * (n * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, 4.0 / max(np.abs(step).max(), 1e-9))
        if np.abs(step).max() < SETTLED:
            break
    return np.asarray(weights)


def learn_forms(documents: Iterable[Page], jobs: int) -> Trees:
    """The trees that make of a form's features the log of its likelihood ratio."""
    with Pool(jobs) as pool:
        sample = joined(filter(None, pool.starmap(forms, documents, chunksize=20)))
    rest = np.isnan(sample.columns[:, 0])
    words, wrong = sample.often.sum(), (sample.often * sample.right).sum()
    trees = boosting.trusted(sample.columns[~rest], sample.right[~rest], sample.often[~rest])
    share = float(np.log(wrong) - np.log(words - wrong))
    return replace(trees, base=round(trees.base - share, boosting.DECIMALS))


def boosted(sample: Sample) -> Trees:
    return boosting.learn(sample.columns, sample.right, sample.often)


def write_weights(path: Path, weights: dict[str, Floats]) -> None:
    lines = ["# learned by tools/learn_calibration.py", "\t".join(["feature", *weights])]
    for name, *row in zip(calibration.NAMES, *weights.values(), strict=True):
        lines.append("\t".join([name, *(f"{weight:.4f}" for weight in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    calibration.weights.cache_clear()


def write_trees(
    path: Path, trees: dict[str, Trees], names: tuple[str, ...] = suspicion.NAMES
) -> None:
    text = boosting.table(trees, names)
    path.write_text("# learned by tools/learn_calibration.py\n" + text, encoding="utf-8")
    shipped.cache_clear()


def report(name: str, found: dict[str, Sample], learned: dict[str, Floats | Trees]) -> None:
    """How well what was learned foretells what is right."""
    for kind, sample in found.items():
        if not len(sample.right):
            continue
        by = learned[kind]
        if isinstance(by, Trees):
            sure = by.probability(sample.columns)
        else:
            sure = calibration.logistic(sample.columns, by)
        right = sample.right > 0.5
        error = calibration_error(list(zip(sure.tolist(), right.tolist(), strict=True)))
        print(
            f"{name} {kind}: {len(sure)} readings, claimed {sure.mean():.2%}, "
            f"right {right.mean():.2%}, ECE {error:.4f}"
        )


def gather(documents: Iterable[Page], jobs: int) -> dict[str, Sample]:
    """The samples of all pages by kind."""
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    with Pool(jobs) as pool:  # anew each time, as what was learned is read once a process
        for kinds in pool.starmap(samples, documents, chunksize=20):
            for kind, sample in kinds.items():
                found[kind].append(sample)
    return {kind: joined(parts) for kind, parts in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--printed", type=Path, help="a folder that render_pages.py wrote")
    parser.add_argument("--sparse", type=Path, help="a folder that plant_damage.py wrote")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--little", action="store_true", help="learn little.tsv alone")
    options = parser.parse_args()
    bench = options.shared / "bench"
    sources = {"silver": list(silver(bench / "real" / "prop_line_pairs.tsv"))}
    sources |= {engine: list(pages(bench / "train", engine)) for engine in ENGINES}
    if options.sparse:
        sources["sparse"] = list(pages(options.sparse, "ocr"))
    little = [page for name in ("silver", "swe", "sparse") for page in sources.get(name, [])]
    path = DECODER / "little.tsv"
    nothing = np.zeros((0, DEPTH), np.int64)
    start = Trees(-9.0, nothing, nothing.astype(np.float64), np.zeros((0, 1 << DEPTH)))
    trees = dict.fromkeys(("form", "changed", "kept"), start)
    write_trees(path, trees)
    write_trees(DECODER / "splits.tsv", {"split": start}, splits.NAMES)
    for _ in range(2):  # from a known rate on listed words are doubted too
        trees["form"] = learn_forms(little, options.jobs)
        write_trees(path, trees)
    if options.little:
        sources = {name: sources[name] for name in ("silver", "swe", "gt", "sparse")}
    elif options.printed:
        sources |= {f"printed {name}": list(pages(options.printed, name)) for name in LANGUAGES}
    train = {name: gather(documents, options.jobs) for name, documents in sources.items()}

    def all_of(kind: str) -> Sample:
        return joined(found[kind] for found in train.values() if kind in found)

    weights = {kind: learn(all_of(kind)) for kind in ("changed", "kept")}
    if not options.little:
        write_weights(DECODER / "calibration.tsv", weights)
    for kind in ("changed", "kept"):
        sample = all_of(f"little {kind}")
        learned_by = boosting.trusted if kind == "changed" else boosting.learn
        trees[kind] = learned_by(sample.columns, sample.right, sample.often)
    write_trees(path, trees)
    split = boosted(all_of("split"))
    write_trees(DECODER / "splits.tsv", {"split": split}, splits.NAMES)
    learned: dict[str, Floats | Trees] = {**weights, "split": split}
    learned |= {f"little {kind}": trees[kind] for kind in ("changed", "kept")}
    for name, found in train.items():
        report(name, found, learned)
    for engine in ENGINES:
        report(f"dev/{engine}", gather(pages(bench / "dev", engine), options.jobs), learned)


if __name__ == "__main__":
    main()
