"""Measures speed on one core: pages and rows first, beside ftfy on the same texts by turns.

python benchmarks/speed.py                              # all but what valgrind counts
python benchmarks/speed.py --only bars --against ../before
python benchmarks/speed.py --only instructions
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import sets
import speed_bars
import speed_details
import speed_texts
from speed_bars import AGAINST, OUR_TOOL, OURS, Plan, Row
from speed_rounds import Tool, Worker, checkout
from speed_texts import Texts, count

ROUNDS = 5
PARTS = ("bars", "growth", "passes", "peers")
INSTRUCTIONS = "instructions"  # valgrind takes minutes, so they are counted when asked for


def use_one_core() -> list[int]:
    """Keep this process and its children on one core; return all that there are."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    if not hasattr(os, "sched_setaffinity"):
        return []
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    return cores


def machine(cores: int) -> str:
    """The processor, the system, the Python this runs on, and how busy it all is."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = f"load {os.getloadavg()[0]:.1f}"
    return (
        f"{model}, {cores} cores, {platform.system()}, Python {platform.python_version()}, {load}"
    )


def identity(tool: Tool) -> str:
    """The version of a svfix, the place it lies in, and whether it is compiled if it says so.

    Which svfix is imported depends on what is installed: it may be that of another checkout.
    """
    with Worker(tool) as worker:
        about = worker.about
    place = Path(about["file"]).resolve().parent
    compiled = {True: ", compiled", False: ", not compiled"}.get(about["accelerated"], "")
    is_other = tool.name == OURS and sets.ROOT not in place.parents
    other = ", which is not this checkout" if is_other else ""
    return f"{tool.name}: {about['version']} in {place}{compiled}{other}"


def load(shared: Path) -> tuple[Texts, str]:
    """The texts, and a sentence that says which they are."""
    try:
        texts, which = speed_texts.load(shared), "dev/eng and clean"
    except sets.Missing as missing:
        texts, which = speed_texts.example(), f"the example, which is known by then, as {missing}"
    words = f"{count(texts.damaged):,} damaged words, {count(texts.clean):,} clean ones"
    return texts, f"{words}: {which}"


def bars(plan: Plan, is_uncompiled: bool) -> Iterator[str]:
    """The table of bars, and what could not be measured."""
    rows = list(speed_bars.of_texts(plan))
    rows.append(speed_bars.cold_page(plan))
    rows.append(speed_bars.largest(rows))
    found: list[Row | str] = [speed_bars.two(plan)]
    if is_uncompiled:
        found.append(speed_bars.uncompiled(plan))
    rows += [each for each in found if isinstance(each, Row)]
    yield speed_bars.bars_table(rows)
    yield from (each for each in found if isinstance(each, str))


def report(plan: Plan, parts: list[str], is_uncompiled: bool) -> Iterator[str]:
    """The parts that were asked for, each as soon as it is measured."""
    if "bars" in parts:
        yield "## Bars"
        yield from bars(plan, is_uncompiled)
    if "growth" in parts:
        yield "## By length of the text"
        yield speed_details.growth(plan)
    if "passes" in parts:
        yield "## By pass"
        yield speed_details.passes(plan)
    if "peers" in parts:
        yield f"## Beside peers, on one text of {speed_details.PEERS_WORDS:,} words"
        yield speed_details.beside_peers(plan)
    if INSTRUCTIONS in parts:
        yield "## By instructions"
        yield from speed_details.counted(plan)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options; `only` is a list of parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    known = (*PARTS, INSTRUCTIONS)
    add("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    add("--rounds", type=int, default=ROUNDS, help="rounds that each figure is the median of")
    add("--only", default=",".join(PARTS), help=f"parts of the report: {','.join(known)}")
    add("--no-peers", action="store_true", help="leave out hunspell and symspellpy")
    add("--instructions", action="store_true", help="count instructions too, with valgrind")
    add("--uncompiled", action="store_true", help="measure a page without compiled code too")
    add("--against", type=Path, metavar="PATH", help="another checkout, measured by turns")
    options = parser.parse_args(arguments)
    chosen = options.only.split(",") + ([INSTRUCTIONS] if options.instructions else [])
    if unknown := set(chosen) - set(known):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    options.only = [part for part in chosen if not (options.no_peers and part == "peers")]
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    options = parse(arguments)
    cores = use_one_core()
    try:
        against = checkout(AGAINST, options.against) if options.against else None
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    texts, which = load(options.shared)
    print(f"{machine(len(cores))}; one core, medians of {options.rounds} rounds")
    for tool in filter(None, [OUR_TOOL, against]):
        print(identity(tool))
    print(which)
    plan = Plan(texts, options.rounds, cores, against)
    for part in report(plan, options.only, options.uncompiled):
        print(f"\n{part}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
