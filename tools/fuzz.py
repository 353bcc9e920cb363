"""Fuzzing that goes on: svfix is given what nobody would think of, and has to keep its promises.

    python tools/fuzz.py                                    # each target for a while: what CI does
    python tools/fuzz.py --target library --minutes 60 --log fuzz.jsonl
    python tools/fuzz.py --target library --seed 17 --only 408    # one input again

Inputs come in batches, each with a seed of its own, the next number each time; input n of a batch
is drawn from the target, the seed and n alone, so that it can be drawn again. A batch runs in a
process of its own, which may break. The log has a line before each batch and one behind it, with
the seed and what was found; findings are made as short as they can be, and printed. The exit code
is 1 where there are any.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools"), str(ROOT)]

import svfix  # noqa: E402

Case = dict[str, Any]

SHORT = 800
"""Inputs of a batch where nobody said, of a target whose inputs take a millisecond."""

LONG = 4_000
"""The same where there is time for many batches: each begins with what the first has remembered."""

PATIENCE, WAIT = 20, 600
"""Seconds of a core that one input may take, and seconds on a clock, where it waits for others."""

SHORTENINGS = 400
"""How many shorter inputs are tried for each finding."""


class Target(NamedTuple):
    """What is tried: the module and functions that draw an input and check it, what it costs.

    `cost` is how many inputs of the library are as quick as one of this target, about.
    """

    module: str
    draw: str
    check: str
    cost: int
    about: str

    def functions(self) -> tuple[Callable[[Random], Case], Callable[[Case], None]]:
        """The functions, whose module is imported at the first call."""
        module = import_module(f"fuzzing.{self.module}")
        return getattr(module, self.draw), getattr(module, self.check)


TARGETS = {
    "library": Target("library", "plain", "check", 1, "texts, with the options of nobody"),
    "options": Target("library", "chosen", "check", 2, "texts with options, words of their own"),
    "files": Target("files", "document", "check", 2, "documents of every format, changed"),
    "diff": Target("many", "pages", "compared", 4, "comparisons of any texts"),
    "merge": Target("many", "readings", "merged", 8, "readings of a page, or of several"),
    "pipe": Target("many", "rows", "piped", 20, "streams of rows"),
    "batch": Target("batches", "batch", "check", 50, "runs, manifests and files of edits"),
    "plain": Target("differential", "options", "compiled", 50, "compiled and plain Python"),
    "processes": Target("differential", "rows", "processes", 200, "streams by one process and two"),
    "jobs": Target("differential", "batch", "jobs", 200, "runs with one job and two"),
}


@dataclass
class Finding:
    """An input that broke a promise, and how."""

    number: int
    case: Case
    error: str


class Log:
    """A file of JSON lines that says what was tried; none is kept without a path."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("a", encoding="utf-8") if path else None

    def add(self, **row: Any) -> None:
        """Write a line."""
        if self._file:
            self._file.write(json.dumps(row) + "\n")
            self._file.flush()


def drawn(name: str, seed: int, number: int) -> Random:
    """What input `number` of a batch is drawn from."""
    return Random(f"{name} {seed} {number}")


def attempt(check: Callable[[Case], None], case: Case) -> str:
    """What is wrong with an input, "" if nothing is."""

    def late(*_: object) -> None:
        raise TimeoutError(f"not done in {PATIENCE} s of a core, or {WAIT} s")

    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, late)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    signal.alarm(WAIT)
    try:
        check(case)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    return ""


def kind(error: str) -> str:
    """What findings that come of one fault have in common: where it was raised, how it begins."""
    return " ".join(error.split()[:7])


def shortened(check: Callable[[Case], None], finding: Finding) -> Finding:
    """The finding with as little in its texts and lists as shows it."""
    tries = iter(range(SHORTENINGS))

    def shows(case: Case) -> str:
        if "TimeoutError" in finding.error or next(tries, None) is None:
            return ""
        error = attempt(check, case)
        return error if kind(error) == kind(finding.error) else ""

    case, error = finding.case, finding.error
    for path in [*parts(case)]:
        size = len(at(case, path)) // 2 or 1
        while size:
            start, cut = 0, False
            while start < len(value := at(case, path)):
                shorter = replaced(case, path, value[:start] + value[start + size :])
                if found := shows(shorter):
                    case, error, cut = shorter, found, True
                else:
                    start += size
            size = size if cut and size > 1 else size // 2
    return Finding(finding.number, case, error)


