"""Ways to the same answer: compiled and plain Python, one process and two."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import astuple
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fuzzing import batches, library, texts
from svfix import Fixer

Case = dict[str, Any]

batch, options = batches.batch, library.chosen

LONGEST = 600  # characters of a text for plain Python, which is slow
ROWS = 40  # of a stream that processes share


class Plain:
    """A process in which svfix runs as plain Python, though there are extensions."""

    def __init__(self) -> None:
        folders = [str(texts.ROOT / folder) for folder in ("src", "tools", ".")]
        path = os.pathsep.join([*folders, os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "fuzzing.differential"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "SVFIX_UNCOMPILED": "1", "PYTHONPATH": path},
        )
        atexit.register(self._process.kill)

    def answer(self, case: Case) -> Any:
        """What svfix makes of a text there."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(case).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@cache
def plain(process: int) -> Plain:
    """The process beside one, which is not shared with those that are forked of it."""
    return Plain()


def answered(case: Case) -> Any:
    """All that svfix says of a text, each number to its last digit."""
    result = Fixer(**case.get("options", {})).explain(case["text"])
    quality = astuple(result.quality) if result.quality else None
    said = [result.text, [*map(astuple, result.edits)], quality, [*map(tuple, result.doubts)]]
    return json.loads(json.dumps(said))


def compiled(case: Case) -> None:
    """Raise AssertionError unless plain Python gives the same as the extensions."""
    case = case | {"text": case["text"][:LONGEST]}
    here, there = answered(case), plain(os.getpid()).answer(case)
    assert here == there, f"plain Python says otherwise: {there}"


def rows(random: Random) -> Case:
    """Rows for processes, and files for jobs."""
    row = library.plain(random)["text"]
    found = [texts.text(random) for _ in range(random.randint(1, ROWS))]
    return {"rows": [row, *found], "size": random.choice((1, 3, 256)),
            "shared": random.random() < 0.5}  # fmt: skip


def processes(case: Case) -> None:
    """Raise AssertionError unless two processes give the same as one."""
    fixer, shared = Fixer(), case["shared"]
    alone = list(fixer.pipe(case["rows"], shared_profile=shared))
    both = list(
        fixer.pipe(case["rows"], shared_profile=shared, n_process=2, batch_size=case["size"])
    )
    assert alone == both, "two processes repair otherwise than one"


def jobs(case: Case) -> None:
    """Raise AssertionError unless a run with two jobs writes the tree that one writes."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in case["files"].items():
            path = root / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode("latin-1"))
        trees = []
        for number in "12":
            out, trail = root / number, root / f"{number}.jsonl"
            command = ["fix", str(root / "in"), "-o", str(out), "-q", "--jobs", number]
            code = batches.run(*command, *case["options"], "--edits", str(trail))
            said = trail.read_bytes().replace(bytes(out), b"out")
            trees.append((code, batches.tree(out) if out.exists() else {}, said))
        assert trees[0] == trees[1], "two jobs do otherwise than one"


def answer() -> None:
    """Answer the cases on standard input, a line each."""
    for line in sys.stdin.buffer:
        print(json.dumps(answered(json.loads(line))), flush=True)


if __name__ == "__main__":
    answer()
