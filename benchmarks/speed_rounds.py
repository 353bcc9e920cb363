"""Tools measured by turns: each has a process of its own, and a slow moment hits all of them.

Start reading from `one_round`. What counts is the time that a process has of its processor, so
that what else runs on the machine is not in it; only of two processes at once it is the clock's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from types import TracebackType
from typing import Any, NamedTuple

from speed_texts import count
from speed_worker import UNIT

WORKER = Path(__file__).with_name("speed_worker.py")
BYTECODE = tempfile.TemporaryDirectory()  # what is installed is compiled, whatever lies here
TURNS = 10
"""Parts that the texts of a round are cut into: each tool has its turn at each part."""


@dataclass(frozen=True)
class Tool:
    """What is measured: its name here and in `speed_worker.py`, and the environment it needs."""

    name: str
    repairer: str
    environment: Mapping[str, str] = field(default_factory=dict)


def checkout(name: str, path: Path) -> Tool:
    """The svfix of another checkout, or of its `src`. Raises FileNotFoundError where none is."""
    for source in (path / "src", path):
        if (source / "svfix" / "__init__.py").exists():
            return Tool(name, "svfix", {"PYTHONPATH": str(source.resolve())})
    raise FileNotFoundError(f"there is no svfix under {path}")


def compiled_into(folder: str) -> Mapping[str, str]:
    """The environment in which modules are compiled to bytecode once, into a folder."""
    return {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}


class Sample(NamedTuple):
    """Seconds of the processor and of the clock, the most memory in MB, and seconds by pass."""

    processor: float
    wall: float
    memory: float
    passes: dict[str, float]

    def then(self, later: Sample) -> Sample:
        """This and what was measured next, in the same process."""
        passes = {name: self.passes.get(name, 0.0) + more for name, more in later.passes.items()}
        return Sample(
            self.processor + later.processor,
            self.wall + later.wall,
            max(self.memory, later.memory),
            {**self.passes, **passes},
        )


Round = dict[str, Sample]
"""What was measured of each tool, by name, on the same texts."""


class Worker:
    """A new process with a tool in it, which ends with the `with` statement."""

    def __init__(self, tool: Tool, core: int | None = None) -> None:
        self._tool = tool
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), tool.repairer],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
            env={**os.environ, **tool.environment, **compiled_into(BYTECODE.name)},
        )
        if core is not None:
            os.sched_setaffinity(self._process.pid, {core})
        self.about = self._answer()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def send(self, texts: Sequence[str]) -> None:
        """Let the process begin with texts."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(texts)) + "\n")
        self._process.stdin.flush()

    def receive(self) -> Sample:
        """Wait for what it measured."""
        return Sample(**self._answer())

    def measure(self, texts: Sequence[str]) -> Sample:
        """What it measures on texts."""
        self.send(texts)
        return self.receive()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that measured {self._tool.name} has failed")
        answer: dict[str, Any] = json.loads(line)
        return answer


def one_round(tools: Sequence[Tool], texts: Sequence[str]) -> Round:
    """Measure tools on texts that are new to them, by turns; each turn another one begins."""
    found: Round = {}
    with ExitStack() as stack:
        workers = [(tool.name, stack.enter_context(Worker(tool))) for tool in tools]
        for part in parts(texts):
            for name, worker in workers:
                sample = worker.measure(part)
                found[name] = found[name].then(sample) if name in found else sample
            workers = workers[1:] + workers[:1]
    return found


