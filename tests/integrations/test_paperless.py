"""paperless-ngx: OCRmyPDF called as its parser calls it, with the options of the container file."""

import inspect
import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.support.formats_samples import pdf

ocrmypdf = pytest.importorskip("ocrmypdf", reason="needs the extra svfix[ocrmypdf]")
pdfium = pytest.importorskip("pypdfium2")

ROOT = Path(__file__).resolve().parents[2]
CONTAINER = (ROOT / "examples/paperless/Containerfile").read_text(encoding="utf-8")
RECIPES = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")

LINES = (
    "Förvaltningen föreslår att metoden för uppföljningen ändras.",
    "Det är nödvändigt att åtgärderna följs upp varje år, så att",
    "nämnden får veta hur många elever som har fått särskilt stöd.",
)
CALL = "import json, sys, ocrmypdf\nocrmypdf.ocr(**json.loads(sys.argv[1]))"

pytestmark = [
    pytest.mark.skipif(
        not all(map(shutil.which, ("tesseract", "gs"))), reason="needs Tesseract and Ghostscript"
    ),
    pytest.mark.skipif(
        not entry_points(group="ocrmypdf", name="svfix"),
        reason="svfix is not installed with its entry point",
    ),
]


@pytest.fixture
def scan(tmp_path):
    """A picture of a page, in a PDF."""
    page = pdfium.PdfDocument(pdf(LINES))[0]
    path = tmp_path / "scan.pdf"
    page.render(scale=300 / 72).to_pil().convert("L").save(path, resolution=300)
    return path


def consumed(scan, user_args):
    """The archived PDF and the text that paperless-ngx makes of a PDF.

    These are the arguments that `construct_ocrmypdf_parameters` of its version 3.0 makes of default
    settings, but for the language, and for unpaper where that is not installed.
    """
    archive, sidecar = scan.with_name("archive.pdf"), scan.with_name("sidecar.txt")
    first = next(iter(inspect.signature(ocrmypdf.ocr).parameters))  # another name in version 16
    arguments = {
        first: str(scan),
        "output_file": str(archive),
        "use_threads": True,
        "jobs": 1,
        "language": "eng",
        "output_type": "pdfa",
        "progress_bar": False,
        "color_conversion_strategy": "RGB",
        "clean": shutil.which("unpaper") is not None,
        "deskew": True,
        "rotate_pages": True,
        "rotate_pages_threshold": 12.0,
        "sidecar": str(sidecar),
    }
    call = [sys.executable, "-c", CALL, json.dumps({**arguments, **user_args})]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return pdfium.PdfDocument(archive), sidecar.read_text(encoding="utf-8")


def finds(document, word):
    return document[0].get_textpage().search(word).get_next() is not None


def test_what_is_read_is_repaired_in_the_archive_and_in_the_text(scan):
    [asked] = re.findall(r"\nENV PAPERLESS_OCR_USER_ARGS='(.+)'\n", CONTAINER)
    archive, text = consumed(scan, json.loads(asked))
    assert finds(archive, "uppföljningen")
    assert text.split() == " ".join(LINES).split()


def test_without_being_asked_for_svfix_does_nothing(scan):
    archive, text = consumed(scan, {})
    assert not finds(archive, "uppföljningen")
    assert text.split() != " ".join(LINES).split()


def test_the_recipe_asks_as_the_container_does():
    asked = re.findall(r"PAPERLESS_OCR_USER_ARGS='(.+)'", RECIPES)
    assert asked == re.findall(r"PAPERLESS_OCR_USER_ARGS='(.+)'", CONTAINER)
    [other] = re.findall(r"beside the first: `(.+)`", RECIPES)
    assert json.loads(other).items() > json.loads(asked[0]).items()
