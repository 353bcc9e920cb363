"""Settings: what `svfix.toml`, or `[tool.svfix]` of a `pyproject.toml`, says for the commands.

The nearest file from the current directory upwards is taken. What is said on the command line goes
before it. Paths in it are relative to it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from svfix.cli.parser import nearest
from svfix.cli.word_lists import read_words
from svfix.io.files import FileError

NAME, SHARED = "svfix.toml", "pyproject.toml"
"""The file of settings, and the one that has a table of them among others."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options on settings, the same for every command that has some."""
    parser.add_argument("--config", metavar="FILE", help="settings, instead of svfix.toml")
    parser.add_argument("--no-config", action="store_true", help="take no settings from files")


def apply(options: argparse.Namespace) -> None:
    """Put the settings where the command line says nothing. Raises FileError."""
    options.formats = {}
    if options.no_config:
        return
    path = Path(options.config) if options.config else found(Path.cwd())
    if path is None:
        return
    for name, value in read(path).items():
        if name == "formats":
            options.formats = value
        elif getattr(options, name, None) in (None, False) and hasattr(options, name):
            setattr(options, name, value)


def found(folder: Path) -> Path | None:
    """The nearest file with settings, in a directory or above it."""
    for here in (folder, *folder.parents):
        if (path := here / NAME).is_file():
            return path
        if (path := here / SHARED).is_file() and _has_table(path):
            return path
    return None


def _has_table(path: Path) -> bool:
    """Whether a file that others have too has settings of svfix's; one that is broken has none."""
    try:
        return b"svfix" in path.read_bytes() and "svfix" in _table(path).get("tool", {})
    except (OSError, FileError):
        return False


def read(path: Path) -> dict[str, Any]:
    """The settings of a file, under the names of the options. Raises FileError."""
    table = _table(path)
    if path.name == SHARED:
        table = table.get("tool", {}).get("svfix", {})
    settings = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in KEYS:
            near = nearest(name, KEYS) or f"; there are {', '.join(KEYS)}"
            raise FileError(f"{path} has no setting {key!r} of svfix's{near}")
        try:
            settings[name] = KEYS[name](value, path.parent)
        except ValueError as error:
            raise FileError(f"{path}: {key} {error}") from None
    return settings


def _table(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):  # here, as most runs have no such file
        import tomllib
    else:
        import tomli as tomllib
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return found
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise FileError(f"{path} is not TOML: {error}") from None


def _words(value: Any, folder: Path) -> list[str]:
    """Words, or the path of a list of them."""
    if isinstance(value, str):
        return read_words(str(folder / value))
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return list(value)
    raise ValueError("must be a list of words, or the path of a file with one a line")


def _path(value: Any, folder: Path) -> str:
    if isinstance(value, str):
        return str(folder / value)
    raise ValueError("must be the path of a file")


def _confidence(value: Any, _: Path) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise ValueError("must be a number from 0 to 1")


def _switch(value: Any, _: Path) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("must be true or false")


def _formats(value: Any, _: Path) -> Mapping[str, str]:
    from svfix.formats import NAMES

    if not isinstance(value, dict):
        raise ValueError('must be a table of patterns and formats, such as "*.md" = "markdown"')
    for pattern, name in value.items():
        if name not in NAMES:
            near = nearest(str(name), NAMES) or f"; there are {', '.join(NAMES)}"
            raise ValueError(f"has no format {name!r} for {pattern!r}{near}")
    return value


KEYS: Mapping[str, Callable[[Any, Path], Any]] = {
    "words": _words,
    "profile": _path,
    "min_confidence": _confidence,
    "join_hyphens": _switch,
    "leave_missing": _switch,
    "formats": _formats,
}
"""What may be set, and how that is read."""
