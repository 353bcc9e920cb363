"""What rows cost in each host beside a fixer alone, and what a second worker gives.

    python benchmarks/hosts.py                    # rows: `pipe`, data frames, batches
    python benchmarks/hosts.py --scale ray        # 20,000 pages with one worker and with two
    python benchmarks/hosts.py --scale spark --pages 2000

Hosts that are not installed are left out. The texts come from the folder beside the project.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from svfix import Fixer

PAGE = 1_600  # characters of a page
ROUNDS = 5
SHARED = Path(__file__).resolve().parents[2] / "shared"
PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")

Rows = Sequence[str]


def rows_of(shared: Path) -> list[str]:
    """Clean rows of a table, the half of them without their å, ä and ö."""
    texts = (shared / "bench/records/technical.txt").read_text(encoding="utf-8").splitlines()
    return [text.translate(PLAIN) if n % 2 else text for n, text in enumerate(texts[:600])]


def pages_of(shared: Path) -> Iterator[str]:
    """Pages of paragraphs, the half of them without their å, ä and ö, each another text."""
    number, page = 0, ""
    for path in sorted((shared / "corpus/modern").glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                page += line
                if len(page) >= PAGE:
                    yield page.translate(PLAIN) if number % 2 else page
                    number, page = number + 1, ""


def is_there(module: str) -> bool:
    """Whether a host is installed."""
    return find_spec(module) is not None


def ways(rows: Rows) -> dict[str, Callable[[], object]]:
    """What repairs rows, by name, the bare fixer first."""
    fixer = Fixer()
    found: dict[str, Callable[[], object]] = {
        "Fixer, row by row": lambda: [fixer(row) for row in rows],
        "pipe": lambda: [result and result.text for result in fixer.pipe(rows)],
        "pipe, shared profile": lambda: list(fixer.pipe(rows, shared_profile=True)),
    }
    if is_there("pandas"):
        import pandas as pd

        import_module("svfix.integrations.pandas")
        series = pd.Series(rows)
        found["pandas"] = lambda: series.svfix.fix()
    if is_there("polars"):
        import polars as pl

        import_module("svfix.integrations.polars")
        frame = pl.DataFrame({"text": rows})
        found["polars"] = lambda: frame.select(pl.col("text").svfix.fix())
    if is_there("datasets"):
        import datasets

        from svfix.integrations.datasets import Repair

        datasets.disable_caching()
        datasets.disable_progress_bars()
        table = datasets.Dataset.from_dict({"text": rows})
        found["datasets"] = lambda: table.map(Repair("text"), batched=True)
    if is_there("spacy"):
        import spacy

        nlp = spacy.blank("sv")
        found["spaCy, its own tokenizer"] = lambda: [doc.text for doc in nlp.pipe(rows)]
        repairing = spacy.blank("sv")
        import_module("svfix.integrations.spacy")
        repairing.add_pipe("svfix")
        found["spaCy"] = lambda: [doc.text for doc in repairing.pipe(rows)]
    return found


def measure_rows(rows: Rows) -> None:
    """Print what a row costs each way, in processor time, by turns."""
    known = ways(rows)
    for way in known.values():
        way()  # the lexicon is open, and the words are looked up
    taken: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(ROUNDS):
        for name, way in known.items():
            before = time.process_time()
            way()
            taken[name].append((time.process_time() - before) / len(rows))
    bare = taken["Fixer, row by row"]
    print("| rows | ms a row | × the bare fixer |\n|---|---:|---:|")
    for name, times in taken.items():
        share = statistics.median(own / one for own, one in zip(times, bare, strict=True))
        print(f"| {name} | {1000 * statistics.median(times):.2f} | {share:.2f} |")


class Watch(threading.Thread):
    """Watches the workers among the processes below this one.

    `memory` is what the largest had for itself at most (USS, in MB: the lexicon's file is mapped,
    and shared), and `seconds` what all of them took of the processors.
    """

    def __init__(self, mark: str) -> None:
        super().__init__(daemon=True)
        self.mark = mark
        self.found: dict[int, tuple[float, float]] = {}
        self.over = threading.Event()

    def run(self) -> None:
        import psutil

        here = psutil.Process()
        while not self.over.wait(1.0):
            for child in here.children(recursive=True):
                try:
                    if self.mark in " ".join(child.cmdline()):
                        used, times = child.memory_full_info().uss / 1e6, child.cpu_times()
                        most = max(used, self.found.get(child.pid, (0.0, 0.0))[0])
                        self.found[child.pid] = most, times.user + times.system
                except psutil.Error:
                    continue

    @property
    def memory(self) -> float:
        return max((used for used, _ in self.found.values()), default=0.0)

    @property
    def seconds(self) -> float:
        return sum(taken for _, taken in self.found.values())


def by_pipe(pages: Rows, workers: int) -> list[str]:
    """Pages repaired by the workers of a pipe; one is a process of its own too."""
    from svfix.rows.pipe import How, _by_workers

    found = _by_workers(Fixer(), pages, How(n_process=workers))
    return [result.text for result in found if result]


def by_ray(pages: Rows, workers: int) -> list[str]:
    """Pages repaired by Ray Data."""
    import ray

    from svfix.integrations.ray import Repair

    if not ray.is_initialized():
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        ray.data.DataContext.get_current().enable_progress_bars = False
    table = ray.data.from_items(
        [{"n": n, "text": page} for n, page in enumerate(pages)], override_num_blocks=64
    )
    fixed = table.map_batches(
        Repair,
        fn_constructor_args=["text"],
        compute=ray.data.ActorPoolStrategy(size=workers),
        batch_size=100,
    ).take_all()
    return [row["text"] for row in sorted(fixed, key=lambda row: row["n"])]


def by_spark(pages: Rows, workers: int) -> list[str]:
    """Pages repaired by Spark, with as many local cores."""
    import pandas as pd
    from pyspark.sql import SparkSession

    from svfix.integrations.spark import repair

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.master(f"local[{workers}]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .getOrCreate()
    )
    given = pd.DataFrame({"n": range(len(pages)), "text": list(pages)})
    frame = spark.createDataFrame(given).repartition(16, "n")
    rows = frame.withColumn("text", repair()("text")).orderBy("n").collect()
    spark.stop()
    return [row["text"] for row in rows]


def by_dask(pages: Rows, workers: int) -> list[str]:
    """Pages repaired by Dask, in processes."""
    import dask.dataframe as dd
    import pandas as pd

    import_module("svfix.integrations.dask")
    texts = dd.from_pandas(pd.Series(list(pages)), npartitions=16)
    fixed: list[str] = (
        texts.svfix.fix().compute(scheduler="processes", num_workers=workers).tolist()
    )
    return fixed


SCALES: dict[str, tuple[Callable[[Rows, int], list[str]], str]] = {
    "pipe": (by_pipe, "python"),
    "ray": (by_ray, "ray::MapWorker"),
    "spark": (by_spark, "pyspark.daemon"),
    "dask": (by_dask, "python"),
}
"""By host: what repairs pages with so many workers, and what its workers' command lines have."""


