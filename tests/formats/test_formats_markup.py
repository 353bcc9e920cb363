"""hOCR, ALTO and PAGE: words change in place, and what is said of them stays true."""

import re

import pytest
from tests.support.formats_samples import ALTO, HOCR, PAGE, alto, hocr, rewrite
from tests.support.xml_models import faults

from svfix import __version__, formats

# hOCR


def test_hocr_reads_as_the_page():
    assert formats.read(HOCR).texts == ("Metoden for uppf\xad\nljning\n\nR&D ar bra\n\fNy sida\n",)


def test_hocr_keeps_all_but_the_word():
    old = b"title='bbox 60 10 80 20; x_wconf 91'>for<"
    new = "title='bbox 60 10 80 20'>för<".encode()
    assert rewrite(HOCR, ("for", "för")) == HOCR.replace(old, new)


def test_hocr_words_with_entities_and_markup():
    out = rewrite(HOCR, ("R&D", "R&DS"), ("ar", "är")).decode()
    assert "R&amp;DS" in out
    assert "<strong><em>är</em></strong>" in out


def test_hocr_words_parted_and_united():
    data = hocr("Metodenfor", "upp", "gift")
    out = rewrite(data, ("Metodenfor upp gift", "Metoden för uppgift")).decode()
    assert "id='w1' title='bbox 0 0 64 10'>Metoden<" in out
    assert "id='w1_2' title='bbox 73 0 100 10'>för<" in out
    assert "id='w2' title='bbox 110 0 320 10'>uppgift<" in out
    assert "id='w3' title='bbox 220 0 320 10'><" in out
    assert formats.read(out.encode()).texts == ("Metoden för uppgift\n",)


def test_hocr_letters_go_with_the_word_they_spelt():
    letters = "\n  ".join(
        f"<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4'>{letter}</span>" for letter in "ar"
    )
    data = hocr("de", letters)
    assert rewrite(data, ("ar", "är")).decode() == data.decode().replace(letters, "är").replace(
        "'bbox 110 0 210 10; x_wconf 90'", "'bbox 110 0 210 10'"
    )


def test_hocr_need_not_be_xml_nor_have_words():
    data = b"""<!DOCTYPE html><html><head><meta charset=iso-8859-1><title>a < b</title></head><body>
<div class=ocr_page title="bbox 0 0 9 9"><span class="ocr_line" title="bbox 1 1 5 5">tv\xe5 ar<br>
</span><p class='x ocr_line'>\x96</div></body></html>"""
    assert rewrite(data, ("ar", "är – så")) == data.replace(
        b" ar", " är &#8211; så".encode("latin-1")
    )


# ALTO


def test_alto_reads_as_the_page():
    assert formats.read(ALTO).texts == ("Metoden for upp-\nféljning\n\nR&D ar\n",)


STEP = f"""
      <postProcessingStep><processingStepDescription>OCR errors corrected\
</processingStepDescription><processingSoftware><softwareName>svfix</softwareName>\
<softwareVersion>{__version__}</softwareVersion></processingSoftware></postProcessingStep>"""


def test_alto_keeps_all_but_the_word():
    expected = ALTO.decode().replace('<String WC="0.8" CONTENT="ar"', '<String CONTENT="är"')
    expected = expected.replace(' CC="1 2"', "")
    expected = expected.replace("<ocrProcessingStep/>", "<ocrProcessingStep/>" + STEP)
    assert rewrite(ALTO, ("ar", "är")).decode() == expected


def test_alto_halves_of_a_word_change_together():
    out = rewrite(ALTO, ("upp-\nféljning", "upp-\nföljning")).decode()
    assert out.count('SUBS_CONTENT="uppföljning"') == 2
    assert 'CONTENT="följning"' in out
    assert '<HYP CONTENT="-"/>' in out


def test_alto_a_joined_word_is_broken_no_more():
    out = rewrite(ALTO, ("upp-\nféljning", "uppföljning\n")).decode()
    assert "HYP" not in out.replace("HypPart", "")
    assert "SUBS" not in out
    assert formats.read(out.encode()).texts == ("Metoden for uppföljning\n\nR&D ar\n",)


