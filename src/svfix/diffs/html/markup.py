"""Texts and figures as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

NOTHING = "–"  # a rate with nothing to divide by


def text(value: object) -> str:
    """A text as HTML; what UTF-8 cannot hold, half a surrogate pair, becomes U+FFFD.

    >>> text("<b> & \\ud800")
    '&lt;b&gt; &amp; �'
    """
    return escape(str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def percent(rate: float | None) -> str:
    """A rate for a reader: two digits that say something, and never 0 % for what is not nothing.

    >>> [percent(x) for x in (None, 0, 0.00004, 0.0123, 0.285, 1, 2.5)]
    ['–', '0%', '0.004%', '1.23%', '28.5%', '100%', '250%']
    """
    if rate is None:
        return NOTHING
    points = 100 * rate
    if points in (0, 100) or points >= 100:
        return f"{points:.0f}%"
    if points >= 10:
        return f"{points:.1f}%"
    return f"{points:.2f}%" if points >= 0.01 else f"{points:.1g}%"


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "word"), plural(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of ready HTML; the first cell of a row is its head."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join(f"<tr>{_row(list(cells))}</tr>" for cells in rows)
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(cells: list[str]) -> str:
    return f'<th scope="row">{cells[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in cells[1:])
