"""The parser of a command line: what is wrong in it is told in a sentence, with what may be meant.

A fault in what a command was given shows the usage of that command, and names the option or value
that is nearest to what was typed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from svfix.io.console import printable
from svfix.io.signatures import HEAD, kind_of


class _Parser(argparse.ArgumentParser):
    """A parser whose messages are those of svfix, below the usage of the command at hand."""

    def error(self, message: str) -> NoReturn:
        """End the program with the usage and a message."""
        self.print_usage(sys.stderr)
        self.exit(2, f"svfix: error: {message}\n")


class Command(_Parser):
    """The parser of one command, whose files and options may stand in any order."""

    _is_within = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse arguments, and end the program where some are none of this command."""
        if self._is_within:
            return super().parse_known_args(args, namespace)
        self._is_within = True  # as the next calls this for options and for files
        try:
            found, rest = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_within = False
        if rest:
            self.error(self._unknown(rest[0]))
        return found, rest

    def _unknown(self, argument: str) -> str:
        if not argument.startswith("-") or argument == "-":
            return f"{printable(argument)} is one too many"
        name = argument.partition("=")[0]
        known = [option for action in self._actions for option in action.option_strings]
        return f"there is no option {printable(name)}{nearest(name, known)}"


class Program(_Parser):
    """The parser of the program, which takes a command first."""

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> Any:
        """Parse a command line, and end the program where it does not begin with a command."""
        given = sys.argv[1:] if args is None else list(args)
        if not given:
            self.print_help(sys.stderr)
            self.exit(2)
        first = given[0]
        options = [option for action in self._actions for option in action.option_strings]
        if first.startswith("-") and not any(option.startswith(first) for option in options):
            near = nearest(first, options) or "; options stand behind a command, as in svfix fix -q"
            self.error(f"there is no option {printable(first)}{near}")
        if not first.startswith("-") and first not in self._commands():
            self.error(self._hint(first))
        found, _ = self.parse_known_args(given, namespace)
        return found

    def _commands(self) -> list[str]:
        return [name for action in self._actions for name in action.choices or ()]

    def _hint(self, argument: str) -> str:
        """What may have been meant by what is no command: a file, a text, or a command."""
        shown = printable(argument)
        if kind := _kind_of(argument):
            return f"{shown} {kind}"
        if any(map(str.isspace, argument.strip())) and not _is_there(argument):
            return "a text is no command; to repair it: echo 'the text' | svfix fix"
        if _is_there(argument):
            return f"{shown} is no command; to repair it: svfix fix {shown}"
        near = nearest(argument, self._commands())
        if not near and ("." in argument or "/" in argument):
            return f"{shown} is no command, and no file; files are repaired with svfix fix"
        known = near or f"; there are {', '.join(self._commands())}"
        return f"there is no command {shown}{known}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A question for the known name that is nearest to one that was typed, "" if none is near.

    >>> nearest("--fromat", ["--format", "--field"]), nearest("--xyz", ["--format"])
    ('; did you mean --format?', '')
    """
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {found[0]}?" if found else ""


def one_of(known: Sequence[str], what: str) -> Any:
    """The type of an option whose value is one of some names."""

    def name(value: str) -> str:
        if value in known:
            return value
        near = nearest(value, known) or f"; there are {', '.join(known)}"
        raise argparse.ArgumentTypeError(f"there is no {what} {printable(value)}{near}")

    return name


def number(value: str) -> float:
    """The type of an option that is a number."""
    try:
        return float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{printable(value)} is no number") from None


def whole(value: str) -> int:
    """The type of an option that is a whole number."""
    try:
        return int(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{printable(value)} is no whole number") from None


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # too long, as a text may be
        return False


def _kind_of(path: str) -> str:
    """What is said of a file that holds no text, "" for any other."""
    try:
        with Path(path).open("rb") as file:
            kind = kind_of(file.read(HEAD))
    except (OSError, ValueError):
        return ""
    return kind.refusal if kind and "PDF" not in kind.what else ""
