"""What was found broken on files from the field, each as the least file that shows it."""

import codecs
import re

import pytest
from tests.support.formats_samples import ALTO, HOCR, PAGE, TSV, alto, hocr, repaired, rewrite

import svfix
from svfix import Result, formats
from svfix.formats import FormatError

# Namespaces and encodings


@pytest.mark.parametrize(
    ("data", "old", "new"),
    [
        (ALTO, b"http://www.loc.gov", b"https://www.loc.gov"),
        (ALTO, b"ns-v3#", b"ns-v3"),
        (PAGE, b"http://schema.prima", b"https://schema.prima"),
    ],
)
def test_a_namespace_may_be_written_in_several_ways(data, old, new):
    assert formats.read(data.replace(old, new)).texts == formats.read(data).texts


WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_alto_in_unicode_of_two_and_four_bytes(encoding, mark):
    text = mark + ALTO.decode().replace("UTF-8", encoding[:6].upper()).replace("\r\n", "\n")
    data = text.encode(encoding)
    assert formats.detect(data) == "alto"
    out = rewrite(data, ("ar", "är"))
    assert out.decode(encoding).count("är") == 1
    assert out.startswith(mark.encode(encoding))


def test_utf_32_is_not_taken_for_utf_16():
    assert codecs.BOM_UTF32_LE.startswith(codecs.BOM_UTF16_LE)
    data = codecs.BOM_UTF32_LE + ALTO.decode().replace("UTF-8", "UTF-32").encode("utf-32-le")
    assert formats.read(data).texts == formats.read(ALTO).texts


@pytest.mark.parametrize("prefix", ["å", "Ünï-1", "ålto.ö"])
def test_a_prefix_with_letters_beyond_ascii(prefix):
    text = re.sub(r"(</?)(?=[A-Za-z])", rf"\1{prefix}:", ALTO.decode())
    data = text.replace("xmlns=", f"xmlns:{prefix}=").encode()
    assert formats.detect(data) == "alto"
    assert formats.read(data).texts == formats.read(ALTO).texts
    assert f"<{prefix}:postProcessingStep>".encode() in rewrite(data, ("ar", "är"))


# Entities


@pytest.mark.parametrize("entity", ["&#00000233;", "&#x00000E9;", "&eacute;", "&#xe9;", "é"])
def test_references_to_a_letter_in_alto(entity):
    data = alto(3, f'<String CONTENT="uppf{entity}ljningen"/><SP/><String CONTENT="n{entity}"/>')
    if entity == "&eacute;":
        data = data.replace(
            b"<alto", b'<!DOCTYPE alto PUBLIC "-//X//DTD X//EN" "http://x.invalid/x.dtd">\n<alto'
        )
    assert formats.read(data).texts == ("uppféljningen né\n",)
    out = rewrite(data, ("uppféljningen", "uppföljningen")).decode()
    assert f'CONTENT="uppföljningen"/><SP/><String CONTENT="n{entity}"' in out


@pytest.mark.parametrize(
    "entity", ["&#00000233;", "&#x00000E9;", "&eacute", "&#233", "&#xE9", "&eacute;"]
)
def test_references_to_a_letter_in_hocr(entity):
    data = hocr(f"uppf{entity}ljningen", f"{entity}t", "R&D")
    data = data.replace(b"<?xml version='1.0'?>", b"<!DOCTYPE html>")
    assert formats.read(data).texts == ("uppféljningen ét R&D\n",)
    out = rewrite(data, ("ljningen", "ljnungen"), ("R&D", "R&Ds")).decode()
    assert f">uppf{entity}ljnungen<" in out
    assert f">{entity}t<" in out
    assert ">R&Ds<" in out


def test_a_reference_to_two_characters_changes_as_one():
    data = hocr("a&nvlt;b").replace(b"<?xml version='1.0'?>", b"<!DOCTYPE html>")
    [text] = formats.read(data).texts
    assert text == "a<\u20d2b\n"
    for change in (("\u20d2", ""), ("<", "x"), ("a<", "a"), ("\u20d2b", "\u20d2c")):
        assert formats.read(rewrite(data, change)).texts == (text.replace(*change),)


