"""The account of errors: the kind of each misreading."""

from collections import Counter

import pytest

from account import COLUMNS, KINDS, LIST_COLUMNS, cores, errors, errors_of, is_name, listed, rows
from measure import Repaired, measure
from sets import Page


@pytest.mark.parametrize(
    ("truth", "read", "kind"),
    [
        ("i juni", "ijuni", "space lost"),
        ("uppdrag i", "uppdragi", "space lost"),
        ("stor och", "stor-och", "space lost"),
        ("sommaren", "som maren", "space put in"),
        ("Johansson", "J chansson", "space put in"),
        ("sedan", "scdan", "one letter"),
        ("låga", "Iåga", "one letter"),
        ("byggpriserna", "byggprisema", "several letters"),
        ("intervju", "inteNju", "several letters"),
        ("avvisa", "awisa", "several letters"),
        ("tillämpas", "tilllämpas", "letter lost or put in"),
        ("emellertid", "emelltid", "letter lost or put in"),
        ("år", "ar", "å ä ö é"),
        ("Kommittén", "Kommitte'n", "å ä ö é"),
        ("1O", "10", "figure"),
        ("14", "l4", "figure"),
        ("I", "1", "figure"),
        ("eller", "e1ler", "figure"),
        ("Skola", "skola", "capital"),
        ("VA-taxan", "VAtaxan", "mark inside"),
        ("riksdagen", "riks-dagen", "mark inside"),
        ("propelleraxeln", "propollerazeln", "more"),
        ("justeringen", "GSB", "not read"),
        ("I", "|", "not read"),
    ],
)
def test_kinds(truth, read, kind):
    reference, observed = (f"Det var {text} sade hon" for text in (truth, read))
    found = list(errors(reference, observed, observed))
    assert {(error.outcome, error.kind) for error in found} == {("missed", kind)}
    assert len(found) == len(truth.split())


def test_every_kind_is_among_the_columns():
    assert set(KINDS) < set(COLUMNS)


def test_what_svfix_broke_is_a_kind_of_its_own():
    [error] = errors("två år", "två år", "två är")
    assert (error.outcome, error.kind) == ("broken", "broken")


def test_a_word_that_was_made_another_wrong_one_has_the_kind_of_its_misreading():
    [error] = errors("de sina", "de sioa", "de slöa")
    assert (error.outcome, error.kind, error.made) == ("miscorrected", "one letter", "slöa")


def test_words_that_are_right_have_no_error():
    assert list(errors("två år", "tva ar", "två år")) == []


@pytest.mark.parametrize(("read", "is_word"), [("last", True), ("lnst", False)])
def test_what_was_read_may_be_a_word(read, is_word):
    [error] = errors("med lust", f"med {read}", f"med {read}")
    assert error.is_word == is_word


@pytest.mark.parametrize(
    ("word", "inside", "expected"),
    [
        ("Anna", True, True),
        ("Huset", False, False),
        ("Hathazi", False, True),
        ("1937", True, False),
        ("1960-talet", True, False),
        ("VA-xyzzy", False, True),
    ],
)
def test_names(word, inside, expected):
    assert is_name(word, inside) == expected


def test_cores_do_not_overlap():
    assert cores("tillämpas", "tilllämpas") == ("", "l")
    assert cores("aa", "a") == ("a", "")


def test_the_table_and_the_list_add_up():
    pages = [Page("1", "tva ar och ijuni", "två år och i juni"), Page("2", "tva", "två")]
    some = errors_of(measure(lambda text: Repaired(text), pages))
    found = {"proofread/sou": some, "proofread/mot": Counter(), "dev/eng": Counter()}
    lines = [dict(zip(COLUMNS, row, strict=True)) for row in rows(found)]
    assert [line["set"] for line in lines] == ["real scans together", *found]
    assert [line["left"] for line in lines] == ["5", "5", "0", "0"]
    assert all(int(line["left"]) == sum(int(line[kind]) for kind in KINDS) for line in lines)
    errors_listed = [dict(zip(LIST_COLUMNS, row, strict=True)) for row in listed(found)]
    assert sum(int(error["count"]) for error in errors_listed) == 5
    assert errors_listed[0] == {
        "set": "proofread/sou",
        "count": "2",
        "kind": "missed",
        "truth": "två",
        "read": "tva",
        "repaired": "tva",
        "misread": "å ä ö é",
        "word": "",
        "name": "",
    }
