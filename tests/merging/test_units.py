"""Units of readings: every word is in one, and what stands in the same place is together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix.alignment.words import cut
from svfix.edits import Edit, apply
from svfix.merging.readings import FOLD, behind, readings
from svfix.merging.units import heard, units
from svfix.result import Result

WORDS = st.lists(st.sampled_from("en två tre- fyra. | i juni ijuni".split()), max_size=12)


def plain(text):
    """A reading that nothing was done to."""
    return Result(text, text, (), None)


def said(texts):
    """What each reading has in each unit."""
    found = readings([plain(text) for text in texts])
    return [
        tuple(reading.said(span) for reading, span in zip(found, unit, strict=True))
        for unit in units(found)
    ]


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        (["den ijuni i år", "den i juni i år"], [("ijuni", "i juni")]),
        (["upp handlingen av", "upphandlingen av"], [("upp handlingen", "upphandlingen")]),
        (["en två tre", "en tre"], [("två", "")]),
        (["en tre", "en två tre"], [("", "två")]),
        (["det är så", "det ar sa"], [("är", "ar"), ("så", "sa")]),
        (["en två", "en tva", "en tvä"], [("två", "tva", "tvä")]),
        (
            ["i juni är", "ijuni är", "i juni ar"],
            [("i juni", "ijuni", "i juni"), ("är", "är", "ar")],
        ),
        (["upp-\nhandling", "upphandling"], []),
        (  # a line that one of three readings lacks: the two others are cut without it
            ["det är sa att han kom hem", "det ar så att han kom hem", "det hem"],
            [
                (word, other, "")
                for word, other in zip(
                    "är sa att han kom".split(), "ar så att han kom".split(), strict=True
                )
            ],
        ),
        (["det är så att", "det at"], [("är", ""), ("så", ""), ("att", "")]),
    ],
)
def test_units(texts, apart):
    assert [unit for unit in said(texts) if len(set(unit)) > 1] == apart


@given(st.lists(WORDS, min_size=2, max_size=3))
def test_every_word_is_in_one_unit_where_its_reading_is_not_silent(lists):
    found = readings([plain(" ".join(words)) for words in lists])
    together = units(found)
    for which, reading in enumerate(found):
        places = [i for unit in together for i in range(*unit[which])]
        assert places == sorted(set(places))
        if which == 0 or all(which in heard(unit) for unit in together):
            assert places == list(range(len(reading)))


def test_what_was_read_stands_behind_what_was_repaired():
    text = "| sorn ijuni uppfoljning ."
    edits = (
        Edit(0, 2, "| ", "", "debris", 0.9),
        Edit(2, 6, "sorn", "som", "words", 0.8),
        Edit(7, 12, "ijuni", "i juni", "words", 0.7),
    )
    [words] = cut([apply(text, edits)], FOLD)
    reading = behind(Result(words.text, text, edits, None), words)
    assert words.folded == ["som", "i", "juni", "uppfoljning", "."]
    assert [reading.observed((i, i + 1)) for i in range(5)] == [
        "sorn",
        "ijuni",
        "ijuni",
        "uppfoljning",
        ".",
    ]
    assert reading.observed((1, 3)) == "ijuni"
    assert list(reading.tied) == [False, True, False, False, False]
    assert list(reading.sure) == [0.8, 0.7, 0.7, 1.0, 1.0]


def test_moved_blocks_are_put_in_order():
    left = "ett två tre fyra fem sex sju åtta".split()
    right = "alfa beta gamma delta epsilon zeta eta theta".split()
    base, other = " ".join(left + right), " ".join(right + left)
    assert said([base, other]) == [(word, word) for word in left + right]
