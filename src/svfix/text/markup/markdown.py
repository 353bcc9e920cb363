"""Markdown: code, the targets of links, rules of tables and what stands before a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svfix.text.forms import Span, form, found, table, verbose

FORMS = table(
    form(
        "target",
        "](",
        r"""(!?\[) (?=[^\[\]\n]{0,300}\]\()
          | (\]\( <?[^()\s]{0,500} (?:\([^()\s]{0,200}\)[^()\s]{0,200})?
             (?:[ ]"[^"\n]{0,200}")? \))""",
        "[prose](target): the target may be a file or an address",
    ),
    form("by name", "][", r"(\[)[^\[\]\n]{1,300}(\]\[[^\[\]\n]{0,100}\])", "[prose][name]"),
    form(
        "page of a wiki",
        "[[",
        r"(\[\[(?:[^\[\]|\n]{1,200}\|)?)[^\[\]\n]{1,200}(\]\])",
        "[[page|prose]]",
    ),
    form("definition", "]:", r"^[ ]{0,3}\[[^\]\n]{1,100}\]:[ \t]+\S.*$", "[name]: target"),
    form("note", "[^", r"\[\^[\w-]{1,40}\]:?", "[^1]"),
    form("autolink", "<", r"<(?:[a-z]{2,10}:|[\w.+-]{1,60}@)[^<>\s]{1,500}>", "<https://…>"),
    form("code", "``", r"(?<!`)``(?!`)[^`\n]{0,100}(?:`[^`\n]{1,100}){0,9}``(?!`)", "with ` in it"),
    form(
        "rule of a table",
        "--",
        r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){1,99}(?:\|[ \t\r]*)?$",
        "|---|:--|",
    ),
    form("anchor", "{#", r"\{\#[\w-]{1,60}\}", "of a heading"),
)

_FENCE = verbose(r"^[ ]{0,3}(?:>[ ]?)?(`{3,}|~{3,})([^`\n]*)$")
_TICKED = verbose(r"(?<![`\w])`(?![\s`])([^`\n]{0,120}(?<!\s))`(?![`\w])")
_CODE = verbose(r"[_=/<>{}()\[\]$\\|\#*&@%]|--|\w\.\w|^\S+$|^[a-z]\S*[ ][a-z]\S*$")
_FRONT = verbose(r"---[ \t]*\n((?:[^\n]*\n){1,60}?)(---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = verbose(r"^[ \t]*(?:-[ ]+)?[A-Za-z_][\w-]*:(?:[ \t]+|$)|^[ \t]*-[ ]")


def find(text: str) -> Iterator[Span]:
    """What of a Markdown text is not prose.

    >>> [text[a:b] for text in ["Se [lagen](om-lagen.md) och `fil.c`"] for a, b in find(text)]
    ['[', '](om-lagen.md)', '`fil.c`']

    Brackets and ticks around prose are none:

    >>> list(find("enligt [1] (se nedan) och `Ja, det ar sa`"))
    []
    """
    yield from found(FORMS, text)
    if "`" in text:
        ticked = _TICKED.finditer(text)
        yield from (code.span() for code in ticked if _CODE.search(code[1]))
    yield from fences(text)
    yield from front_matter(text)


def fences(text: str) -> Iterator[Span]:
    """Blocks of code between lines of ticks or tildes.

    >>> list(fences("Skriv\\n```sh\\nls ar\\n```\\n")), list(fences("```\\nAldrig stängt"))
    ([(6, 21)], [])
    """
    if "```" not in text and "~~~" not in text:
        return
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        if opened is None:
            opened = line
        elif line[1][0] == opened[1][0] and len(line[1]) >= len(opened[1]) and not line[2].strip():
            yield opened.start(), line.end()
            opened = None


def front_matter(text: str) -> Iterator[Span]:
    """The YAML before a page, but for values that are prose.

    >>> text = "---\\nlayout: artikel\\ntitle: Ett ar i sko\\n---\\nText"
    >>> [text[a:b] for a, b in front_matter(text)]
    ['---\\n', 'layout: artikel\\n', 'title: ', '---\\n']
    """
    front = _FRONT.match(text)
    if not front or not _KEY.search(front[1]):
        return
    yield 0, front.start(1)
    at = front.start(1)
    for line in front[1].splitlines(keepends=True):
        key = _KEY.match(line)
        value = line[key.end() if key else 0 :]
        prose = " " in value.strip() and not value.lstrip().startswith(("[", "{", "#"))
        if key or not prose:
            yield at, at + (key.end() if key and prose else len(line))
        at += len(line)
    yield at, front.end()
