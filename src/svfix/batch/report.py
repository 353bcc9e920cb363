"""The report of a batch: one page of HTML that needs nothing else, for whoever looks it through.

Which files to scan again, what was edited, and samples to check, the least sure among them; where
there are references, with links to the pages of the comparison (`truth`).  Memory does not grow
with the batch: only the worst files and the samples are kept.  All text of the files is escaped,
and the page has no script, nor may a browser run or load any (`POLICY`).
"""

from __future__ import annotations

import hashlib
import heapq
import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from svfix import __version__
from svfix.batch.summary import Totals, compared, counted
from svfix.batch.truth import Measured
from svfix.batch.work import Outcome
from svfix.io.visible import shown

WORST = 100  # files
SAMPLES = 25  # of each row of SURE
FAILURES = 1000  # listed, and as many doubts
EXPECTED = ("Words", "Expected wrong as read", "as repaired", "Edits")
MEASURED = ("WER as read", "as repaired", "CER as read", "as repaired")
PLACES = ("page", "line", "record", "word_id")  # shown, of those an edit has
FEW = 20  # words; a share of fewer says little about a file
SURE = ((0.0, 0.8), (0.8, 0.95), (0.95, 1.01))  # confidences, in whose order samples are shown

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.file { overflow-wrap: anywhere; }
del { color: #b3261e; text-decoration: none; }
ins { color: #1b7f3b; text-decoration: none; font-weight: 600; }
small { opacity: .7; }
"""
_DIGEST = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page, whatever stands in it: show it in this style."""

HEAD = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>svfix report</title><style>{STYLE}</style></head>
<body>"""


class _File(NamedTuple):
    """What is shown of a file; `name` has its link."""

    name: str
    quality: tuple[int, float, float]
    edits: int
    measured: Measured | None


class Report:
    """What a report needs of the outcomes, gathered one by one; `path` is where it goes."""

    def __init__(self, path: str) -> None:
        self._folder = os.path.dirname(path)  # noqa: PTH120 (fast)
        self._count = 0  # orders what is equal
        self._worst: list[tuple[float, int, _File]] = []
        self._failures: list[str] = []
        self._doubts: list[str] = []
        self._samples: dict[
            tuple[float, float], list[tuple[int, int, tuple[str, dict[str, Any]]]]
        ] = {row: [] for row in SURE}

    def add(self, outcome: Outcome, page: str | None = None) -> None:
        """Note a file, and where the page of its comparison is."""
        if outcome.failure:
            _note(self._failures, outcome.failure)
            return
        measured = outcome.measured
        name = _safe(outcome.source)
        if measured and measured.doubt:
            _note(self._doubts, measured.doubt)
        if measured and measured.page and page:
            name = f'<a href="{self._link(page)}">{name}</a>'
        is_known = measured is not None and measured.words > 0
        if is_known or outcome.quality[0] >= FEW:
            wrong = measured.wer[1] if measured and is_known else outcome.quality[2]
            edits = int(sum(count for count, _ in outcome.rules.values()))
            self._keep(self._worst, wrong, _File(name, outcome.quality, edits, measured), WORST)
        for edit in outcome.edits or ():
            row = next(row for row in SURE if row[0] <= edit["confidence"] < row[1])
            self._keep(self._samples[row], _lot(outcome, edit), (name, edit), SAMPLES)

    def _link(self, page: str) -> str:
        """Where a page is, from here; a name may hold any bytes."""
        return "./" + quote(os.fsencode(os.path.relpath(page, self._folder or ".")))

    def _keep(self, heap: list[Any], weight: float, what: object, most: int) -> None:
        """Keep the weightiest; of equal ones, those that came first."""
        self._count += 1
        row = (weight, -self._count, what)
        if len(heap) < most:
            heapq.heappush(heap, row)
        elif row > heap[0]:
            heapq.heapreplace(heap, row)

    def html(self, totals: Totals) -> bytes:
        """The page, in UTF-8."""
        body = "".join(
            [
                *_overview(totals),
                *_section("Failed", _list(self._failures)),
                *_section("Worst first: what to scan again", self._worst_rows()),
                *_section("Edits by rule", _rules(totals)),
                *_section("Samples to check", self._sample_rows()),
                *_section("Not compared, or doubtful", _list(self._doubts)),
            ]
        )
        return f"{HEAD}{body}</body></html>\n".encode("utf-8", "replace")

    def _worst_rows(self) -> Iterator[str]:
        rows = [one for _, _, one in sorted(self._worst, key=lambda row: row[:2])][::-1]
        if rows:
            is_measured = any(one.measured for one in rows)
            yield _table(
                ("File", *EXPECTED, *(MEASURED if is_measured else ())),
                ((one.name, *_cells(one, is_measured)) for one in rows),
            )

    def _sample_rows(self) -> Iterator[str]:
        for (low, high), found in self._samples.items():
            if found:
                rows = [what for _, _, what in sorted(found, key=lambda row: -row[1])]
                yield f"<h3>Confidence {low:.2f} to {min(high, 1):.2f}</h3>"
                yield "<table><tr><th>File</th><th>Edit</th><th>Rule</th>"
                yield '<th class="n">Sure</th></tr>'
                yield from (_sample(name, edit) for name, edit in rows)
                yield "</table>"


def _note(sentences: list[str], sentence: str) -> None:
    if len(sentences) < FAILURES:
        sentences.append(sentence)


def _cells(one: _File, is_measured: bool) -> Iterator[str]:
    words, before, after = one.quality
    yield from (f"{words:,}", f"{before:.1%}", f"{after:.1%}", f"{one.edits:,}")
    if one.measured and one.measured.words:
        yield from (f"{rate:.2%}" for rate in (*one.measured.wer, *one.measured.cer))
    elif is_measured:
        yield from "–" * len(MEASURED)


def _lot(outcome: Outcome, edit: dict[str, Any]) -> int:
    """A number drawn for an edit, the same in every run."""
    name = f"{outcome.source}\0{edit['start']}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big")


def _overview(totals: Totals) -> Iterator[str]:
    before, after = totals.shares()
    yield "<h1>svfix report</h1>"
    yield (
        f"<p>{counted(totals.files, 'file')}, {totals.changed:,} of them with edits, "
        f"{totals.failed:,} failed, {totals.passed_over:,} pictures, archives and METS files passed"
        " over. "
        f"{counted(totals.words, 'word')}, of which {before:.1%} are expected to be wrong as read "
        f"and <strong>{after:.1%} as repaired</strong>. {counted(totals.edits, 'edit')}.</p>"
    )
    if totals.compared or totals.not_compared:
        yield f"<p>{compared(totals)}.</p>"
    yield f"<p><small>svfix {escape(__version__)}. Shares expected to be wrong are estimates."
    yield "</small></p>"


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    body = "".join(rows)
    if body:
        yield f"<h2>{escape(title)}</h2>{body}\n"


def _list(failures: list[str]) -> Iterator[str]:
    if failures:
        yield "<ul>" + "".join(f"<li>{_safe(failure)}</li>" for failure in failures) + "</ul>"


def _rules(totals: Totals) -> Iterator[str]:
    if totals.rules:
        yield _table(
            ("Rule", "Edits", "Mean confidence", "Expected to be wrong"),
            (
                (_safe(rule), f"{count:,}", f"{sure:.3f}", f"{count * (1 - sure):,.1f}")
                for rule, count, sure in totals.by_rule()
            ),
        )


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of names, which are HTML, and numbers."""
    head = "".join(f'<th class="n">{escape(name)}</th>' for name in names[1:])
    body = "".join(
        f'<tr><td class="file">{first}</td>'
        + "".join(f'<td class="n">{_safe(cell)}</td>' for cell in cells)
        + "</tr>\n"
        for first, *cells in rows
    )
    return f"<table><tr><th>{escape(names[0])}</th>{head}</tr>\n{body}</table>"


def _sample(name: str, edit: dict[str, Any]) -> str:
    places = ", ".join(f"{name} {edit[name]}" for name in PLACES if name in edit)
    before, after = _safe(shown(edit["before"])), _safe(shown(edit["after"]))
    return (
        f'<tr><td class="file">{name}<br><small>{_safe(places)}</small></td>'
        f"<td><del>{before}</del> → <ins>{after}</ins></td>"
        f'<td>{_safe(edit["rule"])}</td><td class="n">{edit["confidence"]:.3f}</td></tr>\n'
    )


def _safe(text: str) -> str:
    """Text that is nothing but text on the page.

    >>> _safe("<script>")
    '&lt;script&gt;'
    """
    return escape("".join(c if c.isprintable() else "\ufffd" for c in text))
