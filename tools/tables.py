"""Writing and hypothesis the text tables of data/lexicon: sorted, NFC, atomic."""

from __future__ import annotations

import lzma
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = tuple[str | int, ...]


def write(path: Path, columns: str, rows: Iterable[Row]) -> None:
    """Write rows sorted, under a `# columns` header; a name ending in .xz is compressed."""
    body = sorted("\t".join(map(str, row)) for row in rows)
    text = unicodedata.normalize("NFC", "\n".join([f"# {columns}", *body]) + "\n")
    data = text.encode("utf-8")
    if path.suffix == ".xz":
        data = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
    print(f"{path.name}: {len(body):,} rows, {len(data) / 1e6:.1f} MB", flush=True)


def read(path: Path) -> Iterator[list[str]]:
    """The rows of a table, as lists of strings."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    for line in text.splitlines():
        if not line.startswith("# "):
            yield line.split("\t")
