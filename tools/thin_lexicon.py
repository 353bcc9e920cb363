"""Make lexicons that lack words of the corpora, as svfix's own lacks words of any other text.

    python tools/thin_lexicon.py --out ../thin

The lexicon was made of the corpora, so of their words 1 in 80 is missing in it; of the words of
other texts 1 in 50 to 1 in 10 is (names, terms, words of other times).  What a word is that no list
has can't be learned where there are hardly any.  So the rarer words are dealt into `PARTS` by how
they begin, a word with its inflections and compounds, and each lexicon made here lacks one part.
`learn_calibration.py --thin` reads documents with them.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from svfix.lexicon import compile as lexicon_compiler  # noqa: E402
from svfix.lexicon import packed  # noqa: E402
from svfix.lexicon.compile import Sources  # noqa: E402

PARTS = 4
BEGINNING = 6  # letters that a word has in common with its inflections
COMMON = 1000.0  # tokens of a word with its inflections that no lexicon would lack


def thinned(sources: Sources, part: int) -> Sources:
    """The sources without one part of their rarer words."""
    whole: defaultdict[str, float] = defaultdict(float)
    for form, entry in sources.entries.items():
        whole[form[:BEGINNING]] += entry.count
    lacking = {form for form in sources.entries if dealt(form) == part}
    lacking = {form for form in lacking if whole[form[:BEGINNING]] < COMMON}
    for form in lacking:
        del sources.entries[form]
        sources.compounds.pop(form, None)
    sources.names = [name for name in sources.names if name not in lacking]
    return sources


def dealt(form: str) -> int:
    """The part that a form is dealt into.

    >>> dealt("uppföljning") == dealt("uppföljningen"), len({dealt(c) for c in "abcdefgh"})
    (True, 4)
    """
    return zlib.crc32(form[:BEGINNING].encode()) % PARTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    folder = ROOT / "data" / "lexicon"
    for part in range(PARTS):
        sources = thinned(lexicon_compiler.merge(folder), part)
        packed.write(options.out / f"{part}.bin", *lexicon_compiler.pack(folder, sources))


if __name__ == "__main__":
    main()
