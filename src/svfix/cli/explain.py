"""The command `svfix explain`: each edit with its reason and confidence."""

from __future__ import annotations

import argparse

from svfix import __version__
from svfix.cli.options import add_input, add_repair, fixer
from svfix.cli.texts import repaired
from svfix.io import console
from svfix.io.files import STANDARD, FileError

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="?", default=STANDARD, metavar="PATH", help="a file")
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")
    add_input(parser)
    add_repair(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the edits of one input."""
    results = repaired(options.path, options, fixer(options, parser))
    if len(results) != 1:
        raise FileError(f"{options.path} has {len(results)} texts; `svfix fix --edits` lists all")
    from svfix.cli import explanation

    if options.json:
        console.say(explanation.as_json(results[0], __version__))
    else:
        console.show(explanation.lines(results[0]))
        console.say(explanation.summary(results[0]))
    return DONE
