"""The command `svfix merge` on one file, and `svfix explain` with further readings."""

import json

import pytest
from tests.support.batches import make, svfix
from tests.support.formats_samples import ALTO, HOCR, PAGE, TSV, pdf

from svfix import formats

OLD = (
    "Metoden för uppföljningen har varlt intervjuer med chefer\n"
    "från olika forvaltningar i kommunen och en skriftlig redovisning.\n"
    "Alla chefer som har svarat är nöjda med det stöd de har fått.\n"
)
NEW = (
    "Metoden for uppfoljningen har varit intervjuer med chefer fran olika forvaltnlngar\n"
    "i kommunen och en skriftlig redovisning. Alla chefer som har svarat ar nojda med\n"
    "det stod de har fatt.\n"
)
TRUTH = OLD.replace("varlt", "varit").replace("forvalt", "förvalt")
ANOTHER = (
    "Riksdagen beslutade i går om nya regler för skatt på bränsle till fartyg. Beslutet gäller\n"
    "redan vid nästa årsskifte, trots att remissinstanserna hade bett om längre tid.\n"
)


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Readings of one page, and of another one."""
    make(tmp_path, {"old.txt": OLD, "new.txt": NEW, "clean.txt": TRUTH, "another.txt": ANOTHER})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_file_goes_to_standard_output(run, page):
    assert run("merge", "old.txt", "new.txt") == (0, TRUTH, "")
    assert (page / "old.txt").read_text("utf-8") == OLD


def test_the_base_or_a_reading_may_come_from_a_pipe(page):
    assert svfix("merge", "-", "new.txt", stdin=OLD.encode())[:2] == (0, TRUTH.encode())
    assert svfix("merge", "old.txt", "-", stdin=NEW.encode())[:2] == (0, TRUTH.encode())


def test_a_page_in_order_stays(run, page):
    for others in (["new.txt"], ["old.txt", "new.txt"]):
        assert run("merge", "clean.txt", *others) == (0, TRUTH, "")
        assert run("merge", "clean.txt", *others, "--check") == (0, "", "")


def test_lines_and_bytes_are_those_of_the_base(run, page):
    make(page, {"old.txt": b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode() + b"\x0c  "})
    assert run("merge", "old.txt", "new.txt", "-o", "out.txt")[0] == 0
    expected = b"\xef\xbb\xbf" + TRUTH.replace("\n", "\r\n").encode() + b"\x0c  "
    assert (page / "out.txt").read_bytes() == expected


def test_a_reading_of_another_page(run, page):
    code, out, errors = run("merge", "old.txt", "another.txt", "-o", "out.txt")
    assert (code, out) == (3, "")
    assert errors.startswith("svfix: old.txt cannot be merged with another.txt: reading 2 is not")
    assert errors.count("\n") == 1
    assert not (page / "out.txt").exists()
    code, out, errors = run("explain", "old.txt", "--with", "new.txt", "--with", "another.txt")
    assert (code, out, "reading 3 is not of the same page" in errors) == (3, "", True)


@pytest.mark.parametrize("data", [HOCR, ALTO, PAGE, TSV], ids=["hocr", "alto", "page", "tsv"])
def test_a_format_comes_back_as_it_is_repaired_by_itself(run, page, data):
    make(page, {"base": data, "other.txt": formats.read(data).texts[0]})
    assert run("merge", "base", "other.txt", "-o", "out", "--edits", "e")[0] == 0
    assert run("fix", "base", "-o", "alone")[0] == 0
    assert (page / "out").read_bytes() == (page / "alone").read_bytes()
    assert run("revert", "out", "e", "-o", "back")[0] == 0
    assert (page / "back").read_bytes() == (page / "base").read_bytes()


LINE = "Ledamoten Sven Bergstrorn yttrade sig om taxan i kommunens badhus."
READ = "Ledamoten Sven Bergström yttrade sig om taxan i kommunens badhus."
WORDS = [(word, 100 * n, 100 * n + 90) for n, word in enumerate(LINE.split())]
LAYOUTS = {
    "hocr": "<html><body><div class='ocr_page'><span class='ocr_line'>"
    + " ".join(
        f"<span class='ocrx_word' title='bbox {left} 0 {right} 9'>{word}</span>"
        for word, left, right in WORDS
    )
    + "</span></div></body></html>",
    "alto": "<alto><Layout><Page><TextBlock><TextLine>"
    + "<SP/>".join(
        f'<String HPOS="{left}" VPOS="0" WIDTH="90" HEIGHT="9" CONTENT="{word}"/>'
        for word, left, _ in WORDS
    )
    + "</TextLine></TextBlock></Page></Layout></alto>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_words_taken_from_the_other_stand_in_the_boxes_of_the_base(run, page, name):
    make(page, {"base": LAYOUTS[name], "other.txt": READ})
    assert "Bergström" not in run("fix", "base")[1]
    code, out, _ = run("merge", "base", "other.txt", "--edits", "e")
    assert (code, out) == (0, LAYOUTS[name].replace("Bergstrorn", "Bergström"))
    [_, edit] = map(json.loads, (page / "e").read_text("utf-8").splitlines())
    assert edit["box"] == [200, 0, 290, 9]
    assert edit["readings"] == ["Bergstrorn", "Bergström"]


def test_a_pdf_becomes_text(run, page):
    pytest.importorskip("pypdfium2")
    make(page, {"old.pdf": pdf(OLD.splitlines())})
    assert run("merge", "old.pdf", "new.txt", "-o", "out/", "--format", "pdf")[0] == 0
    assert (page / "out/old.pdf.txt").read_text("utf-8").split() == TRUTH.split()


def test_a_pdf_with_a_layer_stays_a_pdf(run, page):
    pytest.importorskip("pikepdf")
    from tests.support.pdf_samples import PICTURE, hexed, layer, scan

    text = f"BT 3 Tr /G 9 Tf 1 0 0 1 9 90 Tm {hexed(LINE)} Tj ET"
    make(page, {"old/a.pdf": scan(PICTURE + text.encode()), "new/a.txt": READ})
    assert run("merge", "old", "new", "-o", "out", "--edits", "e")[0] == 0
    assert layer((page / "out/a.pdf").read_bytes()).split() == READ.split()
    assert run("revert", "out/a.pdf", "e", "-o", "back.pdf")[0] == 0
    assert (page / "back.pdf").read_bytes() == (page / "old/a.pdf").read_bytes()


@pytest.mark.parametrize("data", [HOCR, TSV], ids=["hocr", "tsv"])
def test_the_others_are_read_by_what_they_are(run, page, data):
    [text] = formats.read(data).texts
    make(page, {"base.txt": text, "other": data})
    assert run("merge", "base.txt", "other") == run("fix", "base.txt")


def test_a_reading_in_another_character_set(run, page):
    make(page, {"new.txt": TRUTH.encode("cp1252")})
    assert run("merge", "old.txt", "new.txt") == (0, TRUTH, "")


def test_in_place_and_previews(run, page):
    assert run("merge", "old.txt", "new.txt", "--check") == (1, "old.txt\n", "")
    assert run("merge", "old.txt", "new.txt", "--dry-run")[1] == "old.txt: 2 edits\n"
    code, out, _ = run("merge", "old.txt", "new.txt", "--diff")
    assert (code, "har varit intervjuer" in out) == (0, True)
    assert (page / "old.txt").read_text("utf-8") == OLD
    assert run("merge", "old.txt", "new.txt", "--in-place", "--backup") == (0, "", "")
    assert (page / "old.txt").read_text("utf-8") == TRUTH
    assert (page / "old.txt.before-svfix").read_text("utf-8") == OLD
    assert (page / "new.txt").read_text("utf-8") == NEW


def test_records_are_merged_one_by_one(run, page):
    make(page, {"old.jsonl": as_jsonl([OLD, ANOTHER]), "new.jsonl": as_jsonl([NEW, ANOTHER])})
    code, out, _ = run("merge", "old.jsonl", "new.jsonl", "--field", "text")
    assert (code, [json.loads(row)["text"] for row in out.splitlines()]) == (0, [TRUTH, ANOTHER])
    make(page, {"new.jsonl": as_jsonl([NEW, ANOTHER, NEW])})
    code, _, errors = run("merge", "old.jsonl", "new.jsonl", "--field", "text")
    assert (code, "it has 2 texts and the other 3" in errors) == (3, True)
    make(page, {"new.jsonl": as_jsonl([NEW, OLD])})
    code, _, errors = run("merge", "old.jsonl", "new.jsonl", "--field", "text")
    assert (code, "text 2 of old.jsonl cannot be merged" in errors) == (3, True)


def as_jsonl(texts):
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_explain_shows_what_each_reading_had(run, page):
    code, out, _ = run("explain", "old.txt", "--with", "new.txt")
    assert code == 0
    rows = out.splitlines()
    assert [row.split()[1:4] for row in rows[0:-1:3]] == [
        ["varlt", "→", "varit"],
        ["forvaltningar", "→", "förvaltningar"],
    ]
    assert rows[2].strip() == "read: 1 varlt   2 varit"
    assert rows[5].strip() == "read: 1 forvaltningar   2 forvaltnlngar"
    assert "read:" not in run("explain", "old.txt")[1]


def test_explain_says_so_to_a_program(run, page):
    found = json.loads(run("explain", "old.txt", "--with", "new.txt", "--json")[1])
    assert [edit["readings"] for edit in found["edits"]] == [
        ["varlt", "varit"],
        ["forvaltningar", "forvaltnlngar"],
    ]
    found = json.loads(run("explain", "old.txt", "--json")[1])
    assert found["edits"]
    assert not any("readings" in edit for edit in found["edits"])


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("merge old.txt", "required: OTHER"),
        ("merge old.txt old.txt", "old.txt is named twice"),
        ("merge old.txt new.txt ./new.txt", "is named twice"),
        ("explain old.txt --with old.txt", "old.txt is named twice"),
        ("explain old.txt clean.txt --with new.txt", "name one PATH"),
        ("merge - -", "- is named twice"),
        ("merge old.txt new.txt -o new.txt", "would overwrite the reading new.txt"),
        ("merge old.txt new.txt -o old.txt", "would overwrite the input old.txt"),
        ("merge old.txt new.txt -o out --edits new.txt", "would overwrite the reading new.txt"),
        ("merge . new.txt -o out", "new.txt is a reading of one file"),
        ("merge . nothing -o out", "there is no nothing"),
    ],
)
def test_usage(run, page, options, fault):
    code, out, errors = run(*options.split())
    assert (code, out) == (2, "")
    assert fault in errors
    assert (page / "new.txt").read_text("utf-8") == NEW


def test_a_reading_that_is_not_there(run, page):
    code, out, errors = run("merge", "old.txt", "nothing.txt")
    assert (code, out) == (3, "")
    assert "nothing.txt cannot be read: No such file" in errors
