"""Packing: the patterns that texts are repaired with, compiled, for `svfix.patterns`.

    python -m svfix.packing src/svfix/_data/patterns.bin

The standard library shows the code of a pattern to nobody, so this looks inside, and packs nothing
where that is not as it was.
"""

from __future__ import annotations

import json
import pkgutil
import re
import sys
from array import array
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from svfix import patterns
from svfix.patterns import ALL, PYTHON, Code

ROOMS = ("text", "passes", "decoder")
ALONE = ("doubts", "quality", "settling", "pipeline")
COMPILER = "re._compiler" if sys.version_info >= (3, 11) else "sre_compile"


class Asked(NamedTuple):
    """What the compiler asks for."""

    flags: int
    code: list[int]
    groups: int
    names: dict[str, int]


def collect() -> None:
    """Import all modules that repair texts, so that their patterns are known."""
    for name in ALONE:
        import_module(f"svfix.{name}")
    for room in ROOMS:
        package = import_module(f"svfix.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"svfix.{room}."):
            import_module(module.name)


def asked(text: str, flags: int) -> Asked:
    """What the standard library compiles a pattern to.

    >>> asked("(?P<a>b)", 0).names
    {'a': 1}
    """
    compiler: Any = import_module(COMPILER)
    seen: list[Asked] = []

    class Spy:
        """Stands for `_sre` while it is asked."""

        def __getattr__(self, name: str) -> Any:
            return getattr(inside, name)

        @staticmethod
        def compile(
            text: str, flags: int, code: list[int], groups: int, names: Any, index: Any
        ) -> re.Pattern[str]:
            seen.append(Asked(flags, code, groups, dict(names)))
            return inside.compile(text, flags, code, groups, names, index)  # type: ignore[no-any-return]

    inside, compiler._sre = compiler._sre, Spy()
    try:
        compiler.compile(text, flags)
    finally:
        compiler._sre = inside
    return seen[0]


def packed() -> bytes:
    """The patterns of all modules that are imported, as `svfix.patterns` reads them."""
    rows, codes = [], array("I")
    for text, flags in sorted(ALL):
        found = asked(text, flags)
        start = len(codes)
        codes.extend(found.code)
        code = Code(found.flags, start, len(codes), found.groups + 1, found.names)
        rows.append([text, int(flags), code])
    numbers = codes.tobytes()
    head = json.dumps([PYTHON, len(numbers), rows], ensure_ascii=True)
    return head.encode() + b"\n" + numbers


def main(target: str = str(patterns.PACKED)) -> None:
    """Write the file; one without patterns where the standard library is not as it was."""
    collect()
    try:
        found = packed()
    except (AttributeError, ImportError, LookupError, TypeError, ValueError):
        ALL.clear()
        found = packed()
    Path(target).write_bytes(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
