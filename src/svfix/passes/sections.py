"""Sections: the section signs of laws, which some engines read as other marks.

    9 kap. 31 & plan- och bygglagen, 12 $ i stadgarna, 6 kap. 14 S kommunallagen
    →   9 kap. 31 § plan- och bygglagen, 12 § i stadgarna, 6 kap. 14 § kommunallagen

Each of these marks may stand behind a number as it is (`5 $`, `2 & 3`, `storlek 5 S`), so that what
is cited has to tell: a chapter before it, a law or a paragraph of one behind it. Where a document
shows the same confusion again and again, less has to tell. A figure read for the sign goes only
between a chapter and a law (`10 kap. 10 5 skollagen`), where no other number can stand.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from svfix.edits import Edit
from svfix.passes.rules import edit_by
from svfix.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.text.places import Places

NEAR = 60
"""How many characters beside a mark are looked at."""

REPEATED = 3
"""From how many places that tell on a document is known to have this mark for the sign."""

# Not laws, though they end alike.
_NO_LAW = (
    r"\w*(?:förslag|anslag|uppslag|inslag|beslag|avslag|omslag|utslag|tillslag|bolag|underlag|pålag)"
    r"(?:en)?\b"
)
_LAW = (
    rf"(?!{_NO_LAW})(?:\w*(?:lagen|lagens|balken|förordningen|kungörelsen|stadgan|stadgarna)\b"
    r"|\w*föreskrifterna\b|reglementet\b|\w+formen\b|\w{5,}ordningen\b|\w*instruktionen\b"
    r"|\w*konventionen\b|\w*avtalet\b|(?:lag|förordning|kungörelse)\s\(\d{4}:"
    r"|(?:samma|denna|nämnda)\s(?:lag|balk|förordning)\b"
    r"|(?:TF|RF|RO|SO|YGL|RB|UB|BrB|JB|MB|ÄB|FB|OSL|KL|PBL|LOU|FL|FPL|ABL|SoL)\b)"
)
_OF_LAW = pattern(
    rf"\s(?:(?:[^\W\d_]+-\s(?:och|samt)\s)?{_LAW}|i\s(?:\w+\s)?{_LAW}|\d+\s\w+(?:lagen|balken)\b"
    r"|(?:första|andra|tredje|fjärde|femte|sista)\s(?:och\s\w+\s)?styck|\d\s?mom\.)"
)
_LIST = r"(?:\d{1,3}(?:\s[a-z])?(?:,\s?|\s?[-–—]\s?|\s(?:och|eller|samt)\s))*"
_CITED = pattern(
    r"\b(?:enligt|jämlikt|jfr|(?:stöd|strid|brott)\s(?:av|mot)"
    r"|(?:avses|sägs|anges|stadgas|föreskrivs|regleras)\si|(?:bestämmelse|föreskrift|rege?l)\w*\si"
    rf"|(?:tillämpning|ändring|lydelse|upphävande)\w*\sav)\s{_LIST}\Z",
    re.IGNORECASE,
)
_CHAPTER = pattern(rf"\d\s?kap\.?\s{_LIST}\Z")
_LAWYERS = pattern(r"§|\bkap\.|\blag(?:en)? \(|\bstycke")
_LEGAL = pattern(
    r"\bmom\.|\b[A-ZÅÄÖ]{1,4}FS\b|\b(?:lagen|lagar|lagarna|lagens|balken)\b"
    r"|\b(?:förordning|föreskrift|bestämmelse|paragraf|protokoll)"
)

_SIGN = pattern(
    r"""[0-9](?<![^\WlI].)(?<![$].)(?<![0-9][.,:/].)[0-9lIO]{0,2}(?:\s[a-z](?=\s))?
        \s{0,2}(?P<sign>SS|ss|S§|§S|&&|\$\$|éé|QQ|[&$SsQé]|(?<=\s)(?:55|88|[58]))
        (?![\w§$&]|[.,:/-]?\d)""",
    re.VERBOSE,
)
_BEHIND = pattern(r"\s*(?:(?P<digit>\d)|(?P<capital>[A-ZÅÄÖ]))")
_PAGE = pattern(r"s[.:,]?\s?\d")  # prop. 1971:105 s. 19
_OPENS = pattern(r"(?:[.!?:][”\"')\]]*\s+|\n\s*|^\s*)\Z")
_MONEY = pattern(r"pris|kost|betal|dollar|avgift|belopp|värd|köp|sälj|lön|tjän|USA", re.IGNORECASE)
_AHEAD = pattern(r"(?:\bunder (?P<under>\$\$?)(?= \d))|(?m:^(?P<line>\$)(?=\d{1,2}[.:] [A-ZÅÄÖ]))")
_ELEVEN = pattern(r"\bUS(?!\w)")


class Sign(NamedTuple):
    """What may be a section sign: where it stands, what was read, and what its neighbours tell.

    A `chapter` stands before its number, or words that have it `cited`; behind it a `law`, a
    `capital` or a `digit`. With its number it `opens` a sentence.
    """

    start: int
    end: int
    read: str
    chapter: bool
    cited: bool
    opens: bool
    law: bool
    capital: bool
    digit: bool

    @property
    def mark(self) -> str:
        """What one sign was read as."""
        return self.read.strip("§")[0]

    @property
    def figure(self) -> bool:
        """Whether a figure was read, which is to be left unless nothing else can be meant."""
        return self.mark.isdigit()

    @property
    def certain(self) -> bool:
        """Whether the law that is cited leaves no other reading."""
        told = (self.chapter and self.law) if self.figure else (self.chapter or self.law)
        return told and not self.other

    @property
    def other(self) -> bool:
        """Whether it may be an and, or a page: `4 & 5 §§`, `3 & Söner`, `1971:105 s 19`."""
        return self.mark in "&s" and (self.digit or (self.capital and not self.opens))


def may_act(places: Places) -> bool:
    """Whether a text has a dollar, or what may be a sign behind a figure."""
    there = places.characters
    if "$" in there:
        return True
    return not there.isdisjoint("0123456789") and _SIGN.search(places.text) is not None


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the section signs that were read as other marks.

    Returns edits tagged ``sections.<rule>`` for the rules in `RULES`.
    """
    signs = context.memory.recall(found, text)
    if not signs and "$" not in text:
        return []
    edits = [edit for rule in RULES for edit in rule(text, signs)]
    unique = {edit.start: edit for edit in reversed(edits)}
    return [unique[start] for start in sorted(unique)]


