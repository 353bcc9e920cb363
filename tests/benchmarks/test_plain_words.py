"""Plain words: letters and figures, lined up with the page."""

import pytest

from plain_words import Word, amid, happened, lined_up, plain_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("… – ” | ~", []),
        ("Det är, ”som sagt”, så.", ["Det", "är", "som", "sagt", "så"]),
        ("o\u0308ver", ["över"]),
        ("sam\u00admanträde", ["sammanträde"]),
        ("IT–stöd USA’s t.ex. 1960-talet", ["IT-stöd", "USA's", "t.ex", "1960-talet"]),
        ("mark- och", ["mark", "och"]),
        ("1,5 procent av a/b och c_d", ["1", "5", "procent", "av", "a", "b", "och", "c", "d"]),
        ("12\u00a0000 kr", ["12", "000", "kr"]),
        ("kommun-\nfullmäktige", ["kommun", "fullmäktige"]),
    ],
)
def test_words_are_letters_and_figures(text, words):
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("truth", "read", "made", "outcome"),
    [
        ("år", "år", "år", "kept"),
        ("år", "år", "är", "broken"),
        ("år", "år", "", "broken"),
        ("år", "ar", "år", "fixed"),
        ("år", "", "år", "fixed"),
        ("år", "ar", "ar", "missed"),
        ("år", "", "", "missed"),
        ("år", "ar", "är", "miscorrected"),
    ],
)
def test_outcomes(truth, read, made, outcome):
    assert Word(truth, read, made).outcome == outcome


def test_every_word_of_both_sides_has_a_place():
    read, truth = "a x b c ~ e".split(), "a b d e f".split()
    pairs = lined_up(read, truth)
    assert [word for word, _ in pairs if word] == truth
    assert [word for _, word in pairs if word] == read


def test_marks_do_not_count():
    words = happened("”Två år”, sade hon.", "Tva år sade: hon", "– Två år, sade hon")
    assert [word.outcome for word in words] == ["fixed", "kept", "kept", "kept"]


def test_what_is_read_beside_a_word_is_not_counted():
    assert [word.outcome for word in happened("två år", "två x år", "två x år")] == ["kept"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi bor i Umeå", [False, True, True, True]),
        ("Nej. Ja! Vi", [False, False, False]),
        ("Namn\nAnna", [False, False]),
        ("(Anna) och  Eva; Bo", [False, False, True, True]),
    ],
)
def test_words_that_open_nothing(text, expected):
    assert amid(text) == expected
