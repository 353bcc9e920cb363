"""What svfix makes of a text, said in a line: what the rows of thresholds.tsv compare.

As a program it answers for another: pairs of `how` and a text come in as lines of JSON, and what is
observed goes out. `perturb.py` runs it on a build of svfix of which a constant is changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from svfix.context import Context
from svfix.edits import Edit, apply
from svfix.evidence import NOWHERE, PageEvidence
from svfix.options import Options
from svfix.pipeline import Fixer
from svfix.table import PASS_NAMES, PASSES
from svfix.text.stretches import Stretches

if TYPE_CHECKING:
    from svfix.result import Result

ROUNDS = 8
"""How often a pass alone goes over its own output at most."""


OWN_WORDS = "Skärvgränd", "Plimfönk"


@cache
def fixer(*options: str) -> Fixer:
    """A fixer as users have it, that joins broken words (`joined`) or has words of its `own`."""
    return Fixer(join_hyphens="joined" in options, words=OWN_WORDS if "own" in options else ())


def observed(how: str, text: str) -> str:
    """What can be seen of a text's repair.

    `how` begins with what is looked at: the `text`, its `edits`, `doubts`, `quality` or `profile`.
    A pass's name behind `text` or `edits` is that pass alone, on a text that is known to be misread
    and all Swedish: `dirty` says that all its lines are of a dirty page and `noisy` that they were
    read worse than others, `clean` that nothing is known of its damage, `repaired` that three of
    its words were repaired. `joined` behind `text` puts words together that are broken over lines,
    and `own` has `OWN_WORDS` for the user's.

    >>> observed("text", "Metoden for uppféljningen")
    'Metoden för uppföljningen'
    >>> observed("doubts", "Den 31 februari.")
    '31: februari has 29 days'
    >>> observed("edits spaces", "Kungl. Maj :ts beslut")
    ' :→: spaces.ending 0.9700'
    >>> observed("text spaces", "Kungl. Maj :ts beslut")
    'Kungl. Maj:ts beslut'
    """
    kind, *more = how.split()
    name = next((word for word in more if word in PASS_NAMES), "")
    if name:
        return _alone(kind, name, text, _known(text, more))
    return OF_RESULTS[kind](fixer(*more).explain(text))


def _known(text: str, of: Sequence[str]) -> PageEvidence:
    """What passes before one found out about a text."""
    lines = Stretches.of(text, [(0, len(text))])
    return PageEvidence(
        damaged="clean" not in of,
        dirty=lines if "dirty" in of else NOWHERE,
        noisy=lines if "noisy" in of else NOWHERE,
        repaired=3 if "repaired" in of else 0,
    )


def _alone(kind: str, name: str, text: str, evidence: PageEvidence) -> str:
    """What one pass makes of a text; of its edits those of the first time over it."""
    for _ in range(ROUNDS):
        context = Context(Options(join_hyphens=True))
        context.keep_languages(text, [])
        edits, _found = PASSES[PASS_NAMES.index(name)].propose(text, context, evidence)
        edits = context.makeable(text, edits)
        if kind == "edits" or not edits:
            break
        text = apply(text, edits)
    return _of_edits(edits) if kind == "edits" else text


def _of_edits(edits: Iterable[Edit]) -> str:
    """The edits, each with its rule and how sure it is, to four places."""
    return "; ".join(f"{e.before}→{e.after} {e.rule} {e.confidence:.4f}" for e in edits)


def _of_doubts(result: Result) -> str:
    """The numbers that are doubted, and why."""
    return "; ".join(f"{doubt.text}: {doubt.reason}" for doubt in result.doubts)


def _of_quality(result: Result) -> str:
    """The words weighed, and the shares of them expected to be wrong, as read and as repaired."""
    of = result.quality
    return f"{of.words} {of.before:.5f} {of.after:.5f}" if of else ""


def _of_profile(result: Result) -> str:
    """How the text was misread: the engines that have a share in it, and what was counted."""
    of = result.profile
    if not of:
        return ""
    engines = " ".join(f"{name} {share:.4f}" for name, share in of.weights if share >= 5e-5)
    rate = "" if of.rate is None else f"rate {of.rate:.5f}"
    counts = [f"{truth}/{read} {n:.3f}" for truth, read, n in (*of.read, *of.variety)]
    return "; ".join(filter(None, [engines, rate, f"doubt {of.doubt:.5f}", of.marks, *counts]))


OF_RESULTS: dict[str, Callable[[Result], str]] = {
    "text": lambda result: result.text,
    "edits": lambda result: _of_edits(result.edits),
    "doubts": _of_doubts,
    "quality": _of_quality,
    "profile": _of_profile,
}


def answer() -> None:
    """Answer line by line, until no more come."""
    for line in sys.stdin:
        print(json.dumps(observed(*json.loads(line))), flush=True)


if __name__ == "__main__":
    answer()
