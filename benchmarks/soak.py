"""Soak: long and disturbed runs. Memory stays flat, progress is true, and nothing is ever lost.

    python benchmarks/soak.py                                    # a short form of each
    python benchmarks/soak.py small --files 200000 --jobs 2      # so many short texts
    python benchmarks/soak.py book --megabytes 50 --jobs 2       # one text
    python benchmarks/soak.py kills --kills 200                  # SIGKILL at random, and --resume
    python benchmarks/soak.py two                                # two runs at once, one directory
    python benchmarks/soak.py network                            # renames that are slow and fail

Each says what it found, and the exit code is 1 where something was not as it should be. Needs
Linux, whose /proc tells of memory.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from batch import children, memory, tree

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "examples/protokoll.txt").read_text(encoding="utf-8")
LINES = 3  # of a short text: a card, a caption, a form
SAMPLED = 0.2  # seconds between two looks at a run
GROWTH, SLACK = 1.1, 15.0
"""How much larger the last quarter of a run may be than the second, and how many MB more."""

AHEAD = 0.02
"""How far progress may be ahead of the files that are there, as a share of them."""

SHOWN = re.compile(rb"([\d,]+) of ([\d,]+) files")  # what a progress bar says

LEAST = 60
"""How many looks at a run tell whether its memory grows: shorter ones load what they need."""

BEGUN = 0.1  # of the files are there: all that a run needs is loaded

FAILING = """
import errno, os, random, time
_replace, _draw = os.replace, random.Random(os.getpid())

def replace(source, target, **more):
    time.sleep(_draw.random() * 0.02)
    if _draw.random() < 0.2:
        raise OSError(_draw.choice([errno.EIO, errno.ESTALE, errno.EBUSY]), "the network is away")
    _replace(source, target, **more)
    if _draw.random() < 0.05:  # done, and nobody was told
        raise OSError(errno.EIO, "the network is away")

os.replace = replace
"""
"""What stands for the renames of a network: in the place of Python's own, at its start."""


class Sample(NamedTuple):
    """A moment of a run: how much memory it takes together, in MB, what its progress bar says (a
    share, -1 for nothing yet), and the share of the outputs that are there."""

    memory: float
    said: float
    there: float


def words(number: int, size: int) -> str:
    """A text of some lines of a damaged page, another for each number."""
    lines = PAGE.splitlines()
    return "\n".join([str(number), *(lines[(number + n) % len(lines)] for n in range(size))]) + "\n"


def make(folder: Path, count: int) -> None:
    """Write so many short texts, a hundred in a directory."""
    for number in range(count):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words(number, LINES), encoding="utf-8")


def command(source: Path, out: Path, jobs: int, *more: str) -> list[str]:
    """The command line of a run."""
    arguments = ["fix", str(source), "-o", str(out), "--jobs", str(jobs), *more]
    return [sys.executable, "-m", "svfix", *arguments]


