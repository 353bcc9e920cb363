"""Directives: places in a message that a program fills in, as `%s`, `{name}` and `$HOME`."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, table
from svfix.text.markup.tex import is_tex

FORMS = table(
    form(
        "printf",
        "%",
        r"""(?<![%\d])(?<!\d[ ])
            % (?:\d{1,2}\$)? [-+\#0']{0,3} (?:\d{1,3}|\*)? (?:\.(?:\d{1,3}|\*)?)?
            (?: (?:hh|h|ll|[lzt]) [diouxXcsfgen] | [diuxXscfgeop@] (?![^\W\d_]) )""",
        "%s, %-5d, %.*s, %ld, %1$s; a letter behind it makes it a word: 50 %-iga, %av",
    ),
    form(
        "printf behind a figure",
        "%",
        r"(?<=\d[ ])%[sdu](?=[\s.,:;)\]\"'”»/]|\Z) | (?<=\d)%(?:l[dux]|s\Z) | %[sdcux]%[sdcux]",
        "chmod 0700 %s; 5 %, and 5 % s of a speck, stay",
    ),
    form("printf in quotes", "%", r"(?<=[`'\"“”‘’]) %[cdsx]\w{0,3} (?=['\"”’])", "`%cx'"),
    form("percent", "%%", r"%%(?=[\w(<{])(?<!\d%%)(?<!\d[ ]%%)", "how a message says percent"),
    form(
        "named",
        "%(",
        r"%\([A-Za-z_][\w:.=,-]{0,60}(?:\s\w{1,60})?\)[\#0+-]?\d{0,3}[sdifrx]?",
        "%(name)s",
    ),
    form("typed", "%<", r"%[-+0]?\d{0,2}<[A-Za-z]\w{2,9}>", "%<PRIx64>"),
    form("date", "%", r"(?<![\d%])%[YmdHMSyjBbp](?:[-/:.,_T]?\s?%[YmdHMSyjBbp]){1,9}", "%Y-%m-%d"),
)
BRACED = table(
    form(
        "braces",
        "}",
        r"""(?<![\w{\\$]) \{ (?: \d{0,2} | [A-Za-z_][\w.-]{0,60} (?:\[\w{1,20}\])? )
            (?:![rsa])? (?::[<>=^+\-,.\d\w%{}]{0,20})? \} (?!\})""",
        "{}, {0:>5}, {name!r}; a bracket that was read so seldom has one word in it",
    ),
    form("index", "}", r"(?<=\w) \{ (?: \d? | [a-z] ) \} (?!\})", "fil{n}, rad{}"),
    form("template", "{{", r"\{\{[^{}\n]{1,200}\}\}", "of Jinja and Mustache"),
    form("statement", "{%", r"\{%[^{}\n]{1,200}%\}", "of Jinja"),
    form("expansion", "${", r"\$\{[^{}\n]{1,200}\}", "${VAR}, ${name:-none}"),
    form("command of a shell", "$(", r"\$\([a-z][^()\n]{0,200}\)", "$(pwd)"),
    form(
        "variable",
        "$",
        r"""(?<![\w$]) \$ (?: [A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+
            | [a-z]\w*(?:\[\w{1,20}\]|(?=[(/=]|->))
            | (?:HOME|PATH|USER|SHELL|LANG|EDITOR|PWD|DISPLAY|TERM|TMPDIR|HOSTNAME)\b )""",
        "$pretty_name, $HOME, $val[0]; § is read as $, and S is",
    ),
)


def find(text: str) -> Iterator[Span]:
    """The directives of a text; in TeX braces say something else.

    >>> text = "Kunde inte %-5d av {0:>5}, %(namn)s och $HOME"
    >>> [text[a:b] for a, b in find(text)]
    ['%-5d', '%(namn)s', '{0:>5}', '$HOME']
    >>> list(find("100% av 5 % s, 50 %-iga, 12 $ i stadgarna $ 4, f{r {sak), $tockholm"))
    []
    """
    yield from found(FORMS, text)
    if not is_tex(text):
        yield from found(BRACED, text)
