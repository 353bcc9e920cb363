"""Learn which letters look alike, from the letters themselves: no engine is asked.

    python tools/learn_shapes.py                     # data/lexicon/shapes.tsv: half an hour
    python tools/learn_shapes.py --cache shapes.npz  # keeps what was measured: the next in seconds
    python tools/learn_shapes.py --evaluate          # how well shapes tell of an engine not seen

The confusion tables know what eleven engines did to some pages; the next engine will do something
else, but most of that, too, because `rn` looks like `m`.  So groups of up to three letters are
printed in many fonts, worn as scans are (small, blurred, bitonal with thick or broken strokes) and
compared with clean prints of what they may be read as, narrower, wider or a little aside.

The *margin* of a reading is how much farther from it the worn print is than from a clean print of
what it is; its *likeness* is the mean of exp(-margin / MARGIN) over fonts and wear.  From likeness
to probability leads a regression on the confusions that engines made: of counts, negative binomial
(Poisson with more spread, so that no common confusion outweighs all others), with a log link.

Needs Pillow and the fonts of Debian's fonts-liberation, fonts-dejavu, fonts-urw-base35,
fonts-oldstandard, fonts-goudybookletter, fonts-century-catalogue, fonts-cmu, fonts-lindenhill,
fonts-sil-gentium-basic, fonts-junicode, fonts-crosextra-caladea, fonts-courier-prime and
fonts-gnutypewriter.  The fonts of the pages that `render_pages.py` prints to measure on are left
out.  The same fonts, numpy and Pillow on one core give the same table to the last byte.
"""

from __future__ import annotations

import argparse
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFont

from learn_confusions import LANGUAGES
from svfix.channel import engines
from svfix.channel.model import LONGEST

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Segment = tuple[str, str]  # (truth, observed), as in a confusion table
Row = tuple[str, str, int, int]  # the same with how often it was so read, and how often it stood
Table = list[Row]

FONT_FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts/opentype"))
FONTS = (
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSerif-Bold.ttf",
    "liberation/LiberationSerif-Italic.ttf",
    "fonts-oldstandard/OldStandard-Regular.ttf",
    "fonts-oldstandard/OldStandard-Italic.ttf",
    "sortsmill/GoudyBookletter1911.otf",
    "fonts-century-catalogue/Century-Catalogue.ttf",
    "cmu/cmunrm.ttf",
    "lindenhill/LindenHill.otf",
    "gentium-basic/GenBasR.ttf",
    "junicode/JunicodeTwoBeta-Regular.otf",
    "crosextra/Caladea-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "dejavu/DejaVuSans.ttf",
    "urw-base35/URWGothic-Book.otf",
    "urw-base35/NimbusSansNarrow-Regular.otf",
    "cmu/cmunss.ttf",
    "urw-base35/NimbusMonoPS-Regular.otf",
    "courier-prime/Courier Prime.otf",
    "gnutypewriter/GNUTypewriter.ttf",
    "cmu/cmuntt.ttf",
)

SMALL = "abcdefghijklmnopqrstuvwxyzåäöé"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
FOREIGN = "áàâãóòôõèêëüûúíîïñçßøæ"  # letters of engines' other languages
FIGURES = "0123456789"
MARKS = "|!'.,;:&§$£€/\\[](){}<>_-~°?"
LIGATURES = "ﬁﬂ"
IN_PAIRS = "áóüß|!/[]('.,;:"  # foreign letters and marks that are read beside a letter
STROKES = "lI1|!ijft[](r"  # what a broken letter is read as, twice
IN_TRIPLES = "acefijlmnorstuv"  # three wide letters are read for no shorter group
STEMS = frozenset("imnuvr")  # letters of like strokes, which engines part anew in any number

PAIR_LEAST = 1e-6  # how often, by letter of text, a pair stands in the corpora to be looked at
TRIPLE_LEAST = 3e-6  # the same for three letters
STEMS_LEAST = 3e-7  # the same for three letters of like strokes: `imn`

EM = 64  # pixels of an em in the drawings that all else is made from
ABOVE, BELOW = 66, 19  # pixels of the line above its base, up to the ring of Å, and below
TALL = ABOVE + BELOW
WIDE = 160  # pixels: wider groups are not looked at
EDGE = 8  # pixels left free on either side of them
GRID = 12  # cells of an em in which prints are compared
HIGH, LONG = TALL * GRID // EM + 1, WIDE * GRID // EM  # cells of a print
CELLS = HIGH * LONG
TOLERANCE = 0.05  # of an em: how much prints are blurred to be compared
TEMPLATE = 0.054  # the same, with the unsharpness of a clean scan of 32 pixels an em
PIXEL = 0.29  # standard deviation of a place within its pixel
DIMENSIONS = 96  # of the space prints are compared in: it keeps 99.6 % of their squares

SCALES = (0.74, 0.82, 0.91, 1.0, 1.1, 1.22, 1.35)  # how much narrower or wider a reading may be
STRETCH = 0.5  # the price of that: this by the square of the scale's logarithm, in units of margin
SHIFTS = (-0.05, 0.0, 0.05)  # of an em aside
VARIANTS = tuple(product(SCALES, SHIFTS))  # of a clean print
PLAIN = VARIANTS.index((1.0, 0.0))
PRICES = np.array([STRETCH * math.log(scale) ** 2 for scale, _ in VARIANTS], np.float32)
NEAR, NEAR_SHARE = 0.12, 0.25  # ems, and the share of its width, that a reading's may differ by
MARGIN = 0.04  # the margin, in units of the ink of an n, that costs one nat
BLOCK = 48  # groups compared at a time: what fits into a processor's cache

