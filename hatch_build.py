"""Build hook: compiles the rooms that count, where there is a C compiler, and packs `data/lexicon`.

What is compiled is plain Python with the types of Cython: each module that has `import cython`.
Extensions are put beside their sources, all of them or none.

- `SVFIX_NO_COMPILER=1` builds without them: svfix works, slower.
- `SVFIX_RELEASE=1` fails where they cannot be compiled: what is released has them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CODE = Path("src/svfix")
BUILT = CODE / "_data"
TYPED = "    import cython\n"
SUFFIX: str = sysconfig.get_config_var("EXT_SUFFIX")
LEXICON = BUILT / "lexicon.bin"
PACK = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from svfix.lexicon.compile import main; main(*sys.argv[1:])"
)


class BuiltData(BuildHookInterface[Any]):
    """Makes what `_data` holds before a wheel, editable or not, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        extensions = compile_rooms(root)
        pack_lexicon(root)
        artifacts = [LEXICON, *(extension.relative_to(root) for extension in extensions)]
        build_data["artifacts"] += [f"/{artifact.as_posix()}" for artifact in artifacts]
        if extensions:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def pack_lexicon(root: Path) -> None:
    """Pack the lexicon's text sources into the file that svfix memory-maps."""
    code = root / "src/svfix"
    sources = [*(root / "data/lexicon").rglob("*"), *(code / "lexicon").glob("*.py")]
    if fresh(root / LEXICON, [*sources, code / "text/code_points.py", code / "text/runs.py"]):
        return
    # All of sys.path: an isolated build keeps numpy where only it can find it. The sources are not
    # on it: pip's isolation takes them off again where svfix is installed in place already.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PACK, root / "src", root / "data/lexicon", root / LEXICON]
    subprocess.run(command, check=True, env=environment)


def compile_rooms(root: Path) -> list[Path]:
    """Compile the rooms that count, and return their extensions; none where it cannot be."""
    sources = [path for path in sorted((root / CODE).rglob("*.py")) if TYPED in read(path)]
    targets = [path.with_name(path.stem + SUFFIX) for path in sources]
    inputs = [*sources, *(root / CODE).rglob("*.pxd"), root / "hatch_build.py"]
    if all(fresh(target, inputs) for target in targets):
        return targets
    for old in (root / CODE).rglob("*" + SUFFIX):
        old.unlink()
    if os.environ.get("SVFIX_NO_COMPILER"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = compiled(root / CODE.parent, sources, Path(folder))
        except BaseException as error:  # no compiler, or one that cannot: any error is its own
            if os.environ.get("SVFIX_RELEASE") or isinstance(error, KeyboardInterrupt):
                raise
            print(f"svfix runs as plain Python, which is slower: {error}", file=sys.stderr)
            return []
        for draft, target in zip(made, targets, strict=True):
            part = target.with_suffix(".part")
            part.write_bytes(draft.read_bytes())
            part.replace(target)  # a process that has the old one mapped keeps it
    return targets


def compiled(base: Path, sources: list[Path], folder: Path) -> list[Path]:
    """Extensions made of Python files below `base`, in a folder.

    The arithmetic is Python's: no fused multiply-add, which would round otherwise.
    """
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    flags = ["/O2", "/fp:precise"] if os.name == "nt" else ["-O3", "-ffp-contract=off"]
    names = [".".join(path.relative_to(base).with_suffix("").parts) for path in sources]
    rows = zip(names, map(str, sources), strict=True)
    modules = [Extension(name, [path], extra_compile_args=flags) for name, path in rows]
    options = {"language_level": 3, "boundscheck": False, "wraparound": False}
    options |= {"initializedcheck": False}
    build = build_ext(
        Distribution(
            {
                "name": "svfix",
                "ext_modules": cythonize(
                    modules,
                    build_dir=str(folder),
                    compiler_directives=options,
                    include_path=[str(base)],
                    quiet=True,
                ),
            }
        )
    )
    build.build_lib = build.build_temp = str(folder)
    build.parallel = os.cpu_count()
    build.ensure_finalized()
    build.run()
    return [Path(build.get_ext_fullpath(name)) for name in names]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fresh(target: Path, sources: Iterable[Path]) -> bool:
    """Whether a file is newer than all it is made from."""
    if not target.exists():
        return False
    return all(source.stat().st_mtime <= target.stat().st_mtime for source in sources)
