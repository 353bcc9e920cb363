"""polars: texts repaired in a Series or by an expression, and all else as it was."""

from __future__ import annotations

import pytest
from tests.support.hosts import run_examples

from svfix import Fixer

pl = pytest.importorskip("polars", reason="polars is not installed")
pytest.importorskip("svfix.integrations.polars")

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
ROWS = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]


class TestSeries:
    @pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
    def test_texts_are_repaired_and_all_else_stays(self, dtype):
        texts = pl.Series("t", [DAMAGED, None, FIXED], dtype=dtype)
        fixed = texts.svfix.fix()
        assert (fixed.name, fixed.dtype) == ("t", texts.dtype)
        assert fixed.to_list() == [FIXED, None, FIXED]
        assert texts.to_list() == [DAMAGED, None, FIXED]

    def test_null_alone(self):
        assert pl.Series("t", [None, None]).svfix.fix().to_list() == [None, None]
        assert pl.Series("t", [], dtype=pl.String).svfix.fix().to_list() == []

    @pytest.mark.parametrize("dtype", [pl.Int64, pl.Enum(["a"])])
    def test_what_is_no_text_is_refused(self, dtype):
        with pytest.raises(TypeError, match="svfix repairs texts, and the Series is of"):
            pl.Series([None], dtype=dtype).svfix.fix()

    def test_results(self):
        results = pl.Series("t", [DAMAGED, None]).svfix.explain()
        assert results.to_list() == [Fixer().explain(DAMAGED), None]


class TestExpression:
    FRAME = pl.DataFrame({"n": [1, 2], "text": [DAMAGED, None]})

    @pytest.mark.parametrize("engine", ["in-memory", "streaming"])
    def test_lazily_and_at_once(self, engine):
        fixed = pl.col("text").svfix.fix()
        expected = pl.DataFrame({"n": [1, 2], "text": [FIXED, None]})
        assert self.FRAME.with_columns(fixed).equals(expected)
        lazy = self.FRAME.lazy().with_columns(fixed)
        assert lazy.collect_schema() == expected.schema
        assert lazy.collect(engine=engine).equals(expected)

    def test_options_are_those_of_a_fixer_and_told_of_at_once(self):
        quick = pl.col("text").svfix.fix(passes=["characters"])
        assert self.FRAME.with_columns(quick).equals(self.FRAME)
        with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
            pl.col("text").svfix.fix(confidence=0.9)
        with pytest.raises(ValueError, match="there is no pass 'word'"):
            pl.col("text").svfix.fix(passes=["word"])

    @pytest.mark.parametrize("engine", ["in-memory", "streaming"])
    def test_rows_share_a_profile(self, engine):
        frame = pl.LazyFrame({"text": ROWS})
        for shared, last in ((False, "pa on"), (True, "på ön")):
            fixed = frame.select(pl.col("text").svfix.fix(shared_profile=shared))
            assert fixed.collect(engine=engine)["text"].to_list()[2] == last

    def test_a_group_and_a_window_share_their_own(self):
        frame = pl.DataFrame({"source": [*"aaab"], "text": [*ROWS, "pa on"]})
        fixed = pl.col("text").svfix.fix(shared_profile=True)
        over = frame.with_columns(fixed.over("source"))["text"].to_list()
        assert over[2:] == ["på ön", "pa on"]
        grouped = frame.group_by("source", maintain_order=True).agg(fixed)["text"].to_list()
        assert [rows[-1] for rows in grouped] == ["på ön", "pa on"]


def test_the_examples_of_the_page_run():
    assert run_examples("polars")
