"""Instructions that a tool takes, counted by valgrind: the same on a busy machine and an idle one.

A process is run twice, with some texts and with more behind them; the difference is what those more
take, without starting Python and opening the lexicon. It runs some fifty times slower so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from speed_rounds import WORKER, Tool

MISSING = "instructions are not counted: valgrind is not installed"

_NAMED = re.compile(r"(?P<key>ob|fn)=\((?P<number>\d+)\)(?: (?P<name>.*))?")
_CALLED = re.compile(r"c(?P<key>ob|fn)=\((?P<number>\d+)\)(?: (?P<name>.*))?")
_AGAIN = re.compile(r"'\d+$")  # behind the name of a function that calls itself
_COST = re.compile(r"(?:\+|-|\*)?\d* (?P<cost>\d+)")


class Function(NamedTuple):
    """A compiled function and the file that holds it: a library, or Python itself."""

    file: str
    name: str


Counts = Counter[Function]
"""Instructions of each function by itself, without those that it calls."""

Taken = dict[str, Counts]
"""The instructions that each group of texts takes."""


def available() -> bool:
    """Whether valgrind is installed."""
    return shutil.which("valgrind") is not None


def counted(tool: Tool, texts: Sequence[str]) -> Counts:
    """The instructions of all that the process of a tool does, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "callgrind"
        command = ["valgrind", "--tool=callgrind", "-q", f"--callgrind-out-file={path}"]
        subprocess.run(
            [*command, sys.executable, str(WORKER), tool.repairer],
            input=json.dumps(list(texts)) + "\n",
            encoding="ascii",
            # Two runs must differ in the texts only, so words have the same places in tables.
            env={**os.environ, **tool.environment, "PYTHONHASHSEED": "0"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        with path.open(encoding="utf-8", errors="replace") as lines:
            return parse(lines)


def parse(lines: Iterable[str]) -> Counts:
    """The counts in a file of callgrind's.

    A line of costs belongs to the function named last, but the one behind a line of calls is what
    the function that was called took. A name is written once, and is a number from then on.

    >>> found = parse(['ob=(1) /lib/a.so', 'fn=(1) f', '3 10', 'cob=(2) /lib/b.so', 'cfn=(2) g',
    ...                'calls=1 0', '+1 90', '* 5', 'fn=(2)', '1 90'])
    >>> {function.name: cost for function, cost in found.items()}
    {'f': 15, 'g': 90}
    """
    names: dict[tuple[str, str], str] = {}
    current = {"ob": "", "fn": ""}
    found: Counts = Counter()
    is_called = False
    for line in lines:
        if line[:1].isdigit() or line[:1] in "+-*":
            cost = _COST.match(line)
            if cost and not is_called:
                found[Function(Path(current["ob"]).name, current["fn"])] += int(cost["cost"])
            is_called = False
        elif line.startswith("calls="):
            is_called = True
        elif named := _NAMED.match(line) or _CALLED.match(line):
            key = named["key"], named["number"]
            if named["name"]:
                names[key] = _AGAIN.sub("", named["name"].strip())
            if not line.startswith("c"):
                current[named["key"]] = names[key]
    return found


def of_texts(tool: Tool, before: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Taken:
    """The instructions that groups of texts take in a process that has repaired others before.

    Those others make the process import, compile and open what it does once.
    """
    without = counted(tool, before)
    found = {}
    for name, texts in groups.items():
        found[name] = counted(tool, [*before, *texts])
        found[name].subtract(without)
    return found


def by_file(counts: Counts) -> Counter[str]:
    """The instructions of each library, and of Python itself."""
    found: Counter[str] = Counter()
    for function, cost in counts.items():
        found[function.file] += cost
    return found
