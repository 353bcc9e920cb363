"""JSON of the services that read pages: words, lines and the whole text keep agreeing."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_formats_round_trips import results
from tests.support import json_samples
from tests.support.formats_samples import rewrite

from svfix import Result, formats

LINES = [["Metodenfor", "uppféljningen,", "upp", "gift"], ["ar", "o\u0308l", "\U0001f600", "bra"]]
TEXT = "Metodenfor uppféljningen, upp gift\nar o\u0308l \U0001f600 bra\n"
CHANGES = [
    ("Metodenfor", "Metoden för"),
    ("uppféljningen", "uppföljningen"),
    ("upp gift", "uppgift"),
    ("ar", "är"),
]
FIXED = "Metoden för uppföljningen, uppgift\när o\u0308l \U0001f600 bra\n"
SERVICES = {
    "azure": json_samples.azure(LINES),
    "textract": json_samples.textract(LINES),
    "gcv": json_samples.gcv(LINES),
    "gcv of a library": json_samples.gcv_of_a_library(LINES),
    "read": json_samples.azure_read(LINES),
}


def name_of(service):
    return "azure" if service == "read" else service.split()[0]


@pytest.mark.parametrize("service", SERVICES)
def test_the_words_are_read_in_lines_and_kept(service):
    document = formats.read(SERVICES[service], name_of(service))
    assert document.format == name_of(service)
    assert document.texts == (TEXT,)
    assert document.write([Result(TEXT, TEXT, (), None)]) == SERVICES[service]
    assert document.place(0, 0, 3)["page"] == 1
    assert len(document.place(0, 0, 3)["box"]) == 4


@pytest.mark.parametrize("service", SERVICES)
def test_every_level_says_the_same_afterwards(service):
    data = rewrite(SERVICES[service], *CHANGES, format=name_of(service))
    assert formats.read(data, name_of(service)).texts == (FIXED,)
    agree(service, json.loads(data), FIXED)


def agree(service, value, text):
    """Check that a document's levels say what its words say, and its lines what `text` does."""
    lines = text.splitlines()
    if service == "azure":
        agree_azure(value["analyzeResult"], lines)
    elif service == "read":
        [page] = value["analyzeResult"]["readResults"]
        assert [line["text"] for line in page["lines"]] == lines
        assert [joined(line["words"], "text") for line in page["lines"]] == lines
    elif service == "textract":
        blocks = {block["Id"]: block for block in value["Blocks"]}
        assert len(blocks) == len(value["Blocks"])
        found = [block for block in blocks.values() if block["BlockType"] == "LINE"]
        assert [line["Text"] for line in found] == lines
        words = [[blocks[i] for i in line["Relationships"][0]["Ids"]] for line in found]
        assert [joined(line, "Text") for line in words] == lines
    else:
        whole, parts = (
            ("full_text_annotation", "text_annotations")
            if "library" in service
            else ("fullTextAnnotation", "textAnnotations")
        )
        [answer] = value.get("responses", [value])
        assert answer[whole]["text"] == text
        assert answer[parts][0]["description"] == text
        described = [one["description"] for one in answer[parts][1:]]
        assert "".join(described).replace(" ", "") == "".join(text.split())


def joined(words, key):
    return " ".join(word[key] for word in words if word[key])


