"""Learn a channel, P(observed | truth), from pages of OCR beside their truth.

    python tools/learn_confusions.py --shared ../shared --printed ../printed/train

For each engine the pages are aligned character by character, cut where both sides have white
space, and every differing chunk is segmented into pairs of up to 3:3 characters.  The segmentation
is re-estimated a few times (Viterbi training of the model of Brill & Moore 2000, "An improved error
model for noisy channel spelling correction"): a pair that explains many chunks grows cheap, so
chance alignments die out.  All-capital words are counted in lower case: engines confuse the same
shapes there, and too few of them are seen to learn them apart.
"""

from __future__ import annotations

import argparse
import csv
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

Pair = tuple[str, str]  # (truth, observed)

LONGEST = 3  # characters a side of one segment
INVENTED = 0.5  # what a segment of nothing costs more at first
LONGEST_CHUNK = 30  # a longer chunk is a lost line, not a confusion
FOLD = str.maketrans({"\u00a0": " ", "\u00ad": None, "’": "'", "´": "'", "`": "'", "‘": "'"})
ENGINES = ("eng", "swe", "rapid", "ocrad")
LANGUAGES = ("dan", "deu", "fin", "fra", "nor")  # Tesseract's models, on pages of `render_pages.py`
REAL_COLUMNS = {"prop1": "tesseract_hocr_line", "prop2": "riksdagen_ocr_segment"}


def normal(text: str) -> str:
    """Text as it is compared: NFC, one kind of space and apostrophe, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).translate(FOLD).split())


def page_pairs(engine: str, *folders: Path) -> Iterator[Pair]:
    for truth in (path for folder in folders for path in sorted(folder.glob("*.gt.txt"))):
        observed = truth.with_name(truth.name.replace(".gt.", f".{engine}."))
        if observed.exists():
            yield normal(truth.read_text("utf-8")), normal(observed.read_text("utf-8"))


def line_pairs(table: Path, column: str) -> Iterator[Pair]:
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[column] and row["voted"] and row["n_undecided"] == "0":
                yield normal(row["voted"]), normal(row[column])


def chunks(truth: str, observed: str) -> Iterator[Pair]:
    """Cut an aligned page where both sides have a space."""
    start_t = start_o = 0
    for op in Levenshtein.opcodes(truth, observed):
        if op.tag != "equal":
            continue
        for k in range(op.src_end - op.src_start):
            if truth[op.src_start + k] == " ":
                yield truth[start_t : op.src_start + k], observed[start_o : op.dest_start + k]
                start_t, start_o = op.src_start + k + 1, op.dest_start + k + 1
    yield truth[start_t:], observed[start_o:]


def usable(truth: str, observed: str) -> bool:
    """Whether a chunk tells of confusions, and not of lost or invented words."""
    if not truth or not observed or max(len(truth), len(observed)) > LONGEST_CHUNK:
        return False
    distance = Levenshtein.distance(truth, observed)
    return distance <= max(2, 0.6 * len(truth)) and (distance < len(truth) or len(truth) <= 2)


def lowered(pair: Pair) -> Pair:
    truth, observed = pair
    letters = [c for c in truth if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return truth.lower(), observed.lower()
    return pair


def first_cost(truth: str, observed: str) -> float:
    """The cost of a segment before anything is learned: longer segments lose to shorter ones.

    A letter read as two is one segment, not one misread and one invented; a space that was lost
    or read as something is one by itself.
    """
    a, b = len(truth), len(observed)
    if truth == observed:
        return 0.0 if a == 1 else math.inf
    if " " in truth + observed and max(a, b) > 1:
        return math.inf
    if a and b and (truth[0] == observed[0] or truth[-1] == observed[-1]):
        return math.inf  # the equal end is its own segment
    return max(a, b) + 0.1 * abs(a - b) - 0.1 * (min(a, b) > 1) + INVENTED * (not a or not b)


def segment(truth: str, observed: str, cost: dict[Pair, float]) -> list[Pair]:
    """The cheapest segmentation of a chunk, by dynamic programming over both strings."""
    best: list[list[float]] = [[math.inf] * (len(observed) + 1) for _ in range(len(truth) + 1)]
    back: list[list[Pair]] = [[("", "")] * (len(observed) + 1) for _ in range(len(truth) + 1)]
    best[0][0] = 0.0
    for i in range(len(truth) + 1):
        for j in range(len(observed) + 1):
            for a in range(min(LONGEST, i) + 1):
                for b in range(min(LONGEST, j) + 1):
                    if not a and not b:
                        continue
                    pair = truth[i - a : i], observed[j - b : j]
                    known = cost.get(pair)
                    step = first_cost(*pair) + 8.0 * bool(cost) if known is None else known
                    if best[i - a][j - b] + step < best[i][j]:
                        best[i][j] = best[i - a][j - b] + step
                        back[i][j] = pair
    path: list[Pair] = []
    i, j = len(truth), len(observed)
    while i or j:
        pair = back[i][j]
        path.append(pair)
        i, j = i - len(pair[0]), j - len(pair[1])
    return path[::-1]


def substrings(text: str) -> Iterator[str]:
    for size in range(1, LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def learn(
    pairs: Iterable[Pair], rounds: int = 3
) -> tuple[Counter[Pair], Counter[str], Counter[str]]:
    """Counts of segments; how often each truth segment stood in the truth, and first in a word."""
    tokens = Counter(lowered(chunk) for page in pairs for chunk in chunks(*page) if usable(*chunk))
    seen: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for (truth, _), n in tokens.items():
        seen[""] += n * (len(truth) + 1)
        seen[" "] += n  # chunks are cut at spaces that were read as such
        for part in substrings(truth):
            seen[part] += n
        for size in range(1, LONGEST + 1):
            first[truth[:size]] += n
    cost: dict[Pair, float] = {}
    counts: Counter[Pair] = Counter()
    for _ in range(rounds):
        counts = Counter({(" ", " "): tokens.total()})
        for (truth, observed), n in tokens.items():
            if truth == observed:
                for character in truth:
                    counts[character, character] += n
            else:
                for pair in segment(truth, observed, cost):
                    counts[pair] += n
        cost = {
            pair: -math.log(n / seen[pair[0]])
            for pair, n in counts.items()
            if n > 1 or max(len(pair[0]), len(pair[1])) == 1
        }
    return counts, seen, first


def opens(truth: str, observed: str) -> bool:
    """Whether a confusion is one of words' first letters: small ones read as capitals."""
    return truth[:1].islower() and observed[:1].isupper()


