"""The plots of a batch: pages by how wrong they are, edits by rule, what was read for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from svfix.batch.report.pages import BINS
from svfix.batch.summary import Totals, counted
from svfix.diffs.html import drawing
from svfix.diffs.html.drawing import COUNT, LABEL, ROW, WIDTH
from svfix.diffs.html.markup import text
from svfix.io.visible import shown

RULES = 12  # shown, and as many confusions
MARGIN = 165  # of the names of rules

HEIGHT, FOOT, HEAD = 150, 20, 14  # of the columns, of their names below, of the counts above
SHADES = {"before": "As read", "after": "As repaired"}


def render(bins: Sequence[Sequence[int]], totals: Totals, letters: Counter[tuple[str, str]]) -> str:
    """All plots that there is something to show in."""
    return _pages(bins) + _rules(totals) + _confusions(letters)


def _pages(bins: Sequence[Sequence[int]]) -> str:
    """How many files have which share of wrong words, before and after; a column is a link."""
    most = max(map(max, bins))
    if not most:
        return ""
    step = WIDTH / len(bins)
    body = "".join(
        _columns(number, counts, number * step, step, most) for number, counts in enumerate(bins)
    )
    svg = drawing.svg(HEAD + HEIGHT + FOOT, "Files by words expected to be wrong", body)
    note = "Files by the share of their words that is expected to be wrong."
    return drawing.figure("How wrong the files are", note, drawing.legend(SHADES) + svg)


def _columns(number: int, counts: Sequence[int], x: float, step: float, most: int) -> str:
    name = bin_name(number)
    told = f"{name}: {counted(counts[0], 'file')} as read, {counts[1]:,} as repaired"
    columns = ""
    for place, (count, shade) in enumerate(zip(counts, SHADES, strict=True)):
        height = HEIGHT * count / most
        left, top = x + step * (0.1 + 0.4 * place), HEAD + HEIGHT - height
        columns += (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{0.38 * step:.1f}" '
            f'height="{height:.1f}" class="{shade}"/>'
        )
        if count:
            columns += (
                f'<text x="{left + 0.19 * step:.1f}" y="{top - 7:.1f}" '
                f'class="value middle">{short(count)}</text>'
            )
    return (
        f'<a href="#pages" data-pick-bin="{number}" aria-label="{text(told)}">'
        f"<title>{text(told)}</title>"
        f'<rect class="hover" x="{x:.1f}" y="0" width="{step:.1f}" height="{HEAD + HEIGHT}"/>'
        f'{columns}<text x="{x + step / 2:.1f}" y="{HEAD + HEIGHT + FOOT / 2 + 2}" '
        f'class="middle">{text(name)}</text></a>'
    )


def bin_name(number: int) -> str:
    """What a bin of shares is called.

    >>> bin_name(0), bin_name(1), bin_name(7)
    ('< 0.5%', '0.5–1', '50–100')
    """
    ends = [f"{100 * start:g}" for start in (*BINS, 1.0)]
    return f"< {ends[1]}%" if number == 0 else f"{ends[number]}–{ends[number + 1]}"


def short(count: int) -> str:
    """A count in few letters.

    >>> short(999), short(12_345)
    ('999', '12k')
    """
    return f"{count}" if count < 1000 else f"{count / 1000:.0f}k"


def _rules(totals: Totals) -> str:
    """A bar for each rule, with the share of its edits that is expected to be wrong."""
    rows = _by_first_rule(totals)
    if not rows:
        return ""
    if rest := rows[RULES:]:
        count, wrong = sum(n for _, n, _ in rest), sum(wrong for _, _, wrong in rest)
        rows[RULES:] = [(f"{len(rest)} others", count, wrong)]
    scale = (WIDTH - MARGIN - COUNT) / max(count for _, count, _ in rows)
    body = "".join(_rule(*row, place * ROW, scale) for place, row in enumerate(rows))
    svg = drawing.svg(len(rows) * ROW, "Edits by rule", body)
    shades = {"after": "Edits", "fill-broken": "Expected to be wrong"}
    return drawing.figure("Edits by rule", "", drawing.legend(shades) + svg)


def _by_first_rule(totals: Totals) -> list[tuple[str, int, float]]:
    """Rules, how many edits they made first, and how many of these are expected to be wrong."""
    sums: dict[str, tuple[int, float]] = {}
    for rule, count, sure in totals.by_rule():
        first = rule.partition("+")[0]
        edits, wrong = sums.get(first, (0, 0.0))
        sums[first] = edits + count, wrong + count * (1 - sure)
    rows = [(rule, *both) for rule, both in sums.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _rule(rule: str, count: int, wrong: float, y: float, scale: float) -> str:
    bars = drawing.bar(MARGIN, y, count * scale, "after")
    if wrong * scale >= 0.5:
        bars += drawing.bar(MARGIN, y, wrong * scale, "fill-broken")
    told = f"{counted(count, 'edit')}, of which {wrong:,.1f} expected to be wrong"
    end = MARGIN + count * scale
    return drawing.row(rule, y, end, f"{count:,}", bars, told, margin=MARGIN)


def _confusions(letters: Counter[tuple[str, str]]) -> str:
    """The letters that were most often read for others."""
    rows = sorted(letters.items(), key=lambda row: (-row[1], row[0]))[:RULES]
    if not rows:
        return ""
    scale = (WIDTH - LABEL - COUNT) / rows[0][1]
    body = "".join(
        drawing.row(
            " → ".join(map(letter, pair)),
            place * ROW,
            LABEL + count * scale,
            f"{count:,}",
            drawing.bar(LABEL, place * ROW, count * scale, "after"),
            counted(count, "time"),
        )
        for place, (pair, count) in enumerate(rows)
    )
    svg = drawing.svg(len(rows) * ROW, "The commonest confusions", body)
    return drawing.figure("Commonest confusions", "As read → as repaired, in words", svg)


def letter(side: str) -> str:
    """One side of a confusion, where a space shows, and nothing too."""
    return shown(side).replace(" ", "␣")
