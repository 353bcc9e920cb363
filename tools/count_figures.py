"""Count what figures are misread as: the evidence for the tables in `svfix.text.numbers.figures`.

    python tools/count_figures.py --shared ../shared

Pages of OCR are aligned with their truth; in chunks of one length that are numbers (no fewer
figures than letters, as read) each letter is counted by what the page had in its place.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from learn_confusions import ENGINES, chunks, page_pairs, usable

NO_LETTERS = "|&_"  # are read for figures too


def is_letter(character: str) -> bool:
    return character.isalpha() or character in NO_LETTERS


def count(folder: Path) -> dict[str, Counter[str]]:
    """For each letter read in a number: how often it stood for what."""
    stood: dict[str, Counter[str]] = defaultdict(Counter)
    for engine in ENGINES:
        for page in page_pairs(engine, folder):
            for truth, observed in chunks(*page):
                figures = sum(c.isdigit() for c in observed)
                letters = sum(c.isalpha() for c in observed)
                if len(truth) != len(observed) or not figures or figures < letters:
                    continue
                if usable(truth, observed):
                    for a, b in zip(truth, observed, strict=True):
                        if is_letter(b):
                            stood[b][a] += 1
    return stood


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    for letter, stood in sorted(count(options.shared / "bench/train").items()):
        if any(truth.isdigit() for truth in stood):
            print(letter, ", ".join(f"{truth} {n}" for truth, n in stood.most_common()))


if __name__ == "__main__":
    main()
