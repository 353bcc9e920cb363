"""The layer of a PDF: read and repaired, however a program shows it; all else stays as it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.formats_samples import repaired

pytest.importorskip("pikepdf", reason="a PDF needs svfix[pdf] to be repaired")
pytest.importorskip("pypdfium2", reason="a PDF needs svfix[pdf] to be repaired")

from tests.support.pdf_samples import (
    PICTURE,
    drawn,
    hexed,
    layer,
    opened,
    picture,
    places,
    scan,
    seen,
)

from svfix import formats
from svfix.formats.model import FormatError

T = PICTURE.decode()


def words_of_tesseract(*words):
    """As Tesseract shows them: each stretched to its box, with a space behind it."""
    shown = " 40 0 Td ".join(f"80 Tz [ {hexed(word + ' ')} ] TJ" for word in words)
    return f"{T}BT 3 Tr 1 0 0 1 10 150 Tm /G 10 Tf {shown} ET"


# What a program shows, the change of the text, and the text afterwards.
KINDS = {
    "tesseract": (words_of_tesseract("Metod", "for", "oss"), "for=för", "Metod för oss"),
    "one letter": (words_of_tesseract("Metod", "i", "oss"), "i=å", "Metod å oss"),
    "a line at once": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (Metoden for oss) Tj ET",
        "for=för", "Metoden för oss",
    ),
    "two words of a line": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (Metoden for oss fran) Tj ET",
        "for=för fran=från", "Metoden för oss från",
    ),
    "kerns": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td [(Met) 20 (oden f) -10 (or) -300 (oss)] TJ ET",
        "for=för", "Metoden för oss",
    ),
    "letter by letter": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (f) Tj (o) Tj (r) Tj ( ) Tj (oss) Tj ET",
        "for=för", "för oss",
    ),
    "letters at places": (
        T + "BT 3 Tr /G 10 Tf 10 50 Td <0066> Tj 5 0 Td <006F> Tj 5 0 Td <0072> Tj ET",
        "for=för", "för",
    ),
    "next line operators": (
        T + "BT 3 Tr /H 10 Tf 12 TL 10 50 Td (Metoden for) ' 1 2 (for oss) \" T* (ar) Tj ET",
        "for=för for=före oss=loss ar=är", "Metoden för före loss är",
    ),
    "spacing": (
        T + "BT 3 Tr 2 Tc 3 Tw 70 Tz /H 10 Tf 10 50 Td (Metoden for oss) Tj ( har) Tj ET",
        "for=för", "Metoden för oss har",
    ),
    "strings with escapes": (
        T + r"BT 3 Tr /H 10 Tf 10 50 Td (\(a\\ f\157r \(b\)) Tj (\)) Tj ET",
        "for=för", r"(a\ för (b))",
    ),
    "strings in strings": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (a (b) for) Tj ET",
        "for=för", "a (b) för",
    ),
    "names of glyphs": (
        T + r"BT 3 Tr /N 10 Tf 10 50 Td (\001\002\003\004\005\006\007) Tj ET",
        "for=fär", "fär aäb",
    ),
    "a font that is drawn": (
        T + "BT 3 Tr /D 10 Tf 10 50 Td (for) Tj ET", "for=för", "för",
    ),
    "clipping": (T + "q BT 7 Tr /H 10 Tf 10 50 Td (for) Tj ET Q", "for=för", "för"),
    "no opacity": (T + "q /Unseen gs BT /H 10 Tf 10 50 Td (for) Tj ET Q", "for=för", "för"),
    "under the picture": ("BT /H 10 Tf 10 50 Td (for) Tj ET " + T, "for=för", "för"),
    "under strips": (
        "BT /H 10 Tf 10 90 Td (for oss) Tj 0 20 Td (ar) Tj ET "
        "q 300 0 0 100 0 100 cm /Im Do Q q 300 0 0 100 0 0 cm /Im Do Q",
        "for=för ar=är", "för oss är",
    ),
    "over and under": (
        "BT /H 10 Tf 10 50 Td (for) Tj ET " + T + "BT 3 Tr /H 10 Tf 10 20 Td (ar) Tj ET",
        "for=för ar=är", "för är",
    ),
    "several texts": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (for) Tj ET BT 10 30 Td (ar) Tj ET",
        "for=för ar=är", "för är",
    ),
    "a font from outside": (
        T + "3 Tr /H 10 Tf BT 10 50 Td (for) Tj ET", "for=för", "för",
    ),
    "turned": (
        T + "BT 3 Tr /H 10 Tf 0 1 -1 0 50 20 Tm (Metoden for oss) Tj ET",
        "for=för", "Metoden för oss",
    ),
    "upside down": (
        T + "q 1 0 0 -1 0 200 cm BT 3 Tr /H 10 Tf 1 0 0 -1 10 50 Tm (Metoden for oss) Tj ET Q",
        "for=för", "Metoden för oss",
    ),
    "parted": (
        words_of_tesseract("Metodenfor", "oss"), "Metodenfor=Metoden_för", "Metoden för oss",
    ),
    "united": (words_of_tesseract("upp", "gift", "a"), "upp_gift=uppgift", "uppgift a"),
    "united in a line": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (en upp gift a) Tj ET",
        "upp_gift=uppgift", "en uppgift a",
    ),
    "gone": (words_of_tesseract("och", ":", "att"), ":=", "och att"),
    "what it is said to be": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td /Span <</ActualText <FEFF0066006F0072>>> BDC (fcr) Tj EMC "
        "( oss) Tj ET",
        "for=för", "för oss",
    ),
    "said to be nothing": (
        T + "BT 3 Tr /H 10 Tf 10 50 Td (for) Tj /Span <</ActualText ()>> BDC (-) Tj EMC "
        "( oss) Tj ET",
        "for=för", "för oss",
    ),
    "marks that say nothing": (
        T + "/Suspect <</Conf 0>> BDC BT 3 Tr /H 10 Tf 10 50 Td (for) Tj EMC ( oss) Tj ET",
        "for=för", "för oss",
    ),
    "beside what is unreadable": (
        T + "BT 3 Tr /X 10 Tf 10 50 Td <0041> Tj /H 10 Tf 50 0 Td (for) Tj ET", "for=för", "för",
    ),
    "an inline picture": (
        T + "q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xe5(EI) \xe5 EI Q "
        "BT 3 Tr /H 10 Tf 10 50 Td (for) Tj ET",
        "for=för", "för",
    ),
    "in pieces": (
        [T + "BT 3 Tr /H 10 Tf", "10 50 Td (Metoden", "for) Tj ET"], "for=för", "Metoden för",
    ),
}  # fmt: skip


def changes(said):
    pairs = (change.split("=") for change in said.split())
    return [(old.replace("_", " "), new.replace("_", " ")) for old, new in pairs]


def rewritten(data, said):
    document = formats.read(data, "pdf-layer")
    return document.write([repaired(document.texts[0], *changes(said))])


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_is_repaired_however_it_is_shown(kind):
    content, said, text = KINDS[kind]
    data = scan(content)
    new = rewritten(data, said)
    assert layer(new).split() == text.split()
    assert new.startswith(data)
    assert drawn(new) == drawn(data)
    if "_" not in said and "BDC" not in content:
        assert seen(new)[0].split() == text.split()
    else:
        assert all(word in seen(new)[0] for word in text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_without_edits_a_pdf_comes_out_as_it_went_in(kind):
    data = scan(KINDS[kind][0])
    document = formats.read(data, "pdf-layer")
    assert document.write([repaired(document.texts[0])]) == data


@pytest.mark.parametrize("kind", ["a line at once", "kerns", "spacing", "next line operators"])
def test_words_stay_where_they_are(kind):
    content, said, _ = KINDS[kind]
    data = scan(content)
    new, old = places(rewritten(data, said)), places(data)
    assert len(new) - len(old) == sum(len(b) - len(a) for a, b in changes(said))
    kept = {place for letter, place in old if letter in "Md"}
    assert kept <= {place for _, place in new}


def test_a_word_takes_the_place_of_the_old_one():
    """Its letters are spread over the width that it had."""
    data = scan(T + "BT 3 Tr /G 10 Tf 10 50 Td <0061007800620020> Tj <007A> Tj ET")
    new = rewritten(data, "axb=abcdef")
    assert places(data) == [("a", 10), ("x", 15), ("b", 20), ("z", 30)]
    assert places(new) == [
        ("a", 10), ("b", 12.5), ("c", 15), ("d", 17.5), ("e", 20), ("f", 22.5), ("z", 30)
    ]  # fmt: skip


def test_all_but_the_words_stays_in_the_content():
    content = "q % a comment\n" + T + "1.50 w BT 3 Tr /H  10.0 Tf 10 50 Td (a ) Tj\r(for)Tj\tET Q"
    new = rewritten(scan(content), "for=för")
    with opened(new) as pdf:
        written = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    before, after = content.split("(for)Tj")
    assert written.startswith(before)
    assert written.endswith(after)


VISIBLE = [
    "BT /H 10 Tf 10 50 Td (for) Tj ET",
    T + "BT /H 10 Tf 10 50 Td (for) Tj ET",
    "BT /H 10 Tf 10 50 Td (for) Tj ET q 30 0 0 20 0 45 cm /Im Do Q",
    "BT /H 10 Tf 10 50 Td (for) Tj ET q 0 100 9 9 re W n " + T + "Q",
    T + "q BT 7 Tr /H 40 Tf 10 50 Td (for) Tj ET q 300 0 0 200 0 0 cm /Other Do Q Q",
    "BT /H 10 Tf 10 50 Td (for) Tj ET q /Pale gs 300 0 0 200 0 0 cm /Im Do Q",
]


@pytest.mark.parametrize("content", VISIBLE)
def test_text_that_can_be_seen_is_no_layer(content):

    def change(pdf):
        pdf.pages[0].Resources.XObject.Other = picture(pdf)

    data = scan(content, change=change)
    document = formats.read(data, "pdf-layer")
    assert document.texts == ("",)
    assert "no layer of a scan" in document.notes[0]
    assert document.write([repaired("")]) == data


def test_only_the_layer_of_a_page_is_repaired():
    data = scan(T + "BT /H 10 Tf 10 150 Td (for ar) Tj 3 Tr 10 -50 Td (for ar) Tj ET")
    new = rewritten(data, "for=för")
    assert layer(new) == "för ar\n"
    assert seen(new) == ["for ar för ar"]
    assert drawn(new) == drawn(data)


def test_lines_paragraphs_and_pages():
    lines = " 0 -15 Td ".join(f"({line}) Tj" for line in ("ett", "två", "tre"))
    data = scan(
        T + f"BT 3 Tr /H 10 Tf 10 150 Td {lines} 0 -30 Td (fyra) Tj ET",
        T,
        T + "BT 3 Tr /H 10 Tf 10 150 Td (fem) Tj 100 0 Td (sex) Tj ET",
    )
    document = formats.read(data, "pdf-layer")
    assert document.texts == ("ett\ntvå\ntre\n\nfyra\n\ffem sex\n",)
    at = document.texts[0].index
    assert document.place(0, at("tre"), at("tre") + 3) == {"page": 1, "line": 3}
    assert document.place(0, at("sex"), at("sex") + 3) == {"page": 3, "line": 1}


def test_a_word_broken_over_lines_is_joined_in_the_first():
    data = scan(T + "BT 3 Tr /H 10 Tf 10 150 Td (en upp-) Tj 0 -15 Td (gift for) Tj ET")
    document = formats.read(data, "pdf-layer")
    new = document.write([repaired(document.texts[0], ("upp-\ngift", "uppgift"))])
    assert layer(new) == "en uppgift\nfor\n"
    assert drawn(new) == drawn(data)


LETTERS = st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("C", "Z", "M"))
WORD = st.text(LETTERS | st.sampled_from("aåäö€😀"), min_size=1, max_size=9)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(WORD, min_size=1, max_size=4), min_size=1, max_size=3),
    st.data(),
)
def test_what_is_read_again_is_what_was_written(lines, data):
    """Whatever the words become: others, several, one, none."""
    shown = "\n".join(
        f"1 0 0 1 10 {180 - 20 * n} Tm {hexed(' '.join(line))} Tj" for n, line in enumerate(lines)
    )
    source = scan(f"{T}BT 3 Tr /G 10 Tf {shown} ET")
    document = formats.read(source, "pdf-layer")
    text = document.texts[0]
    chosen = data.draw(st.lists(st.sampled_from(re.findall(r"\S+(?: \S+)?", text)), max_size=3))
    made, position = [], 0
    for word in chosen:
        if text.find(word, position) >= 0:
            made.append((word, data.draw(st.lists(WORD, max_size=2).map(" ".join))))
            position = text.index(word, position) + len(word)
    result = repaired(text, *made)
    try:
        new = document.write([result])
    except FormatError:  # what PDFium would read otherwise is refused, and nothing is written
        return
    assert drawn(new) == drawn(source)
    if not result.text.strip():
        return  # no word is left to read
    assert layer(new).split() == result.text.split()
    again = formats.read(new, "pdf-layer")
    assert again.write([repaired(again.texts[0])]) == new
