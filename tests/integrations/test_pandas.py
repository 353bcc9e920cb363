"""pandas: texts repaired in a Series, and all else of it as it was."""

from __future__ import annotations

import pytest
from tests.support.hosts import run_examples

from svfix import Fixer, Unrepaired

pd = pytest.importorskip("pandas", reason="pandas is not installed")
pytest.importorskip("svfix.integrations.pandas")

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
ROWS = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]


class TestSeries:
    @pytest.mark.parametrize("dtype", ["object", "str", "string", "string[python]"])
    def test_texts_are_repaired_and_all_else_stays(self, dtype):
        texts = pd.Series([DAMAGED, None, FIXED], index=["b", "a", "b"], name="t", dtype=dtype)
        before = texts.copy()
        fixed = texts.svfix.fix()
        expected = pd.Series([FIXED, None, FIXED], index=["b", "a", "b"], name="t", dtype=dtype)
        pd.testing.assert_series_equal(fixed, expected)
        pd.testing.assert_series_equal(texts, before)

    def test_arrow_strings(self):
        pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        for dtype in (pd.ArrowDtype(pa.string()), pd.ArrowDtype(pa.large_string())):
            texts = pd.Series([DAMAGED, None], dtype=dtype)
            pd.testing.assert_series_equal(texts.svfix.fix(), pd.Series([FIXED, None], dtype=dtype))

    @pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
    def test_missing_values_stay_what_they_are(self, missing):
        texts = pd.Series([missing, DAMAGED], dtype=object)
        fixed = texts.svfix.fix()
        assert fixed[0] is missing
        assert fixed[1] == FIXED

    def test_several_levels_of_index(self):
        index = pd.MultiIndex.from_product([["a"], [1, 2]], names=["x", "y"])
        fixed = pd.Series([DAMAGED, FIXED], index=index).svfix.fix()
        assert fixed.index.equals(index)

    def test_categories_are_repaired_and_alike_ones_are_one(self):
        texts = pd.Series([DAMAGED, None, FIXED, "b"], dtype="category")
        fixed = texts.svfix.fix()
        assert fixed.tolist()[::2] == [FIXED, FIXED]
        assert fixed.isna().tolist() == [False, True, False, False]
        assert sorted(fixed.cat.categories) == [FIXED, "b"]
        ordered = pd.CategoricalDtype([FIXED, DAMAGED, "b"], ordered=True)
        again = pd.Series(["b", DAMAGED], dtype=ordered).svfix.fix()
        assert again.cat.ordered
        assert list(again.cat.categories) == [FIXED, "b"]

    def test_none_at_all(self):
        for dtype in ("object", "str"):
            pd.testing.assert_series_equal(
                pd.Series([], dtype=dtype).svfix.fix(), pd.Series([], dtype=dtype)
            )

    def test_numbers_are_refused_as_by_str(self):
        with pytest.raises(AttributeError, match="the Series is of int64"):
            pd.Series([1, 2]).svfix.fix()

    def test_what_is_no_text_stays_and_is_told_of(self):
        with pytest.warns(UserWarning, match="1 value stays as it is: item 1 is int, not str"):
            fixed = pd.Series([DAMAGED, 17]).svfix.fix()
        assert fixed.tolist() == [FIXED, 17]
        with pytest.raises(TypeError, match="item 1 is int, not str"):
            pd.Series([DAMAGED, 17]).svfix.fix(errors="raise")


class TestOptions:
    def test_they_are_those_of_a_fixer(self):
        texts = pd.Series([DAMAGED])
        assert texts.svfix.fix(passes=["characters"])[0] == DAMAGED
        assert texts.svfix.fix(words=["uppféljningen"])[0] == Fixer(words=["uppféljningen"])(
            DAMAGED
        )
        with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
            texts.svfix.fix(confidence=0.9)

    def test_rows_share_a_profile(self):
        assert pd.Series(ROWS).svfix.fix().tolist()[2] == "pa on"
        assert pd.Series(ROWS).svfix.fix(shared_profile=True).tolist()[2] == "på ön"

    def test_a_group_shares_its_own(self):
        frame = pd.DataFrame({"source": [*"aaab"], "text": [*ROWS, "pa on"]})
        fixed = frame.groupby("source")["text"].transform(
            lambda texts: texts.svfix.fix(shared_profile=True)
        )
        assert fixed.tolist()[2:] == ["på ön", "pa on"]

    def test_results(self):
        texts = pd.Series([DAMAGED, None, 17], index=[3, 4, 5])
        results = texts.svfix.explain()
        assert results.index.equals(texts.index)
        assert results[3] == Fixer().explain(DAMAGED)
        assert results[4] is None
        assert isinstance(results[5], Unrepaired)


class TestDataFrame:
    def test_named_columns_are_repaired(self):
        frame = pd.DataFrame({"n": [1, 2], "title": [DAMAGED, None], "text": [FIXED, DAMAGED]})
        fixed = frame.svfix.fix(["title", "text"])
        assert list(fixed.columns) == ["n", "title", "text"]
        assert fixed["text"].tolist() == [FIXED, FIXED]
        assert fixed["title"][0] == FIXED
        assert frame["title"][0] == DAMAGED
        assert frame.svfix.fix("text")["title"][0] == DAMAGED

    def test_a_column_that_is_not_there(self):
        with pytest.raises(KeyError):
            pd.DataFrame({"n": [1]}).svfix.fix("text")
        with pytest.raises(TypeError, match="columns must be names, not int"):
            pd.DataFrame({"n": [1]}).svfix.fix([0])


def test_the_examples_of_the_page_run():
    assert run_examples("pandas")
