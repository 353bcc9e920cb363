"""Measures what each part of svfix gives: the same sets with one part after the other switched off.

python benchmarks/ablation.py --markdown
"""

from __future__ import annotations

import argparse
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import sets
import svfix
from measure import Repaired, Repairer, measure
from svfix import lexicon
from svfix.channel import engines, profile
from svfix.channel.model import UNITS
from svfix.decoder import adaptation, estimation, row, weighing
from svfix.lexicon.ngrams import LOGP
from svfix.ranking.casing import PLACES
from svfix.ranking.lattice import Slots
from svfix.search import candidates

SETS = "seeds/damaged,dev/eng,dev/swe,dev/rapid,dev/ocrad,clean"
NEVER = 1e4  # nats


def one_channel(forms: list[str], lexicon: Any, marks: str = "") -> profile.Profile:
    """The average engine, for every text."""
    names = [name for name in engines.of(lexicon).names if name != engines.CLEAN]
    weights = [*((name, 1 / len(names)) for name in names), (engines.CLEAN, 0.0)]
    return profile.Profile(tuple(weights), (), marks)


def keeping_spaces(self: profile.Profile, lexicon: Any) -> Any:
    """The profile's channel, but for spaces that were lost."""
    return replace(CHANNEL(self, lexicon), lost_space=NEVER)


CHANNEL = profile.Profile.channel


def by_frequency(slots: Slots, grams: object) -> array[float]:
    """The posteriors of hypotheses by how common their words are."""
    stored = np.asarray(lexicon.default().ngrams.unigram)[slots.as_word]
    score = np.asarray(slots.local) / UNITS + np.asarray(LOGP)[stored]
    weight = np.exp(score - np.repeat(np.maximum.reduceat(score, slots.start), slots.count))
    share = weight / np.repeat(np.add.reduceat(weight, slots.start), slots.count)
    return array("f", share.tolist())


PARTS: dict[str, list[tuple[Any, str, Any]]] = {
    "nothing": [],
    "the document's profile (one channel for all)": [(weighing, "estimate", one_channel)],
    "its re-estimation from the document": [
        (owner, "renewed", lambda prior, used, right, rules: prior)
        for owner in (profile, estimation)
    ],
    "hearing badly damaged texts again": [(adaptation, "wanted", lambda profile: False)],
    "the noise of those": [(profile, "scaled", lambda logp, noise, rules: logp)],
    "context (each word by its frequency alone)": [
        (weighing, "posteriors", by_frequency),
    ],
    "the fit of words to those around": [(weighing, "rescore", lambda posterior, *rest: posterior)],
    "compounds": [(candidates, "COMPOUND_COST", NEVER)],
    "words run together": [(profile.Profile, "channel", keeping_spaces)],
    "the wide searches": [
        (weighing, "BEAMS", (candidates.QUICK,) * 3),
        (weighing, "PATIENT", (candidates.QUICK,) * 3),
    ],
    "reject marks": [(weighing, "standing", lambda text: "")],
    "the model of capitals": [
        (row, "casing", lambda rows, lexicon: np.zeros((len(rows), len(PLACES)), np.float32))
    ],
    "the guard of other languages": [(weighing, "guard", lambda tokens, lexicon: tokens)],
}


@contextmanager
def without(patches: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """svfix with some of its names standing for something else."""
    with ExitStack() as stack:
        for owner, name, value in patches:
            stack.enter_context(patch.object(owner, name, value))
        yield


def repairer(**options: Any) -> Repairer:
    """svfix with these options."""
    fixer = svfix.Fixer(**options)

    def repair(text: str) -> Repaired:
        result = fixer.explain(text)
        return Repaired(result.text, result.edits)

    return repair


def share_wrong(pages: list[sets.Page], repair: Repairer) -> str:
    """The words wrong after the repair."""
    score = measure(repair, pages).score
    return f"{100 * score.rate(score.after):.2f} %"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 2 for a set that does not exist."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args(arguments)
    try:
        names = sets.expand(options.sets)
        pages = {name: sets.load(name, options.shared) for name in names}
    except sets.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    line: Callable[[str], str] = "| {} |".format if options.markdown else str
    bar = " | " if options.markdown else "\t"
    print(line(bar.join(["words wrong without", *names])))
    if options.markdown:
        print("|" + "---|" * (len(names) + 1))
    rows: list[tuple[str, Any, dict[str, Any]]] = [
        (part, patches, {}) for part, patches in PARTS.items()
    ]
    rows += [("all passes but words", [], {"passes": ["words"]})]
    for part, patches, chosen in rows:
        with without(patches):
            repair = repairer(**chosen)
            print(
                line(bar.join([part, *(share_wrong(pages[n], repair) for n in names)])), flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
