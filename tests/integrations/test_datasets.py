"""Hugging Face datasets: batches repaired, and found in the cache when they were."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.support.hosts import run_examples

import svfix
from svfix import Fixer

datasets = pytest.importorskip("datasets", reason="datasets is not installed")
Repair = pytest.importorskip("svfix.integrations.datasets").Repair

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
OPTIONS = {"min_confidence": 0.6, "words": ["IGO-R"]}


@pytest.fixture
def rows():
    return datasets.Dataset.from_dict({"n": [1, 2, 3], "text": [DAMAGED, None, FIXED]})


class TestMap:
    def test_texts_are_repaired_and_all_else_stays(self, rows):
        fixed = rows.map(Repair("text"), batched=True)
        assert fixed["text"][:] == [FIXED, None, FIXED]
        assert fixed["n"][:] == [1, 2, 3]
        assert fixed.features == rows.features

    def test_a_stream(self, rows):
        fixed = rows.to_iterable_dataset().map(Repair(["text"]), batched=True, batch_size=2)
        assert [row["text"] for row in fixed] == [FIXED, None, FIXED]

    def test_two_processes_give_the_same(self, rows):
        fixed = rows.map(Repair("text"), batched=True, num_proc=2)
        assert fixed["text"][:] == [FIXED, None, FIXED]

    def test_the_profile_of_the_source(self):
        rows = datasets.Dataset.from_dict(
            {"text": ["Namnden foreslar att avgiften hojs", "Métet oppnas", None, "pa on"]}
        )
        profile = Fixer().profile_of(rows["text"])
        fixed = rows.map(Repair("text", profile=profile), batched=True, batch_size=1)
        assert fixed["text"][3] == "på ön"
        with pytest.raises(ValueError, match="a batch has no profile of its own"):
            Repair("text", shared_profile=True)

    def test_a_column_that_is_not_there(self, rows):
        with pytest.raises(KeyError):
            rows.map(Repair("page"), batched=True)


HASH = """
import datasets.fingerprint, svfix
from svfix.integrations.datasets import Repair
print(datasets.fingerprint.Hasher.hash(Repair("text", min_confidence=0.6, words=["IGO-R"])))
"""


class TestFingerprint:
    def hash(self, *columns, **options):
        return datasets.fingerprint.Hasher.hash(Repair(columns or "text", **options))

    def test_it_is_the_same_in_every_process(self):
        found = {
            subprocess.run(
                [sys.executable, "-c", HASH],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
                timeout=120,
            ).stdout.strip()
            for seed in ("1", "2")
        }
        used = Repair("text", **OPTIONS)
        used({"text": [DAMAGED]})  # what it remembers is not of its options
        assert found == {self.hash(**OPTIONS)} == {datasets.fingerprint.Hasher.hash(used)}

    def test_it_changes_with_columns_options_and_version(self, monkeypatch):
        profile = Fixer().explain(DAMAGED).profile
        found = [
            self.hash(**OPTIONS),
            self.hash(),
            self.hash("title"),
            self.hash("title", "text"),
            self.hash(profile=profile),
        ]
        monkeypatch.setattr("svfix.pipeline.__version__", svfix.__version__ + ".1")
        assert len({*found, self.hash()}) == len(found) + 1

    def test_what_was_done_is_found_in_the_cache(self, rows, tmp_path, monkeypatch):
        rows.save_to_disk(tmp_path / "rows")
        saved = datasets.load_from_disk(tmp_path / "rows")
        once = saved.map(Repair("text"), batched=True)
        monkeypatch.setattr(Repair, "__call__", None)  # it is not asked again
        again = saved.map(Repair("text"), batched=True)
        assert once.cache_files == again.cache_files != []


def test_the_examples_of_the_page_run():
    assert run_examples("Hugging Face datasets")
