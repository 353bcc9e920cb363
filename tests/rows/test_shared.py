"""The profile that texts of one source have in common: which of them are read."""

from __future__ import annotations

from svfix import Fixer
from svfix.rows import shared

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar."


class TestSample:
    def test_texts_are_spread_over_a_sequence(self):
        texts = [str(number) for number in range(10 * shared.ROWS)]
        assert shared.sample(texts) == texts[::10]

    def test_of_long_texts_the_beginnings_are_read(self):
        texts = [letter * shared.ENOUGH for letter in "abc"]
        found = shared.sample(texts)
        assert [text[:1] for text in found] == ["a", "b", "c"]
        assert sum(map(len, found)) == shared.ENOUGH

    def test_pages_are_one_text(self):
        assert shared.sample(["a\fb"]) == ["a\nb"]

    def test_a_class_of_its_own_is_a_text(self):
        class Text(str):
            pass

        assert shared.sample([Text("a")]) == ["a"]


class TestHead:
    def test_it_ends_where_it_is_enough(self, monkeypatch):
        monkeypatch.setattr(shared, "ENOUGH", 10)
        texts = iter(["12345", None, "67890", "more"])
        assert shared.head(texts) == ["12345", None, "67890"]
        assert list(texts) == ["more"]

    def test_it_is_all_of_a_few(self):
        assert shared.head(iter(["a", "b"])) == ["a", "b"]
        assert shared.head(iter([])) == []


class TestProfile:
    def test_it_is_that_of_the_texts_as_one(self):
        fixer = Fixer()
        texts = [DAMAGED, "Hon far hem", ""]
        expected = fixer.explain(f"{DAMAGED}\n\nHon far hem").profile
        assert shared.profile_of(fixer, texts) == expected
        assert shared.profile_of(fixer, iter(texts)) == expected

    def test_the_first_texts_are_repaired_too(self):
        fixer = Fixer()
        profile, texts = shared.before_all(fixer, iter([DAMAGED, None]))
        assert profile == fixer.explain(DAMAGED).profile
        assert list(texts) == [DAMAGED, None]
