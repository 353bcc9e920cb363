"""Offsets: the way back from places in a repaired text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svfix.edits import Edit, apply
from svfix.offsets import Offsets

PIECES = st.lists(
    st.tuples(st.text("abc", max_size=3), st.text("xyz", max_size=3), st.text("de", min_size=1)),
    max_size=8,
)
"""What was before, what stands for it, and what is kept behind."""


def edits_of(pieces):
    """The original that pieces make, and the edits in it."""
    original, edits = "", []
    for before, after, kept in pieces:
        if before != after:
            start = len(original)
            edits.append(Edit(start, start + len(before), before, after, "words", 0.9))
        original += before + kept
    return original, edits


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES, st.data())
def test_what_no_edit_touches_is_found_again(pieces, data):
    original, edits = edits_of(pieces)
    repaired, offsets = apply(original, edits), Offsets(edits)
    start = data.draw(st.integers(0, len(repaired)))
    end = data.draw(st.integers(start, len(repaired)))
    first, last = offsets.original(start, end)
    assert 0 <= first <= last <= len(original)
    stretch = repaired[start:end]
    if stretch and set(stretch) <= set("de"):
        # an insertion or a deletion within a stretch is of it
        assert "".join(char for char in original[first:last] if char in "de") == stretch
        assert original[first] in "de"
        assert original[last - 1] in "de"


@given(PIECES)
def test_what_an_edit_wrote_leads_to_what_was_before(pieces):
    edits = edits_of(pieces)[1]
    offsets, shift = Offsets(edits), 0
    for edit in edits:
        start = edit.start + shift
        assert offsets.original(start, start + len(edit.after)) == (edit.start, edit.end)
        for at in range(start, start + len(edit.after)):
            assert offsets.original(at, at + 1) == (edit.start, edit.end)
        shift += len(edit.after) - len(edit.before)


@given(PIECES)
def test_the_places_of_letters_are_in_order(pieces):
    original, edits = edits_of(pieces)
    offsets = Offsets(edits)
    found = [offsets.original(at, at + 1) for at in range(len(apply(original, edits)))]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 4, (0, 4)),  # the word before what was taken out
        (4, 8, (5, 9)),  # and the word behind it
        (0, 8, (0, 9)),  # both, with it
        (4, 4, (4, 5)),  # what was taken out
    ],
)
def test_what_was_taken_out_is_of_what_stands_on_both_sides_of_it(start, end, expected):
    assert Offsets([Edit(4, 5, "-", "", "words", 0.9)]).original(start, end) == expected
