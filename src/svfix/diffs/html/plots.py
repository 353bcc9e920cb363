"""The plots of a report, as inline SVG: readable without colour, each bar a link to its errors.

Sizes are in the units of an SVG's own grid; report.css scales it to the column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from svfix.diffs.document import CONFUSIONS as LISTED
from svfix.diffs.html import drawing
from svfix.diffs.html.drawing import COUNT, LABEL, ROW, WIDTH
from svfix.diffs.html.embed import Sheet
from svfix.diffs.html.kinds import CLASSES, LABELS, OUTCOMES
from svfix.diffs.html.markup import text
from svfix.io.visible import shown, visible

CONFUSIONS = 10  # shown
STRIP_HEIGHT, STRIP_STEP, STRIP_BARS = 64, 36, 210  # of the strip; more pages share a bar

Json = Mapping[str, Any]


def render(document: Json, sheets: Sequence[Sheet]) -> str:
    """The plots of classes and confusions; an empty string where nothing is wrong."""
    return _classes(sheets) + _confusions(document["score"])


PATTERNS = """<svg class="patterns" aria-hidden="true" width="0" height="0"><defs>
<pattern id="fill-missed" width="5" height="5" patternUnits="userSpaceOnUse">
<rect width="5" height="5" class="paper"/>
<circle cx="2.5" cy="2.5" r="1.4" class="ink-missed"/></pattern>
<pattern id="fill-miscorrected" width="5" height="5" patternUnits="userSpaceOnUse"
patternTransform="rotate(45)"><rect width="5" height="5" class="paper"/>
<rect width="2.6" height="5" class="ink-miscorrected"/></pattern></defs></svg>"""


def _classes(sheets: Sequence[Sheet]) -> str:
    """A bar for each class, in parts for the outcomes."""
    counts: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        counts.update(sheet.classes)
    totals = {
        kind.name: sum(n for (name, _), n in counts.items() if name == kind.name)
        for kind in CLASSES
    }
    names = sorted((name for name in totals if totals[name]), key=lambda name: -totals[name])
    if not names:
        return ""
    scale = (WIDTH - LABEL - COUNT) / max(totals.values())
    body = "".join(
        _class_row(name, place * ROW, totals[name], counts, scale)
        for place, name in enumerate(names)
    )
    used = {outcome for _, outcome in counts}
    shades = {f"fill-{kind.name}": kind.label for kind in OUTCOMES[::-1] if kind.name in used}
    svg = drawing.svg(len(names) * ROW, "Words by class of error", body)
    return drawing.figure("Classes of error", "", drawing.legend(shades) + svg)


def _class_row(
    name: str, y: float, total: int, counts: Counter[tuple[str, str]], scale: float
) -> str:
    parts = {
        outcome: counts[name, outcome]
        for outcome in ("fixed", "missed", "miscorrected", "broken", "wrong")
        if counts[name, outcome]
    }
    told = ", ".join(f"{n:,} {LABELS.get(o, o).lower()}" for o, n in parts.items())
    bars, x = "", float(LABEL)
    for outcome, n in parts.items():
        bars += drawing.bar(x, y, n * scale, f"fill-{outcome}")
        x += n * scale
    return drawing.row(LABELS[name], y, x, f"{total:,}", bars, told, f'data-pick-class="{name}"')


def _confusions(score: Json) -> str:
    """The commonest confusions: how many there were, and how many are left."""
    tallies = [score["hypothesis"]]
    if score["observed"] is not None:
        tallies.insert(0, score["observed"])
    lists = [_counted(tally) for tally in tallies]
    pairs = sorted(
        {pair for counts in lists for pair in counts},
        key=lambda pair: (-max(counts[pair] for counts in lists), pair),
    )[:CONFUSIONS]
    if not pairs:
        return ""
    scale = (WIDTH - LABEL - COUNT) / max(counts[pairs[0]] for counts in lists)
    body = "".join(
        _confusion_row(pair, place * ROW, lists, scale) for place, pair in enumerate(pairs)
    )
    shades = {"before": "As observed", "after": "Left in the hypothesis"}
    legend = drawing.legend(shades) if len(lists) > 1 else ""
    svg = drawing.svg(len(pairs) * ROW, "The commonest confusions", body)
    return drawing.figure("Commonest confusions", "On the page → as read", legend + svg)


def _counted(tally: Json) -> Counter[tuple[str, str]]:
    return Counter({(c["reference"], c["read"]): c["count"] for c in tally["confusions"]})


def _confusion_row(
    pair: tuple[str, str], y: float, lists: Sequence[Counter[tuple[str, str]]], scale: float
) -> str:
    label = " → ".join(map(_shown, pair))
    shades = ("before", "after")[-len(lists) :]
    bars = "".join(
        drawing.bar(LABEL, y, counts[pair] * scale, shade)
        for counts, shade in zip(lists, shades, strict=True)
        if counts[pair]
    )
    end = LABEL + max(counts[pair] for counts in lists) * scale
    count = " → ".join(_told(counts, pair) for counts in lists)
    return drawing.row(label, y, end, count, bars, count, "")


def _told(counts: Counter[tuple[str, str]], pair: tuple[str, str]) -> str:
    """How often a pair is there; of one too rare for a full list, how often at most."""
    if pair in counts or len(counts) < LISTED:
        return f"{counts[pair]:,}"
    return f"≤ {min(counts.values()):,}"


def _shown(side: str) -> str:
    return shown(side).replace(" ", "␣")


def strip(sheets: Sequence[Sheet], has_observed: bool) -> str:
    """The share of words wrong along the pages, so that a bad stretch is seen."""
    if len(sheets) < 2 or not any(sheet.outcomes for sheet in sheets):
        return ""
    size = -(-len(sheets) // STRIP_BARS)
    groups = [list(enumerate(sheets))[i : i + size] for i in range(0, len(sheets), size)]
    rates = [_rates([sheet for _, sheet in group]) for group in groups]
    most = max(max(rate) for rate in rates) or 1
    width = 2 * WIDTH
    step = min(width / len(groups), STRIP_STEP)
    body = "".join(
        _strip_bar(group, rate, place * step, step, most, has_observed)
        for place, (group, rate) in enumerate(zip(groups, rates, strict=True))
    )
    unit = "page" if size == 1 else f"{size} pages"
    title = "Where the errors are"
    note = f"Share of words wrong, a bar for every {unit}; the highest is {most:.0%}."
    is_wide = len(groups) * step > WIDTH
    svg = drawing.svg(STRIP_HEIGHT, title, body, width if is_wide else WIDTH)
    return drawing.figure(title, note, svg, is_wide)


def _rates(sheets: Sequence[Sheet]) -> tuple[float, float]:
    words = max(1, sum(sheet.words for sheet in sheets))
    return (
        sum(sheet.was_wrong for sheet in sheets) / words,
        sum(sheet.wrong for sheet in sheets) / words,
    )


def _strip_bar(
    group: Sequence[tuple[int, Sheet]],
    rate: tuple[float, float],
    x: float,
    step: float,
    most: float,
    has_observed: bool,
) -> str:
    before, now = rate
    worst, sheet = max(group, key=lambda item: _rates([item[1]])[1])
    told = f"{visible(sheet.name)}: {now:.1%} of words wrong"
    told += f", {before:.1%} as observed" if has_observed else ""
    columns = list(_columns(before if has_observed else 0, now, x, step, most))
    return (
        f'<a href="#page-{worst + 1}" data-pick-page="{worst}" tabindex="-1" '
        f'aria-label="{text(told)}"><title>{text(told)}</title>'
        f'<rect class="hover" x="{x:.2f}" y="0" width="{step:.2f}" height="{STRIP_HEIGHT}"/>'
        f"{''.join(columns)}</a>"
    )


def _columns(before: float, now: float, x: float, step: float, most: float) -> Iterator[str]:
    for rate, style in ((before, "before"), (now, "after")):
        height = rate / most * (STRIP_HEIGHT - 4)
        if height:
            yield (
                f'<rect x="{x + step * 0.1:.2f}" y="{STRIP_HEIGHT - height:.2f}" '
                f'width="{step * 0.8:.2f}" height="{height:.2f}" class="{style}"/>'
            )
