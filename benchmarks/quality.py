"""Measures quality: errors before and after, on every set, real scans first, in one command.

python benchmarks/quality.py --sets proofread,clean --errors errors.tsv
python benchmarks/quality.py --cases
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import account
import cases
import error_lists
import reliability
import report
import sets
from measure import Measured, Repaired, Repairer, measure
from scoring import FOLDING
from sets import Page


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
    parser.add_argument("--account", action="store_true", help="also the errors left, by kind")
    parser.add_argument("--cases", action="store_true", help="try the cases instead of the sets")
    parser.add_argument(
        "--errors",
        type=Path,
        help="write every remaining error to this TSV file, and those of plain words beside it",
    )
    parser.add_argument("--json", type=Path, help="write the figures to this JSON file")
    return parser.parse_args(arguments)


def loaded(names: list[str], shared: Path) -> Iterator[tuple[str, list[Page]]]:
    """The sets that are there; the others are told of."""
    for name in names:
        try:
            yield name, sets.load(name, shared)
        except sets.Missing as missing:
            print(missing, file=sys.stderr)


def measure_sets(
    names: list[str], shared: Path, tools: dict[str, Repairer], markdown: bool
) -> dict[str, Measured]:
    """Measure every tool on every set and print the tables; what svfix did is returned."""
    found = {
        (name, tool): measure(repair, pages)
        for name, pages in loaded(names, shared)
        for tool, repair in tools.items()
    }
    if found:
        print("plain words: letters and figures, whatever marks are beside them\n")
        print(report.plain_table(found, markdown))
        print(f"\nwords between white space; folding: {FOLDING}\n")
        rows = [report.row(name, tool, each.score) for (name, tool), each in found.items()]
        print(report.table(report.COLUMNS, rows, markdown))
    return {name: each for (name, tool), each in found.items() if tool == report.OURS}


def compare(names: list[str], shared: Path, thresholds: list[float]) -> None:
    """Print what each threshold gives on each set, as a Markdown table."""
    print(f"| {' | '.join(report.TRADE)} |\n|{'---|' * len(report.TRADE)}")
    for name, pages in loaded(names, shared):
        for least in thresholds:
            found = measure(svfix_repairer(least), pages)
            print(f"| {' | '.join(report.trade(name, least, found.score, found.plain))} |")


def try_cases(shared: Path, repair: Repairer, markdown: bool) -> int:
    """Print what becomes of the cases; 1 if they are not there."""
    try:
        found = cases.tried(cases.load(shared), lambda text: repair(text).text)
    except sets.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(cases.report(found, markdown))
    return 0


def tell_account(measured: dict[str, Measured], options: argparse.Namespace) -> None:
    """Print the plain words left wrong, by kind, and write them to a file beside the errors'."""
    found = {name: account.errors_of(result) for name, result in measured.items()}
    damaged = {name: errors for name, errors in found.items() if name not in sets.CLEAN}
    if damaged and (options.account or options.details):
        rows = list(account.rows(damaged))
        print(f"\n{report.table(account.COLUMNS, rows, options.markdown, names=1)}")
    if options.errors:
        path = options.errors.with_suffix(f".plain{options.errors.suffix}")
        error_lists.write_rows(path, account.LIST_COLUMNS, account.listed(found))


def print_details(measured: dict[str, Measured], everything: bool) -> None:
    """What lies behind the figures."""
    sections = [report.kinds_table(measured), error_lists.list_harm(measured)]
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
    ours = svfix_repairer(options.min_confidence)
    if options.cases:
        return try_cases(options.shared, ours, options.markdown)
    tools = {report.OURS: ours}
    if options.peers:
        import peers

        tools |= peers.available()
    measured = measure_sets(names, options.shared, tools, options.markdown)
    print_details(measured, options.details)
    if options.account or options.details or options.errors:
        tell_account(measured, options)
    if options.errors:
        error_lists.write_errors(options.errors, measured)
    if options.json:
        options.json.write_text(report.as_json(measured), encoding="utf-8")
    return 0 if measured else 1


if __name__ == "__main__":
    sys.exit(main())
