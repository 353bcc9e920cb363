"""Proposals: the edits that the likeliest hypotheses amount to, and how likely each one is.

Of words run together one may be certain and another not: `Medarenhardetforstarkt` is `Med åren har
det`, whether `förstärkt` or `för stärkt` follows.  So each edit has the probability of all
hypotheses of its token that make the same edit, and a space may be certain where the word behind it
is not.

So too the letters of a word may be certain and its capital not (`Aven` is `även` or `Även`).  How
far letters can be trusted is what calibration knows; the capital is given its share of that.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svfix.channel.engines import IN_STROKES
from svfix.decoder.rewriting import SURE, rewritten
from svfix.edits import Edit

if TYPE_CHECKING:
    from svfix.decoder.weighing import WordPosteriors
    from svfix.search.hypotheses import Hypothesis
    from svfix.text.tokens import Token
    from svfix.uncompiled import Buffer

Choice = tuple[Edit, float]  # an edit and its probability

DEAR = 9.0  # nats; letters that change places cost an engine more
SHORTEST = 5  # letters of a word in which they are told from others
AGREED = 0.995  # the probability of a reading from which on its edits are not asked for one by one


@dataclass(frozen=True)
class Proposals:
    """Edits, in order, with the number of each one's word and the probability of the edit.

    `word` is 64 bits by edit; `posterior` (64 bits, 0 to 1) is that of its letters, and `case` that
    of its capital or small letter given these.
    """

    edits: list[Edit]
    word: Buffer
    posterior: Buffer
    case: Buffer


def propose(text: str, found: WordPosteriors) -> Proposals:
    """The edits that the likeliest hypotheses of a text amount to, as likely as each one is."""
    changed = found.changed()
    if not changed:  # as in most texts
        return Proposals([], array("q"), array("d"), array("d"))
    edits: list[Edit] = []
    word, shares, cases = array("q"), array("d"), array("d")
    best, sure, channel = found.best.hypothesis, found.best.posterior, found.hypotheses.rows.channel
    tokens = found.tokens.at(array("q", [found.words[i] for i in changed]))
    hypotheses = found.hypotheses.at(array("q", [best[i] for i in changed]))
    for place, token, hypothesis in zip(changed, tokens, hypotheses, strict=True):
        posterior, dear = float(sure[place]), channel[best[place]] < -DEAR
        if found.acronym(place) or (dear and swapped(token.form.lower(), hypothesis.text)):
            continue
        if cased(token.form) and token.form.lower() == hypothesis.text:
            continue
        new = rewritten(text, token, hypothesis, found.alone(place))
        letters = posterior
        if posterior < AGREED:
            letters += in_other_case(found, place, hypothesis)
        likely = [letters] * len(new)
        if letters < AGREED and " " in hypothesis.text and not token.cut:
            choices = list(one_by_one(new, letters, others(text, token, found, place)))
            new, likely = [edit for edit, _ in choices], [share for _, share in choices]
        edits += new
        shares.extend(min(share, 1.0) for share in likely)
        cases.extend([posterior / letters] * len(new))
        word.extend([place] * len(new))
    return Proposals(edits, word, shares, cases)


def swapped(form: str, text: str) -> bool:
    """Whether two neighbours among the letters of a form stand the other way round in a text.

    A writer's fingers do that, 5 times in 100,000 longer words of our corpora; engines read letters
    where they stand, but for those of the same strokes, for which they have rules (`minst`, read as
    `mnist`).  So what stood on the page stays.

    >>> swapped("organisatoin", "organisation"), swapped("länma", "lämna")
    (True, False)
    """
    if len(form) != len(text) or len(form) < SHORTEST:
        return False
    apart = [i for i, (a, b) in enumerate(zip(form, text, strict=True)) if a != b]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, last = form[apart[0]], form[apart[1]]
    return (
        text[apart[0] : apart[1] + 1] == last + first
        and (last + first, first + last) not in IN_STROKES
    )


def cased(form: str) -> bool:
    """Whether a form has capitals inside: `KPI-inflationen`, whose case is its own."""
    return any(map(str.isupper, form[1:]))


def in_other_case(found: WordPosteriors, word: int, hypothesis: Hypothesis) -> float:
    """The probability of the hypothesis with the same letters, unless that leaves the word."""
    if hypothesis.own:
        return 0.0
    rows = found.hypotheses.rows
    rest = [
        (row, share)
        for row, share in zip(*found.readings_of(word), strict=True)
        if share > 0
        and rows.titled[row] != hypothesis.titled
        and not (rows.is_identity[row] or rows.is_user_word[row])
    ]
    if not rest:
        return 0.0
    alike = found.hypotheses.at(array("q", [row for row, _ in rest]))
    pairs = zip(alike, rest, strict=True)
    return sum(share for other, (_, share) in pairs if other.text == hypothesis.text)


def others(
    text: str, token: Token, found: WordPosteriors, word: int
) -> Iterator[tuple[list[Edit], float]]:
    """What the other hypotheses of a word amount to, and their probabilities."""
    best = found.best.hypothesis[word]
    pairs = zip(*found.readings_of(word), strict=True)
    rest = [(row, share) for row, share in pairs if share > 0 and row != best]
    hypotheses = found.hypotheses.at(array("q", [row for row, _ in rest]))
    for other, (_, share) in zip(hypotheses, rest, strict=True):
        yield rewritten(text, token, other), share


def one_by_one(
    edits: Iterable[Edit], posterior: float, others: Iterable[tuple[list[Edit], float]]
) -> Iterator[Choice]:
    """The edits of a hypothesis, how likely each is, a space apart from the word behind it.

    `others` are the edits of the other hypotheses, with their probabilities.
    """
    alike = [({*map(what, theirs)}, {*spaces(theirs)}, share) for theirs, share in others]
    for edit in edits:
        word = edit
        if edit.before and edit.after.startswith(" "):
            share = sum(share for _, there, share in alike if edit.start in there)
            yield Edit(edit.start, edit.start, "", " ", edit.rule, SURE), posterior + share
            word = Edit(edit.start, edit.end, edit.before, edit.after[1:], edit.rule, SURE)
        share = sum(share for same, _, share in alike if what(edit) in same)
        yield word, posterior + share


def what(edit: Edit) -> tuple[int, int, str]:
    """What an edit does, and where."""
    return edit.start, edit.end, edit.after


def spaces(edits: Iterable[Edit]) -> Iterator[int]:
    """Where edits put a space before what stands there."""
    return (edit.start for edit in edits if edit.after.startswith(" "))


def chosen(proposals: Proposals, confidence: Sequence[float], least: float) -> list[Edit]:
    """The edits that are made, as sure as they are, a space in one with the word behind it.

    `confidence` (0 to 1) is that of each edit, and `least` what it takes to be made.
    """
    edits: list[Edit] = []
    for edit, sure in zip(proposals.edits, confidence, strict=True):
        if sure < least:
            continue
        after = edit.after
        if edits and edits[-1].start == edits[-1].end == edit.start and not edits[-1].before:
            after = edits.pop().after + after
        edits.append(Edit(edit.start, edit.end, edit.before, after, edit.rule, sure))
    return edits
