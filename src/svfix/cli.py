"""The command line: `svfix fix`, `svfix explain`, `svfix diff`, `svfix profile`, `svfix passes`.

Exit codes: 0 done, 1 a limit of `svfix diff` missed, 2 usage, 3 some files failed, 130 interrupted,
141 the reader of a pipe went away. Text goes out as UTF-8 bytes whatever the locale; messages go to
standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svfix import PASSES, Fixer, Result, __version__, console, diff_command, files
from svfix.files import FileError

if TYPE_CHECKING:
    from svfix import Profile
    from svfix.profile_report import Report

DONE, USAGE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 2, 3, 130, 141
STANDARD = "-"  # standard input or output
FIXER_OPTIONS = ("words", "profile", "min_confidence", "join_hyphens", "passes")

Paths = list[tuple[str, str]]
"""Inputs with their outputs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
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
    fix.add_argument("paths", nargs="*", metavar="PATH", help="files; none or -: standard input")
    fix.add_argument("-o", "--output", metavar="FILE|DIR", help="where to write")
    _add_options(fix)
    fix.set_defaults(run=run_fix)

    explain = commands.add_parser("explain", help="list each edit with its reason and confidence")
    explain.add_argument("path", nargs="?", default=STANDARD, metavar="PATH", help="a file")
    explain.add_argument("--json", action="store_true", help="as JSON, for a program")
    _add_options(explain)
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
    _add_input(profile)
    profile.set_defaults(run=run_profile)

    passes = commands.add_parser("passes", help="list the passes in the order they run")
    passes.set_defaults(run=run_passes)
    return parser


def _add_input(parser: argparse.ArgumentParser) -> None:
    """The options on what is read, the same for every command that reads a text."""
    parser.add_argument("--encoding", metavar="NAME", help="of the input: a name, or auto")
    parser.add_argument("--words", metavar="FILE", help="your own words, one a line")


def _add_options(parser: argparse.ArgumentParser) -> None:
    """The options of a repair, the same for every command that makes one."""
    _add_input(parser)
    parser.add_argument("--profile", metavar="FILE", help="how the text was misread, if known")
    parser.add_argument("--min-confidence", metavar="X", type=float, help="of an edit, 0 to 1")
    parser.add_argument("--join-hyphens", action="store_true", help="join words broken over lines")
    parser.add_argument("--passes", metavar="A,B", help="run only these passes")


def run_fix(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Repair each input; a file that fails is told of and left, and the others are done."""
    fixer = _fixer(options, parser)
    code = DONE
    for source, target in _pair(options.paths or [STANDARD], options.output, parser):
        try:
            result = _repair(source, options.encoding, fixer)
            _write(target, _encode(source, result.text))
        except FileError as error:
            console.tell(str(error))
            code = FAILED
    return code


def run_explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the edits of one input."""
    fixer = _fixer(options, parser)
    try:
        result = _repair(options.path, options.encoding, fixer)
    except FileError as error:
        console.tell(str(error))
        return FAILED
    from svfix import explanation

    if options.json:
        console.say(explanation.as_json(result, __version__))
    else:
        console.show(explanation.lines(result))
        console.say(explanation.summary(result))
    return DONE


def run_profile(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Profile the inputs together; a file that fails is told of and left out."""
    paths = options.paths or [STANDARD]
    _check_inputs(paths, options.output, parser)
    _keep_inputs([(path, options.output or STANDARD) for path in paths], parser)
    fixer = _fixer(options, parser)
    from svfix import lexicon, profile_report

    found = []
    for path in paths:
        try:
            found.append(profile_report.finding(_repair(path, options.encoding, fixer)))
        except FileError as error:
            console.tell(str(error))
    if found:
        _give_profile(profile_report.summarise(found, lexicon.default()), options)
    return DONE if len(found) == len(paths) else FAILED


def _give_profile(report: Report, options: argparse.Namespace) -> None:
    from svfix import profile_report
    from svfix.decoder import profile_file

    if options.output:
        _write(options.output, profile_file.to_json(report.profile))
    elif options.json:
        console.say(profile_report.as_json(report, __version__))
    else:
        console.show(profile_report.lines(report))


def run_passes(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the passes."""
    for row in PASSES:
        console.say(f"{row.name:<12}{row.about}")
    return DONE


def _fixer(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Fixer:
    """The fixer the options describe; a wrong value ends the program with a usage message."""
    read = {"passes": _pass_names, "profile": _read_profile, "words": _read_words}
    try:
        chosen: dict[str, Any] = {
            name: read[name](value) if name in read else value
            for name in FIXER_OPTIONS
            if (value := getattr(options, name, None)) is not None
        }
        return Fixer(**chosen)
    except (FileError, ValueError) as error:
        parser.error(str(error))


def _pass_names(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


def _read_profile(path: str) -> Profile:
    from svfix import Profile

    try:
        return Profile.load(path)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None


def _read_words(path: str) -> list[str]:
    """The words of a list: one a line, empty lines and lines that begin with # left out."""
    try:
        text = files.read(Path(path)).text
    except FileError as error:  # --encoding is of the text, not of the list
        advice = "A word list must be UTF-8 text: convert it" if error.advice else ""
        raise FileError(error.fault, advice) from None
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _pair(paths: list[str], output: str | None, parser: argparse.ArgumentParser) -> Paths:
    """Say where each input's text goes; end the program where that would lose a text."""
    _check_inputs(paths, output, parser)
    several = len(paths) > 1
    if several and (output in (None, STANDARD) or Path(str(output)).is_file()):
        parser.error("several files need -o DIR, a directory for the repaired ones")
    targets = [_target(path, output, several) for path in paths]
    if len(set(targets)) < len(targets):
        parser.error("two inputs have one name; repair them one by one")
    pairs = list(zip(paths, targets, strict=True))
    _keep_inputs(pairs, parser)
    return pairs


def _check_inputs(paths: list[str], output: str | None, parser: argparse.ArgumentParser) -> None:
    if "" in (*paths, output):
        parser.error("a path is empty; name a file, or - for standard input and output")
    if len(paths) > 1 and STANDARD in paths:
        parser.error("standard input (-) cannot be one of several inputs")


def _keep_inputs(pairs: Paths, parser: argparse.ArgumentParser) -> None:
    for source, target in pairs:
        if STANDARD not in (source, target) and _is_same(Path(source), Path(target)):
            parser.error(f"-o would overwrite {source}, which is the input; name another file")


def _target(path: str, output: str | None, several: bool) -> str:
    if output is None or output == STANDARD:
        return STANDARD
    is_directory = output.endswith("/") or Path(output).is_dir()
    if several or (is_directory and path != STANDARD):
        return str(Path(output) / Path(path).name)
    return output


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _repair(source: str, encoding: str | None, fixer: Fixer) -> Result:
    if source == STANDARD:
        if sys.stdin is None:
            raise FileError("standard input is closed")
        document = files.decode(sys.stdin.buffer.read(), "standard input", encoding)
    else:
        document = files.read(Path(source), encoding)
    if encoding == "auto":
        console.tell(f"{source}: read as {document.encoding}")
    return fixer.explain(document.text)


def _encode(source: str, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise FileError(f"{source} holds half a surrogate pair, which is no text") from None


def _write(target: str, data: bytes) -> None:
    if target == STANDARD:
        console.put(data)
        return
    path = Path(target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} cannot be made: {error.strerror}") from None
    files.write(path, data)
