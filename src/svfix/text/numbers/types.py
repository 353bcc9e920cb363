"""Types of number: what each looks like, and what tells whether it is in order.

The patterns know two kinds of letters (`figures`): twins of a figure (`l`, `O`), allowed
anywhere in a number, and letters like one (`S`, `b`), allowed where nothing but a figure can stand:
between figures, in front of a unit, or in a year after the name of a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from svfix.patterns import pattern
from svfix.text.numbers import figures
from svfix.text.numbers.figures import LIKE, MONTHS, TWINS, days_in

Verdict = str | None
"""What a check says: "" for a number in order, a reason for doubt, None for no such number."""

Check = Callable[["re.Match[str]", str], Verdict]
"""A check of a match of a type's pattern, and of its number with figures for letters."""


class Type(NamedTuple):
    """A type of number: its pattern, with the number as the group `n`, and what checks it.

    Its letters are settled, or only doubted where it `is_doubt`. One that is `whole` has no spaces.
    """

    name: str
    pattern: re.Pattern[str]
    check: Check
    whole: bool = False
    is_doubt: bool = False


YEARS = range(1500, 2100)
ITEM = 80  # characters of an item of a list at most, or of one of its two sentences
SAMORDNING = 60  # added to the day in the numbers of people who are not registered in Sweden

_TWINS, _LIKE = "".join(TWINS), "".join(LIKE)
_T = f"[0-9{_TWINS}]"  # a figure or its twin
_W = f"[0-9{_TWINS}{_LIKE}]"  # or a letter like one
_WHOLE = rf"(?={_T}*[0-9])(?![oOI|]){_T}+"  # `I5 år` may have been `I 5 år`
_N = rf"(?:{_T}|(?<=[0-9])[{_LIKE}](?=[0-9]))"  # for amounts, which are no codes: 3B0 kr
_SUM = rf"(?={_N}*[0-9])(?![oOI|]){_N}+"
_B, _E = r"(?<![\w|.,:/§&+-])", r"(?![\w|&+])(?![.,:/–-]\w)"  # where a number begins and ends
_YB, _YE = r"(?<![\w|.,:/&+])(?<![^\W0-9][-–])", r"(?![\w|&+])(?![.,:]\w)(?![-–/][^\W0-9lIO])"
_MONTH = rf"(?:{'|'.join(MONTHS)})\b"
_UNIT = (
    r"(?:\s?[%‰]|\s(?:procent(?:enheter)?|kr|kronor|öre|[mt]kr|mnkr|miljon(?:er)?"
    r"|miljard(?:er)?|euro|år|månader|veckor|dagar|timmar|minuter|km|kg|ton|hektar|poäng|personer)\b"
    r"|-(?:tal|årig|åring|års))"
)
_MEASURE = (  # of more letters than one, or words: `1O V` may be a V of another kind
    r"(?:\s?(?:[kMG]?Hz|dB[mWi]?|[mkµ][VA]|[mkM]W|kWh|[kM]?ohm|[pnµ]F|[mµ]H|[mµn]s|kbit|Mbit|mm|cm)"
    r"|\s(?:watt|volt|ampere|meter|gånger|sekunder|grader|varv))(?!\w)"
)
_THREES = r"(?:[ \xa0](?:OOO|ooo|(?=[OolI]*[0-9])[0-9OolI]{3}|[lI]OO)){1,4}"
_PAGE = pattern(r"[0-9]{1,3}s[0-9]{1,3}")
_DATED = pattern(rf"{_MONTH}|\b[åÅ]r|sommaren|hösten|vintern|våren")
_FIRST = r"(?:(?:l|1{1,3})(?=[ \xa0])|(?!I|[1lI]+[ \xa0])[1-9l][0-9OolI]{0,2})"  # II is a Roman 2
_WHEN = rf"{_MONTH}|\b(?:[åÅ]r(?:et|en)?|sommaren|hösten|vintern|våren|sedan|mellan|före|efter)"
_REFERS = r"\b(?:kl|v|[Tt]abell|[Dd]iagram|[Ff]igur)(?:\.\s?|\s)"
_PAGES = r"\b(?:s|sid|sidan|nr)(?:\.\s?|\s)"


def in_order(match: re.Match[str], number: str) -> Verdict:
    """A number with at least as many figures as letters, whose pattern says all there is to say."""
    letters = sum(not c.isdigit() for c in match["n"] if c.isalnum() or c == "|")
    return "" if 2 * letters <= sum(c.isdigit() for c in number) else None


def by_context(match: re.Match[str], number: str) -> Verdict:
    """A number that what stands around it leaves no doubt of, however many its letters."""
    return ""


def year(match: re.Match[str], number: str) -> Verdict:
    """Four figures that make a year, if they are no page: 19s6 is page 6 of minutes number 19."""
    if int(number[:4]) not in YEARS:
        return None
    if _PAGE.fullmatch(match["n"]) and not _DATED.match(match[0]):
        return f"may be {number}"
    return in_order(match, number)


