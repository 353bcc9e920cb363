"""Hosts: each has its file, its extra, its tests and its page, and nobody else imports it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest
from tests.support.hosts import PAGE, ROOT, rows, section

FOLDER = ROOT / "src" / "svfix" / "integrations"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
NEEDED = PROJECT.split("\ndependencies = [")[1].split("]")[0]
EXTRAS = dict(
    re.findall(
        r"^(\w+) = (\[.*?\])$",
        PROJECT.split("[project.optional-dependencies]")[1].split("\n\n")[0],
        re.MULTILINE,
    )
)


def packages(requirements: str) -> set[str]:
    """The names of packages that a list of requirements has."""
    return set(re.findall(r'"([\w-]+)', requirements))


def imported(path) -> set[str]:
    """The packages that a file imports, wherever it does, beside Python's own and svfix's."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).split(".")[0])
    return found - set(sys.stdlib_module_names) - packages(NEEDED) - {"svfix"}


ALONE = {"ocrmypdf", "ocrd", "sparv"}
"""Hosts that are installed without the others: one for all tests, two for what they pin."""

ASKED = os.environ.get("SVFIX_HOSTS", "").split()
TOGETHER = sorted({row.module for row in rows()} - ALONE)
EXPECTED = TOGETHER if ASKED == ["all"] else ASKED
"""Hosts that have to be there: `.ci/run` says which."""

HOSTS = set().union(*(imported(FOLDER / f"{module}.py") for module in MODULES))


def test_every_module_has_a_row_and_every_row_a_module() -> None:
    assert sorted(row.module for row in rows()) == MODULES


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.module)
def test_a_host_has_its_extra_its_tests_and_its_section(row) -> None:
    assert row.extra in EXTRAS
    assert (ROOT / "tests" / "integrations" / f"test_{row.module}.py").exists()
    if row.link.startswith("#"):
        assert f"pip install 'svfix[{row.extra}]'" in section(row.host)
    else:
        assert f"svfix[{row.extra}]" in (PAGE.parent / row.link).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", EXPECTED)
def test_a_host_is_there(module) -> None:
    import_module("svfix_sparv" if module == "sparv" else f"svfix.integrations.{module}")


def test_the_extra_of_all_hosts_has_each_that_can_be_beside_others() -> None:
    named = set(re.findall(r"\w+", EXTRAS["hosts"])) - {"svfix"}
    assert named == {row.extra for row in rows()} - ALONE


def test_nobody_else_imports_a_host() -> None:
    elsewhere = [path for path in (ROOT / "src").rglob("*.py") if path.parent != FOLDER]
    assert len(elsewhere) > 100
    assert not {str(path): found for path in elsewhere if (found := imported(path) & HOSTS)}


def test_a_repair_imports_no_host() -> None:
    asked = (
        "import sys, svfix; svfix.fix('Metoden for uppféljningen');"
        "list(svfix.pipe(['Metoden for uppféljningen'], shared_profile=True));"
        f"print(sorted({HOSTS!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(find_spec("ocrd") is not None, reason="OCR-D is installed")
def test_the_program_of_ocr_d_says_what_it_needs() -> None:
    asked = "from svfix.integrations import ocrd_svfix; ocrd_svfix()"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("ocrd-svfix needs OCR-D (No module named")
    assert done.stderr.endswith("pip install 'svfix[ocrd]'\n")
