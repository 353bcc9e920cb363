"""What svfix makes of the pages that are in the project, edit by edit: the same everywhere.

    python tools/digest.py              # says where they are others than in tests/data/edits.tsv
    python tools/digest.py --record     # after a change that is meant to change edits

It is the svfix that is installed. The same input, options and version give the same output on any
machine, with any Python, compiled or not. The file has each edit that is made at a low
`min_confidence`, with how sure it is, so that a difference of the sixth digit is seen. The exit
code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import svfix

ROOT = Path(__file__).resolve().parent.parent

RECORD = ROOT / "tests/data/edits.tsv"
PAGES = ("examples/protokoll.txt", "src/svfix/cli/self_test/page.txt")
LEAST = 0.05
"""How sure an edit has to be: far below what anybody would make."""

HEAD = "# Edits of the pages (tools/digest.py): where, before, after, rule, confidence\n"


def lines() -> Iterator[str]:
    """A line for each edit, page after page, with what is expected to be wrong of each."""
    fixer = svfix.Fixer(min_confidence=LEAST)
    for name in PAGES:
        result = fixer.explain((ROOT / name).read_text(encoding="utf-8"))
        quality = result.quality
        assert quality is not None  # all passes ran
        yield f"# {name}\t{quality.words}\t{quality.before:.6f}\t{quality.after:.6f}\n"
        for edit in result.edits:
            said = edit.before, edit.after
            fields = edit.start, *map(ascii, said), edit.rule, f"{edit.confidence:.6f}"
            yield "\t".join(map(str, fields)) + "\n"


def digest(text: str) -> str:
    """What tells one record from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="take what is made now as right")
    options = parser.parse_args()
    now = HEAD + "".join(lines())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    kind = "compiled" if svfix.accelerated else "plain"
    print(f"{digest(now)}  {svfix.__version__}, {kind}, {python}, {platform.machine()}")
    if options.record:
        RECORD.write_text(now, encoding="utf-8")
        return 0
    known = RECORD.read_text(encoding="utf-8")
    sys.stdout.writelines(
        difflib.unified_diff(known.splitlines(True), now.splitlines(True), "recorded", "now", n=0)
    )
    return int(now != known)


if __name__ == "__main__":
    raise SystemExit(main())
