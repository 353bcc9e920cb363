"""Print pages of text, wear them down, and have several engines read each.

    python tools/print_readings.py ../readings --pages 150 --shared ../shared --unseen texts

`tools/learn_merging.py` learns from them beside `bench/train`. Three paragraphs of five are of
texts that no n-gram of the lexicon was counted from: `--unseen` is a folder of CoNLL-U files, such
as UD_Swedish-Talbanken and UD_Swedish-PUD of Universal Dependencies (CC BY-SA). The others are
paragraphs of `corpus/modern`, and so are the short lines of which heads, lists and tables are made.
Paragraphs that share eight words in a row with a page of `bench` are left out. Font, size, slant
and wear of a page are drawn by its number, so that a run goes on where one before it stopped.

Needs Pillow, `tesseract` with its Swedish and its English model, `ocrad`, rapidocr_onnxruntime, and
the fonts of `tools/render_pages.py`.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
import subprocess
import textwrap
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from PIL import Image, ImageFont

import render_pages

LANGUAGES = ("swe", "eng")
FONTS = sorted({*render_pages.FONTS["train"], *render_pages.FONTS["dev"]})
SIZES = (20, 22, 24, 28, 30)  # pixels of an em
WIDTHS = (60, 66, 70, 78)  # characters of a line
WORDS = 270  # of a page at least
UNSEEN = 0.6  # the share of the paragraphs whose text is in no corpus
UNWORN = 0.2  # the share of the pages that are as they were printed
MOST_SENTENCES = 6  # of a paragraph, where a file does not tell of paragraphs
FEWEST, MOST = 40, 900  # letters of a paragraph of the corpus
OF_A_FILE = 1500  # paragraphs of the corpus
HEADS, LISTS, TABLES = 0.12, 0.08, 0.04  # the shares of the paragraphs that have one before them
NUMBERED = 0.3  # the share of the pages with a number and a title at their head
BULLETS = "– ", "• ", "- ", "{}. ", "{}) ", "({}) "
SHINGLE = 8  # words in a row that no page has in common with one of bench
SAME_LINE = 0.5  # of its height that a box is off the line it is on
SEED = 16

Shingles = set[tuple[str, ...]]


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    """The runs of words of a text.

    >>> list(shingles("Ett, två tre fyra fem sex sju – åtta!"))
    [('ett', 'två', 'tre', 'fyra', 'fem', 'sex', 'sju', 'åtta')]
    """
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[i:] for i in range(SHINGLE)), strict=False)


def of_bench(folder: Path) -> Shingles:
    """The runs of words of the pages that something is measured or learned with."""
    files = [*folder.glob("*/*.gt.txt"), *folder.glob("clean*/*.txt")]
    return {run for file in files for run in shingles(file.read_text("utf-8"))}


def unseen(folder: Path) -> list[str]:
    """The paragraphs of CoNLL-U files; drawn runs of sentences where a file has no paragraphs."""
    found = []
    for file in sorted(folder.glob("*.conllu")):
        text = file.read_text("utf-8")
        blocks = re.split(r"^# new(?:par|doc).*$", text, flags=re.MULTILINE)
        draw = random.Random(file.name)
        for block in blocks:
            sentences = iter(re.findall(r"^# text = (.*)$", block, flags=re.MULTILINE))
            most = len(block) if "# newpar" in text else draw.randint(1, MOST_SENTENCES)
            while paragraph := " ".join(islice(sentences, most)):
                found.append(paragraph)
    return found


def corpus(folder: Path) -> tuple[list[str], list[str]]:
    """Paragraphs of a corpus, and its short lines."""
    found: tuple[list[str], list[str]] = ([], [])
    for file in sorted(folder.glob("*.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            stripped = (line.strip() for line in lines)
            some = list(islice((line for line in stripped if 3 < len(line) < MOST), 2 * OF_A_FILE))
        found[0].extend([line for line in some if len(line) >= FEWEST][:OF_A_FILE])
        found[1].extend(line for line in some if len(line) < FEWEST)
    return found


class Sources:
    """Paragraphs that are unseen, those of the corpus, and short lines, each in a drawn order."""

    def __init__(self, sources: Sequence[list[str]], taken: Shingles) -> None:
        self.drawn = [cycle(self.shuffled(source, taken)) for source in sources]

    @staticmethod
    def shuffled(source: list[str], taken: Shingles) -> list[str]:
        """The texts that have no run of words in common with those that are taken."""
        free = [text for text in source if taken.isdisjoint(shingles(text))]
        random.Random(SEED).shuffle(free)
        return free

    def page(self, draw: random.Random) -> str:
        """The text of a page."""
        width, text = draw.choice(WIDTHS), ""
        if draw.random() < NUMBERED:
            text += f"{draw.randint(2, 400)}    {next(self.drawn[2])}\n\n"
        while len(text.split()) < WORDS:
            text += self.before(draw)
            paragraph = next(self.drawn[0 if draw.random() < UNSEEN else 1])
            lines = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
            text += "\n".join(lines) + "\n\n"
        return text.rstrip("\n") + "\n"

    def before(self, draw: random.Random) -> str:
        """What stands before a paragraph: a head, a list, a table or, mostly, nothing."""
        short, found = self.drawn[2], ""
        if draw.random() < HEADS:
            number = draw.choice(("", f"{draw.randint(1, 9)} ", f"{draw.randint(1, 9)}.1 "))
            found += f"{number}{next(short)}\n\n"
        if draw.random() < LISTS:
            bullet = draw.choice(BULLETS)
            items = islice(short, draw.randint(2, 5))
            found += (
                "".join(f"{bullet.format(i)}{item}\n" for i, item in enumerate(items, 1)) + "\n"
            )
        if draw.random() < TABLES:
            names = list(islice(short, draw.randint(3, 6)))
            found += "".join(row(name, max(map(len, names)), draw) for name in names) + "\n"
        return found


def row(name: str, width: int, draw: random.Random) -> str:
    """A row of a table."""
    figures = (str(draw.randint(1, 99999)) for _ in range(2))
    return f"{name:{width + 3}}{'   '.join(figures)}   {draw.randint(0, 99)},{draw.randint(0, 9)}\n"


def printed(text: str, draw: random.Random) -> Image.Image:
    """A page of text in a font, of a size, with a slant and wear that are drawn."""
    font = ImageFont.truetype(str(render_pages.found(draw.choice(FONTS))), draw.choice(SIZES))
    page = render_pages.printed(text.splitlines(), font)
    page = page.rotate(draw.uniform(-0.6, 0.6), fillcolor=255, resample=Image.Resampling.BICUBIC)
    return page if draw.random() < UNWORN else draw.choice(render_pages.WEAR)(page, draw)


@cache
def rapid() -> Any:
    made = import_module("rapidocr_onnxruntime").RapidOCR
    return made(intra_op_num_threads=1, inter_op_num_threads=1)


def read_by_rapid(page: Path) -> str:
    """What RapidOCR reads, its boxes put on lines."""
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for corners, text, _ in rapid()(str(page))[0] or []:
        middle = sum(y for _, y in corners) / len(corners)
        height = corners[2][1] - corners[0][1]
        box = corners[0][0], text
        for place, boxes in lines:
            if abs(place - middle) < SAME_LINE * height:
                boxes.append(box)
                break
        else:
            lines.append((middle, [box]))
    return "".join(" ".join(text for _, text in sorted(boxes)) + "\n" for _, boxes in sorted(lines))


def read_by_ocrad(page: Path) -> str:
    """What GNU Ocrad reads."""
    command = ["ocrad", "--format=utf8", str(page)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder for the readings")
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--unseen", type=Path, required=True, help="a folder of CoNLL-U files")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    bench, modern = options.shared / "bench", options.shared / "corpus" / "modern"
    sources = Sources((unseen(options.unseen), *corpus(modern)), of_bench(bench))
    for number in range(options.pages):
        draw = random.Random(1000 + number)
        text = sources.page(draw)
        page = options.out / f"{number:04}.png"
        truth = page.with_suffix(".gt.txt")
        if truth.exists():
            continue
        printed(text, draw).save(page, dpi=(render_pages.DOTS_PER_INCH,) * 2)
        for language in LANGUAGES:
            render_pages.read(page, language)
        page.with_suffix(".rapid.txt").write_text(read_by_rapid(page), "utf-8")
        page.with_suffix(".ocrad.txt").write_text(read_by_ocrad(page), "utf-8")
        page.unlink()
        truth.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