def measure_scale(host: str, pages: Rows) -> None:
    """Print what one worker and two take, what a worker has of memory, and whether all is alike."""
    work, mark = SCALES[host]
    work(pages[:64], 2)  # what is started once is started
    times, sums = [], []
    print("| workers | s | s of processors | MB a worker |\n|---|---:|---:|---:|")
    for workers in (1, 2):
        watch = Watch(mark)
        watch.start()
        before = time.perf_counter()
        fixed = work(pages, workers)
        times.append(time.perf_counter() - before)
        watch.over.set()
        watch.join()
        sums.append(hashlib.sha256("\0".join(fixed).encode("utf-8", "surrogatepass")).hexdigest())
        print(f"| {host}, {workers} | {times[-1]:.0f} | {watch.seconds:.0f} | {watch.memory:.0f} |")
        sys.stdout.flush()
    alike = "the same" if sums[0] == sums[1] else "NOT the same"
    print(f"\n{len(fixed):,} pages, {times[0] / times[1]:.2f} × one worker, outputs {alike}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--scale", choices=SCALES, help="measure workers of this host")
    parser.add_argument("--pages", type=int, default=20_000)
    options = parser.parse_args()
    if not (options.shared / "corpus").is_dir():
        print(f"{options.shared} is not there; name it with --shared", file=sys.stderr)
        return 2
    if options.scale:
        measure_scale(options.scale, list(islice(pages_of(options.shared), options.pages)))
    else:
        measure_rows(rows_of(options.shared))
    return 0


if __name__ == "__main__":
    sys.exit(main())
