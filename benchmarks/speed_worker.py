"""A process in which one tool repairs texts and is timed: `speed.py` starts it, and asks.

Each line of its standard input is a list of texts, in JSON; it answers each with a line, after a
first one that says what it measures. By then it has repaired the project's own page. A process
remembers the words that it looked up, so a text that is to be new to it needs a new process.
"""

from __future__ import annotations

import importlib
import json
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import sets

Repairer = Callable[[str], object]

UNIT = 1 if sys.platform == "darwin" else 1024  # bytes that the system counts memory in


def repairer(name: str) -> tuple[Repairer, dict[str, Any]]:
    """A tool, ready to repair, and what it says of itself."""
    if name == "ftfy":
        import ftfy

        return ftfy.fix_text, {}
    if name == "svfix":
        import svfix

        about = {
            "version": svfix.__version__,
            "file": svfix.__file__,
            "accelerated": getattr(svfix, "accelerated", None),
        }
        return svfix.Fixer(), about
    import peers

    return peers.load(name), {}


def timed_passes(spent: dict[str, float]) -> None:
    """From now on, add the seconds that each pass of svfix takes to those that it has taken."""
    import svfix

    for row in svfix.PASSES:
        module: Any = importlib.import_module(f"svfix.passes.{row.name}")
        module.propose = timed(module.propose, row.name, spent)
        spent[row.name] = 0.0  # of one that no text asks for, too


def timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, with the seconds of each call added under a name.

    >>> spent = {}
    >>> timed(len, "len", spent)("två")
    3
    >>> list(spent)
    ['len']
    """

    def run(*arguments: Any) -> Any:
        start = process_time()
        try:
            return function(*arguments)
        finally:
            spent[name] = spent.get(name, 0.0) + process_time() - start

    return run


def processor() -> float:
    """Seconds of a processor that this process and those it waited for have had."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + ended.ru_utime + ended.ru_stime


def memory() -> float:
    """The most memory that this process has had so far, in MB.

    Linux counts as the most that a process has used also what the one that started it had by then;
    its own is in its status.
    """
    status = Path("/proc/self/status")
    told = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    if told:
        return int(told[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def measure(repair: Repairer, texts: list[str]) -> dict[str, float]:
    """Repair texts, once: the seconds it took, and the most memory so far in MB."""
    wall, start = perf_counter(), processor()
    for text in texts:
        repair(text)
    seconds, wall = processor() - start, perf_counter() - wall
    return {"processor": seconds, "wall": wall, "memory": memory()}


def main(name: str) -> None:
    """Answer until standard input ends; `passes` is svfix, timed pass by pass."""
    repair, about = repairer("svfix" if name == "passes" else name)
    spent: dict[str, float] = {}
    if name == "passes":
        timed_passes(spent)
    for page in sets.load("example"):  # opens the lexicon, and what else is opened once
        repair(page.observed)
        repair(page.reference)
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        spent.update(dict.fromkeys(spent, 0.0))
        answer = measure(repair, json.loads(line))
        print(json.dumps({**answer, "passes": spent}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
