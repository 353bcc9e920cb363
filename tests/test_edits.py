"""Edits: applied, composed and reverted, checked against a naive oracle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix.edits import Edit, apply, compose, revert

LETTERS = st.text(alphabet="abåö \n\ud800", max_size=12)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """A list of edits in order for `text`, among them empty, touching and idle ones."""
    edits: list[Edit] = []
    position = 0
    while position <= len(text) and draw(st.booleans()):
        start = draw(st.integers(position, min(len(text), position + 3)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        if edits and edits[-1].start == edits[-1].end == start == end:
            break
        after = draw(st.text(alphabet="abåö", max_size=3))
        edits.append(Edit(start, end, text[start:end], after, draw(st.sampled_from("xy")), 0.5))
        position = end
    return edits


def naive_apply(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@given(st.data(), LETTERS)
def test_apply_is_the_naive_apply(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(text))
    assert apply(text, edits) == naive_apply(text, edits)


@given(st.data(), LETTERS)
def test_revert_undoes_apply(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(text))
    assert revert(apply(text, edits), edits) == text


@given(st.data(), LETTERS)
def test_compose_is_one_after_the_other(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    between = naive_apply(text, first)
    second = data.draw(edits_of(between))
    composed = compose(text, first, second)
    assert apply(text, composed) == naive_apply(between, second)
    assert revert(naive_apply(between, second), composed) == text
    assert all(edit.before != edit.after for edit in composed)


@given(st.data(), LETTERS)
def test_compose_with_the_way_back_is_nothing(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    fixed, back, shift = apply(text, first), [], 0
    for edit in first:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.after), edit.after, edit.before, "back", 0.5))
        shift += len(edit.after) - len(edit.before)
    try:
        apply(fixed, back)
    except ValueError:  # two deletions that met: their way back would be two insertions at a place
        return
    assert apply(text, compose(text, first, back)) == text


def test_edits_that_only_touch_stay_apart() -> None:
    first = [Edit(0, 3, "for", "för", "words", 0.9)]
    second = [Edit(3, 4, "“", "”", "punctuation", 0.8)]
    assert compose("for“", first, second) == [*first, *second]


def test_a_merged_edit_tells_of_its_parts() -> None:
    first = [Edit(0, 0, "", "xy", "a", 0.7)]
    second = [Edit(1, 3, "yz", "q", "b", 0.6)]
    assert compose("z", first, second) == [Edit(0, 1, "z", "xq", "a+b", 0.6)]


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, "ab", "x", "r", 1.0), Edit(1, 3, "bc", "y", "r", 1.0)],
        [Edit(2, 3, "c", "x", "r", 1.0), Edit(0, 1, "a", "y", "r", 1.0)],
        [Edit(1, 1, "", "x", "r", 1.0), Edit(1, 1, "", "y", "r", 1.0)],
        [Edit(0, 1, "z", "x", "r", 1.0)],
        [Edit(0, 2, "a", "x", "r", 1.0)],
        [Edit(3, 5, "..", "x", "r", 1.0)],
        [Edit(-1, 0, "c", "x", "r", 1.0)],
        [Edit(2, 1, "", "x", "r", 1.0)],
    ],
)
def test_edits_that_do_not_fit_the_text(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="Edit"):
        apply("abc", edits)


def test_revert_of_another_text() -> None:
    with pytest.raises(ValueError, match="holds"):
        revert("abc", [Edit(0, 1, "x", "y", "r", 1.0)])


def test_very_many_edits() -> None:
    text = "ar " * 100_000
    first = [Edit(i, i + 1, "a", "ä", "words", 0.9) for i in range(0, len(text), 3)]
    assert revert(apply(text, first), first) == text


def test_composing_many_edits_is_not_quadratic() -> None:
    text = "ar " * 30_000
    first = [Edit(i, i + 1, "a", "äe", "words", 0.9) for i in range(0, len(text), 3)]
    second = [Edit(i + 1, i + 2, "e", "", "words", 0.9) for i in range(0, len(text) // 3 * 4, 4)]
    assert apply(text, compose(text, first, second)) == "är " * 30_000


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # An insertion behind an edit, far from the second's edit, and right before it.
        ([(0, 1, "x"), (1, 1, "y")], [(10, 11, "Q")], [("a", "x"), ("", "y"), ("j", "Q")]),
        ([(0, 1, "x"), (1, 1, "y")], [(2, 3, "Q")], [("a", "x"), ("", "y"), ("b", "Q")]),
        # A deletion has no side of its own: what meets it there is one with it.
        ([(0, 1, "x"), (1, 2, ""), (2, 3, "z")], [(1, 2, "Q")], [("abc", "xQ")]),
        ([(0, 1, "x"), (1, 2, ""), (2, 3, "z")], [(9, 10, "Q")], [("abc", "xz"), ("k", "Q")]),
    ],
)
def test_edits_that_meet_where_one_is_empty(first, second, expected):
    text = "abcdefghijklm"

    def made(text, rows):
        return [Edit(start, end, text[start:end], after, "r", 0.9) for start, end, after in rows]

    before = made(text, first)
    between = apply(text, before)
    after = made(between, second)
    found = compose(text, before, after)
    assert [(edit.before, edit.after) for edit in found] == expected
    assert apply(text, found) == apply(between, after)
