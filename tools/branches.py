"""The branches that tests take of what reads and writes files, room by room: 95 % at least.

    coverage run -m pytest -q tests/io …; coverage combine -q    # CONTRIBUTING.md has all of it
    python tools/branches.py

`coverage report` says which lines and branches are missed. The exit code is 1 for a room below.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

LEAST = 0.95
"""The share of the branches of a room that has to be taken."""


def shares(measured: Mapping[str, Any]) -> dict[str, float]:
    """The share of branches taken, by room, of what coverage tells as JSON.

    >>> summary = {"summary": {"num_branches": 4, "covered_branches": 3}}
    >>> shares({"files": {"src/svfix/io/files.py": summary, "src/svfix/edits.py": summary}})
    {'io': 0.75, 'edits': 0.75}
    """
    known: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for path, file in measured["files"].items():
        inside = path.replace("\\", "/").rpartition("/svfix/")[2]
        room = inside.partition("/")[0].removesuffix(".py")
        known[room] += file["summary"]["num_branches"]
        taken[room] += file["summary"]["covered_branches"]
    return {room: taken[room] / count for room, count in known.items() if count}


def main() -> int:
    command = [sys.executable, "-m", "coverage", "json", "-q", "-o", "-"]
    found = shares(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    for room, share in sorted(found.items()):
        print(f"{room:<10}{share:.1%}")
    return int(not found or min(found.values()) < LEAST)


if __name__ == "__main__":
    raise SystemExit(main())