def watched(arguments: list[str], there: Callable[[], float]) -> tuple[int, list[Sample]]:
    """Run a command on a terminal, and look at it now and then; its exit code and what is seen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(arguments, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    said = [-1.0]
    threading.Thread(target=_follow, args=(ours, said), daemon=True).start()
    samples = []
    while process.poll() is None:
        shown = said[0]  # before the files are counted, which may be more by then
        pids = process.pid, *children(process.pid)
        together = sum(share for _, share in map(memory, pids))
        samples.append(Sample(together, shown, there()))
        time.sleep(SAMPLED)
    return process.returncode, samples


def _follow(terminal: int, said: list[float]) -> None:
    """Read what a progress bar says, to its end."""
    try:
        while data := os.read(terminal, 1 << 16):
            if found := SHOWN.findall(data):
                done, files = (int(number.replace(b",", b"")) for number in found[-1])
                said[0] = done / files
    except OSError:
        return  # the other end is closed


def flat(samples: list[Sample]) -> bool:
    """Whether the memory of a run does not grow, once it has begun; says how large it was."""
    samples = [sample for sample in samples if sample.there >= BEGUN]
    if len(samples) < LEAST:
        print(f"{len(samples)} looks are too few to tell whether memory grows")
        return True
    quarter = len(samples) // 4
    sizes = [max(s.memory for s in samples[n * quarter :][:quarter]) for n in range(4)]
    print("memory by quarters of the run: " + ", ".join(f"{size:.0f} MB" for size in sizes))
    return sizes[3] <= sizes[1] * GROWTH + SLACK


def honest(samples: list[Sample]) -> bool:
    """Whether a bar only went forward, and never told of more than there was."""
    told = [sample for sample in samples if sample.said >= 0]
    over = max((s.said - s.there for s in told), default=0.0)
    print(f"progress: seen {len(told)} times, at the most {100 * over:.1f} % ahead of the files")
    shares = [sample.said for sample in told]
    return bool(told) and shares == sorted(shares) and over <= AHEAD


def small(home: Path, options: argparse.Namespace) -> Iterator[bool]:
    """Many short texts: memory and progress, and the same from one process and several."""
    make(home / "in", options.files)

    def there() -> float:
        count = sum(len(files) for _, _, files in os.walk(home / "out"))
        return count / int(options.files)

    start = time.monotonic()
    code, samples = watched(command(home / "in", home / "out", options.jobs), there)
    print(f"{options.files:,} files: {options.files / (time.monotonic() - start):.0f} a second")
    yield code == 0
    yield flat(samples)
    yield honest(samples)
    yield len(tree(home / "out")) == options.files


def book(home: Path, options: argparse.Namespace) -> Iterator[bool]:
    """One text: how much memory it takes, and that its pages are repaired as they are alone."""
    (home / "in").mkdir()
    pages: list[str] = []
    size = 0
    while size < options.megabytes * 1e6:
        pages.append(words(len(pages), 30))
        size += len(pages[-1].encode()) + 1
    (home / "in/book.txt").write_text("\f".join(pages), encoding="utf-8")
    start = time.monotonic()
    code, samples = watched(command(home / "in", home / "out", options.jobs), lambda: 1.0)
    seconds, most = time.monotonic() - start, max(sample.memory for sample in samples)
    print(f"{size / 1e6:.1f} MB in {seconds:.0f} s, {most:.0f} MB of memory")
    yield code == 0
    repaired = (home / "out/book.txt").read_text(encoding="utf-8").split("\f")
    yield len(repaired) == len(pages)
    yield "Förvaltningen föreslår" in repaired[0] and "Förvaltningen föreslår" in repaired[-1]


def kills(home: Path, options: argparse.Namespace) -> Iterator[bool]:
    """Kill a run at random moments and go on with it: the tree is that of one left alone.

    What ends before it is killed is begun anew, and what comes then is killed sooner.
    """
    draw = random.Random(options.seed)
    make(home / "in", options.files)
    start = time.monotonic()
    subprocess.run([*command(home / "in", home / "alone", 1, "--quiet"), "--resume"], check=True)
    most = (time.monotonic() - start) / 2
    whole, out, done = tree(home / "alone"), home / "out", 0
    arguments = [*command(home / "in", out, options.jobs, "--quiet"), "--resume"]
    for _ in range(options.kills):
        process = subprocess.Popen(arguments, start_new_session=True)
        time.sleep(draw.uniform(0, most))
        process.kill()
        if process.wait() == 0:
            done, most = done + 1, most * 0.8
            yield tree(out) == whole
            shutil.rmtree(out)
    subprocess.run(arguments, check=True)
    print(f"{options.kills - done} kills, and {done} runs that ended before")
    yield tree(out) == whole


def two(home: Path, options: argparse.Namespace) -> Iterator[bool]:
    """Two runs at once that write to one directory: the tree is that of one."""
    make(home / "in", options.files)
    subprocess.run(command(home / "in", home / "alone", 1, "--quiet"), check=True)
    for more in ((), ("--resume",)):
        out = home / f"out{len(more)}"
        arguments = command(home / "in", out, options.jobs, "--quiet", *more)
        runs = [subprocess.Popen(arguments) for _ in range(2)]
        codes = [process.wait() for process in runs]
        found = {name: data for name, data in tree(out).items() if ".svfix-" not in name}
        print(f"two runs {' '.join(more)}: exit codes {codes}, {len(found)} files")
        yield codes == [0, 0]
        yield found == tree(home / "alone")
        yield {name for name in tree(out) if ".svfix-" in name} <= {".svfix-manifest.jsonl"}


def network(home: Path, options: argparse.Namespace) -> Iterator[bool]:
    """Renames that are slow and fail: each is told of, and a run that goes on does the rest."""
    make(home / "in", options.files)
    subprocess.run(command(home / "in", home / "alone", 1, "--quiet"), check=True)
    (home / "sitecustomize.py").write_text(FAILING, encoding="utf-8")
    path = os.pathsep.join([str(home), *filter(None, [os.environ.get("PYTHONPATH")])])
    arguments = [*command(home / "in", home / "out", options.jobs, "--quiet"), "--resume"]
    whole, runs, code = tree(home / "alone"), 0, 3
    while code == 3 and runs < options.runs:
        done = subprocess.run(
            arguments, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False
        )
        code, runs = done.returncode, runs + 1
        said = done.stderr.decode()
        there = {n: d for n, d in tree(home / "out").items() if ".svfix-" not in n}
        yield code in (0, 3) and "Traceback" not in said
        yield code == 0 or "the network is away" in said
        yield there.items() <= whole.items()  # nothing by half
    print(f"{runs} runs until all was there, exit code {code}")
    subprocess.run(arguments, check=True)
    yield {n: d for n, d in tree(home / "out").items() if ".svfix-" not in n} == whole


PARTS = {part.__name__: part for part in (small, book, kills, two, network)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all if none is named")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--megabytes", type=float, default=0.2)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--runs", type=int, default=60, help="of a network, at the most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    failed = 0
    for name in options.parts or PARTS:
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            results = list(PARTS[name](Path(folder), options))
        print("as it should be" if all(results) else f"NOT as it should be: {results}", flush=True)
        failed += not all(results)
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
