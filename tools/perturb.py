"""Change each constant of svfix, and see whether a row of tests/cases/thresholds.tsv misses it.

    python tools/perturb.py                     # all of them: what a change must pass
    python tools/perturb.py decoder.rate        # those whose names begin so
    python tools/perturb.py --record            # observe the rows again, and find what each holds
    python tools/perturb.py --find page.txt …   # look for a row, in texts, for what no row holds

A constant is a number that has a name (`constants.py`). It is made larger and smaller, clearly so,
in a build of svfix of its own under `build/perturbed`, which is made at the first call and after
a change of the code (a minute or two), and the rows that are said to hold it are observed on that
(`observed.py`). Where one is as before, the constant could have been anything: the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from constants import DOWN, ROOT, UP, changeable, constants, rows
from threshold_rows import CASES, UNSEEN, Row, escaped, read, write

BUILD = ROOT / "build/perturbed"
LOOKED_AT = "text", "edits", "quality", "profile"


class Svfix:
    """A process of svfix in which a constant is changed (`NAME=VALUE`), or none is."""

    def __init__(self, changed: str = "") -> None:
        environment = {**os.environ, "SVFIX_CHANGED": changed, "OPENBLAS_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = str(BUILD / "src")
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools/observed.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def __enter__(self) -> Svfix:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def observed(self, how: str, text: str) -> str:
        """What is observed of a text; `!` and the error where svfix breaks."""
        process = self._process
        assert process.stdin
        assert process.stdout
        assert process.stderr
        try:
            process.stdin.write(json.dumps([how, text]).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return "! it has ended"
        if not (line := process.stdout.readline()):
            return "! " + process.stderr.read().decode().strip().rpartition("\n")[2]
        answer: str = json.loads(line)
        return answer


def build() -> None:
    """Make the build of svfix whose constants can be changed, as far as the code has changed."""
    changeable(BUILD / "src/svfix")
    (BUILD / "hatch_build.py").write_bytes((ROOT / "hatch_build.py").read_bytes())
    subprocess.run([sys.executable, "hatch_build.py"], cwd=BUILD, check=True)


def changes(names: Sequence[str] = ()) -> dict[str, str]:
    """Each change, `decoder.rate.GOOD+`, with what is set: `decoder.rate.GOOD=0.0392`."""
    unseen = {row["constant"] for row in rows(UNSEEN)}
    return {
        constant.name + way: f"{constant.name}={constant.changed(way)!r}"
        for constant in constants()
        if constant.name not in unseen
        for way in (UP, DOWN)
        if constant.name + way not in unseen
        if not names or constant.name.startswith(tuple(names))
    }


def side_by_side(work: Callable[[str], list[str]], items: Iterable[str]) -> Iterator[str]:
    """What some work finds of each item, with as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        for found in workers.map(work, items):
            yield from found


def missed(change: str, setting: str, holding: Sequence[Row]) -> list[str]:
    """What is wrong with the rows that hold a change: none do, or one does not show it."""
    if not holding:
        return [f"{change}: no row of {CASES.name} holds it"]
    with Svfix(setting) as svfix:
        return [
            f"{change}: it does not show in {row.how}: {escaped(row.text)[:60]}"
            for row in holding
            if svfix.observed(row.how, row.text) == row.observed
        ]


def check(names: Sequence[str]) -> int:
    """Say of each change that no row shows what it is; the exit code."""
    table = read()
    with Svfix() as plain:
        wrong = [
            f"unchanged, {row.how} is another: {escaped(row.text)[:60]}"
            for row in table
            if plain.observed(row.how, row.text) != row.observed
        ]
    holding = defaultdict(list)
    for row in table:
        for change in row.holds:
            holding[change].append(row)
    todo = changes(names)
    if not names:
        wrong += [f"{change}: there is no such constant" for change in holding.keys() - todo.keys()]
    wrong += side_by_side(lambda change: missed(change, todo[change], holding[change]), todo)
    print("\n".join([*wrong, f"{len(todo)} changes, {len(wrong)} of them unseen"]))
    return 1 if wrong else 0


