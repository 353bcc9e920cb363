"""The update of a PDF: whatever the PDF is built like, all that is no word of a layer stays."""

import re

import pytest
from tests.support.formats_samples import repaired

pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")
pytest.importorskip("pypdfium2", reason="a PDF needs svfix[pdf] to be repaired")

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from tests.support.pdf_samples import PICTURE, drawn, form, layer, opened, problems, scan, seen

from svfix import formats
from svfix.formats import FormatError

SHOWN = b"BT 3 Tr /H 10 Tf 10 50 Td (Metoden for oss) Tj ET"
PAGE = PICTURE + SHOWN


def fixed(data, *changes):
    document = formats.read(data, "pdf-layer")
    return document.write([repaired(document.texts[0], *(changes or [("for", "för")]))])


BUILDS = {
    "a table": {"object_stream_mode": ObjectStreamMode.disable},
    "streams of objects": {"object_stream_mode": ObjectStreamMode.generate},
    "linearised": {"linearize": True},
    "of PDF 1.3": {"force_version": "1.3"},
}


@pytest.mark.parametrize("build", BUILDS)
def test_an_update_goes_on_with_the_table_that_is_there(build):
    data = scan(PAGE, **BUILDS[build])
    new = fixed(data)
    assert new.startswith(data)
    assert layer(new) == "Metoden för oss\n"
    assert drawn(new) == drawn(data)
    with opened(data) as old, opened(new) as pdf:
        assert not problems(pdf)
        assert pdf.trailer.ID[0] == old.trailer.ID[0]
        assert pdf.trailer.ID[1] != old.trailer.ID[1]
        assert pdf.pdf_version == old.pdf_version
    has_table = data[int(re.findall(rb"startxref\s+(\d+)", data)[-1]) :].startswith(b"xref")
    assert new[len(data) :].count(b"/Type /XRef") == (not has_table)


def test_updates_follow_each_other():
    data = scan(PAGE)
    new = fixed(data)
    newer = fixed(new, ("Metoden", "Metod"))
    assert newer.startswith(new)
    assert layer(newer) == "Metod för oss\n"
    assert seen(newer) == ["Metod för oss"]


def test_bytes_before_the_header_are_counted():
    data = b"MIME-Version: 1.0\r\n\r\n" + scan(PAGE)
    assert seen(fixed(data)) == ["Metoden för oss"]


def test_the_same_input_gives_the_same_bytes():
    data = scan(PAGE)
    assert fixed(data) == fixed(data)


def as_a_book(pdf):
    """Give a PDF what archives and publishers do."""
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Protokoll", 0))
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Fritidsnämnden"
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r)])
    pdf.Root.Lang = b"sv"
    pdf.docinfo["/Producer"] = "Scanner 1"
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[10, 50, 40, 60], Border=[0, 0, 1],
        A=Dictionary(S=Name.URI, URI=b"https://example.org"),
    )  # fmt: skip
    pdf.pages[0].Annots = pdf.make_indirect(Array([link]))
    pdf.attachments["a.txt"] = b"attached"


def test_all_else_of_a_document_stays():
    data = scan(PAGE, PAGE, change=as_a_book)
    new = fixed(data)
    with opened(data) as old, opened(new) as pdf:
        known = {one.objgen for one in old.objects}
        changed = {
            one.objgen
            for one in pdf.objects
            if one.objgen in known and as_source(one) != as_source(old.get_object(one.objgen))
        }
        assert changed == {old.pages[0].obj.objgen}
        before, after = old.pages[0].obj, pdf.pages[0].obj
        assert before.keys() == after.keys()
        same = before.keys() - {"/Contents", "/Resources"}
        assert all(as_source(before[key]) == as_source(after[key]) for key in same)
        assert pdf.open_metadata().pdfa_status == "2B"
        assert pdf.trailer.Info.Producer == "Scanner 1"
    assert drawn(new) == drawn(data)


def as_source(one):
    if isinstance(one, pikepdf.Stream):
        return one.stream_dict.unparse(), one.read_raw_bytes()
    return one.unparse(resolved=True) if isinstance(one, pikepdf.Object) else one


