"""A user's words: never touched, and what damaged forms are read as."""

import numpy as np
import pytest

from svfix import Fixer, lexicon
from svfix.channel.profile import Profile
from svfix.search.hypotheses import hypothesise
from svfix.search.vocabulary import Vocabulary, vocabulary

ENG = Profile((("eng", 1.0),))


def fixed(text: str, *words: str) -> str:
    return Fixer(words=words, profile=ENG)(text)


@pytest.mark.parametrize("word", ["forsdkte", "Uppféljningen", "ar", "Gver", "tva", "IGO-R"])
def test_they_are_protected(word: str) -> None:
    assert fixed(f"Hon {word} dkade, {word}", word) == f"Hon {word} ökade, {word}"
    assert fixed(word.upper(), word) == word.upper()


def test_without_them_they_are_repaired() -> None:
    assert fixed("Hon forsdkte, Gver tva") == "Hon försökte, över två"


@pytest.mark.parametrize(
    ("observed", "word", "truth"),
    [
        ("Angslyckebacken", "Ängslyckebacken", "Ängslyckebacken"),
        ("angslyckebacken", "Ängslyckebacken", "Ängslyckebacken"),  # in the user's spelling
        ("Angslycke-\nbacken", "Ängslyckebacken", "Ängslycke-\nbacken"),
        ("Qvarnstrém", "Qvarnström", "Qvarnström"),
        ("Qvarnstrém", "qvarnström", "qvarnström"),
        ("(6stkvist)", "Östkvist", "(Östkvist)"),
    ],
)
def test_they_are_readings(observed: str, word: str, truth: str) -> None:
    assert fixed(f"Herr {observed} kom", word) == f"Herr {truth} kom"


def test_a_word_all_in_capitals_stays_so() -> None:
    assert fixed("ANGSLYCKEBACKEN", "Ängslyckebacken") == "ÄNGSLYCKEBACKEN"


def test_a_word_with_a_hyphen_is_a_reading() -> None:
    assert fixed("Qvarna-Zettén", "Qvarnå-Zettön") == "Qvarnå-Zettön"


def test_a_word_with_punctuation_is_protected() -> None:
    assert fixed("Hon Forsdkte! dkade", "Forsdkte!") == "Hon Forsdkte! ökade"


@pytest.mark.parametrize("word", ["ﬁx", "frÃ¥n"])
def test_other_passes_leave_them(word: str) -> None:
    assert fixed(word, word) == word


@pytest.mark.parametrize("word", ["forb4ttra", "m2x", "Ωmega-forsdkte", "två ord", "", "𝕬", "…"])
def test_odd_words_are_only_protected(word: str) -> None:
    assert fixed(f"Hon {word} dkade", word) == f"Hon {word} ökade"


def test_no_letters_the_search_knows() -> None:
    assert vocabulary(lexicon.default(), ("4G", "Ωmega")).own is None
    assert Vocabulary(lexicon.default()).own is None


def test_a_word_beats_the_lexicon_only_where_the_channel_lets_it() -> None:
    assert fixed("Kommunen ar stor", "Ölkomunen") == "Kommunen är stor"
    assert fixed("Det hande i far", "Färhus") == fixed("Det hande i far")


def test_no_words_are_no_different() -> None:
    text = "Metoden for uppféljningen"
    assert Fixer(words=[])(text) == Fixer()(text)
    assert Fixer(words=["Ölkomunen"])(text) == Fixer()(text)


def test_known_in_any_case() -> None:
    words = Vocabulary(lexicon.default(), ("IGO-R",))
    assert words.is_word("igo-r")
    assert words.is_word("och")
    assert not words.is_word("igo")
    assert words.spelling == {"igo-r": "IGO-R"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Den andenfor tvaden dkade", ["den", "an", "for"]),  # several run together
        ("anden nar.oss for", ["tar", "den"]),
        ("afdelningen ofrigt forsdkte", ["övrigt", "delningen", "for"]),  # in an old spelling
    ],
)
@pytest.mark.parametrize("engine", ["eng", "any"])
def test_words_run_together_are_none(text: str, words: list[str], engine: str) -> None:
    fixer = Fixer(words=words, profile=Profile(((engine, 1.0),)), min_confidence=0)
    assert fixer(fixer(text)) == fixer(text)


def test_only_whole_words_of_the_users_are_readings() -> None:
    words = vocabulary(lexicon.default(), ("tar", "den", "övrigt"))
    channel = ENG.channel(lexicon.default())
    found = hypothesise(["tarden", "tärden", "ofrigt", "ovrigt"], words, channel)
    rows = np.flatnonzero(found.rows.is_user_word)
    assert {hypothesis.text for hypothesis in found.at(rows)} <= {"tar", "den", "övrigt"}
