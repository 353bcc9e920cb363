"""Prose with markup of each kind in it: the markup stays byte for byte, the prose is repaired."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.markup_samples import KINDS, PROSE, REPAIRED, pages

from svfix import fix


@pytest.mark.parametrize("kind", [*KINDS, "any"])
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_markup_stays_and_prose_is_repaired(kind: str, data: st.DataObject) -> None:
    page = data.draw(pages(kind))
    after = fix(page.replace("PROSE", PROSE))
    assert after == page.replace("PROSE", REPAIRED)
    assert fix(after) == after
