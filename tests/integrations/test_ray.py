"""Ray Data: batches of every kind, and workers of which each has one fixer."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.support.hosts import run_examples, section

from svfix import Fixer

ray = pytest.importorskip("ray", reason="Ray is not installed")
pytest.importorskip("ray.data", reason="Ray Data is not installed")
Repair = pytest.importorskip("svfix.integrations.ray").Repair

np, pd, pa = map(pytest.importorskip, ("numpy", "pandas", "pyarrow"))

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"


class TestBatches:
    def test_a_dictionary_of_arrays(self):
        batch = {"n": np.array([1, 2]), "text": np.array([DAMAGED, None], dtype=object)}
        fixed = Repair("text")(batch)
        assert fixed["text"].tolist() == [FIXED, None]
        assert fixed["n"] is batch["n"]
        assert Repair("text")({"text": np.array([FIXED])})["text"].tolist() == [FIXED]

    def test_a_batch_without_a_text_keeps_its_nulls(self):
        assert Repair("text")({"text": np.array([float("nan")])})["text"].tolist() == [None]

    def test_a_frame(self):
        frame = pd.DataFrame({"n": [1, 2], "text": [DAMAGED, None]})
        fixed = Repair("text")(frame)
        assert fixed["text"][0] == FIXED
        assert fixed.dtypes.equals(frame.dtypes)

    @pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
    def test_a_table(self, kind):
        table = pa.table({"text": pa.array([DAMAGED, None], kind), "n": [1, 2]})
        fixed = Repair(["text"])(table)
        assert fixed.schema == table.schema
        assert fixed.column("text").to_pylist() == [FIXED, None]

    def test_a_column_that_is_not_there(self):
        for batch in ({"n": np.array([1])}, pd.DataFrame({"n": [1]}), pa.table({"n": [1]})):
            with pytest.raises(KeyError):
                Repair("text")(batch)

    def test_options_are_told_of_at_once(self):
        with pytest.raises(TypeError, match="svfix has no option 'confidence'"):
            Repair("text", confidence=0.9)
        with pytest.raises(ValueError, match="a batch has no profile of its own"):
            Repair("text", shared_profile=True)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


class TestMapBatches:
    TEXTS = [DAMAGED, None, FIXED, "Namnden foreslar att avgiften hojs"] * 10

    @pytest.mark.parametrize("batch_format", ["default", "pandas", "pyarrow"])
    def test_one_worker_and_two_give_the_same(self, cluster, batch_format):
        given = pa.table({"n": range(len(self.TEXTS)), "text": pa.array(self.TEXTS, pa.string())})
        expected = [text and Fixer()(text) for text in self.TEXTS]
        for workers in (1, 2):
            fixed = ray.data.from_arrow(given).map_batches(
                Repair,
                fn_constructor_args=["text"],
                compute=ray.data.ActorPoolStrategy(size=workers),
                batch_size=7,
                batch_format=batch_format,
            )
            rows = sorted(fixed.take_all(), key=lambda row: row["n"])
            assert [row["text"] for row in rows] == expected


class TestRecipe:
    """The script of docs/hosts.md from object storage to object storage, with a folder as store."""

    START = "ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)\n\nif todo :="

    def run(self, folder):
        """Run the script; returns how it ended, and what it told of."""
        code = re.search(r"```python\n(import pyarrow.*?)```", section("Ray Data"), re.DOTALL)[1]
        for said, here in (
            ("s3://archive/ocr", f"{folder}/ocr"),
            ('"archive/repaired"', repr(f"{folder}/repaired")),
            ("size=8", "size=2"),
            ("if todo :=", self.START),
        ):
            assert said in code
            code = code.replace(said, here)
        (folder / "script.py").write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, folder / "script.py"], capture_output=True, text=True, timeout=300
        )
        return done.returncode, done.stderr

    def test_what_is_done_is_not_done_again(self, tmp_path):
        pq = pytest.importorskip("pyarrow.parquet")
        page = pa.table({"text": [DAMAGED, None]})
        for name in ("ocr/1", "ocr/2", "ocr/3", "repaired/1"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            pq.write_table(page, tmp_path / f"{name}.parquet")
        assert self.run(tmp_path)[0] == 0
        read = [
            pq.read_table(tmp_path / f"repaired/{n}.parquet")["text"].to_pylist() for n in "123"
        ]
        assert read == [[DAMAGED, None], [FIXED, None], [FIXED, None]]  # the first was there

    def test_what_fails_is_told_of(self, tmp_path):
        pq = pytest.importorskip("pyarrow.parquet")
        for name in ("ocr", "repaired"):
            (tmp_path / name).mkdir()
        pq.write_table(pa.table({"n": [1]}), tmp_path / "ocr" / "1.parquet")
        code, errors = self.run(tmp_path)
        assert code
        assert "KeyError" in errors
        assert not list((tmp_path / "repaired").iterdir())


def test_the_examples_of_the_page_run(cluster):
    assert run_examples("Ray Data")
