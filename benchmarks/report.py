"""Tables and lists of what was measured."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import sets
from measure import Measured
from scoring import FOLDING, OUTCOMES, Score, ratio

COLUMNS = (
    "set", "tool", "pages", "words", "CER", "→", "WER", "→", "gone",
    *OUTCOMES, "edits", "right", "words/s",
)  # fmt: skip


def row(name: str, tool: str, score: Score) -> list[str]:
    """One line of the table."""
    cer = (ratio(n, score.characters) for n in (score.characters_before, score.characters_after))
    return [
        name,
        tool,
        str(score.pages),
        str(score.words),
        *(f"{100 * share:.2f} %" for share in cer),
        *(f"{100 * score.rate(errors):.3g} %" for errors in (score.before, score.after)),
        f"{100 * score.reduction:.1f} %" if score.before else "–",
        *(str(score.outcomes[outcome]) for outcome in OUTCOMES),
        str(score.edits),
        f"{100 * score.precision:.1f} %" if score.edits else "–",
        f"{ratio(score.words, 1) / score.seconds:.0f}" if score.seconds else "–",
    ]


def table(rows: Sequence[Sequence[str]], markdown: bool) -> str:
    """Rows under the column heads, aligned; as a Markdown table if asked."""
    lines = [list(COLUMNS), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    padded = [
        [cell.ljust(width) if i < 2 else cell.rjust(width)
         for i, (cell, width) in enumerate(zip(line, widths, strict=True))]
        for line in lines
    ]  # fmt: skip
    if not markdown:
        return "\n".join("  ".join(line).rstrip() for line in padded)
    rule = [("-" * w if i < 2 else "-" * (w - 1) + ":") for i, w in enumerate(widths)]
    padded.insert(1, rule)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def kinds_table(measured: dict[str, Measured]) -> str:
    """Remaining errors of each set by kind, most first."""
    lines = []
    for name, result in measured.items():
        classes = (page.score.hypothesis.classes for page in result.pages)
        counts = sum(classes, Counter[str]())
        if counts:
            listed = ", ".join(f"{kind} {n}" for kind, n in counts.most_common())
            lines.append(f"{name}: {counts.total()} left: {listed}")
    return "\n".join(lines)


TRADE = ("set", "min_confidence", "errors repaired", "gone", "edits", "right", "broken")


def trade(name: str, least: float, score: Score) -> list[str]:
    """One line of what a threshold trades: repair for risk."""
    return [
        name,
        str(least),
        f"{100 * ratio(score.outcomes['fixed'], score.before):.1f} %",
        f"{100 * score.reduction:.1f} %",
        str(score.edits),
        f"{100 * score.precision:.1f} %",
        str(score.outcomes["broken"]),
    ]


def rules_table(measured: dict[str, Measured]) -> str:
    """How many edits of each rule are right."""
    rules: dict[str, list[bool]] = defaultdict(list)
    for result in measured.values():
        for edit in result.judged:
            rules[edit.rule].append(edit.right)
    lines = [f"{'rule':<28} {'edits':>6}   right"]
    for rule, rights in sorted(rules.items(), key=lambda item: -len(item[1])):
        lines.append(f"{rule:<28} {len(rights):>6} {100 * sum(rights) / len(rights):>6.1f} %")
    return "\n".join(lines)


def error_rows(name: str, measured: Measured, context: int = 4) -> Iterable[list[str]]:
    """A line for each place wrong in the hypothesis, with the words of the page before it."""
    for compared in measured.pages:
        truth = compared.pages[0].texts[0].text
        for found in compared.differences:
            if found.outcome != "fixed":
                left = truth[: found.reference_span[0]].split()[-context:]
                yield [
                    name, found.page, found.outcome, found.kind,
                    found.observed or "", found.hypothesis, found.reference, " ".join(left),
                ]  # fmt: skip


ERROR_COLUMNS = (
    "set", "page", "outcome", "kind", "observed", "hypothesis", "reference", "left",
)  # fmt: skip


def write_errors(path: Path, measured: dict[str, Measured]) -> None:
    """Write every remaining error as tab-separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, "excel-tab", quoting=csv.QUOTE_NONE, escapechar="\\")
        writer.writerow(ERROR_COLUMNS)
        for name, result in measured.items():
            writer.writerows(error_rows(name, result))


def list_harm(measured: dict[str, Measured]) -> str:
    """Each word changed on the clean sets."""
    lines = []
    for name in sorted(sets.CLEAN & measured.keys()):
        for _, page, _, kind, observed, hypothesis, _, left in error_rows(name, measured[name]):
            lines.append(f"{name} {page}: {left} [{observed} → {hypothesis}] ({kind})")
    return "\n".join(lines)


def as_json(measured: dict[str, Measured]) -> str:
    """The figures for a machine."""
    return json.dumps(
        {
            "folding": FOLDING,
            "sets": {
                name: {
                    "pages": result.score.pages,
                    "words": result.score.words,
                    "cer_before": ratio(result.score.characters_before, result.score.characters),
                    "cer_after": ratio(result.score.characters_after, result.score.characters),
                    "wer_before": result.score.rate(result.score.before),
                    "wer_after": result.score.rate(result.score.after),
                    "reduction": result.score.reduction,
                    **{outcome: result.score.outcomes[outcome] for outcome in OUTCOMES},
                    "edits": result.score.edits,
                    "edits_right": result.score.edits_right,
                    "seconds": round(result.score.seconds, 3),
                }
                for name, result in measured.items()
            },
        },
        ensure_ascii=False,
        indent=1,
    )
