"""Rewriting: the edits that put a hypothesis in the place of what was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from svfix.edits import Edit
from svfix.search.hypotheses import Hypothesis
from svfix.text.capitals import all_capitals
from svfix.text.operations import operations
from svfix.text.tokens import Token

SURE = 1.0  # the confidence of an edit, given that its hypothesis is right


def rewritten(text: str, token: Token, hypothesis: Hypothesis, alone: bool = False) -> list[Edit]:
    """The edits that put a hypothesis in the place of a token, keeping its capitals and its break.

    Words run together get an edit each, so that each is as sure as it is.  `alone` says that no
    word beside the token is all in capitals: then `PA` is `På`, its second capital a misread å.
    """
    before = text[token.start : token.end]
    truth, capitals = hypothesis.text, all_capitals(token.form)
    if hypothesis.own:
        truth = truth.upper() if capitals else truth
    elif capitals and not (alone and len(token.form) == 2):
        truth = truth.upper()
    elif hypothesis.titled or capitals:
        truth = truth[:1].upper() + truth[1:]
    if " " in truth and not token.cut:
        return list(apart(before, token, truth))
    rule = "words.space" if " " in truth else "words.confusion"
    after = broken_again(before, token, truth) if token.cut else truth
    return [Edit(token.start, token.end, before, after, rule, SURE)]


def apart(before: str, token: Token, truth: str) -> Iterator[Edit]:
    """The edits that put words in the place of a token: each with the space before it.

    The token's form has stand-ins for reject marks, but each character stands where it stood.
    """
    form, start = token.form, token.start
    spaces = [place for place, char in enumerate(truth) if char == " "]
    cuts = [0, *places_of(spaces, form, truth), len(form)]
    if len(set(cuts)) < len(cuts):
        yield Edit(start, start + len(form), before, truth, "words.space", SURE)
        return
    for word, (a, b) in zip(truth.split(" "), pairwise(cuts), strict=True):
        space = " " if a else ""
        if a and form[a].isupper():  # the search knows of no capitals inside words run together
            word = word[:1].upper() + word[1:]
        if form[a:b].lower() == word.lower() and any(map(str.isupper, form[a + 1 : b])):
            word = form[a:b]  # capitals of its own, as in `HFsom`
        if form[a:b] != word:
            rule = "words.space" if space else "words.confusion"
            yield Edit(start + a, start + b, before[a:b], space + word, rule, SURE)
        elif space:
            yield Edit(start + a, start + a, "", space, "words.space", SURE)


def places_of(places: list[int], form: str, truth: str) -> Iterator[int]:
    """Where in a form stands what stands at some places, in order, of what it truly was.

    >>> list(places_of([2], "HFsom", "Hf som")), list(places_of([3], "fårett", "för ett"))
    ([2], [3])
    """
    if len(form.lower()) == len(form):  # whichever letters are capitals
        form, truth = form.lower(), truth.lower()
    ops = iter(operations(form, truth))
    op = next(ops)
    for place in places:
        while op.dest_end <= place:
            op = next(ops)
        yield op.src_start + min(place - op.dest_start, op.src_end - op.src_start)


def broken_again(before: str, token: Token, truth: str) -> str:
    """A word with the line break of the one it replaces, at the place that was read there."""
    gap = before[token.cut : len(before) - (len(token.form) - token.cut)]
    place = token.cut
    for op in operations(token.form, truth):
        if op.src_start <= token.cut <= op.src_end:
            place = op.dest_start + min(token.cut - op.src_start, op.dest_end - op.dest_start)
    return truth[:place] + gap + truth[place:]
