"""The trie against a plain dictionary of forms."""

from hypothesis import example, given
from hypothesis import strategies as st

from svfix.lexicon.alphabet import LETTERS, encode
from svfix.lexicon.build_trie import build
from svfix.lexicon.planting import plant
from svfix.lexicon.trie import Trie

FORM = st.text(LETTERS, min_size=1, max_size=8)
FORMS = st.sets(FORM) | st.sets(st.text("abö", min_size=1, max_size=5))  # prefixes of each other
ANYTHING = st.text(max_size=6) | st.text("abö", max_size=6) | st.text(LETTERS + "5 A", max_size=6)


def packed(forms: set[str]) -> tuple[Trie, dict[str, int]]:
    """The trie of some forms and what it should say: their numbers, in label order."""
    labels = sorted(encode(form) or b"" for form in forms)
    number = {form: labels.index(encode(form) or b"") for form in forms}
    return build(labels)[0], number


@given(FORMS, st.lists(ANYTHING))
@example(set(), ["", "a"])
@example({"a"}, ["", "a", "aa", "b", "5", "A", " a"])
@example({LETTERS[-1] * 3, LETTERS[0]}, [LETTERS[-1]])
def test_look_ups(forms: set[str], others: list[str]) -> None:
    trie, number = packed(forms)
    asked = [*forms, *others]
    expected = [number.get(form, -1) for form in asked]
    assert [trie.find(form) for form in asked] == expected
    assert trie.find_all(asked).tolist() == expected


@given(FORMS)
def test_starts_are_the_first_forms_below_each_node(forms: set[str]) -> None:
    labels = sorted(encode(form) or b"" for form in forms)
    _, starts = build(labels)
    for depth, level in list(enumerate(starts))[1:]:
        first: dict[bytes, int] = {}
        for i, form in enumerate(labels):
            if len(form) >= depth:
                first.setdefault(form[:depth], i)
        assert level.tolist() == list(first.values())


@given(FORMS)
def test_planted_is_built(forms: set[str]) -> None:
    labels = sorted(encode(form) or b"" for form in forms)
    planted, built = plant(labels), build(labels)[0]
    for column in ("children", "first", "word"):
        assert list(getattr(planted, column)) == list(getattr(built, column))