def test_cdata_says_what_its_encoding_has_not():
    data = PAGE.replace(b"UTF-8", b"US-ASCII")
    out = rewrite(data, ("Forst", "Först"))
    assert b"<![CDATA[F]]>&#246;<![CDATA[rst denna]]>" in out
    assert formats.read(out).texts[0].startswith("Först denna\n")


# What is written is read again


@pytest.mark.parametrize("data", [HOCR, ALTO, PAGE, TSV])
def test_what_would_read_otherwise_is_not_written(data, monkeypatch):
    document = formats.read(data)
    [text] = document.texts
    word = text.split()[0]
    result = repaired(text, (word, word[:-1] + "x"))
    assert formats.read(document.write([result])).texts[0].split() == result.text.split()
    kind = type(document)
    splices = kind._splices if data == TSV else kind.splices
    monkeypatch.setattr(kind, splices.__name__, lambda *_: iter(()))
    with pytest.raises(FormatError, match=rf"would not read .*{word}.*not written; please report"):
        document.write([result])


def test_what_cannot_be_read_again_is_not_written():
    with pytest.raises(FormatError, match="cannot be read again"):
        rewrite(ALTO, ("ar", "a\x01r"))


# hOCR


def choices(letters, inner="ocrx_cinfo"):
    """The alternatives of a letter, as Tesseract's lstm_choice_mode gives them."""
    spans = "\n  ".join(
        f"<span class='ocrx_cinfo' id='choice_{n}' title='x_confs {90 - n}'>{letter}</span>"
        for n, letter in enumerate(letters)
    )
    return f"\n <span class='{inner}' id='lstm_choices'>\n  {spans}</span>"


@pytest.mark.parametrize("inner", ["ocrx_cinfo", "ocr_symbol"])
def test_hocr_alternatives_are_no_text_and_go_with_the_word(inner):
    alternatives = choices("aäo", inner) + choices("rv", inner)
    data = hocr("de", f"ar{alternatives}\n ", f"ar{alternatives}")
    assert formats.read(data).texts == ("de ar ar\n",)
    out = rewrite(data, ("ar", "är")).decode()
    assert out == data.decode().replace(f"ar{alternatives}\n ", "är\n ").replace(
        "'bbox 110 0 210 10; x_wconf 90'", "'bbox 110 0 210 10'"
    )


def test_hocr_alternatives_beside_the_boxes_of_letters():
    word = "".join(
        f"\n <span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 9'>{letter}</span>"
        + choices(letter + "x")
        for letter in "ar"
    )
    data = hocr("de", word)
    assert formats.read(data).texts == ("de ar\n",)
    out = rewrite(data, ("ar", "är")).decode()
    assert "ocrx_cinfo" not in out
    assert formats.read(out.encode()).texts == ("de är\n",)


def test_hocr_alternatives_of_a_word():
    data = hocr('<ins class="alt">ar</ins><del class="alt">är</del>', "bra")
    assert formats.read(data).texts == ("ar bra\n",)
    assert formats.read(rewrite(data, ("ar", "är"))).texts == ("är bra\n",)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><p>a<p>b<div class=ocr_page><span class=ocr_line>tva ar</span></div>",
        b"<div class=ocr_page><p class=ocr_par><span class=ocr_line>tva ar</span>"
        b"</div><!-- ocr_page --></body></html>".replace(b"<div", b"<html><div"),
        b"<?xml version='1.0'?><html><head><meta charset='utf-8'><link rel=x></head><body><br>"
        b"<div class='ocr_page'><span class='ocr_line'>tva&nbsp;& ar</span></div></body></html>",
        b"<!DOCTYPE html><html><script>if (a<b && c<d) { x('</div><span>') }</script><body>"
        b"<div class=ocr_page><span class=ocr_line>tva ar</span></div></body></html>",
        b"<html>" + b"<p>x" * 500 + b"<div class=ocr_page><span class=ocr_line>tva ar</span></div>",
    ],
)
def test_hocr_need_not_be_well_formed(data):
    document = formats.read(data)
    [text] = document.texts
    assert text.replace("\xa0&", "") == "tva ar\n"
    assert document.write([Result(text, text, (), None)]) == data
    assert rewrite(data, ("tva", "två")) == data.replace(b"tva", "två".encode())