@pytest.mark.parametrize("after", ["up p-\nféljning", "upp-\nfélj ning"])
def test_alto_halves_that_are_parted_are_halves_no_more(after):
    out = rewrite(ALTO, ("upp-\nféljning", after)).decode()
    assert "SUBS" not in out
    assert '<HYP CONTENT="-"/>' in out
    assert after in formats.read(out.encode()).texts[0]


def test_alto_half_a_word_on_the_page():
    data = alto(3, '<String CONTENT="for" SUBS_TYPE="HypPart1" SUBS_CONTENT="forslag"/>')
    assert (
        'CONTENT="för" SUBS_TYPE="HypPart1" SUBS_CONTENT="förslag"'
        in rewrite(data, ("for", "för")).decode()
    )


def test_alto_words_parted():
    data = alto(
        3,
        '<String ID="a" HPOS="0" VPOS="5" WIDTH="100" HEIGHT="9" CONTENT="avden"/><SP/>'
        '<String ID="a_2" CONTENT="x"/>',
    )
    out = rewrite(data, ("avden", "av den")).decode()
    assert (
        '<String ID="a" HPOS="0" VPOS="5" WIDTH="33" HEIGHT="9" CONTENT="av"/>'
        '<SP WIDTH="17" VPOS="5" HPOS="33"/> '
        '<String ID="a_3" HPOS="50" VPOS="5" WIDTH="50" HEIGHT="9" CONTENT="den"/><SP/>'
    ) in out


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_alto_records_the_run(version):
    out = rewrite(alto(version, '<String CONTENT="ar"/>'), ("ar", "är")).decode()
    assert ("<Processing ID=" in out) is (version == 4)
    assert ("<postProcessingStep>" in out) is (version < 4)
    again = rewrite(out.encode(), ("är", "ar")).decode()
    assert again.count("svfix</softwareName>") == 2


def test_alto_letters_go_with_the_word():
    glyphs = '\n  <Glyph CONTENT="a"/>\n  <Glyph CONTENT="r"/>\n'
    data = alto(4, f'<String CONTENT="ar"><Shape/>{glyphs}</String>')
    assert '<String CONTENT="är"><Shape/>\n</String>'.encode() in rewrite(data, ("ar", "är"))


@pytest.mark.parametrize("data", [ALTO, PAGE, alto(1, '<String CONTENT="for"/>')])
@pytest.mark.parametrize("after", ["för", "f or", ""])
def test_what_is_written_is_as_the_standards_have_it(data, after):
    assert faults(data) == []
    out = rewrite(data, ("for", after))
    assert out != data
    assert faults(out) == []


# PAGE


def test_page_reads_as_the_page():
    assert formats.read(PAGE).texts == ("Forst denna\n\nMetoden for\nandra raden\n",)


def test_page_levels_agree():
    expected = PAGE.decode()
    for old, new in (
        (
            ' conf="0.8"><pc:PlainText>for</pc:PlainText>\n            <pc:Unicode>for<',
            "><pc:PlainText>för</pc:PlainText>\n            <pc:Unicode>för<",
        ),
        (' conf="0.7"><pc:Unicode>Metoden  for<', "><pc:Unicode>Metoden  för<"),
        (' conf="0.6"><pc:Unicode>Metoden for\n', "><pc:Unicode>Metoden för\n"),
        ('\n          <pc:Glyph id="c1">' + GLYPH + "</pc:Glyph>", ""),
    ):
        assert old in expected
        expected = expected.replace(old, new)
    assert rewrite(PAGE, ("for", "för")).decode() == expected


GLYPHS = """
          <pc:Glyph id="c1"><pc:Coords points="30,0 40,0 40,10 30,10"/></pc:Glyph>"""
GLYPH = '<pc:Coords points="30,0 40,0 40,10 30,10"/>'


def test_page_lines_without_words():
    out = rewrite(PAGE, ("raden", "rad en")).decode()
    assert out == PAGE.decode().replace("raden", "rad en").replace(' conf="0.6"', "")


def test_page_levels_that_disagreed_follow_where_a_word_changes():
    data = PAGE.replace(b"Metoden  for", b"Methoden vor")
    out = rewrite(data, ("for", "för")).decode()
    assert "<pc:Unicode>Methoden för</pc:Unicode>" in out


