"""Plain texts: what is said of them without decoding is what the decoder says."""

from __future__ import annotations

import importlib
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from svfix import lexicon
from svfix.decoder.decode import Decoding, decode
from svfix.decoder.plain import OTHER, Plain, Told
from svfix.options import Options
from svfix.search.vocabulary import Vocabulary

MODULE = importlib.import_module("svfix.decoder.decode")  # whose name its function has, too

WORDS = """
    Vimmerby17mars den3maj2014 vm2014mars 17mars i å ö och att det som av mötet nämnden
    förslaget öppnas kommunens verksamhet Stockholm EU A I l ar for mot takt pres tationer
    res istor expedition en hvad hvilket kundnr dtr nr ld kl bloch Hälsooch eller samt
    LinkedIn StoraEnso getElementById sorn uppféljningen skolbokslut nämnddialogen
    konferensmöte konferens möte virkesinköpare the answer was that they would do it again
    and because der und nicht auch d4 6l 3 12 2023 3,5 12.30 t.ex. bl.a. m.fl. EU:s 5:e www.
    a.com fil.txt 1. x hälso- öf-verste 1900-talet mark-och ( ) ”så” (konferens möte) (en)”
    form- beredskaps- gummi- vård- Universitets- form-, 17-åriga 65-årsåldern A-kassan 2023-11-08
    LSS-utjämningen IT-arkitekt 0-talet 1960talet utan men resp å plastindustri fil-namn --val
    – - . , : ! ? … n�mnden v_lja lag- ſom ﬁn Þ 4 § \xad ½
""".split()
ENDS = st.sampled_from(["", "", "", ".", ",", ":", "!", "?", "..", ";", ")", "”"])
SPACES = st.sampled_from(
    [" ", " ", " ", " ", "\n", "  ", " \n", "\n\n", "\t", "\r\n", "\f", "\xa0"]
)
CHUNKS = st.tuples(st.sampled_from(WORDS), ENDS, SPACES).map("".join)
TEXTS = st.lists(CHUNKS, max_size=16).map("".join)


class Nothing:
    """Of which no text is plain."""

    def __init__(self) -> None:
        self.decoded: dict[tuple[int, bool], Decoding] = {}

    def told(self, text: str) -> Told:
        return OTHER


def known() -> Plain:
    return Plain(Vocabulary(lexicon.default()))


def decoded(text: str, screened: bool, least: float) -> Decoding:
    """A text decoded by all that it takes, or with what plain texts do without."""
    plain = known() if screened else Nothing()
    with patch.object(MODULE, "plain", lambda vocabulary: plain):
        if screened:  # a text with as many words before it
            decode("mötet " * plain.told(text).words, lexicon.default(), Options())
        return decode(text, lexicon.default(), Options(min_confidence=least))


@settings(deadline=None)
@given(text=TEXTS | st.text(), least=st.sampled_from([0.5, 0.05]))
@example(text="Vi såg mot takt", least=0.05)
@example(text="Hälsooch sjukvård", least=0.05)
@example(text="bl.a. m.fl. d.v.s.", least=0.5)
def test_it_is_what_decoding_gives(text: str, least: float) -> None:
    assert decoded(text, True, least) == decoded(text, False, least)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mötet öppnas den 3 maj 2023.", 4),
        ("Vi ses 12.30, t.ex. i EU:s\nlokaler – eller hur?", 8),
        ("Konferensmötet öppnas (i dag); ”sen” är det för sent.", 9),
        ("Universitets- och högskolor för 17-åriga, 2023-11-08", 4),
        ("", 0),
        ("12", 0),
    ],
)
def test_plain_texts(text: str, words: int) -> None:
    assert known().told(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "Mötet oppnas.",  # no word
        "Han ar här.",  # like `är`
        "Hvad sade han?",  # of another time
        "De har kundnr 8.",  # shortened
        "The answer was that they would do it again.",
        "Se fil.txt och a.com",
        "en expedition en dag med pres tationer",
        "(pres tationer",
        "en expedition en” och så",
        "konferensmöte t tider",
        "hälso- och\nsjukvård",
        "hälso- i sjukvård",
        "hälso-",
        "hälso-, och sjukvård",
        "1960-talet och 1970-talet",
        "Vimmerby17mars 2015",
        "Ja\tnej",
        "sidan ett\fsidan två",
    ],
)
def test_others(text: str) -> None:
    assert known().told(text).words == 0


def test_a_users_words_are_not_plain() -> None:
    own = Plain(Vocabulary(lexicon.default(), ("Mötet",)))
    assert own.told("mötet öppnas") == OTHER
    assert known().told("mötet öppnas").words == 2
