"""Texts to try: rows, words and sentences that are misread, what they are made of shuffled, litter.

Everything is drawn from a `random.Random`, so that a text is known by the seed it was drawn with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent.parent
FOREIGN = ("thresholds.tsv", "unseen.tsv", "refused.tsv")  # whose fields are no texts
ESCAPE = re.compile(r"\\(n|r|t|f|\\|x[0-9a-f]{2}|u[0-9a-f]{4})")

LONGEST_ROW = 400
"""Characters of a row of the cases that is taken: longer ones are pages, which `page` makes."""

TABLES = "eng", "dan", "fra", "shapes"
ODD = (
    "\u00ad\u200b\u200d\u2028\u2029\ufeff\ufffd\x85\x0b\x0c\x1c\0\x7f\u0308\u030a\u0301\u20dd"
    "ſﬁﬂßıİŁøæÅK\U0001d5ee\U0001f1f8\U0001f468\ud800\udfff\u202e\u05d0\u0627\u0e33한"
)
MARKS = "-–—¬‐=~|!?.,:;'\"”’“»«()[]{}<>/\\@#$%&*+^_`´¨°§•·0123456789lIO"
LETTERS = "aåäöeinrstdlmkgvopuhbfycjxqwzéüAÅÄÖESIL"
BETWEEN = (
    " ",
    " ",
    " ",
    "",
    "\n",
    "\r\n",
    "-\n",
    "\n\n",
    "\t",
    "  ",
    ". ",
    ", ",
    "\f",
    "|",
    "\u00a0",
)
ATOM = re.compile(r"\w+|\s+|[^\w\s]+")

Draw = Callable[[Random], str]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def unescaped(field: str) -> str:
    r"""A field of the cases as the text it stands for.

    >>> unescaped(r"en\ntva\\")
    'en\ntva\\'
    """

    def one(found: re.Match[str]) -> str:
        named = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "\\": "\\"}.get(found[1])
        return named or chr(int(found[1][1:], 16))

    return ESCAPE.sub(one, field)


@cache
def rows() -> tuple[str, ...]:
    """The texts of the cases, as read and as they have to be."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "tests/cases").glob("*.tsv")):
        if path.name not in FOREIGN:
            for line in read(path).splitlines():
                if not line.startswith("#"):
                    found |= dict.fromkeys(map(unescaped, line.split("\t")))
    return tuple(text for text in found if 1 < len(text) <= LONGEST_ROW)


@cache
def sentences() -> tuple[str, ...]:
    """Sentences that stand by themselves, of an example and of the cases."""
    page = read(ROOT / "examples/protokoll.txt").splitlines()
    return tuple(text for text in (*page, *rows()) if text.count(" ") > 2)


@cache
def atoms() -> tuple[str, ...]:
    """Words, marks and spaces of the cases, each once."""
    return tuple(dict.fromkeys(atom for row in rows() for atom in ATOM.findall(row)))


@cache
def words() -> tuple[str, ...]:
    """Words of the lexicon, common ones and names."""
    folder = ROOT / "data/lexicon"
    common = read(folder / "wordfreq.tsv").splitlines()[1:30_000:3]
    names = read(folder / "names.tsv").splitlines()[1:20_000:10]
    return tuple(line.split("\t")[0] for line in (*common, *names) if not line.startswith("#"))


