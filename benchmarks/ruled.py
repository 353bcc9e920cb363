"""Pages of tables, whose rules an engine read as letters: nothing in them is to become a figure.

Registers, price lists, accounts, years, dates, telephone numbers, shares, results, sources. The
page has `58 | 214`; what was read is `58l 214`, `58 I214`, `58| 214` or `58 214`. Every edit that
makes a figure of such a letter guesses.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

PLACES = """Alingsås Arvika Borås Eksjö Enköping Falun Gävle Halmstad Hedemora Härnösand Kalmar
Karlstad Köping Lidköping Luleå Malmö Mariestad Mora Nora Norrköping Nyköping Piteå Ronneby Sala
Skara Skövde Strängnäs Sundsvall Säffle Södertälje Trelleborg Trosa Umeå Varberg Vetlanda Visby
Västerås Växjö Ystad Åmål Ängelholm Örebro Östersund""".split()
THINGS = """Kaffe Socker Mjöl Smör Ost Ved Kol Lampolja Tvål Snus Salt Sill Potatis Ärter Havre
Spik Tråd Papper Bläck Böcker Linjaler Hyra Löner Resor Porto Telefon Städning Belysning""".split()
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
RULES = ("l", "I", "|", "!")
GAPS = ((" ", " "), ("", " "), (" ", ""), ("", ""))
LINES = 24
STYLES = 12
"""How many pages there are of each kind, each with rules read in a way of its own."""

Cells = list[str]
Row = Callable[[random.Random], Cells]


class Sheet(NamedTuple):
    """A page of a table: its name, what was read, and what the page has."""

    name: str
    observed: str
    reference: str


def sheets() -> list[Sheet]:
    """All pages, always the same."""
    return [
        _sheet(kind, row, style)
        for kind, row in sorted(KINDS.items())
        for style in range(STYLES)
    ]  # fmt: skip


def _sheet(kind: str, row: Row, style: int) -> Sheet:
    chance = random.Random(f"{kind} {style}")
    rule, gap = RULES[style % len(RULES)], GAPS[style // len(RULES) % len(GAPS)]
    observed, reference = [], []
    for _ in range(LINES):
        cells = row(chance)
        line = cells[0]
        for cell in cells[1:]:
            before, behind = gap if chance.random() < 0.7 else chance.choice(GAPS)
            joined = f"{before}{rule}{behind}" if chance.random() < 0.9 else " "
            line += joined + cell
        observed.append(line)
        reference.append(" | ".join(cells))
    return Sheet(f"{kind} {style}", "\n".join(observed), "\n".join(reference))


def _number(chance: random.Random, figures: int) -> str:
    """A number of so many figures at the most, its thousands apart."""
    return f"{chance.randrange(10 ** chance.randint(1, figures)):,}".replace(",", " ")


def _year(chance: random.Random) -> str:
    return str(chance.randrange(1850, 2020))


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1, 28)} {chance.choice(MONTHS.split())}"


def _page(chance: random.Random) -> str:
    return f"s. {chance.randint(1, 200)}"


def _accounts(chance: random.Random) -> Cells:
    return [chance.choice(THINGS), *(_number(chance, 6) for _ in range(3))]


def _sums(chance: random.Random) -> Cells:
    return [chance.choice(THINGS), *(f"{_number(chance, 6)} kr" for _ in range(2))]


def _prices(chance: random.Random) -> Cells:
    price = f"{chance.randint(1, 300)},{chance.randrange(100):02}"
    return [chance.choice(THINGS), f"{chance.randint(1, 90)} kg", price, f"{price} kr"]


def _years(chance: random.Random) -> Cells:
    return [_year(chance), *(_number(chance, 4) for _ in range(3))]


def _counts(chance: random.Random) -> Cells:
    return [chance.choice(PLACES), str(chance.randrange(1000))]


def _dates(chance: random.Random) -> Cells:
    return [chance.choice(PLACES), _day(chance), _year(chance)]


def _meetings(chance: random.Random) -> Cells:
    return [_year(chance), _day(chance), chance.choice(PLACES), str(chance.randrange(200))]


def _telephones(chance: random.Random) -> Cells:
    number = f"0{chance.randint(8, 980)}-{chance.randint(10, 99)} {chance.randint(10, 99)}"
    return [chance.choice(PLACES), f"{number} {chance.randint(10, 99)}", _number(chance, 2)]


def _shares(chance: random.Random) -> Cells:
    shares = (f"{chance.randrange(100)},{chance.randrange(10)} %" for _ in range(3))
    return [chance.choice(PLACES), *shares]


def _results(chance: random.Random) -> Cells:
    numbers = (str(chance.randrange(23)) for _ in range(4))
    goals = f"{chance.randrange(70)}–{chance.randrange(70)}"
    return [chance.choice(PLACES), *numbers, goals, str(chance.randrange(50))]


def _sources(chance: random.Random) -> Cells:
    law = f"prop. {_year(chance)}:{chance.randint(1, 200)}"
    return [chance.choice(THINGS), law, _page(chance), f"nr {chance.randint(1, 90)}", _page(chance)]


def _minutes(chance: random.Random) -> Cells:
    pages = (f"{chance.randint(1, 40)}s{chance.randint(1, 90)}" for _ in range(3))
    return [chance.choice(THINGS), *pages]


def _grants(chance: random.Random) -> Cells:
    roman = chance.choice(("I", "II", "III", "IV", "VI", "XI"))
    return [f"{chance.choice(THINGS)} {roman}", f"{_number(chance, 7)} kr"]


def _chess(chance: random.Random) -> Cells:
    def square() -> str:
        return chance.choice("abcdefgh") + str(chance.randint(1, 8))

    moves = (f"{chance.choice(['', 'S', 'L', 'T', 'D', 'K'])}{square()}" for _ in range(2))
    return [f"{chance.randint(1, 40)}.", *moves]


KINDS: dict[str, Row] = {
    "accounts": _accounts,
    "chess": _chess,
    "counts": _counts,
    "dates": _dates,
    "grants": _grants,
    "meetings": _meetings,
    "minutes": _minutes,
    "prices": _prices,
    "results": _results,
    "shares": _shares,
    "sources": _sources,
    "sums": _sums,
    "telephones": _telephones,
    "years": _years,
}
"""The kinds of table, with what makes a row of each."""
