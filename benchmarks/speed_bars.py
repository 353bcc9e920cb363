"""The bars of speed: what is measured of pages, rows, starts and memory, and what it should be."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import NamedTuple

import speed_texts
from report import table
from speed_rounds import Command, Tool, Worker, measure, starts, two_processes
from speed_texts import Texts

OURS, FTFY, AGAINST = "svfix", "ftfy", "against"
OUR_TOOL = Tool(OURS, OURS)
UNCOMPILED = {"SVFIX_UNCOMPILED": "1"}
COLD_STARTS = 9
UNDISTURBED = 0.97  # of its core, which a process has on an idle machine
BARE_IMPORT = "import ftfy, rapidfuzz"
UNKNOWN = "–"


class Bar(NamedTuple):
    """What a figure should be at the most, or at the least."""

    limit: float
    is_least: bool = False

    def told(self, figure: float) -> str:
        """The bar, and whether a figure meets it.

        >>> Bar(4).told(3.5), Bar(4).told(31), Bar(1.9, is_least=True).told(1.95)
        ('≤ 4, met', '≤ 4, not met', '≥ 1.9, met')
        """
        is_met = figure >= self.limit if self.is_least else figure <= self.limit
        return f"{'≥' if self.is_least else '≤'} {self.limit:g}, {'met' if is_met else 'not met'}"


# What svfix sets itself: its users call it on rows and pages, beside ftfy or in its place.
DAMAGED, CLEAN, ROW, DOCUMENT = Bar(4), Bar(1.5), Bar(3), Bar(2)  # times ftfy
COLD = Bar(3)  # times a bare import
MEMORY = Bar(150)  # MB
TWO = Bar(1.9, is_least=True)  # times one process
UNCOMPILED_PAGE = Bar(10)  # seconds


class Kind(NamedTuple):
    """A kind of texts, each repaired by itself, and what times ftfy's they may take."""

    what: str
    texts: list[str]
    bar: Bar


class Row(NamedTuple):
    """A line of the table: the figure that has a bar, and what it comes of.

    `ours` and `beside` are seconds of one text of svfix and of what stands beside it, `speed` is
    words a second, `memory` MB, and `against` how many times the other checkout's time ours is.
    """

    what: str
    figure: float
    unit: str
    bar: Bar
    ours: float | None = None
    beside: float | None = None
    speed: float | None = None
    memory: float | None = None
    against: float | None = None


@dataclass(frozen=True)
class Plan:
    """What is measured: the texts, the tools, how often, and the cores that there are."""

    texts: Texts
    rounds: int
    cores: Sequence[int]
    against: Tool | None = None

    @property
    def tools(self) -> list[Tool]:
        """ftfy, svfix, and another svfix if there is one."""
        return [Tool(FTFY, FTFY), OUR_TOOL, *filter(None, [self.against])]

    @cached_property
    def kinds(self) -> list[Kind]:
        """Pages and rows first."""
        damaged, clean, _ = self.texts
        pages = speed_texts.spread(speed_texts.pages(clean), speed_texts.PAGES)
        rows = speed_texts.spread(speed_texts.rows(clean), speed_texts.ROWS)
        return [
            Kind("damaged pages", damaged, DAMAGED),
            Kind("clean pages", pages, CLEAN),
            Kind("clean rows", rows, ROW),
            Kind("damaged text, one document", ["\n\n".join(damaged)], DOCUMENT),
        ]


def of_texts(plan: Plan) -> Iterator[Row]:
    """Pages, rows and a document, to ftfy on the same texts."""
    for what, texts, bar in plan.kinds:
        found = measure(plan.tools, texts, plan.rounds)
        yield Row(
            what,
            found.times(OURS, FTFY),
            "× ftfy",
            bar,
            found.each(OURS),
            found.each(FTFY),
            found.speed(OURS),
            found.memory(OURS),
            found.times(OURS, AGAINST) if plan.against else None,
        )