def record(names: Sequence[str]) -> int:
    """Observe the rows again and write down which changes each shows; the exit code.

    A change is held by the first row that shows it, of those that held it before if one still does.
    """
    with Svfix() as plain:
        table = [replace(row, observed=plain.observed(row.how, row.text)) for row in read()]
    todo = changes(names)

    def holder(change: str) -> list[str]:
        order = sorted(table, key=lambda row: change not in row.holds)
        with Svfix(todo[change]) as svfix:
            for row in order:
                if svfix.observed(row.how, row.text) != row.observed:
                    return [f"{change} {table.index(row)}"]
        return [change]

    found: dict[int, list[str]] = defaultdict(list)
    nowhere = []
    for line in side_by_side(holder, todo):
        change, _, number = line.partition(" ")
        if number:
            found[int(number)].append(change)
        else:
            nowhere.append(change)
    others = [change for row in table for change in row.holds if change not in todo]
    known = {constant.name for constant in constants()}
    write(
        replace(
            row,
            holds=(*(c for c in row.holds if c in others and c[:-1] in known), *found[i]),
        )
        for i, row in enumerate(table)
    )
    print("\n".join([*nowhere, f"{len(todo)} changes, {len(nowhere)} held by no row"]))
    return 1 if nowhere else 0


def find(names: Sequence[str], paths: Sequence[Path]) -> int:
    """Print rows to add for what no row holds, out of texts, made as short as can be."""
    held = {change for row in read() for change in row.holds}
    todo = {change: to for change, to in changes(names).items() if change not in held}
    texts = [piece for path in paths for piece in pieces(path.read_text(encoding="utf-8"))]

    def row(change: str) -> list[str]:
        with Svfix() as plain, Svfix(todo[change]) as changed:
            for how in LOOKED_AT:
                shows = partial(differs, plain, changed, how)
                for text in filter(shows, texts):
                    short = shortened(text, shows)
                    seen = plain.observed(how, short)
                    return ["\t".join([how, escaped(short), escaped(seen), change])]
        return [f"# {change}: nowhere"]

    for line in side_by_side(row, todo):
        print(line, flush=True)
    return 0


def differs(plain: Svfix, changed: Svfix, how: str, text: str) -> bool:
    """Whether a change shows in a text."""
    return plain.observed(how, text) != changed.observed(how, text)


def pieces(text: str, size: int = 2500) -> Iterator[str]:
    """A text in parts of whole lines.

    >>> [*pieces("one\\ntwo\\nthree\\n", size=5)]
    ['one\\ntwo\\n', 'three\\n']
    """
    part = ""
    for line in text.splitlines(keepends=True):
        part += line
        if len(part) >= size:
            yield part
            part = ""
    if part:
        yield part


def shortened(text: str, shows: Callable[[str], bool]) -> str:
    """The text without what it can be without and still show the same: lines, then words.

    >>> shortened("a b c\\nd e f\\ng", lambda text: "e" in text)
    'e'
    """
    for separator in ("\n", " "):
        parts = text.split(separator)
        size = len(parts) // 2
        while size:
            start = 0
            while start < len(parts):
                rest = parts[:start] + parts[start + size :]
                if rest and shows(separator.join(rest)):
                    parts = rest
                else:
                    start += size
            size //= 2
        text = separator.join(parts)
    return text


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="constants whose names begin so; all of them")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--record", action="store_true", help="observe the rows again")
    way.add_argument("--find", nargs="+", type=Path, metavar="TEXT", help="look for rows in texts")
    chosen = parser.parse_args()
    build()
    if chosen.find:
        return find(chosen.names, chosen.find)
    return (record if chosen.record else check)(chosen.names)


if __name__ == "__main__":
    sys.exit(main())
