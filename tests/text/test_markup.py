"""Markup: tests/cases/markup.tsv has texts with their markup between ‹ and ›."""

import importlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import explain, fix
from svfix.edits import Edit, apply
from svfix.text.forms import Form
from svfix.text.markup import FINDERS, Finder, blanked, spans
from svfix.text.spared import sparing, touched

LINES = (Path(__file__).parents[1] / "cases" / "markup.tsv").read_text("utf-8").splitlines()
CASES = [line.split("\t")[:2] for line in LINES if not line.startswith("#")]
TABLES = ("FORMS", "LETTERS", "BRACED")
FORMS = [
    (finder, form)
    for finder in FINDERS
    for name in TABLES
    for forms in getattr(
        importlib.import_module(f"svfix.text.markup.{finder.name}"), name, {}
    ).values()
    for form in forms
]

MARKUP = r"""
<b> | </b> | <br/> | <a href="/for/ar"> | <!--ar--> | <fil> | &nbsp; | &lt; | &aring; | \u00f6 | %s
%-5d | %(ar)s | {0} | {namn} | $HOME | ${AR} | [2](om-ar.md) | `ar_for` | [-z]
https://a.se/for-ar?ar=1 | a.b@for.se | bilder/for_2.png | C:\for\ar | /dev/ar | $a_r$
--merge-base | MERGE_HEAD | csv_ar | getElementById | open() | f(x) | #forar"""
SAMPLES = re.split(r"\s\|\s|\n", MARKUP.strip())
WORDS = """
Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar , 6ppet p& l964
. 2O15 och 5 § "ja" - sorn vi Nu""".split()


def unescaped(text: str) -> str:
    return re.sub(r"\\([n\\])", lambda found: {"n": "\n"}.get(found[1], "\\"), text)


def marked(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans(text):
        pieces += text[at:start], "‹", text[start:end], "›"
        at = end
    return "".join([*pieces, text[at:]])


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_markup_is_found(kind: str, text: str) -> None:
    text = unescaped(text)
    assert kind == "prose" or kind in {finder.name for finder in FINDERS}
    assert marked(re.sub("[‹›]", "", text)) == text.replace("›‹", "")  # what touches is one


@pytest.mark.parametrize(("finder", "form"), FORMS, ids=lambda row: row.name)
def test_each_form_has_a_case_and_is_looked_for(finder: Finder, form: Form) -> None:
    rows = [unescaped(re.sub("[‹›]", "", text)) for kind, text in CASES if kind == finder.name]
    there = [row for row in rows if form.pattern.search(row)]
    assert there
    for row in there:
        assert any(mark in row for mark in finder.marks)
        assert any(need in row for need in form.needs)
        assert form.mark in row


ANY_TEXT = st.text() | st.text(r"""<>/ab="'{}%$s\`[]()|_-.:;,&#@1 """ + "\n", max_size=60)


@given(ANY_TEXT | st.lists(st.sampled_from(SAMPLES + WORDS)).map("".join))
def test_spans_are_disjoint_stretches_of_any_text(text: str) -> None:
    position = -1
    for start, end in spans(text):
        assert position < start < end <= len(text)
        position = end
    blank = blanked(text, spans(text))
    assert len(blank) == len(text)
    assert all(a == b or b == " " for a, b in zip(text, blank, strict=True))
    assert [c for c in blank if c.isspace() and c != " "] == [
        c for c in text if c.isspace() and c != " "
    ]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Damaged words in lines, with markup between some of them."""
    pieces: list[str] = []
    for word in draw(st.lists(st.sampled_from(WORDS), max_size=20)):
        pieces += word, draw(st.sampled_from([" ", "\n", *(f" {mark} " for mark in SAMPLES)]))
    return "".join(pieces)


PIECES = re.compile("|".join(map(re.escape, sorted(SAMPLES, key=len, reverse=True))))


@settings(deadline=None, max_examples=40)
@given(pages())
def test_markup_stays_byte_for_byte(text: str) -> None:
    after = fix(text)
    assert PIECES.findall(after) == PIECES.findall(text)
    assert fix(after) == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Metoden for uppféljningen</p>", "<p>Metoden för uppföljningen</p>"),
        ("<b>fÃ¶r</b>,<i>nÃ¤r</i>", "<b>för</b>,<i>när</i>"),  # one edit for all of it
        ("\\emph{Metoden for} uppféljningen", "\\emph{Metoden för} uppföljningen"),
        ('{"for": "Metoden for uppféljningen"}', '{"for": "Metoden för uppföljningen"}'),
    ],
)
def test_prose_between_is_repaired(text: str, expected: str) -> None:
    assert fix(text) == expected


def test_numbers_in_markup_are_no_doubts() -> None:
    assert explain("den 31 februari").doubts
    assert not explain('<a title="den 31 februari">').doubts


@given(st.data(), st.text("ab<>", max_size=12))
def test_spared_spans_stay(data: st.DataObject, text: str) -> None:
    places = st.integers(0, len(text))
    start, end = sorted((data.draw(places), data.draw(places)))
    first, behind = sorted((data.draw(places), data.draw(places)))
    spans = [(first, behind)] if first < behind else []
    edit = Edit(start, end, text[start:end], data.draw(st.text("ab<>", max_size=6)), "a", 1.0)
    edits = sparing([edit], spans)
    assert not any(touched(edit.start, edit.end, spans) for edit in edits)
    assert all(text[start:behind] in apply(text, edits) for start, behind in spans)
    if not touched(start, end, spans):
        assert edits == [edit]
    elif edits:
        assert apply(text, edits) == apply(text, [edit])
