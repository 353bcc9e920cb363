"""Where the scans of pages are found, and where words are in them."""

import os
from io import BytesIO

import pytest
from PIL import Image
from tests.support import reviews
from tests.support.batches import make

from svfix.formats.boxes import Box
from svfix.review import pictures, views
from svfix.review.pictures import NoPicture, Scans

ALTO = """<?xml version="1.0"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description>
<MeasurementUnit>{unit}</MeasurementUnit></Description>
<Layout><Page ID="P" WIDTH="{width}" HEIGHT="400"><PrintSpace><TextBlock ID="B"><TextLine>
<String CONTENT="Metoden" HPOS="10" VPOS="20" WIDTH="70" HEIGHT="30"/><SP/>
<String CONTENT="for" HPOS="100" VPOS="20" WIDTH="30" HEIGHT="30"/><SP/>
<String CONTENT="uppféljningen" HPOS="140" VPOS="20" WIDTH="130" HEIGHT="30"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scans").mkdir()
    return tmp_path / "scans"


def picture(path, size=(600, 400)):
    """A picture with something in it, in the format that its name says."""
    image = Image.linear_gradient("L").resize(size)
    image.save(path)
    return path


def where(folder, word="uppféljningen"):
    """Where a word of the only page of a folder is."""
    session = reviews.session(folder)
    items = views.page(session, Scans(), 0)["items"]
    session.journal.close()
    return next(item for item in items if item["before"] == word)


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "scan"),
        [
            ("1.txt", "1.png"),
            ("1.eng.txt", "1.jpg"),
            ("1.txt", "1.TIF"),
            ("1.txt", "1.scan.webp"),
            ("1.txt", "1.bmp"),
        ],
    )
    def test_beside_its_text(self, folder, text, scan):
        make(folder, {text: reviews.DAMAGED})
        picture(folder / scan)
        assert Scans().find(str(folder / text), text) == str(folder / scan)

    @pytest.mark.parametrize(
        "said",
        [
            "<div class='ocr_page' title='image \"/somewhere/else/scan-7.png\"; bbox 0 0 9 9'>",
            "<Description><fileName>scan-7.png</fileName></Description>",
            '<Page imageFilename="C:\\scans\\scan-7.png">',
        ],
    )
    def test_as_the_text_names_it(self, folder, said):
        make(folder, {"1.xml": said})
        picture(folder / "1.png")
        named = picture(folder / "scan-7.png")
        assert Scans().find(str(folder / "1.xml"), "1.xml") == str(named)

    def test_a_text_cannot_name_what_lies_elsewhere(self, folder, tmp_path):
        picture(tmp_path / "secret.png")
        make(folder, {"1.xml": "<fileName>../secret.png</fileName>"})
        assert Scans().find(str(folder / "1.xml"), "1.xml") is None

    def test_none(self, folder):
        make(folder, {"1.txt": reviews.DAMAGED, "1.notes": "inget"})
        assert Scans().find(str(folder / "1.txt"), "1.txt") is None
        assert Scans().find(str(folder / "gone/1.txt"), "gone/1.txt") is None


class TestShowing:
    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
    def test_every_kind_becomes_one_that_browsers_show(self, folder, mode):
        path = folder / "1.tif"
        image = Image.linear_gradient("L")
        (Image.new(mode, (256, 256), 9) if mode == "I;16" else image.convert(mode)).save(path)
        shown = Scans().whole(str(path), 1)
        assert shown.kind == "image/jpeg"
        assert shown.data.startswith(b"\xff\xd8\xff")

    def test_a_large_one_is_made_smaller_and_a_part_of_it_stays_sharp(self, folder):
        path = str(picture(folder / "1.png", (6000, 800)))
        scans = Scans()
        assert scans.sheet(path, path, 1)[:2] == (6000, 800)
        assert size(scans.whole(path, 1)) == (pictures.WIDEST, 267)
        around = 2 * pictures.AROUND
        assert size(scans.part(path, 1, Box(100, 200, 900, 260))) == (800 + around, 60 + around)

    @pytest.mark.parametrize("box", [(7000, 0, 8000, 9), (5, 5, -90, -90)])
    def test_outside_of_it_there_is_nothing(self, folder, box):
        with pytest.raises(NoPicture, match="outside"):
            Scans().part(str(picture(folder / "1.png")), 1, Box(*box))

    @pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0", b"BM"], ids=["", "PNG", "BMP"])
    def test_one_that_is_broken_is_told_of(self, folder, data):
        make(folder, {"1.png": data})
        with pytest.raises(NoPicture, match=r"1\.png cannot be shown"):
            Scans().whole(str(folder / "1.png"), 1)

    def test_a_broken_one_does_not_hide_the_text(self, folder):
        make(folder, {"1.txt": reviews.DAMAGED, "1.png": b"\x89PNG\r\n\x1a\n\0"})
        assert where(folder)["box"] is None

    def test_one_that_changed_is_read_anew(self, folder):
        path = str(picture(folder / "1.png"))
        scans = Scans()
        assert scans.sheet(path, path, 1).width == 600
        picture(folder / "1.png", (300, 200))
        os.utime(path, (9, 9))
        assert scans.sheet(path, path, 1).width == 300


def size(shown):
    """The size of a picture that was made ready."""
    return Image.open(BytesIO(shown.data)).size


class TestBoxes:
    def test_alto_in_pixels(self, folder):
        make(folder, {"1.xml": ALTO.format(unit="pixel", width=600)})
        picture(folder / "1.png")
        assert where(folder)["box"] == [140, 20, 270, 50]
        assert where(folder)["line"] == [10, 20, 270, 50]

    def test_alto_in_tenths_of_a_millimetre(self, folder):
        make(folder, {"1.xml": ALTO.format(unit="mm10", width=300)})
        picture(folder / "1.png")
        assert where(folder)["box"] == [280, 40, 540, 100]

    def test_a_word_of_a_pdf(self, folder):
        pytest.importorskip("pikepdf")
        from tests.support.pdf_samples import PICTURE, scan

        line = b"BT 3 Tr /H 12 Tf 20 150 Td (Metoden for uppf\xe9ljningen) Tj ET"
        more = b"BT 3 Tr /H 12 Tf 20 100 Td (for alla som for hem med batar) Tj ET"
        make(folder, {"1.pdf": scan(PICTURE + line + b"\n" + more)})
        left, top, right, bottom = where(folder)["box"]
        unit = pictures.WIDEST / 300  # pixels a point
        assert 80 * unit < left < right < 180 * unit
        assert 35 * unit < top < bottom < 55 * unit
        assert where(folder)["line"][0] < left