def identity(match: re.Match[str], number: str) -> Verdict:
    """The number of a person or an organisation, by its check digit; or a diary number's."""
    digits = re.sub("[-+]", "", number)[-10:]
    if in_order(match, number) is None or digits[6:8] in ("19", "20"):
        return None  # 123456-2014 is a diary number
    month, day = int(digits[2:4]), int(digits[4:6])
    person = 1 <= month <= 12 and 1 <= day % SAMORDNING <= 31
    organisation = digits[0] in "125679" and digits[2] >= "2"
    if not (person or organisation):
        return None
    return "" if figures.luhn(digits) else "its check digit disagrees"


def book(match: re.Match[str], number: str) -> Verdict:
    """An ISBN, by its check digit."""
    digits = re.sub("[ -]", "", number)
    if len(digits) not in (10, 13) or in_order(match, number) is None:
        return None
    return "" if figures.isbn(digits) else "its check digit disagrees"


def date(match: re.Match[str], number: str) -> Verdict:
    """A date in figures, 2015-12-31."""
    a_year, month, day = map(int, number.split("-"))
    if a_year not in YEARS or month > 19 or day > 39 or in_order(match, number) is None:
        return None
    return _calendar(day, month, a_year)


def day(match: re.Match[str], number: str) -> Verdict:
    """The day of a month, with the year if it is there."""
    name, a_year = match["month"], match["year"]
    return _calendar(int(number), MONTHS.index(name) + 1, int(a_year) if a_year else None)


def _calendar(day: int, month: int, year: int | None) -> Verdict:
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    days = days_in(month, year)
    return "" if 1 <= day <= days else f"{MONTHS[month - 1]} has {days} days"


def _type(name: str, check: Check, *patterns: str, whole: bool = False) -> list[Type]:
    return [Type(name, pattern(each), check, whole) for each in patterns]


def _doubt(name: str, check: Check, *patterns: str) -> list[Type]:
    return [Type(name, pattern(each), check, is_doubt=True) for each in patterns]


