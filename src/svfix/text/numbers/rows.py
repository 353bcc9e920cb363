"""Rows: lines of tables, whose rules are read as l, I and | beside figures.

`58l 214` was `58 | 214` or `581 214`, and `Falun l812` above `Gävle 940` may have been either of
`| 812` and `1812`. So what tells in running text tells nothing there.
"""

from __future__ import annotations

from svfix.patterns import pattern
from svfix.text.numbers.figures import MONTHS

NEAR = 120
"""Characters looked at on each side of a number; longer lines are those of running text."""

BESIDE = 24
"""Characters beside a number in which what is next to it stands, with its unit and rules."""

_RULE = r"[lI|!]"
_WHOLE = rf"(?={_RULE}?(?![^\W\d_]))"  # behind a word: no letter follows it, but for a rule
_SHORT = r"(?:[mt]?kr|öre|[khm]?g|[dcm]?l|[kdcm]?m|ha|st|ton|kronor|år)"
_UNIT = rf"(?:[ \t]?(?:%|‰|:-|{_SHORT}{_WHOLE})\.?)?"
_MONTH = rf"(?:[ \t](?:{'|'.join(MONTHS)}){_WHOLE})?"
_BEFORE = pattern(rf"[0-9O]{_UNIT}[ \t]*{_RULE}?[ \t]*\Z|(?<!\S)[|!][ \t]+\Z")
_BEHIND = pattern(
    rf"{_UNIT}(?:[ \t]+|(?={_RULE}))(?:{_RULE}[ \t]*)?[0-9]"
    rf"|{_UNIT}{_MONTH}[ \t]*{_RULE}(?:(?!\S)|[12][0-9]{{3}}\b)"
)
_SOURCE = pattern(r"(?<=[lI|])[ \t]+(?:s|sid|nr|bil)\b\.?[ \t]?[0-9]")
_ENDS = pattern(rf"{_UNIT}{_MONTH}[ \t]*(?:{_RULE}[ \t]*)?(?:\r?\n|\Z)")
_END = pattern(rf"[0-9][lIO|]?{_UNIT}{_MONTH}[ \t]*(?:{_RULE}[ \t]*)?\Z")
_OPENS = pattern(rf"(?:\A|\n)[ \t]*(?:{_RULE}[ \t]+)?\Z")
_OPEN = pattern(rf"[ \t]*{_RULE}?[ \t]*[0-9]")


def in_row(text: str, start: int, end: int) -> bool:
    """Whether the number at a place stands in a row of a table, or may do.

    There a number or a rule is beside it; or it ends its line, or opens it, as do those of a
    line beside it.

    >>> row, rows, prose = "Falun 58l 214", "Falun l812\\nGävle 940", "lades ned l979, och 1980"
    >>> in_row(row, 6, 9), in_row(rows, 6, 10), in_row(prose, 10, 14)
    (True, True, False)
    """
    before, behind = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    if _BEFORE.search(before) or _BEHIND.match(behind) or _SOURCE.match(text, end):
        return True
    ends, opens = _ENDS.match(behind), _OPENS.search(before)
    if not (ends or opens):
        return False
    above, below = _above(text, start), _below(text, end)
    if ends and (_END.search(above) or _END.search(below)):
        return True
    return bool(opens and (_OPEN.match(above) or _OPEN.match(below)))


def _above(text: str, place: int) -> str:
    """The line before that of a place, empty ones left out; nothing where one of them is long."""
    line = text.rfind("\n", max(0, place - NEAR), place)
    found = text[max(0, line - NEAR) : max(0, line)].rstrip()
    start = found.rfind("\n") + 1
    return found[start:] if start or line < NEAR else ""


def _below(text: str, place: int) -> str:
    """The line after that of a place, empty ones left out; nothing where one of them is long."""
    line = text.find("\n", place, place + NEAR)
    found = text[line : line + NEAR].lstrip() if line >= 0 else ""
    end = found.find("\n")
    return found[:end].rstrip() if end >= 0 else found if line + NEAR >= len(text) else ""
