"""Measures `svfix.diff` on two texts of 5 MB: seconds and peak memory, in a new process.

The texts are real pages (../shared), repeated until they are long enough, the hypothesis with 5 %
of its characters replaced, lost or doubled; `--observed` gives a third one, with other noise.

python benchmarks/diff_speed.py
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time

import sets

SIZE = 5 * 10**6  # bytes of each text
NOISE = 0.05  # of its characters
LETTERS = "abcdefghijklmnoprstuvyåäö.,1 "


def pages(shared: Path) -> list[str]:
    """The pages to repeat: the truth of the measured ones, and clean text in pages of 2,000 words.

    Raises Missing where they are not on this machine.
    """
    found = [
        page.reference for name in ("dev/eng", "dev/rapid") for page in sets.load(name, shared)
    ]
    clean = " ".join(page.reference for page in sets.load("clean", shared)).split(" ")
    return found + [" ".join(clean[at : at + 2000]) for at in range(0, len(clean), 2000)]


def repeated(found: Sequence[str], size: int) -> str:
    """The pages in a random order, again and again, up to `size` bytes."""
    shuffled = random.Random(1).sample(found, len(found))
    taken: list[str] = []
    so_far = 0
    for page in cycle(shuffled):
        if so_far >= size:
            return "\n\n".join(taken)
        taken.append(page)
        so_far += len(page.encode()) + 2
    return ""


def noisy(text: str, seed: int) -> str:
    """The text with `NOISE` of its characters replaced, lost or doubled."""
    chance = random.Random(seed)
    made = []
    for char in text:
        if chance.random() >= NOISE:
            made.append(char)
        else:
            made.append(chance.choice((chance.choice(LETTERS), "", char * 2)))
    return "".join(made)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where the pages are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of each text")
    parser.add_argument("--observed", action="store_true", help="compare three texts")
    options = parser.parse_args(arguments)
    try:
        reference = repeated(pages(options.shared), options.size)
    except sets.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    hypothesis = noisy(reference, 2)
    observed = noisy(reference, 3) if options.observed else None

    from svfix.diffs import diff

    start, used = perf_counter(), process_time()
    found = diff(hypothesis, reference, observed)
    seconds, used = perf_counter() - start, process_time() - used
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(f"{len(reference.encode()):,} bytes, {found.words:,} words, {found.signature}")
    print(f"CER {found.cer}, WER {found.wer}, moved {found.score.hypothesis.moved}")
    print(f"{seconds:.1f} s ({used:.1f} s of one core), {peak:.0f} MB at the most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
