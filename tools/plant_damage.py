"""Plant sparse damage in clean text: documents to learn and calibrate on where little is wrong.

    python tools/plant_damage.py --shared ../shared --out ../sparse

Real scans are mostly read right, and pages with a proof-read truth are too few to learn from and
measure on both.  So clean stretches of the corpora, from a line to many pages, get what engines
do to a text at a rate of 0.05 to 5 % of their words, or nothing at all.  Each document draws its
own few habits from one source of confusions (an engine's, two bills' of real scans, or the likeness
of letter shapes), as a scan repeats its errors: `sorn` stands six times in one motion.  It may lose
or gain spaces at a rate of its own, and have its lines broken with hyphens.

Paragraphs in which the corpora lost or gained a space themselves, as those from PDF do, are left
out: what is planted would be judged by them.

Drawn with a fixed seed.  Writes `NNNN.gt.txt` and `NNNN.ocr.txt`, with what was planted at which
rate in `plan.tsv`.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from svfix import lexicon  # noqa: E402

SEED = 20
CLEAN = 0.35  # of all documents
RATES = 0.0005, 0.12  # of words that are misread in the others, log-uniform between
SPACED = 0.4  # of the damaged documents lose spaces, and so many gain some
LOST_RATES, GAINED_RATES = (0.0003, 0.01), (0.002, 0.03)  # of all words, log-uniform between
FAVOUR = 0.2  # shape of the gamma draws by which a document favours a few confusions
RARE = 100.0  # times that a segment has to stand in a table's pages to tell much
MOST = 0.5  # how often a word is misread at most
SEGMENTS = 1, 2, 3  # characters that are misread as one
SWEDISH = {"swe": 5, "prop1": 5, "prop2": 5, "shapes": 5}
"""How much oftener than of other sources documents are of one that knows Swedish letters."""

ODD = 0.0, 0.1, 0.3  # of a text's misreadings that are of no kind: any letter for any, or none
MORE = 0.1  # how often a word that was misread is misread in another place as well
AGAIN = 0.0, 0.05, 0.2  # how often a word that was misread is misread so again, by the text
WRAPPED = 0.5  # of the documents of a paragraph or more have lines
WIDTHS = 40, 75  # characters a line
SIZES = {"record": (1, 90), "paragraph": (1, 500), "page": (1, 2200), "chapter": (1, 16000)}
KINDS = (*["record"] * 12, *["paragraph"] * 12, *["page"] * 8, *["chapter"] * 4)
"""What documents are: at most so many characters, from so many lines of a corpus on."""

MARKUP = re.compile(r"[\\_{}<>@$^|=~#]|&\w+;|§\w")
"""What lines of text have not, and the corpora's manuals and web pages have."""

LETTERS = re.compile(r"[^\W\d_]+(?:[-:][^\W\d_]+)*")
SHORTEST = 5  # letters of words that stand together
LONG = 6  # letters of a word that may be cut in two, or over a line
ANYWHERE, TWICE = 0.3, 0.2  # of the spaces in words: not between syllables; not the only ones
VOWELS = "aeiouyåäö"

Rule = tuple[str, str, float]  # truth, observed, weight


@dataclass(frozen=True)
class Habits:
    """What one document does to its words."""

    source: str
    rate: float
    rules: tuple[Rule, ...]
    lost: float
    gained: float
    again: float
    odd: float


def confusions(path: Path) -> list[Rule]:
    """What a table of confusions says was misread, by how often where it stood."""
    rules = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        truth, observed, count, stood = line.split("\t")
        letters = any(c.isalpha() for c in truth) and " " not in truth + observed
        if truth != observed and letters:
            rules.append((truth, observed, float(count) / (float(stood) + RARE)))
    return rules


def habits(sources: dict[str, list[Rule]], draw: random.Random) -> Habits:
    """The habits of one document."""
    if draw.random() < CLEAN:
        return Habits("clean", 0.0, (), 0.0, 0.0, 0.0, 0.0)
    names = sorted(sources)
    source = draw.choices(names, [SWEDISH.get(name, 1) for name in names])[0]
    rules = [(t, o, w * draw.gammavariate(FAVOUR, 1)) for t, o, w in sources[source]]
    lost, gained = (
        log_uniform(*rates, draw) if draw.random() < SPACED else 0.0
        for rates in (LOST_RATES, GAINED_RATES)
    )
    rate, again, odd = log_uniform(*RATES, draw), draw.choice(AGAIN), draw.choice(ODD)
    return Habits(source, rate, tuple(rules), lost, gained, again, odd)


