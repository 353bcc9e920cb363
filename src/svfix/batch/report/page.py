"""The page of a report: what was done, plots, all pages in a table, samples, what went wrong."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from string import Template
from typing import TYPE_CHECKING, Any

from svfix import __version__
from svfix.batch.report import plots
from svfix.batch.report.pages import BINS, FEW, MOST, Page, Pages
from svfix.batch.summary import Totals, compared, counted
from svfix.diffs import html
from svfix.diffs.html import drawing
from svfix.diffs.html.embed import script_json
from svfix.diffs.html.markup import percent, table, text
from svfix.io.visible import shown, visible

if TYPE_CHECKING:
    from svfix.batch.report import Report, Sample

WORST = 100  # pages that are in the page itself; its script shows the others
COMMON = 40  # edits that came again and again
PLACES = ("page", "line", "record", "word_id")  # shown, of those an edit has

COLUMNS = ("Page", "Words", "Wrong as read", "Wrong now", "Edits")
MEASURED = ("WER as read", "WER now", "CER as read", "CER now")


def render(report: Report, totals: Totals) -> str:
    """The page."""
    script, style = _asset("report.js"), html.asset("report.css") + _asset("report.css")
    folder = report.pages.folder
    return Template(_asset("report.html")).substitute(
        title=f"svfix: {text(visible(folder or 'batch'))}",
        heading=text(visible(folder or "Batch")),
        style=style,
        style_hash=html.hash_of(style),
        summary="\n".join(_summary(report, totals)),
        listed=_listed(report.pages),
        pages=_pages(report.pages),
        samples="".join(_samples(report)),
        failed=_sentences("failed", "Failed", report.failures),
        doubts=_sentences("doubts", "Not compared, or doubtful", report.doubts),
        version=text(__version__),
        data=_data(report.pages),
        script=script,
        script_hash=html.hash_of(script),
    )


@cache
def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


def _summary(report: Report, totals: Totals) -> Iterator[str]:
    before, after = totals.shares()
    if totals.words:
        yield (
            f'<p class="verdict">Of {counted(totals.words, "word")}, {percent(before)} are '
            f"expected to be wrong as read, and <strong>{percent(after)}</strong> as repaired.</p>"
        )
    if totals.compared or totals.not_compared:
        yield f'<p class="verdict">{compared(totals)}.</p>'
    yield f'<div class="cards">{"".join(_cards(totals))}</div>'
    drawn = plots.render(report.pages.bins, totals, report.confusions.letters)
    yield f'<div class="plots">{drawn}{_common(report)}</div>'


def _cards(totals: Totals) -> Iterator[str]:
    before, after = totals.shares()
    yield _card("Files", f"{totals.files:,}", f"{totals.changed:,} of them with edits")
    if totals.words:
        about = f"expected, of {counted(totals.words, 'word')}"
        yield _card("Words wrong", _change(before, after), about)
    if totals.compared:
        found = counted(totals.compared, "file") + " compared with the truth"
        yield _card("Words wrong <abbr>WER</abbr>", _change(*totals.measured.wer), found)
        yield _card("Characters wrong <abbr>CER</abbr>", _change(*totals.measured.cer), found)
    if totals.edits:
        wrong = sum(count * (1 - sure) for _, count, sure in totals.by_rule())
        yield _card("Edits", f"{totals.edits:,}", f"{wrong:,.0f} expected to be wrong")
    if totals.failed:
        yield _card("Failed", f"{totals.failed:,}", '<a href="#failed">why</a>', "broken")
    if totals.passed_over:
        yield _card("Passed over", f"{totals.passed_over:,}", "pictures, archives, METS files")


def _card(title: str, figure: str, note: str, kind: str = "") -> str:
    outcome = f' data-outcome="{kind}"' if kind else ""
    return (
        f'<div class="card"{outcome}><span class="card-title">{title}</span>'
        f'<span class="card-figure">{figure}</span><p class="card-note">{note}</p></div>'
    )


def _change(before: float, after: float) -> str:
    was = f'<span class="was"><span class="hidden">before: </span>{percent(before)}</span> '
    return was + percent(after)


def _common(report: Report) -> str:
    """The edits that came most often, which a glance can check."""
    found = [row for row in report.confusions.words.items() if row[1] > 1]
    if not found:
        return ""
    rows = "".join(
        f"<li>{_edit(old, new)} <small>{count:,}</small></li>"
        for (old, new), count in sorted(found, key=lambda row: (-row[1], row[0]))[:COMMON]
    )
    return drawing.figure("Commonest edits", "", f'<ol class="common">{rows}</ol>', wide=True)


def _edit(before: str, after: str) -> str:
    return f"<del>{_shown(before)}</del> → <ins>{_shown(after)}</ins>"


def _columns(pages: Pages) -> tuple[str, ...]:
    return COLUMNS + MEASURED if pages.is_measured else COLUMNS


def _listed(pages: Pages) -> str:
    """What is said above the table: what it lists, and what shows the words of its pages."""
    said = ["Scan those again that are wrong as repaired. A heading sorts."]
    if pages.count > MOST:
        said.append(f"Of {pages.count:,} pages these are the worst {MOST:,}.")
    command = f"svfix review {shlex.quote(pages.folder or '.')}"
    said.append(f"Doubtful words beside their pictures: <code>{_shown(command)}</code>")
    return " ".join(said)


def _pages(pages: Pages) -> str:
    """The table of pages with the worst of them, which stands without the script too."""
    columns = _columns(pages)
    heads = "".join(
        f'<th scope="col" data-column="{number}"><button type="button">{name}</button></th>'
        for number, name in enumerate(columns)
    )
    rows = "".join(_row(name, page, columns) for name, page in islice(pages.worst(), WORST))
    return f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"


def _row(name: str, page: Page, columns: tuple[str, ...]) -> str:
    links = " · ".join(
        f'<a href="{text(file.link)}">{text(visible(file.label))}</a>' if file.link
        else text(visible(file.label))
        for file in page.files
    )  # fmt: skip
    cells = [f"{page.words:,}", *map(percent, page.wrong), f"{page.edits:,}"]
    if len(columns) > len(COLUMNS):
        cells += map(percent, page.measured or (None,) * len(MEASURED))
    few = ' class="few"' if page.words < FEW else ""
    head = f'<th scope="row">{_shown(name)} <small>{links}</small></th>'
    return f"<tr{few}>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _data(pages: Pages) -> str:
    """The pages as the script of the page reads them."""
    rows = [
        [
            visible(name),
            [[visible(file.label), file.link] for file in page.files],
            page.words,
            *(round(share, 6) for share in page.wrong),
            page.edits,
            *(round(rate, 6) for rate in page.measured),
        ]
        for name, page in pages.worst()
    ]
    bins = [[start, plots.bin_name(number)] for number, start in enumerate(BINS)]
    data = {"rows": rows, "few": FEW, "bins": bins, "columns": len(_columns(pages))}
    return script_json(data)


def _samples(report: Report) -> Iterator[str]:
    start = len(report.pages.folder) + 1 if report.pages.folder else 0
    for (low, high), samples in report.samples():
        yield table(
            f"Confidence {low:.2f} to {min(high, 1):.2f}",
            ("Edit", "Rule", "Sure", "Where"),
            (_sample(sample, start) for sample in samples),
        )


def _sample(sample: Sample, start: int) -> list[str]:
    edit: dict[str, Any] = sample.edit
    places = ", ".join(f"{name} {edit[name]}" for name in PLACES if name in edit)
    return [
        _edit(edit["before"], edit["after"]),
        text(edit["rule"]),
        f"{edit['confidence']:.3f}",
        f"{_shown(sample.source[start:].lstrip('/'))}<br><small>{_shown(places)}</small>",
    ]


def _sentences(name: str, title: str, sentences: Sequence[str]) -> str:
    """A section of sentences, where there are any."""
    items = "".join(f"<li>{_shown(one)}</li>" for one in sentences)
    return f'<section id="{name}"><h2>{title}</h2><ul>{items}</ul></section>' if items else ""


def _shown(value: str) -> str:
    """Text of a file, which is nothing but text on the page, and shows what is not seen.

    >>> _shown("<script>")
    '&lt;script&gt;'
    """
    return text(shown(value))
