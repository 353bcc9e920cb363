"""The bars of the formats: scanned pages of which there is every format, and the truth."""

import pytest

import sets
from svfix import Fixer, Result, formats

pytestmark = pytest.mark.bench

SCANS = sets.SHARED / "bench" / "scans"
FIXER = Fixer()
PAGES = sorted(path.name.partition(".")[0] for path in SCANS.glob("*.gt.txt"))
WORDS_FORMATS = {"hocr": "hocr", "xml": "alto", "tsv": "tsv"}

if not PAGES:
    pytest.skip(f"there is no {SCANS}", allow_module_level=True)


@pytest.fixture(scope="module", params=PAGES)
def page(request):
    """A page's name, its text, and the text's repair."""
    text = sets.read(SCANS / f"{request.param}.eng.txt")
    return request.param, text, FIXER.explain(text)


@pytest.mark.parametrize("suffix", WORDS_FORMATS)
def test_every_format_gives_what_the_plain_text_gives(page, suffix):
    name, text, repaired = page
    data = (SCANS / f"{name}.eng.{suffix}").read_bytes()
    document = formats.read(data)
    assert document.format == WORDS_FORMATS[suffix]
    assert document.texts == (text,)
    assert document.write([Result(text, text, (), None)]) == data
    written = document.write([repaired])
    again = formats.read(written)
    assert again.texts == (repaired.text,)
    assert again.write([FIXER.explain(repaired.text)]) == written
    changed = touched(document, repaired)
    left = [box for word, box in boxes(document).items() if word not in changed]
    assert len(left) > len(changed)
    assert all(box in boxes(again).values() for box in left)


def test_the_pdf_is_repaired_as_the_pages():
    pytest.importorskip("pikepdf")
    pytest.importorskip("pypdfium2")
    document = formats.read((SCANS / "scans.eng.pdf").read_bytes(), "pdf-layer")
    pages = document.texts[0].split("\f")
    texts = [sets.read(SCANS / f"{name}.eng.txt") for name in PAGES]
    assert [page.split() for page in pages] == [text.split() for text in texts]
    repaired = FIXER.explain(document.texts[0])
    written = document.write([repaired])
    assert formats.read(written, "pdf-layer").texts == (repaired.text,)
    found = formats.read(written).texts[0]
    assert found.split() == repaired.text.split()


def touched(document, result):
    places = (document.place(0, edit.start, edit.end) for edit in result.edits)
    return {word for place in places for word in place["word_id"].split()}


def boxes(document):
    """The boxes of all words, by id."""
    layout = document.layout
    places = (document.place(0, word.start, word.end) for word in layout.words)
    return {place["word_id"]: place["box"] for place in places}


def test_the_pdf_reads_as_the_pages():
    pytest.importorskip("pypdfium2")
    document = formats.read((SCANS / "scans.eng.pdf").read_bytes())
    pages = document.texts[0].split("\f")
    texts = [sets.read(SCANS / f"{name}.eng.txt") for name in PAGES]
    assert [page.split() for page in pages] == [text.split() for text in texts]
