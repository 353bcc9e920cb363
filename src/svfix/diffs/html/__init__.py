"""A comparison as one HTML file: the scores, plots, and the texts side by side.

`render` takes the document of `svfix diff --json` and nothing else, so that a report can be made
from a stored comparison. The file needs no network and no server. The story of a page:

- `summary` and `plots` write the scores as plain HTML and SVG, readable without JavaScript;
- `embed` packs the lines as JSON, each word that all texts share but once;
- `assets` holds the page, its style and its scripts, which draw only the lines near the window.

What an engine read is hostile until shown otherwise: every text is escaped here, the scripts only
ever set it as text, and the page's content security policy runs no script but the report's own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from svfix.diffs.document import SCHEMA, SCHEMA_VERSION
from svfix.diffs.html import embed, summary
from svfix.diffs.html.markup import text
from svfix.io.visible import visible

SCRIPTS = ("model", "lines", "pages", "filters", "steps", "search", "main")
"""In the order they run; together they are one module."""


def render(document: Mapping[str, Any]) -> str:
    """The report of a comparison, one self-contained HTML page.

    `document` is what `svfix diff --json` writes: schema "svfix.diff", version 1. Raises
    ValueError for anything else, and KeyError for a document that lacks what the schema promises.

    >>> render({"schema": "svfix.explain"})
    Traceback (most recent call last):
    ...
    ValueError: a report is made from a "svfix.diff" document of version 1
    """
    if (document.get("schema"), document.get("schema_version")) != (SCHEMA, SCHEMA_VERSION):
        raise ValueError(f'a report is made from a "{SCHEMA}" document of version {SCHEMA_VERSION}')
    sheets = embed.sheets(document)
    script = "\n".join(asset(f"{name}.js") for name in SCRIPTS)
    return Template(asset("report.html")).substitute(
        title=text(visible(title(document))),
        style=asset("report.css"),
        summary=summary.render(document, sheets),
        signature=text(document["signature"]),
        version=text(document["svfix"]),
        data=embed.as_json(document, sheets),
        script=script,
        script_hash=hash_of(script),
    )


def title(document: Mapping[str, Any]) -> str:
    """What was compared: the names of two files, or how many pairs.

    >>> title({"pages": [{"name": "a.txt"}, {"name": "b.txt"}]})
    '2 files'
    """
    pages = document["pages"]
    return str(pages[0]["name"] or "Comparison") if len(pages) == 1 else f"{len(pages):,} files"


@cache
def asset(name: str) -> str:
    """A part of the page: a style, a script, the frame."""
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


def hash_of(script: str) -> str:
    """What a content security policy calls a script that may run, or a style."""
    digest = hashlib.sha256(script.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