def parts(texts: Sequence[str], turns: int = TURNS) -> list[Sequence[str]]:
    """The texts in so many parts of one size, or a little more or less; a text each of fewer.

    >>> parts("abcdefg", 3)
    ['ab', 'cd', 'efg']
    >>> parts("ab", 3)
    ['a', 'b']
    """
    turns = min(turns, len(texts))
    ends = [number * len(texts) // turns for number in range(turns + 1)]
    return [texts[start:end] for start, end in pairwise(ends)]


@dataclass(frozen=True)
class Measured:
    """Rounds on the same texts; each figure is the median of the rounds.

    >>> half, one, two = (Sample(seconds, 0, 90, {}) for seconds in (0.5, 1, 2))
    >>> rounds = [{"a": two, "b": one}, {"a": two, "b": half}, {"a": one, "b": one}]
    >>> found = Measured(["ett två", "tre fyra"], rounds)
    >>> found.each("a"), found.speed("a"), found.times("a", "b"), found.memory("a")
    (1.0, 2.0, 2.0, 90)
    """

    texts: Sequence[str]
    rounds: Sequence[Round]

    def _middle(self, figure: Callable[[Round], float]) -> float:
        return median(map(figure, self.rounds))

    def each(self, tool: str) -> float:
        """Seconds of one text, of the mean of the texts."""
        return self._middle(lambda found: found[tool].processor) / len(self.texts)

    def speed(self, tool: str) -> float:
        """Words a second."""
        return count(self.texts) / self._middle(lambda found: found[tool].processor)

    def times(self, tool: str, other: str) -> float:
        """How many times the other's time a tool takes, round by round."""
        return self._middle(lambda found: found[tool].processor / found[other].processor)

    def memory(self, tool: str) -> float:
        """MB of the tool's process, at its most."""
        return self._middle(lambda found: found[tool].memory)

    def passes(self, tool: str) -> dict[str, float]:
        """Seconds of one text that each pass takes."""
        names = self.rounds[0][tool].passes
        return {name: self._of_pass(tool, name) / len(self.texts) for name in names}

    def _of_pass(self, tool: str, name: str) -> float:
        return self._middle(lambda found: found[tool].passes.get(name, 0.0))


def measure(tools: Sequence[Tool], texts: Sequence[str], rounds: int) -> Measured:
    """Measure tools by turns, each round in new processes, which do not know the texts."""
    return Measured(texts, [one_round(tools, texts) for _ in range(rounds)])


def ended(command: Sequence[str], environment: Mapping[str, str]) -> Sample:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    wall = perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    seconds = used.ru_utime + used.ru_stime
    return Sample(seconds, perf_counter() - wall, used.ru_maxrss * UNIT / 1e6, {})


Command = tuple[Sequence[str], Mapping[str, str]]
"""A command line and its environment, beyond what there is."""


def starts(commands: Mapping[str, Command], rounds: int) -> Measured:
    """Run commands by turns, after a first time that puts their files into the system's memory.

    The first time also compiles their Python sources, into a folder of this measurement's own: what
    lies beside the sources may be old or missing, and then each start would compile them anew.
    """
    with tempfile.TemporaryDirectory() as folder:
        bytecode = compiled_into(folder)
        turns: list[Round] = [
            {
                name: ended(line, {**environment, **bytecode})
                for name, (line, environment) in commands.items()
            }
            for _ in range(rounds + 1)
        ]
    return Measured([""], turns[1:])


class Pair(NamedTuple):
    """How much two processes do in the time of one: by the clock, and by processor time.

    `share` is how much of their cores the processes had, when they had least of them. The clock
    says what users get if that is nearly all: elsewhere it counts what else ran on the machine.
    """

    wall: float
    processor: float
    share: float


def two_processes(tool: Tool, texts: Sequence[str], cores: Sequence[int]) -> Pair:
    """What two processes on two cores do at once, over what one does while the other core rests."""
    alone = []
    for core in cores:
        with Worker(tool, core) as worker:
            alone.append(worker.measure(texts))
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(tool, core)) for core in cores]
        for worker in workers:
            worker.send(texts)
        both = [worker.receive() for worker in workers]
    return pair(alone, both)


def pair(alone: Sequence[Sample], both: Sequence[Sample]) -> Pair:
    """How much two processes at once do: the later of them says when the work is done.

    >>> one, slow = (Sample(1.0, seconds, 0, {}) for seconds in (1.0, 1.25))
    >>> pair([one, one], [slow, one])
    Pair(wall=1.6, processor=2.0, share=0.8)
    """

    def gain(seconds: Callable[[Sample], float]) -> float:
        return len(both) * mean(map(seconds, alone)) / max(map(seconds, both))

    share = min(sample.processor / sample.wall for sample in (*alone, *both))
    return Pair(gain(lambda sample: sample.wall), gain(lambda sample: sample.processor), share)
