"""Measures speed on one core: words a second, cold start and peak memory, beside two peers.

python benchmarks/speed.py
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import peers
import sets
from sets import Page

ROUNDS = 5
COLD_STARTS = 7
HUNSPELL_WORDS = 2000  # its suggestions take long, so it gets the first words only
WARM_UP = "Det är en uppféljning"  # opens the lexicon and compiles the tables


def use_one_core() -> None:
    """Keep this process and its children on one core; call it before numpy is imported."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def words_a_second(repair: Callable[[str], object], texts: Sequence[str]) -> float:
    """Words a second over all texts, once; words are between white space."""
    start = perf_counter()
    for text in texts:
        repair(text)
    return sum(len(text.split()) for text in texts) / (perf_counter() - start)


def first_time() -> None:
    """Be the new process of `svfix_first_time`: texts from standard input, figures to output."""
    import svfix

    texts = json.load(sys.stdin)
    fixer = svfix.Fixer()
    fixer(WARM_UP)
    speed = words_a_second(fixer, texts)
    json.dump([speed, peak_memory(resource.RUSAGE_SELF)], sys.stdout)


def svfix_first_time(texts: Sequence[str], rounds: int) -> tuple[float, float]:
    """Medians of words a second and peak memory (MB) on texts not seen before.

    A process remembers the words it looked up, so each round is in a new one.
    """
    command = [sys.executable, __file__, "--first-time"]
    found = []
    for _ in range(rounds):
        done = subprocess.run(
            command, input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True
        )
        found.append(json.loads(done.stdout))
    return median(speed for speed, _ in found), median(memory for _, memory in found)


def peers_speed(texts: Sequence[str]) -> dict[str, float]:
    """Words a second of each peer, loaded afresh so that it does not remember the words."""
    speeds = {}
    for name, repair in peers.available().items():
        sample = _first_words(texts, HUNSPELL_WORDS) if name == "hunspell" else texts
        speeds[name] = words_a_second(repair, sample)
    return speeds


def _first_words(texts: Sequence[str], limit: int) -> list[str]:
    """The first `limit` words of the texts, as one text."""
    return [" ".join(" ".join(texts).split()[:limit])]


def cold_start(page: Page) -> tuple[float, float]:
    """Seconds (the median) and peak memory (MB) of `svfix fix` on one page in a new process."""
    command = [sys.executable, "-m", "svfix", "fix"]
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_bytes(page.observed.encode())
        for _ in range(COLD_STARTS):
            start = perf_counter()
            subprocess.run([*command, str(path)], check=True, stdout=subprocess.DEVNULL)
            seconds.append(perf_counter() - start)
    return median(seconds), peak_memory(resource.RUSAGE_CHILDREN)


def peak_memory(who: int) -> float:
    """Largest resident set in MB: of this process, or of the largest child so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def machine() -> str:
    """The processor, the system and the Python this ran on."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    python = f"Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, {python}"


def print_line(what: str, figure: str) -> None:
    """One line of the report, printed as soon as it is known."""
    print(f"{what:<58} {figure:>15}", flush=True)


def report_cold_start(page: Page) -> None:
    """Cold start comes first: the largest child so far must be this one."""
    seconds, memory = cold_start(page)
    words = len(page.observed.split())
    print_line(f"svfix fix, a page of {words} words, cold start", f"{seconds:.2f} s")
    print_line("  its peak memory", f"{memory:.0f} MB")


def report_svfix(damaged: Sequence[str], clean: Sequence[str], rounds: int) -> None:
    """Words a second in a warm process on texts that it sees for the first time."""
    for what, texts in (
        ("damaged, all pages as one document", ["\n\n".join(damaged)]),
        ("damaged, page by page", damaged),
        ("clean, all files as one document", ["\n\n".join(clean)]),
        ("clean, file by file", clean),
    ):
        speed, memory = svfix_first_time(texts, rounds)
        print_line(f"svfix, {what}, first time", f"{speed:,.0f} words/s")
        print_line("  peak memory", f"{memory:.0f} MB")


def report_peers(damaged: Sequence[str], clean: Sequence[str]) -> None:
    """Words a second of the peers that are installed."""
    for what, texts in (("damaged", damaged), ("clean", clean)):
        for name, figure in peers_speed(texts).items():
            part = f", first {HUNSPELL_WORDS:,} words" if name == "hunspell" else ""
            print_line(f"{name}, {what}{part}", f"{figure:,.0f} words/s")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where the pages are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="processes each figure is of")
    parser.add_argument("--no-peers", action="store_true", help="measure svfix alone")
    parser.add_argument("--first-time", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.first_time:
        first_time()
        return 0
    use_one_core()
    try:
        pages = sets.load("dev/eng", options.shared)
        clean = [page.observed for page in sets.load("clean", options.shared)]
    except sets.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    damaged = [page.observed for page in pages]
    print(f"{machine()}; one core, medians of {options.rounds} ({COLD_STARTS} cold starts)")
    sizes = [f"{sum(len(text.split()) for text in texts):,}" for texts in (damaged, clean)]
    print(f"{sizes[0]} damaged words (dev/eng), {sizes[1]} clean ones\n")
    report_cold_start(pages[0])
    report_svfix(damaged, clean, options.rounds)
    if not options.no_peers:
        report_peers(damaged, clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
