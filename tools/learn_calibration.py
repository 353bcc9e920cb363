"""Learn how sure to be: the weights of `svfix.decoder.calibration`, from pages with their truth.

    python tools/learn_calibration.py --shared ../shared --printed ../printed/train

Every page of `bench/train`, and of those that `render_pages.py` printed, is decoded as each engine
read it, and as it is, which an engine without errors would have read.  Each word's likeliest
reading and the reading that leaves it are looked up on the page, and a logistic regression says how
often such readings are right.  Run it again when the search, the language model or the channels
have changed; what it says of `bench/dev`, whose pages it does not learn from, shows how far the
weights can be trusted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from learn_confusions import LANGUAGES  # noqa: E402
from measure import written  # noqa: E402
from reliability import calibration_error  # noqa: E402
from spans import true_spans  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.context import Context  # noqa: E402
from svfix.decoder.calibration import NAMES, Kind  # noqa: E402
from svfix.decoder.proposals import features, propose  # noqa: E402
from svfix.decoder.weighing import weigh  # noqa: E402
from svfix.edits import apply  # noqa: E402
from svfix.pipeline import PASSES, Options  # noqa: E402

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

ENGINES = ("eng", "swe", "rapid", "ocrad", "gt")
KINDS: tuple[Kind, ...] = ("changed", "kept")
OUT = ROOT / "src" / "svfix" / "decoder" / "calibration.tsv"
RIDGE = 1.0  # prior precision of the weights: a handful of words' worth
STEPS, SETTLED = 50, 1e-6  # of Newton's method


@dataclass
class Sample:
    """Readings in columns, and whether the page has them."""

    columns: Floats
    right: Flags


def joined(samples: Iterable[Sample]) -> Sample:
    columns, right = zip(*((sample.columns, sample.right) for sample in samples), strict=True)
    return Sample(np.concatenate(columns), np.concatenate(right))


def pages(folder: Path, engine: str) -> Iterator[tuple[str, str]]:
    """What an engine read of each page, and what the page says."""
    for truth in sorted(folder.glob("*.gt.txt")):
        observed = truth.with_name(truth.name.replace(".gt.", f".{engine}."))
        if observed.exists():
            yield observed.read_bytes().decode("utf-8"), truth.read_bytes().decode("utf-8")


def before_words(text: str, options: Options) -> str:
    """A text as it comes to the words pass."""
    context = Context(options)
    for row in PASSES[: [row.name for row in PASSES].index("words")]:
        text = apply(text, row.propose(text, context))
    return text


def samples(observed: str, truth: str) -> dict[Kind, Sample]:
    """The readings of one page by kind: a row for each edit, and for each word as it was read."""
    options = Options()
    text = before_words(observed, options)
    found = weigh(text, lexicon.default(), options)
    proposed = propose(text, found)
    made = true_spans(apply(text, proposed.edits), written(proposed.edits), truth)
    start, end = (side[found.words].tolist() for side in (found.tokens.start, found.tokens.end))
    kept = true_spans(text, list(zip(start, end, strict=True)), truth)
    return {
        "changed": Sample(features(found, proposed).columns(), np.array(made, bool)),
        "kept": Sample(found.features(found.as_is).columns(), np.array(kept, bool)),
    }


def gather(folder: Path, engine: str) -> dict[Kind, Sample]:
    """The readings of all pages that an engine read."""
    found = [samples(*page) for page in pages(folder, engine)]
    return {kind: joined(page[kind] for page in found) for kind in KINDS}


def learn(sample: Sample) -> Floats:
    """Logistic regression by Newton's method, the weights but the first one held small."""
    x, y = sample.columns, sample.right.astype(np.float64)
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 0
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - ridge @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < SETTLED:
            break
    return np.asarray(weights)


def write(path: Path, weights: dict[Kind, Floats]) -> None:
    lines = ["# feature, weight for a reading that changes the form, and for the form as it is"]
    lines += ["# learned by tools/learn_calibration.py from bench/train, printed again too"]
    rows = zip(NAMES, *(weights[kind] for kind in KINDS), strict=True)
    lines += [f"{name}\t{changed:.4f}\t{kept:.4f}" for name, changed, kept in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(name: str, found: dict[Kind, Sample], weights: dict[Kind, Floats]) -> None:
    """How well the weights foretell what is right."""
    for kind in KINDS:
        sure = 1 / (1 + np.exp(-found[kind].columns @ weights[kind]))
        right = found[kind].right
        if not len(right):
            continue
        error = calibration_error(list(zip(sure.tolist(), right.tolist(), strict=True)))
        print(
            f"{name} {kind}: {len(sure)} readings, claimed {sure.mean():.2%}, "
            f"right {right.mean():.2%}, ECE {error:.4f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--printed", type=Path, help="a folder that render_pages.py wrote")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    bench = options.shared / "bench"
    train = {engine: gather(bench / "train", engine) for engine in ENGINES}
    printed = [gather(options.printed, engine) for engine in LANGUAGES if options.printed]
    learned = [*train.values(), *printed]
    weights = {kind: learn(joined(found[kind] for found in learned)) for kind in KINDS}
    write(options.out, weights)
    for name in ("train", "dev"):
        for engine in ENGINES:
            found = train[engine] if name == "train" else gather(bench / name, engine)
            report(f"{name}/{engine}", found, weights)


if __name__ == "__main__":
    main()