def cold_page(plan: Plan) -> Row:
    """`svfix fix` of a page in a new process, to a new process that only imports."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_bytes(plan.texts.damaged[0].encode())
        fix = [sys.executable, "-m", "svfix", "fix", str(page)]
        commands: dict[str, Command] = {
            "import": ([sys.executable, "-c", BARE_IMPORT], {}),
            OURS: (fix, {}),
        }
        if plan.against:
            commands[AGAINST] = (fix, plan.against.environment)
        found = starts(commands, COLD_STARTS)
    return Row(
        "a page, cold",
        found.times(OURS, "import"),
        "× import of ftfy and rapidfuzz",
        COLD,
        found.each(OURS),
        found.each("import"),
        None,
        found.memory(OURS),
        found.times(OURS, AGAINST) if plan.against else None,
    )


def largest(rows: Sequence[Row]) -> Row:
    """The memory of the largest process of all that were measured."""
    most = max(row.memory or 0.0 for row in rows)
    return Row("memory, the largest of these", most, "MB", MEMORY, memory=most)


def two(plan: Plan) -> Row | str:
    """Two processes on two cores, to one of them; or a sentence where that cannot be told."""
    if len(plan.cores) < 2:
        return "Two processes: not measured, there is no second core to keep one on."
    pairs = [
        two_processes(OUR_TOOL, plan.texts.damaged, plan.cores[:2]) for _ in range(plan.rounds)
    ]
    undisturbed = [each.wall for each in pairs if each.share >= UNDISTURBED]
    if 2 * len(undisturbed) > len(pairs):  # fewer would be picked by chance
        return Row("damaged pages, two processes", median(undisturbed), "× one process", TWO)
    share = median(each.share for each in pairs)
    processor = median(each.processor for each in pairs)
    return (
        f"Two processes: by the clock not measured, as they had {100 * share:.0f} % of their cores "
        f"at the least and need an idle machine; by processor time {processor:.2f} × one process."
    )


def uncompiled(plan: Plan) -> Row | str:
    """A page without compiled extensions; or a sentence where they cannot be turned off."""
    with Worker(Tool(OURS, OURS, UNCOMPILED)) as worker:
        if worker.about["accelerated"] is not False:
            return "Uncompiled: not available, SVFIX_UNCOMPILED=1 changes nothing."
        pages = plan.texts.damaged[:1]
        sample = worker.measure(pages)
    seconds = sample.processor
    speed = speed_texts.count(pages) / seconds
    what = "a damaged page, uncompiled"
    return Row(what, seconds, "s", UNCOMPILED_PAGE, seconds, None, speed, sample.memory)


COLUMNS = ("what", "measured", "bar", "svfix", "beside", "words/s", "memory")


def bars_table(rows: Sequence[Row]) -> str:
    """The table of bars, with how many times another checkout's time ours is if it was measured."""
    is_against = any(row.against for row in rows)
    columns = [*COLUMNS, *(["× against"] if is_against else [])]
    return table(columns, [cells(row)[: len(columns)] for row in rows], markdown=True, names=1)


def cells(row: Row) -> list[str]:
    """A row as text.

    >>> cells(Row("clean rows", 90.4, "× ftfy", Bar(3), 0.0086, 0.000095, 1163.0, 177.2))
    ['clean rows', '90.4 × ftfy', '≤ 3, not met', '8.60 ms', '0.095 ms', '1,163', '177 MB', '–']
    """
    return [
        row.what,
        f"{figure(row.figure)} {row.unit}",
        row.bar.told(row.figure),
        UNKNOWN if row.ours is None else duration(row.ours),
        UNKNOWN if row.beside is None else duration(row.beside),
        UNKNOWN if row.speed is None else f"{row.speed:,.0f}",
        UNKNOWN if row.memory is None else f"{row.memory:.0f} MB",
        UNKNOWN if row.against is None else f"{row.against:.2f}",
    ]


def figure(value: float) -> str:
    """A figure with three digits.

    >>> figure(1.866), figure(90.44), figure(187.2)
    ('1.87', '90.4', '187')
    """
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def duration(seconds: float) -> str:
    """A duration in the unit that suits it.

    >>> duration(1.5), duration(0.0586), duration(0.000095)
    ('1.50 s', '58.6 ms', '0.095 ms')
    """
    if seconds >= 1:
        return f"{figure(seconds)} s"
    return f"{figure(1000 * seconds) if seconds >= 0.001 else f'{1000 * seconds:.3f}'} ms"
