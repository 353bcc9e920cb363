"""The plug-in of OCRmyPDF: a scan goes in, and what comes out is found by the words on its page."""

import logging
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.support.formats_samples import pdf

pytest.importorskip("ocrmypdf", reason="needs the extra svfix[ocrmypdf]")
pdfium = pytest.importorskip("pypdfium2")

from svfix import Edit, Fixer, Result, formats  # noqa: E402
from svfix.edits import apply  # noqa: E402
from svfix.integrations import ocrmypdf as plugin  # noqa: E402
from svfix.integrations.ocrmypdf import RepairingEngine, repaired_tree  # noqa: E402

MODULE = "svfix.integrations.ocrmypdf"
PLUGIN = ("--plugin", MODULE)
PROGRAMS = [name for name in ("tesseract", "gs") if shutil.which(name) is None]
needs_programs = pytest.mark.skipif(bool(PROGRAMS), reason=f"not on the PATH: {PROGRAMS}")

LINES = (
    "Förvaltningen föreslår att metoden för uppföljningen ändras.",
    "Det är nödvändigt att åtgärderna följs upp varje år, så att",
    "nämnden får veta hur många elever som har fått särskilt stöd.",
    "Även lärarna har själva framhållit att frågan är viktig.",
)


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A PDF of nothing but the picture of a page."""
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    page = pdfium.PdfDocument(pdf(LINES))[0]
    page.render(scale=300 / 72).to_pil().convert("L").save(path, resolution=300)
    assert not layer(path)
    return path


@pytest.fixture(scope="module")
def misread(scan):
    """The scan with a text layer from an engine that has no å, ä and ö."""
    path = scan.with_name("misread.pdf")
    ocr(scan, path)
    return path


def ocr(source, target, *options):
    """Run OCRmyPDF with the English model; return what it writes to its log."""
    given = [sys.executable, "-m", "ocrmypdf", "-l", "eng", "--output-type", "pdf", "--jobs", "1"]
    command = [*given, *map(str, (*options, source, target))]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stderr


def layer(path):
    document = pdfium.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def finds(path, word):
    return pdfium.PdfDocument(path)[0].get_textpage().search(word).get_next() is not None


# With the real engine


@needs_programs
def test_the_word_on_the_page_is_found(scan, misread, tmp_path):
    assert layer(misread)
    assert not finds(misread, "uppföljningen")
    out, sidecar = tmp_path / "out.pdf", tmp_path / "out.txt"
    log = ocr(scan, out, *PLUGIN, "--sidecar", sidecar)
    assert finds(out, "uppföljningen")
    assert layer(out).split() == sidecar.read_text(encoding="utf-8").split()
    assert "left this page" not in log
    assert "svfix" in pdfium.PdfDocument(out).get_metadata_value("Creator")


@needs_programs
def test_a_layer_that_is_there_is_made_anew(misread, tmp_path):
    out = tmp_path / "out.pdf"
    try:
        ocr(misread, out, *PLUGIN, "--redo-ocr")
    except subprocess.CalledProcessError as error:
        if "Ghostscript 10.0.0 through 10.02.0" in error.stderr:
            pytest.skip("OCRmyPDF 16 takes no --redo-ocr with this Ghostscript")
        raise
    assert finds(out, "uppföljningen")
    assert not finds(out, "uppféljningen")


@needs_programs
def test_the_library_takes_the_options_too(scan, tmp_path):
    code = (
        "import sys, ocrmypdf\nif __name__ == '__main__': ocrmypdf.ocr(*sys.argv[1:], "
        f"language=['eng'], output_type='pdf', plugins=[{MODULE!r}], svfix_min_confidence=1.0)"
    )
    out = tmp_path / "out.pdf"
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    subprocess.run([sys.executable, script, scan, out], check=True, capture_output=True)
    assert layer(out)
    assert not finds(out, "uppföljningen")  # no edit is that sure


@needs_programs
@pytest.mark.skipif(
    not any(found.value.startswith(MODULE) for found in entry_points(group="ocrmypdf")),
    reason="svfix is not installed with its entry point",
)
def test_an_installed_svfix_repairs_when_the_flag_asks_for_it(scan, tmp_path):
    out = tmp_path / "out.pdf"
    for options, found in [((), False), (("--svfix",), True), ((*PLUGIN, "--svfix"), True)]:
        ocr(scan, out, *options)
        assert finds(out, "uppföljningen") == found


@needs_programs
@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--svfix-words", "missing.txt", "svfix: missing.txt cannot be read"),
        ("--svfix-min-confidence", "7", "svfix: min_confidence must be from 0 to 1"),
    ],
)
def test_wrong_options_are_told_of_before_the_work_begins(scan, tmp_path, option, value, message):
    with pytest.raises(subprocess.CalledProcessError) as caught:
        ocr(scan, tmp_path / "out.pdf", *PLUGIN, option, value)
    assert message in caught.value.stderr


@needs_programs
def test_a_renderer_that_leaves_nothing_to_repair_is_told_of(scan, tmp_path):
    log = ocr(scan, tmp_path / "out.pdf", *PLUGIN, "--pdf-renderer", "sandwich")
    assert log.count("svfix repairs nothing with --pdf-renderer sandwich") == 1
    assert "svfix" not in pdfium.PdfDocument(tmp_path / "out.pdf").get_metadata_value("Creator")


# With an engine that writes what the test says

HOCR = (
    "<html><body><div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>"
    "<span class='ocrx_word' title='bbox 0 0 80 9; x_wconf 90'>Metoden</span> "
    "<span class='ocrx_word' title='bbox 90 0 120 9; x_wconf 91'>for</span> "
    "<span class='ocrx_word' title='bbox 130 0 300 9; x_wconf 70'>uppféljningen</span>"
    "</span></p></div></body></html>"
).encode()
TEXT = "Metoden for uppféljningen\n\f"
REPAIRED = "Metoden för uppföljningen"


class Engine:
    """An engine of another plug-in."""

    def __init__(self, hocr=HOCR, page=None):
        self.hocr, self.page = hocr, page

    def languages(self, options):
        return {"eng"}

    def creator_tag(self, options):
        return "Engine 1"

    def generate_hocr(self, input_file, output_hocr, output_text, options):
        output_hocr.write_bytes(self.hocr)
        output_text.write_text(TEXT, encoding="utf-8")

    def generate_ocr(self, input_file, options, page_number=0):
        return self.page, TEXT

    def __str__(self):
        return "Engine"


def read(folder, engine, always=True, **options):
    """The hOCR and the text of a page that an engine reads under repair."""
    hocr, text = folder / "page.hocr", folder / "page.txt"
    RepairingEngine(engine, always).generate_hocr(
        input_file=folder / "page.png",
        output_hocr=hocr,
        output_text=text,
        options=Namespace(**options),
    )
    return hocr.read_bytes(), text.read_text(encoding="utf-8")


def test_hocr_and_text_are_repaired(tmp_path):
    hocr, text = read(tmp_path, Engine())
    assert formats.read(hocr).texts[0].split() == text.split() == REPAIRED.split()
    assert text == TEXT.replace("for uppféljningen", "för uppföljningen")
    assert b"bbox 130 0 300 9" in hocr


def test_without_the_flag_nothing_is_touched(tmp_path):
    assert read(tmp_path, Engine(), always=False) == (HOCR, TEXT)
    assert read(tmp_path, Engine(), always=False, svfix=False) == (HOCR, TEXT)
    assert read(tmp_path, Engine(), always=False, svfix=True) != (HOCR, TEXT)


def test_the_users_own_words_stay(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("uppféljningen\n", encoding="utf-8")
    hocr, text = read(tmp_path, Engine(), svfix_words=str(words))
    assert "uppféljningen" in text
    assert "uppféljningen".encode() in hocr


@pytest.mark.parametrize("hocr", [b"no hOCR", b"\xff\xfe\x00", b"<html><p>text</p></html>"])
def test_a_page_that_cannot_be_read_stays_with_one_warning(tmp_path, caplog, hocr):
    with caplog.at_level(logging.WARNING):
        assert read(tmp_path, Engine(hocr)) == (hocr, TEXT)
    (record,) = caplog.records
    assert record.getMessage().startswith("svfix left this page as the OCR engine read it: ")


def test_a_page_that_was_skipped_stays_without_a_word(tmp_path, caplog):
    assert read(tmp_path, Engine(b"")) == (b"", TEXT)
    assert not caplog.records


def test_in_all_else_the_engine_is_the_one_it_repairs():
    engine = RepairingEngine(Engine(), True)
    assert str(engine) == "Engine"
    assert engine.languages(None) == {"eng"}
    assert engine.creator_tag(Namespace()).startswith("Engine 1 + svfix ")
    assert RepairingEngine(Engine(), False).creator_tag(Namespace()) == "Engine 1"


# Engines that return a tree, as they may since OCRmyPDF 17


def tree(*words):
    models = pytest.importorskip("ocrmypdf.models.ocr_element", reason="needs OCRmyPDF 17")
    boxes = [models.BoundingBox(left, 0, left + 100, 9) for left in range(0, 110 * len(words), 110)]
    line = [
        models.OcrElement("ocrx_word", bbox=box, text=word, confidence=0.9)
        for word, box in zip(words, boxes, strict=True)
    ]
    return models.OcrElement("ocr_page", children=[models.OcrElement("ocr_line", children=line)])


def test_a_tree_is_repaired():
    page = tree("Metodenfor", "uppféljningen", "av", "skolan")
    new, text = repaired_tree(page, TEXT, Fixer())
    words = new.children[0].children
    assert [word.text for word in words] == ["Metoden", "för", "uppföljningen", "av", "skolan"]
    boxes = [(word.bbox.left, word.bbox.right) for word in words]
    assert boxes == [(0, 64), (73, 100), (110, 210), (220, 320), (330, 430)]
    assert [word.confidence for word in words] == [None, None, None, 0.9, 0.9]
    assert text.split() == REPAIRED.split()
    assert page == tree("Metodenfor", "uppféljningen", "av", "skolan")


class Joining(Fixer):
    """A fixer that knows one word."""

    def explain(self, text):
        at = text.find(" heten")
        edits = (Edit(at, at + 1, " ", "", "words", 0.9),) if at >= 0 else ()
        return Result(apply(text, edits), text, edits, None)


def test_words_of_a_tree_that_are_united_have_one_box():
    new, text = repaired_tree(tree("verksam", "heten", "nu"), "verksam heten nu", Joining())
    words = new.children[0].children
    assert [(word.text, word.bbox.right) for word in words] == [("verksamheten", 210), ("nu", 320)]
    assert text == "verksamheten nu"


def test_a_tree_in_order_stays_as_it_is():
    page = tree("Metoden", "för", "uppföljningen")
    assert repaired_tree(page, "", Fixer()) == (page, "")


def test_a_tree_that_cannot_be_read_stays_with_one_warning(caplog):
    engine = RepairingEngine(Engine(page="no tree"), True)
    assert engine.generate_ocr(None, Namespace()) == ("no tree", TEXT)
    assert len(caplog.records) == 1


def test_every_option_is_documented():
    parser = ArgumentParser()
    for form in (plugin, plugin.BY_FLAG):  # both may be loaded
        form.add_options(parser)
    page = (Path(__file__).parents[2] / "docs" / "ocrmypdf.md").read_text(encoding="utf-8")
    known = {name for name in parser.format_help().split() if name.startswith("--svfix")}
    documented = set(re.findall(r"^- `(--svfix[\w-]*)", page, re.MULTILINE))
    assert documented == known
