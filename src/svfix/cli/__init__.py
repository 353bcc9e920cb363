# PYTHON_ARGCOMPLETE_OK
"""The command line: `svfix fix`, `merge`, `explain`, `review`, `diff`, `profile`, `revert`, …

Exit codes: 0 done, 1 something would change or a limit of `svfix diff` is missed, 2 usage, 3 some
files failed, 130 interrupted, 141 the reader of a pipe went away. Text goes out as UTF-8 bytes
whatever the locale; messages go to standard error.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import svfix
from svfix import PASSES, __version__, uncompiled
from svfix.cli import diff, explain, merge, profile, repair, review
from svfix.cli.parser import Command, Program
from svfix.io import console
from svfix.io.files import FileError

LITTER = 100_000
"""Objects made and not dropped before Python looks for those that hold each other: so many are made
of modules and tables at the start, and all are there to stay; looking took a tenth of a page."""

DONE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 3, 130, 141
ONE_THREAD = "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"  # before numpy is loaded


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    numpy's own threads, which `svfix diff` would start, are left out, unless the environment asks
    for them: its matrices are small, and `--jobs` gives every core its work.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:  # asked by a shell, which completes a line
        import argcomplete

        argcomplete.autocomplete(parser)
    warnings.filterwarnings("ignore", uncompiled.SLOW, RuntimeWarning)
    try:
        options = parser.parse_args(arguments)
        if not svfix.accelerated:
            console.tell(uncompiled.SLOW)
        return int(options.run(options, options.parser))
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


def run() -> NoReturn:
    """Be the program: run the command line, and end with its exit code.

    After an interrupt it ends at once. One that came while a module made its classes would let
    Python end by the signal, whoever had handled it; all that was to be kept is kept by then.
    """
    gc.set_threshold(LITTER)
    stop_as_interrupted()
    code = main()
    if code == INTERRUPTED:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    gc.freeze()  # all there is goes with the process, and is not looked through before
    sys.exit(code)


def stop_as_interrupted() -> None:
    """Let SIGTERM and SIGHUP stop the program as Ctrl-C does, so that nothing is left half written.

    Who had them ignored, as nohup does, has a reason. Worker processes end by them as before.
    """
    here = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        if os.getpid() == here and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            raise KeyboardInterrupt  # Ctrl-C is ignored behind a shell's `&`, and this is not
        if os.getpid() == here:
            signal.raise_signal(signal.SIGINT)
        else:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, stop)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command and option."""
    parser = Program(prog="svfix", description="Repairs Swedish text that an OCR engine mangled.")
    parser.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    parser.add_argument("--self-test", action=SelfTest, nargs=0, help="check this installation")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Command)

    fix = commands.add_parser("fix", help="repair files, or standard input")
    repair.add_fix(fix)
    fix.set_defaults(run=repair.run_fix)
    about = "repair files with further readings of the same pages"
    merge.add_options(commands.add_parser("merge", help=about))
    about = "list each edit with its reason and confidence"
    explain.add_options(commands.add_parser("explain", help=about))
    about = "compare a text with the truth: what is wrong in it"
    diff.add_options(commands.add_parser("diff", help=about))
    about = "show how texts were misread, or save it"
    profile.add_options(commands.add_parser("profile", help=about))
    about = "look at what is doubtful in a batch, in a browser, and decide"
    review.add_options(commands.add_parser("review", help=about))
    revert = commands.add_parser("revert", help="take edits back: the original, byte for byte")
    repair.add_revert(revert)
    revert.set_defaults(run=repair.run_revert)
    passes = commands.add_parser("passes", help="list the passes in the order they run")
    passes.set_defaults(run=run_passes)
    for command in commands.choices.values():
        command.set_defaults(parser=command)  # whose usage is shown where its options are wrong
    return parser


class Version(argparse.Action):
    """Say which version this is, and whether it is compiled."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        console.say(f"svfix {__version__} ({'compiled' if svfix.accelerated else 'plain Python'})")
        parser.exit()


class SelfTest(argparse.Action):
    """Check this installation on a page that is in the package."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from svfix.cli import self_test

        parser.exit(self_test.run())


def run_passes(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List the passes."""
    for row in PASSES:
        console.say(f"{row.name:<12}{row.about}")
    return DONE
