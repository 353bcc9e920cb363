"""hOCR, ALTO and PAGE: words change in place, and what is said of them stays true."""

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
    expected = PAGE.decode().replace("><pc:PlainText>for</pc:PlainText>", ">")
    for old, new in (
        (' conf="0.8">\n            <pc:Unicode>for<', ">\n            <pc:Unicode>för<"),
        (' conf="0.7"><pc:Unicode>Metoden  for<', "><pc:Unicode>Metoden  för<"),
        (' conf="0.6"><pc:Unicode>Metoden for\n', "><pc:Unicode>Metoden för\n"),
        ('\n          <pc:Glyph id="c1">' + GLYPH + "</pc:Glyph>", ""),
    ):
        assert old in expected
        expected = expected.replace(old, new)
    assert rewrite(PAGE, ("for", "för")).decode() == expected


GLYPH = '<pc:Coords points="30,0 40,0 40,10 30,10"/>'


def test_page_lines_without_words():
    out = rewrite(PAGE, ("raden", "rad en")).decode()
    assert out == PAGE.decode().replace("raden", "rad en").replace(' conf="0.6"', "")


def test_page_levels_that_disagreed_follow_the_words():
    data = PAGE.replace(b"Metoden  for", b"Methoden vor")
    out = rewrite(data, ("for", "för")).decode()
    assert "<pc:Unicode>Metoden för</pc:Unicode>" in out
    assert "Methoden" not in out


def test_page_lines_of_one_word_are_not_copied():
    data = PAGE.replace(b"andra raden", b"andraraden")
    out = rewrite(data, ("andraraden", "andra raden")).decode()
    assert out == PAGE.decode().replace(' conf="0.6"', "")


def test_page_words_parted_and_gone():
    out = rewrite(PAGE, ("Metoden for", "Meto den")).decode()
    again = formats.read(out.encode()).texts
    assert again == ("Forst denna\n\nMeto den\nandra raden\n",)