def agree_azure(result, lines):
    content, kind = result["content"], result["stringIndexType"]
    assert content == "\n".join(lines)
    units = {
        "unicodeCodePoint": list(content),
        "utf16CodeUnit": [content.encode("utf-16-le")[i : i + 2]
                          for i in range(0, 2 * len(content.encode("utf-16-le")) // 2, 2)],
        "textElements": list(content.replace("o\u0308", "Ω")),
    }[kind]  # fmt: skip

    def at(span):
        part = units[span["offset"] : span["offset"] + span["length"]]
        if kind == "utf16CodeUnit":
            return b"".join(part).decode("utf-16-le")
        return "".join(part).replace("Ω", "o\u0308")

    [page] = result["pages"]
    assert joined(page["words"], "content") == " ".join(content.split())
    for word in page["words"]:
        assert at(word["span"]) == word["content"]
    for one in [*page["lines"], *result["paragraphs"], *result["tables"][0]["cells"],
                *result["documents"][0]["fields"].values()]:  # fmt: skip
        assert at(one["spans"][0]) == one["content"]
    assert [line["content"] for line in page["lines"]] == lines
    assert result["documents"][0]["fields"]["namn"]["valueString"] == lines[0]
    assert at(result["styles"][0]["spans"][0]) == lines[-1]


@pytest.mark.parametrize("kind", ["textElements", "unicodeCodePoint", "utf16CodeUnit"])
def test_azure_counts_in_several_ways(kind):
    data = rewrite(json_samples.azure(LINES, kind), *CHANGES, format="azure")
    agree("azure", json.loads(data), FIXED)


def test_azure_words_that_are_parted_get_a_share():
    data = json.loads(rewrite(SERVICES["azure"], *CHANGES, format="azure"))
    words = data["analyzeResult"]["pages"][0]["words"]
    assert [(w["content"], w["polygon"]) for w in words[:2]] == [
        ("Metoden", [0, 0, 57, 0, 57, 20, 0, 20]),
        ("för", [65, 0, 90, 0, 90, 20, 65, 20]),
    ]


def test_azure_as_its_library_saves_it():
    result = json.loads(SERVICES["azure"])["analyzeResult"]
    result["string_index_type"] = result.pop("stringIndexType")
    for word in result["pages"][0]["words"]:
        sides = word["polygon"]
        word["polygon"] = [{"x": x, "y": y} for x, y in zip(sides[::2], sides[1::2], strict=True)]
    out = json.loads(rewrite(json_samples.as_json(result), *CHANGES, format="azure"))
    assert out["content"] == FIXED.rstrip()
    assert out["pages"][0]["words"][1]["polygon"][1] == {"x": 90, "y": 0}


def test_azure_spans_of_words_in_markdown():
    value = json.loads(json_samples.azure([["for", "oss"]]))
    result = value["analyzeResult"]
    result["content"] = "# for oss"
    for span in (result["pages"][0]["words"][0]["span"], result["pages"][0]["words"][1]["span"]):
        span["offset"] += 2
    out = json.loads(rewrite(json_samples.as_json(value), ("for", "för nu"), format="azure"))
    assert out["analyzeResult"]["content"] == "# för nu oss"
    assert [w["span"] for w in out["analyzeResult"]["pages"][0]["words"]] == [
        {"offset": 2, "length": 3}, {"offset": 6, "length": 2}, {"offset": 9, "length": 3},
    ]  # fmt: skip


def test_textract_words_that_are_parted_are_referred_to_wherever_the_word_was():
    out = json.loads(rewrite(SERVICES["textract"], *CHANGES, format="textract"))
    blocks = {block["Id"]: block for block in out["Blocks"]}
    assert blocks["c"]["Relationships"][0]["Ids"] == ["w0-0", "w0-0-2"]
    box = blocks["w0-0-2"]["Geometry"]["BoundingBox"]
    assert (round(box["Left"], 4), round(box["Width"], 4)) == (0.0655, 0.0245)


def test_gcv_marks_stay_words_of_their_own_and_breaks_move():
    out = json.loads(rewrite(SERVICES["gcv"], *CHANGES, format="gcv"))
    [page] = out["responses"][0]["fullTextAnnotation"]["pages"]
    words = page["blocks"][0]["paragraphs"][0]["words"]
    shown = [
        "".join(s["text"] for s in w["symbols"])
        + "|" * ("property" in w["symbols"][-1]) for w in words
    ]  # fmt: skip
    assert shown[:6] == ["Metoden|", "för|", "uppföljningen", ",|", "uppgift|", "|"]
    assert words[5]["symbols"][0]["property"]["detectedBreak"]["type"] == "LINE_BREAK"


def test_gcv_of_a_library_stays_one():
    data = rewrite(SERVICES["gcv of a library"], *CHANGES, format="gcv").decode()
    assert "detectedBreak" not in data
    assert "SPACE" not in data
    kinds = [int(kind) for kind in re.findall(r'"type": (\d)', data)]
    assert kinds == [1, 1, 1, 1, 5, 1, 1, 1, 5]


@pytest.mark.parametrize("service", SERVICES)
@settings(deadline=None, max_examples=20)
@given(st.data())
def test_what_is_read_again_is_what_was_written(service, data):
    result = data.draw(results(TEXT))
    name = name_of(service)
    written = formats.read(SERVICES[service], name).write([result])
    assert formats.read(written, name).texts[0].split() == result.text.split()
    if service == "azure":
        value = json.loads(written)["analyzeResult"]
        for word in value["pages"][0]["words"]:
            span = word["span"]
            part = value["content"][span["offset"] : span["offset"] + span["length"]]
            assert part == word["content"]


# Docling

DOCLING = json_samples.docling(
    ("section_header", 1, "Metoden for"),
    ("text", 1, 'Den "ar" upp-'),
    ("code", 1, "for x in y"),
    ("text", 2, "féljning\tar"),
    table=("ar", "for"),
)


def test_docling_texts_change_and_what_was_read_stays():
    document = formats.read(DOCLING, "docling")
    [text] = document.texts
    assert text == 'Metoden for\n\nDen "ar" upp-\n\ffélj' + "ning\tar\n\far\n\nfor"
    assert document.write([Result(text, text, (), None)]) == DOCLING
    out = rewrite(DOCLING, ("for", "för"), ('"ar"', '"är"'), ("\tar", "\tärg"), ("\far", "\får"),
                  format="docling")  # fmt: skip
    value = json.loads(out)
    assert [item["text"] for item in value["texts"]] == [
        "Metoden för", 'Den "är" upp-', "for x in y", "féljning\tärg",
    ]  # fmt: skip
    assert [item["orig"] for item in value["texts"]] == [
        "Metoden for", 'Den "ar" upp-', "for x in y", "féljning\tar",
    ]  # fmt: skip
    assert [item["prov"][0]["charspan"][1] for item in value["texts"]] == [11, 13, 10, 12]
    table = value["tables"][0]["data"]
    assert [cell["text"] for cell in table["table_cells"]] == ["år", "for"]
    assert [row[0]["text"] for row in table["grid"]] == ["år", "for"]
    assert document.place(0, text.index("félj"), 99) == {"page": 2, "word_id": "#/texts/3"}


def test_docling_escapes_stay_escapes():
    data = json.dumps(json.loads(DOCLING)).encode()
    out = rewrite(data, ("félj", "följ"), format="docling")
    assert out == data.replace(b'"text": "f\\u00e9lj', b'"text": "f\\u00f6lj')


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_docling_read_again(data):
    document = formats.read(DOCLING, "docling")
    result = data.draw(results(document.texts[0]))
    written = document.write([result])
    assert json.loads(written)["texts"][0]["orig"] == "Metoden for"


# What is no such document, and fields


@pytest.mark.parametrize("name", ["azure", "textract", "gcv"])
def test_a_document_without_words(name):
    with pytest.raises(formats.FormatError, match=r"has no words as .* gives them"):
        formats.read(b'{"a": []}', name)
    with pytest.raises(formats.FormatError, match=r"not JSON: .* on line 2"):
        formats.read(b'{"a":\n', name)


def test_another_document_than_doclings():
    with pytest.raises(formats.FormatError, match="no DoclingDocument"):
        formats.read(b'{"texts": []}', "docling")


@pytest.mark.parametrize(("service", "data"), [*SERVICES.items(), ("docling", DOCLING)])
def test_a_format_to_be_named_is_told(service, data):
    with pytest.raises(formats.FormatError, match=f"--format {name_of(service)}"):
        formats.read(data)


def test_several_fields():
    data = b'{"title": "en", "doc": {"text": "tva"}, "x": 1}\n{"doc": {"text": "ar"}}\n'
    document = formats.read(data, field=["title", "doc.text"])
    assert document.texts == ["en", "tva", "ar"]
    assert [document.place(n, 0, 1) for n in range(3)] == [
        {"record": 1, "field": "title"},
        {"record": 1, "field": "doc.text"},
        {"record": 2, "field": "doc.text"},
    ]
    with pytest.raises(formats.FormatError, match="field 'body'"):
        formats.read(data, field=["title", "body"])


def test_several_columns():
    table = b"id,title,text\n1,en,tva\n2,ar\n"
    assert formats.detect(table.replace(b"ar", b"ar,"), ("text", "title")) == "csv"
    document = formats.read(table, "csv", field=("text", "title"))
    assert document.texts == ["en", "tva", "ar"]
    assert document.place(1, 0, 1) == {"record": 1, "field": "text"}
    with pytest.raises(formats.FormatError, match="no column 'ocr'"):
        formats.read(table, "csv", field=["text", "ocr"])