@cache
def confusions() -> dict[str, tuple[tuple[str, str], ...]]:
    """What engines take for what, by engine: truth and what is observed."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in TABLES:
        path = ROOT / "data/lexicon" / ("" if name == "shapes" else "confusions") / f"{name}.tsv"
        lines = [line.split("\t")[:2] for line in read(path).splitlines() if line[:2] != "# "]
        found[name] = tuple((truth, seen) for truth, seen in lines if truth and truth != seen)
    return found


def garbage(random: Random) -> str:
    """Characters of any kind, half surrogates among them."""

    def one() -> str:
        kind = random.random()
        if kind < 0.3:
            return chr(random.randrange(0x250))
        return random.choice(ODD) if kind < 0.8 else chr(random.randrange(0x110000))

    return "".join(one() for _ in range(random.randrange(40)))


def letters(random: Random) -> str:
    """Words of letters that were drawn one by one, with marks now and then."""
    pool = LETTERS + (MARKS if random.random() < 0.5 else "")
    size = random.choice((3, 8, 30))
    return " ".join(
        "".join(random.choices(pool, k=random.randint(1, size)))
        for _ in range(random.randint(1, 4))
    )


def listed(random: Random) -> str:
    """Words of the lexicon with anything between them."""
    chosen = random.choices(words(), k=random.randint(1, 9))
    return "".join(word + random.choice(BETWEEN) for word in chosen)


def word(random: Random) -> str:
    """A word, or two, with a letter or two misread."""
    text = random.choice(words())
    for _ in range(random.randint(0, 2)):
        truth, seen = random.choice(confusions()[random.choice(TABLES)])
        at = random.randint(0, len(text))
        text = text.replace(truth, seen, 1) if truth in text else text[:at] + seen + text[at:]
    return text + random.choice(BETWEEN) + random.choice(words()) if random.random() < 0.3 else text


def misread(random: Random) -> str:
    """Words or a sentence as an engine may have read them."""
    text = random.choice(sentences()) if random.random() < 0.4 else listed(random)
    rules = random.sample(confusions()[random.choice(TABLES)], 40)
    for truth, seen in rules:
        if truth in text and random.random() < 0.7:
            text = text.replace(truth, seen, random.choice((1, 2, -1)))
    return text


def shuffled(random: Random) -> str:
    """What the cases are made of, in another order."""
    return "".join(random.choices(atoms(), k=random.randint(1, 24)))


def changed(random: Random) -> str:
    """A row of the cases with some of it taken out, put in, doubled or of another row."""
    text = random.choice(rows())
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 1, 1, 2, 8)))
        text = text[:start] + _put(text[start:end], random) + text[end:]
    return text


def _put(taken: str, random: Random) -> str:
    """What stands in the place of some characters."""
    kind = random.randrange(8)
    if kind == 0:
        other = random.choice(rows())
        start = random.randint(0, len(other))
        return other[start : start + random.randrange(20)]
    return ("", taken * 2, taken.swapcase(), random.choice(MARKS), random.choice(ODD),
            random.choice(atoms()), taken + random.choice(BETWEEN))[kind - 1]  # fmt: skip


def recoded(random: Random) -> str:
    """A text that was read in another character set than it was written in."""
    text = random.choice(sentences())
    data = text.encode(random.choice(("utf-8", "cp1252", "cp850", "mac_roman", "utf-7")), "replace")
    return data.decode(random.choice(("cp1252", "latin-1", "cp850", "utf-8", "cp437")), "replace")


def spread(random: Random) -> str:
    """A text whose letters, marks or words came apart or together."""
    text = random.choice(sentences())
    kind = random.randrange(4)
    if kind == 0:
        return " ".join(text[: random.randint(4, 60)])
    if kind == 1:
        return text.replace(" ", random.choice(("", "", "\n", "_", "\u00a0", "-")))
    cut = random.randint(1, 12)
    joint = random.choice((" ", "-\n", "\n", "\u00ad", " ̈", "|\n|"))
    return joint.join(text[at : at + cut] for at in range(0, len(text), cut))


def repeated(random: Random) -> str:
    """A piece that comes again and again."""
    piece = random.choice(SHORT)(random)[: random.choice((1, 2, 8, 40))]
    return (piece + random.choice(BETWEEN)) * random.choice((2, 3, 10, 40))


def page(random: Random) -> str:
    """Some lines of all kinds."""
    kinds = random.choices(SHORT, k=random.choice((1, 2, 3)))
    ends = random.choice(("\n", "\r\n", "\n\n", " ", "\f"))
    return ends.join(random.choice(kinds)(random) for _ in range(random.randint(3, 12)))


SHORT: Sequence[Draw] = (
    word, garbage, letters, listed, misread, shuffled, changed, recoded, spread,
)  # fmt: skip
KINDS: Sequence[Draw] = (*SHORT, repeated, page)
WEIGHTS = (1500, 250, 100, 300, 40, 80, 200, 50, 2, 25, 1)
"""How often a text is of each of `KINDS`: words above all, of which a second has a thousand.

A misread sentence costs as much as five words, a page as much as fifty."""


def text(random: Random) -> str:
    """A text of any kind."""
    return random.choices(KINDS, WEIGHTS)[0](random)
