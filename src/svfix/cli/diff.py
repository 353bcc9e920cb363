"""The command `svfix diff`: its options, what it shows, and its exit code."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from svfix.cli.parser import whole
from svfix.io import console, files
from svfix.io.files import STANDARD

if TYPE_CHECKING:
    from svfix.diffs import Comparison

DONE, GATE_MISSED, FAILED = 0, 1, 3
VIEWS = ("inline", "side", "none")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("hypothesis", metavar="HYPOTHESIS", help="the text, or a directory of them")
    parser.add_argument("reference", metavar="REFERENCE", help="the truth, or a directory")
    parser.add_argument("--observed", metavar="OCR", help="what the engine had read")
    parser.add_argument("--edits", metavar="FILE", help="as explain --json or fix --edits wrote")
    parser.add_argument("--fold", metavar="A,B", default="default", help="what not to count")
    parser.add_argument("--encoding", metavar="NAME", help="of the texts: a name, or auto")
    parser.add_argument("--view", choices=VIEWS, help="how to show the lines that differ")
    parser.add_argument("--all", action="store_true", help="show what was fixed too")
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")
    parser.add_argument("--html", metavar="FILE", help="write a report to look at in a browser")
    parser.add_argument("--max-cer", metavar="X", type=_share, help="1 as exit code beyond it")
    parser.add_argument("--max-wer", metavar="X", type=_share, help="1 as exit code beyond it")
    parser.add_argument("--max-broken", metavar="N", type=whole, help="words; 1 beyond it")
    parser.set_defaults(run=run)


def _share(text: str) -> float:
    """A rate given as 0.02 or 2%."""
    share = float(text.rstrip("% ")) / (100 if text.endswith("%") else 1)
    if not share >= 0:
        raise ValueError
    return share


_share.__name__ = "rate"  # argparse: invalid rate value


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Compare the files, show what was found, and say whether it is good enough."""
    from svfix.alignment import folding
    from svfix.diffs import batch
    from svfix.diffs.given import Given

    if options.max_broken is not None and options.observed is None:
        parser.error("--max-broken needs --observed: without it nobody knows what had been right")
    if options.edits and not options.observed:
        parser.error("--edits needs --observed, the text that the edits are of")
    paths = [options.hypothesis, options.reference, options.observed, options.edits]
    if "" in paths:
        parser.error("a path is empty; name a file, or - for standard input")
    if paths.count(STANDARD) > 1:
        parser.error("only one text can be standard input (-)")
    try:
        names = folding.chosen(name.strip() for name in options.fold.split(","))
    except ValueError as error:
        parser.error(str(error))
    found, complaints = batch.pair(options.hypothesis, options.reference, options.observed)
    given = Given(options.edits) if options.edits else None
    if given and given.is_of_one and len(found) > 1:
        parser.error(f"{options.edits} has the edits of one text; directories go with those of a "
                     "batch, as svfix fix --edits writes them")  # fmt: skip
    comparison, more = batch.compare_all(found, names, options.encoding, given)
    if comparison.pages:
        _show(comparison, options)
    missed = list(_missed(comparison, options))
    for sentence in (*complaints, *more, *missed):
        console.tell(sentence)
    if complaints or more:
        return FAILED
    return GATE_MISSED if missed else DONE


def _show(comparison: Comparison, options: argparse.Namespace) -> None:
    if options.html:
        files.write(Path(options.html), comparison.html().encode("utf-8", "replace"))
    if options.json:
        console.put(comparison.as_json().encode("utf-8", "replace") + b"\n")
        return
    from svfix.diffs import terminal

    is_batch = len(comparison.pages) > 1
    console.show(terminal.counts(comparison))
    if is_batch:
        console.show([[("", "")], *terminal.files_table(comparison)])
    view = options.view or ("none" if is_batch or options.html else "inline")
    if view == "inline":
        console.show([[("", "")], *terminal.inline(comparison, options.all)])
    elif view == "side":
        width = shutil.get_terminal_size((100, 24)).columns
        console.show([[("", "")], *terminal.side_by_side(comparison, options.all, width)])


def _missed(comparison: Comparison, options: argparse.Namespace) -> list[str]:
    """A sentence for each limit that the comparison is beyond."""
    sentences = []
    for name, value in (("CER", comparison.cer), ("WER", comparison.wer)):
        limit = getattr(options, f"max_{name.lower()}")
        if limit is not None and value is not None and value > limit:
            sentences.append(f"{name} {100 * value:.2f} % is more than {100 * limit:g} %")
    broken, limit = comparison.broken, options.max_broken
    if limit is not None and broken is not None and broken > limit:
        sentences.append(f"{broken} words are broken, more than {limit}")
    return sentences
