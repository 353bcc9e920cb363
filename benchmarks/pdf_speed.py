"""Measures how long a long scan takes, and how much memory, when it is repaired as a PDF.

python benchmarks/pdf_speed.py                 # 300 pages
python benchmarks/pdf_speed.py --pages 50
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

from sets import SHARED

SCANS = SHARED / "bench" / "scans" / "scans.eng.pdf"


def make(path: Path, pages: int) -> None:
    """Write a scan of so many pages, each with a picture and a layer of its own."""
    pdf = pikepdf.new()
    while len(pdf.pages) < pages:
        pdf.pages.extend(pikepdf.open(SCANS).pages)
    del pdf.pages[pages:]
    pdf.save(path)


def measure(source: Path, target: Path) -> tuple[float, float]:
    """Seconds, and the most memory in MB."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "svfix", "fix", str(source), "-o", str(target)], check=True
    )
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=300)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "scan.pdf", Path(folder) / "found.pdf"
        make(source, pages)
        seconds, memory = measure(source, target)
        size, more = source.stat().st_size, target.stat().st_size - source.stat().st_size
    print(
        f"{pages} pages, {size / 1e6:.0f} MB: {seconds:.1f} s, {1000 * seconds / pages:.0f} ms a "
        f"page, {memory:.0f} MB; {more / 1e6:.1f} MB were written behind"
    )


if __name__ == "__main__":
    main()
