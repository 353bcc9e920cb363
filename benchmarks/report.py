"""Tables of what was measured."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence

import sets
from measure import Measured
from scoring import FOLDING, OUTCOMES, Score, ratio

OURS = "svfix"
PLAIN_COLUMNS = (
    "set", "tool", "words", "wrong as read", "left", "gone",
    "broken", "broken in 10,000", "edits", "edits in 10,000",
)  # fmt: skip


Found = dict[tuple[str, str], Measured]
"""What was measured, by set and tool."""


def plain_table(found: Found, markdown: bool) -> str:
    """The table of plain words, for each set and tool, led by all real scans together."""
    rows = [plain_row(name, tool, measured) for (name, tool), measured in found.items()]
    together: dict[str, Measured] = defaultdict(Measured)
    for (name, tool), measured in found.items():
        if name in sets.REAL:
            together[tool].plain += measured.plain
            together[tool].score += measured.score
    if len(sets.REAL & {name for name, _ in found}) > 1:
        rows = [plain_row("real scans together", *each) for each in together.items()] + rows
    return table(PLAIN_COLUMNS, rows, markdown)


def plain_row(name: str, tool: str, measured: Measured) -> list[str]:
    """One line of the table of plain words, with the edits, which only our tool tells.

    Edits are of marks and spaces too, so they are in 10,000 words between white space.
    """
    plain, score = measured.plain, measured.score
    edits = str(score.edits), f"{10_000 * ratio(score.edits, score.words):.1f}"
    return [
        name,
        tool,
        *map(str, (plain.words, plain.before, plain.after)),
        gone(plain),
        str(plain.outcomes["broken"]),
        f"{plain.harm:.1f}",
        *(edits if tool == OURS else "––"),
    ]


def gone(score: Score) -> str:
    """The share of the errors that are gone."""
    return f"{100 * score.reduction:.1f} %" if score.before else "–"


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
        gone(score),
        *(str(score.outcomes[outcome]) for outcome in OUTCOMES),
        str(score.edits),
        f"{100 * score.precision:.1f} %" if score.edits else "–",
        f"{ratio(score.words, 1) / score.seconds:.0f}" if score.seconds else "–",
    ]


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], markdown: bool, names: int = 2
) -> str:
    """Rows under the column heads, aligned (names left); as a Markdown table if asked."""
    lines = [list(columns), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    padded = [
        [cell.ljust(width) if i < names else cell.rjust(width)
         for i, (cell, width) in enumerate(zip(line, widths, strict=True))]
        for line in lines
    ]  # fmt: skip
    if not markdown:
        return "\n".join("  ".join(line).rstrip() for line in padded)
    rule = [("-" * w if i < names else "-" * (w - 1) + ":") for i, w in enumerate(widths)]
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


TRADE = (
    "set", "min_confidence", "errors repaired", "gone", "edits", "right", "broken",
    "plain words: gone", "broken", "in 10,000",
)  # fmt: skip


def trade(name: str, least: float, score: Score, plain: Score) -> list[str]:
    """One line of what a threshold trades: repair for risk."""
    return [
        name,
        str(least),
        f"{100 * ratio(score.outcomes['fixed'], score.before):.1f} %",
        gone(score),
        str(score.edits),
        f"{100 * score.precision:.1f} %",
        str(score.outcomes["broken"]),
        gone(plain),
        str(plain.outcomes["broken"]),
        f"{plain.harm:.1f}",
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
                    "plain": {
                        "words": result.plain.words,
                        "wrong": result.plain.before,
                        "left": result.plain.after,
                        **{outcome: result.plain.outcomes[outcome] for outcome in OUTCOMES},
                    },
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
