"""Encoded letters: prose with letters written out comes back as it was, all else as it is."""

from html.entities import codepoint2name

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import Fixer, explain, fix
from svfix.text.codes import CODES, LONGEST, pieces, words
from svfix.text.markup.sources import in_address, places, reads

PROSE = """
För många år sedan låg här ett värdshus, och därför är gården större än de övriga.
Nämnden beslöt på måndagen att frågan får vänta till våren.
Öppet för alla: ta gärna med två vänner till sjön på lördag!
Åkern nedanför höjden såddes först i går, trots kölden.
""".strip().split("\n")

WAYS = {
    "quoted": lambda c: f"={ord(c):02X}",
    "quoted of utf-8": lambda c: "".join(f"={byte:02X}" for byte in c.encode()),
    "entity": lambda c: f"&{codepoint2name[ord(c)]};",
    "entity by number": lambda c: f"&#{ord(c)};",
    "entity twice": lambda c: f"&amp;#x{ord(c):x};",
    "escape": lambda c: f"\\u{ord(c):04x}",
    "escape of bytes": lambda c: f"\\x{ord(c):02x}",
    "percent": lambda c: f"%{ord(c):02X}",
    "percent of utf-8": lambda c: "".join(f"%{byte:02x}" for byte in c.encode()),
}

