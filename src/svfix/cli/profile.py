"""The command `svfix profile`: how texts were misread."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from svfix import __version__
from svfix.cli.options import add_input, check_inputs, fixer, tell_of_waiting
from svfix.cli.texts import repaired, sources
from svfix.io import console, files
from svfix.io.files import STANDARD, FileError

if TYPE_CHECKING:
    from svfix.cli.profile_report import Report

DONE, FAILED = 0, 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files; none or -: standard input")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it, for --profile")
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")
    add_input(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Profile the inputs together; a file that fails is told of and left out."""
    from svfix.batch.outputs import UsageError, keep_inputs

    check_inputs(options.paths, options.output, parser)
    paths = sources(options, parser)
    try:
        keep_inputs(paths, [options.output or STANDARD])
    except UsageError as error:
        parser.error(str(error))
    chosen = fixer(options, parser)
    tell_of_waiting(paths)
    from svfix import lexicon
    from svfix.cli import profile_report

    found: list[profile_report.Finding] = []
    failed = False
    for path in paths:
        try:
            found += map(profile_report.finding, repaired(path, options, chosen))
        except FileError as error:
            console.tell(str(error))
            failed = True
    if found:
        _give_profile(profile_report.summarise(found, lexicon.default()), options)
    return FAILED if failed else DONE


def _give_profile(report: Report, options: argparse.Namespace) -> None:
    from svfix.channel import profile_file
    from svfix.cli import profile_report

    if options.output and options.output != STANDARD:
        files.write(Path(options.output), profile_file.to_json(report.profile))
    elif options.output:
        console.put(profile_file.to_json(report.profile))
    elif options.json:
        console.say(profile_report.as_json(report, __version__))
    else:
        console.show(profile_report.lines(report))
