"""Layers as engines make them: the page looks the same, and is found by its words."""

import shutil
import subprocess
import sys

import pytest
from tests.support.formats_samples import pdf

pikepdf = pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")
pdfium = pytest.importorskip("pypdfium2", reason="a PDF needs svfix[pdf] to be repaired")
pytest.importorskip("PIL", reason="Pillow writes the pictures of pages")

from tests.support.pdf_samples import drawn, opened, problems, seen  # noqa: E402

from svfix import Fixer, formats  # noqa: E402

LINES = (
    "Förvaltningen föreslår att metoden för uppföljningen ändras.",
    "Det är nödvändigt att åtgärderna följs upp varje år, så att",
    "nämnden får veta hur många elever som har fått särskilt stöd.",
    "Även lärarna har själva framhållit att frågan är viktig.",
)
FIXER = Fixer()


def needs(*programs):
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not on the PATH: {missing}")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The picture of a page."""
    path = tmp_path_factory.mktemp("page") / "page.png"
    picture = pdfium.PdfDocument(pdf(LINES))[0].render(scale=200 / 72).to_pil().convert("L")
    picture.save(path, dpi=(200, 200))
    return path


def call(*command):
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def by_tesseract(page, target):
    call("tesseract", page, target.with_suffix(""), "-l", "eng", "pdf")


def by_ocrmypdf(page, target, *options):
    pytest.importorskip("ocrmypdf", reason="needs the extra svfix[ocrmypdf]")
    given = ("-l", "eng", "--image-dpi", "200", "--jobs", "1", *options)
    call(sys.executable, "-m", "ocrmypdf", *given, page, target)


def as_pdfa(page, target):
    by_ocrmypdf(page, target, "--output-type", "pdfa")


def by_ghostscript(page, target):
    """Written anew by Ghostscript, which gives fonts and encodings of its own."""
    read = target.with_name("read.pdf")
    by_tesseract(page, read)
    call("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}", read)


ENGINES = {
    "tesseract": (by_tesseract, ("tesseract",)),
    "ocrmypdf": (as_pdfa, ("tesseract", "gs")),
    "ghostscript": (by_ghostscript, ("tesseract", "gs")),
}


@pytest.fixture(scope="module")
def misread(page, tmp_path_factory):
    """A scan with the layer of an engine that has no å, ä and ö, made once."""
    made = {}

    def misread(name):
        if name not in made:
            path = tmp_path_factory.mktemp(name) / "scan.pdf"
            ENGINES[name][0](page, path)
            made[name] = path.read_bytes()
        return made[name]

    return misread


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs(*programs)) for name, (_, programs) in ENGINES.items()]
)
def test_the_word_on_the_page_is_found(misread, name):
    data = misread(name)
    document = formats.read(data, "pdf-layer")
    result = FIXER.explain(document.texts[0])
    found = document.write([result])
    assert "uppföljningen" not in seen(data)[0]
    assert "uppföljningen" in seen(found)[0]
    assert seen(found)[0].split() == result.text.split()
    assert drawn(found) == drawn(data)
    assert found.startswith(data)
    again = formats.read(found, "pdf-layer")
    assert again.texts == (result.text,)
    assert again.write([FIXER.explain(result.text)]) == found


@needs("tesseract", "gs")
def test_an_archive_file_stays_one(misread):
    """What OCRmyPDF makes for archives says so afterwards, and has what they ask for."""
    data = misread("ocrmypdf")
    document = formats.read(data, "pdf-layer")
    found = document.write([FIXER.explain(document.texts[0])])
    with opened(data) as old, opened(found) as pdf:
        assert pdf.open_metadata().pdfa_status == old.open_metadata().pdfa_status == "2B"
        assert pdf.Root.Metadata.read_raw_bytes() == old.Root.Metadata.read_raw_bytes()
        assert pdf.Root.OutputIntents.unparse() == old.Root.OutputIntents.unparse()
        assert pdf.trailer.ID[0] == old.trailer.ID[0]
        assert not problems(pdf)
        assert all(is_embedded(font) for font in fonts_of(pdf))


def fonts_of(pdf):
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        and one.get("/Type") == "/Font"
        and "/DescendantFonts" not in one
    ]


def is_embedded(font):
    descriptor = font.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