SQUAT = "\x01"  # stands before a capital or a figure printed no taller than an x
LIKE_LEAST = 1e-3  # the least likeness of a pair worth a place in the regression
LIKE_ONE = 1e-4  # the same where either side is one letter, which no cut explains
CHANCE = 0.002  # the likeness to which what is hardly alike is misread by chance
WHOLE = 0.75  # a pair is one where its margin is at most this share of that of its parts together

RARE = 1e-6  # how common a group is that no word of the corpora has, by letter of text
LETTERS = {1: 1.0, 2: 0.03, 3: 0.0015}  # how common groups of so many letters are, in the middle

FLATTEST = 1e-3  # the weight of the prior on a level of the regression
PRIOR = 0.3  # the same on its other coefficients
SPREADS = (16.0, 32.0, 64.0)  # of the negative binomial, to choose the likeliest from
SEEN_LEAST = 30.0  # how often a family saw a truth segment at least, to tell of it

UNIT = 1_000_000  # occurrences of the truth segment: the fixed scale of the table
MOST = 0.05  # the highest probability that shapes are trusted with
LEAST = 1e-6  # the lowest that is kept
DIGITS = 3  # of a probability that are kept, so that no rounding of sums shows
ROWS = 3600  # of the table at most

WEIGHTS = (0.1, 0.3, 1.0)  # of shapes beside the other engines, to compare
SHARES = (0.0, 0.1, 0.3, 0.5)  # of shapes in what any engine does, to compare
DEAREST = 20.0  # nats: what a confusion costs that no rules make
RIGHT = 0.99  # how often a letter is read right, where nothing is known


class Wear(NamedTuple):
    """A way of scanning."""

    size: int  # pixels of an em: 17 is 8 points at 150 dots an inch, 30 is 9 points at 240
    blur: float  # pixels
    level: float  # of a stem's ink, above which a pixel is black; 0: grey
    right: float  # of a pixel that the print is moved by
    down: float
    tight: bool  # whether letters were set close, as some presses do: `rn` is then all but `m`


WEARS = (
    Wear(17, 0.5, 0.0, 0.3, 0.1, False),
    Wear(17, 0.6, 0.4, 0.6, 0.4, True),
    Wear(20, 0.5, 0.78, 0.1, 0.7, False),
    Wear(24, 1.0, 0.0, 0.5, 0.5, True),
    Wear(30, 1.3, 0.3, 0.2, 0.8, False),
    Wear(30, 0.7, 0.85, 0.7, 0.3, False),
)
TIGHT = 3  # pixels of the drawings that letters stand closer then: a twentieth of an em


@dataclass(frozen=True)
class Measured:
    """Of each truth segment and reading: its likeness, and its mean margin, at most 1."""

    truths: list[str]
    readings: list[str]
    likeness: Floats
    margin: Floats


class Pair(NamedTuple):
    truth: str
    observed: str
    likeness: float
    squat: bool  # whether it looks like that only with the height of an x


# What is looked at


def frequencies(corpus: Path) -> dict[str, float]:
    """How often each group of up to three characters stands in words, by letter of text."""
    counts: Counter[str] = Counter()
    for line in corpus.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, *texts = line.split("\t")[:5]
        tokens = sum(map(int, texts))
        for size in range(1, LONGEST + 1):
            for start in range(len(word) - size + 1):
                counts[word[start : start + size]] += tokens
    letters = sum(n for group, n in counts.items() if len(group) == 1)
    return {group: n / letters for group, n in counts.items()}


def truths(frequency: Mapping[str, float]) -> list[str]:
    """The groups that stand in Swedish words often enough to be misread."""

    def enough(group: str, share: float) -> bool:
        least = STEMS_LEAST if set(group) <= STEMS else TRIPLE_LEAST
        return share >= (PAIR_LEAST if len(group) == 2 else least)

    longer = [
        group
        for group, share in frequency.items()
        if len(group) > 1 and set(group) <= set(SMALL) and enough(group, share)
    ]
    return [*SMALL, *CAPITALS, *sorted(longer)]


def readings() -> list[str]:
    """What groups may be read as: letters and marks, pairs with at most one that is no small letter
    of Swedish, and three narrow letters."""
    single = [*SMALL, *CAPITALS, *FOREIGN, *FIGURES, *MARKS, *LIGATURES]
    squat = [SQUAT + c for c in CAPITALS + FIGURES + "&§ß"]
    other = CAPITALS + FIGURES + IN_PAIRS
    sides = ((SMALL, SMALL), (SMALL, other), (other, SMALL), (STROKES, STROKES))
    pairs = sorted({a + b for left, right in sides for a in left for b in right})
    return [*single, *squat, *pairs, *map("".join, product(IN_TRIPLES, repeat=LONGEST))]


# Prints


def found(font: str) -> Path:
    for folder in FONT_FOLDERS:
        if (folder / font).exists():
            return folder / font
    packages = "the Debian packages of the fonts are named at the head of this file"
    raise SystemExit(f"learn_shapes: the font {font} is not installed; {packages}")


