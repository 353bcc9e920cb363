"""Bars and figures as inline SVG, which report.css colours and scales to the column."""

from __future__ import annotations

from collections.abc import Mapping

from svfix.diffs.html.markup import text

WIDTH = 420
ROW, BAR = 24, 13  # height of a row and of the bar in it
LABEL = 92  # width of the names to the left of the bars
COUNT = 84  # width of the counts to the right of them


def figure(title: str, note: str, svg: str, wide: bool = False) -> str:
    """A drawing with its title, and a note below that."""
    about = f"<p>{note}</p>" if note else ""
    name = "plot wide" if wide else "plot"
    return f'<figure class="{name}"><figcaption><h2>{title}</h2>{about}</figcaption>{svg}</figure>'


def svg(height: float, title: str, body: str, width: int = WIDTH) -> str:
    """A drawing of some height, with a title for those who do not see it."""
    return (
        f'<svg viewBox="0 0 {width} {height}" role="group" aria-label="{text(title)}">{body}</svg>'
    )


def legend(shades: Mapping[str, str]) -> str:
    """What the shades of the bars mean, by their names in report.css."""
    entries = "".join(
        f'<li><svg width="14" height="12" aria-hidden="true"><rect width="14" height="12" '
        f'class="{shade}"/></svg>{label}</li>'
        for shade, label in shades.items()
    )
    return f'<ul class="legend">{entries}</ul>' if entries else ""


def bar(x: float, y: float, width: float, style: str) -> str:
    """A bar in the row at `y`; one of nothing is a line."""
    return (
        f'<rect x="{x:.1f}" y="{y + (ROW - BAR) / 2:.1f}" width="{max(width, 1):.1f}" '
        f'height="{BAR}" class="{style}"/>'
    )


def row(
    label: str,
    y: float,
    end: float,
    count: str,
    bars: str,
    told: str,
    link: str = "",
    margin: int = LABEL,
) -> str:
    """A row: its name in the left margin, its bars, and a count behind their `end`.

    `told` is what is shown of it under the mouse and read aloud; `link` are the attributes of a
    link, "" for none.
    """
    middle = y + ROW / 2
    inside = (
        f"<title>{text(label)}: {text(told)}</title>"
        f'<rect class="hover" x="0" y="{y}" width="{WIDTH}" height="{ROW}"/>'
        f'<text x="{margin - 8}" y="{middle}" class="name">{text(label)}</text>{bars}'
        f'<text x="{end + 6:.1f}" y="{middle}" class="value">{count}</text>'
    )
    if not link:
        return f'<g role="img" aria-label="{text(label)}: {text(told)}">{inside}</g>'
    return f'<a href="#text" {link} aria-label="{text(label)}: {text(told)}">{inside}</a>'
