"""Fuzzing that is guided by the branches an input takes, with atheris (libFuzzer).

    pip install atheris
    python tools/fuzz_guided.py files corpus -max_total_time=600
    python tools/fuzz_guided.py library corpus -runs=100000 -seed=1

The arguments behind the target are those of libFuzzer; `corpus` is a directory that keeps inputs
which lead somewhere new, and begins with the documents of the tests, or rows of the cases. What is
checked is what `tools/fuzz.py` checks; it sees no branches of compiled rooms.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT)]

with atheris.instrument_imports(include=["svfix"]):
    from fuzzing import files, library, samples, texts
    from svfix import PASSES

    for name in (*samples.SAMPLES, "pdf_layer.document"):  # else imported when they are needed
        with suppress(ImportError):
            import_module(f"svfix.formats.{name.replace('-', '_')}")
    for row in PASSES:
        import_module(f"svfix.passes.{row.name}")

Case = dict[str, Any]

FORMATS = ("auto", *samples.SAMPLES)
"""The first byte of an input says which format it is read as."""


def document(data: bytes) -> Case:
    """A document, and an edit of its first letter."""
    named = FORMATS[data[0] % len(FORMATS)] if data else "auto"
    return {"data": data[1:].decode("latin-1"), "format": named, "repair": False,
            "edits": [[0, 1, "ö"]]}  # fmt: skip


def text(data: bytes) -> Case:
    """A text; what is no UTF-8 becomes half surrogates."""
    return {"text": data.decode("utf-8", "surrogateescape"), "again": False}


def documents() -> Iterator[bytes]:
    """The documents of the tests."""
    for name, known in samples.documents().items():
        for data in known:
            yield bytes([FORMATS.index(name)]) + data


def rows() -> Iterator[bytes]:
    """The rows of the cases."""
    return (row.encode("utf-8", "surrogateescape") for row in texts.rows())


TARGETS: dict[str, tuple[Callable[[bytes], Case], Callable[[Case], None], Any]] = {
    "files": (document, files.check, documents),
    "library": (text, library.check, rows),
}


def main() -> None:
    name, corpus, *more = sys.argv[1:]
    made, check, first = TARGETS[name]
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for data in first():
            (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    atheris.Setup([sys.argv[0], corpus, *more], lambda data: check(made(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