PUNCTUATED = PAGE.replace(
    b"<pc:Unicode>Metoden  for<", b"<pc:Unicode>Metoden, for<"
).replace(b"<pc:Unicode>Metoden for\n", b"<pc:Unicode>Metoden, for\n").replace(
    b'<pc:Word id="w2">',
    b'<pc:Word id="w3"><pc:Coords points="0,0 1,1"/><pc:TextEquiv conf="0.5"><pc:Unicode>,'
    b'</pc:Unicode></pc:TextEquiv></pc:Word><pc:Word id="w2">',
)  # fmt: skip


def test_page_marks_that_are_words_of_their_own_stay_so():
    assert formats.read(PUNCTUATED).texts == ("Forst denna\n\nMetoden, for\nandra raden\n",)
    out = rewrite(PUNCTUATED, ("Metoden,", "Metodan,"), ("for", "för")).decode()
    expected = PUNCTUATED.decode().replace("Metoden", "Metodan").replace("n, for", "n, för")
    expected = expected.replace("<pc:PlainText>for<", "<pc:PlainText>för<").replace(GLYPHS, "")
    expected = expected.replace("            <pc:Unicode>for<", "            <pc:Unicode>för<")
    assert out == re.sub(r' conf="0.[6-9]"', "", expected)


@pytest.mark.parametrize(
    ("after", "line", "words"),
    [
        ("Metoden ,", "Metoden , for", ["Metoden", ",", "for"]),
        ("Metoden", "Metoden for", ["Metoden", "for"]),
        ("Metod en,", "Metod en, for", ["Metod", "en", ",", "for"]),
        ("Metoden.", "Metoden. for", ["Metoden", ".", "for"]),
    ],
)
def test_page_marks_move_with_the_line(after, line, words):
    out = rewrite(PUNCTUATED, ("Metoden,", after))
    assert formats.read(out).texts[0].splitlines()[2] == line
    assert f"<pc:Unicode>{line}<".encode() in out
    assert f"<pc:Unicode>{line}\n".encode() in out
    found = re.findall(r"<pc:Unicode>(.*?)</pc:Unicode></pc:TextEquiv></pc:Word>", out.decode())
    assert [word for word in found if word] == words


def _points(left, right):
    return "".join(
        f'<Point x="{x}" y="{y}"/>' for x, y in ((left, 0), (right, 0), (right, 9), (left, 9))
    )


def _said(text):
    return f"<TextEquiv><PlainText>{text}</PlainText><Unicode>{text}</Unicode></TextEquiv>"


OF_2010 = f"""<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2010-03-19">
<Metadata><Creator/><Created>2010-03-19T00:00:00</Created>
<LastChange>2010-03-19T00:00:00</LastChange></Metadata>
<Page imageFilename="a.png" imageWidth="99" imageHeight="99">
<TextRegion id="r"><Coords>{_points(0, 90)}</Coords>
<TextLine id="l"><Coords>{_points(0, 90)}</Coords>
<Word id="w1"><Coords>{_points(0, 50)}</Coords>{_said("avden")}</Word>
<Word id="w2"><Coords>{_points(60, 90)}</Coords>{_said("ſkog")}</Word>
{_said("avden ſkog")}</TextLine>
{_said("avden ſkog").replace("PlainText>avden ſ", "PlainText>avden s")}
</TextRegion></Page></PcGts>
""".encode()


def test_page_of_2010_keeps_the_plain_text_that_it_needs_and_its_points():
    out = rewrite(OF_2010, ("avden", "av den"), ("og", "ög")).decode()
    expected = OF_2010.decode().replace(_points(0, 50), _points(0, 17), 1)
    parted = (
        f'\n<Word id="w1_2"><Coords>{_points(25, 50)}</Coords>{_said("den")}</Word>\n<Word id="w2">'
    )
    expected = expected.replace('\n<Word id="w2">', parted)
    expected = expected.replace(f"{_said('avden')}</Word>", f"{_said('av')}</Word>")
    assert out == expected.replace("avden", "av den").replace("kog", "kög")


def test_page_lines_of_one_word_are_not_copied():
    data = PAGE.replace(b"andra raden", b"andraraden")
    out = rewrite(data, ("andraraden", "andra raden")).decode()
    assert out == PAGE.decode().replace(' conf="0.6"', "")


def test_page_words_parted_and_gone():
    out = rewrite(PAGE, ("Metoden for", "Meto den")).decode()
    again = formats.read(out.encode()).texts
    assert again == ("Forst denna\n\nMeto den\nandra raden\n",)
