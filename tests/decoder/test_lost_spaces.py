"""Lost spaces, and spaces put in: what the rest of a text says of them."""

from __future__ import annotations

import pytest

from svfix import explain, fix, lexicon
from svfix.decoder import splits
from svfix.decoder.rewriting import places_of
from svfix.decoder.weighing import weigh
from svfix.options import Options

PAGE = """Resistansen i en ledare beror på vilket material den är gjord av, hur lång den är och hur
stor yta den har. De olika formlerbetecknas med bokstäver som läsaren redan har mött i kapitlet om
elektriska kretsar. När strömmen går genom kretsen blir ledaren varm, och den värme som alstras kan
räknas ut om man vet hur stor spänningen är. I nästa kapitel beskrivs hur en spole lagrar energi,
och vad som händer när den kopplas till en kondensator. Där finns också uppgifter att lösa.
"""


def sureness(text: str, place: str) -> float:
    """How sure the edit is that puts a space before a word."""
    edits = explain(text, min_confidence=0).edits
    at = text.index(place)
    return max((e.confidence for e in edits if e.start == at and e.after == " "), default=0.0)


def test_a_space_is_likelier_lost_where_others_are() -> None:
    more = PAGE.replace("hur lång", "hurlång").replace("kan\nräknas", "kanräknas")
    more = more.replace("och den värme", "ochden värme").replace("blir ledaren", "blirledaren")
    assert 0 < sureness(PAGE, "betecknas") < 0.5 < sureness(more, "betecknas")
    assert "formler betecknas" in fix(more)


def test_a_form_that_stands_again_lost_no_space() -> None:
    more = PAGE.replace("hur lång", "hurlång").replace("kan\nräknas", "kanräknas")
    more = more.replace("och den värme", "ochden värme").replace("blir ledaren", "blirledaren")
    often = more + "Så formlerbetecknas det, och formlerbetecknas, som formlerbetecknas alltid."
    assert sureness(often, "betecknas") < sureness(more, "betecknas")
    assert "formlerbetecknas" in fix(often)


@pytest.mark.parametrize(
    ("form", "truth", "place"), [("HFsom", "Hf som", 2), ("MHzoch", "Mhz och", 3)]
)
def test_a_space_is_found_whatever_is_a_capital(form: str, truth: str, place: int) -> None:
    assert list(places_of([place], form, truth)) == [place]


def one_word(text: str) -> float:
    """How likely the words that stand apart in a text are one."""
    words = lexicon.default()
    found = weigh(text, words, Options())
    assert found.seen is not None
    assert found.seen.runs is not None
    sure = splits.probability(found.seen.runs, found.seen.hypotheses, found.form, words)
    return max(sure, default=0.0)


def test_pieces_are_likelier_one_word_where_the_text_has_it_whole() -> None:
    cut = PAGE.replace("en kondensator", "en konden sator")
    whole = cut + "En kondensator och en kondensator till.\n"
    assert one_word(cut) < one_word(whole)


def test_capitals_inside_names_stay() -> None:
    text = "StoraEnso, PerÅke, landsbygdsSverige, TeleDanmark, LinkedIn och iPhone"
    assert fix(text) == text
    assert fix("RäddningschefTommy Andersson") == "Räddningschef Tommy Andersson"
    assert fix("Se promemorianDs 2014:7") == "Se promemorian Ds 2014:7"


def test_a_date_run_together_with_a_word() -> None:
    assert fix("Vimmerby17mars 2015") == "Vimmerby 17 mars 2015"
    assert fix("den3maj2014, vm2014mars") == "den 3 maj 2014, vm2014mars"
