"""The scores of the benchmarks: hand-made cases, and how edits are judged."""

import doctest
import importlib

import pytest

import report
from measure import Repaired, judge, measure
from scoring import OUTCOMES, Score, fold, plain_score, ratio, score
from sets import Page
from svfix import Edit


@pytest.mark.parametrize(
    ("reference", "observed", "hypothesis", "expected"),
    [
        ("två år", "tva ar", "två år", {"fixed": 2}),
        ("två år", "tva ar", "tva ar", {"missed": 2}),
        ("två år", "tva ar", "tvä är", {"miscorrected": 2}),
        ("två år", "två år", "två är", {"broken": 1}),
        ("två år", "två ~ år", "två år", {"fixed": 1}),
        ("två år", "två år", "två ~ år", {"broken": 1}),
        ("två år", "två ~ år", "två * år", {"miscorrected": 1}),
        ("Metoden för det", "Metodenfor det", "Metoden för det", {"fixed": 2}),
        ("inlyssnande", "in lyssnande", "inlyssnande", {"fixed": 2}),
        ("", "~", "", {"fixed": 1}),
        ("", "", "", {}),
    ],
)
def test_outcomes(reference, observed, hypothesis, expected):
    assert dict(score(reference, observed, hypothesis)[0].outcomes) == expected


def test_folding_hides_quotes_and_dashes_but_not_letters():
    assert fold("“a” – ’b’…") == fold("\"a\" - 'b'...")
    assert fold("å") != fold("ä")


def test_scores_are_added_not_averaged():
    total = Score()
    total += score("a b c d", "a b c d", "a b c x")[0]
    total += score("e", "e", "x")[0]
    assert total.rate(total.after) == 2 / 5


def test_no_words_no_rate():
    assert ratio(0, 0) == 0
    assert ratio(1, 0) == float("inf")


@pytest.mark.parametrize(
    ("reference", "observed", "edit", "right"),
    [
        ("två år", "tva år", Edit(0, 3, "tva", "två", "words", 0.9), True),
        ("två år", "tva år", Edit(2, 3, "a", "ä", "words", 0.9), False),
        ("två år", "två ~ år", Edit(3, 5, " ~", "", "spaces", 0.9), True),
        ("två år nu", "två år nu", Edit(3, 6, " år", "", "spaces", 0.9), False),
        ("för det", "fordet", Edit(0, 3, "for", "för ", "words", 0.9), True),
        ("inlyssnande", "in lyssnande", Edit(2, 3, " ", "", "words", 0.9), True),
    ],
)
def test_an_edit_is_right_when_its_words_are(reference, observed, edit, right):
    text = observed[: edit.start] + edit.after + observed[edit.end :]
    found = score(reference, observed, text)[1]
    assert [
        judged.right
        for judged in judge(Repaired(text, [edit]), Page("", observed, reference), found)
    ] == [right]


def test_measuring_adds_the_pages_up():
    pages = [Page("1", "tva ar", "två år"), Page("2", "nu", "nu")]
    measured = measure(lambda text: Repaired(text.replace("tva", "två")), pages)
    assert (measured.score.pages, measured.score.words) == (2, 3)
    assert [measured.score.outcomes[name] for name in OUTCOMES] == [1, 0, 1, 0]
    assert (measured.plain.words, measured.plain.before, measured.plain.after) == (3, 2, 1)


def test_plain_words_have_outcomes_that_add_up():
    found = plain_score("två år, i juni 1934", "tva år i juni l934", "två är i jum l94")
    assert found.outcomes == {"fixed": 1, "broken": 2, "miscorrected": 1}
    assert (found.words, found.before, found.after) == (5, 2, 3)
    assert found.harm == 4000
    assert found.reduction == -0.5


def test_the_table_of_plain_words_is_led_by_all_real_scans():
    pages = [Page("1", "tva ar", "två år")]
    measured = measure(lambda text: Repaired(text.replace("tva", "två")), pages)
    found = {(name, "svfix"): measured for name in ("proofread/sou", "proofread/mot", "clean")}
    rows = [line.split("|")[1:7] for line in report.plain_table(found, True).splitlines()[2:]]
    shown = [[cell.strip() for cell in row] for row in rows]
    assert shown[0] == ["real scans together", "svfix", "4", "4", "2", "50.0 %"]
    assert shown[1] == ["proofread/sou", "svfix", "2", "2", "1", "50.0 %"]
    assert len(shown) == 4


def test_edits_are_told_of_our_tool_alone():
    measured = measure(lambda text: Repaired(text), [Page("1", "år", "år")])
    assert report.plain_row("clean", report.OURS, measured)[-2:] == ["0", "0.0"]
    assert report.plain_row("clean", "hunspell", measured)[-2:] == ["–", "–"]


@pytest.mark.parametrize(
    "name", ["account", "cases", "plain_words", "reliability", "scoring", "sets", "spans"]
)
def test_the_examples_are_right(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