TYPES = (
    # Numbers with a check of their own.
    *_type("identity", identity, rf"{_B}(?P<n>{_W}{{6}}(?:{_W}{{2}})?[-+]{_W}{{4}}){_E}"),
    *_type("isbn", book, rf"\bISBN(?:-1[03])?:? (?P<n>(?:{_W}[ -]?){{9,12}}[0-9Xx]){_E}"),
    *_type("date", date, rf"{_B}(?P<n>{_W}{{4}}-{_W}{{2}}-{_W}{{2}}){_E}"),
    *_type("day", day, rf"{_B}(?<![0-9] )(?P<n>l [O0])\s(?P<month>{_MONTH})(?P<year>)", whole=True),
    *_type(
        "day",
        day,
        rf"{_B}(?P<n>(?={_T}?[0-9]){_T}{{1,2}}|l[lO]?|(?<=\bden\s)[I|])"
        rf"\s(?P<month>{_MONTH})(?:\s(?P<year>(?:1[5-9]|20)[0-9][0-9])\b)?",
    ),
    # Numbers told by their shape, or by what stands beside them.
    *_type(  # (2022:s24), 2OO2/O3:61; 2001/02:So637 and 2001/02:T201 are motions
        "statute",
        year,
        rf"{_B}(?P<n>{_W}{{4}}(?:/{_W}{{2,4}})?:(?={_W}{{0,3}}[0-9])(?![A-HJ-NP-Z])"
        rf"{_W}{{0,3}}{_T}){_E}",
    ),
    *_type(  # `5 l §` is a paragraph of its own, `I 3 §` opens a sentence, `1II §` is `I 11 §`
        "section",
        by_context,
        rf"{_B}(?<![0-9]\s)(?![1lI]*I[1lI]*\s?§)(?P<n>{_WHOLE}(?<![lo])|l)(?=\s?§|\skap\.)",
        rf"§ ?(?P<n>{_WHOLE}(?<![lo])){_E}",
    ),
    *_doubt(  # `anslag l 100 000 kr` may have a Roman number as well, `l OOO kr` has none
        "thousands",
        by_context,
        rf"{_B}(?<![0-9] )(?P<n>l(?![ \xa0][0-9]{{0,2}}[Oo]){_THREES})(?={_UNIT})",
    ),
    *_type(  # `anslag II 100 000 kr` has a Roman number; `58l 214` may have the rule of a table
        "thousands",
        by_context,
        rf"{_B}(?<![0-9] )(?P<n>{_FIRST}{_THREES})(?={_UNIT})",
        rf"{_B}(?<![0-9] )(?P<n>[1-9][0-9Oo]{{0,2}}(?:[ \xa0](?:[0-9Oo]{{3}})){{1,4}}){_E}",
    ),
    *_type(
        "amount",
        by_context,
        rf"{_B}(?P<n>(?:{_SUM}(?<!I)|[lI]OO?|[1-9](?:OO|oo)))(?={_UNIT})",
        rf"{_B}(?P<n>(?:[0-9lIO]+,(?={_T}*[0-9]){_N}+|{_SUM},{_N}+))(?={_UNIT})",
        rf"{_B}(?P<n>[1-9][0-9]*[Oo]|[1-9][0-9]*,[0-9O]*O|l[0-9]+)(?={_MEASURE})",
    ),
    *_type(
        "reference",
        in_order,
        rf"{_REFERS}(?P<n>(?!{_T}*[0-9][lI|]+[0-9]){_WHOLE}){_E}",
        rf"{_PAGES}(?P<n>(?!{_T}*[0-9][lI|]){_WHOLE}(?<![lI|])){_E}",
    ),
    *_type("clock", in_order, rf"\bkl(?P<n>l[0-9][.:][0-5][0-9]){_E}"),
    *_type(  # no number begins with a zero: in 300 MB of typed text there is no `l 04`
        "split", by_context, rf"{_B}(?<![0-9] )(?P<n>l 0[0-9]){_E}", whole=True
    ),
    *_type("leaf", by_context, rf"{_B}(?P<n>l)(?=[ ]?[({{][ ]?[0-9]{{1,2}}[)}}])"),  # page l (2)
    *_type(  # `l. Upprop. 2. Val av`; one alone may be an I, or `eller`, but not in `att l. utse`
        "item",
        by_context,
        rf"{_B}(?P<n>l)(?=\.\s\w[^.]{{0,{ITEM}}}(?:\.[^.]{{0,{ITEM}}})?\s2\.\s)",
        r"(?:(?<=\batt[ ])|(?<=[:;][ ]))(?P<n>l)(?=\.\s[a-zåäö]{2})",
    ),
    *_type(  # `1.l` is an item's letter, `I.2` a Roman number
        "heading",
        in_order,
        rf"(?:(?<=\n)|\A)(?P<n>(?!I){_T}+(?:\.{_T}+)+)(?<!\.[lIo|])(?=\.?[ \t]+[A-ZÅÄÖ])",
    ),
    *_type(
        "year",
        year,
        rf"(?:{_WHEN})\s(?P<n>{_W}{{4}}){_YE}",
        rf"\((?P<n>{_W}{{4}})(?=\))",
        rf"{_YB}(?P<n>[1lI2]{_T}{_T}[0-9]|[12]{_T}[lIoO][lIoO]){_YE}",
    ),
    *_type("postcode", in_order, rf"{_B}(?P<n>[1-9][0-9O]{{2}} [0-9O]{{2}})(?= [A-ZÅÄÖ])"),
    *_type(
        "inside",
        in_order,
        rf"{_B}(?P<n>[1-9](?:[0-9]*O)+[0-9]+|[1-9]o[0-9]){_E}",
        rf"{_B}(?P<n>[1-9](?:OO|oo)|[1-9][0-9]*O[0-9O]*,[0-9]+){_E}",
    ),
    # Letters that may be figures; `s.8l s. 7` and `87I8` may have the rules of a table.
    *_doubt(
        "reference",
        in_order,
        rf"{_PAGES}(?P<n>{_WHOLE}){_E}",
        rf"{_REFERS}(?P<n>{_WHOLE}){_E}",
    ),
    *_doubt("inside", in_order, rf"{_B}(?P<n>[1-9](?:[0-9]*[lIO])+[0-9]+){_E}"),
    *_doubt("year", year, rf"{_YB}(?P<n>[12lI]{_W}{{3}})(?<!b){_YE}"),
    *_doubt("code", in_order, rf"{_B}(?P<n>[1-9][0-9]*O|l[0-9]+){_E}"),
    *_doubt("decimal", by_context, rf"{_B}(?P<n>[lI],[0-9]+|[1-9][0-9]*,[lIO]){_E}"),
)
"""Every type, in order: where two of them match, the first has the word."""

SUSPECT = pattern(
    rf"""[0-9lIO|](?:
        (?<=[0-9])(?:
            [{_TWINS}{_LIKE}](?![^\W\d_]{{2}}) | oo\b | :[{_TWINS}{_LIKE}]{{1,3}}[0-9]
          | [0-9]{{5}}[-+][0-9]{{4}}\b | [0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}\b
          | [ \xa0](?:OOO|ooo|[lI]OO)\b | (?<=29|[03-9][0-9])\s{_MONTH}
        )
      | (?<![\w][^0-9])(?<=[^0-9])(?:
            [0-9lIO|]{{1,3}}(?:\b|[0-9:,]) | (?<=l)[ ]?(?:[({{][ ]?[0-9]|\.\s|0[0-9]|[O0]\s{_MONTH})
          | ,[0-9] | (?<=l)\s?(?:§|kap\.|{_MONTH}|[0-9O]{{3}}\b)
          | SBN | (?<=den\s.)\s{_MONTH}
        )
      | (?<=\bkll)[0-9]
    )""",
    re.VERBOSE,
)
"""Where a text may have something to settle or to doubt.

It starts with one set of characters, which `re` skips to quickly.
"""
