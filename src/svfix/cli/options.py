"""The options that commands share: on what is read, and on how it is repaired."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from svfix import PASSES, Fixer
from svfix.cli import config
from svfix.cli.parser import number, one_of
from svfix.cli.word_lists import read_words
from svfix.formats import METS, NAMES
from svfix.io import console
from svfix.io.files import STANDARD, FileError

if TYPE_CHECKING:
    from svfix import Profile

__all__ = [
    "add_input", "add_leave_missing", "add_repair", "check_inputs", "fixer", "read_profile",
    "read_words",
]  # fmt: skip

FIXER_OPTIONS = (
    "words", "profile", "min_confidence", "join_hyphens", "passes", "leave_missing",
)  # fmt: skip


def add_input(parser: argparse.ArgumentParser) -> None:
    """The options on what is read, the same for every command that reads a text."""
    parser.add_argument("--encoding", metavar="NAME", help="of the input: a name, or auto")
    known = ("auto", *NAMES, METS)
    option = parser.add_argument(
        "--format", metavar="NAME", default="auto", type=one_of(known, "format"),
        help="of the input, or auto",
    )  # fmt: skip
    option.completer = lambda **_: known  # type: ignore[attr-defined]
    parser.add_argument(
        "--field", metavar="NAME", action="append", help="with a text, of JSONL and CSV"
    )
    parser.add_argument("--words", metavar="FILE", help="your own words, one a line")
    config.add_options(parser)


def add_repair(parser: argparse.ArgumentParser) -> None:
    """The options of a repair, the same for every command that makes one."""
    parser.add_argument("--profile", metavar="FILE", help="how the text was misread, if known")
    parser.add_argument("--min-confidence", metavar="X", type=number, help="of an edit, 0 to 1")
    parser.add_argument("--join-hyphens", action="store_true", help="join words broken over lines")
    option = parser.add_argument("--passes", metavar="A,B", help="run only these passes")
    option.completer = lambda **_: [row.name for row in PASSES]  # type: ignore[attr-defined]


def add_leave_missing(parser: argparse.ArgumentParser) -> None:
    """The option of commands that merge readings."""
    about = "put in no words that the first reading lacks, but tell of them"
    parser.add_argument("--leave-missing", action="store_true", default=None, help=about)


def fixer(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Fixer:
    """The fixer the options describe; a wrong value ends the program with a usage message."""
    read = {"passes": _pass_names, "profile": read_profile, "words": _words}
    try:
        config.apply(options)
        chosen: dict[str, Any] = {
            name: read[name](value) if name in read else value
            for name in FIXER_OPTIONS
            if (value := getattr(options, name, None)) is not None
        }
        return Fixer(**chosen)
    except (FileError, ValueError) as error:
        parser.error(str(error))


def _words(given: str | list[str]) -> list[str]:
    """The words of the file that an option names, or those that settings have."""
    return read_words(given) if isinstance(given, str) else given


def _pass_names(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


def read_profile(path: str) -> Profile:
    from svfix import Profile

    try:
        return Profile.load(path)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None


def tell_of_waiting(paths: list[str]) -> None:
    """Say that a text is waited for, where it is to be typed."""
    if paths == [STANDARD] and sys.stdin is not None and sys.stdin.isatty():
        ended = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        console.tell(f"waiting for a text from standard input, which {ended} ends; "
                     "files are named behind the command")  # fmt: skip


def check_readings(paths: list[str], others: list[str], parser: argparse.ArgumentParser) -> None:
    """End the program where a further reading is empty, or is named twice."""
    named = [os.path.realpath(path) for path in (*paths, *others)]
    for path in others:
        if not path:
            parser.error("a path is empty; name a file, or - for standard input")
        if named.count(os.path.realpath(path)) > 1:
            parser.error(f"{path} is named twice; each reading is a witness once")


def check_inputs(paths: list[str], output: str | None, parser: argparse.ArgumentParser) -> None:
    """End the program where a path is empty, or standard input is not alone."""
    if "" in (*paths, output):
        parser.error("a path is empty; name a file, or - for standard input and output")
    if len(paths) > 1 and "-" in paths:
        parser.error("standard input (-) cannot be one of several inputs")
