"""The rooms of the house: each imports only from those before it, and no two from each other."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src"

LAYERS = """
version      uncompiled  patterns   edits      offsets    io          text      quality
lexicon      channel    evidence   table       options
search       ranking    decoder
context      settling   passes      doubts     result      workers
rows         alignment  merging     pipeline   columns     svfix
formats      diffs      batch       review      cli
program      __main__   packing    integrations
""".split()
"""The rooms, in order; `svfix` is the public face, which shows names of any of them."""

KNOWN = {
    # A profile saves and loads itself.
    ("svfix.channel.profile", "svfix.channel.profile_file"),
    # A row of the table calls its pass, by name: what it calls it with is known by type only.
    ("svfix.table", "svfix.context"),
}
"""Imports that the rules are not for."""

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((SOURCE / "svfix").rglob("*.py"))
}


def imported(module: str, types: bool = True) -> set[str]:
    """The modules of svfix that one imports, in functions too, and for its annotations if asked."""
    found: set[str] = set()
    nodes: list[ast.AST] = [ast.parse(MODULES[module].read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not types:
            nodes += node.orelse
            continue
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found.update(name if name in MODULES else str(node.module) for name in names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        nodes += ast.iter_child_nodes(node)
    return {other for other in found & set(MODULES) if (module, other) not in KNOWN}


def room(module: str) -> int:
    """The place of a module's room among `LAYERS`."""
    return LAYERS.index(module.split(".")[1] if "." in module else module)


def test_every_room_has_its_place() -> None:
    assert {LAYERS[room(module)] for module in MODULES} == set(LAYERS)


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"svfix"}))
def test_no_import_goes_up(module: str) -> None:
    upward = [other for other in sorted(imported(module)) if room(other) > room(module)]
    assert not upward, f"{module} imports {', '.join(upward)}"


def test_no_modules_import_each_other() -> None:
    needs = {module: imported(module, types=False) for module in MODULES if module != "svfix"}
    list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle
