"""Plain Python gives the same as the rooms that count compiled, and says that it is slow."""

import json
import os
import re
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import hatch_build
import pytest

import svfix

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "protokoll.txt"
COMPILED = pytest.mark.skipif(not svfix.accelerated, reason="svfix was built without a C compiler")


def run(*arguments: str, uncompiled: bool) -> tuple[str, str]:
    """What a command gives, and what it says of itself."""
    environment = {**os.environ, "SVFIX_UNCOMPILED": "1" if uncompiled else ""}
    command = [sys.executable, "-m", "svfix", *arguments]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return done.stdout.decode(), done.stderr.decode()


@COMPILED
@pytest.mark.parametrize("least", ["0.5", "0.05"])
def test_the_same_edits(least: str) -> None:
    """Each edit with its confidence to the last digit, also those that nobody would make."""
    arguments = ("explain", "--json", "--min-confidence", least, str(EXAMPLE))
    compiled, plain = (run(*arguments, uncompiled=way)[0] for way in (False, True))
    assert json.loads(compiled)["edits"]
    assert plain == compiled


def test_it_is_found_where_nothing_was_imported_before() -> None:
    """As in the environment that a wheel is built in, which has no site-packages."""
    command = [sys.executable, "-S", "-c", "import svfix.lexicon.compile"]
    folders = [str(Path(svfix.__file__).parent.parent), *filter(None, sys.path)]
    environment = {**os.environ, "SVFIX_UNCOMPILED": "1", "PYTHONPATH": os.pathsep.join(folders)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


@COMPILED
def test_it_says_so() -> None:
    assert run("--version", uncompiled=False) == (f"svfix {svfix.__version__} (compiled)\n", "")
    said, _ = run("--version", uncompiled=True)
    assert said == f"svfix {svfix.__version__} (plain Python)\n"
    _, told = run("fix", str(EXAMPLE), uncompiled=True)
    assert told == "svfix: svfix runs as plain Python, slowly: it was built without a C compiler\n"


@COMPILED
def test_the_self_test_says_it_once() -> None:
    said, told = run("--self-test", uncompiled=True)
    assert "(plain Python, which is slow)" in said.splitlines()[0]
    assert told == ""


@pytest.mark.skipif(os.name == "nt", reason="CC names no compiler on Windows")
def test_a_compiler_that_is_not_there_is_missed_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Before anything is translated for it, which takes a minute."""
    hatch_build.probe_compiler(tmp_path)
    monkeypatch.setenv("CC", str(tmp_path / "cc"))
    with pytest.raises(Exception, match="No such file"):
        hatch_build.probe_compiler(tmp_path)
    assert list(tmp_path.iterdir()) == []


@COMPILED
def test_the_examples_of_compiled_modules() -> None:
    """pytest finds no examples in an extension: they are run as plain Python, apart from it."""
    folder = Path(svfix.__file__).parent
    sources = [
        source
        for source in sorted(folder.rglob("*.py"))
        if any(source.with_suffix(suffix).exists() for suffix in EXTENSION_SUFFIXES)
    ]
    assert len(sources) > 30
    command = [sys.executable, "-m", "pytest", "--doctest-modules", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "SVFIX_UNCOMPILED": "1"}
    done = subprocess.run(
        [*command, *map(str, sources)],
        cwd=EXAMPLE.parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) > 30
