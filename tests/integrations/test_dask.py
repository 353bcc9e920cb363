"""Dask: the texts of a Series in many partitions."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.support.hosts import run_examples

from svfix import Fixer

dd = pytest.importorskip("dask.dataframe", reason="dask.dataframe is not installed")
pytest.importorskip("svfix.integrations.dask")

tokenize = pytest.importorskip("dask.base").tokenize
pd = pytest.importorskip("pandas")

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
ROWS = [DAMAGED, None, FIXED, "i ordning"]
EXPECTED = [FIXED, None, FIXED, "i ordning"]


@pytest.mark.parametrize("dtype", ["object", "str", "string"])
@pytest.mark.parametrize("partitions", [1, 3])
def test_texts_are_repaired_and_all_else_stays(dtype, partitions):
    texts = pd.Series(ROWS, index=[3, 5, 6, 9], name="t", dtype=dtype)
    given = dd.from_pandas(texts, npartitions=partitions)
    fixed = given.svfix.fix()
    assert (fixed.dtype, fixed.name, fixed.divisions) == (given.dtype, "t", given.divisions)
    expected = pd.Series(EXPECTED, index=texts.index, name="t", dtype=given.compute().dtype)
    pd.testing.assert_series_equal(fixed.compute(scheduler="synchronous"), expected)


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_every_scheduler_gives_the_same(scheduler):
    given = dd.from_pandas(pd.Series(ROWS), npartitions=2)
    fixed = given.svfix.fix().compute(scheduler=scheduler, num_workers=2)
    assert fixed.isna().tolist() == [False, True, False, False]
    assert fixed.dropna().tolist() == [text for text in EXPECTED if text]


def test_workers_of_a_cluster_give_the_same(tmp_path):
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=str(tmp_path),
        ) as cluster,
        distributed.Client(cluster),
    ):
        given = dd.from_pandas(pd.Series(ROWS), npartitions=4)
        assert given.svfix.fix().compute().dropna().tolist() == [t for t in EXPECTED if t]


def test_options_are_told_of_at_once():
    given = dd.from_pandas(pd.Series(ROWS), npartitions=1)
    for options, error in (
        ({"confidence": 0.9}, TypeError),
        ({"passes": ["word"]}, ValueError),
        ({"shared_profile": True}, ValueError),
    ):
        with pytest.raises(error):
            given.svfix.fix(**options)
    quick = given.svfix.fix(passes=["characters"]).compute(scheduler="synchronous")
    assert quick[0] == DAMAGED


def test_numbers_are_refused():
    with pytest.raises(AttributeError):
        dd.from_pandas(pd.Series([1, 2]), npartitions=1).svfix.fix()


TOKEN = "import dask.base, svfix; print(dask.base.tokenize(svfix.Fixer(words=['IGO-R'])))"


def test_a_fixer_has_one_token_in_every_process():
    done = subprocess.run(
        [sys.executable, "-c", TOKEN],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == tokenize(Fixer(words=["IGO-R"]))
    assert tokenize(Fixer()) != tokenize(Fixer(words=["IGO-R"]))


def test_the_examples_of_the_page_run():
    assert run_examples("Dask")
