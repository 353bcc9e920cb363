r"""TeX: its commands, and what of their arguments is no prose.

The argument of `\section` or `\emph` is prose, that of `\label` or `\includegraphics` a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svfix.text.forms import Span, form, found, glued, table, verbose
from svfix.text.markup import maths

OPAQUE = frozenset(
    """LoadClass RequirePackage addtolength autocite autoref begin bibitem bibliography
    bibliographystyle cite citealp citeauthor citep citet citeyear color colorbox cref
    definecolor documentclass documentstyle end eqref fontsize foreignlanguage geometry gls hspace
    hypersetup href hyperref include includegraphics input label newcommand newcounter
    newenvironment newtheorem nocite pageref pagestyle parencite phantom ref renewcommand
    selectlanguage setcounter setlength setmainfont textcite textcolor thispagestyle url usepackage
    usetikzlibrary vref vspace""".split()
)
"""Commands whose first argument is no prose."""

TWICE = frozenset("addtolength fontsize newcommand renewcommand setcounter setlength".split())
"""Those whose second is none either."""

COLUMNS = frozenset(
    "array longtable minipage multicols tabular tabularx tabulary wrapfigure".split()
)
"""Environments that say how wide or how many their columns are."""

_KNOWN = verbose(r"""
    \\(?:author|begin|caption|chapter|cite|documentclass|emph|end|footnote|frac|href
    |includegraphics|input|item|label|maketitle|paragraph|ref|section|sqrt|subsection
    |subsubsection|textbf|textit|texttt|title|underline|url|usepackage)\b\*?(?=[\s\[{\\])
""")
"""What a text that is written for TeX has."""

FORMS = table(
    form("comment", "%", r"(?<!\\)%.*$", "the rest of the line is not printed"),
    form("structure", "{ } ~ &", r"(?<!\\)[{}~&]", "groups, hard spaces, columns"),
    form("line", "\\\\", r"\\\\(?:\[[\w.-]{1,10}\])?", "a new line or row"),
    form("symbol", "\\", r"\\[%&$#_{},;:!/@ -]", "a character that would mean something"),
    form("quote", "`` ''", r"``|''", "quotes"),
    form(
        "literally",
        "\\verb",
        r"\\verb\*?(?:\|[^|\n]*\||![^!\n]*!|\+[^+\n]*\+|/[^/\n]*/)",
        r"\verb|code|",
    ),
)
LETTERS = table(
    form(
        "accent",
        "\\",
        r"""\\["'`^~=.] (?:\{\\?[A-Za-z]\} | \\?[A-Za-z]) | \\[uvHcdbrk]\{[A-Za-z]\}
          | \\(?:aa|AA|ae|AE|oe|OE|o|O|ss|l|L)(?:\{\}|(?![A-Za-z]))""",
        r"\"o and \aa{}: what is left of the word is none",
    ),
)

_COMMAND = verbose(r"\\(?P<name>[A-Za-z@]+)\*?")
_OPTION = verbose(r"\s?\[[^\[\]\n]{0,300}\]")
_ARGUMENT = verbose(r"\s?\{[^{}]{0,500}(?:\{[^{}]{0,200}\}[^{}]{0,200}){0,9}\}")


def find(text: str) -> Iterator[Span]:
    r"""The markup of a text that is written for TeX, its comments and mathematics.

    >>> text = r"\section{Inledning} Se \emph{figur} \ref{fig:a}, $v = f$ 5\,m."
    >>> [text[a:b] for a, b in sorted(find(text))]
    ['\\section', '{', '}', '\\emph', '{', '}', '\\ref{fig:a}', '{', '}', '$v = f$', '\\,']

    A backslash alone does not make a text one:

    >>> list(find(r"C:\temp och 12 $ i \ stadgarna {"))
    []
    """
    if not is_tex(text):
        return
    yield from maths.environments(text)
    yield from maths.find(text, surely=True)
    yield from found(FORMS, text)
    yield from glued(text, found(LETTERS, text))
    done = 0
    for command in _COMMAND.finditer(text):
        if command.start() >= done:
            done = arguments(text, command)
            yield command.start(), done


def is_tex(text: str) -> bool:
    r"""Whether a text is written for TeX.

    >>> is_tex(r"\emph{så}"), is_tex(r"C:\temp och \ett")
    (True, False)
    """
    return "\\" in text and bool(_KNOWN.search(text))


def arguments(text: str, command: re.Match[str]) -> int:
    """Where a command ends, with its options and those of its arguments that are no prose."""
    name, end = command["name"], command.end()
    end = behind(_OPTION, text, end) if name != "item" else end
    wanted = 2 if name in TWICE else name in OPAQUE
    start = end
    for _ in range(wanted):
        end = behind(_OPTION, text, behind(_ARGUMENT, text, end))
    if name == "begin" and text[start:end].strip("{}* ") in COLUMNS:
        end = behind(_ARGUMENT, text, behind(_ARGUMENT, text, end))
    return end


def behind(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Where a pattern that may match at a place ends, or the place."""
    match = pattern.match(text, place)
    return match.end() if match else place
