"""The numbers of svfix's code, and a build of svfix in which each of them can be changed.

A *constant* here is a number that a module gives a name to: `FLOWS = 11.0`, each number of
`NONE, LITTLE = 0.6, 0.3` or `QUICK = Beam(width=8, margin=6.5, dearest=7.0)`, and each number of
the tables in `svfix/passes/rules`. `perturb.py` changes them, one by one.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src/svfix"
ROOMS = "passes", "decoder", "ranking", "search", "channel", "text"
TABLES = {"confidences": "confidence", "weights": "nats"}
"""The tables of rules that have numbers: the column that is one."""

UP, DOWN = "+", "-"
COPIED = {".py", ".pxd", ".tsv", ".bin"}
RULES = CODE / "passes/rules/__init__.py"
SMALL = 8
"""Whole numbers up to this are counts of a few, which one more or less changes."""

KNOBS = '''"""Which of this build's constants are changed: written by tools/constants.py."""

import os

CHANGED = dict(pair.rsplit("=", 1) for pair in os.environ.get("SVFIX_CHANGED", "").split())


def number(name, value):
    """A constant's value: its own, or the one it is changed to."""
    return type(value)(CHANGED.get(name, value))
'''


@dataclass(frozen=True)
class Constant:
    """A number with the name it goes by, and where it stands: its line, and bytes of that."""

    name: str
    value: int | float
    path: Path
    line: int
    start: int
    end: int

    def changed(self, way: str) -> int | float:
        """The value that it is perturbed to, up or down."""
        return perturbed(self.value, way)


def perturbed(value: int | float, way: str) -> int | float:
    """A number that is clearly larger (`+`) or smaller (`-`) than another, of the same kind.

    Small whole numbers go up or down by one, others are doubled or halved; of a share between 0 and
    1 the odds are. Of a negative number it is the size that is doubled or halved:

    >>> [perturbed(3, way) for way in "+-"], [perturbed(60, way) for way in "+-"]
    ([4, 2], [120, 30])
    >>> [round(perturbed(0.9, way), 4) for way in "+-"], [perturbed(-9.0, way) for way in "+-"]
    ([0.9474, 0.8182], [-18.0, -4.5])
    """
    up = way == UP
    if isinstance(value, int):
        if abs(value) <= SMALL:
            return value + 1 if up else value - 1
        return value * 2 if up else value // 2
    if 0 < value < 1:
        odds = value / (1 - value) * (2 if up else 0.5)
        return odds / (1 + odds)
    return value * (2 if up else 0.5)


def constants() -> list[Constant]:
    """All constants of the rooms and of the tables, in the order they stand."""
    found: list[Constant] = []
    for room in ROOMS:
        for path in sorted((CODE / room).rglob("*.py")):
            found += of_module(path)
    return found + [constant for table in TABLES for constant in of_table(table)]


def of_module(path: Path) -> Iterator[Constant]:
    """The constants of one module, from what it assigns to names in capitals."""
    parts = path.relative_to(CODE).with_suffix("").parts
    module = ".".join(part for part in parts if part != "__init__")
    for statement in ast.parse(path.read_bytes()).body:
        match statement:
            case ast.Assign(targets=[target], value=value):
                yield from of_value(path, module, target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from of_value(path, module, target, value)


def of_value(path: Path, module: str, target: ast.expr, value: ast.expr) -> Iterator[Constant]:
    """The numbers of an assigned value; of several names, each with its own."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, part in zip(target.elts, value.elts, strict=True):
            yield from of_value(path, module, each, part)
        return
    numbers = list(written(value))
    for i, number in enumerate(numbers):
        name = ast.unparse(target).strip("()").replace(", ", "+")
        assert number.end_col_offset is not None
        yield Constant(
            f"{module}.{name}" + (f"[{i}]" if len(numbers) > 1 else ""),
            ast.literal_eval(number),
            path,
            number.lineno,
            number.col_offset,
            number.end_col_offset,
        )


def written(value: ast.AST) -> Iterator[ast.expr]:
    """The numbers that stand in an expression, with their sign; not those in patterns or slices."""
    match value:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            yield value
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int() | float()):
            yield value
        case ast.JoinedStr():
            return
        case ast.Subscript(value=inner):
            yield from written(inner)
        case _:
            for child in ast.iter_child_nodes(value):
                yield from written(child)


def of_table(table: str) -> Iterator[Constant]:
    """The numbers of a table of rules: `rules.weights.debris.stop`."""
    path = CODE / "passes/rules" / f"{table}.tsv"
    head: list[str] | None = None
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text.startswith("#"):
            continue
        if head is None:
            head = text.split("\t")
            continue
        cells = text.split("\t")
        at = head.index(TABLES[table])
        before = len("\t".join(cells[:at]).encode()) + 1
        end = before + len(cells[at].encode())
        yield Constant(f"rules.{table}.{cells[0]}", float(cells[at]), path, line, before, end)


def changeable(to: Path) -> None:
    """Write a copy of svfix's sources in which each constant asks what it is.

    `SVFIX_CHANGED` says so: names and values, `decoder.rate.GOOD=0.04`, with spaces between.
    """
    asked = {constant.path for constant in constants() if constant.path.suffix == ".py"}
    files = [path for path in sorted(CODE.rglob("*")) if path.suffix in COPIED]
    for path in files:
        source = asking(path) if path in asked else path.read_bytes()
        if path == RULES:
            source += OF_TABLES.encode()
        put(to / path.relative_to(CODE), source)
    put(to / "_knobs.py", KNOBS.encode())
    there = {path.relative_to(CODE) for path in files} | {Path("_knobs.py")}
    for path in to.rglob("*.py"):
        if path.relative_to(to) not in there:  # a module that is gone
            path.unlink()


def put(path: Path, content: bytes) -> None:
    """Write a file, unless it is so already: then nothing made of it has to be made again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


OF_TABLES = f'''

_plain = table


@cache
def table(name: str) -> list[list[str]]:
    """The rows of a table, with what is changed of them."""
    from svfix._knobs import CHANGED

    rows = [list(row) for row in _plain(name)]
    if name in {tuple(TABLES)!r}:
        for row in rows:
            row[1] = CHANGED.get(f"rules.{{name}}.{{row[0]}}", row[1])
    return rows
'''


def asking(path: Path) -> bytes:
    """The source of a module, in which each constant asks what it is."""
    lines = path.read_bytes().splitlines(keepends=True)
    for constant in reversed(list(of_module(path))):
        line = lines[constant.line - 1]
        plain = line[constant.start : constant.end]
        call = b'__import__("svfix._knobs")._knobs.number("%s", %s)' % (
            constant.name.encode(),
            plain,
        )
        lines[constant.line - 1] = line[: constant.start] + call + line[constant.end :]
    return b"".join(lines)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a head, without its comments."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
