r"""Escapes: characters that are written out in others, such as `&lt;`, `\n` and `\"`."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, table
from svfix.text.markup.letters import entities

FORMS = table(
    form("byte", "\\", r"\\(?:x[0-9A-Fa-f]{2} | [0-3][0-7]{2} | 0(?!\w))", r"\x41, \101, \0"),
    form("colour", "\\", r"\\(?:033|e|x1[bB])\[[\d;]{0,20}m", "of a terminal"),
    form(
        "quotes",
        "\\",
        r"""(\\") [^"\n]{0,300} (\\") | (\\') [^'\n]{0,300} (\\')""",
        "inside quotes; a pair, as one is a speck",
    ),
    form(
        "break",
        "\\",
        r"""\\[nrt] (?=[\s\\"'”’%]|\Z)
          | (?<=[\w.,:;!?%)\]}"'”]) (?:\\[nrt])+ (?=[A-ZÅÄÖ\d])""",
        "a line's end, a tab; before a small letter it is Ö of a terminal, or a speck",
    ),
)


def find(text: str) -> Iterator[Span]:
    r"""Characters that are written out, but for letters.

    >>> text = r"R&D; 2 &lt; 3.\nSedan\t"
    >>> [text[a:b] for a, b in find(text)]
    ['\\n', '\\t', '&lt;']
    """
    yield from found(FORMS, text)
    yield from (entity.span() for entity, said in entities(text) if not said.isalpha())
