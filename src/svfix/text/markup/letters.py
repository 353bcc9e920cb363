r"""Letters that are written out in other characters: `&auml;`, `\u00e4`, `=E4`, `%C3%A4`.

Where it is sure that they are text they are decoded (`svfix.passes.encoding.encoded`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svfix.text.forms import Span, form, found, glued, table, verbose

FORMS = table(
    form("unicode", "\\", r"\\(?:u[0-9A-Fa-f]{4} | U[0-9A-Fa-f]{8} | u\{[0-9A-Fa-f]{1,6}\})", "ö"),
    form("utf-8", "=C3=", r"=C3=[89AB][0-9A-F]", "quoted-printable of mail, as UTF-8"),
    form("latin-1", "=E =F =C =D", r"=(?:[CE][459]|[DF]6)(?![0-9A-F])", "the same, as Latin-1"),
    form("byte", "\\x", r"\\x[C-Fc-f][0-9A-Fa-f]", "of a program"),
    form("percent", "%C3% %c3%", r"%[Cc]3%[89ABab][0-9A-Fa-f]", "of an address, as UTF-8"),
    form(
        "percent of latin-1",
        "%E %F %C %D %e %f %c %d",
        r"(?<=[A-Za-z])%(?:[CEce][459]|[DFdf]6)",
        "the same, as Latin-1; %e of a program has no letter before it",
    ),
    form("named", "&", r"&(?:[AOaou]uml|[Aa]ring|[Ee]acute)(?!;)", "without a semicolon"),
)

_ENTITY = verbose(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});")


def find(text: str) -> Iterator[Span]:
    r"""Words with letters that are written out, whole: what is left of one is no word.

    >>> text = r"T&auml;vling p=E5 f\u00f6rmiddagen, &#228;ven 2 &lt; 3 och i=1"
    >>> [text[a:b] for a, b in find(text)]
    ['T&auml;vling', 'p=E5', 'f\\u00f6rmiddagen', '&#228;ven']
    """
    spans = [*found(FORMS, text)]
    spans += (entity.span() for entity, said in entities(text) if said.isalpha())
    return glued(text, spans)


def entities(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The entities of HTML, named and numbered, and what they say.

    >>> [said for _, said in entities("&auml; &#246; R&D; &nej;")]
    ['ä', 'ö']
    """
    if "&" in text and ";" in text:
        from html import unescape  # with a table of all names

        for entity in _ENTITY.finditer(text):
            said = unescape(entity[0])
            if said != entity[0]:
                yield entity, said
