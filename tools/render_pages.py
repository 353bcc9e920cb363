"""Print pages in many fonts, wear them down, and have Tesseract read them.

    python tools/render_pages.py train --out ../printed/train   # to learn the channels from
    python tools/render_pages.py dev --out ../printed/dev       # to measure on

Swedish scans are often read with a model of another language: one without å makes it ä (German,
Finnish), one without ä and ö makes them å (Danish, Norwegian).  The texts of `bench/train` are
printed a few times over here, each page in a font and with wear of its own, drawn with a fixed
seed; those of `bench/dev` once, in fonts that nothing was learned from.

Needs Pillow, `tesseract` with the models of `LANGUAGES`, and the fonts of Debian's fonts-dejavu,
fonts-liberation, fonts-urw-base35, fonts-ebgaramond, fonts-linuxlibertine, fonts-crosextra-carlito.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LANGUAGES = ("eng", "swe", "deu", "dan", "nor", "fin", "fra")
FONTS = {
    "train": (
        "dejavu/DejaVuSans.ttf",
        "dejavu/DejaVuSerif-Bold.ttf",
        "dejavu/DejaVuSansCondensed.ttf",
        "dejavu/DejaVuSerif.ttf",
        "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationSans-Regular.ttf",
        "liberation/LiberationSerif-Italic.ttf",
        "urw-base35/NimbusRoman-Regular.otf",
        "urw-base35/NimbusMonoPS-Regular.otf",
        "urw-base35/URWGothic-Book.otf",
        "urw-base35/NimbusSansNarrow-Regular.otf",
    ),
    "dev": (
        "ebgaramond/EBGaramond12-Regular.otf",
        "linux-libertine/LinLibertine_R.otf",
        "linux-libertine/LinBiolinum_R.otf",
        "crosextra/Carlito-Regular.ttf",
        "urw-base35/C059-Roman.otf",
        "urw-base35/P052-Roman.otf",
        "urw-base35/URWBookman-Light.otf",
        "liberation/LiberationMono-Regular.ttf",
    ),
}
FONT_FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts/opentype"))
PRINTS = {"train": 3, "dev": 1}  # of each text
SIZES = (20, 24, 28)  # pixels of an em: 7 to 10 points at 200 dots an inch
MARGIN = 80
DOTS_PER_INCH = 200

Wear = Callable[[Image.Image, random.Random], Image.Image]


def blurred(page: Image.Image, draw: random.Random) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(draw.uniform(0.8, 1.6)))


def noisy(page: Image.Image, draw: random.Random) -> Image.Image:
    noise = np.random.default_rng(draw.randrange(2**32)).normal(0, draw.uniform(15, 40), page.size)
    return Image.fromarray(np.clip(np.asarray(page) + noise.T, 0, 255).astype(np.uint8))


def coarse(page: Image.Image, draw: random.Random) -> Image.Image:
    share = draw.uniform(0.45, 0.65)
    small = page.resize(
        (int(page.width * share), int(page.height * share)), Image.Resampling.BILINEAR
    )
    return small.resize(page.size, Image.Resampling.BILINEAR)


def bitonal(page: Image.Image, draw: random.Random) -> Image.Image:
    threshold = draw.choice((120, 150, 180, 200))
    return page.filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: 255 * (v > threshold))


def faded(page: Image.Image, draw: random.Random) -> Image.Image:
    dice = np.random.default_rng(draw.randrange(2**32))
    worn = np.array(page)
    worn[dice.random(worn.shape) < draw.uniform(0.02, 0.07)] = 255
    worn[dice.random(worn.shape) < draw.uniform(0.001, 0.008)] = 0
    return Image.fromarray(worn).filter(ImageFilter.GaussianBlur(0.7))


WEAR: tuple[Wear, ...] = (blurred, noisy, coarse, bitonal, faded)


def printed(lines: list[str], font: ImageFont.FreeTypeFont) -> Image.Image:
    """Lines of text, black on white."""
    leading = int(font.size * 1.35)
    width = int(max(font.getlength(line) for line in lines)) + 2 * MARGIN
    page = Image.new("L", (width, leading * len(lines) + 2 * MARGIN), 255)
    pen = ImageDraw.Draw(page)
    for i, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + i * leading), line, font=font, fill=0)
    return page


def worn(text: str, number: int, fonts: Sequence[str]) -> Image.Image:
    """The page with this number: its font, size, slant and wear are drawn by it."""
    draw = random.Random(number)
    font = ImageFont.truetype(str(found(draw.choice(fonts))), draw.choice(SIZES))
    page = printed(text.splitlines(), font)
    page = page.rotate(draw.uniform(-0.6, 0.6), fillcolor=255, resample=Image.Resampling.BICUBIC)
    return draw.choice(WEAR)(page, draw)


def found(font: str) -> Path:
    return next(path for folder in FONT_FOLDERS if (path := folder / font).exists())


def read(page: Path, language: str) -> None:
    """Have a page read; the text goes beside it."""
    out = page.with_suffix(f".{language}")
    command = ["tesseract", str(page), str(out), "-l", language, "--psm", "6"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, env=environment, capture_output=True, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", choices=FONTS, help="whose texts in bench are printed")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True, help="a folder for the pages")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    truths = sorted((options.shared / "bench" / options.texts).glob("*.gt.txt"))
    pages = []
    for number, truth in enumerate(truths * PRINTS[options.texts]):
        text = truth.read_text("utf-8")
        (options.out / f"{number:04}.gt.txt").write_text(text, "utf-8")
        pages.append(options.out / f"{number:04}.png")
        page = worn(text, number, FONTS[options.texts])
        page.save(pages[-1], dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    jobs = [(page, language) for language in LANGUAGES for page in pages]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(read, *zip(*jobs, strict=True)))


if __name__ == "__main__":
    main()
