"""The options that commands share: on what is read, and on how it is repaired."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svfix import Fixer
from svfix.io import files
from svfix.io.files import FileError

if TYPE_CHECKING:
    from svfix import Profile

FIXER_OPTIONS = ("words", "profile", "min_confidence", "join_hyphens", "passes")


def add_input(parser: argparse.ArgumentParser) -> None:
    """The options on what is read, the same for every command that reads a text."""
    parser.add_argument("--encoding", metavar="NAME", help="of the input: a name, or auto")
    parser.add_argument("--format", metavar="NAME", default="auto", help="of the input, or auto")
    parser.add_argument("--field", metavar="NAME", help="with the text, of JSONL and CSV")
    parser.add_argument("--words", metavar="FILE", help="your own words, one a line")


def add_repair(parser: argparse.ArgumentParser) -> None:
    """The options of a repair, the same for every command that makes one."""
    parser.add_argument("--profile", metavar="FILE", help="how the text was misread, if known")
    parser.add_argument("--min-confidence", metavar="X", type=float, help="of an edit, 0 to 1")
    parser.add_argument("--join-hyphens", action="store_true", help="join words broken over lines")
    parser.add_argument("--passes", metavar="A,B", help="run only these passes")


def fixer(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Fixer:
    """The fixer the options describe; a wrong value ends the program with a usage message."""
    read = {"passes": _pass_names, "profile": read_profile, "words": read_words}
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


def read_profile(path: str) -> Profile:
    from svfix import Profile

    try:
        return Profile.load(path)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None


def read_words(path: str) -> list[str]:
    """The words of a list: one a line, empty lines and lines that begin with # left out."""
    try:
        text = files.read(Path(path)).text
    except FileError as error:  # --encoding is of the text, not of the list
        advice = "A word list must be UTF-8 text: convert it" if error.advice else ""
        raise FileError(error.fault, advice) from None
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def check_inputs(paths: list[str], output: str | None, parser: argparse.ArgumentParser) -> None:
    """End the program where a path is empty, or standard input is not alone."""
    if "" in (*paths, output):
        parser.error("a path is empty; name a file, or - for standard input and output")
    if len(paths) > 1 and "-" in paths:
        parser.error("standard input (-) cannot be one of several inputs")