def doubtful(signs: list[Sign]) -> list[Sign]:
    """The figures that may be section signs, where one of two reasons for an edit is missing.

    In bench/train all 15 of them were signs.

    >>> text = "enligt 9 8 första stycket; 10 5 elever, 5 kap. 10 8 lagen"
    >>> [sign.start for sign in doubtful(found(text))]
    [9]
    """
    return [
        sign
        for sign in signs
        if sign.figure and (sign.chapter or sign.law or sign.cited) and not sign.certain
    ]


def found(text: str) -> list[Sign]:
    """The marks behind numbers that may be section signs.

    >>> [(s.read, s.certain) for s in found("enligt 6 kap. 14 S kommunallagen, 12 S och 5 & 6")]
    [('S', True), ('S', False), ('&', False)]
    """
    return [_sign(text, match) for match in _SIGN.finditer(text)]


def _sign(text: str, match: re.Match[str]) -> Sign:
    start, end = match.span("sign")
    number = match.start()
    before = text[max(0, number - NEAR) : number]
    behind = _BEHIND.match(text, end)
    page = bool(_PAGE.match(text, start))
    return Sign(
        start=start,
        end=end,
        read=match["sign"],
        chapter=not page and bool(_CHAPTER.search(before)),
        cited=not page and bool(_CITED.search(before)),
        opens=bool(_OPENS.search(before)),
        law=bool(_OF_LAW.match(text, end)) and not before[-2:].strip().isdigit(),
        capital=behind is not None and bool(behind["capital"]),
        digit=page or (behind is not None and bool(behind["digit"])),
    )


def law(text: str, signs: list[Sign]) -> Iterator[Edit]:
    """A mark between a chapter and its law, or beside one of them: `3 kap. 4 S`, `6 & datalagen`.

    Left alone are marks behind any other number: `5 $`, `H & M`, `vitamin S`, `10 5 skolor`.
    """
    for sign in signs:
        if sign.certain:
            yield _edit(sign, "law")


def cited(text: str, signs: list[Sign]) -> Iterator[Edit]:
    """A mark behind a number that a law is cited with, in a text of lawyers: `enligt 11 S.`"""
    if any(sign.cited for sign in signs) and _LAWYERS.search(text):
        for sign in signs:
            if sign.cited and not (sign.figure or sign.other or sign.mark == "s"):
                yield _edit(sign, "cited")


def repeated(text: str, signs: list[Sign]) -> Iterator[Edit]:
    """A mark that stands for the sign in several other places of the document: `(9 S)`.

    Left alone are `5 & 6` and, inside a sentence, `3 & Söner`.
    """
    told = known(signs)
    for sign in signs:
        if told[sign.mark] >= REPEATED and not (sign.figure or sign.other):
            yield _edit(sign, "repeated")


def known(signs: list[Sign]) -> Counter[str]:
    """In how many places that tell each mark stands for a section sign.

    The heads of sections tell (`4 & Minnesanteckning`) where a citation does.
    """
    told = Counter(sign.mark for sign in signs if sign.certain or sign.cited)
    heads = Counter(
        sign.mark for sign in signs if sign.opens and sign.capital and sign.mark in told
    )
    return told + heads


def dollar(text: str, signs: list[Sign]) -> Iterator[Edit]:
    """A dollar sign by a figure, in a text that has lawyers' words.

    `under $ 2`, `$4. Beslut` where a line opens, and in a text without section signs `21 $` and
    `3 och 4 $$`. Left alone are `$5`, and dollars beside words for money.
    """
    if "$" not in text:
        return
    places = [match.span(match.lastgroup or 0) for match in _AHEAD.finditer(text)]
    if "§" not in text:
        places += [(sign.start, sign.end) for sign in signs if sign.mark == "$"]
    if places and (_LAWYERS.search(text) or (len(places) > 1 and _LEGAL.search(text))):
        for start, end in places:
            if not _MONEY.search(text, max(0, start - NEAR), end + NEAR):
                after = "§" * (end - start)
                yield edit_by("sections.dollar", start, end, text[start:end], after)


def eleven(text: str, signs: list[Sign]) -> Iterator[Edit]:
    """11 § read as `US`, where S is the document's section sign: `US kreditupplysningslagen`."""
    if known(signs)["S"] >= REPEATED:
        for match in _ELEVEN.finditer(text):
            before = text[max(0, match.start() - NEAR) : match.start()]
            if _CITED.search(before) or _OF_LAW.match(text, match.end()):
                yield edit_by("sections.eleven", *match.span(), "US", "11 §")


RULES: tuple[Callable[[str, list[Sign]], Iterator[Edit]], ...] = (
    law,
    cited,
    repeated,
    dollar,
    eleven,
)


def _edit(sign: Sign, rule: str) -> Edit:
    after = "§" * len(sign.read)
    return edit_by(f"sections.{rule}", sign.start, sign.end, sign.read, after)
