"""The command line: `svfix fix`, `explain`, `diff`, `profile`, `revert`, `passes`.

Exit codes: 0 done, 1 something would change or a limit of `svfix diff` is missed, 2 usage, 3 some
files failed, 130 interrupted, 141 the reader of a pipe went away. Text goes out as UTF-8 bytes
whatever the locale; messages go to standard error.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from svfix import PASSES, Result, __version__, console, diff_command, files
from svfix.batch import command as batch
from svfix.cli_options import add_input, add_repair, check_inputs, fixer
from svfix.files import FileError

if TYPE_CHECKING:
    from svfix import Fixer
    from svfix.profile_report import Report

DONE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 3, 130, 141
STANDARD = "-"  # standard input or output
ONE_THREAD = "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"  # before numpy is loaded


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    numpy's own threads are left out, unless the environment asks for them: svfix's matrices are
    small, and `--jobs` gives every core its work.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options, parser))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        console.give_up()
        return PIPE_CLOSED
    except OSError as error:  # a file's own errors are told where the file is known
        console.give_up()
        console.tell(f"{error.filename or 'standard input or output'} failed: {error.strerror}")
        return FAILED
    except FileError as error:
        console.tell(str(error))
        return FAILED


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command and option."""
    parser = argparse.ArgumentParser(
        prog="svfix", description="Repairs Swedish text that an OCR engine mangled."
    )
    parser.add_argument("--version", action="version", version=f"svfix {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    fix = commands.add_parser("fix", help="repair files, or standard input")
    batch.add_fix(fix)
    fix.set_defaults(run=batch.run_fix)

    explain = commands.add_parser("explain", help="list each edit with its reason and confidence")
    explain.add_argument("path", nargs="?", default=STANDARD, metavar="PATH", help="a file")
    explain.add_argument("--json", action="store_true", help="as JSON, for a program")
    add_input(explain)
    add_repair(explain)
    explain.set_defaults(run=run_explain)

    diff = commands.add_parser("diff", help="compare a text with the truth: what is wrong in it")
    diff_command.add_parser(diff)
    diff.set_defaults(run=diff_command.run)

    profile = commands.add_parser("profile", help="show how texts were misread, or save it")
    profile.add_argument(
        "paths", nargs="*", metavar="PATH", help="files; none or -: standard input"
    )
    profile.add_argument("-o", "--output", metavar="FILE", help="where to write it, for --profile")
    profile.add_argument("--json", action="store_true", help="as JSON, for a program")
    add_input(profile)
    profile.set_defaults(run=run_profile)

    revert = commands.add_parser("revert", help="take edits back: the original, byte for byte")
    batch.add_revert(revert)
    revert.set_defaults(run=batch.run_revert)

    passes = commands.add_parser("passes", help="list the passes in the order they run")
    passes.set_defaults(run=run_passes)
    return parser


def run_explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the edits of one input."""
    results = _repair(options.path, options, fixer(options, parser))
    if len(results) != 1:
        raise FileError(f"{options.path} has {len(results)} texts; `svfix fix --edits` lists all")
    from svfix import explanation

    if options.json:
        console.say(explanation.as_json(results[0], __version__))
    else:
        console.show(explanation.lines(results[0]))
        console.say(explanation.summary(results[0]))
    return DONE


def run_profile(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Profile the inputs together; a file that fails is told of and left out."""
    from svfix.batch.outputs import UsageError, keep_inputs

    paths = options.paths or [STANDARD]
    check_inputs(paths, options.output, parser)
    try:
        keep_inputs(paths, [options.output or STANDARD])
    except UsageError as error:
        parser.error(str(error))
    chosen = fixer(options, parser)
    from svfix import lexicon, profile_report

    found: list[profile_report.Finding] = []
    failed = False
    for path in paths:
        try:
            found += map(profile_report.finding, _repair(path, options, chosen))
        except FileError as error:
            console.tell(str(error))
            failed = True
    if found:
        _give_profile(profile_report.summarise(found, lexicon.default()), options)
    return FAILED if failed else DONE


def _give_profile(report: Report, options: argparse.Namespace) -> None:
    from svfix import profile_report
    from svfix.decoder import profile_file

    if options.output and options.output != STANDARD:
        files.write(Path(options.output), profile_file.to_json(report.profile))
    elif options.output:
        console.put(profile_file.to_json(report.profile))
    elif options.json:
        console.say(profile_report.as_json(report, __version__))
    else:
        console.show(profile_report.lines(report))


def run_passes(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the passes."""
    for row in PASSES:
        console.say(f"{row.name:<12}{row.about}")
    return DONE


def _repair(source: str, options: argparse.Namespace, fixer: Fixer) -> list[Result]:
    """The results of the texts of a document."""
    from svfix.batch.documents import bytes_of, explain, open_document

    document, notes = open_document(bytes_of(source), source, options)
    for note in notes:
        console.tell(note)
    return explain(document, fixer)
