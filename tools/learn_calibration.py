"""Learn how sure to be: the weights of `svfix.decoder`, from pages with their truth.

    python tools/learn_calibration.py --printed ../printed/train --sparse ../sparse

Every page of `bench/train`, and of those that `render_pages.py` printed, is decoded as each engine
read it, and as it is, which an engine without errors would have read; so are the documents of
`plant_damage.py`, and the lines of two scanned bills.  What is misread is looked up in the truth,
and logistic regressions say how often such hypotheses are right: for texts that were misread all
over `calibration.tsv`, for those that are mostly right `little.tsv`, where a form by itself is
judged first, as the rate of damage is estimated from that.  Run it again when the search, the
language model or the channels have changed; what it says of `bench/dev`, whose pages it does not
learn from, shows how far the weights can be trusted.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

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
from svfix.decoder import splits, sureness  # noqa: E402
from svfix.decoder.proposals import propose  # noqa: E402
from svfix.decoder.weighing import WordPosteriors, weigh  # noqa: E402
from svfix.edits import apply  # noqa: E402
from svfix.evidence import PageEvidence  # noqa: E402
from svfix.lexicon.store import PACKED, Lexicon  # noqa: E402
from svfix.options import Options  # noqa: E402
from svfix.ranking import calibration, misreadings, suspicion  # noqa: E402
from svfix.ranking.trees import DEPTH, Trees, shipped  # noqa: E402
from svfix.table import PASS_NAMES, PASSES  # noqa: E402

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Learner = Callable[[Floats, Floats, Floats], Trees]
Learned = dict[str, Any]  # weights or trees, by kind of hypothesis

ENGINES = ("eng", "swe", "rapid", "ocrad", "gt")
RANKING = ROOT / "src" / "svfix" / "ranking"
LITTLE, SETTLED, SPLITS = (RANKING / f"{name}.tsv" for name in ("little", "settled", "splits"))
RIDGE = 1.0  # prior precision of the weights: a handful of words' worth
STEPS, STILL = 60, 1e-6  # of Newton's method
SILVER = 40  # lines of a scanned bill that make a page
NO_FORM = np.zeros(0, np.int64)


class Page(NamedTuple):
    """What an engine read of a page, what the page says, and the lexicon it is read with."""

    observed: str
    truth: str
    words: Path = PACKED


@dataclass
class Sample:
    """Hypotheses in columns, whether the page has them, and how many such there are.

    `form` is the number of each one's form in its page, of so many `words`.
    """

    columns: Floats
    right: Floats
    often: Floats
    form: Longs
    words: int = 0

    @staticmethod
    def of(columns: Floats, right: Iterable[bool]) -> Sample:
        said = np.array(list(right), np.float64)
        return Sample(columns, said, np.ones(len(said)), NO_FORM)


def joined(samples: Iterable[Sample]) -> Sample:
    rows = [(sample.columns, sample.right, sample.often, sample.form) for sample in samples]
    columns, right, often, form = map(np.concatenate, zip(*rows, strict=True))
    return Sample(columns, right, often, form)


def pages(folder: Path, engine: str) -> Iterator[Page]:
    for truth in sorted(folder.glob("*.gt.txt")):
        observed = truth.with_name(truth.name.replace(".gt.", f".{engine}."))
        if observed.exists():
            yield Page(observed.read_bytes().decode("utf-8"), truth.read_bytes().decode("utf-8"))


def silver(table: Path) -> Iterator[Page]:
    """Pages of two scanned bills, of lines that two engines agree upon all but misread letters."""
    for column in REAL_COLUMNS.values():
        lines: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row[column] and row["voted"] and row["n_undecided"] == "0":
                    lines[row["doc"]].append((row[column], row["voted"]))
        for found in lines.values():
            for start in range(0, len(found), SILVER):
                observed, truth = zip(*found[start : start + SILVER], strict=True)
                yield Page("\n".join(observed), "\n".join(truth))


@cache
def lexicon_at(path: Path) -> Lexicon:
    """A packed lexicon, opened once a process."""
    return lexicon.load(path)


def shared_out(documents: list[Page], lexicons: list[Path]) -> Iterator[Page]:
    """The documents, each with one of the lexicons; those with the same one stand together.

    Half of them are read with the whole lexicon, which has nearly all their words, as it was made
    of these; the others with one that lacks some, as it lacks some of any text. (How strange forms
    are by themselves, of which the rate of damage is made, is learned with the whole one.)
    """
    whole = [PACKED] * len(lexicons)
    turns = [*whole, *lexicons] or [PACKED]
    for turn, words in enumerate(turns):
        yield from (page._replace(words=words) for page in documents[turn :: len(turns)])


def before_words(text: str, options: Options) -> str:
    """A text as it comes to the words pass."""
    context, evidence = Context(options), PageEvidence()
    for row in PASSES[: PASS_NAMES.index("words")]:
        edits, evidence = row.propose(text, context, evidence)
        text = apply(text, edits)
    return text


def kept(text: str, found: WordPosteriors, truth: str) -> npt.NDArray[np.bool_]:
    """By word, whether the page has it as it was read."""
    sides = found.tokens.start, found.tokens.end
    start, end = (np.asarray(side)[found.words].tolist() for side in sides)
    return np.array(true_spans(text, list(zip(start, end, strict=True)), truth), bool)


def form_of_words(found: WordPosteriors) -> Longs:
    """By word, the number of its form."""
    return np.asarray(np.asarray(found.form)[found.words])


def forms(observed: str, truth: str, words: Path) -> Sample | None:
    """The forms of a page that is mostly read right, and whether they were misread."""
    options = Options()
    text = before_words(observed, options)
    found = weigh(text, lexicon_at(words), options)
    if found.seen is None or found.damage is None:
        return None
    form, right = form_of_words(found), kept(text, found, truth)
    often, other = np.asarray(found.seen.often), np.asarray(found.damage.other)
    times = np.bincount(form, minlength=len(often))
    wrong = np.bincount(form, ~right, len(often)) * 2 > times
    asked = np.flatnonzero((other >= 0) & (often > 0))
    columns = np.asarray(sureness.columns_of(found, asked, other[asked]))
    bare = columns.copy()  # before the text has shown its habits
    bare[:, misreadings.NAMES.index("shown")] = 0
    columns, right = np.vstack([columns, bare]), np.tile(wrong[asked], 2)
    rest = np.full((1, columns.shape[1]), np.nan)  # the other words, for the share of the misread
    sizes = np.append(np.full(len(columns), 0.5), often.sum() - len(asked))
    return Sample(np.vstack([columns, rest]), np.append(right, 0.0), sizes, NO_FORM)


def samples(observed: str, truth: str, words: Path) -> dict[str, Sample]:
    """The hypotheses of one page: a row for each edit, and for each word as it was read."""
    options = Options()
    text = before_words(observed, options)
    found = weigh(text, lexicon_at(words), options)
    proposed = propose(text, found)
    made = true_spans(apply(text, proposed.edits), written(proposed.edits), truth)
    right = kept(text, found, truth)
    if found.damage is None:
        edits = np.asarray(sureness.features(found, proposed).columns())
        as_is = np.asarray(found.features(found.as_is).columns())
        return {"changed": Sample.of(edits, made), "kept": Sample.of(as_is, right)}
    edits = np.asarray(suspicion.in_context(*sureness.little(found, proposed)))
    changed = replace(
        Sample.of(edits, made),
        form=form_of_words(found)[proposed.word],
        words=len(found.words),
    )
    kinds = {"little changed": changed, "little kept": of_words(found, right)}
    if joins := of_splits(text, found, truth, lexicon_at(words)):
        kinds["split"] = joins
    return kinds


def of_splits(text: str, found: WordPosteriors, truth: str, words: Lexicon) -> Sample | None:
    """The words that may have been split in a page that is mostly read right."""
    assert found.seen is not None
    hypotheses, runs = found.seen.hypotheses, found.seen.runs
    if runs is None:
        return None
    right = []
    for row in range(len(runs.size)):  # one by one, as they overlap
        only = np.zeros(len(runs.size))
        only[row] = 1
        [edit] = runs.edits(text, only, 1)
        right += true_spans(apply(text, [edit]), written([edit]), truth)
    return Sample.of(np.asarray(runs.columns(hypotheses, found.form, words)), right)


def of_words(found: WordPosteriors, right: npt.NDArray[np.bool_]) -> Sample:
    """The words of a page that is mostly read right; those of no other hypothesis are one row."""
    assert found.damage is not None
    other = np.asarray(found.damage.other)[form_of_words(found)] >= 0
    which = np.concatenate([np.flatnonzero(other), np.flatnonzero(~other)[:1]])
    columns, posterior, suspect = sureness.little_as_is(found, which)
    one = np.ones(len(which), np.int64)
    x = np.asarray(suspicion.in_context(columns, posterior, suspect, one))
    if other.all():
        return Sample.of(x, right[which])
    sure = np.vstack([x, x[-1:]])  # once as right, and once as not
    y = np.append(right[which], 0.0)
    y[-2] = 1.0
    often = np.append(np.ones(len(which)), (~right[~other]).sum())
    often[-2] = right[~other].sum()
    return Sample(sure, y, often, NO_FORM)


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
        if np.abs(step).max() < STILL:
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


def boosted(sample: Sample, learner: Learner = boosting.learn) -> Trees:
    return learner(sample.columns, sample.right, sample.often)


def write_weights(path: Path, learned: Learned) -> None:
    lines = ["# learned by tools/learn_calibration.py", "feature\tchanged\tkept"]
    rows = zip(calibration.NAMES, learned["changed"], learned["kept"], strict=True)
    for name, changed, kept in rows:
        lines.append(f"{name}\t{changed:.4f}\t{kept:.4f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    calibration.weights.cache_clear()


def write_trees(
    path: Path, trees: dict[str, Trees], names: tuple[str, ...] = suspicion.NAMES
) -> None:
    text = boosting.table(trees, names)
    path.write_text("# learned by tools/learn_calibration.py\n" + text, encoding="utf-8")
    shipped.cache_clear()


def report(name: str, found: dict[str, list[Sample]], learned: dict[str, Floats | Trees]) -> None:
    """How well what was learned foretells what is right."""
    for kind, parts in found.items():
        sample = joined(parts)
        if not len(sample.right):
            continue
        by = learned[kind]
        if isinstance(by, Trees):
            sure = np.asarray(by.probability(sample.columns))
        else:
            sure = np.asarray(calibration.logistic(sample.columns, by))
        right = sample.right > 0.5
        error = calibration_error(list(zip(sure.tolist(), right.tolist(), strict=True)))
        print(
            f"{name} {kind}: {len(sure)} hypotheses, claimed {sure.mean():.2%}, "
            f"right {right.mean():.2%}, ECE {error:.4f}"
        )


def gather(documents: Iterable[Page], jobs: int) -> dict[str, list[Sample]]:
    """The samples of each page by kind."""
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    with Pool(jobs) as pool:  # anew each time, as what was learned is read once a process
        for kinds in pool.starmap(samples, documents, chunksize=20):
            for kind, sample in kinds.items():
                found[kind].append(sample)
    return dict(found)


def learn_settled(pages: list[Sample]) -> Trees:
    """The trees that judge an edit beside the other edits of its page.

    What these are taken for by themselves is learned from half of the pages at a time for the
    other half, as it is surer of the pages it was learned from.
    """
    settled = []
    for half in range(2):
        first = joined(pages[1 - half :: 2])
        by_itself = boosting.trusted(first.columns, first.right, first.often)
        for page in pages[half::2]:
            odds = by_itself.log_odds(page.columns)
            columns = np.ascontiguousarray(page.columns).data
            rows = suspicion.among_others(columns, odds, page.form, page.words)
            settled.append(replace(page, columns=np.asarray(rows)))
    sample = joined(settled)
    return boosting.trusted(sample.columns, sample.right, sample.often)


def documents(options: argparse.Namespace) -> dict[str, list[Page]]:
    """What is learned from, by where it comes from."""
    bench = options.shared / "bench"
    found = {"silver": list(silver(bench / "real" / "prop_line_pairs.tsv"))}
    found |= {engine: list(pages(bench / "train", engine)) for engine in ENGINES}
    if options.sparse:
        thin = sorted(options.thin.glob("*.bin")) if options.thin else []
        found["sparse"] = list(shared_out(list(pages(options.sparse, "ocr")), thin))
    if options.printed:
        found |= {f"printed {name}": list(pages(options.printed, name)) for name in LANGUAGES}
    return found


def unlearned() -> dict[str, Trees]:
    """Trees that know nothing, in the place of all that are learned."""
    nothing = np.zeros((0, DEPTH), np.int64)
    start = Trees(-9.0, nothing, nothing.astype(np.float64), np.zeros((0, 1 << DEPTH)))
    trees = dict.fromkeys(("form", "changed", "kept"), start)
    write_trees(LITTLE, trees)
    write_trees(SPLITS, {"split": start}, splits.NAMES)
    write_trees(SETTLED, {"settled": start}, suspicion.SETTLED)
    return trees


def learn_all(train: dict[str, dict[str, list[Sample]]], trees: dict[str, Trees]) -> Learned:
    """All that is learned from the pages of `train`; `trees` are those of forms so far."""

    def all_of(kind: str) -> list[Sample]:
        return [page for found in train.values() for page in found.get(kind, [])]

    weights = {kind: learn(joined(all_of(kind))) for kind in ("changed", "kept")}
    little = {kind: joined(all_of(f"little {kind}")) for kind in ("changed", "kept")}
    trees["changed"] = boosted(little["changed"], boosting.trusted)
    trees["kept"] = boosted(little["kept"])
    write_trees(LITTLE, trees)
    settled = learn_settled(all_of("little changed"))
    write_trees(SETTLED, {"settled": settled}, suspicion.SETTLED)
    split = boosted(joined(all_of("split")))
    write_trees(SPLITS, {"split": split}, splits.NAMES)
    by_kind = {f"little {kind}": trees[kind] for kind in ("changed", "kept")}
    return {**weights, **by_kind, "split": split}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--printed", type=Path, help="a folder that render_pages.py wrote")
    parser.add_argument("--sparse", type=Path, help="a folder that plant_damage.py wrote")
    parser.add_argument("--thin", type=Path, help="a folder that thin_lexicon.py wrote")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--little", action="store_true", help="leave calibration.tsv as it is")
    options = parser.parse_args()
    sources, trees = documents(options), unlearned()
    little = [
        page._replace(words=PACKED)
        for name in ("silver", "swe", "sparse")
        for page in sources.get(name, [])
    ]
    for _ in range(2):  # from a known rate on listed words are doubted too
        trees["form"] = learn_forms(little, options.jobs)
        write_trees(LITTLE, trees)
    if options.little:
        sources = {name: sources[name] for name in ("silver", "swe", "gt", "sparse")}
    train = {name: gather(found, options.jobs) for name, found in sources.items()}
    learned = learn_all(train, trees)
    if not options.little:
        write_weights(RANKING / "calibration.tsv", learned)
    for name, found in train.items():
        report(name, found, learned)
    for engine in ENGINES:
        dev = pages(options.shared / "bench" / "dev", engine)
        report(f"dev/{engine}", gather(dev, options.jobs), learned)


if __name__ == "__main__":
    main()
