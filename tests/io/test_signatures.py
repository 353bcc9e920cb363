"""What is no plain text: told by its content, refused with a sentence, and left as it is."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.batches import DAMAGED, FIXED, QUICK, make, svfix, tree

from svfix import formats
from svfix.io.charsets import WIDE, detect, unmarked
from svfix.io.files import FileError, decode
from svfix.io.signatures import KINDS, kind_of

CASES = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "cases" / "refused.tsv").read_text().splitlines()
    if not line.startswith("#")
]
REFUSED = [(read.encode().decode("unicode_escape").encode("latin-1"), *say) for read, *say in CASES]
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
RTF = rb"{\rtf1\ansi Metoden for uppf\'e9ljningen}"


def told(kind: str, advice: str, message: str) -> bool:
    """Whether a message is one sentence that says what a file is and what to do."""
    return f"{kind}, not plain text; " in message and advice in message and message.count("\n") < 2


@pytest.mark.parametrize(("data", "kind", "advice"), REFUSED)
class TestEachKind:
    def test_is_known(self, data, kind, advice):
        found = kind_of(data)
        assert found is not None
        assert told(kind, advice, found.refusal)

    def test_is_no_format_and_no_text(self, data, kind, advice):
        with pytest.raises(formats.FormatError, match=r"^the document is .*, not plain text; "):
            formats.read(data)
        for encoding in (None, "auto"):
            with pytest.raises(FileError, match=r"^page is .*, not plain text; "):
                decode(data, "page", encoding)

    @pytest.mark.parametrize("command", ["fix", "explain", "profile"])
    def test_is_refused(self, run, tmp_path, data, kind, advice, command):
        page = make(tmp_path, {"page": data}) / "page"
        code, out, errors = run(command, page, *(QUICK if command != "profile" else ()))
        assert (code, out) == (3, "")
        assert errors.startswith(f"svfix: {page} {kind}, not plain text; ")
        assert told(kind, advice, errors)
        assert page.read_bytes() == data

    def test_is_refused_with_an_encoding(self, run, tmp_path, data, kind, advice):
        page = make(tmp_path, {"page": data}) / "page"
        for encoding in ("auto", "utf-8", "latin-1"):
            code, out, errors = run("fix", page, *QUICK, "--encoding", encoding)
            assert (code, out) == (3, "")
            assert told(kind, advice, errors)

    def test_is_refused_by_diff(self, run, tmp_path, data, kind, advice):
        make(tmp_path, {"page": data, "truth.txt": FIXED})
        for pair in (("page", "truth.txt"), ("truth.txt", "page")):
            code, out, errors = run("diff", *(tmp_path / name for name in pair))
            assert (code, out) == (3, "")
            assert told(kind, advice, errors)

    def test_is_told_of_in_a_batch(self, run, tmp_path, data, kind, advice):
        make(tmp_path / "in", {"a.txt": DAMAGED, "page": data, "z.txt": DAMAGED})
        paths = [tmp_path / "in" / name for name in ("a.txt", "page", "z.txt")]
        report = tmp_path / "report.html"
        code, _, errors = run("fix", *QUICK, *paths, "-o", tmp_path / "out", "--report", report)
        assert code == 3
        assert told(kind, advice, errors.splitlines()[0])
        assert "2 files" in errors
        assert "1 failed" in errors
        assert {*tree(tmp_path / "out")} - {".svfix-manifest.jsonl"} == {"a.txt", "z.txt"}
        assert f"{kind}, not plain text" in report.read_text("utf-8")


def test_every_kind_is_tested():
    found = [kind_of(data) for data, *_ in REFUSED]
    assert {kind.what for kind in KINDS if kind not in found} == {"a PDF", "an archive (tar)"}


def zipped(**members: str) -> bytes:
    """A ZIP as programs write it; `__` in a name is a slash, and `_` a dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            way = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name.replace("__", "/").replace("_", "."), text, way)
    return held.getvalue()


def test_archives_as_programs_write_them():
    def what(data):
        return kind_of(data).what

    assert what(zipped(rels="", word__document_xml="<w>" * 9000)) == "a Word document (DOCX)"
    opened = zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="<office>")
    assert what(opened) == "an OpenDocument file (ODT)"
    assert what(zipped(mimetype="application/epub+zip")) == "an e-book (EPUB)"
    assert what(zipped(page_txt=DAMAGED)) == "an archive (ZIP)"
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w", format=kind) as archive:
            archive.addfile(tarfile.TarInfo("page.txt"))
        assert what(held.getvalue()) == "an archive (tar)"


