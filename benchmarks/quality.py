"""Measures quality: word and character errors before and after, on every set, in one command.

python benchmarks/quality.py --sets dev/eng,clean --errors errors.tsv
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import reliability
import report
import sets
from measure import Measured, Repaired, Repairer, measure
from scoring import FOLDING


def svfix_repairer(min_confidence: float | None) -> Repairer:
    """svfix as it ships, or with another threshold."""
    import svfix

    fixer = svfix.Fixer() if min_confidence is None else svfix.Fixer(min_confidence=min_confidence)

    def repair(text: str) -> Repaired:
        result = fixer.explain(text)
        return Repaired(result.text, result.edits, result.quality)

    repair("Det är en uppféljning")  # opens the lexicon, so that the first page is not charged
    return repair


def thresholds(names: str) -> list[float]:
    """The thresholds that a comma-separated list names."""
    return [float(name) for name in names.split(",")]


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="all", help=f"comma-separated: {', '.join(sets.SETS)}")
    parser.add_argument("--shared", type=Path, default=sets.SHARED, help="the folder of sets")
    parser.add_argument("--min-confidence", type=float, help="another threshold for svfix")
    parser.add_argument("--thresholds", type=thresholds, help="compare these, comma-separated")
    parser.add_argument("--peers", action="store_true", help="measure hunspell and symspellpy too")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument(
        "--details",
        action="store_true",
        help="also edits by rule and confidence, and expected errors",
    )
    parser.add_argument("--errors", type=Path, help="write every remaining error to this TSV file")
    parser.add_argument("--json", type=Path, help="write the figures to this JSON file")
    return parser.parse_args(arguments)


def measure_sets(
    names: list[str], shared: Path, tools: dict[str, Repairer], markdown: bool
) -> dict[str, Measured]:
    """Measure every tool on every set and print the table; what svfix did is returned."""
    rows, ours = [], {}
    for name in names:
        try:
            pages = sets.load(name, shared)
        except sets.Missing as missing:
            print(missing, file=sys.stderr)
            continue
        for tool, repair in tools.items():
            measured = measure(repair, pages)
            rows.append(report.row(name, tool, measured.score))
            if tool == "svfix":
                ours[name] = measured
    if rows:
        print(report.table(rows, markdown))
    return ours


def compare(names: list[str], shared: Path, thresholds: list[float]) -> None:
    """Print what each threshold gives on each set, as a Markdown table."""
    print(f"| {' | '.join(report.TRADE)} |\n|{'---|' * len(report.TRADE)}")
    for name in names:
        pages = sets.load(name, shared)
        for least in thresholds:
            score = measure(svfix_repairer(least), pages).score
            print(f"| {' | '.join(report.trade(name, least, score))} |")


def print_details(measured: dict[str, Measured], everything: bool) -> None:
    """What lies behind the figures."""
    sections = [report.kinds_table(measured), report.list_harm(measured)]
    if everything:
        sections += [
            report.rules_table(measured),
            reliability.curve(measured),
            reliability.by_family(measured),
            reliability.foretold_table(measured),
        ]
    for section in filter(None, sections):
        print(f"\n{section}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 if nothing could be measured, 2 for a set that does not exist."""
    options = parse(arguments)
    try:
        names = sets.expand(options.sets)
    except sets.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    if options.thresholds:
        compare(names, options.shared, options.thresholds)
        return 0
    tools = {"svfix": svfix_repairer(options.min_confidence)}
    if options.peers:
        import peers

        tools |= peers.available()
    print(f"folding: {FOLDING}\n")
    measured = measure_sets(names, options.shared, tools, options.markdown)
    print_details(measured, options.details)
    if options.errors:
        report.write_errors(options.errors, measured)
    if options.json:
        options.json.write_text(report.as_json(measured), encoding="utf-8")
    return 0 if measured else 1


if __name__ == "__main__":
    sys.exit(main())
