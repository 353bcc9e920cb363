"""Spark: a function of columns, on a session of its own."""

from __future__ import annotations

import shutil
import sys

import pytest
from tests.support.hosts import run_examples

from svfix import Fixer

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
repair = pytest.importorskip("svfix.integrations.spark").repair

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", str(folder))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "3")
            .getOrCreate()
        )
        yield session
        session.stop()


def column(frame):
    return [row["text"] for row in frame.orderBy("n").collect()]


class TestColumn:
    ROWS = ((1, DAMAGED), (2, None), (3, FIXED), (4, "Namnden foreslar att avgiften hojs"), (5, ""))

    def test_texts_are_repaired_and_null_stays(self, spark):
        frame = spark.createDataFrame([*self.ROWS], "n int, text string")
        fixed = frame.withColumn("text", repair()("text"))
        assert fixed.schema == frame.schema
        assert column(fixed) == [text and Fixer()(text) for _, text in self.ROWS]

    def test_any_number_of_partitions_gives_the_same(self, spark):
        rows = [(n, text) for n, (_, text) in enumerate(self.ROWS * 4)]
        frame = spark.createDataFrame(rows, "n int, text string")
        fixed = [
            column(frame.repartition(parts).withColumn("text", repair()("text")))
            for parts in (1, 2, 5)
        ]
        assert fixed[0] == fixed[1] == fixed[2] == [text and Fixer()(text) for _, text in rows]

    def test_options_and_the_profile_of_the_source(self, spark):
        profile = Fixer().profile_of(["Namnden foreslar att avgiften hojs", "Métet oppnas"])
        frame = spark.createDataFrame([(1, "pa on")], "n int, text string")
        for options, text in (({}, "pa on"), ({"profile": profile}, "på ön")):
            assert column(frame.withColumn("text", repair(**options)("text"))) == [text]

    def test_as_a_function_of_sql(self, spark):
        spark.udf.register("svfix", repair())
        frame = spark.createDataFrame([*self.ROWS], "n int, text string")
        frame.createOrReplaceTempView("pages")
        fixed = spark.sql("select n, svfix(text) as text from pages")
        assert column(fixed)[0] == FIXED


def test_options_are_told_of_at_once():
    with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
        repair(confidence=0.9)
    with pytest.raises(ValueError, match="a batch has no profile of its own"):
        repair(shared_profile=True)


def test_the_examples_of_the_page_run(spark):
    assert run_examples("Spark")
