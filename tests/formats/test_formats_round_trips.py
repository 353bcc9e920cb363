"""Round trips: whatever the words and the edits, what is read again is what was written."""

import csv
import io
import json
import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.formats_samples import ALTO, HOCR, PAGE, TSV, alto
from tests.support.xml_models import faults

from svfix import Edit, Result, edits, formats

SAMPLES = [HOCR, ALTO, PAGE, TSV]

# What XML can hold, and what splits words nowhere but at a space.
LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters="\x85")
WORD = st.text(LETTERS | st.sampled_from("aåäö&<>\"'-]"), min_size=1, max_size=9)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=5), min_size=1, max_size=4)


@st.composite
def results(draw, text):
    """A text with edits anywhere: in words, across them, across lines."""
    made, position = [], 0
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(position, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        after = draw(st.lists(WORD, max_size=3).map(" ".join) | st.sampled_from([" ", "", "\n"]))
        if start < end or after:
            made.append(Edit(start, end, text[start:end], after, "words", 0.9))
        position = end + 1
        if position > len(text):
            break
    return Result(edits.apply(text, made), text, tuple(made), None)


def box(line, word):
    return 100 * word, 20 * line, 100 * word + 90, 20 * line + 15


def as_hocr(lines):
    spans = "\n".join(
        "<span class='ocr_line'>"
        + " ".join(
            f"<span class='ocrx_word' title='bbox {' '.join(map(str, box(n, m)))}; x_wconf 9' "
            f"id='w{n}_{m}'>{escape(word)}</span>"
            for m, word in enumerate(line)
        )
        + "</span>"
        for n, line in enumerate(lines)
    )
    return f"<?xml version='1.0'?>\n<html><div class='ocr_page'>{spans}</div></html>".encode()


def as_alto(lines):
    strings = "\n</TextLine><TextLine HPOS='0' VPOS='0' WIDTH='9' HEIGHT='9'>".join(
        "<SP/>".join(
            f'<String ID="w{n}_{m}" CONTENT="{escape(word)}" HPOS="{100 * m}" VPOS="{20 * n}" '
            f'WIDTH="90" HEIGHT="15" WC="0.5"/>'
            for m, word in enumerate(line)
        )
        for n, line in enumerate(lines)
    )
    return alto(3, strings)


def as_page(lines):
    def level(name, number, inside, text):
        return (
            f'<{name} id="{number}"><Coords points="0,0 9,9"/>{inside}'
            f"<TextEquiv><Unicode>{escape(text)}</Unicode></TextEquiv></{name}>"
        )

    inside = "".join(
        level(
            "TextLine",
            f"l{n}",
            "".join(level("Word", f"w{n}_{m}", "", word) for m, word in enumerate(line)),
            " ".join(line),
        )
        for n, line in enumerate(lines)
    )
    region = level("TextRegion", "r", inside, "\n".join(map(" ".join, lines)))
    namespace = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"
    return f'<?xml version="1.0"?><PcGts xmlns="{namespace}"><Page>{region}</Page></PcGts>'.encode()


def as_tsv(lines):
    rows = ["level page_num block_num par_num line_num word_num left top width height conf text"]
    rows += [
        f"5 1 1 1 {n} {m} {100 * m} {20 * n} 90 15 9 {word}"
        for n, line in enumerate(lines)
        for m, word in enumerate(line, 1)
    ]
    return "\n".join(rows).replace(" ", "\t").encode()


GAP = 2  # characters between words, at the most: what is put there becomes part of a word beside

WRITERS = {"hocr": as_hocr, "alto": as_alto, "page": as_page, "tsv": as_tsv}


@pytest.mark.parametrize("name", WRITERS)
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_what_is_read_again_is_what_was_written(name, data):
    lines = data.draw(LINES)
    source = WRITERS[name](lines)
    document = formats.read(source)
    assert document.texts[0] == "\n".join(map(" ".join, lines)) + "\n"
    result = data.draw(results(document.texts[0]))
    written = document.write([result])
    assert formats.read(written).texts[0].split() == result.text.split()
    assert result.edits or written == source


@pytest.mark.parametrize("name", ["hocr", "alto", "tsv"])
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_words_without_edits_keep_their_boxes(name, data):
    lines = data.draw(LINES)
    document = formats.read(WRITERS[name](lines))
    [text] = document.texts
    result = data.draw(results(text))
    again = formats.read(document.write([result]))
    for found in re.finditer(r"\S+", text):
        start, end = found.span()
        if all(edit.end < start - GAP or edit.start > end + GAP for edit in result.edits):
            shift = sum(len(e.after) - len(e.before) for e in result.edits if e.end < start)
            where = document.place(0, start, end)
            at = _same_word(again.texts[0], result.text, start + shift)
            assert again.place(0, at, at + end - start)["box"] == where["box"]


def _same_word(text, other, offset):
    """Where the word stands in a text that stands at `offset` in one with other white space."""
    number = len(other[:offset].split())
    return list(re.finditer(r"\S+", text))[number].start()


@pytest.mark.parametrize("name", ["alto", "page"])
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_what_is_written_is_as_the_standards_have_it(name, data):
    document = formats.read(WRITERS[name](data.draw(LINES)))
    written = document.write([data.draw(results(document.texts[0]))]).decode()
    assert faults(written.encode()) == []
    if name == "page":
        without_words = re.sub(r"<Word.*?</Word>", "", written, flags=re.DOTALL)
        lines = formats.read(without_words.encode()).texts[0]
        assert lines.split() == formats.read(written.encode()).texts[0].split()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: formats.detect(sample))
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_what_is_read_again_of_samples(sample, data):
    document = formats.read(sample)
    result = data.draw(results(document.texts[0]))
    written = document.write([result])
    assert formats.read(written).texts[0].split() == result.text.split()
    if document.format in ("alto", "page"):
        assert faults(written) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: formats.detect(sample))
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_damaged_document_is_refused_or_kept(sample, data):
    at = data.draw(st.integers(0, len(sample)))
    until = data.draw(st.integers(at, min(len(sample), at + 40)))
    scrap = data.draw(st.sampled_from([b"", b"<", b">", b'"', b"</", b"\xff", b"\t", b"&", b"0"]))
    damaged = sample[:at] + scrap + sample[until:]
    try:
        document = formats.read(damaged)
    except formats.FormatError:
        return
    assert document.write([Result(text, text, (), None) for text in document.texts]) == damaged
    made = [data.draw(results(text)) for text in document.texts]
    try:
        written = document.write(made)
    except formats.FormatError:  # half a tag in the text, to which an edit gave the rest
        return
    formats.read(written, document.format)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.text(max_size=30), st.booleans())
def test_json(data, text, ascii_only):
    source = f'{{"a": 1, "text":{json.dumps(text, ensure_ascii=ascii_only)} }}'
    try:
        document = formats.read(source.encode())
    except UnicodeEncodeError:
        return  # half a surrogate pair that is not escaped is no UTF-8
    result = data.draw(results(text))
    written = document.write([result])
    assert json.loads(written)["text"] == result.text
    assert result.edits or written == source.encode()


@settings(deadline=None, max_examples=40)
@given(st.data(), st.lists(st.text(LETTERS | st.sampled_from(' ,;"\n'), max_size=20), min_size=1))
def test_csv(data, texts):
    table = io.StringIO()
    csv.writer(table).writerows([["id", "text"], *enumerate(texts)])
    document = formats.read(table.getvalue().encode(), "csv")
    assert document.texts == texts
    made = [data.draw(results(text)) for text in texts]
    written = document.write(made).decode()
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert [row[1] for row in rows[1:]] == [result.text for result in made]
    if not any(result.edits for result in made):
        assert written == table.getvalue()
