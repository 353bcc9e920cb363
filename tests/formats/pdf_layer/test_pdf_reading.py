"""Reading the layer of a PDF: its operators, fonts and encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")

import pikepdf
from pikepdf import Dictionary, Name

from svfix.formats.pdf_layer import fonts, standard
from svfix.formats.pdf_layer.cmaps import ToUnicode
from svfix.formats.pdf_layer.lexer import operations, string, tokens


@given(st.binary())
def test_any_bytes_are_read_to_their_end(data):
    ends = [token.end for token in tokens(data)]
    assert ends == sorted(ends)
    for operation in operations(data):
        assert 0 <= operation.start < operation.end <= len(data)


@given(st.binary(max_size=40))
def test_strings_stand_for_the_bytes_that_the_library_says(data):
    source = pikepdf.String(data).unparse()
    assert string(source) == data
    assert string(b"<" + data.hex().encode() + b">") == data
    escaped = b"(" + b"".join(b"\\%03o" % byte for byte in data) + b")"
    assert string(escaped) == data


def test_an_inline_picture_ends_where_text_goes_on():
    data = b"BI /W 9 ID ab EI\x01\x02 c EI Q (a) Tj"
    assert [operation.name for operation in operations(data)] == [b"BI", b"ID", b"Q", b"Tj"]


@given(st.binary())
def test_a_cmap_of_any_bytes_is_read(data):
    ToUnicode(b"beginbfrange" + data + b"endbfrange beginbfchar" + data + b"endbfchar")(1)


def test_codes_of_a_cmap_that_has_none_are_unreadable():
    assert ToUnicode(b"")(65) is None
    assert ToUnicode(b"1 beginbfrange <D800> <FFFF> <D800> endbfrange")(0xD800) is None


def glyphs(font, data):
    return [(text, width) for _, text, width in fonts.of(font).glyphs(data)]


def test_widths_of_a_standard_font():
    font = Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    assert glyphs(font, "mö".encode("cp1252")) == [("m", 0.833), ("ö", 0.556)]
    font.BaseFont = Name("/Courier-Bold")
    assert glyphs(font, b"mi") == [("m", 0.6), ("i", 0.6)]


def test_every_letter_of_swedish_has_a_width_in_each_standard_font():
    for name in (
        "Arial",
        "Arial,BoldItalic",
        "TimesNewRomanPSMT",
        "Times-BoldItalic",
        "CourierNew",
    ):
        assert set("åäöÅÄÖéü§–”’ -.,abcdefghijklmnopqrstuvwxyz0123456789") <= set(
            standard.widths(name)
        )


def test_a_font_without_widths_or_text_shows_nothing_that_can_be_repaired():
    font = Dictionary(Subtype=Name.TrueType, BaseFont=Name.Garamond)
    assert glyphs(font, b"a\xe5") == [("a", 0), (None, 0)]
    assert fonts.of(Dictionary(Subtype=Name.Type0, Encoding=Name("/90ms-RKSJ-H"))) is None
    assert fonts.of(Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H"))) is None


def test_widths_of_a_composite_font():
    font = Dictionary(
        Subtype=Name.Type0, Encoding=Name("/Identity-H"),
        DescendantFonts=[Dictionary(DW=300, W=[1, [500, 250], 4, 5, 700])],
    )  # fmt: skip
    widths = [width for _, width in glyphs(font, b"\0\1\0\2\0\3\0\5")]
    assert widths == pytest.approx([0.5, 0.25, 0.3, 0.7])
