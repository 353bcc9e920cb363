"""Recipes for more than one reading of a page, run as the documents have them."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.support.batches import make
from tests.support.formats_samples import pdf

from svfix import formats

pdfium = pytest.importorskip("pypdfium2", reason="needs the extra svfix[pdf]")

ROOT = Path(__file__).resolve().parents[2]
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PLUGIN = ROOT / "examples" / "second_reading.py"

LINES = (
    "Ledamoten Sven Bergström yttrade sig om taxan i kommunens badhus.",
    "Det är nödvändigt att åtgärderna följs upp varje år, så att",
    "nämnden får veta hur många elever som har fått särskilt stöd.",
    "Även lärarna har själva framhållit att frågan är viktig.",
)


def languages():
    if shutil.which("tesseract") is None:
        return []
    found = subprocess.run(["tesseract", "--list-langs"], capture_output=True, encoding="utf-8")
    return found.stdout.split()


needs_tesseract = pytest.mark.skipif(
    not {"eng", "swe"} <= set(languages()), reason="needs Tesseract with eng and swe"
)
needs_ocrmypdf = pytest.mark.skipif(
    importlib.util.find_spec("ocrmypdf") is None or shutil.which("gs") is None,
    reason="needs OCRmyPDF and Ghostscript",
)


@pytest.fixture
def picture(tmp_path):
    """The picture of a page."""
    page = pdfium.PdfDocument(pdf(LINES))[0].render(scale=300 / 72).to_pil().convert("L")
    (tmp_path / "scans").mkdir()
    page.save(tmp_path / "scans/1.png", dpi=(300, 300))
    page.save(tmp_path / "scan.pdf", resolution=300)
    return tmp_path / "scans/1.png"


def recipe(heading):
    """The shell commands under a heading."""
    section = RECIPES.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[0]


@needs_tesseract
def test_an_old_reading_and_one_of_today(picture, tmp_path):
    (tmp_path / "alto").mkdir()
    command = ["tesseract", picture, tmp_path / "alto/1", "-l", "eng", "alto"]
    subprocess.run(command, check=True, capture_output=True)
    old = formats.read((tmp_path / "alto/1.xml").read_bytes())
    assert old.texts[0].split() != " ".join(LINES).split()
    make(tmp_path, {"bin/svfix": f'#!/bin/sh\nexec "{sys.executable}" -m svfix "$@"\n'})
    (tmp_path / "bin/svfix").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-ec", recipe("An old reading and one of today")],
        cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 file in" in done.stderr
    merged = formats.read((tmp_path / "merged/1.xml").read_bytes())
    assert (merged.format, merged.texts[0].split()) == ("alto", " ".join(LINES).split())
    words = re.compile(rb'HPOS="(\d+)" VPOS="\d+" WIDTH="\d+" HEIGHT="\d+"')
    places = [words.findall((tmp_path / f).read_bytes()) for f in ("alto/1.xml", "merged/1.xml")]
    assert places[0]
    assert places[0] == places[1]


# A second reading of doubtful pages, with OCRmyPDF


@pytest.fixture
def plugin(monkeypatch):
    """The plug-in as a module, with an engine that counts its pages."""
    pytest.importorskip("ocrmypdf", reason="needs the extra svfix[ocrmypdf]")
    spec = importlib.util.spec_from_file_location("second_reading", PLUGIN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hocr(text):
    words = " ".join(
        f"<span class='ocrx_word' title='bbox 0 0 9 9'>{w}</span>" for w in text.split()
    )
    line = f"<span class='ocr_line'>{words}</span>"
    return f"<html><body><div class='ocr_page'>{line}</div></body></html>".encode()


@pytest.mark.parametrize(
    ("first", "second", "expected", "count"),
    [
        ("Ledamoten Bergstrorn vvxkte sig", "Ledamoten Bergström yttrade sig", 1, 1),
        (" ".join(LINES), "", 0, 0),
        ("", "", 0, 0),
    ],
)
def test_only_doubtful_pages_are_read_twice(
    plugin, monkeypatch, tmp_path, first, second, expected, count
):
    pictures = []
    monkeypatch.setattr(plugin, "second_reading", lambda path: pictures.append(path) or second)
    data = hocr(first) if first else b""

    def generate_hocr(input_file, output_hocr, output_text, options):
        output_hocr.write_bytes(data)
        output_text.write_text(first, encoding="utf-8")

    page, text = tmp_path / "page.hocr", tmp_path / "page.txt"
    plugin.Engine(SimpleNamespace(generate_hocr=generate_hocr)).generate_hocr(
        tmp_path / "1.png", page, text, None
    )
    assert len(pictures) == count
    if expected:
        assert formats.read(page.read_bytes()).texts[0].split() == second.split()
        assert text.read_text(encoding="utf-8").split() == second.split()
    else:
        assert page.read_bytes() == data


def test_a_second_reading_of_another_page_is_not_merged(plugin, monkeypatch):
    text = " ".join(LINES).replace("år", "ar").replace("Bergström", "Bxrgvtrqm")
    monkeypatch.setattr(plugin, "DOUBTFUL", 0.0)
    monkeypatch.setattr(plugin, "second_reading", lambda _: "Något helt annat om skatter. " * 9)
    assert plugin.repaired(text, "1.png") == plugin.fixer.explain(text)


@needs_tesseract
@needs_ocrmypdf
def test_a_second_reading_with_the_real_engines(picture, tmp_path):
    source = PLUGIN.read_text(encoding="utf-8")
    for there, here in [('"-l", "eng"', '"-l", "swe"'), ("DOUBTFUL = 0.01", "DOUBTFUL = 0.001")]:
        assert there in source
        source = source.replace(there, here)
    other = make(tmp_path, {"second.py": source}) / "second.py"
    out = tmp_path / "out.pdf"
    command = [sys.executable, "-m", "ocrmypdf", "-l", "eng", "--output-type", "pdf", "--jobs", "1"]
    done = subprocess.run(
        [*command, "--plugin", other, tmp_path / "scan.pdf", out],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "read twice" in done.stderr
    assert pdfium.PdfDocument(out)[0].get_textpage().search("Bergström").get_next() is not None