def test_a_pdf_where_its_text_is_not_read(run, tmp_path):
    make(tmp_path, {"page.pdf": b"%PDF-1.7\n", "truth.txt": FIXED})
    code, _, errors = run("diff", tmp_path / "page.pdf", tmp_path / "truth.txt")
    assert code == 3
    assert told("page.pdf is a PDF", "pdftotext -layout FILE - | svfix fix", errors)


@pytest.mark.parametrize(
    "text",
    [
        "BM 2 MZ PK RIFF",
        "GIF89a är ett format för bilder",
        "RIFF är inte JPEG",
        "P5\n10 20 år",
        "PDF-1.4 eller {\\rtf1",
        "BZh. är en förkortning",
        f"{'Augustar ' * 40}",
        "Rar! sade han",
    ],
)
def test_text_that_begins_alike(run, text):
    assert kind_of(text.encode()) is None
    assert formats.read(text.encode()).texts == (text,)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
@example("\u0e00\u0e00")
def test_no_text_without_control_characters_is_refused(text):
    if not text.lstrip().startswith(("{\\rtf", "%PDF-")):
        assert kind_of(text.encode()) is None


class TestStandardInput:
    @pytest.mark.parametrize("command", [["fix"], ["explain"], ["profile"], ["diff", "-", "t.txt"]])
    def test_is_refused(self, tmp_path, command):
        make(tmp_path, {"t.txt": FIXED})
        for data, kind in ((PICTURE, "a picture (PNG)"), (RTF, "RTF")):
            code, out, errors = svfix(*command, stdin=data, cwd=tmp_path)
            assert (code, out) == (3, b"")
            assert f"standard input is {kind}, not plain text; " in errors


class TestDirectories:
    def test_pictures_and_archives_are_passed_over(self, run, tmp_path):
        make(tmp_path / "in", {"1.png": PICTURE, "1.txt": DAMAGED, "all.zip": zipped(a="b")})
        code, _, errors = run("fix", tmp_path / "in", "-o", tmp_path / "out")
        assert code == 0
        assert "2 passed over" in errors

    def test_documents_are_told_of(self, run, tmp_path):
        document = zipped(word__document_xml="<w/>")
        make(tmp_path / "in", {"1.rtf": RTF, "2.docx": document, "3.txt": DAMAGED})
        code, _, errors = run("fix", tmp_path / "in", "-o", tmp_path / "out")
        assert code == 3
        assert "1.rtf is RTF" in errors
        assert "2.docx is a Word document" in errors
        assert (tmp_path / "out" / "3.txt").read_text("utf-8") == FIXED


def test_a_list_of_words_that_is_none(run, tmp_path):
    make(tmp_path, {"words.rtf": RTF, "page.txt": DAMAGED})
    code, _, errors = run("fix", tmp_path / "page.txt", "--words", tmp_path / "words.rtf")
    assert code == 2
    assert "words.rtf is RTF, not plain text" in errors


def test_what_is_named_text_and_its_encoding_is_text(run, tmp_path):
    page = make(tmp_path, {"page": RTF}) / "page"
    options = "--format", "text", "--encoding", "utf-8", "--passes", "characters"
    assert run("fix", page, *options) == (0, RTF.decode(), "")


class TestUnicodeWithoutAMark:
    @pytest.mark.parametrize("name", WIDE)
    def test_it_is_told(self, run, tmp_path, name):
        page = make(tmp_path, {"page": DAMAGED.encode(name)}) / "page"
        code, out, errors = run("fix", page)
        assert (code, out) == (3, "")
        assert f"page is {name.upper()} without a byte order mark" in errors
        assert f"--encoding {name}" in errors
        assert run("fix", page, "--encoding", name)[:2] == (0, FIXED)
        assert run("fix", page, "--encoding", "auto") == (
            0,
            FIXED,
            f"svfix: {page}: read as {name}\n",
        )

    @given(st.text("abcdefgåäö .,”\n"), st.sampled_from(WIDE))
    def test_any_swedish_text(self, text, name):
        text = f"Det {text} är {'så ' * len(text)}"
        assert unmarked(text.encode(name)) == detect(text.encode(name)) == name

    def test_only_the_beginning_is_looked_at(self):
        assert unmarked(("för " * 9999).encode("utf-16-be") + b"\0") == "utf-16-be"
        assert unmarked("för".encode("utf-16-le") + b"\0") is None

    @pytest.mark.parametrize(
        "data", [b"Hej\0d\xe5", b"Hej\0", b"\0\xff", b"\0\0\0\0", b"a\0\0\0\0\0\1\0"]
    )
    def test_what_has_a_nul_only(self, data):
        with pytest.raises(FileError, match="looks binary"):
            decode(data, "page")
