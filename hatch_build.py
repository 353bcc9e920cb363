"""Build hook: packs `data/lexicon` into the file that svfix memory-maps at run time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = Path("src/svfix/_data/lexicon.bin")


class LexiconHook(BuildHookInterface[Any]):
    """Compiles the lexicon before a wheel, editable or not, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        target = root / TARGET
        if not fresh(target, root):
            module = [sys.executable, "-m", "svfix.lexicon.compile"]
            # All of sys.path: an isolated build keeps numpy where only it can find it.
            path = os.pathsep.join([str(root / "src"), *sys.path])
            environment = {**os.environ, "PYTHONPATH": path}
            subprocess.run([*module, root / "data/lexicon", target], check=True, env=environment)
        build_data["artifacts"].append(f"/{TARGET}")


def fresh(target: Path, root: Path) -> bool:
    """Whether the packed file is newer than all it is made from."""
    if not target.exists():
        return False
    code = root / "src/svfix"
    sources = [*(root / "data/lexicon").rglob("*"), *(code / "lexicon").glob("*.py")]
    sources.append(code / "runs.py")
    return all(source.stat().st_mtime <= target.stat().st_mtime for source in sources)
