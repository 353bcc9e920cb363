"""Build hook: packs `data/lexicon`, and compiles the search where there is a C compiler."""

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

BUILT = Path("src/svfix/_data")
LEXICON = BUILT / "lexicon.bin"
KERNEL = BUILT / "kernel.bin"
PACK = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from svfix.lexicon.compile import main; main(*sys.argv[1:])"
)
KERNEL_SOURCES = [Path("src/svfix/search") / name for name in ("search.c", "lattice.c")]


class BuiltData(BuildHookInterface[Any]):
    """Makes what `_data` holds before a wheel, editable or not, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        pack_lexicon(root)
        build_data["artifacts"].append(f"/{LEXICON.as_posix()}")
        if compile_kernel(root):
            build_data["artifacts"].append(f"/{KERNEL.as_posix()}")
            build_data["pure_python"] = False
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{platform}"


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


def compile_kernel(root: Path) -> bool:
    """Compile the search; whether there is one now. svfix does without where it cannot be."""
    sources, target = [root / source for source in KERNEL_SOURCES], root / KERNEL
    if fresh(target, sources):
        return True
    target.unlink(missing_ok=True)
    if os.environ.get("SVFIX_NO_COMPILER"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            built = compiled(sources, Path(folder))
        except Exception as error:  # no compiler, or one that cannot: any error is its own
            print(f"svfix runs without its compiled search, which is slower: {error}")
            return False
        draft = target.with_suffix(".part")
        draft.write_bytes(built.read_bytes())
        draft.replace(target)  # a process that has the old one mapped keeps it
    return True


def compiled(sources: list[Path], folder: Path) -> Path:
    """A shared library made of C files by the compiler that Python itself would use."""
    from distutils.ccompiler import new_compiler
    from distutils.sysconfig import customize_compiler

    import setuptools  # noqa: F401  it brings distutils, which Python itself has dropped

    compiler = new_compiler()
    customize_compiler(compiler)
    flags = ["/O2"] if compiler.compiler_type == "msvc" else ["-O3", "-fvisibility=hidden"]
    objects = compiler.compile(
        [str(source) for source in sources], str(folder), extra_postargs=flags
    )
    name = "kernel" + (compiler.shared_lib_extension or ".so")
    compiler.link_shared_object(objects, name, str(folder))
    return folder / name


def fresh(target: Path, sources: Iterable[Path]) -> bool:
    """Whether a file is newer than all it is made from."""
    if not target.exists():
        return False
    return all(source.stat().st_mtime <= target.stat().st_mtime for source in sources)
