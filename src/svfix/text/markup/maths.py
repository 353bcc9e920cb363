r"""Mathematics: `$x^2$`, `\[ … \]` and TeX's environments for it."""

from __future__ import annotations

from collections.abc import Iterator

from svfix.text.forms import Span, verbose

OPAQUE = frozenset(
    """IEEEeqnarray align alignat aligned comment displaymath eqnarray equation filecontents flalign
    gather lstlisting math minted multline split tikzpicture verbatim Verbatim""".split()
)
"""Environments without prose."""

_FORMULA = verbose(r"""
    \$\$(?<![\\$]\$\$) (?P<displayed>[^$]{1,2000}) \$\$
  | \\\[(?<!\\\\\[) (?P<bracketed>[^\\]{0,500}(?:\\(?![\]\[])[^\\]{0,500}){0,200}) \\\]
  | \\\((?<!\\\\\() (?P<rounded>[^\\]{0,200}(?:\\(?![)(])[^\\]{0,200}){0,50}) \\\)
  | \$(?<![\\$\w]\$)(?![\s$]) (?P<inline>[^$\n]{0,300}(?<![\s\\])) \$(?![\w$])
""")
_WORDS = verbose(r"(?<![\\A-Za-z{])[^\W\d_]{4,} | \s[^\W\d_]{2,}\s")
_SIGN = verbose(r"[\\^_=<>+*/|] | ^\s*[^\W\d_]{1,2}\s*$ | ^\s*[^\W\d_]\(")
_ENVIRONMENT = verbose(r"\\(?P<edge>begin|end)\{(?P<name>[A-Za-z]+)\*?\}")


def find(text: str, surely: bool = False) -> Iterator[Span]:
    r"""Formulas between dollars or brackets of TeX; `surely` says that no dollar is money.

    >>> text = "Höjden $h$ är 12 $m$"
    >>> [text[a:b] for a, b in find(text)]
    ['$h$', '$m$']

    Money and section signs are none:

    >>> list(find("Priset var 12 $ per fat, senare 9 $. $4, 5$ och 22 $$ utgår enligt 3 $$"))
    []
    """
    for formula in _FORMULA.finditer(text):
        if surely or is_formula(formula[formula.lastgroup or 0]):
            yield formula.span()


def is_formula(inside: str) -> bool:
    """Whether what stands between the marks of a formula is one: signs, and no words."""
    return bool(_SIGN.search(inside)) and not _WORDS.search(inside)


def environments(text: str) -> Iterator[Span]:
    r"""Environments of TeX that hold mathematics or code.

    >>> text = r"a \begin{equation}v = f\end{equation} \begin{itemize} ok"
    >>> [text[a:b] for a, b in environments(text)]
    ['\\begin{equation}v = f\\end{equation}']
    """
    opened: dict[str, int] = {}
    for mark in _ENVIRONMENT.finditer(text):
        if mark["name"] in OPAQUE:
            if mark["edge"] == "begin":
                opened.setdefault(mark["name"], mark.start())
            elif mark["name"] in opened:
                yield opened.pop(mark["name"]), mark.end()