# Mojibake, and words split over pages


@pytest.mark.parametrize("space", ["\xa0", "&#160;", "&#xA0;"])
def test_no_space_is_left_of_a_letter_in_another_character_set(space):
    words = "Il Ã©tait dÃ©jÃ_ Ã_ la fÃªte franÃ§aise".replace("_", space).split(" ")
    data = alto(3, "<SP/>".join(f'<String CONTENT="{word}"/>' for word in words))
    document = formats.read(data)
    result = svfix.explain(document.texts[0])
    assert result.text == "Il était déjà à la fête française\n"
    out = document.write([result]).decode()
    for word in result.text.split():
        assert f'CONTENT="{word}"' in out


def test_no_space_is_left_of_a_letter_in_hocr():
    data = hocr("dÃ©jÃ\xa0", "Ã&nbsp;", "Paris")
    out = rewrite(data, ("dÃ©jÃ\xa0", "déjà"), ("Ã\xa0", "à")).decode()
    assert ">déjà<" in out
    assert ">à<" in out


SPLIT = alto(
    3,
    '<String CONTENT="upp" SUBS_TYPE="HypPart1" SUBS_CONTENT="uppféljning"/><HYP CONTENT="-"/>'
    '</TextLine><TextLine HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"><String CONTENT="12"/>'
    '</TextLine></TextBlock></PrintSpace></Page><Page ID="q" PHYSICAL_IMG_NR="2">'
    '<PrintSpace HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">'
    '<TextBlock ID="c" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">'
    '<TextLine HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">'
    '<String CONTENT="féljning" SUBS_TYPE="HypPart2" SUBS_CONTENT="uppféljning"/>',
)


@pytest.mark.parametrize("foot", ["12", ""])
def test_halves_on_two_pages_change_together(foot):
    line = b'<TextLine HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"><String CONTENT="12"/>\n</TextLine>'
    data = SPLIT.replace(b'"12"/></TextLine>', b'"12"/>\n</TextLine>')
    data = data if foot else data.replace(line, b"")
    out = rewrite(data, ("féljning", "följning")).decode()
    assert out.count('SUBS_CONTENT="uppföljning"') == 2
    assert 'CONTENT="upp"' in out
    assert 'CONTENT="följning"' in out


def test_a_word_split_over_a_page_is_repaired_and_joined():
    text = "Metoden for uppf-\n\x0céljning ar pa gang fran kommunen\n"
    words = [*text.replace("\n\f", " | ").split()]
    cut = words.index("|")
    strings = ["<SP/>".join(f'<String CONTENT="{w}"/>' for w in part)
               for part in (words[:cut], words[cut + 1 :])]  # fmt: skip
    pages = "".join(f"<Page><TextLine>{one}</TextLine></Page>" for one in strings)
    document = formats.read(f"<?xml version='1.0'?><alto><Layout>{pages}</Layout></alto>".encode())
    assert document.texts == (text,)
    for join, after in ((False, "uppf-\n\x0cöljning"), (True, "uppföljning\n\f")):
        result = svfix.Fixer(join_hyphens=join).explain(text)
        assert after in result.text
        assert after in formats.read(document.write([result])).texts[0]


def test_nothing_is_put_into_a_document_without_prose():
    word = Result("för", "", (svfix.Edit(0, 0, "", "för", "words", 0.9),), None)
    assert formats.read(b"", "markdown").write([word]) == b""
