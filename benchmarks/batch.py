"""Measures batches: what a second process gives, whether memory stays flat, and what kills leave.

python benchmarks/batch.py                 # 10,000 small files
python benchmarks/batch.py --files 1000 --kills 20
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sets import load

SET = "dev/eng"
LINES = 3  # of a small file: a card, a caption, a form
STARTED = 0.5  # seconds until the first file is done, or so
SAMPLED = 0.2  # seconds between two looks at the memory


class Measured(NamedTuple):
    """Seconds, those on any core, and the most memory in MB: of a process, and of all together.

    Together, memory that processes share counts once.
    """

    seconds: float
    worked: float
    largest: float
    together: float


def pieces() -> Iterator[str]:
    """Texts of a few lines, without end, out of damaged pages."""
    pages = [page.observed.splitlines(keepends=True) for page in load(SET)]
    while True:
        for lines in pages:
            for start in range(0, len(lines), LINES):
                yield "".join(lines[start : start + LINES])


def make(folder: Path, count: int) -> None:
    """Write so many small files, a hundred in a directory."""
    for number, text in zip(range(count), pieces(), strict=False):
        path = folder / f"{number // 100:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number}\n{text}", encoding="utf-8")


def command(home: Path, jobs: int) -> list[str]:
    arguments = ["fix", str(home / "in"), "-o", str(home / f"out{jobs}"), "--jobs", str(jobs)]
    return [sys.executable, "-m", "svfix", *arguments, "--quiet"]


def measure(arguments: list[str]) -> Measured:
    """Run a command, and look at the memory of it and its processes now and then."""
    start, worked = time.perf_counter(), cores()
    process = subprocess.Popen(arguments)
    largest = together = 0.0
    while process.poll() is None:
        sizes = [memory(number) for number in (process.pid, *children(process.pid))]
        largest = max(largest, *(size for size, _ in sizes))
        together = max(together, sum(share for _, share in sizes))
        time.sleep(SAMPLED)
    if process.returncode:
        raise SystemExit(f"svfix failed: {process.returncode}")
    return Measured(time.perf_counter() - start, cores() - worked, largest, together)


def cores() -> float:
    """Seconds that ended processes had of any core."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(number) for number in path.read_text().split()]
    except OSError:
        return []


def memory(process: int) -> tuple[float, float]:
    """A process's memory in MB: all it has, and its share, where what is shared is divided."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0.0, 0.0
    sizes = {name: int(size) / 1000 for name, size, *_ in map(str.split, rows)}
    return sizes["Rss:"], sizes["Pss:"]


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder with what they hold."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def kill(home: Path, seconds: float, kills: int) -> None:
    """Kill a run at random moments, let the last one finish, and compare with one undisturbed."""
    arguments = [*command(home, 2), "--resume"]
    for number in range(kills):
        process = subprocess.Popen(arguments, start_new_session=True)
        time.sleep(random.uniform(0, STARTED + 2 * seconds / kills))
        process.kill()
        process.wait()
        done = len(tree(home / "out2"))
        print(f"kill {number + 1}: {done} files there")
    subprocess.run(arguments, check=True)
    undisturbed = [*command(home, 1), "--resume"]
    subprocess.run(undisturbed, check=True)
    print("trees are", "the same" if tree(home / "out1") == tree(home / "out2") else "DIFFERENT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0, help="kill a run so often, and resume it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        make(home / "in", options.files)
        print(f"{options.files:,} files, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        if options.kills:
            kill(home, measure(command(home, 1)).seconds, options.kills)
            return
        one = measure(command(home, 1))
        several = measure(command(home, options.jobs))
        for jobs, row in ((1, one), (options.jobs, several)):
            rate = f"{row.seconds:.1f} s, {options.files / row.seconds:.0f} files/s"
            print(f"--jobs {jobs}: {rate}, {row.worked:.1f} s of the cores")
            print(f"  {row.largest:.0f} MB the largest process, {row.together:.0f} MB together")
        print(f"{one.seconds / several.seconds:.2f} times one job")
        same = tree(home / "out1") == tree(home / f"out{options.jobs}")
        print("outputs are", "the same" if same else "DIFFERENT")


if __name__ == "__main__":
    main()