class Face:
    """A font, to draw groups of letters with; kerned, without ligatures."""

    def __init__(self, path: Path) -> None:
        self.font = ImageFont.truetype(str(path), EM, layout_engine=ImageFont.Layout.BASIC)
        self.blank = self._picture("\uffff")
        self.known: dict[str, bool] = {}
        self.squat = self._height("x") / self._height("H")

    def has(self, group: str) -> bool:
        return all(self._has(c) for c in group if c != SQUAT)

    def _has(self, character: str) -> bool:
        if character not in self.known:
            self.known[character] = self._picture(character) != self.blank
        return self.known[character]

    def draw(self, group: str, closer: int = 0) -> tuple[npt.NDArray[np.uint8], int] | None:
        """A group's ink, centred on the canvas, and its width; none of what is too wide."""
        page = self._page(group.removeprefix(SQUAT), closer)
        if group.startswith(SQUAT):
            page = self._squatted(page)
        ink = np.asarray(page)
        columns = np.flatnonzero(ink.any(0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if right - left > WIDE - 2 * EDGE:
            return None
        start = (left + right) // 2 - WIDE // 2
        out = np.zeros((TALL, WIDE), np.uint8)
        out[:, max(0, -start) :] = ink[:, max(0, start) : start + WIDE]
        return out, right - left

    def _page(self, text: str, closer: int) -> Image.Image:
        page = Image.new("L", (2 * WIDE, TALL))
        for i, letter in enumerate(text):
            kerned = self.font.getlength(text[: i + 1]) - self.font.getlength(letter)
            place = WIDE // 2 + kerned - i * closer, ABOVE
            layer = Image.new("L", page.size)
            ImageDraw.Draw(layer).text(place, letter, font=self.font, fill=255, anchor="ls")
            page = ImageChops.lighter(page, layer)
        return page

    def _squatted(self, page: Image.Image) -> Image.Image:
        """A line of capitals as high as an x, and half as much narrower."""
        size = round(page.width * (1 + self.squat) / 2), round(ABOVE * self.squat)
        low = page.crop((0, 0, page.width, ABOVE)).resize(size, Image.Resampling.BOX)
        page = Image.new("L", page.size)
        page.paste(low, (0, ABOVE - low.height))
        return page

    def _picture(self, character: str) -> bytes:
        return bytes(self.font.getmask(character))

    def _height(self, character: str) -> float:
        return -float(self.font.getbbox(character, anchor="ls")[1])


def places(count: int, each: float, aside: float = 0.0) -> Doubles:
    """The centres of `count` cells, `each` a cell, from the middle of the row; all in ems."""
    return np.asarray((np.arange(count) + 0.5 + aside - count / 2) * each)


def blur(to: Doubles, of: Doubles, each: float, spread: float) -> Floats:
    """What cells at `of`, each so wide, give to points at `to`."""
    apart = (to[:, None] - of[None]) / spread
    share = each / (spread * math.sqrt(2 * math.pi))
    return np.asarray(np.exp(-(apart**2) / 2) * share, np.float32)


def both(high: Floats, ink: Floats, wide: Floats) -> Floats:
    """Pictures blurred down and across: (group, row, column)."""
    lines = (high @ ink).reshape(-1, wide.shape[1])
    return np.asarray((lines @ wide.T).reshape(len(ink), len(high), len(wide)))


def grid(count: int) -> Doubles:
    return places(count, 1 / GRID)


def templates(ink: Floats) -> Floats:
    """Clean prints, narrower and wider and moved aside: (variant, group, cell)."""
    down = blur(grid(HIGH), places(TALL, 1 / EM), 1 / EM, TEMPLATE)
    across = [
        blur(grid(LONG) - shift, places(WIDE, scale / EM), scale / EM, TEMPLATE)
        for scale, shift in VARIANTS
    ]
    prints = both(down, ink, np.concatenate(across))
    shape = len(ink), HIGH, len(VARIANTS), LONG
    prints = prints.reshape(shape).transpose(2, 0, 1, 3)
    return np.asarray(prints.reshape(len(VARIANTS), len(ink), CELLS), np.float32)


@dataclass(frozen=True)
class Scan:
    """A way of scanning, set to a font as one sets a scanner to a page."""

    wear: Wear
    black: float = 0.0  # the ink above which a pixel is black
    gain: float = 1.0  # by which worn letters get the ink of clean ones

    def pixels(self, ink: Floats) -> Floats:
        """What the scanner sees, before it decides on black or white."""
        size, unsharp, _, right, down, _ = self.wear
        spread = math.hypot(unsharp, PIXEL) / size
        rows, columns = self._pixels()
        high = blur(places(rows, 1 / size, down - 0.5), places(TALL, 1 / EM), 1 / EM, spread)
        wide = blur(places(columns, 1 / size, right - 0.5), places(WIDE, 1 / EM), 1 / EM, spread)
        return both(high, ink, wide)

    def prints(self, ink: Floats) -> Floats:
        """Worn prints, as they are compared: (group, cell)."""
        size, _, level, right, down, _ = self.wear
        rows, columns = self._pixels()
        seen = self.pixels(ink)
        if level:
            seen = (seen > self.black).astype(np.float32)
        high = blur(grid(HIGH), places(rows, 1 / size, down - 0.5), 1 / size, TOLERANCE)
        wide = blur(grid(LONG), places(columns, 1 / size, right - 0.5), 1 / size, TOLERANCE)
        return np.asarray(self.gain * both(high, seen, wide).reshape(len(ink), CELLS))

    def set_to(self, stem: Floats, letters: Floats) -> Scan:
        """The scan of a font with this stem and these letters.

        A level is one of the font's own ink, and the ink of a worn page is made that of a clean
        one: else a worn letter would be likest to whatever has less ink.
        """
        black = self.wear.level * float(np.quantile(self.pixels(stem).max(1), 0.9))
        scan = Scan(self.wear, black)
        worn, clean = scan.prints(letters), templates(letters)[PLAIN]
        return Scan(self.wear, black, float((worn * clean).sum() / (worn * worn).sum()))

    def _pixels(self) -> tuple[int, int]:
        """The rows and columns of the scan."""
        per_pixel = self.wear.size / EM
        return math.ceil(TALL * per_pixel) + 1, math.ceil(WIDE * per_pixel) + 1


# Likeness


@dataclass(frozen=True)
class Prints:
    """All groups in one font: their ink, also set closer, and their widths in ems, 0 of those that
    it cannot print."""

    ink: npt.NDArray[np.uint8]
    tight: npt.NDArray[np.uint8]
    width: Doubles

    @staticmethod
    def of(face: Face, groups: Sequence[str]) -> Prints:
        ink = np.zeros((2, len(groups), TALL, WIDE), np.uint8)
        prints = Prints(ink[0], ink[1], np.zeros(len(groups)))
        for i, group in enumerate(groups):
            if face.has(group) and (drawn := face.draw(group)):
                prints.ink[i], prints.width[i] = drawn[0], drawn[1] / EM
                tight = face.draw(group, TIGHT) if len(group) > 1 else drawn
                prints.tight[i] = (tight or drawn)[0]
        return prints

    def floats(self, which: Longs, tight: bool = False) -> Floats:
        return np.asarray((self.tight if tight else self.ink)[which] / np.float32(255))

    def by_width(self, which: Longs) -> Longs:
        """Those of these groups that could be printed, the narrowest first."""
        which = which[self.width[which] > 0]
        return which[np.argsort(self.width[which], kind="stable")]


def measure(fonts: Sequence[str], frequency: Mapping[str, float]) -> Measured:
    """The likeness and the margins of all truth segments and readings of like widths."""
    rows, columns = truths(frequency), readings()
    groups = list(dict.fromkeys([*rows, *columns]))
    number = {group: i for i, group in enumerate(groups)}
    of_row = np.array([number[group] for group in rows])
    of_column = np.array([number[group] for group in columns])
    likeness, close, printed = np.zeros((3, len(rows), len(columns)), np.float32)
    for font in fonts:
        face = Face(found(font))
        there = np.array([face.has(group) for group in groups], np.float32)
        printed += np.outer(there[of_row], there[of_column])
        prints = Prints.of(face, groups)
        letters = np.array([number[c] for c in SMALL if prints.width[number[c]]])
        for block in compared(prints, of_row, of_column, number["n"], letters):
            likeness[block.rows, block.columns] += block.likeness
            close[block.rows, block.columns] += 1 - block.margin
        print(f"measured in {Path(font).stem}", flush=True)
    printed = np.maximum(printed, 1)
    return Measured(rows, columns, likeness / printed, 1 - close / printed)


class Block(NamedTuple):
    """Some truth segments with some readings, in one font."""

    rows: Longs  # a column of numbers, to take a part of a table with
    columns: Longs
    likeness: Floats
    margin: Floats


def compared(
    prints: Prints, of_row: Longs, of_column: Longs, stem: int, letters: Longs
) -> Iterator[Block]:
    """All groups in one font, block by block; by width, so that a block has like widths."""
    row_of = {int(group): i for i, group in enumerate(of_row)}
    column_of = {int(group): i for i, group in enumerate(of_column)}
    n = prints.floats(np.array([stem]))
    unit = float((templates(n)[PLAIN] ** 2).sum())
    scans = [Scan(wear).set_to(n, prints.floats(letters)) for wear in WEARS]
    read = prints.by_width(of_column)
    space, flat = flattened(prints, read, unit)
    widths = prints.width[read]
    columns = np.array([column_of[int(group)] for group in read])
    ordered = prints.by_width(of_row)
    for start in range(0, len(ordered), BLOCK):
        block = ordered[start : start + BLOCK]
        width = prints.width[block]
        near = NEAR + NEAR_SHARE * width
        first, last = np.searchsorted(widths, [(width - near).min(), (width + near).max()])
        worn = [scan.prints(prints.floats(block, scan.wear.tight)) for scan in scans]
        clean = templates(prints.floats(block))
        margin = margins(np.stack(worn, 1) @ space, clean @ space, flat[:, first:last], unit)
        within = np.abs(widths[first:last] - width[:, None]) <= near[:, None]
        yield Block(
            np.array([row_of[int(group)] for group in block])[:, None],
            columns[None, first:last],
            np.where(within, np.exp(-margin / MARGIN).mean(1), 0),
            np.where(within, np.minimum(margin, 1).mean(1), 1),
        )


def flattened(prints: Prints, which: Longs, unit: float) -> tuple[Floats, Floats]:
    """The directions in which clean prints differ most, and the prints in these, with a last
    column of their squared length and the price of their variant: (variant, reading, dimension)."""
    clean = np.concatenate(
        [templates(prints.floats(which[i : i + 500])) for i in range(0, len(which), 500)], 1
    )
    some = clean[:, ::5].reshape(-1, CELLS)
    space = np.linalg.eigh(np.asarray(some.T @ some, np.float64))[1][:, -DIMENSIONS:]
    space = np.ascontiguousarray(space, np.float32)
    flat = np.asarray(clean @ space, np.float32)
    length = (flat**2).sum(2) + (PRICES * unit)[:, None]
    return space, np.concatenate([flat, length[..., None]], 2)


def margins(worn: Floats, clean: Floats, flat: Floats, unit: float) -> Floats:
    """How much farther each worn group is from each reading than from its own clean prints, in
    units of the ink of an n: (group, scan, reading)."""
    to_own = ((worn - clean[:, :, None]) ** 2).sum(3) + (PRICES * unit)[:, None, None]
    shape = *worn.shape[:2], flat.shape[1]
    rows = np.concatenate([-2 * worn, np.ones((*shape[:2], 1), np.float32)], 2)
    rows = rows.reshape(-1, DIMENSIONS + 1)
    nearest = rows @ flat[0].T
    for variant in flat[1:]:
        np.minimum(nearest, rows @ variant.T, out=nearest)
    more = (worn**2).sum(2) - to_own.min(0)
    return np.asarray(np.maximum((nearest.reshape(shape) + more[..., None]) / unit, 0))


# Pairs


def alike(measured: Measured) -> list[Pair]:
    """What may be read for what: pairs that are alike as a whole, and more than their parts are."""
    row = {group: i for i, group in enumerate(measured.truths)}
    column = {group: i for i, group in enumerate(measured.readings)}
    tall: dict[Segment, float] = {}
    squat: dict[Segment, float] = {}
    for i, j in np.argwhere(measured.likeness > LIKE_ONE).tolist():
        truth, observed = measured.truths[i], measured.readings[j]
        like = float(measured.likeness[i, j])
        if like < LIKE_LEAST and min(len(truth), len(observed.removeprefix(SQUAT))) > 1:
            continue
        if not observed.startswith(SQUAT):
            tall[truth, observed] = like
            continue
        squat[truth, observed[1:]] = like
        if len(truth) == 1 and observed[1:] in row:
            squat[observed[1:], truth] = like  # a capital, where lines are of no known height

    def margin(truth: str, observed: str) -> float:
        if truth == observed:
            return 0.0
        known = truth in row and observed in column
        return float(measured.margin[row[truth], column[observed]]) if known else 1.0

    out = []
    for truth, observed in sorted(tall.keys() | squat.keys()):
        like, low = tall.get((truth, observed), 0.0), squat.get((truth, observed), 0.0)
        if own(truth, observed) and whole(truth, observed, margin):
            out.append(Pair(truth, observed, max(like, low), low > like))
    return out


def own(truth: str, observed: str) -> bool:
    """Whether a segment is one of its own, and no shorter one beside a letter read right."""
    return truth[0] != observed[0] and truth[-1] != observed[-1]


def whole(truth: str, observed: str, margin: Callable[[str, str], float]) -> bool:
    """Whether no cut makes two segments of this one that explain it about as well."""
    parts = [
        margin(truth[:i], observed[:j]) + margin(truth[i:], observed[j:])
        for i in range(1, len(truth))
        for j in range(1, len(observed))
    ]
    return not parts or margin(truth, observed) <= WHOLE * min(parts)


# From likeness to probability


SIZES = ((1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3))


def traits(pair: Pair, share: Mapping[str, float]) -> dict[str, float]:
    """What the rate of a confusion depends on, beside the engine.

    What is hardly alike at all is misread by chance, whether a little more alike or less; and the
    likenesses of longer segments are not spread as those of letters are.
    """
    truth, observed = pair.truth, pair.observed
    size = len(truth), len(observed)
    like = math.log(pair.likeness + CHANCE)
    small = set(observed) <= set(SMALL)
    out = {f"{a}:{b}": float(size == (a, b)) for a, b in SIZES}
    out["log likeness"] = like
    out["the same, 1:2"] = like * (size == (1, 2))
    out["the same, 2:1"] = like * (size == (2, 1))
    out["the same, longer"] = like * (min(size) > 1)
    out["as high as x"] = pair.squat
    out["capital misread"] = truth[0].isupper()
    out["small letters"] = small
    out["several of them"] = small and len(observed) > 1
    out["common ones"] = math.log((share.get(observed, 0) + RARE) / LETTERS[len(observed)]) * small
    capitals = sum(c.isupper() for c in observed if not truth[0].isupper())
    figures, marks = sum(map(str.isdigit, observed)), sum(not c.isalnum() for c in observed)
    out["a capital"] = capitals > 0
    out["a figure"] = figures > 0
    out["a mark"] = marks > 0
    out["a second of these"] = capitals + figures + marks > 1
    out["foreign letters"] = sum(c in FOREIGN + "é" for c in observed)
    bare, read = stripped(truth), stripped(observed)
    alike = size == (1, 1) and bare.lower() == read.lower()
    out["dots lost"] = alike and bare != truth and read == observed
    out["dots changed"] = alike and bare != truth and read != observed
    out["dots made up"] = alike and bare == truth and read != observed
    return {name: float(value) for name, value in out.items()}


def stripped(letter: str) -> str:
    """A letter without its marks."""
    return unicodedata.normalize("NFD", letter)[0]


def family(engine: str) -> str:
    """Engines that err alike, as they are one program or do not know the language."""
    if engine in (*LANGUAGES, "eng"):
        return "foreign"
    return "scans" if engine.startswith("prop") else engine


def dotted(truth: str) -> bool:
    """Whether a segment has letters that engines of other languages do not know."""
    return not set("åäöÅÄÖ").isdisjoint(truth)


class Seen:
    """What an engine's table says of a segment: how often it was read so, and how often it stood.

    A table has no segment that was never misread; that one stood as often as in the corpora.
    """

    def __init__(self, table: Table, frequency: Mapping[str, float]) -> None:
        self.counts = {(truth, observed): n for truth, observed, n, _ in table}
        self.there = {(truth, observed): there for truth, observed, _, there in table}
        self.totals: Counter[str] = Counter()
        for truth, _, _, there in table:
            self.totals[truth] = max(self.totals[truth], there)
        self.letters = sum(self.totals[c] for c in SMALL)
        self.frequency = frequency

    def stood(self, truth: str, observed: str = "") -> float:
        known = self.there.get((truth, observed)) or self.totals[truth]
        return known or self.letters * self.frequency.get(truth, 0.0)


@dataclass(frozen=True)
class Fit:
    """Log-rates of confusions: by their traits, and by family of engines."""

    traits: dict[str, float]
    level: dict[str, float]
    dotted: dict[str, float]  # what å, ä and ö add to the level
    spread: float  # of counts around their mean: variance = mean + spread · mean²
    likely: float  # log-likelihood, without terms that depend on the counts alone

    def probability(self, pair: Pair, share: Mapping[str, float]) -> float:
        """What a middling engine does, the geometric mean over families, beyond what it does by
        chance to letters that are not alike at all."""
        level = sum(self.level.values()) / len(self.level)
        if dotted(pair.truth):
            level += sum(self.dotted.values()) / len(self.dotted)
        like, by_chance = (
            level + sum(self.traits[name] * value for name, value in traits(one, share).items())
            for one in (pair, pair._replace(likeness=0.0))
        )
        return min(math.exp(like) - math.exp(by_chance), MOST)


def fit(pairs: Sequence[Pair], tables: Mapping[str, Table], share: Mapping[str, float]) -> Fit:
    """The regression of all engines' counts on the traits of pairs."""
    names = list(traits(pairs[0], share))
    by_trait = np.array([[*traits(pair, share).values()] for pair in pairs])
    marked = np.array([dotted(pair.truth) for pair in pairs])
    families = sorted(set(map(family, tables)))
    designs, counts, stood = [], [], []
    for i, name in enumerate(families):
        seen = [Seen(table, share) for engine, table in tables.items() if family(engine) == name]
        there = np.array([sum(s.stood(p.truth, p.observed) for s in seen) for p in pairs])
        count = np.array(
            [sum(s.counts.get((p.truth, p.observed), 0) for s in seen) for p in pairs], float
        )
        level = np.zeros((len(pairs), 2 * len(families)))
        level[:, i], level[:, len(families) + i] = 1, marked
        told = there > SEEN_LEAST
        designs.append(np.hstack([by_trait, level])[told])
        counts.append(count[told])
        stood.append(there[told])
    design, count, there = np.vstack(designs), np.concatenate(counts), np.concatenate(stood)
    prior = np.full(design.shape[1], PRIOR)
    prior[len(names) : len(names) + len(families)] = FLATTEST
    fits = [(spread, *regress(design, count, there, prior, spread)) for spread in SPREADS]
    spread, solved, likely = max(fits, key=lambda one: one[2])
    levels = solved[len(names) :]
    return Fit(
        dict(zip(names, solved, strict=False)),
        dict(zip(families, levels, strict=False)),
        dict(zip(families, levels[len(families) :], strict=True)),
        spread,
        likely,
    )


def regress(
    design: Doubles, counts: Doubles, stood: Doubles, prior: Doubles, spread: float
) -> tuple[Doubles, float]:
    """Coefficients of a negative binomial regression by Newton's method, and their log-likelihood.

    The log-likelihood is without terms that depend on the counts alone.
    """
    shape = 1 / spread
    of_counts = sum(math.lgamma(n + shape) - math.lgamma(shape) for n in counts[counts > 0])
    of_counts += float(counts.sum()) * math.log(spread)

    def means(b: Doubles) -> Doubles:
        return np.asarray(stood * np.exp(np.clip(design @ b, -60, 10)))

    def likely(b: Doubles) -> float:
        mean = means(b)
        each = counts * np.log(mean) - (counts + shape) * np.log1p(spread * mean)
        return float(each.sum() - (prior * b * b).sum() / 2)

    b = np.zeros(design.shape[1])
    b[prior == FLATTEST] = math.log(counts.sum() / stood.sum())
    now = likely(b)
    for _ in range(100):
        mean = means(b)
        slope = design.T @ ((counts - mean) / (1 + spread * mean)) - prior * b
        weight = mean * (1 + spread * counts) / (1 + spread * mean) ** 2
        step = np.linalg.solve((design.T * weight) @ design + np.diag(prior), slope)
        while (then := likely(b + step)) < now and np.abs(step).max() > 1e-9:
            step = step / 2
        b, gain, now = b + step, then - now, then
        if gain < 1e-9 * abs(now):
            break
    return b, now + of_counts


# The table


def shapes(
    pairs: Sequence[Pair],
    fitted: Fit,
    tables: Mapping[str, Table],
    share: Mapping[str, float],
) -> dict[Segment, float]:
    """The probabilities of the pairs that are worth a row.

    A row is worth the nats that it saves where it is needed, and more where that is oftener; by the
    root of how often, as a page can be of a kind that has its rare segments often.
    """
    rows = {(p.truth, p.observed): fitted.probability(p, share) for p in pairs}
    plain = alone()
    single = {pair: p for pair, p in rows.items() if max(map(len, pair)) == 1}
    by_letter, by_cuts = costs(plain), costs(plain | single)
    seen = [Seen(table, share) for table in tables.values()]
    letters = sum(s.letters for s in seen)
    worth = {}
    for (truth, observed), p in rows.items():
        saved = math.log(p) - (by_letter if (truth, observed) in single else by_cuts)(
            truth, observed
        )
        if p >= LEAST and saved > 0:
            often = sum(s.stood(truth, observed) for s in seen) / letters
            worth[truth, observed] = p * saved * math.sqrt(often)
    best = sorted(worth, key=lambda pair: (-worth[pair], pair))[:ROWS]
    return {pair: rows[pair] for pair in best}


def alone() -> dict[Segment, float]:
    """What svfix gives any engine for any letter, alike or not: the rules that need no table."""
    dear = {
        (truth, observed): engines.GENERIC if truth and observed else engines.LOST
        for truth, observed in engines.anything()
    }
    return dear | dict.fromkeys(engines.identities(), RIGHT)


Rules = Mapping[Segment, float]


def costs(rules: Rules) -> Callable[[str, str], float]:
    """The log-probability of a confusion: that of the best cut into rules."""

    @cache
    def best(truth: str, observed: str) -> float:
        if not truth and not observed:
            return 0.0
        cuts = product(range(len(truth) + 1), range(len(observed) + 1))
        return max(
            (
                math.log(rules[truth[:i], observed[:j]]) + best(truth[i:], observed[j:])
                for i, j in cuts
                if (truth[:i], observed[:j]) in rules
            ),
            default=-DEAREST,
        )

    def bounded(truth: str, observed: str) -> float:
        return max(best(truth, observed), -DEAREST)

    return bounded


# An engine that was not seen


def others(tables: Mapping[str, Table], share: Mapping[str, float]) -> dict[Segment, float]:
    """What svfix gives an engine that it knows nothing of: the other engines' confusions."""
    known = [Seen(table, share) for table in tables.values()]
    rules = engines.anything() | engines.IN_STROKES | engines.TWICE_READ | engines.identities()
    for seen in known:
        rules |= {segment for segment in seen.counts if engines.usable(*segment)}
    out = {}
    for truth, observed in rules:
        once = len(truth) > 1
        counts = [seen.counts.get((truth, observed), 0) for seen in known]
        stood = sum(seen.there.get((truth, observed), seen.totals[truth]) for seen in known)
        pooled = sum(max(n - once, 0) for n in counts) / (stood + engines.RARE)
        least = engines.floor(truth, observed)
        out[truth, observed] = max(engines.OTHERS * pooled, least)
        if truth == observed:
            out[truth, observed] = RIGHT
    return out


class Score(NamedTuple):
    """How well rules tell of an engine, in nats by misread segment."""

    single: float
    longer: float
    told: float  # with the rules' rates of all confusions brought to a sum of one by letter


def score(rules: Rules, seen: Seen) -> Score:
    best = costs(rules)
    sums = {False: 0.0, True: 0.0}
    count: Counter[bool] = Counter()
    for (truth, observed), n in seen.counts.items():
        if is_confusion(truth, observed):
            longer = max(len(truth), len(observed)) > 1
            count[longer] += n
            sums[longer] += n * best(truth, observed)
    rate = sum(p * seen.stood(t) for (t, o), p in rules.items() if t and o and t != o)
    both = (sums[False] + sums[True]) / (count[False] + count[True])
    told = both - math.log(rate / seen.letters)
    return Score(sums[False] / count[False], sums[True] / count[True], told)


def levelled(tables: Mapping[str, Table], share: Mapping[str, float]) -> dict[Segment, float]:
    """What the engines do where they err, each brought to one error by letter, as svfix weighs
    them for an engine that nobody has seen."""
    weights = {name: engines.SWEDISH.get(name, 1.0) for name in tables}
    out: dict[Segment, float] = {}
    for name, table in tables.items():
        seen = Seen(table, share)
        own_share = weights[name] / sum(weights.values())
        wrong = {pair: n for pair, n in seen.counts.items() if is_confusion(*pair)}
        errors = sum(wrong.values()) / seen.letters
        for (truth, observed), n in wrong.items():
            rate = n / (seen.stood(truth, observed) + engines.RARE) / errors
            out[truth, observed] = out.get((truth, observed), 0.0) + own_share * rate
    return out


def is_confusion(truth: str, observed: str) -> bool:
    return bool(truth and observed) and truth != observed and engines.usable(truth, observed)


def mixtures(pool: Rules, level: Rules, shape: Rules, seen: Seen) -> Iterator[tuple[str, Rules]]:
    """Ways of mixing shapes in: with weight w to the pool, as its floor, and into any engine."""
    keys = dict.fromkeys([*pool, *shape])
    yield "pool", pool
    for w in WEIGHTS:
        yield f"+{w:g}", {key: pool.get(key, 0.0) + w * shape.get(key, 0.0) for key in keys}
    for w in WEIGHTS:
        yield f"≥{w:g}", {key: max(pool.get(key, 0.0), w * shape.get(key, 0.0)) for key in keys}
    errors = sum(p * seen.stood(t) for (t, _), p in shape.items()) / seen.letters
    for w in SHARES:
        yield f"any {w:g}", {key: any_engine(key, w / errors, level, shape, w) for key in keys}


def any_engine(key: Segment, part: float, level: Rules, shape: Rules, share: float) -> float:
    """What svfix gives an engine that nobody has seen and that reads well."""
    if key[0] == key[1]:
        return RIGHT
    rate = (1 - share) * level.get(key, 0.0) + part * shape.get(key, 0.0)
    return engines.ERRORS * rate + engines.lowest(*key)


def evaluate(
    pairs: Sequence[Pair], tables: Mapping[str, Table], share: Mapping[str, float]
) -> None:
    """Print, engine by engine, how well the others and shapes fitted to them tell of it.

    The second half leaves all of Tesseract's models out with each of them.
    """
    tesseract = {"eng", "swe", *LANGUAGES}
    held = [(engine, {engine}) for engine in tables]
    held += [(engine, tesseract) for engine in tables if engine in tesseract]
    for engine, out in held:
        left = {name: table for name, table in tables.items() if name not in out}
        shape = shapes(pairs, fit(pairs, left, share), left, share)
        seen = Seen(tables[engine], share)
        mixed = mixtures(others(left, share), levelled(left, share), shape, seen)
        scores = [(name, score(rules, seen)) for name, rules in mixed]
        print(f"{engine}{' without its family' if len(out) > 1 else ''}")
        for what in Score._fields:
            cells = (f"{name} {getattr(result, what):6.2f}" for name, result in scores)
            print(f"  {what:7}", *cells, sep="  ", flush=True)


# Files


def read_table(path: Path) -> Table:
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# truth")]
    return [(truth, observed, int(n), int(there)) for truth, observed, n, there in rows]


def rounded(probability: float) -> int:
    """A probability as a count, by so many digits.

    >>> rounded(0.0123456), rounded(0.0000016)
    (12300, 2)
    """
    return round(float(f"{probability:.{DIGITS}g}") * UNIT)


def write(path: Path, shape: Rules) -> None:
    header = "# truth\tobserved\tcount\tseen: likeness of shapes as a count of so many\n"
    rows = [f"{t}\t{o}\t{rounded(p)}\t{UNIT}\n" for (t, o), p in sorted(shape.items())]
    path.write_text(header + "".join(rows), "utf-8")


def kept(cache_file: Path | None, frequency: Mapping[str, float]) -> Measured:
    """What was measured, from the cache where there is one."""
    if cache_file and cache_file.exists():
        with np.load(cache_file) as file:
            names = file["truths"].tolist(), file["readings"].tolist()
            return Measured(*names, file["likeness"], file["margin"])
    measured = measure(FONTS, frequency)
    if cache_file:
        np.savez(
            cache_file,
            truths=np.array(measured.truths),
            readings=np.array(measured.readings),
            likeness=measured.likeness,
            margin=measured.margin,
        )
    return measured


def report(fitted: Fit) -> None:
    print(f"log-rate by trait (variance = mean + {fitted.spread:g} · mean²):")
    for name, value in fitted.traits.items():
        print(f"  {name:16}{value:7.2f}")
    print("level by engine, and what å, ä and ö add:")
    for name, value in fitted.level.items():
        print(f"  {name:16}{value:7.2f}{fitted.dotted[name]:7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--lexicon", type=Path, default=Path("data/lexicon"))
    parser.add_argument("--out", type=Path, default=Path("data/lexicon/shapes.tsv"))
    parser.add_argument("--cache", type=Path, help="a file to keep what was measured in")
    parser.add_argument("--evaluate", action="store_true", help="on each engine, left out")
    options = parser.parse_args()
    share = frequencies(options.lexicon / "corpus.tsv")
    tables = {
        path.stem: read_table(path)
        for path in sorted((options.lexicon / "confusions").glob("*.tsv"))
    }
    pairs = alike(kept(options.cache, share))
    if options.evaluate:
        evaluate(pairs, tables, share)
        return
    fitted = fit(pairs, tables, share)
    report(fitted)
    table = shapes(pairs, fitted, tables, share)
    write(options.out, table)
    print(f"{len(table)} of {len(pairs)} pairs in {options.out}")


if __name__ == "__main__":
    main()
