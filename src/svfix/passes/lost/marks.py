"""Lost marks: which marks of a text stand for letters, and which for themselves.

Each word with such a mark is taken for what is likeliest: a word with a letter in the mark's place,
a word with a mark beside it (`Vad?`, `�ja�`), or two words with one between them (`Vad?Nej`,
`antal_rader`).  Words of the first kind tell that the text lost its letters; where they are few, or
others many, no mark is taken for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from svfix.decoder.lost import NOWHERE, REPLACEMENT, STAND_IN, likeliest
from svfix.search.vocabulary import vocabulary
from svfix.text.forms import Span, head, tail
from svfix.text.spared import touched

if TYPE_CHECKING:
    from svfix.context import Context

CERTAIN = REPLACEMENT, "ï¿½", "\x1a", "□"
"""What programs write for a letter that they cannot, and what the first was read as: inside words
these stand for nothing else."""
MARKS = *CERTAIN, "¿", "¤", "?", "_"
"""And what else they write for it. The last two stand in most texts for themselves."""

LONGEST = 60
"""Characters that a word with marks has at most."""

LEAST = 3
"""How many letters the different words that tell of a mark have beside it: `p? g?ng` has enough,
`d? ?r` too few. Of marks in `CERTAIN` one word tells (`p�`)."""

LONG = 6
"""How many such letters a word has that tells, though no list has it but as a compound."""

MOST, MOST_CERTAIN = 4, 2
"""How many words have to tell of a mark, and of those in `CERTAIN`, for each that has it before a
letter and is no word with letters in its place."""

BESIDE = 6.0
"""Nats: what it costs to take a mark at a word for anything but a letter (1 in 400). Of the 85,543
words of bench/clean one in 300 has a question mark behind it, 2 have one before, none inside."""

QUOTED, ASKED = 4.0, -2.0
"""The same of a mark in `CERTAIN`, which may have been a quote, as all is lost that ASCII has not;
and of a question mark where a sentence may end, which without it had no stop."""


class Form(NamedTuple):
    """A word with stand-ins for its marks, in lower case, and whether a question may end with it.

    A mark that is left is half of one where two stand for a letter.
    """

    text: str
    ends: bool


class Body(NamedTuple):
    """What of a form is the word, and how likely that is; `lost` says that it lost letters."""

    score: float
    start: int
    end: int
    lost: bool


def inside(text: str, mark: str, context: Context) -> bool:
    """Whether a mark may stand for a letter: `?` and its like have to stand before one somewhere.

    >>> from svfix.context import Context
    >>> from svfix.options import Options
    >>> inside("Vad? Jo!", "?", Context(Options())), inside("n?r?", "?", Context(Options()))
    (False, True)
    """
    if mark in CERTAIN:
        return mark in text
    return any(text[place + 1 : place + 2].isalpha() for place in context.places(text).of(mark))


def find(text: str, mark: str, context: Context) -> tuple[list[int], int]:
    """Where a mark stands for letters in a text, and how many characters it has there.

    They are twice as many where one mark stands for each byte of a letter in UTF-8.

    >>> from svfix.context import Context
    >>> from svfix.options import Options
    >>> context = Context(Options())
    >>> find("Hur l?nge? F?r alltid?", "?", context)
    ([5, 12], 1)
    >>> find("F??r alltid och l??nge", "?", context)
    ([1, 17], 2)
    >>> find("Vad?Nej! Och b?de och?", "?", context)
    ([], 1)
    """
    spans = [*words(text, mark, context)]
    unit = mark * 2 if doubled(text, mark, spans) else mark
    forms = [form_of(text, span, unit) for span in spans]
    found = bodies({*forms}, mark, context)
    places: list[int] = []
    for span, form in zip(spans, forms, strict=True):
        if (body := found[form]) and body.lost:
            places += letters(text, span, unit, form, body)
    native = sum(map(text.count, "åäöÅÄÖ"))
    sure = mark in CERTAIN or native < len(places)
    return (places if sure and told(found, mark) else []), len(unit)


def words(text: str, mark: str, context: Context) -> Iterator[Span]:
    """The words of a text that have a mark in them or beside them, outside markup."""
    end, markup = 0, context.markup(text)
    for place in context.places(text).of(mark[0]):
        if place >= end and text.startswith(mark, place):
            start, end = head(text, place, end, mark), tail(text, place, mark)
            bare = text[start:end].replace(mark, "")
            if bare[:1].isupper() and not bare.isupper():  # `�Nej�`, and no capital is lost
                start = text.index(bare[0], start)
            if end - start <= LONGEST and bare.isalpha() and not touched(start, end, markup):
                yield start, end


def doubled(text: str, mark: str, spans: Iterable[Span]) -> bool:
    """Whether a mark stands in pairs inside words, or beside them where it is in none."""
    runs = re.compile(rf"(?:{re.escape(mark)})+")
    found = [(span, *run.span()) for span in spans for run in runs.finditer(text, *span)]
    inside = [end - start for span, start, end in found if span[0] < start and end < span[1]]
    if not inside and mark in CERTAIN:
        inside = [end - start for _, start, end in found]
    return bool(inside) and not any(size // len(mark) % 2 for size in inside)


def form_of(text: str, span: Span, unit: str) -> Form:
    """The form of a word of a text in which a unit stands for a letter.

    >>> form_of("Kommer n?mnden p? m?ndag?", (15, 17), "?")
    Form(text='pꟷ', ends=False)
    """
    start, end = span
    behind = text[end : end + 3].lstrip()
    goes_on = behind[:1].islower() or behind.startswith(unit[0])
    return Form(text[start:end].replace(unit, STAND_IN).lower(), not goes_on)


def bodies(forms: Iterable[Form], mark: str, context: Context) -> dict[Form, Body | None]:
    """The likeliest body of each form, if it has one."""
    cuts = {form: [*cut(form.text, mark)] for form in forms}
    able = {form.text[start:end] for form, spans in cuts.items() for start, end in spans}
    fills = sorted(body for body in able if STAND_IN in body)
    own = vocabulary(context.lexicon, tuple(context.options.words)).own
    score = likeliest(fills, context.lexicon) | (likeliest(fills, own) if own else {})
    score |= {body: context.lexicon.logp(body) for body in able if whole(body, context)}
    return {form: likeliest_body(form, spans, mark, score, context) for form, spans in cuts.items()}


def cut(form: str, mark: str) -> Iterator[Span]:
    """What of a form may be the word, without some of the marks at its edges.

    >>> ["ꟷppet?"[start:end] for start, end in cut("ꟷppet?", "?")]
    ['ꟷppet', 'ppet']
    """
    marks = STAND_IN + mark
    first = len(form) - len(form.lstrip(marks))
    last = len(form) - len(form.rstrip(marks))
    for start in range(first + 1):
        for end in range(len(form), len(form) - last - 1, -1):
            if set(mark).isdisjoint(form[start:end]):
                yield start, end


def whole(body: str, context: Context) -> bool:
    """Whether a body is a word as it stands."""
    return len(body) > 1 and STAND_IN not in body and context.is_word(body)


def likeliest_body(
    form: Form, spans: Iterable[Span], mark: str, score: Mapping[str, float], context: Context
) -> Body | None:
    """What of a form is a word with the least left beside it, or all of it as several words."""
    text = form.text
    pieces = [piece for piece in re.split(f"[{STAND_IN}{re.escape(mark)}]+", text) if piece]
    ways = []
    if len(pieces) > 1 and all(whole(piece, context) for piece in pieces):
        apart = sum(map(context.lexicon.logp, pieces)) - BESIDE * (len(pieces) - 1)
        ways.append(Body(apart, 0, len(text), False))
    for start, end in spans:
        if (body := text[start:end]) in score:
            cost = beside(form, start, len(text) - end, mark)
            ways.append(Body(score[body] - cost, start, end, STAND_IN in body))
    return max(ways, default=None)


def beside(form: Form, before: int, behind: int, mark: str) -> float:
    """What it costs that so many marks stand before and behind a word for their own sake.

    Where they do on either side, they are a pair.
    """
    if mark == "?" and form.ends and (before, behind) == (0, 1):
        return ASKED
    return (QUOTED if mark in CERTAIN else BESIDE) * max(before, behind)


def told(found: Mapping[Form, Body | None], mark: str) -> bool:
    """Whether the words with a mark tell that it stands for letters."""
    able: set[str] = set()
    others: set[str] = set()
    for form, body in found.items():
        if body and body.lost:
            word = form.text[body.start : body.end]
            listed = body.score > NOWHERE or known(word) >= LONG
            if mark in CERTAIN or (listed and STAND_IN in word.rstrip(STAND_IN)):
                able.add(word)
        elif STAND_IN in form.text[body.start if body else 0 :].rstrip(STAND_IN + mark):
            others.add(form.text)
    if mark in CERTAIN:
        return len(able) >= max(1, MOST_CERTAIN * len(others))
    return sum(map(known, able)) >= LEAST and len(able) >= MOST * len(others)


def known(form: str) -> int:
    """How many letters of a form are not lost."""
    return len(form) - form.count(STAND_IN)


def letters(text: str, span: Span, unit: str, form: Form, body: Body) -> list[int]:
    """The places in a text of the letters that a word there lost."""
    places = [found.start() for found in re.finditer(re.escape(unit), text[slice(*span)])]
    first = form.text.count(STAND_IN, 0, body.start)
    last = first + form.text.count(STAND_IN, body.start, body.end)
    return [span[0] + place for place in places[first:last]]
