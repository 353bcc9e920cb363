"""Layers that other programs wrote oddly: an operator that lacks something is passed over."""

import pytest

pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")

from pikepdf import Array, Dictionary, Name, String
from tests.support.formats_samples import repaired
from tests.support.pdf_samples import PICTURE, layer, scan

from svfix import formats
from svfix.formats.pdf_layer.cmaps import ToUnicode
from svfix.formats.pdf_layer.encodings import of_name
from svfix.formats.pdf_layer.shows import box_of

BEGUN = "BT 3 Tr /H 10 Tf 10 50 Td "
SHOWN = "(Metoden for) Tj ET"

LACKING = [
    "(a) 2 Td",
    "Tc",
    "(a) Tw",
    "/H Tf",
    "10 Tf",
    "(x) (y) Tf",
    "gs",
    "/No gs",
    "EMC",
    "/Span BDC EMC",
    "/Span /No BDC EMC",
    "/Span << /Lang (sv) >> BDC EMC",
    "/Span << /ActualText /x >> BDC EMC",
    "Tj",
    "Do",
    "/No Do",
    "Q Q",
    "1 2 3 4 5 6 7 8 re f",
]


def words_of(data):
    """The words of a layer, none of a PDF that has none."""
    try:
        return layer(data).split()
    except formats.FormatError as error:
        assert "no text, only pictures" in str(error)  # noqa: PT017 (of what is read)
        return []


@pytest.mark.parametrize("lacking", LACKING)
def test_an_operator_that_lacks_something_is_passed_over(lacking):
    document = formats.read(scan(PICTURE.decode() + BEGUN + lacking + " " + SHOWN), "pdf-layer")
    assert document.texts[0].split() == ["Metoden", "for"]
    made = document.write([repaired(document.texts[0], ("for", "för"))])
    assert words_of(made) == ["Metoden", "för"]


@pytest.mark.parametrize("lacking", ["1 0 0 cm", "1 0 Tm"])
def test_what_other_readers_take_otherwise_is_left(lacking):
    """PDFium takes a number that is not there for 0, and finds no words."""
    document = formats.read(scan(PICTURE.decode() + BEGUN + lacking + " " + SHOWN), "pdf-layer")
    assert document.texts[0].split() == ["Metoden", "for"]
    with pytest.raises(formats.FormatError, match="the PDF was left as it was"):
        document.write([repaired(document.texts[0], ("for", "för"))])


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (BEGUN + '2 1 (Metoden) " 1 0 (for) " ET', ["Metoden", "for"]),
        (BEGUN + "(Metoden) \" (for) ' ET", ["Metoden", "for"]),
        (BEGUN + "0 -12 TD (Metoden) Tj T* (for) Tj ET", ["Metoden", "for"]),
        (BEGUN + "12 TL (Metoden) Tj T* 5 Ts (for) Tj ET", ["Metoden", "for"]),
        (BEGUN + "0 Tz (Metoden for) Tj ET", []),
        (BEGUN + "/H 0 Tf (Metoden for) Tj ET", []),
        (BEGUN + "0 0 0 0 10 50 Tm (Metoden for) Tj ET", []),
        (BEGUN + "0 1 -1 0 99 9 Tm (Metoden) Tj 1 0 0 1 10 90 Tm (for) Tj ET", ["Metoden", "for"]),
    ],
)
def test_words_are_read_where_they_stand(content, read):
    assert words_of(scan(PICTURE.decode() + content)) == read


STATES = {
    "Font": Dictionary(Font=Array([Dictionary(), 9])),
    "Blend": Dictionary(BM=Name.Multiply),
    "Mask": Dictionary(SMask=Name("/None")),
    "Opaque": Dictionary(ca=1),
}


@pytest.mark.parametrize(
    ("state", "read"),
    [("Font", []), ("Blend", ["Metoden", "for"]), ("Mask", ["Metoden", "for"]),
     ("Opaque", ["Metoden", "for"])],
)  # fmt: skip
def test_states_of_graphics(state, read):
    def change(pdf):
        states = pdf.pages[0].Resources.ExtGState
        states[f"/{state}"] = pdf.make_indirect(STATES[state])

    data = scan(PICTURE.decode() + BEGUN + f"/{state} gs " + SHOWN, change=change)
    assert words_of(data) == read


def test_what_marked_content_says_its_text_is():
    def change(pdf):
        pdf.pages[0].Resources.Properties = Dictionary(P=Dictionary(ActualText=String("Hela")))

    content = PICTURE.decode() + BEGUN + "/Span /P BDC (Del) Tj EMC ET"
    assert layer(scan(content, change=change)).split() == ["Hela"]


@pytest.mark.parametrize("box", [[0, 0, 9], "none", 5])
def test_a_page_without_a_size_is_read(box):
    def change(pdf):
        pdf.pages[0].MediaBox = Name.Odd if box == "none" else box

    data = scan(PICTURE.decode() + BEGUN + SHOWN, change=change)
    assert layer(data).split() == ["Metoden", "for"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"beginbfrange <01> <03> [<0041>] endbfrange", {1: "A", 2: None}),
        (b"beginbfrange <01> <02> [<0041> <0042> <0043>] <05> <05> <0061> endbfrange",
         {1: "A", 2: "B", 3: None, 5: "a"}),
        (b"beginbfrange <01> <03> <00660066> endbfrange", {1: "ff", 2: "fg", 3: "fh"}),
        (b"beginbfrange <01> <02> <> endbfrange", {1: None}),
        (b"beginbfrange <01> <02> <DBFFDFFF> endbfrange", {1: "\U0010ffff", 2: None}),
        (b"beginbfchar <01> <4> <02> <41> endbfchar", {1: "@", 2: "A"}),
    ],
)  # fmt: skip
def test_codes_of_a_cmap(data, said):
    unicode = ToUnicode(data)
    assert {code: unicode(code) for code in said} == said


def test_names_of_glyphs_that_stand_for_nothing():
    names = ("uniD800", "u110000", "Aogonekk", "Nosuch", "seven")
    assert [of_name(name) for name in names] == [None, None, None, None, "7"]


@pytest.mark.parametrize(
    ("matrix", "box"),
    [
        ((10, 0, 0, 20, 1, 2), (1, 2, 11, 22)),
        ((-10, 0, 0, 20, 11, 2), (1, 2, 11, 22)),
        ((0, 20, 10, 0, 1, 2), (1, 2, 11, 22)),
        ((7, 7, -7, 7, 1, 2), (1, 2, 1, 2)),
    ],
)
def test_the_box_of_a_picture(matrix, box):
    assert box_of(matrix) == box
