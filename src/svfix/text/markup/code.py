"""Code: lines that surely are of a program, and style sheets."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, form, found, line, table, verbose

FORMS = table(
    form("quotes", '"""', r'^[ \t]+(""")(?:.*(""")[ \t\r]*$)?', "around what documents code"),
    form(
        "definition",
        "def␣",
        r"^[ \t]*(?:async[ ]+)?def[ ]+\w+[ ]?\([^()\n]*\)(?:[ ]*->[ ]*[^\n:]+)?:.*$",
        "Python",
    ),
    form("class", "class␣", r"^[ \t]*class[ ]+\w+(?:\([\w.,\ =]*\))?:[ \t\r]*$", "Python"),
    form(
        "loop",
        "):",
        r"""^[ \t]*(?:for[ ]\w+(?:,[ ]?\w+){0,5}[ ]in|if|elif|while|with)[ ]
            [^\n:]{0,100}\w\([^()\n]{0,100}\):[ \t\r]*$""",
        "Python; för alla (dag och natt): is prose",
    ),
    form(
        "import",
        "import␣",
        r"""^[ \t]*(?:from[ ]+[\w.]+[ ]+import[ ]+\w[\w, ]*
            | import[ ]+[a-z_]+(?:\.[a-z_]+)*(?:[ ]as[ ]\w+)?;?)\r?$""",
        "of a module",
    ),
    form(
        "preprocessor",
        "#",
        r"^[ \t]*\#[ ]*(?:include[ ]*[<\"].*|(?:ifn?def|define|endif|undef)\b.*)$",
        "C",
    ),
    form("interpreter", "#!", r"\A\#!.*$", "of a script"),
    form(
        "query",
        "SELECT INSERT UPDATE DELETE",
        r"""^[ \t]*(?: SELECT\b[^;\n]+\bFROM | INSERT[ ]INTO | UPDATE\b[^;\n]+\bSET
            | DELETE[ ]FROM )\b.*$""",
        "SQL",
    ),
)

STRONG = verbose(r"""
    \w\.[a-z]\w*\( | [=!]== | && | -> | => | :: | \+= | ;[ \t\r]*$ | \{[ \t\r]*$ | \w=["']
  | ^[ \t]*(?://|/\*|\*/) | \]\.\w+\( | \w\[\w+\][)\]=] | \w\[['"] | \(["'][\w./-]*["']\)
  | ^[ \t]*[\w.\[\]]+[ ]?[+*-]?=[ ]?[\w.\[\]{("'-] | ^[ \t]*\}[;,) \t\r]*$
""")
"""Signs of code that are hardly ever met in prose; dust is read as others."""

WEAK = verbose(r"""
    \w\( | \):[ \t\r]*$ | [ ][=<>!]=?[ ] | \w\[\w | \)\) | \(\( | [\[\]{}] | ['"]\w+['"] | ,\w
""")
KEYWORD = verbose(r"""
    [ \t]*(?:return|if|elif|else|for|while|with|try|except|raise|yield|assert|print|var|let|const
    |function|public|private|static|void|int|char|float|double|bool|string|struct|switch|case|break
    |continue|export|self\.|this\.|echo|foreach|done|esac|throw|catch|finally)\b
""")
_TAG = verbose(r"<[/!?A-Za-z]")
_LINE = verbose(r"""[={}&;(] (?: (?<=[={}&]) | (?<=;)(?=[ \t\r]*$) | (?<=\()(?=["']) )""")
_PROSE = verbose(r"(?<![\w'\"(\[.=<$\#/-])[^\W\d_]{2,}(?=[ ,.]|$)")
_STYLES = verbose(r"""
    ^[^{}\n;]{1,200}\{[ \t\r]*
    (?: (?: \n[ \t]*
            (?:[a-z-]+[ \t]*:[^{};\n]{1,200}(?:;[ \t\r]*)? | /\*[^\n*]{0,200}\*/\r? | \r)?
        ){1,200} \n[ \t]*
      | (?:[a-z-]+[ ]*:[^{};\n]{1,200};[ ]*){1,50} )\}
""")


def find(text: str) -> Iterator[Span]:
    """Lines of code, and style sheets.

    >>> text = "Så här:\\n    return val[ar].get('csv')\\nfor ar (och dag) sen\\nimport os"
    >>> [text[a:b] for a, b in find(text)]
    ['import os', "    return val[ar].get('csv')"]
    >>> list(find("Nettot = 4 (varav i ar 2);\\nfor ar = 3) & dag"))
    []
    """
    yield from found(FORMS, text)
    if "{" in text and ":" in text:
        yield from (style.span() for style in _STYLES.finditer(text))
    end = -1
    for sign in _LINE.finditer(text):
        if sign.start() > end:
            start, end = line(text, sign.start())
            if is_code(text[start:end]):
                yield start, end


def is_code(row: str) -> bool:
    """Whether a line is code: its signs outnumber its words, or a keyword leads few words.

    What has tags is a page, whose words stand between them.
    """
    if _TAG.search(row):
        return False
    signs = float(len(STRONG.findall(row)))
    if not signs:
        return False
    signs += len(WEAK.findall(row)) / 2
    words = len(_PROSE.findall(row))
    return signs > words + 1 or (signs >= words and bool(KEYWORD.match(row)))