def write(
    path: Path, counts: Counter[Pair], seen: Counter[str], first: Counter[str], least: int
) -> None:
    rows = [
        f"{truth}\t{observed}\t{n}\t{max(n, (first if opens(truth, observed) else seen)[truth])}\n"
        for (truth, observed), n in sorted(counts.items())
        if n >= least or (len(truth) == 1 and len(observed) == 1)
    ]
    header = "# truth\tobserved\tcount\tseen: how often the truth segment stood there\n"
    path.write_text(header + "".join(rows), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--printed", type=Path, help="a folder that render_pages.py wrote")
    parser.add_argument("--out", type=Path, default=Path("data/lexicon/confusions"))
    parser.add_argument("--least", type=int, default=2, help="drop longer segments seen less often")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    folders = [options.shared / "bench/train"] + [options.printed] * bool(options.printed)
    names = ENGINES + LANGUAGES * bool(options.printed)
    sources = {name: page_pairs(name, *folders) for name in names}
    table = options.shared / "bench/real/prop_line_pairs.tsv"
    sources |= {name: line_pairs(table, column) for name, column in REAL_COLUMNS.items()}
    for name, pairs in sources.items():
        counts, seen, first = learn(pairs)
        write(options.out / f"{name}.tsv", counts, seen, first, options.least)
        print(f"{name}: {sum(counts.values())} segments, {len(counts)} kinds")


if __name__ == "__main__":
    main()