Way = tuple[Any, ...]
"""Keys and numbers that lead to a part of an input."""


def parts(value: Any, path: Way = ()) -> Iterator[Way]:
    """The texts and lists in an input, the inner ones last."""
    if isinstance(value, (str, list)):
        yield path
    if isinstance(value, (dict, list)):
        rows = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in rows:
            yield from parts(part, (*path, key))


def at(value: Any, path: Way) -> Any:
    """A part of an input; nothing where it has gone with what it was in."""
    for key in path:
        if isinstance(value, list) and key >= len(value):
            return ""
        value = value[key]
    return value if isinstance(value, (str, list)) else ""


def replaced(value: Any, path: Way, new: Any) -> Any:
    """An input with another part in the place of one."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def batch(name: str, seed: int, numbers: range, sender: Any) -> None:
    """Try the inputs of a batch, and send what was found and the memory it took in MB."""
    draw, check = TARGETS[name].functions()
    found: dict[str, Finding] = {}
    for number in numbers:
        case = draw(drawn(name, seed, number))
        error = attempt(check, case)
        if error and kind(error) not in found:
            found[kind(error)] = shortened(check, Finding(number, case, error))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sender.send(([*found.values()], memory))


def apart(name: str, seed: int, numbers: range) -> tuple[list[Finding], int]:
    """What a batch found, which runs in a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=batch, args=(name, seed, numbers, sender)
    )
    process.start()
    sender.close()
    try:
        found: tuple[list[Finding], int] = receiver.recv()
    except EOFError:
        process.join()
        found = [Finding(-1, {}, f"the process ended ({process.exitcode}): run --only")], 0
    process.join()
    return found


def ready(name: str) -> None:
    """Import and open what a target needs, which the processes of its batches then share."""
    draw, _ = TARGETS[name].functions()
    draw(drawn(name, 0, 0))
    svfix.fix("Metoden for uppféljningen")
    gc.freeze()  # collecting garbage would copy what is shared


def seeds(first: int, ends: float) -> Iterator[int]:
    """Seeds from one on, until it is time to stop."""
    while time.monotonic() < ends:
        yield first
        first += 1


def run(name: str, options: argparse.Namespace, log: Log) -> int:
    """Try a target; return how many findings there were."""
    target, tried, findings = TARGETS[name], 0, 0
    size = options.batch or max(1, (LONG if options.minutes else SHORT) // target.cost)
    most = options.count or (size if not options.minutes else sys.maxsize)
    ready(name)
    ends = time.monotonic() + 60 * options.minutes if options.minutes else float("inf")
    for seed in seeds(options.seed, ends):
        numbers = range(min(size, most - tried))
        log.add(target=name, seed=seed, begins=len(numbers))
        began = time.monotonic()
        found, memory = apart(name, seed, numbers)
        tried, findings = tried + len(numbers), findings + len(found)
        log.add(target=name, seed=seed, inputs=len(numbers), memory=memory,
                seconds=round(time.monotonic() - began, 2),
                findings=[[one.number, one.error, one.case] for one in found])  # fmt: skip
        for one in found:
            print(f"{name} --seed {seed} --only {one.number}: {one.error}\n  {one.case!r}",
                  flush=True)  # fmt: skip
        if tried >= most:
            break
    print(f"{name}: {tried:,} inputs, {findings} findings", flush=True)
    return findings


def only(name: str, options: argparse.Namespace) -> int:
    """Try one input again, and show it."""
    draw, check = TARGETS[name].functions()
    case = draw(drawn(name, options.seed, options.only))
    print(repr(case))
    check(case)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", choices=TARGETS, action="append", help="all if none is named")
    parser.add_argument("--seed", type=int, default=0, help="of the first batch")
    parser.add_argument("--count", type=int, help="inputs of each target; one batch if not said")
    parser.add_argument("--batch", type=int, help="inputs of a batch")
    parser.add_argument("--minutes", type=float, help="how long to try each target")
    parser.add_argument("--only", type=int, metavar="N", help="input N of the batch alone")
    parser.add_argument("--log", type=Path, metavar="FILE", help="JSON lines, to be added to")
    options = parser.parse_args()
    names = options.target or list(TARGETS)
    if options.only is not None:
        return only(names[0], options)
    log = Log(options.log)
    return 1 if sum(run(name, options, log) for name in names) else 0


if __name__ == "__main__":
    raise SystemExit(main())
