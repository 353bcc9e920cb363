"""Build hook: compiles the rooms that count, where there is a C compiler, and packs `data/lexicon`,
and the patterns for the Python that builds.

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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CODE = Path("src/svfix")
BUILT = CODE / "_data"
TYPED = "    import cython\n"
BUILD = Path("build") / f"cython-{sys.implementation.cache_tag}"
LIBRARY = BUILD / "lib"
SHARED = "svfix._shared"  # what all extensions have of Cython, once
FLAGS = ["-O2", "-g0", "-ffp-contract=off", "-Wno-unused-function"]
HOT = {"svfix.lexicon.cloze", "svfix.search.beam"}  # which -O3 pays for: sums, eight at a time
DIRECTIVES = {
    "language_level": 3,
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
}
SUFFIX: str = sysconfig.get_config_var("EXT_SUFFIX")
LEXICON, PATTERNS = BUILT / "lexicon.bin", BUILT / "patterns.bin"
PACK = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from svfix.lexicon.compile import main; main(*sys.argv[1:])"
)


class BuiltData(BuildHookInterface[Any]):
    """Makes what `_data` holds before a wheel, editable or not, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        with ThreadPoolExecutor(1) as beside:  # packing is a process of its own
            packed = beside.submit(pack_lexicon, root)
            extensions = compile_rooms(root)
            packed.result()
        pack_patterns(root)
        artifacts = [LEXICON, PATTERNS, *(extension.relative_to(root) for extension in extensions)]
        build_data["artifacts"] += [f"/{artifact.as_posix()}" for artifact in artifacts]
        if extensions:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def pack_lexicon(root: Path) -> None:
    """Pack the lexicon's text sources into the file that svfix memory-maps."""
    code = root / "src/svfix"
    sources = [*(root / "data/lexicon").rglob("*"), *(code / "lexicon").glob("*.py")]
    if fresh(root / LEXICON, [*sources, code / "text/columns.py"]):
        return
    # The sources are not on sys.path: pip's isolation takes them off again where svfix is installed
    # in place already.
    folders = [str(root / folder) for folder in ("src", "data/lexicon", LEXICON)]
    # From the sources, as extensions may be put beside them meanwhile.
    plain = environment() | {"SVFIX_UNCOMPILED": "1"}
    command = [sys.executable, "-c", PACK, *folders]
    subprocess.run(command, check=True, env=plain)  # noqa: S603 (this interpreter)


def pack_patterns(root: Path) -> None:
    """Pack the patterns that texts are repaired with, as this Python compiles them."""
    (root / BUILT).mkdir(parents=True, exist_ok=True)
    plain = environment() | {"SVFIX_UNCOMPILED": "1"}
    plain["PYTHONPATH"] = os.pathsep.join([str(root / "src"), plain["PYTHONPATH"]])
    command = [sys.executable, "-W", "ignore", "-m", "svfix.packing", str(root / PATTERNS)]
    subprocess.run(command, check=True, env=plain)  # noqa: S603 (this interpreter)


def environment() -> dict[str, str]:
    """What a process of its own needs: an isolated build keeps packages where only it looks."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def compile_rooms(root: Path) -> list[Path]:
    """Compile the rooms that count, and return their extensions; none where it cannot be.

    What did not change since the last time is not compiled again.
    """
    sources = [path for path in sorted((root / CODE).rglob("*.py")) if TYPED in read(path)]
    try:
        if os.environ.get("SVFIX_NO_COMPILER"):
            raise OSError("SVFIX_NO_COMPILER is set")
        made = compiled(root, sources)
    except BaseException as error:  # no compiler, or one that cannot: any error is its own
        for old in (root / CODE).rglob("*" + SUFFIX):
            old.unlink()
        if os.environ.get("SVFIX_RELEASE") or isinstance(error, KeyboardInterrupt):
            raise
        print(f"svfix runs as plain Python, which is slower: {error}", file=sys.stderr)
        return []
    targets = [root / CODE.parent / path.relative_to(root / LIBRARY) for path in made]
    for draft, target in zip(made, targets, strict=True):
        if not fresh(target, [draft]):
            part = target.with_suffix(".part")
            part.write_bytes(draft.read_bytes())
            part.replace(target)  # a process that has the old one mapped keeps it
    for old in {*(root / CODE).rglob("*" + SUFFIX)} - {*targets}:
        old.unlink()
    return targets


def compiled(root: Path, sources: list[Path]) -> list[Path]:
    """Extensions made of Python files, in `LIBRARY`; the last is what they share.

    The arithmetic is Python's: no fused multiply-add, which would round otherwise.
    """
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    here = Path.cwd()
    os.chdir(root / CODE.parent)  # names of modules and of C files are relative to it
    try:
        probe_compiler(root / BUILD)
        shared = root / BUILD / "_shared.c"
        if not shared.exists():
            command = [sys.executable, "-m", "cython", f"--generate-shared={shared}"]
            subprocess.run(command, check=True, env=environment())  # noqa: S603 (this interpreter)
        paths = [path.relative_to(root / CODE.parent) for path in sources]
        names = [".".join(path.with_suffix("").parts) for path in paths]
        flags = ["/O2", "/fp:precise"] if os.name == "nt" else FLAGS
        harder = flags if os.name == "nt" else [*FLAGS, "-O3"]
        rows = zip([*names, SHARED], [*map(str, paths), str(shared)], strict=True)
        modules = [
            Extension(name, [path], extra_compile_args=harder if name in HOT else flags)
            for name, path in rows
        ]
        modules = cythonize(  # type: ignore[no-untyped-call]
            modules,
            build_dir=str(root / BUILD),
            compiler_directives=DIRECTIVES,
            shared_utility_qualified_name=SHARED,
            quiet=True,
        )
        build = build_ext(Distribution({"name": "svfix", "ext_modules": modules}))
        build.build_lib, build.build_temp = str(root / LIBRARY), str(root / BUILD / "temp")
        build.parallel = os.cpu_count()
        build.ensure_finalized()
        build.run()
        return [Path(build.get_ext_fullpath(name)) for name in [*names, SHARED]]
    finally:
        os.chdir(here)


def probe_compiler(folder: Path) -> None:
    """Raise what a C compiler raises that is not there, or has no headers of Python's.

    It is asked first, as it takes a minute to translate what it is to compile.
    """
    from setuptools.command.build_ext import customize_compiler, new_compiler

    compiler = new_compiler()
    customize_compiler(compiler)
    with tempfile.TemporaryDirectory(dir=made(folder)) as scratch:
        source = Path(scratch, "probe.c")
        source.write_text("#include <Python.h>\n", encoding="ascii")
        include = [sysconfig.get_path("include"), sysconfig.get_path("platinclude")]
        compiler.compile([str(source)], output_dir=scratch, include_dirs=include)


def made(folder: Path) -> Path:
    """A folder, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fresh(target: Path, sources: Iterable[Path]) -> bool:
    """Whether a file is newer than all it is made from."""
    if not target.exists():
        return False
    return all(source.stat().st_mtime <= target.stat().st_mtime for source in sources)


if __name__ == "__main__":  # for whoever changed a compiled room: `python hatch_build.py`
    here = Path(__file__).resolve().parent
    compile_rooms(here)
    pack_patterns(here)
