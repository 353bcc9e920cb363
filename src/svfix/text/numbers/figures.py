"""Figures: the letters they are misread as, and the checks that numbers carry in themselves.

Counted on pages of OCR beside their truth, four engines' (`tools/count_figures.py`): the letters in
numbers that stood for a figure stood for this one, but for one `o` that was a 2,

    s S → 5 (29)   o O → 0 (27)   l I | → 1 (25)   b ó → 6 (16)   B → 8, T → 7, z Z → 2 (4 each)

and besides for themselves, `s` and `S` for a section sign (5), `l` and `I` for a bracket (5).
Others were seen once or twice, or for several figures (`&` for 8 and 6, `_` for any).
"""

from __future__ import annotations

from calendar import monthrange

TWINS = {"l": "1", "I": "1", "|": "1", "o": "0", "O": "0"}
"""Letters with the very shape of a figure: they have one reading wherever a figure has to stand."""

LIKE = {"s": "5", "S": "5", "b": "6", "ó": "6", "B": "8", "z": "2", "Z": "2", "T": "7"}
"""Letters like a figure, which also end numbers (`12 b §`, `201s`) and open codes (`T4`, `S60`)."""

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"),
    *("oktober", "november", "december"),
)
_COUNTED = (*MONTHS, *"procent miljoner miljarder kronor öre månader veckor dagar år".split())
COUNTED = "|".join(rf"{word}\b" if len(word) < 5 else word for word in _COUNTED)
"""A pattern of words behind a figure, by which it is one even if nothing stands between; short ones
have to end there (`5 mars`, not `5 marsch`)."""

_AS_FIGURES = str.maketrans({**TWINS, **LIKE})


def as_figures(number: str) -> str:
    """The number with every letter in it that looks like a figure as that figure.

    >>> as_figures("2O1S"), as_figures("1O OOO")
    ('2015', '10 000')
    """
    return number.translate(_AS_FIGURES)


def days_in(month: int, year: int | None = None) -> int:
    """How many days a month may have, 29 in February when the year is not known.

    >>> days_in(2), days_in(2, 2015)
    (29, 28)
    """
    return monthrange(year or 2000, month)[1]


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).

    Personal and organisation numbers have it, in their last ten digits.

    >>> luhn("8112189876"), luhn("8112189875")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


def isbn(digits: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 characters agrees (ISO 2108).

    >>> isbn("9789138244890"), isbn("155404295X"), isbn("9138244894")
    (True, True, False)
    """
    if len(digits) == 13:
        return sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(digits)) % 10 == 0
    values = [10 if d in "Xx" else int(d) for d in digits]
    return sum(value * (10 - i) for i, value in enumerate(values)) % 11 == 0
