"""The lowest versions that svfix says it works with, as requirements: what CI tries it on.

    pip install $(python tools/lowest.py) dist/svfix-….whl
    pip install $(python tools/lowest.py pdf) 'dist/svfix-….whl[pdf]'

The newest are what every other environment has.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOUND = re.compile(r"([\w.-]+)(?:\[[^]]*\])?>=([\d.]+)(?:; *python_version *< *'([\d.]+)')?\Z")


def required(extras: Iterable[str] = ()) -> Iterator[str]:
    """The requirements of svfix and of some of its extras, as pyproject.toml has them."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from project["dependencies"]
    for extra in extras:
        yield from project["optional-dependencies"][extra]


def lowest(requirements: Iterable[str], python: tuple[int, ...]) -> Iterator[str]:
    """Each requirement at its lowest version. Raises ValueError for one without a bound.

    >>> list(lowest(["ftfy>=6.2", "tomli>=2; python_version < '3.11'"], (3, 12)))
    ['ftfy==6.2']
    """
    for requirement in requirements:
        found = BOUND.match(requirement)
        if not found:
            raise ValueError(f"{requirement} has no lowest version")
        name, version, before = found.groups()
        if not before or python < tuple(map(int, before.split("."))):
            yield f"{name}=={version}"


if __name__ == "__main__":
    print(*lowest(required(sys.argv[1:]), sys.version_info[:2]))
