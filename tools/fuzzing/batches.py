"""Batches: runs over files, gone on with from any manifest, and taken back by any file of edits."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fuzzing import mutations, samples, texts
from svfix.batch.manifest import NAME
from svfix.cli import main

Case = dict[str, Any]

CODES = 0, 1, 2, 3  # of all exit codes those that an input may lead to
FILES = 4  # of a batch, at most
QUICK = ["--passes", "characters"]
"""A pass that is quick, so that many batches are tried."""

OPTIONS: tuple[list[str], ...] = (
    QUICK,
    QUICK,
    QUICK,
    [],
    ["--one-profile"],
    ["--min-confidence", "0.9"],
)
FORMATS = "text", "jsonl", "csv", "hocr", "alto", "page", "tsv", "html", "tei", "pdf-layer"


def batch(random: Random) -> Case:
    """Some files, the options of a run, and what happens to its manifest and its edits."""
    files = {}
    for number in range(random.randint(1, FILES)):
        name = random.choice(FORMATS)
        data = random.choice(samples.documents()[name])
        data = mutations.changed(data, name, random) if random.random() < 0.4 else data
        if name == "text" and random.random() < 0.8:
            data = ("ﬁn " + texts.text(random)).encode("utf-8", "replace")
        ending = "pdf" if name == "pdf-layer" else random.choice(("txt", "xml", "åäö"))
        files[f"{random.choice(('', 'a/', 'b/c/'))}{number}.{ending}"] = data.decode("latin-1")
    return {"files": files, "options": random.choice(OPTIONS), "seed": random.randrange(2**30)}


def check(case: Case) -> None:
    """Raise AssertionError unless runs over files do what they have to, and lose nothing."""
    with TemporaryDirectory() as folder:
        root, random = Path(folder), Random(case["seed"])
        read, out, trail = root / "in", root / "out", root / "edits.jsonl"
        for name, data in case["files"].items():
            path = read / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode("latin-1"))
        command = ["fix", str(read), "-o", str(out), "-q", *case["options"]]
        code = run(*command, "--resume", "--edits", str(trail))
        assert code in (0, 3), f"exit code {code}"
        before = tree(out)
        _is_taken_back(root, tree(read), trail)
        _goes_on(out, before, command, random)
        _is_taken_back(root, tree(read), changed(trail, random))


def run(*arguments: str) -> int:
    """Run svfix in this process; return its exit code."""
    out, told = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    try:
        with redirect_stdout(out), redirect_stderr(told):
            code = main(arguments)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    told.seek(0)
    said = told.buffer.read().decode()
    assert "Traceback" not in said, said
    assert "please report" not in said, said
    assert code in CODES, f"exit code {code}: {said}"
    assert code == 0 or code == 1 or said, f"exit code {code}, and nothing is said"
    return code


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by name; the manifest is none."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }


def _is_taken_back(root: Path, originals: dict[str, bytes], trail: Path) -> None:
    """Raise AssertionError unless each file that comes back is as it was."""
    back = root / "back"
    run("revert", str(root / "out"), str(trail), "-o", str(back))
    for name, data in tree(back).items() if back.exists() else ():
        assert data == originals[name], f"{name} does not come back as it was"
        (back / name).unlink()


def _goes_on(out: Path, before: dict[str, bytes], command: list[str], random: Random) -> None:
    """Raise AssertionError unless a run with a manifest that is not in order does the same."""
    changed(out / NAME, random)
    for name in [*before]:
        if random.random() < 0.3:
            (out / name).unlink()
    code = run(*command, "--resume")
    assert code in (0, 3), f"exit code {code} with --resume"
    assert tree(out) == before, "another tree after --resume"


def changed(path: Path, random: Random) -> Path:
    """A file of JSON lines, of which some are lost, doubled or of another kind."""
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(lines)) if lines else 0
        change = random.choice((mutations.values_changed, mutations.bytes_changed))
        if lines and random.random() < 0.8:
            lines[at] = change(lines[at], random).rstrip(b"\n") + b"\n"
        elif lines:
            lines.insert(random.randrange(len(lines)), lines[at])
    path.write_bytes(b"".join(lines))
    return path
