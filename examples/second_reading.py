"""A plug-in of OCRmyPDF: pages that are doubtful after their repair are read by a second engine.

    ocrmypdf --plugin examples/second_reading.py -l swe scan.pdf searchable.pdf

Change `DOUBTFUL` and `second_reading` to what you have.
"""

import logging
import subprocess

from ocrmypdf import hookimpl

import svfix
from svfix import formats
from svfix.merging import OtherPage

DOUBTFUL = 0.01  # share of words expected to be wrong after the repair

fixer = svfix.Fixer()
log = logging.getLogger(__name__)


def second_reading(picture):
    """The text of a page's picture, by an engine that errs in other places than the first."""
    command = ["tesseract", str(picture), "stdout", "-l", "eng"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def repaired(text, picture):
    """The result of a page's text, merged with a second reading where that is worth its time."""
    result = fixer.explain(text)
    if result.quality is None or result.quality.after <= DOUBTFUL:
        return result
    try:
        merged = fixer.merge([text, second_reading(picture)])
    except OtherPage:
        return result
    log.info("read twice: %.1f %% wrong, then %.1f %%", *both(result, merged))
    return merged


def both(*results):
    return [100 * result.quality.after for result in results]


class Engine:
    """What the engine of OCRmyPDF reads, repaired; in all else it is that engine."""

    def __init__(self, engine):
        self.engine = engine

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def __str__(self):
        return str(self.engine)

    def generate_hocr(self, input_file, output_hocr, output_text, options):
        self.engine.generate_hocr(
            input_file=input_file,
            output_hocr=output_hocr,
            output_text=output_text,
            options=options,
        )
        data = output_hocr.read_bytes()
        if data:  # OCRmyPDF leaves an empty file for a page that it skips
            page = formats.read(data, "hocr")
            result = repaired(page.texts[0], input_file)
            output_hocr.write_bytes(page.write([result]))
            output_text.write_text(result.text, encoding="utf-8")


@hookimpl(wrapper=True)
def get_ocr_engine():
    engine = yield
    return engine and Engine(engine)