def test_what_is_new_is_as_archives_ask_for_it():
    """Fonts embedded, no transparency, no PDF of a later version: PDF/A stays PDF/A."""

    def change(pdf):
        del pdf.pages[0].Resources.ExtGState

    data = scan(PAGE, change=change)
    new = fixed(data)
    with opened(new) as pdf:
        fonts = pdf.pages[0].Resources.Font
        [name] = [key for key in fonts.keys() if "Svfix" in key]  # noqa: SIM118 (no iterator)
        font = fonts[name]
        descendant = font.DescendantFonts[0]
        program = descendant.FontDescriptor.FontFile2.read_bytes()
        assert descendant.FontDescriptor.FontFile2.Length1 == len(program)
        assert font.Encoding == "/Identity-H"
        assert font.BaseFont == descendant.BaseFont == descendant.FontDescriptor.FontName
        assert "+" not in str(font.BaseFont)  # else PDF/A-1 asks for a CIDSet
        glyphs = descendant.CIDToGIDMap.read_bytes()
        _, _, rows = font.ToUnicode.read_bytes().decode().partition("beginbfchar")
        codes = re.findall(r"^<(\w{4})> <", rows, re.MULTILINE)
        assert [int(code, 16) for code in codes] == list(range(1, len(glyphs) // 2))
        assert glyphs == b"\0\0" + b"\0\1" * len(codes)  # none of them is .notdef
    added = new[len(data) :]
    assert not re.search(rb"/(ExtGState|SMask|ca|CA|BM|Encrypt|JS|LZWDecode)\b", added)


def test_the_font_program_says_the_widths_that_the_font_has():
    tables = pytest.importorskip("fontTools.ttLib", reason="fontTools reads the font program")
    from importlib.resources import files
    from io import BytesIO

    from svfix.formats.pdf_layer.rewriting import WIDTH

    data = files("svfix.formats.pdf_layer").joinpath("glyphless.ttf").read_bytes()
    font = tables.TTFont(BytesIO(data))
    em = font["head"].unitsPerEm
    assert set(font["hmtx"].metrics.values()) == {(WIDTH * em, 0)}


def test_a_stream_that_says_a_wrong_length_is_no_harm():
    data = scan(PAGE, compress_streams=False)
    length = b"/Length %d" % len(PAGE)
    assert data.count(length) == 1
    wrong = data.replace(length, length[:-1] + b"9")
    assert seen(fixed(wrong)) == ["Metoden för oss"]


# Forms, and what pages share


def in_a_form(pdf, **more):
    own = Dictionary(Font=pdf.pages[0].Resources.Font)
    pdf.pages[0].Resources.XObject.Fo = form(pdf, SHOWN, Resources=own, **more)


def test_a_form_is_repaired_in_its_place():
    data = scan(PICTURE + b"q /Fo Do Q", change=in_a_form)
    new = fixed(data)
    assert layer(new) == "Metoden för oss\n"
    assert drawn(new) == drawn(data)
    assert seen(new) == ["Metoden för oss"]


def test_a_form_without_resources_has_those_of_its_page():
    def change(pdf):
        pdf.pages[0].Resources.XObject.Fo = form(pdf, SHOWN)

    new = fixed(scan(PICTURE + b"/Fo Do", change=change))
    assert layer(new) == "Metoden för oss\n"
    with opened(new) as pdf:
        assert "/XObject" in pdf.pages[0].Resources.XObject.Fo.Resources


def test_resources_that_say_what_a_text_is_stay():
    """The page says it itself afterwards, with all else that they said."""

    def change(pdf):
        said = Dictionary(ActualText="for", Lang=b"sv")
        pdf.pages[0].Resources.Properties = Dictionary(P=pdf.make_indirect(said))

    marked = b"BT 3 Tr /H 10 Tf 10 50 Td /Span /P BDC (fcr) Tj EMC ( oss) Tj ET"
    data = scan(PICTURE + marked, change=change)
    new = fixed(data)
    assert layer(new) == "för oss\n"
    assert drawn(new) == drawn(data)
    with opened(new) as pdf:
        assert pdf.pages[0].Resources.Properties.P.ActualText == "for"
        assert b"/Lang (sv)" in pdf.pages[0].Contents.read_bytes()


def test_a_form_that_several_pages_draw_is_read_once():
    def change(pdf):
        in_a_form(pdf, Matrix=[1, 0, 0, 1, 0, 20])
        pdf.pages[1].Resources.XObject.Fo = pdf.pages[0].Resources.XObject.Fo

    data = scan(PICTURE + b"/Fo Do q 1 0 0 1 0 50 cm /Fo Do Q", PICTURE + b"/Fo Do", change=change)
    assert layer(data) == "Metoden for oss\n"
    new = fixed(data)
    assert [text.count("för") for text in seen(new)] == [2, 1]
    assert drawn(new) == drawn(data)


def test_forms_that_draw_each_other_come_to_an_end():
    def change(pdf):
        one, two = form(pdf, b"/Two Do /Two Do " + SHOWN), form(pdf, b"/One Do /One Do")
        for each in (one, two):
            each.Resources = Dictionary(
                Font=pdf.pages[0].Resources.Font, XObject=Dictionary(One=one, Two=two)
            )
        pdf.pages[0].Resources.XObject.One = one

    assert layer(scan(PICTURE + b"/One Do", change=change)) == "Metoden for oss\n"


def test_resources_that_pages_have_from_above():
    def change(pdf):
        pdf.Root.Pages.Resources = pdf.pages[0].Resources
        for page in pdf.pages:
            del page["/Resources"]

    data = scan(PAGE, PAGE, change=change)
    new = fixed(data)
    assert seen(new) == ["Metoden för oss", "Metoden for oss"]
    assert drawn(new) == drawn(data)


def test_content_that_pages_share_is_changed_for_the_page_only():
    def change(pdf):
        pdf.pages[1].Contents = pdf.pages[0].Contents

    data = scan(PAGE, b"", change=change)
    assert layer(data) == "Metoden for oss\n\fMetoden for oss\n"
    assert seen(fixed(data)) == ["Metoden för oss", "Metoden for oss"]
    assert seen(fixed(data, ("for", "för"), ("for", "före"))) == [
        "Metoden för oss",
        "Metoden före oss",
    ]


def test_a_page_that_stands_twice_in_the_document():
    def change(pdf):
        pdf.Root.Pages.Kids = Array([pdf.pages[0].obj, pdf.pages[0].obj])
        pdf.Root.Pages.Count = 2

    data = scan(PAGE, change=change)
    assert layer(data) == "Metoden for oss\n"
    assert seen(fixed(data)) == ["Metoden för oss"] * 2


def test_a_number_of_objects_that_is_too_small_is_no_harm():
    data = scan(PAGE, object_stream_mode=ObjectStreamMode.disable)
    wrong = re.sub(rb"/Size (\d)\d*", rb"/Size 2", data)
    assert wrong != data
    assert seen(fixed(wrong)) == ["Metoden för oss"]


# What is refused


def signed(pdf):
    field = Dictionary(FT=Name.Sig, T=b"s", V=Dictionary(Type=Name.Sig))
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=[pdf.make_indirect(field)])


REFUSED = {
    "signed": (lambda: scan(PAGE, change=signed), "is signed"),
    "locked": (
        lambda: scan(PAGE, encryption=pikepdf.Encryption(user="a", owner="b")),
        "locked with a password",
    ),
    "encrypted": (
        lambda: scan(PAGE, encryption=pikepdf.Encryption(user="", owner="b")), "is encrypted"
    ),
    "cut off": (lambda: scan(PAGE)[:-300], "damaged"),
    "in a circle": (
        lambda: scan(PAGE, change=lambda pdf: pdf.Root.Pages.Kids.append(pdf.Root.Pages)),
        "damaged",
    ),
    "no PDF": (lambda: b"%PDF-1.4\nnothing", "damaged"),
    "pictures only": (lambda: scan(PICTURE), "only pictures"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_repaired_is_told_of_in_a_sentence(kind):
    data, message = REFUSED[kind]
    with pytest.raises(FormatError, match=message) as told:
        formats.read(data(), "pdf-layer")
    assert "\n" not in str(told.value)


def test_a_repair_that_would_be_seen_is_refused(monkeypatch):
    """Were a text taken for a layer that is none, the drawing would tell."""
    from svfix.formats.pdf_layer import document

    monkeypatch.setattr(document, "seen_pages", lambda *_: set())
    data = scan(b"BT /H 10 Tf 10 50 Td (for) Tj ET q 0 100 9 9 re W n " + PICTURE + b"Q")
    with pytest.raises(FormatError, match=r"page 1 would look different.*left as it was"):
        fixed(data)


def test_a_repair_that_another_reader_does_not_find_is_refused(monkeypatch):
    from svfix.formats.pdf_layer import glyphless

    monkeypatch.setattr(glyphless, "_sections", lambda codes: [])
    with pytest.raises(FormatError, match=r"page 1 does not read as repaired.*left as it was"):
        fixed(scan(PAGE))


def test_a_pdf_without_what_repairs_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(FormatError, match=r"pip install 'svfix\[pdf\]'"):
        formats.read(b"%PDF-1.4", "pdf-layer")