def log_uniform(low: float, high: float, draw: random.Random) -> float:
    return float(low * (high / low) ** draw.random())


def by_truth(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The rules by what they misread."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule[0], []).append(rule)
    return found


def places(word: str, rules: dict[str, list[Rule]]) -> list[tuple[int, Rule]]:
    """Where a word may be misread, and by which rules."""
    return [
        (at, rule)
        for size in SEGMENTS
        for at in range(len(word) - size + 1)
        for rule in rules.get(word[at : at + size], ())
    ]


def misread(word: str, rules: dict[str, list[Rule]], draw: random.Random) -> str:
    """A word with one of its segments misread; as it is where no rule applies."""
    able = places(word, rules)
    if not able:
        return word
    at, (truth, observed, _) = draw.choices(able, [rule[-1] for _, rule in able])[0]
    return word[:at] + observed + word[at + len(truth) :]


def dirtied(word: str, letters: str, draw: random.Random) -> str:
    """A word with a letter replaced, lost or put in, as dirt does; new ones are of `letters`.

    >>> sorted({dirtied("som", "f", random.Random(seed)) for seed in range(99)})
    ['fom', 'fsom', 'om', 'sfm', 'sfom', 'sm', 'so', 'sof', 'sofm', 'somf']
    """
    at = draw.randrange(len(word))
    taken, put = draw.choice([(1, 1), (1, 1), (1, 0), (0, 1)])
    at += draw.randrange(2) if not taken else 0
    return word[:at] + (draw.choice(letters) if put else "") + word[at + taken :]


def damaged(text: str, doing: Habits, draw: random.Random) -> str:
    """A text as a document with these habits has it."""
    if not doing.rate:
        return text
    pieces, at = [], 0
    known: dict[str, str] = {}
    rules = by_truth(doing.rules)
    prone = {word: sum(rule[-1] for _, rule in places(word, rules)) for word in words_of(text)}
    usual = sum(prone.values()) / max(len(prone), 1) or 1.0
    letters = "".join(prone).lower()
    for found in LETTERS.finditer(text):
        gap = text[at : found.start()]
        if gap == " " and draw.random() < doing.lost:
            gap = ""
        word = found[0]
        if word in known and draw.random() < doing.again:
            word = known[word]
        elif len(word) > 1 and draw.random() < doing.rate * doing.odd:
            known[word] = word = dirtied(word, letters, draw)
        elif draw.random() < min(MOST, doing.rate * (1 - doing.odd) * prone[word] / usual):
            seen = misread(word, rules, draw)
            known[word] = word = misread(seen, rules, draw) if draw.random() < MORE else seen
        if len(word) >= LONG and word.isalpha() and draw.random() < doing.gained:
            word = split(word, draw)
        pieces += [gap, word]
        at = found.end()
    return "".join(pieces) + text[at:]


def words_of(text: str) -> set[str]:
    return set(LETTERS.findall(text))


def split(word: str, draw: random.Random) -> str:
    """A word with a space in it, or several in a long one."""
    anywhere = draw.random() < ANYWHERE
    least = 1 if word[0].isupper() else 2  # a large initial is parted, no other single letter
    cut = draw.randrange(least, len(word) - 1) if anywhere else cuts(word, draw)
    if not cut:
        return word
    first, rest = word[:cut], word[cut:]
    if len(rest) >= LONG and draw.random() < TWICE:
        rest = split(rest, draw)
    return f"{first} {rest}"


def cuts(word: str, draw: random.Random) -> int:
    """Where a word may be cut: before a consonant that a vowel follows; 0 for nowhere."""
    able = [
        i
        for i in range(2, len(word) - 2)
        if word[i].lower() not in VOWELS and word[i + 1].lower() in VOWELS
    ]
    return draw.choice(able) if able else 0


def wrapped(text: str, width: int, draw: random.Random) -> str:
    """A text in lines, long words broken over their ends."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            room = width - len(line) - 1
            if len(word) <= room:
                line = f"{line} {word}" if line else word
                continue
            cut = cuts(word, draw) if len(word) > LONG and word.isalpha() else 0
            if 0 < cut < room - 1:
                lines.append(f"{line} {word[:cut]}-")
                line = word[cut:]
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return "\n".join(lines)


def start_of(line: str, most: int) -> str:
    """The start of a line, of whole words, at most so many characters long.

    >>> start_of("en uppgift att göra", 12)
    'en uppgift'
    """
    return line if len(line) <= most else line[: most + 1].rpartition(" ")[0]


class Flaws:
    """Words that a corpus has a space too few or too many in."""

    def __init__(self) -> None:
        self._words = lexicon.default()
        self._run_on: dict[str, bool] = {}

    def in_line(self, line: str) -> bool:
        """Whether two words of a line stand together, or a word stands in two.

        >>> [Flaws().in_line(s) for s in ("en uppgiftatt göra", "de organi sationer", "den andra")]
        [True, True, False]
        """
        words = LETTERS.findall(line)
        odd = [not self._words.is_word(word) for word in words]
        if any(strange and self.run_on(word) for word, strange in zip(words, odd, strict=True)):
            return True
        pairs = zip(pairwise(words), pairwise(odd), strict=True)
        return any(
            (first or last)
            and b.islower()
            and len(a + b) >= LONG
            and f"{a} {b}" in line
            and self._words.is_word(a + b)
            for (a, b), (first, last) in pairs
        )

    def run_on(self, word: str) -> bool:
        """Whether a word that no list has is two that are met side by side."""
        if len(word) < SHORTEST:
            return False
        if word not in self._run_on:
            form = word.lower()
            parts = [(form[:at], form[at:]) for at in range(1, len(form))]
            sides = (list(map(self._words.trie.find, side)) for side in zip(*parts, strict=True))
            first, last = map(np.asarray, sides)
            able = (first >= 0) & (last >= 0)
            pairs = zip(first[able].tolist(), last[able].tolist(), strict=True)
            met = np.array([self._words.grams.met(*pair) for pair in pairs], bool)
            self._run_on[word] = bool(np.any(met)) or self.capital_inside(word)
        return self._run_on[word]

    def capital_inside(self, word: str) -> bool:
        """Whether a word is two, of which the second begins with a capital: `VisaFönster`."""
        found = re.fullmatch(r"([A-ZÅÄÖ]?[a-zåäö]{2,})([A-ZÅÄÖ][a-zåäö]{2,})", word)
        return found is not None and all(map(self._words.is_word, found.groups()))


def stretches(lines: Sequence[str], flaws: Flaws, draw: random.Random) -> Iterator[str]:
    """Stretches of a corpus, of all kinds of sizes, that do not overlap, without flawed lines."""
    order = list(range(0, len(lines) - 1, max(1, len(lines) // 1000)))
    draw.shuffle(order)
    for start in order:
        _, most = SIZES[draw.choice(KINDS)]
        text = ""
        for line in lines[start:]:
            if text and len(text) + len(line) > most:
                break
            if flaws.in_line(line):
                continue
            text = f"{text}\n{line}" if text else start_of(line, max(most, 40))
            if len(text) > most:
                break
        if text:
            yield text


def corpora(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.glob("*/*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines = [line.strip("\n") for line in file if not MARKUP.search(line)]
            yield f"{path.parent.name}/{path.name.split('.')[0]}", lines


def write(out: Path, number: int, text: str, doing: Habits, draw: random.Random) -> None:
    """Write one document; both sides have the same lines."""
    if len(text) > 200 and draw.random() < WRAPPED:
        text = wrapped(text, draw.randint(*WIDTHS), draw)
    (out / f"{number:04}.gt.txt").write_text(text, "utf-8")
    (out / f"{number:04}.ocr.txt").write_text(damaged(text, doing, draw), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=500, help="documents from each corpus")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    data = ROOT / "data" / "lexicon"
    tables = [*sorted((data / "confusions").glob("*.tsv")), data / "shapes.tsv"]
    sources = {path.stem: confusions(path) for path in tables if path.exists()}
    draw, flaws = random.Random(SEED), Flaws()
    plan, number = ["# document\tcorpus\tsource\trate\tlost\tgained"], 0
    for name, lines in corpora(options.shared / "corpus"):
        taken = 0
        for text in stretches(lines, flaws, draw):
            if taken == options.most or len(text.split()) < 2:
                break
            doing = habits(sources, draw)
            write(options.out, number, text, doing, draw)
            figures = f"{doing.rate:.6f}\t{doing.lost:.6f}\t{doing.gained:.6f}"
            plan.append(f"{number:04}\t{name}\t{doing.source}\t{figures}")
            number, taken = number + 1, taken + 1
    (options.out / "plan.tsv").write_text("\n".join(plan) + "\n", "utf-8")
    print(f"{number} documents in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
