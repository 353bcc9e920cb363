"""What the tests of hosts share: the table of docs/hosts.md, and its examples."""

import doctest
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "hosts.md"


class Row(NamedTuple):
    """A row of the table of hosts: its name, where it is told of, its extra and its module."""

    host: str
    link: str
    extra: str
    module: str


def rows() -> list[Row]:
    """The rows of the table of hosts."""
    found = re.findall(
        r"^\| \[(.+?)\]\((.+?)\) \| `svfix\[(\w+)\]` \| `svfix\.integrations\.(\w+)` \| .+ \|$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return [Row(*row) for row in found]


def section(host: str) -> str:
    """The section of a host: from its heading to the next of the same rank."""
    text = PAGE.read_text(encoding="utf-8")
    return text.split(f"\n## {host}\n", 1)[1].split("\n## ", 1)[0]


def run_examples(host: str) -> int:
    """Run the examples of a host's section; returns how many there are. Raises where one fails."""
    test = doctest.DocTestParser().get_doctest(section(host), {}, host, str(PAGE), 0)
    flags = doctest.NORMALIZE_WHITESPACE
    doctest.DebugRunner(optionflags=flags).run(test)
    return len(test.examples)
