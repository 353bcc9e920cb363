"""Hyphens of lines that are no more, and those that were lost: by what the text shows of damage."""

import pytest

import svfix

DAMAGED = "Motionen sorn väckts om byggprisema ger inkomstgränsema sorn bestämmelsema "
REPAIRED = "Motionen som väckts om byggpriserna ger inkomstgränserna som bestämmelserna "


@pytest.mark.parametrize(
    ("observed", "page"),
    [
        ("har öf-verste Berg on-line", "har öfverste Berg on-line"),
        ("har öf-verste Berg på jernvägs-resa", "har öfverste Berg på jernvägsresa"),
        ("gäller hyresoch bostadsfrågor", "gäller hyres- och bostadsfrågor"),
        ("har på hafs-kusten", "har på hafs-kusten"),
        ("i stor-och smidesarbete", "i stor- och smidesarbete"),
        ("gäller hälso- och sjukvård", "gäller hälso- och sjukvård"),
    ],
)
def test_in_a_text_that_shows_damage(observed: str, page: str) -> None:
    assert svfix.fix(DAMAGED + observed) == REPAIRED + page


def test_halves_with_a_space_between_where_there_are_several() -> None:
    observed = "för att kom- munen skall be- sluta om åtgär- den, såsom ären- det kräver"
    page = "för att kommunen skall besluta om åtgärden, såsom ärendet kräver"
    assert svfix.fix(observed) == page
    one = "för att kom- munen skall besluta om åtgärden"
    assert svfix.fix(DAMAGED + one) == REPAIRED + one


@pytest.mark.parametrize(
    "text",
    [
        "Linjen on-line till hafs-kusten, hälso- och sjukvård, en svensk-norsk Skapa-avdelning",
        "De höga målen sattes på 1900-talet, och 2000talet var det ord som stod där",
        "Han är hemma e-postbrevet skrevs i natt av Anne-Marie",
    ],
)
def test_a_text_that_shows_no_damage_keeps_its_hyphens(text: str) -> None:
    page = " ".join(["Nämnden har behandlat ärendet och beslutat enligt förslaget."] * 40)
    assert svfix.fix(f"{page} {text}.") == f"{page} {text}."
