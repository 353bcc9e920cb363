"""What the tests of batches share: a small tree of pages, and ways to run svfix on it."""

import os
import subprocess
import sys
from pathlib import Path

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar.\n"
FIXED = "Metoden för uppföljningen har varit intervjuer med chefer från olika förvaltningar.\n"

QUICK = ("--passes", "characters")
"""A pass that needs no lexicon, for tests that start many processes."""


def command(*arguments):
    """The command line of svfix as a list, for a process of its own."""
    return [sys.executable, "-m", "svfix", *map(str, arguments)]


def svfix(*arguments, stdin=b"", cwd=None):
    """Run svfix as a process; returns exit code, output and messages."""
    done = subprocess.run(
        command(*arguments), input=stdin, capture_output=True, cwd=cwd, timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr.decode()


def make(folder, files):
    """Write files, by name, with their texts or bytes."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def tree(folder):
    """The files below a folder, hidden ones too, with what they hold."""
    return {
        os.path.relpath(Path(root) / name, folder): (Path(root) / name).read_bytes()
        for root, _, names in os.walk(folder)
        for name in names
    }
