"""Documents of services and tables that lack what others have: they are read and kept."""

import json

import pytest
from tests.support.formats_samples import rewrite
from tests.support.json_samples import as_json, docling, gcv, textract

from svfix import Result, formats
from svfix.formats import FormatError

LINES = [["Metodenfor", "uppféljning,"], ["ar", "bra"]]


def changed(data, change):
    """A document of JSON with one change."""
    value = json.loads(data)
    change(value)
    return as_json(value)


def kept(data, name):
    """The document, once it is known that it is kept to the byte."""
    document = formats.read(data, name)
    assert document.write([Result(text, text, (), None) for text in document.texts]) == data
    return document


# Google's


def answer(value):
    return value["responses"][0]


def words_of(value):
    return answer(value)["fullTextAnnotation"]["pages"][0]["blocks"][0]["paragraphs"][0]["words"]


GCV = {
    "no whole text": lambda v: answer(v)["fullTextAnnotation"].pop("text"),
    "no descriptions": lambda v: answer(v).pop("textAnnotations"),
    "a description that is no text": lambda v: answer(v)["textAnnotations"][1].update(
        description=17
    ),
    "a word without letters": lambda v: words_of(v).insert(1, {"symbols": []}),
    "a word without a box": lambda v: words_of(v)[0].pop("boundingBox"),
    "a word with three corners": lambda v: words_of(v)[0]["boundingBox"]["vertices"].pop(),
}


@pytest.mark.parametrize("change", GCV.values(), ids=GCV)
def test_google_s_that_lacks_something(change):
    data = changed(gcv(LINES), change)
    kept(data, "gcv")
    written = rewrite(data, ("ar", "är"), format="gcv")
    assert formats.read(written, "gcv").texts[0].split()[-2:] == ["är", "bra"]
    assert written.count("är".encode()) == written.count(b"bra")


@pytest.mark.parametrize("name", ["a word without a box", "a word with three corners"])
def test_a_word_of_google_s_whose_place_is_not_known(name):
    document = formats.read(changed(gcv(LINES), GCV[name]), "gcv")
    assert "box" not in document.place(0, 0, 3)
    assert len(document.place(0, 14, 16)["box"]) == 4


def test_a_description_of_google_s_that_says_another_thing_stays():
    data = changed(gcv(LINES), lambda v: answer(v)["textAnnotations"][4].update(description="ur"))
    written = json.loads(rewrite(data, ("ar", "är"), format="gcv"))
    assert answer(written)["textAnnotations"][4]["description"] == "ur"
    assert answer(written)["textAnnotations"][5]["description"] == "bra"


def test_a_mark_that_is_parted_from_a_word_of_google_s_that_stays():
    written = rewrite(gcv(LINES), ("uppféljning,", "uppféljning ,"), format="gcv")
    assert formats.read(written, "gcv").texts[0].split()[1:3] == ["uppféljning", ","]


# Textract


def block(value, name):
    return next(one for one in value["Blocks"] if one.get("Id") == name)


TEXTRACT = {
    "a line without its text": lambda v: block(v, "l1").pop("Text"),
    "a line whose text is none": lambda v: block(v, "l1").update(Text=1),
    "a word without a polygon": lambda v: block(v, "w1-0")["Geometry"].pop("Polygon"),
    "a word without a box": lambda v: block(v, "w1-0")["Geometry"].pop("BoundingBox"),
    "a word without a place": lambda v: block(v, "w1-0").pop("Geometry"),
    "corners without a side": lambda v: block(v, "w1-0")["Geometry"]["Polygon"][0].pop("X"),
    "an id that is no text": lambda v: block(v, "c")["Relationships"][0]["Ids"].append(7),
    "other relations": lambda v: block(v, "c")["Relationships"].append(
        {"Type": "MERGED_CELL", "Ids": ["w1-0"]}
    ),
}


@pytest.mark.parametrize("change", TEXTRACT.values(), ids=TEXTRACT)
def test_textract_that_lacks_something(change):
    data = changed(textract(LINES), change)
    kept(data, "textract")
    written = rewrite(data, ("ar", "är så"), format="textract")
    assert formats.read(written, "textract").texts[0].split()[-3:] == ["är", "så", "bra"]


@pytest.mark.parametrize(
    ("name", "known"),
    [("a word without a polygon", True), ("a word without a box", True),
     ("corners without a side", True), ("a word without a place", False)],
)  # fmt: skip
def test_a_place_of_textract_s_is_told_by_what_there_is(name, known):
    document = formats.read(changed(textract(LINES), TEXTRACT[name]), "textract")
    at = document.texts[0].index("ar")
    assert ("box" in document.place(0, at, at + 2)) == known


def test_a_new_block_of_textract_s_takes_no_id_that_there_is():
    data = changed(textract(LINES), lambda v: block(v, "c").update(Id="w1-0-2"))
    written = json.loads(rewrite(data, ("ar", "är så"), format="textract"))
    ids = [one["Id"] for one in written["Blocks"] if "Id" in one]
    assert len(ids) == len(set(ids))
    assert "w1-0-3" in ids


# Docling


DOCLING = docling(("text", 1, "Metoden for"), ("text", 1, "ar bra"), table=("ar", "for"))


def table(value):
    return value["tables"][0]["data"]


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v["texts"][1].update(prov=[]),
        lambda v: v["texts"][1]["prov"][0].update(charspan=[3, 9]),
        lambda v: table(v)["grid"][0][0].update(text="ur"),
        lambda v: table(v)["grid"].append([{"text": None}, {}]),
        lambda v: table(v)["table_cells"].append({"text": " "}),
    ],
)
def test_docling_that_lacks_something(change):
    data = changed(DOCLING, change)
    kept(data, "docling")
    written = rewrite(data, ("ar bra", "är bra"), ("ar", "är"), format="docling")
    assert formats.read(written, "docling").texts[0].split() == "Metoden for är bra är for".split()


def test_a_place_in_docling_s_that_is_of_no_text():
    data = changed(DOCLING, lambda v: (v.update(texts=[]), table(v).update(table_cells=[])))
    document = kept(data, "docling")
    assert document.place(0, 0, 0) == {"page": 1}
    named = changed(DOCLING, lambda v: v["texts"][0].pop("self_ref"))
    assert formats.read(named, "docling").place(0, 0, 3) == {"page": 1}


# Records


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"text" "for"}', "a colon is wanting"),
        (b'{"text": "for", 1: 2}', "a key is wanting"),
        (b'{"text": "for" "a": 2}', "a comma or } is wanting"),
        (b'["for"]', "no record has a text"),
        (b'{"rad": "for"}', "rad"),
    ],
)
def test_records_that_are_none(data, said):
    with pytest.raises(FormatError, match=said):
        formats.read(data, "jsonl")


def test_no_records_at_all():
    assert kept(b"\xef\xbb\xbf \n", "jsonl").texts == []
