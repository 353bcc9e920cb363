"""Places: what is found at the places where a pattern can match is what the pattern finds."""

import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import passes
from svfix.quality import STRAY
from svfix.text.places import ALONE, ANY, KIND, LETTER, LOWER, MARK, SPACE, UPPER, Places, Sought


def all_sought() -> dict[str, Sought]:
    """Every pattern that the passes look for at certain places."""
    found = {"STRAY": Sought(STRAY, ALONE)}
    for _, name, _ in pkgutil.walk_packages(passes.__path__, "svfix.passes."):
        for variable, value in vars(importlib.import_module(name)).items():
            for i, sought in enumerate(value if isinstance(value, tuple) else [value]):
                if isinstance(sought, Sought):
                    found[f"{name}.{variable}.{i}"] = sought
    return found


ANY_TEXT = st.text() | st.text("abåIÖ12.:;,'’‘|_-–>©½\x85\u3000 \n\r", max_size=40)


@pytest.mark.parametrize("sought", [pytest.param(s, id=name) for name, s in all_sought().items()])
@given(text=ANY_TEXT)
def test_nothing_is_missed(sought: Sought, text: str) -> None:
    def spans(found: list[re.Match[str]]) -> list[tuple[int, int]]:
        return [match.span() for match in found]

    found, wanted = Places(text).find(sought), sought.pattern.finditer(text)
    assert spans(list(found)) == spans(list(wanted))


KINDS = st.sampled_from([ANY, LETTER, LOWER, UPPER, MARK, SPACE, SPACE | MARK])


@given(text=ANY_TEXT, around=st.lists(KINDS, min_size=2, max_size=4).map(tuple))
def test_places_by_what_stands_around(text: str, around: tuple[int, ...]) -> None:
    def is_there(place: int, kind: int) -> bool:
        inside = 0 <= place < len(text)
        return not inside or KIND[min(ord(text[place]), len(KIND) - 1)] & kind != 0

    wanted = [
        place
        for place in range(len(text))
        if all(is_there(place + offset, kind) for offset, kind in enumerate(around, -1))
    ]
    assert Places(text).where(*around) == wanted


@given(text=ANY_TEXT, marks=st.frozensets(st.sampled_from("aå.½–☺ \n")))
def test_characters_and_the_chunks_they_stand_in(text: str, marks: frozenset[str]) -> None:
    places = Places(text)
    assert places.characters == set(text)
    assert places.of(marks) == [i for i, character in enumerate(text) if character in marks]
    chunks = {c for c in text.replace("\n", " ").split(" ") if not marks.isdisjoint(c)}
    assert places.chunks(places.of(marks - {" ", "\n"})) == chunks
