"""The command `svfix merge`: files repaired with the help of further readings of the same pages.

It is a run of `svfix fix` in which each file has further readings.
"""

from __future__ import annotations

import argparse

from svfix.cli import repair
from svfix.cli.options import add_leave_missing, check_readings


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("base", metavar="BASE", help="the reading to repair: a file, a directory or a pattern")
    add("others", nargs="+", metavar="OTHER", help="a further reading: a file, or a directory")
    add_leave_missing(parser)
    repair.add_run(parser)
    parser.set_defaults(run=run, files_from=None)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Repair the base with the help of the others; exit codes and messages are those of fix."""
    check_readings([options.base], options.others, parser)
    options.paths = [options.base]
    return repair.run_fix(options, parser)
