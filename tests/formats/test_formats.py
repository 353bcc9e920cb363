"""Documents go in and come out: only what is repaired changes, and it stays what it was."""

import sys

import pytest
from tests.support.formats_samples import ALTO, HOCR, PAGE, PDF, TSV, hocr, repaired, rewrite

from svfix import Result, explain, formats
from svfix.formats import FormatError

SAMPLES = {
    "text": b"\xef\xbb\xbfen sida\r\n\x0cen till",
    "jsonl": b'{"id": 1, "text": "en s\\u0069da"}\n\n{"text" : "en till" }',
    "csv": b'id;text\r\n1;"en ""sida"""\r\n\r\n2;en till\r\n',
    "hocr": HOCR,
    "alto": ALTO,
    "page": PAGE,
    "tsv": TSV,
}


def untouched(document):
    return [Result(text, text, (), None) for text in document.texts]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_is_known_by_its_content_and_comes_out_as_it_went_in(name):
    document = formats.read(SAMPLES[name])
    assert formats.detect(SAMPLES[name]) == document.format == name
    assert document.write(untouched(document)) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_results_must_be_of_the_document(name):
    document = formats.read(SAMPLES[name])
    with pytest.raises(ValueError, match="result"):
        document.write([])
    with pytest.raises(ValueError, match="another text"):
        document.write([Result("x", "x", (), None)] * len(document.texts))


def test_an_unknown_format():
    with pytest.raises(ValueError, match="no format 'doc'; the formats are auto, text"):
        formats.read(b"", "doc")


# Text, JSON and CSV


def test_text_is_one_text_with_its_pages():
    document = formats.read(b"en\nsida\x0ctva\nrader")
    assert document.texts == ("en\nsida\ftva\nrader",)
    assert document.place(0, 8, 11) == {"page": 2, "line": 2}
    assert rewrite(b"en\nsida\x0ctva\r\nrader", ("tva", "två")) == "en\nsida\ftvå\r\nrader".encode()


SUBTITLES = """\
1
00:00:01,000 --> 00:00:04,200
Metoden for uppféljningen har varit
intervjuer med chefer fran

2
00:00:04,500 --> 00:00:07,100 X1:40 X2:600
<i>olika forvaltningar</i>. De ar
{\\an8}- nöjda med den

10
00:10:07,500 --> 00:10:09,000
- Ar du dar?
- 1
"""


@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
def test_subtitles_keep_their_numbers_times_and_tags(head):
    text = head + (SUBTITLES.replace(",000", ".000") if head else SUBTITLES)
    document = formats.read(text.encode())
    written = document.write([explain(text)]).decode()
    for old, new in (("for ", "för "), ("uppfé", "uppfö"), ("fran", "från"), ("forv", "förv"),
                     (" ar\n", " är\n"), ("Ar du dar", "Är du där")):  # fmt: skip
        text = text.replace(old, new)
    assert written == text


def test_text_in_another_encoding_comes_out_in_utf_8():
    data = "tva år".encode("cp1252")
    assert rewrite(data, ("tva", "två"), encoding="cp1252") == "två år".encode()
    with pytest.raises(FormatError, match=r"not UTF-8: byte 0xE5 on line 1"):
        formats.read(data)


def test_json_changes_only_inside_the_string():
    data = '{"b" : 1,\t"text": "f\\u00f6r tva\\n\\u00e5r / \\/ 😀 ar" , "a":[ ]}\r\n'.encode()
    assert rewrite(data, ("tva", "två"), (" ar", " är")) == data.replace(
        b"tva", "två".encode()
    ).replace(b" ar", " är".encode())


def test_json_in_ascii_stays_so():
    data = b'{"text": "tv\\u00e5 ar, \\ud83d\\ude00 ar"}'
    assert rewrite(data, ("ar", "är"), ("ar", 'är "')) == (
        b'{"text": "tv\\u00e5 \\u00e4r, \\ud83d\\ude00 \\u00e4r \\""}'
    )


@pytest.mark.parametrize(
    ("data", "field", "texts"),
    [
        (b'{"text": "a"}\n{"id": 2}\n{"text": "b"}', None, ["a", "b"]),
        (b'[\n {"text": "a"},\n {"text": "b"}\n]\n', None, ["a", "b"]),
        (b'{"doc": {"pages": [{"ocr": "a"}, {"ocr": "b"}]}}', "doc.pages.ocr", ["a", "b"]),
        (b'{"lines": ["a", "b", 3], "text": 4}', "lines", ["a", "b"]),
        (b'{"other": {"text": "no"}, "text": "a"}', None, ["a"]),
    ],
)
def test_the_field_of_json(data, field, texts):
    document = formats.read(data, "jsonl", field=field)
    assert document.texts == texts
    assert document.write(untouched(document)) == data


def test_records_are_counted():
    document = formats.read(b'{"text": "a"}\n{"id": 2}\n[{"text": "b"}, {"text": "c"}]')
    assert [document.place(n, 0, 1)["record"] for n in range(3)] == [1, 3, 4]


