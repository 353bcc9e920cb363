"""The command line: `svfix fix`, `svfix explain`, `svfix passes`.

Exit codes: 0 done, 2 usage, 3 some files failed, 130 interrupted, 141 the reader of a pipe went
away. Text goes out as UTF-8 bytes whatever the locale; messages go to standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from svfix import PASSES, Fixer, Result, __version__, files
from svfix.files import FileError

DONE, USAGE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 2, 3, 130, 141
STANDARD = "-"  # standard input or output

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
        _give_up_output()
        return PIPE_CLOSED
    except OSError as error:  # a file's own errors are told where the file is known
        _give_up_output()
        _tell(f"{error.filename or 'standard input or output'} failed: {error.strerror}")
        return FAILED
    except FileError as error:
        _tell(str(error))
        return FAILED


def _give_up_output() -> None:
    """Point standard output nowhere: Python flushes it once more at exit, which would fail too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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

    passes = commands.add_parser("passes", help="list the passes in the order they run")
    passes.set_defaults(run=run_passes)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    """The options of a repair, the same for every command that makes one."""
    parser.add_argument("--encoding", metavar="NAME", help="of the input: a name, or auto")
    parser.add_argument("--words", metavar="FILE", help="your own words, one a line")
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
            _tell(str(error))
            code = FAILED
    return code


def run_explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the edits of one input."""
    fixer = _fixer(options, parser)
    try:
        result = _repair(options.path, options.encoding, fixer)
    except FileError as error:
        _tell(str(error))
        return FAILED
    if options.json:
        from svfix import explanation

        _print(explanation.as_json(result, __version__))
    elif sys.stdout and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _print_coloured(result)
    else:
        _print_plain(result)
    return DONE


def run_passes(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the passes."""
    for row in PASSES:
        _print(f"{row.name:<12}{row.about}")
    return DONE


def _fixer(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Fixer:
    """The fixer the options describe; a wrong value ends the program with a usage message."""
    chosen: dict[str, object] = {"join_hyphens": options.join_hyphens}
    if options.min_confidence is not None:
        chosen["min_confidence"] = options.min_confidence
    if options.passes is not None:
        chosen["passes"] = [name.strip() for name in options.passes.split(",")]
    try:
        if options.words is not None:
            chosen["words"] = _read_words(Path(options.words))
        return Fixer(**chosen)  # type: ignore[arg-type]
    except (FileError, ValueError) as error:
        parser.error(str(error))


def _read_words(path: Path) -> list[str]:
    """The words of a list: one a line, empty lines and lines that begin with # left out."""
    try:
        text = files.read(path).text
    except FileError as error:  # --encoding is of the text, not of the list
        advice = "A word list must be UTF-8 text: convert it" if error.advice else ""
        raise FileError(error.fault, advice) from None
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _pair(paths: list[str], output: str | None, parser: argparse.ArgumentParser) -> Paths:
    """Say where each input's text goes; end the program where that would lose a text."""
    if "" in (*paths, output):
        parser.error("a path is empty; name a file, or - for standard input and output")
    if len(paths) > 1:
        if STANDARD in paths:
            parser.error("standard input (-) cannot be one of several inputs")
        if output in (None, STANDARD) or Path(str(output)).is_file():
            parser.error("several files need -o DIR, a directory for the repaired ones")
    targets = [_target(path, output, several=len(paths) > 1) for path in paths]
    if len(set(targets)) < len(targets):
        parser.error("two inputs have one name; repair them one by one")
    pairs = list(zip(paths, targets, strict=True))
    for source, target in pairs:
        if STANDARD not in (source, target) and _is_same(Path(source), Path(target)):
            parser.error(f"-o would overwrite {source}, which is the input; name another file")
    return pairs


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
        _tell(f"{source}: read as {document.encoding}")
    return fixer.explain(document.text)


def _encode(source: str, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise FileError(f"{source} holds half a surrogate pair, which is no text") from None


def _write(target: str, data: bytes) -> None:
    if target == STANDARD:
        _put(data)
        return
    path = Path(target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} cannot be made: {error.strerror}") from None
    files.write(path, data)


def _put(data: bytes) -> None:
    """Write all of `data` to standard output, which may take it in parts if it is unbuffered."""
    if sys.stdout is None:
        raise FileError("standard output is closed")
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def _print(line: str) -> None:
    _put(f"{line}\n".encode("utf-8", "backslashreplace"))


def _print_plain(result: Result) -> None:
    from svfix import explanation

    for line in explanation.lines(result):
        _print("".join(text for text, _ in line))
    _print(explanation.summary(result))


def _print_coloured(result: Result) -> None:
    from rich.console import Console
    from rich.text import Text

    from svfix import explanation

    console = Console(highlight=False, soft_wrap=True)
    for line in explanation.lines(result):
        console.print(Text.assemble(*line))
    console.print(Text(explanation.summary(result)))


def _tell(message: str) -> None:
    print(f"svfix: {message}", file=sys.stderr)
