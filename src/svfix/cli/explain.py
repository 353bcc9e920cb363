"""The command `svfix explain`: each edit with its reason, and what every reading had there."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from svfix import __version__
from svfix.cli.options import (
    add_input,
    add_leave_missing,
    add_repair,
    check_inputs,
    check_readings,
    fixer,
    tell_of_waiting,
)
from svfix.cli.texts import repaired, sources
from svfix.io import console
from svfix.io.files import STANDARD, FileError

if TYPE_CHECKING:
    from svfix import Result

DONE, FAILED = 0, 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files; none or -: standard input")
    about = "a further reading of the page, to merge with it"
    parser.add_argument("--with", dest="others", metavar="OTHER", action="append", help=about)
    add_leave_missing(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")
    add_input(parser)
    add_repair(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the edits of each input; a file that fails is told of, and the others are done."""
    check_inputs(options.paths, None, parser)
    others = options.others or []
    if others and len(options.paths) > 1:
        parser.error("--with is for the readings of one page; name one PATH")
    check_readings(options.paths or [STANDARD], others, parser)
    chosen = fixer(options, parser)
    paths = sources(options, parser)
    tell_of_waiting(paths)
    failed = False
    for number, path in enumerate(paths):
        try:
            [result] = _one(repaired(path, options, chosen, others), path)
        except FileError as error:
            console.tell(str(error))
            failed = True
            continue
        if len(paths) > 1 and not options.json:
            console.say(f"{chr(10) if number else ''}{console.printable(path)}")
        _show(result, path if len(paths) > 1 else "", options.json)
    return FAILED if failed else DONE


def _one(results: list[Result], path: str) -> list[Result]:
    if len(results) != 1:
        raise FileError(f"{path} has {len(results)} texts; `svfix fix --edits` lists all")
    return results


def _show(result: Result, path: str, as_json: bool) -> None:
    """The edits of a text; in JSON those of one of several files are on a line of their own."""
    from svfix.cli import explanation

    if as_json:
        console.say(explanation.as_json(result, __version__, path))
    else:
        console.show(explanation.lines(result))
        console.say(explanation.summary(result))