def test_csv_keeps_its_dialect_and_quotes_only_what_needs_them():
    data = b'id;text;n\r\n1;"av ""den";x\r\n2;tva;"y"\r\n'
    document = formats.read(data)
    assert document.texts == ['av "den', "tva"]
    results = [repaired('av "den', ("av", "åv")), repaired("tva", ("tva", "två;"))]
    assert document.write(results) == data.replace(b"av", "åv".encode()).replace(
        b"tva", '"två;"'.encode()
    )
    assert document.place(1, 0, 1) == {"record": 2, "field": "text"}


def test_a_column_that_is_not_there():
    with pytest.raises(FormatError, match=r"no column 'ocr'.*--field, out of: id, text, n"):
        formats.read(b"id,text,n\n1,a,b\n", "csv", field="ocr")
    with pytest.raises(FormatError, match=r"field 'ocr'.*out of: id, text"):
        formats.read(b'{"id": 1, "text": "a"}', field="ocr")


def test_a_table_is_told_by_its_column():
    table = b"id\tOCR\n1\ten sida\n"
    assert formats.detect(table) == "text"
    assert formats.detect(table, "OCR") == "csv"
    assert formats.read(table, field="OCR").texts == ["en sida"]


@pytest.mark.parametrize(
    "text",
    ["", "\n", "namn, adress\noch mer, än så, ja", "a;b", "[1] En not", "{x}", "{1,2}\n", "<< så"],
)
def test_text_that_only_looks_like_something_else(text):
    assert formats.detect(text.encode()) == "text"


# TSV


def test_tsv_reads_as_the_page():
    assert formats.read(TSV).texts == ("Metodenfor oss\nar\n\nbra\n",)


def test_tsv_words_parted_get_rows_and_numbers():
    out = rewrite(TSV, ("Metodenfor", "Metoden för")).decode().splitlines()
    assert out[3:6] == [
        "5\t1\t1\t1\t1\t1\t0\t0\t64\t10\t90.5\tMetoden",
        "5\t1\t1\t1\t1\t2\t73\t0\t27\t10\t90.5\tför",
        "5\t1\t1\t1\t1\t3\t110\t0\t30\t10\t95\toss",
    ]
    assert out[6:] == TSV.decode().splitlines()[5:]


# PDF


def test_pdf_is_read_as_text():
    pytest.importorskip("pypdfium2")
    document = formats.read(PDF)
    assert document.format == "pdf"
    assert document.texts == ("Metoden for\nupp\n\fNy sida\n",)
    assert document.place(0, document.texts[0].index("sida"), 99) == {"page": 2, "line": 1}
    assert rewrite(PDF, ("for", "för")) == "Metoden för\nupp\n\fNy sida\n".encode()


def test_a_pdf_without_text_or_whole():
    pytest.importorskip("pypdfium2")
    with pytest.raises(FormatError, match="only pictures"):
        formats.read(PDF.replace(b"Tj", b"% "))
    with pytest.raises(FormatError, match="cannot be read"):
        formats.read(b"%PDF-1.4\nnothing")


def test_a_pdf_without_what_reads_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(FormatError, match=r"pip install 'svfix\[pdf\]'"):
        formats.read(PDF)


# What is refused

BOMB = b"""<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<alto><Layout><Page><String CONTENT="&b;"/></Page></Layout></alto>"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB, "declares entities"),
        (BOMB.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"'), "declares entities"),
        (ALTO[:-30], r"not well-formed XML.*line \d+.*cut off"),
        (HOCR[:-30], r"not well-formed XML.*cut off"),
        (hocr("a")[:-30].replace(b"<?xml version='1.0'?>", b""), "cut off"),
        (ALTO.replace(b"ns-v3#", b"ns-v9#"), "no version of ALTO from 1 to 4"),
        (PAGE.replace(b"primaresearch", b"elsewhere"), "of no version of PAGE"),
        (b"<?xml version='1.0'?><mets/>", "its root is mets"),
        (b"<?xml version='1.0'?><feed/>", "of no format that svfix knows .its root is feed."),
        (b"<?xml version='1.0' encoding='x-none'?><alto/>", "no known encoding"),
        (b"<?xml version='1.0'?><alto>" + b"<a>" * 999 + b"</a>" * 999 + b"</alto>", "deep"),
        (b"<?xml version='1.0'?><alto>\xe5</alto>", "not utf-8.*0xE5 at offset 27"),
        (b'{"text": "a"}\n{"text": ', "record 2 is not JSON.*line 2"),
        (TSV.replace(b"\t10\t90\tbra", b"\t10"), "row 7 is not one of Tesseract's"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data, message):
    with pytest.raises(FormatError, match=message):
        formats.read(data)


def test_a_document_that_is_too_large(monkeypatch):
    monkeypatch.setattr("svfix.formats.parsing.MAX_BYTES", 100)
    with pytest.raises(FormatError, match="give it in parts"):
        formats.read(ALTO)
