"""The words a decoder knows: their numbers in the lexicon."""

from svfix import lexicon
from svfix.search.vocabulary import numbers


def test_what_no_list_has_has_no_number() -> None:
    words = lexicon.default()
    forms = ["för", "ar", "xqz", "☺", "ab5", "i", ""]
    found = numbers(forms, words).tolist()
    assert found == [words.trie.find(form) for form in forms]
    assert [number >= 0 for number in found] == [True, True, False, False, False, True, False]