KEPT = (
    r"""
<b> | x=E4 | %s | %d | 5 %E5 | &lt; | &nbsp | R&D | {"a": "f\u00f6r"} | https://a.se/f%C3%B6r?a=F6
/a/f%C3%B6r | a.b@for.se | f(x) | `f\xf6r` | $a=F6$ | ["f\u00f6r"] | C:\f\u00f6r | q=f%C3%B6r
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


def written(text: str, way: str) -> str:
    return "".join(c if c.isascii() else WAYS[way](c) for c in text)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sentence", PROSE)
def test_a_sentence_comes_back(way: str, sentence: str) -> None:
    result = explain(written(sentence, way))
    assert result.text == sentence
    assert {edit.rule for edit in result.edits} == {f"encoding.{way.split()[0]}"}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PROSE), min_size=1), st.sampled_from(sorted(WAYS)))
def test_a_page_comes_back(sentences: list[str], way: str) -> None:
    page = "\n".join(sentences)
    assert fix(written(page, way)) == page


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.sampled_from(PROSE), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(KEPT), min_size=1, max_size=3),
    st.sampled_from(sorted(way for way in WAYS if not way.startswith("entity"))),
)
def test_what_stands_between_stays(sentences: list[str], kept: list[str], way: str) -> None:
    pieces = [*(sentence + "\n" for sentence in sentences), *(f"{one}\n" for one in kept)]
    pieces.sort(key=len)
    mixed = "\n".join(piece if piece[:-1] in kept else written(piece, way) for piece in pieces)
    assert Fixer(passes=["encoding"])(mixed) == "\n".join(pieces)


UNITS = [make(c) for make in WAYS.values() for c in "åÄöé§–" if c in "åÄöé§"] + ["=\n", "=", "&"]
MIXED = st.lists(
    st.sampled_from([*UNITS, *KEPT, *"fhrtpm .\n\"'", "\n\n", "för", "på", "lag", "é"]), max_size=25
).map("".join)


@settings(deadline=None, max_examples=150)
@given(MIXED)
def test_any_mixture_settles(text: str) -> None:
    result = explain(text)
    assert fix(result.text) == result.text
    assert all(edit.confidence >= 0.5 for edit in result.edits)


@given(st.text() | MIXED | st.text("=&\\%CcFf36åuxX;#amp\n{}", max_size=40))
def test_pieces_and_words_are_stretches_in_order(text: str) -> None:
    for code in CODES:
        found = pieces(text, code)
        for spans in (found, list(words(text, found))):
            position = 0
            for one in spans:
                assert position <= one.start < one.end <= len(text)
                position = one.end
        whole = list(words(text, found))
        assert sum(len(word.written) for word in whole) == sum(len(p.said) for p in found)


def test_a_word_has_only_so_many_letters_before() -> None:
    [word] = words("a" * 2 * LONGEST + "=E5", pieces("a" * 2 * LONGEST + "=E5", CODES[0]))
    assert word.end - word.start == LONGEST + 3 == 103


def test_a_sign_of_an_address_may_be_only_so_far() -> None:
    assert in_address("/" + "a" * 99 + "%F6", 100, 103)
    assert not in_address("/" + "a" * 100 + "%F6", 101, 104)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f=F6r =96 nu", "för =96 nu"),
        ("f=F6r =96 f=F6r", "för =96 för"),  # the same word
        ("f=F6r =96 nu m=E5nga", "för – nu många"),
        ("f=F6r =\nnu", "för nu"),  # a soft break is as good as a word
        ("f=F6r Qvarnstr=F6msk", "f=F6r Qvarnstr=F6msk"),
        ("f=F6r m=E5nga Qvarnstr=F6msk", "för många Qvarnströmsk"),
        ("f=F6r Qvarnstr=F6msk m=E5nga Ztr=E4mqv", "f=F6r Qvarnstr=F6msk m=E5nga Ztr=E4mqv"),
        (
            "f=F6r m=E5nga x=E4 sv=E5ra bredd=E4 Qvarnstr=F6",
            "för många x=E4 svåra bredd=E4 Qvarnströ",
        ),
        ("f=F6r m=E5nga, a = 4 =3D b", "för många, a = 4 =3D b"),  # in mail both would be =3D
        ('ordet "f=F6r" nu', 'ordet "f=F6r" nu'),  # spoken of
        ("S&oslash;rensen Bj&oslash;rn", "S&oslash;rensen Bj&oslash;rn"),
        ("f=F6r är", "f=F6r är"),
        ("f=F6r är m=E5nga", "för är många"),
    ],
)
def test_how_many_words_it_takes(text: str, expected: str) -> None:
    assert Fixer(passes=["encoding"])(text) == expected


def test_it_is_sure_of_it() -> None:
    assert Fixer(min_confidence=0.99)("f=F6r m=E5nga") == "för många"
    assert Fixer(min_confidence=0.995)("f=F6r m=E5nga") == "f=F6r m=E5nga"


def test_it_waits_for_no_edit_that_is_not_made() -> None:
    text = "fÃ¶r m&aring;nga"
    assert Fixer(words=["m&aring;nga"])(text) == "för m&aring;nga"


def test_words_are_repaired_beside_decoded_ones() -> None:
    text = "Metoden for uppféljningen p&aring; skolan"
    assert fix(text) == fix(text.replace("&aring;", "å")) == "Metoden för uppföljningen på skolan"


@pytest.mark.parametrize(
    ("text", "name", "stays"),
    [
        ("a.b = f", "escape", "a.b = f"),
        ('("f")', "escape", '("f"'),
        ('  "f",', "escape", '  "f",'),
        ('sa "f", "m"', "escape", ""),
        ('a ["f", 4, "m"]', "escape", '["f"'),
        ("a.b = f", "entity", ""),
    ],
)
def test_where_programs_read(text: str, name: str, stays: str) -> None:
    assert "".join(text[a:b] for a, b in places(text, name)).startswith(stays)
    assert bool(stays) == any(places(text, name))
    assert not reads(text, name)


@pytest.mark.parametrize("unit", ["=F6", "=\n", "&", "&amp;", "&#246;", "\\", "%C3", "f=F6r", '("'])
def test_a_long_text_takes_no_longer_than_many(unit: str) -> None:
    Fixer(passes=["encoding"])("f=F6r " + unit * 20_000)
    Fixer(passes=["encoding"])("f&ouml;r f\\xf6r f%F6r " + unit * 20_000)
