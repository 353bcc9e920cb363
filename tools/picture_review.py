"""Make the pictures of docs/review.md: a small archive printed, worn, read, and reviewed.

    PYTHONPATH=. python tools/picture_review.py                # docs/pictures/review-*.png
    PYTHONPATH=. python tools/picture_review.py --keep FOLDER  # and leave the batch there

The pages are examples/protokoll.truth.txt and two of our own, printed and read by Tesseract with
its English model.  Needs Pillow, `tesseract`, Chromium and the fonts of Debian's fonts-liberation.
"""

from __future__ import annotations

import argparse
import base64
import random
import subprocess
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from tests.support import chromium, reviews
from tests.support.review_pages import visit

ROOT = Path(__file__).resolve().parent.parent
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
EM = 34  # pixels
MARGIN = 130
SEED = 7
COLOURS = 160  # of a picture, which is small then

PAGES = {
    "1919-03": (ROOT / "examples" / "protokoll.truth.txt").read_text(encoding="utf-8"),
    "1919-04": """Protokoll från fattigvårdsstyrelsen

Hemmansägaren August Sjöström i Hjerkvinsnäs anhöll om lindring
i sin årliga avgift, enär skörden under de två sista åren
slagit fel och hans äldste son ligger sjuk sedan i höstas.

Styrelsen fann skälen giltiga och nedsatte avgiften med
tjugo kronor för innevarande år. Herr Lönnqvist önskade att
få till protokollet antecknat, att han yrkat högre belopp.

Änkan Kajsa Ågren beviljades ved för vintern.
""",
    "1919-05": """Protokoll från skolrådet

Lärarinnan vid Gräsö folkskola, fröken Märta Åkerblom, hade
begärt ledighet från och med den 14 april för att vårda sin
moder. Rådet biföll hennes begäran och antog såsom vikarie
fröken Elin Björkegren från Hjerkvinsnäs.

Kyrkoherden påminde om att årsavslutningen hålles lördagen
före pingst, och att fönstren i slöjdsalen då bör vara lagade.
""",
}


def printed(text: str, seed: int) -> Image.Image:
    """A page with a text on it, as a scanner of no great quality has it."""
    chance = random.Random(seed)
    lines = text.splitlines()
    font = ImageFont.truetype(FONT, EM)
    image = Image.new("L", (1240, 2 * MARGIN + round(1.5 * EM * len(lines))), 246)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + round(1.5 * EM * n)), line, fill=40, font=font)
    for _ in range(900):
        x, y = chance.randrange(image.width), chance.randrange(image.height)
        draw.point((x, y), fill=chance.randrange(90, 200))
    return image.rotate(0.25, fillcolor=246).filter(ImageFilter.GaussianBlur(1.1))


def archive(folder: Path) -> None:
    """The pages as pictures, each with what Tesseract read beside it."""
    folder.mkdir(parents=True)
    for seed, (name, text) in enumerate(PAGES.items(), SEED):
        path = folder / f"{name}.png"
        printed(text, seed).save(path)
        command = ["tesseract", str(path), str(folder / name), "-l", "eng", "--dpi", "200", "hocr"]
        subprocess.run(command, check=True, capture_output=True)


def take(browser: Any, name: str) -> None:
    """Write what the window shows to docs/pictures."""
    browser.settle()
    time.sleep(0.5)
    raw = browser.send("Page.captureScreenshot")["data"]
    image = Image.open(BytesIO(base64.b64decode(raw))).convert("RGB").quantize(COLOURS)
    path = ROOT / "docs" / "pictures" / f"review-{name}.png"
    path.parent.mkdir(exist_ok=True)
    image.save(path, optimize=True)


def walk(browser: Any) -> None:
    """Review some of the archive, and take pictures on the way."""
    browser.wait("document.getElementById('picture').naturalWidth > 0")
    take(browser, "word")
    for key in ("a", "a"):
        browser.press(key)
    browser.press("/")
    browser.type("kvinsn")
    browser.press("Enter")
    browser.press("Enter")
    browser.press("t")
    browser.type("Hjerkvinsnäs")
    browser.press("Enter")
    browser.wait("document.getElementById('progress').value >= 3")
    browser.press("l")
    browser.wait("document.querySelector('#learn .chip') !== null")
    browser.click("#learn button.yes")
    browser.wait("document.querySelectorAll('#learn-changes li').length >= 1")
    take(browser, "learn")
    browser.press("Escape")
    browser.press("q")
    browser.wait("document.querySelectorAll('#queue-rows tbody tr').length === 3")
    take(browser, "queue")
    browser.press("Escape")
    browser.press("s")
    browser.wait("document.getElementById('check-count') !== null")
    browser.run("document.getElementById('check-count').value = 60")
    browser.click("#check form button[type=submit]")
    for n in range(2, 31):
        browser.wait("document.getElementById('check-right') !== null")
        browser.click("#check-right")
        browser.wait(f"document.getElementById('check-word').innerText.startsWith('Word {n} ')")
    take(browser, "check")
    browser.press("Escape")
    browser.prefer(**{"prefers-color-scheme": "dark"})
    browser.resize(820, 1100)
    take(browser, "tablet")


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="leave the batch there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        archive(folder / "scans")
        server_of: Any = reviews.Server  # tests are not typed
        browser_of: Any = chromium.Browser
        with (
            server_of("scans", "--by", "Anna", cwd=folder) as server,
            browser_of(1280, 800) as browser,
        ):
            time.sleep(2)  # all three are known then
            walk(visit(browser, server))  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
